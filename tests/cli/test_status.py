"""`iki status`: what is filled, what waits, and the next command."""

import json
import os
import sys
from pathlib import Path

import pytest

from iki_docgen import codec
from iki_docgen.answers import Change, apply, load, store
from iki_docgen.errors import InputError
from iki_docgen.pipeline.loading import load_source, source_path
from iki_docgen.pipeline.status import status
from iki_docgen.project import find
from iki_docgen.records import Document
from iki_docgen.report.progress import status_text
from tests.cli.conftest import Iki
from tests.cli.test_build import _type_into

KEPALA = "kepala-dinas-sosial-kabupaten-lumajang"
FIRST = "output/2026/01-kepala-dinas-sosial-kabupaten-lumajang.docx"


def _document(folder: Path) -> Document:
    project = find(folder)
    return load_source(source_path(None, project), project).document


def _fill(folder: Path, count: int) -> None:
    """Answer the first `count` indicators, both cells, whatever they say now."""
    document = _document(folder)
    cells = [(one, row) for one in document.jabatan for row in one.semua_indikator()][:count]
    changes = [
        Change(
            jabatan_id=one.id,
            jabatan=one.jabatan,
            indikator=row.indikator,
            column=column,
            value=f"isi {number}",
            expected=getattr(row, column),
        )
        for number, (one, row) in enumerate(cells)
        for column in ("penjelasan", "sumber_data")
    ]
    done = store(find(folder).answers, document, changes)
    assert len(done.stored) == 2 * count


def _build_records(folder: Path) -> None:
    """Write the records as a build with answers does."""
    applied = apply(_document(folder), load(find(folder).answers)).document
    output = folder / "output/2026"
    output.mkdir(parents=True, exist_ok=True)
    (output / "records.json").write_text(codec.dumps(applied), encoding="utf-8", newline="\n")


def test_without_documents_the_next_command_is_build(agency: Path, iki: Iki) -> None:
    del agency
    ran = iki("status")
    assert ran.code == 0
    assert "All positions" in ran.out
    assert "0/44" in ran.out
    assert ran.out.endswith("run: iki build\n")


def test_after_a_build_people_fill_in(agency: Path, iki: Iki) -> None:
    del agency
    iki("build")
    ran = iki("status")
    assert ran.out.endswith(
        "Next: let people fill in the documents in output/2026; when they have, run:"
        " iki collect output/2026/*.docx\n"
    )


def test_answers_are_counted_per_position_and_column(agency: Path, iki: Iki) -> None:
    before = json.loads(iki("status", "--format", "json").out)
    _fill(agency, 5)
    found = json.loads(iki("status", "--format", "json").out)
    assert list(found) == [
        *("source", "output", "positions", "total", "uncollected", "unread", "homeless"),
        *("next", "why"),
    ]
    assert found["total"] == {
        "total": 44,
        "penjelasan": before["total"]["penjelasan"] + 5,
        "sumber_data": found["total"]["sumber_data"],
    }
    first = found["positions"][0]
    assert (first["id"], first["penjelasan"]) == (KEPALA, min(5, first["total"]))
    assert sum(one["penjelasan"] for one in found["positions"]) == 5
    assert found["next"] == "iki build"
    assert (found["uncollected"], found["unread"], found["homeless"]) == ([], [], [])


def test_a_document_that_was_typed_in_is_to_be_collected(agency: Path, iki: Iki) -> None:
    iki("build")
    _type_into(agency / FIRST)
    (agency / "output/2026/~$-kepala.docx").write_bytes(b"word's own")
    ran = iki("status")
    assert f"Not collected yet:\n  {FIRST}\n" in ran.out
    assert ran.out.endswith(f"run: iki collect {FIRST}\n")
    assert json.loads(iki("status", "--format", "json").out)["uncollected"] == [FIRST]


def test_many_documents_are_collected_at_once(agency: Path, iki: Iki) -> None:
    iki("build")
    found = status(find(agency), lambda path: path.name < "05")
    assert len(found.uncollected) == 4
    assert found.next == "iki collect output/2026/*.docx"


def test_a_document_that_cannot_be_read_is_listed_and_the_others_too(
    agency: Path, iki: Iki
) -> None:
    iki("build")

    def uncollected(path: Path) -> bool:
        if path.name.startswith("02"):
            raise InputError(f"{path.name} is damaged")
        return path.name.startswith("03")

    found = status(find(agency), uncollected)
    assert [one.reason.endswith("is damaged") for one in found.unread] == [True]
    assert len(found.uncollected) == 1


def test_an_answer_without_home_is_shown_in_full(agency: Path, iki: Iki) -> None:
    (agency / "source/penjelasan.yaml").write_text(
        f"versi: 1\njabatan:\n- id: {KEPALA}\n  jabatan: Kepala\n  indikator:\n"
        "  - indikator: Nilai IKM kecamatan\n    penjelasan: |-\n      satu\n      dua\n",
        encoding="utf-8",
    )
    ran = iki("status")
    assert "  Kepala: Nilai IKM kecamatan: satu dua\n" in ran.out
    (kept,) = json.loads(iki("status", "--format", "json").out)["homeless"]
    assert kept == {
        "jabatan": "Kepala",
        "indikator": "Nilai IKM kecamatan",
        "penjelasan": "satu\ndua",
        "sumber_data": None,
    }


def test_when_all_is_filled_and_built_nothing_is_left(agency: Path, iki: Iki) -> None:
    _fill(agency, 44)
    _build_records(agency)
    ran = iki("status")
    assert "44/44" in ran.out
    assert ran.out.endswith("Next: nothing is left to do: every cell is filled and collected\n")
    assert json.loads(iki("status", "--format", "json").out)["next"] is None


def test_a_mistake_in_the_answers_is_named_with_its_line(agency: Path, iki: Iki) -> None:
    (agency / "source/penjelasan.yaml").write_text("versi: 1\njabatn:\n", encoding="utf-8")
    ran = iki("status")
    assert ran.code == 3
    assert "penjelasan.yaml:2: unknown key `jabatn`" in ran.err.replace("\\", "/")
    assert "did you mean `jabatan`?" in ran.err


def test_without_a_source_it_says_what_to_do(
    iki: Iki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = iki("status")
    assert ran.code == 2
    assert "iki init" in ran.err


def test_what_cannot_be_read_at_all_is_said(agency: Path, iki: Iki) -> None:
    (agency / "output/2026/folder.docx").mkdir(parents=True)
    ran = iki("status")
    assert ran.code == 0
    assert "Cannot be read:\n  output/2026/folder.docx: " in ran.out.replace("\\", "/")


def test_on_a_terminal_what_is_complete_stands_out(agency: Path) -> None:
    _fill(agency, 44)
    found = status(find(agency), lambda _: False)
    assert "\x1b[32m" in status_text(found, width=100, color=True)
    assert "\x1b" not in status_text(found, width=100, color=False)


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text elsewhere")
def test_a_file_name_that_is_no_text_can_be_printed(agency: Path, iki: Iki) -> None:
    (agency / "output/2026").mkdir(parents=True)
    name = os.fsdecode(b"jawaban-caf\xe9.docx")
    (agency / "output/2026" / name).write_bytes(b"x")
    assert "output/2026/jawaban-caf?.docx" in iki("status").out
    found = json.loads(iki("status", "--format", "json").out)
    assert [one["path"] for one in found["unread"]] == ["output/2026/jawaban-caf?.docx"]
