"""`iki check --fix` and `--diff`: what is certain is mended, and every other byte stays."""

import codecs
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iki_docgen import codec
from iki_docgen.cli import main
from iki_docgen.diagnostics import Code, Diagnostic, Edit, Fix
from iki_docgen.errors import InputError
from iki_docgen.parse import parse
from iki_docgen.pipeline.fixing import mended_source, write
from iki_docgen.pipeline.loading import Loaded, load_source
from iki_docgen.project import Project
from iki_docgen.read import read_bytes
from iki_docgen.report.fixed import to_fixed
from iki_docgen.results import Fixing, Round
from iki_docgen.source import Source, Span
from tests.cli.conftest import Iki
from tests.texts import texts

TEXT = (
    "1. JABATAN\t: Camat \u201cKota\u201d \n2. TUGAS : a. memimpin;\n  membina \u2013 desa;\n"
    "b. lain.\n3. FUNGSI : a. x;\n\n"
)
MENDED = TEXT.replace("  membina", "  b. membina").replace("b. lain", "c. lain")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, and work in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (b"", "cp1252"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_only_the_letters_change_in_any_encoding(
    folder: Path, iki: Iki, end: str, mark: bytes, encoding: str
) -> None:
    path = folder / "x.txt"
    path.write_bytes(mark + TEXT.replace("\n", end).encode(encoding))
    path.chmod(0o640)
    ran = iki("check", "x.txt", "--fix", "--ignore", "missing-table")
    assert path.read_bytes() == mark + MENDED.replace("\n", end).encode(encoding)
    assert path.stat().st_mode & 0o777 == 0o640
    assert ran.err == "x.txt: 1 finding (1 IKI101) fixed\n"
    assert "IKI101" not in ran.out
    assert ran.code == 0
    again = iki("check", "x.txt", "--fix")
    assert again.err == "x.txt: nothing to fix\n"
    assert path.read_bytes() == mark + MENDED.replace("\n", end).encode(encoding)


def test_the_lumajang_text_is_lettered_again(agency: Path, iki: Iki) -> None:
    path = agency / "source/iki-dinas-sosial-lumajang.txt"
    old = path.read_text(encoding="utf-8").split("\n")
    before = iki("parse").out
    assert iki("check", "--fix", "--select", "IKI1").code == 1
    new = path.read_text(encoding="utf-8").split("\n")
    changed = [at for at, pair in enumerate(zip(old, new, strict=True), 1) if len(set(pair)) > 1]
    assert changed == [*range(318, 324), 444, 445, 561, 627, 690, 868]
    assert [line[:3] for line in new[311:323] if line[:1].strip()] == [
        f"{letter}. " for letter in "bcdefghijk"
    ]
    assert iki("parse").out == before
    assert iki("check", "--select", "IKI101,IKI102").code == 0


def test_a_fix_is_made_only_for_what_is_selected(folder: Path, iki: Iki) -> None:
    path = folder / "x.txt"
    path.write_text(TEXT)
    for options in (["--select", "IKI4"], ["--ignore", "IKI101"]):
        iki("check", "x.txt", "--fix", *options)
        assert path.read_text() == TEXT
    (folder / "iki.toml").write_text('[periksa]\nabaikan = ["IKI101"]\n')
    iki("check", "x.txt", "--fix")
    assert path.read_text() == TEXT
    iki("check", "x.txt", "--fix", "--select", "IKI101")
    assert path.read_text() == MENDED


def test_an_accepted_item_keeps_its_list_as_it_is(folder: Path, iki: Iki) -> None:
    text = TEXT.replace("b. lain.", "membantu;\nb. lain.")
    (folder / "x.txt").write_text(text)
    (folder / "iki.toml").write_text(
        '[periksa]\nterima = [{ kode = "IKI101", teks = "membantu;" }]\n'
    )
    iki("check", "x.txt", "--fix")
    assert (folder / "x.txt").read_text() == text


def test_the_diff_can_be_applied_and_nothing_is_changed(folder: Path, iki: Iki) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    for name, text in (
        ("satu.txt", TEXT.encode()),
        ("dua nama.txt", TEXT.rstrip().replace("a. x;", "a. x;\ny.").encode("cp1252")),
        ("tiga.txt", codecs.BOM_UTF8 + TEXT.replace("\n", "\r\n").encode()),
        ("empat.txt", TEXT.replace("\n", "\r").encode()),
    ):
        (folder / name).write_bytes(text)
        ran = iki("check", name, "--diff", "-o", "p.patch")
        assert ran.code == 1
        assert ran.err == ""
        assert (folder / name).read_bytes() == text
        assert (folder / "p.patch").read_bytes().startswith(b"--- a/" + name.encode())
        iki("check", name, "--fix")
        mended = (folder / name).read_bytes()
        (folder / name).write_bytes(text)
        subprocess.run(["git", "apply", "p.patch"], check=True)
        assert (folder / name).read_bytes() == mended != text


def test_a_diff_says_where_a_file_has_no_last_line_end(folder: Path, iki: Iki) -> None:
    (folder / "x.txt").write_text("1. JABATAN : Camat\n2. TUGAS : a. memimpin;\nmembina")
    ran = iki("check", "x.txt", "--diff")
    assert ran.out.endswith(
        "-membina\n\\ No newline at end of file\n+b. membina\n\\ No newline at end of file\n"
    )
    iki("check", "x.txt", "--fix")
    assert iki("check", "x.txt", "--diff").out == ""
    assert iki("check", "x.txt", "--diff", "--fix").code == 0


def test_a_diff_of_wide_letters_is_shown_for_people(folder: Path, iki: Iki) -> None:
    (folder / "x.txt").write_bytes(TEXT.encode("utf-16"))
    assert "+  b. membina \u2013 desa;\n" in iki("check", "x.txt", "--diff").out


def test_standard_input_and_records_are_left_alone(
    folder: Path, iki: Iki, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "x.txt").write_text(TEXT)
    with (folder / "x.txt").open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        ran = iki("check", "-", "--fix")
    assert "standard input is no file" in ran.err
    assert "1 finding (1 IKI101) could be fixed:" in ran.err
    assert "  line 3, column 3: put in `b. `\n" in ran.err
    assert "  line 4, column 1: `b` becomes `c`\n" in ran.err
    iki("parse", "x.txt", "-o", "r.json")
    records = (folder / "r.json").read_bytes()
    assert "it holds records" in iki("check", "r.json", "--fix").err
    assert (folder / "r.json").read_bytes() == records


def test_a_text_that_cannot_be_written_back_is_left_alone(folder: Path, iki: Iki) -> None:
    data = TEXT.replace("\u2013", "-").encode("utf-16-le") + b"\x01\xd8"  # half a letter
    (folder / "x.txt").write_bytes(data)
    ran = iki("check", "x.txt", "--fix")
    assert "was left as it is: it is no plain text, or not every letter of it is utf-16" in ran.err
    assert (folder / "x.txt").read_bytes() == data


def test_a_file_that_may_not_be_changed_is_said_so(folder: Path, iki: Iki) -> None:
    path = folder / "x.txt"
    path.write_text(TEXT)
    path.chmod(0o444)
    ran = iki("check", "x.txt", "--fix")
    assert ran.code == 1
    assert "x.txt was not written: it may not be changed" in ran.err
    assert path.read_text() == TEXT


def test_a_folder_that_may_not_be_changed_is_said_so(
    folder: Path, iki: Iki, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "x.txt").write_text(TEXT)

    def refuse(path: Path, flags: int, mode: int = 0o777, **others: Any) -> int:  # noqa: ANN401 - as `os.open`
        if flags & os.O_EXCL:  # root may write everywhere
            raise PermissionError(13, "Permission denied")
        return really(path, flags, mode, **others)

    really = os.open
    monkeypatch.setattr("os.open", refuse)
    ran = iki("check", "x.txt", "--fix")
    assert ran.code == 1
    assert "x.txt was not written" in ran.err
    assert (folder / "x.txt").read_text() == TEXT
    assert list(folder.iterdir()) == [folder / "x.txt"]


def test_a_link_stays_a_link(folder: Path, iki: Iki) -> None:
    (folder / "x.txt").write_text(TEXT)
    (folder / "link.txt").symlink_to("x.txt")
    iki("check", "link.txt", "--fix")
    assert (folder / "link.txt").is_symlink()
    assert (folder / "x.txt").read_text() == MENDED


def _made_up(loaded: Loaded, *edits: tuple[str, str]) -> tuple[Diagnostic, ...]:
    """Return a finding for each edit whose words stand in the text."""
    assert loaded.source is not None
    text = loaded.source.text
    found = []
    for old, new in edits:
        start = text.find(old)
        if start >= 0:
            span = Span(start, start + len(old))
            fix = Fix((Edit(span, new),))
            found.append(
                Code.ODD_LABEL.at(span, fix=fix, found="", field="", reason="", expected="")
            )
    return tuple(found)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([("membina", "mengasuh"), ("memimpin", "mengepalai")], "bina,pimpin"),
        ([("memimpin", "xx"), ("memim", "yy")], "first"),
    ],
)
def test_words_are_mended_inside_their_texts(
    folder: Path, edits: list[tuple[str, str]], expected: str
) -> None:
    (folder / "x.txt").write_text(TEXT)
    loaded = load_source("x.txt", Project(folder))
    mending = mended_source("x.txt", loaded, Project(folder), lambda now: _made_up(now, *edits))
    assert mending.after.source is not None
    words = mending.after.source.text
    assert ("mengasuh" in words, "mengepalai" in words) == (expected == "bina,pimpin",) * 2
    assert ("xx" in words) == (expected == "first")
    assert not mending.told.unsafe


@pytest.mark.parametrize(
    "edit",
    [
        ("memimpin;\n", "memimpin\n"),  # two items would be one
        ("2. TUGAS", "2. FUNGSI"),
        ("3. FUNGSI :", "tiga"),
        ("Camat", "Camat\n2. TUGAS : y"),
        ("b. lain.", ""),
    ],
)
def test_what_would_change_how_the_text_is_read_is_not_done(
    folder: Path, edit: tuple[str, str]
) -> None:
    (folder / "x.txt").write_text(TEXT)
    loaded = load_source("x.txt", Project(folder))
    good = ("membina", "mengasuh")
    mending = mended_source("x.txt", loaded, Project(folder), lambda now: _made_up(now, edit, good))
    assert mending.after.source is not None
    assert mending.after.source.text == TEXT.replace(*good)
    assert len(mending.told.unsafe) == 1
    assert [len(done.fixed) for done in mending.told.rounds] == [1]


def test_a_file_that_was_saved_meanwhile_is_left_alone(folder: Path) -> None:
    (folder / "x.txt").write_text(TEXT)
    loaded = load_source("x.txt", Project(folder))
    mending = mended_source("x.txt", loaded, Project(folder), lambda now: now.findings)
    (folder / "x.txt").write_text(TEXT + "lagi\n")
    with pytest.raises(InputError, match="somebody has saved it in the meantime"):
        write(mending)
    assert (folder / "x.txt").read_text() == TEXT + "lagi\n"


def test_a_name_may_be_mended_but_not_who_is_whose_superior(folder: Path) -> None:
    text = (
        "1. JABATAN : Kepala Bidang Sosial\n2. TUGAS : a. x;\n3. FUNGSI : a. x;\n\n"
        "1. JABATAN : Seksi Bantuan\n"
        "2. TUGAS : a. tugas lain yang diberikan oleh Kepala Bidang Sosial.\n3. FUNGSI : a. x;\n"
    )
    (folder / "x.txt").write_text(text)
    loaded = load_source("x.txt", Project(folder))
    assert loaded.document.jabatan[1].atasan == "kepala-bidang-sosial"
    for name, expected in (("Seksi Bantuan", 0), ("JABATAN : Kepala Bidang Sosial", 1)):
        edit = (name, name.replace("Bantuan", "Bantuaan").replace("Bidang Sosial", "Seksi Lain"))
        mending = mended_source("x.txt", loaded, Project(folder), lambda now: _made_up(now, edit))  # noqa: B023
        assert len(mending.told.unsafe) == expected


def test_what_was_mended_is_said_in_words() -> None:
    source = Source("x.txt", "satu  dua\ntiga")
    fix = Fix((Edit(Span(4, 5), ""), Edit(Span(10, 14), "empat")))
    finding = Code.EXTRA_COLUMN.at(Span(4, 5), fix=fix, heading="A", reason="lain")
    done = (Round(source, (finding,)),)
    assert to_fixed(Fixing("x.txt", done)) == "x.txt: 1 finding (1 IKI204) fixed\n"
    assert to_fixed(Fixing("x.txt", done, (), "it is no file")) == (
        "x.txt was left as it is: it is no file\n"
        "1 finding (1 IKI204) could be fixed:\n"
        "  line 1, column 5: take out ` `\n"
        "  line 2, column 1: `tiga` becomes `empat`\n"
    )
    assert to_fixed(Fixing("x.txt", (), (finding,))) == (
        "x.txt: nothing to fix\n"
        "x.txt: IKI204 was not fixed, since the text would then be read in another way:"
        " the column `A` is lain; it is kept as `lainnya`\n"
    )


def test_a_letter_that_the_encoding_lacks_is_not_put_in(folder: Path) -> None:
    (folder / "x.txt").write_bytes(TEXT.encode("cp1252"))
    loaded = load_source("x.txt", Project(folder))
    mending = mended_source(
        "x.txt", loaded, Project(folder), lambda now: _made_up(now, ("membina", "m\u0113mbina"))
    )
    assert mending.new_data == mending.data
    assert len(mending.told.unsafe) == 1


def test_corrections_that_undo_each_other_come_to_an_end(folder: Path) -> None:
    (folder / "x.txt").write_text(TEXT)
    loaded = load_source("x.txt", Project(folder))
    turns = [("membina", "mengasuh"), ("mengasuh", "membina")]
    mending = mended_source("x.txt", loaded, Project(folder), lambda now: _made_up(now, *turns))
    assert len(mending.told.rounds) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_fixing_any_text_is_done_once_and_keeps_its_records(
    tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(text.encode(encoding, "replace"))
    before = path.read_bytes()
    _check(path)
    after = path.read_bytes()
    _check(path)
    assert path.read_bytes() == after
    if after != before:
        old, _ = parse(read_bytes(before, "x"))
        new, _ = parse(read_bytes(after, "x"))
        assert codec.dumps(old) == codec.dumps(new)


def _check(path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["check", str(path), "--fix", "--select", "IKI101,IKI102", "-o", os.devnull])


def test_the_fix_is_in_the_findings_for_programs(folder: Path, iki: Iki) -> None:
    (folder / "x.txt").write_text(TEXT)
    (found,) = json.loads(iki("check", "x.txt", "--select", "101", "--format", "json").out)
    fix = found["fix"]
    assert TEXT[: fix["start"]] + fix["replacement"] + TEXT[fix["end"] :] == MENDED
    assert found["text"] == "membina \u2013 desa;"
