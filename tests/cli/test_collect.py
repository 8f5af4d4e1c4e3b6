"""`iki collect`: what people typed is stored, shown, and comes back with the next build."""

import os
from pathlib import Path
from shutil import copy
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

import iki_docgen
from iki_docgen import answers
from tests.cli.conftest import Iki

PROMPT = "Klik untuk menulis penjelasan / formulasi penghitungan"
FIRST = "01-kepala-dinas-sosial-kabupaten-lumajang.docx"
SECOND = "02-sekretariat-pada-dinas-sosial-kabupaten-lumajang.docx"
FORMULA = "Jumlah A &amp; B / jumlah C x 100%"


def _type(path: Path, text: str, *, instead_of: str = PROMPT, times: int = 1) -> None:
    """Put `text` (as XML) where `instead_of` stands, as a clerk would type it."""
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    xml = members["word/document.xml"].decode()
    assert instead_of in xml
    members["word/document.xml"] = xml.replace(instead_of, text, times).encode()
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def _stored(agency: Path) -> list[str | None]:
    kept = answers.load(agency / "source/penjelasan.yaml")
    return [entry.penjelasan for position in kept.jabatan for entry in position.indikator]


@pytest.fixture
def built(agency: Path, iki: Iki) -> Path:
    iki("build")
    return agency / "output/2026"


def test_what_was_typed_is_stored_and_comes_back(agency: Path, built: Path, iki: Iki) -> None:
    _type(built / FIRST, FORMULA)
    ran = iki("collect", built / FIRST)
    assert ran.code == 0
    assert "1 text stored in source/penjelasan.yaml" in ran.out.replace("\\", "/")
    assert _stored(agency) == ["Jumlah A & B / jumlah C x 100%"]
    ran = iki("build")
    assert ran.code == 0
    assert "3 replaced" in ran.out  # the document, the book and the records
    assert "Jumlah A & B" in (built / "records.json").read_text(encoding="utf-8")
    ran = iki("collect", built / FIRST)
    assert ran.code == 0
    assert "nothing new to store" in ran.out
    assert "18 unchanged" in iki("build").out


def test_a_typed_file_is_refused_with_the_command_that_collects_it(
    agency: Path, built: Path, iki: Iki
) -> None:
    del agency
    _type(built / FIRST, FORMULA)
    ran = iki("build")
    assert ran.code == 1
    assert f"iki collect output/2026/{FIRST}" in ran.err.replace("\\", "/")
    iki("collect", built / FIRST)
    assert iki("build").code == 0


def test_a_dry_run_stores_nothing(agency: Path, built: Path, iki: Iki) -> None:
    _type(built / FIRST, FORMULA)
    ran = iki("collect", "--dry-run", built / FIRST)
    assert "1 text would be stored" in ran.out
    assert not (agency / "source/penjelasan.yaml").exists()


def test_two_files_that_differ_are_a_conflict_and_nothing_is_stored(
    agency: Path, built: Path, iki: Iki
) -> None:
    other = agency / "salinan.docx"
    copy(built / FIRST, other)
    _type(built / FIRST, "jawaban pertama")
    _type(other, "dua")
    for more in ((), ("--use", "theirs")):
        ran = iki("collect", built / FIRST, other, *more)
        assert ran.code == 1
        assert ran.err.count("IKI701") == 2
        assert "jawaban pertama" in ran.err
        assert "dua" in ran.err
        assert not (agency / "source/penjelasan.yaml").exists()
    assert iki("collect", built / FIRST, other, "--use", "ours").code == 1  # nothing is stored


def test_an_answer_that_both_changed_waits_for_a_decision(
    agency: Path, built: Path, iki: Iki
) -> None:
    old = agency / "lama.docx"
    copy(built / FIRST, old)
    _type(built / FIRST, "baru")
    iki("collect", built / FIRST)
    _type(old, "lain")
    ran = iki("collect", old)
    assert ran.code == 1
    assert "IKI701" in ran.err
    assert _stored(agency) == ["baru"]
    ran = iki("collect", old, "--use", "ours")
    assert ran.code == 0
    assert "the file says `lain`; `baru` was kept" in ran.err
    assert _stored(agency) == ["baru"]
    assert iki("collect", old, "--use", "theirs").code == 0
    assert _stored(agency) == ["lain"]


def test_a_later_edit_of_the_new_document_is_a_change(agency: Path, built: Path, iki: Iki) -> None:
    _type(built / FIRST, "jawaban pertama")
    iki("collect", built / FIRST)
    iki("build")
    _type(built / FIRST, "jawaban pertama, diperbaiki", instead_of="jawaban pertama")
    ran = iki("collect", built / FIRST)
    assert ran.code == 0
    assert _stored(agency) == ["jawaban pertama, diperbaiki"]


def test_an_emptied_cell_keeps_its_answer_until_somebody_decides(
    agency: Path, built: Path, iki: Iki
) -> None:
    _type(built / FIRST, "jawaban pertama")
    iki("collect", built / FIRST)
    iki("build")
    _type(built / FIRST, "", instead_of="jawaban pertama")
    ran = iki("collect", built / FIRST)
    assert ran.code == 1
    assert "IKI701" in ran.err
    assert _stored(agency) == ["jawaban pertama"]


def test_a_folder_and_the_book_are_taken_and_broken_files_do_not_stop_them(
    agency: Path, built: Path, iki: Iki
) -> None:
    inbox = agency / "masuk"
    inbox.mkdir()
    copy(built / FIRST, inbox / "dari pak budi.docx")
    _type(inbox / "dari pak budi.docx", "jawaban pertama")
    copy(built / "buku-iki.docx", inbox / "buku.docx")
    _type(inbox / "buku.docx", "dua", times=3)
    (inbox / "rusak.docx").write_bytes((built / SECOND).read_bytes()[:3000])
    (inbox / "~$i pak budi.docx").write_bytes(b"lock")
    ran = iki("collect", inbox)
    assert ran.code == 3
    assert "rusak.docx" in ran.err
    assert "not read" in ran.out
    assert _stored(agency) == ["dua", "dua"]  # the first cell is in conflict: `satu` or `dua`
    assert ran.err.count("IKI701") == 2


def test_next_years_wording_keeps_the_answer_and_says_so(
    agency: Path, built: Path, iki: Iki
) -> None:
    _type(built / FIRST, "jawaban pertama")
    iki("collect", built / FIRST)
    source = agency / "source/iki-dinas-sosial-lumajang.txt"
    text = source.read_text(encoding="utf-8")
    source.write_text(
        text.replace("1. %  Peningkatan Penanganan PMKS", "1. % Peningkatan Penangganan PMKS"),
        encoding="utf-8",
    )
    ran = iki("check", "--select", "IKI707")
    assert "Penanganan" in ran.out
    assert "Penangganan" in ran.out
    iki("build")
    assert '"jawaban pertama"' in (built / "records.json").read_text(encoding="utf-8")


def test_an_answer_without_a_home_stays_and_is_reported(
    agency: Path, built: Path, iki: Iki
) -> None:
    _type(built / FIRST, "jawaban pertama")
    iki("collect", built / FIRST)
    source = agency / "source/iki-dinas-sosial-lumajang.txt"
    text = source.read_text(encoding="utf-8")
    source.write_text(
        text.replace("1. %  Peningkatan Penanganan PMKS", "1. Luas taman kota"), encoding="utf-8"
    )
    ran = iki("check", "--select", "IKI708")
    assert ran.code == 1
    assert "jawaban pertama" in ran.out
    assert _stored(agency) == ["jawaban pertama"]
    assert "jawaban pertama" in iki("status").out or "1 answer" in iki("status").out


def test_words_outside_the_cells_are_shown_and_keep_the_file(
    agency: Path, built: Path, iki: Iki
) -> None:
    del agency
    _type(
        built / FIRST,
        "pembinaan dan pengembangan potensi desa",
        instead_of="pembinaan dan pengembangan potensi",
    )
    ran = iki("collect", built / FIRST)
    assert ran.code == 1
    assert "IKI703" in ran.err
    assert "potensi desa" in ran.err
    settings = Path("iki.toml")
    text = settings.read_text(encoding="utf-8").replace('tempat = ""', 'tempat = "A"')
    settings.write_text(text, encoding="utf-8")
    assert "1 refused" in iki("build").out


def test_an_old_copy_does_not_refill_what_was_emptied_on_purpose(
    agency: Path, built: Path, iki: Iki
) -> None:
    _type(built / FIRST, "jawaban pertama")
    old = agency / "lama.docx"
    copy(built / FIRST, old)
    iki("collect", old)
    iki("build")
    _type(built / FIRST, "", instead_of="jawaban pertama")
    assert iki("collect", built / FIRST, "--use", "theirs").code == 0
    assert _stored(agency) == [""]
    ran = iki("collect", old)
    assert ran.code == 1
    assert "IKI701" in ran.err
    assert _stored(agency) == [""]


def test_a_cell_that_says_what_belongs_beside_it_is_a_conflict(
    agency: Path, built: Path, iki: Iki
) -> None:
    _type(built / FIRST, "Dinas Sosial")
    ran = iki("collect", built / FIRST)
    assert ran.code == 1
    assert "IKI701" in ran.err
    assert not (agency / "source/penjelasan.yaml").exists()


def test_a_raised_number_stays_a_power(agency: Path, built: Path, iki: Iki) -> None:
    raised = '</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'
    more = '<w:r><w:t xml:space="preserve"> dan x'
    last = "<w:r><w:t>"
    _type(built / FIRST, f"10{raised.format('2')}{more}{raised.format('ab')}{last}")
    assert iki("collect", built / FIRST).code == 0
    assert _stored(agency) == ["10\u00b2 dan x^(ab)"]


def test_a_pipe_is_no_file(agency: Path, built: Path, iki: Iki) -> None:
    os.mkfifo(agency / "pipa.docx")
    _type(built / FIRST, FORMULA)
    ran = iki("collect", agency / "pipa.docx", built / FIRST)
    assert ran.code == 3
    assert "is not a file" in ran.err
    assert len(_stored(agency)) == 1


def test_a_left_over_document_that_was_typed_in_is_not_called_superfluous(
    agency: Path, built: Path, iki: Iki
) -> None:
    _type(built / FIRST, FORMULA)
    (built / FIRST).rename(built / "17-lama.docx")
    ran = iki("build")
    assert ran.code == 1
    assert "iki collect output/2026/17-lama.docx" in ran.err.replace("\\", "/")
    assert agency.is_dir()


def test_the_same_is_had_from_python(agency: Path, built: Path) -> None:
    del agency
    _type(built / FIRST, FORMULA)
    found = iki_docgen.collect(built / FIRST)  # type: ignore[operator]
    typed = [answer.theirs for answer in found.answers if not answer.untouched]
    assert typed == ["Jumlah A & B / jumlah C x 100%"]


def test_a_file_that_has_nothing_to_do_with_it_is_refused(agency: Path, iki: Iki) -> None:
    (agency / "x.docx").write_bytes(b"no zip")
    ran = iki("collect", "x.docx", "none.docx")
    assert ran.code == 3
    assert "x.docx" in ran.err
    assert "none.docx does not exist" in ran.err
    assert iki("collect").code == 2
