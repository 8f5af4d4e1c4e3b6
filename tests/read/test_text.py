"""Bytes -> characters -> blocks."""

from pathlib import Path

import pytest

from iki_docgen.blocks import CellRun, Paragraph, Table
from iki_docgen.errors import InputError
from iki_docgen.read import read, read_bytes
from iki_docgen.source import Source

LABEL = "1. JABATAN : Kepala Seksi “A”\n"


@pytest.mark.parametrize(
    ("data", "encoding", "guessed"),
    [
        (LABEL.encode(), "utf-8", False),
        (b"\xef\xbb\xbf" + LABEL.encode(), "utf-8", False),
        (b"\xff\xfe" + LABEL.encode("utf-16-le"), "utf-16-le", False),
        (b"\xfe\xff" + LABEL.encode("utf-16-be"), "utf-16-be", False),
        (LABEL.encode("cp1252"), "cp1252", True),
    ],
)
def test_every_encoding_gives_the_same_text(data: bytes, encoding: str, guessed: bool) -> None:  # noqa: FBT001
    source = read_bytes(data, "x.txt").source
    assert source.text == LABEL
    assert (source.encoding, source.guessed) == (encoding, guessed)


def test_bytes_that_windows_never_used_are_read_as_latin_1() -> None:
    source = read_bytes(b"1. JABATAN : A\x81\xe9\n", "x.txt").source
    assert (source.encoding, source.guessed) == ("latin-1", True)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\x7fELF\x02\x01\x00\x00", "binary file"),
        (b"PK\x03\x04rest", "is cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old Office file"),
        (b"%PDF-1.7", "the end of the PDF is missing"),
        (b"{\\rtf1", "rich text"),
        (b"\xff\xfea", "damaged at byte 1"),
    ],
)
def test_what_is_no_text_is_refused_with_its_kind(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read_bytes(data, "x.txt")
    assert caught.value.hint


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read(tmp_path / "none.txt")
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path)


def test_a_name_that_no_system_allows_is_an_input_error() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read("a\0b")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_and_columns_are_counted_from_one(end: str) -> None:
    source = Source("x", end.join(["ab", "", "cd"]))
    assert [source.slice(line) for line in source.lines] == ["ab", "", "cd"]
    assert source.position(source.text.index("d")) == (3, 2)
    assert source.line(3) == "cd"


def _shape(text: str) -> list[str | list[list[str]]]:
    """Return paragraphs as strings, tables as rows of cells, runs as one row."""
    shape: list[str | list[list[str]]] = []
    for block in read_bytes(text.encode(), "x.txt").blocks:
        if isinstance(block, Paragraph):
            shape.append(block.text.strip())
        elif isinstance(block, CellRun):
            shape.append([["|".join(p.text.strip() for p in c.paragraphs) for c in block.cells]])
        elif isinstance(block, Table):
            rows = [["|".join(p.text for p in c.paragraphs) for c in row] for row in block.rows]
            shape.append(rows)
    return shape


def test_one_tab_opens_a_cell_and_lines_without_belong_to_it() -> None:
    title = "INDIKATOR KINERJA INDIVIDU (IKI)"
    text = f"x.\n\tSasaran\n\n\tIndikator \nUtama\n\n\t\n\tDinas\n\n{title}\n"
    assert _shape(text) == [
        "x.",
        [["Sasaran", "Indikator|Utama", "", "Dinas"]],
        title,
    ]


def test_a_list_indented_with_tabs_is_no_table() -> None:
    text = "2. TUGAS :\n\tmenyusun rencana;\n\tmelaksanakan tugas;\n\t\tlanjutan.\n"
    assert len(_shape(text)) == 4
    assert not any(isinstance(block, list) for block in _shape(text))


def test_a_label_after_a_tab_is_no_cell() -> None:
    assert _shape("a.\n\tFungsi\t\t: x;\n") == ["a.", "Fungsi\t\t: x;"]


def test_cells_without_a_heading_are_found_after_text_that_ended() -> None:
    assert _shape("k. tugas lain.\n \tSasaran A\n\tJumlah B\n") == [
        "k. tugas lain.",
        [["Sasaran A", "Jumlah B"]],
    ]


def test_a_row_per_line_is_a_table() -> None:
    text = "No\tSasaran\tIndikator\tSumber Data\n1\tA\tB\tDinas\nlanjut\n\nluar\n"
    assert _shape(text) == [
        [["No", "Sasaran", "Indikator", "Sumber Data"], ["1", "A", "B", "Dinas|lanjut"]],
        "luar",
    ]


def test_a_signature_block_ends_the_last_cell() -> None:
    text = "\tSasaran\n\tIndikator\n\tA\n\tB\n\nLumajang, 2 Januari 2026\nKEPALA\n"
    cells = ["Sasaran", "Indikator", "A", "B"]
    assert _shape(text) == [[cells], "Lumajang, 2 Januari 2026", "KEPALA"]


def test_a_title_opens_no_table_although_it_reads_like_a_heading() -> None:
    text = "1. JABATAN : Camat\nINDIKATOR KINERJA INDIVIDU ( IKI )\nSasaran / Kinerja Utama\n"
    blocks = read_bytes(text.encode(), "x.txt").blocks
    assert all(isinstance(block, Paragraph) for block in blocks)


HTML_HEAD = "<tr><th>Sasaran</th><th>Indikator</th></tr>\n"


@pytest.mark.parametrize(
    "inner",
    [
        "<tr><td>A<table><tr><td>B</table></td></tr>",
        "<tr><td>A</td>kata di luar sel</tr>",
        "<tr><td>A</td><td\nclass='x'>B</td></tr>",
        "<!-- catatan -->",
        "<caption>Keterangan<tr><td>A</td></tr>",
        "<script>A</script>",
        "<tr>" + "<td>A</td>" * 30 + "</tr>",
    ],
)
def test_html_that_is_no_plain_table_stays_the_lines_that_it_is(inner: str) -> None:
    text = f"<table>\n{HTML_HEAD}{inner}\n</table>\n"
    blocks = read_bytes(text.encode(), "x.txt").blocks
    assert not any(isinstance(block, Table) for block in blocks)
    words = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert words == text.strip().split("\n")


def test_an_html_cell_that_spans_others_covers_empty_ones() -> None:
    below = "<tr><td rowspan=2>A<td>B<tr><td>C<tr><td colspan=2>D &amp; E\n</table>"
    text = f"<table>\n{HTML_HEAD}{below}"
    (table,) = read_bytes(text.encode(), "x.txt").blocks
    assert isinstance(table, Table)
    rows = [[[line.text for line in cell.paragraphs] for cell in row] for row in table.rows]
    assert rows == [[["Sasaran"], ["Indikator"]], [["A"], ["B"]], [[], ["C"]], [["D & E"], []]]
    place = table.rows[3][0].span
    assert text[place.start : place.end] == "D &amp; E"


def test_the_caption_of_an_html_table_is_a_line_after_it() -> None:
    text = f"<table>\n<caption>Keterangan</caption>\n{HTML_HEAD}<tr><td>A<td>B\n</table>\n"
    table, caption = read_bytes(text.encode(), "x.txt").blocks
    assert isinstance(table, Table)
    assert isinstance(caption, Paragraph)
    assert "Keterangan" in caption.text
