"""What is not of a position is said: remarks, fields of other forms, headings in other words."""

import pytest

from iki_docgen.blocks import Cell, Paragraph, Reading, Table
from iki_docgen.diagnostics import Code
from iki_docgen.errors import InputError
from iki_docgen.parse import parse
from iki_docgen.read import read_bytes
from iki_docgen.read.lines import Lines
from iki_docgen.records import Document

PAGE = "JABATAN : {}\nTUGAS : membantu camat.\nFUNGSI : -\n"


def _parsed(text: str) -> tuple[Document, list[tuple[str, str]]]:
    document, findings = parse(read_bytes(text.encode(), "camat.txt"))
    return document, [(found.code.id, found.message) for found in findings]


def test_a_remark_in_capitals_beside_a_title_is_no_letterhead() -> None:
    document, found = _parsed(
        PAGE.format("Camat")
        + "Sasaran | Indikator | Penjelasan | Sumber Data\n|---|---|---|---|\n| a | b | c | d |\n\n"
        + "CATATAN: TARGET DITURUNKAN MENJADI 80%\nPEMERINTAH KABUPATEN X\n"
        + "INDIKATOR KINERJA INDIVIDU (IKI)\nTAHUN 2024\nREVISI KEDUA, MENGGANTIKAN LEMBAR LAMA\n"
        + PAGE.format("Lurah")
    )
    stray = [message for code, message in found if code == "IKI106"]
    assert stray == [
        "text that belongs to no field: `CATATAN: TARGET DITURUNKAN MENJADI 80%`",
        "text that belongs to no field: `REVISI KEDUA, MENGGANTIKAN LEMBAR LAMA`",
    ]
    assert [jabatan.jabatan for jabatan in document.jabatan] == ["Camat", "Lurah"]


@pytest.mark.parametrize(
    "line",
    [
        "WEWENANG : menandatangani surat",
        "4. TANGGUNG JAWAB : melapor",
        "8. Wewenang :",
        "Pangkat/Golongan : IV/a",
        "HASIL KERJA : dokumen",
    ],
)
def test_a_field_of_another_form_is_no_part_of_ours(line: str) -> None:
    document, found = _parsed(
        f"JABATAN : Camat\nTUGAS : membantu.\nFUNGSI : a. memimpin.\n{line}\n"
    )
    assert document.jabatan[0].fungsi == ("memimpin",)
    assert ("IKI106", f"text that belongs to no field: `{line}`") in found


def test_a_colon_on_a_line_of_its_own_is_no_part_of_a_name() -> None:
    document, _ = _parsed("JABATAN\n: Camat Taman\nTUGAS : membantu.\n")
    assert document.jabatan[0].jabatan == "Camat Taman"


def test_a_row_of_headings_in_other_words_is_said_to_be_left_out() -> None:
    _, found = _parsed(
        PAGE.format("Camat")
        + "| Sasaran | Indikator | Penjelasan | Sumber Data |\n|---|---|---|---|\n"
        + "| a | b | c | d |\n| Kinerja | IKU | Rumus | Sumber |\n| e | f | g | h |\n"
    )
    left_out = "a row that holds headings only was left out: `Kinerja | IKU | Rumus | Sumber`"
    assert ("IKI107", left_out) in found


def _table(*rows: tuple[tuple[str, ...], ...]) -> Reading:
    """Return what an office document gives: each cell a tuple of paragraphs."""
    lines = Lines()
    head = [
        one
        for text in PAGE.format("Camat").splitlines()
        for one in lines.add(text, "paragraph", wrapped=False)
    ]
    table = []
    for row in rows:
        cells = []
        for texts in row:
            here = lines.place_here()
            found: list[Paragraph] = []
            for text in texts:
                found += lines.add(text, "table 1", wrapped=False)
            cells.append(Cell(tuple(found), found[-1].span if found else here))
        table.append(tuple(cells))
    return Reading(lines.source("camat.docx"), (*head, Table(tuple(table))))


def test_two_paragraphs_of_a_cell_that_open_like_sentences_may_be_two_and_that_is_said() -> None:
    document, findings = parse(
        _table(
            (("Sasaran",), ("Indikator",), ("Penjelasan",), ("Sumber Data",)),
            (("Mantapnya jalan", "Amannya jembatan"), ("Jumlah", "jembatan"), ("x",), ("y",)),
        )
    )
    group = document.jabatan[0].sasaran[0]
    assert group.sasaran == ("Mantapnya jalan Amannya jembatan",)
    assert group.indikator[0].indikator == "Jumlah jembatan"
    said = [found.message for found in findings if found.code is Code.INCOMPLETE_ROW]
    assert len(said) == 1
    assert "2 paragraphs in its cell Sasaran, read as one" in said[0]


def test_headings_below_one_that_they_share_are_those_of_the_columns() -> None:
    document, _ = parse(
        _table(
            (("No",), ("Kinerja Utama",), (), ("Formula",), ("Sumber Data",)),
            ((), ("Sasaran",), ("Indikator",), (), ()),
            (("1",), ("Tertibnya desa",), ("Jumlah desa",), ("x",), ("Seksi",)),
        )
    )
    group = document.jabatan[0].sasaran[0]
    assert group.sasaran == ("Tertibnya desa",)
    assert group.indikator[0].indikator == "Jumlah desa"
    assert group.indikator[0].penjelasan == "x"
    assert group.indikator[0].lainnya == {}


def test_what_looks_like_a_page_number_is_kept_where_it_is_all_of_a_cell() -> None:
    document, _ = parse(
        _table(
            (("Sasaran",), ("Indikator",), ("Penjelasan",), ("Sumber Data",)),
            (("Tertibnya desa",), ("Jumlah desa",), ("- 5 -",), ("Seksi",)),
        )
    )
    assert document.jabatan[0].sasaran[0].indikator[0].penjelasan == "- 5 -"


def test_a_number_row_of_an_aligned_table_is_no_row_of_it() -> None:
    document, _ = _parsed(
        PAGE.format("Camat")
        + "No.  Sasaran            Indikator        Penjelasan   Sumber Data\n"
        + "1    2                  3                4            5\n"
        + "1.   Tertibnya desa     Jumlah desa      Hitung       Seksi\n"
        + "2.   Bersihnya pasar    Jumlah pasar     Hitung       Bidang\n"
    )
    groups = document.jabatan[0].sasaran
    assert [group.sasaran for group in groups] == [("Tertibnya desa",), ("Bersihnya pasar",)]
    assert [row.sumber_data for row in document.jabatan[0].semua_indikator()] == ["Seksi", "Bidang"]


def test_the_mark_of_an_open_document_is_no_document() -> None:
    with pytest.raises(InputError, match="Word's mark that one is open"):
        read_bytes(b"\x05Sitiq" + b" " * 156, "folder/~$camat.docx")
