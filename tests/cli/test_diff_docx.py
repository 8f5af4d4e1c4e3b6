"""`iki diff --format docx`: a file that nobody loses work by."""

from pathlib import Path

import pytest

from iki_docgen.office.package import open_package, write_package
from tests.cli.conftest import Iki

OLD = "1. JABATAN : Camat\n2. TUGAS : a. memimpin;\nb. membina.\n3. FUNGSI : -\n"
NEW = OLD.replace("membina", "melayani")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("lama.txt").write_text(OLD, encoding="utf-8")
    Path("baru.txt").write_text(NEW, encoding="utf-8")
    return tmp_path


def test_a_word_file_is_written_and_replaced_until_somebody_works_in_it(
    iki: Iki, folder: Path
) -> None:
    command = ("diff", "lama.txt", "baru.txt", "--format", "docx", "-o", "beda.docx")
    assert iki(*command).code == 1
    first = (folder / "beda.docx").read_bytes()
    assert b"melayani" in open_package(first, "beda.docx")["word/document.xml"]
    Path("baru.txt").write_text(OLD, encoding="utf-8")
    assert iki(*command).code == 0
    assert (folder / "beda.docx").read_bytes() != first

    members = open_package(first, "beda.docx")
    members["word/document.xml"] = members["word/document.xml"].replace(b"melayani", b"mengurus")
    worked = write_package(members)
    (folder / "beda.docx").write_bytes(worked)
    ran = iki(*command)
    assert ran.code == 1
    assert "not as `iki diff` writes it" in ran.err
    assert (folder / "beda.docx").read_bytes() == worked


def test_an_input_or_an_open_file_is_not_written_over(iki: Iki, folder: Path) -> None:
    command = ("diff", "lama.txt", "baru.txt", "--format", "docx", "-o")
    for name in ("lama.txt", "baru.txt"):
        before = (folder / name).read_bytes()
        assert "was not written" in iki(*command, name).err
        assert (folder / name).read_bytes() == before
    assert iki(*command, "beda.docx").code == 1
    (folder / "~$da.docx").touch()
    Path("baru.txt").write_text(OLD, encoding="utf-8")
    assert "it is open in Word" in iki(*command, "beda.docx").err


def test_without_a_file_the_format_is_refused(iki: Iki, folder: Path) -> None:
    ran = iki("diff", "lama.txt", "baru.txt", "--format", "docx")
    assert ran.code == 2
    assert "-o FILE" in ran.err
    assert len(list(folder.iterdir())) == 2


def test_build_and_collect_leave_a_redline_alone(iki: Iki, folder: Path) -> None:
    iki("diff", "lama.txt", "baru.txt", "--format", "docx", "-o", "beda.docx")
    (folder / "hasil").mkdir()
    redline = (folder / "beda.docx").read_bytes()
    target = folder / "hasil" / "01-camat.docx"
    target.write_bytes(redline)
    iki("build", "baru.txt", "--output", "hasil")
    assert target.read_bytes() == redline
