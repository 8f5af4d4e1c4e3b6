"""`iki build`: what it writes, what it leaves alone, and what it says."""

import errno
import os
import re
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import docx
import pytest

from iki_docgen import codec, files
from iki_docgen.pipeline.building import file_name
from iki_docgen.records import Jabatan
from tests.cli.conftest import LUMAJANG_FINDINGS, Iki

WORD_FILES = 17


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "output/2026").iterdir())}


def _type_into(path: Path, words: str = "A / B") -> None:
    """Put words into a Penjelasan cell, as a clerk would."""
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    text = members["word/document.xml"].decode()
    assert "Klik untuk menulis penjelasan" in text
    typed = text.replace("Klik untuk menulis penjelasan / formulasi penghitungan", words, 1)
    members["word/document.xml"] = typed.encode()
    with ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def test_sixteen_documents_the_book_and_the_records_are_written(agency: Path, iki: Iki) -> None:
    ran = iki("build")
    assert ran.code == 0
    names = list(_files(agency))
    assert len(names) == WORD_FILES + 1
    assert names[0] == "01-kepala-dinas-sosial-kabupaten-lumajang.docx"
    assert names[15] == "16-seksi-penyelenggaraan-perlindungan-dan-jaminan-sosial.docx"
    assert names[16:] == ["buku-iki.docx", "records.json"]
    assert "18 written" in ran.out
    assert f"{LUMAJANG_FINDINGS} findings (" in ran.out
    assert "; see them with: iki check" in ran.out


def test_building_twice_writes_nothing_and_changes_no_byte(agency: Path, iki: Iki) -> None:
    iki("build")
    before = _files(agency)
    ran = iki("build")
    assert "18 unchanged" in ran.out
    assert _files(agency) == before


def test_the_same_bytes_come_out_elsewhere(agency: Path, iki: Iki, tmp_path: Path) -> None:
    iki("build")
    iki("build", "--output", tmp_path / "other")
    assert {path.name: path.read_bytes() for path in (tmp_path / "other").iterdir()} == _files(
        agency
    )


def test_records_are_a_source_too(agency: Path, iki: Iki) -> None:
    iki("build")
    before = _files(agency)
    assert iki("build", "output/2026/records.json").code == 0
    assert _files(agency) == before
    assert iki("parse", "--format", "yaml", "-o", "all.yaml").code == 0
    assert iki("build", "all.yaml").code == 0
    assert _files(agency) == before


def test_only_some_positions_keep_their_numbers(agency: Path, iki: Iki) -> None:
    ran = iki("build", "--only", "3", "--only", "SEKRETARIAT PADA")
    assert ran.code == 0
    assert list(_files(agency)) == [
        "02-sekretariat-pada-dinas-sosial-kabupaten-lumajang.docx",
        "03-ka-sub-bagian-umum-dan-kepegawaian.docx",
    ]
    assert iki("build", "--only", "camat").code == 2
    assert iki("build", "--only", "17").code == 2


def test_check_writes_nothing_and_tells_whether_something_would_change(
    agency: Path, iki: Iki
) -> None:
    ran = iki("build", "--check")
    assert ran.code == 1
    assert not (agency / "output").exists()
    iki("build")
    assert iki("build", "--check").code == 0
    (agency / "output/2026/records.json").unlink()
    assert iki("build", "--check").code == 1


def test_a_file_that_was_typed_in_is_refused_and_the_rest_is_built(agency: Path, iki: Iki) -> None:
    iki("build")
    path = agency / "output/2026/01-kepala-dinas-sosial-kabupaten-lumajang.docx"
    _type_into(path)
    typed = path.read_bytes()
    settings = agency / "iki.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("2026", "2027"))
    ran = iki("build", "--output", "output/2026")
    assert ran.code == 1
    assert path.read_bytes() == typed
    assert "somebody has typed in it" in ran.err
    assert path.name in ran.err
    assert "17 replaced" in ran.out
    assert "1 refused" in ran.out


def test_force_replaces_a_typed_file_and_keeps_every_copy(agency: Path, iki: Iki) -> None:
    iki("build")
    path = agency / "output/2026/01-kepala-dinas-sosial-kabupaten-lumajang.docx"
    copies = []
    for number in ("", "2"):
        _type_into(path, f"A / B{number}")
        copies.append((path.with_name(f"{path.name}.bak{number}"), path.read_bytes()))
        assert iki("build", "--force").code == 0
    assert all(copy.read_bytes() == data for copy, data in copies)
    assert "1 unchanged" in iki("build", "--only", "1").out


def test_a_copy_that_a_killed_build_made_is_not_made_again(agency: Path, iki: Iki) -> None:
    iki("build")
    path = agency / "output/2026" / NAME
    _type_into(path)
    copy = path.with_name(f"{NAME}.bak")
    copy.write_bytes(path.read_bytes())
    assert iki("build", "--force").code == 0
    assert list(path.parent.glob("*.bak*")) == [copy]


@pytest.mark.parametrize("lock", ["~$-kepala-dinas-sosial-kabupaten-lumajang.docx", ".~lock.{}#"])
def test_an_open_file_is_left_alone(agency: Path, iki: Iki, lock: str) -> None:
    iki("build")
    name = "01-kepala-dinas-sosial-kabupaten-lumajang.docx"
    (agency / "output/2026" / lock.format(name)).touch()
    settings = agency / "iki.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('tempat = ""', 'tempat = "A"'))
    ran = iki("build")
    assert ran.code == 1
    assert "it is open in Word or LibreOffice" in ran.err
    assert "close it and build again" in ran.err
    assert "1 refused" in ran.out


def test_documents_of_an_earlier_build_are_named(agency: Path, iki: Iki) -> None:
    iki("build")
    old = agency / "output/2026/17-seksi-lama.docx"
    old.touch()
    ran = iki("build")
    assert ran.code == 0
    assert "1 left over" in ran.out
    assert ran.err == (
        "  help: delete what is left over when nobody needs it; it is no part of this build\n"
    )
    assert old.exists()


def test_a_folder_with_settings_can_be_built_from_elsewhere(
    agency: Path, iki: Iki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert iki("build", agency).code == 0
    assert len(_files(agency)) == WORD_FILES + 1
    assert iki("build", agency, agency, "--output", "x").code == 0
    assert len(list(Path("x").iterdir())) == WORD_FILES + 1


def test_a_full_disk_leaves_the_old_files_whole(
    agency: Path, iki: Iki, monkeypatch: pytest.MonkeyPatch
) -> None:
    iki("build")
    before = _files(agency)
    settings = agency / "iki.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('tempat = ""', 'tempat = "A"'))

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    ran = iki("build")
    assert ran.code == 1
    assert "the disk is full" in ran.err
    assert "more files, as the table shows" in ran.err
    assert _files(agency) == before


def test_an_output_folder_that_cannot_be_made_is_said_once(agency: Path, iki: Iki) -> None:
    (agency / "output").write_text("a file")
    ran = iki("build")
    assert ran.code == 1
    assert "is a file, and a folder is needed there" in ran.err or "not written" in ran.err


@pytest.mark.skipif(os.name == "nt", reason="permissions of Unix")
def test_a_read_only_folder_is_said(agency: Path, iki: Iki) -> None:
    folder = agency / "locked"
    folder.mkdir(mode=0o500)
    if os.geteuid() == 0:  # root may write anywhere but into the kernel's own folders
        folder = Path("/sys/kernel/iki")
    ran = iki("build", "--output", folder)
    assert ran.code == 1
    assert "it may not be changed" in ran.err or "read-only" in ran.err
    assert "--output" in ran.err


def test_two_positions_of_one_name_get_files_of_their_own(
    tmp_path: Path, iki: Iki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.txt").write_text("1. JABATAN : Staf\n2. TUGAS : a.\n1. JABATAN : Staf\n2. TUGAS : b.\n")
    assert iki("build", "x.txt", "--output", "out").code == 0
    assert sorted(path.name for path in Path("out").glob("0*")) == [
        "01-staf.docx",
        "02-staf-2.docx",
    ]
    document = codec.loads(Path("out/records.json").read_text(encoding="utf-8"))
    assert [jabatan.id for jabatan in document.jabatan] == ["staf", "staf-2"]
    assert "IKI005" in iki("check", "x.txt").out


def test_a_very_long_name_makes_a_file_name_that_every_system_takes(
    tmp_path: Path, iki: Iki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.txt").write_text(f"1. JABATAN : {'Seksi Yang Panjang ' * 40}\n2. TUGAS : a.\n")
    assert iki("build", "x.txt", "--output", "out").code == 0
    assert all(len(path.name) < 120 for path in Path("out").iterdir())


NAME = "01-kepala-dinas-sosial-kabupaten-lumajang.docx"


def test_a_file_that_was_only_packed_anew_is_unchanged(agency: Path, iki: Iki) -> None:
    iki("build")
    path = agency / "output/2026" / NAME
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    packed = path.read_bytes()
    assert "18 unchanged" in iki("build").out
    assert path.read_bytes() == packed


def test_a_refusal_says_whose_file_it_is(agency: Path, iki: Iki) -> None:
    iki("build")
    path = agency / "output/2026" / NAME
    path.write_bytes(b"no Word file")
    ran = iki("build")
    assert ran.code == 1
    assert "it is damaged or no Word file" in ran.err
    docx.Document().save(str(path))
    assert "it was not made by this program" in iki("build").err
    assert iki("build", "--force").code == 0
    assert path.with_name(NAME + ".bak").exists()


def test_a_faulty_template_is_refused_before_anything_is_written(agency: Path, iki: Iki) -> None:
    document = docx.Document()
    document.add_paragraph("{{ jabtan }}")
    document.save("t.docx")
    ran = iki("build", "--template", "t.docx")
    assert ran.code == 4
    assert "jabtan" in ran.err
    assert not (agency / "output").exists()


@pytest.mark.parametrize("name", ["con", "nul", "../x", "a" * 500, "\u00e9", "", "a:b?"])
def test_every_id_makes_a_safe_file_name(name: str) -> None:
    jabatan = Jabatan(id=name, jabatan="X", atasan=None, tugas=(), fungsi=(), sasaran=())
    found = file_name(7, 16, jabatan)
    assert re.fullmatch(r"07-[A-Za-z0-9-]{1,100}\.docx", found)
