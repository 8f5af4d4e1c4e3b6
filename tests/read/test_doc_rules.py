"""What [MS-DOC] says of text, in documents made by hand."""

import struct

import pytest

from iki_docgen.blocks import Reading
from iki_docgen.diagnostics import Code
from iki_docgen.parse import parse
from iki_docgen.read.doc import read_doc
from tests.read import doc_writer as w
from tests.read.doc_writer import Doc, Para, Run, sprm
from tests.read.test_doc import shown

ILFO, ILVL, ISTD, DEPTH = 0x460B, 0x260A, 0x4600, 0x6649
INNER_CELL, INNER_ROW_END, VERTICAL_MERGE = 0x244B, 0x244C, 0xD62B
DELETED, INSERTED, HIDDEN, CHARACTER_STYLE, PLAIN, SYMBOL = (
    *(0x0800, 0x0801, 0x083C, 0x4A30, 0x2A33),
    0x6A09,
)
COVERED, FIRST = 0x20, 0x60
"""Flags of cells that are merged with those above or below."""


def read(doc: Doc) -> Reading:
    return read_doc(doc.to_bytes(), "buatan.doc")


def lines(doc: Doc) -> list[object]:
    return shown(read(doc).blocks)


def list_number(number: int, level: int = 0) -> bytes:
    return sprm(ILFO, number) + sprm(ILVL, level)


# --- quick saves ---------------------------------------------------------------------------------


def test_pieces_are_read_in_the_order_of_their_table() -> None:
    doc = Doc(
        [Para("dua\r"), Para("satu\r"), Para("tiga\r")], pieces=[(4, 5, 0), (0, 4, 0), (9, 5, 0)]
    )
    assert lines(doc) == ["satu", "dua", "tiga"]


def test_a_piece_may_carry_one_property_in_two_bytes() -> None:
    hidden = 0x5C << 1 | 1 << 8
    doc = Doc([Para("tampak tidak akhir\r")], pieces=[(0, 7, 0), (7, 6, hidden), (13, 6, 0)])
    assert lines(doc) == ["tampak akhir"]


def test_a_piece_may_carry_a_list_of_properties() -> None:
    doc = Doc(
        [Para("satu\r"), Para("dua\r")],
        pieces=[(0, 5, 0), (5, 4, 1 << 1 | 1)],
        changes=[sprm(HIDDEN), sprm(0x2403) + list_number(1)],
        structures={73: w.lists(w.level(0, "\0.")), 74: w.uses([])},
    )
    assert lines(doc) == ["satu", "1.> dua"]


def test_a_field_goes_over_the_end_of_a_piece() -> None:
    text = 'lihat \x13 HYPERLINK "x" \x14tautan\x15 ini\r'
    cut = text.index("LINK")
    doc = Doc([Para(text)], pieces=[(0, cut, 0), (cut, len(text) - cut, 0)])
    assert lines(doc) == ["lihat tautan ini"]


def test_a_cell_goes_over_the_end_of_a_piece() -> None:
    rows = w.row(["satu", "dua", "tiga"])
    new = Para("baru ")
    end = len("satu\x07dua\x07tiga\x07\x07")
    doc = Doc(
        [*rows, new, Para("akhir\r")], pieces=[(0, 5, 0), (end, 5, 0), (5, end, 0), (end + 5, 6, 0)]
    )
    doc.pieces = [(0, 5, 0), (end, 5, 0), (5, end - 5, 0), (end + 5, 6, 0)]
    assert lines(doc) == [[["satu", "baru dua", "tiga"]], "akhir"]


def test_text_stands_as_the_mark_of_its_paragraph_says_wherever_it_was_typed() -> None:
    sheet = w.sheet(w.style(0, 1, 0xFFF), w.style(0, 1, 0xFFF, struct.pack("<H", 1), sprm(HIDDEN)))
    file = [Para("lama\r", istd=1), Para("tetap\r")]  # `lama` was moved into `tetap`
    doc = Doc(file, pieces=[(0, 4, 0), (5, 6, 0)], structures={1: sheet})
    assert lines(doc) == ["lamatetap"]


# --- tables --------------------------------------------------------------------------------------


def inner(text: str, *more: bytes) -> Para:
    return Para(text, w.IN_TABLE + sprm(DEPTH, 2) + b"".join(more))


def test_a_table_in_a_table_stands_in_its_cell() -> None:
    table = [
        Para("kiri\x07", w.IN_TABLE),
        inner("a\r", sprm(INNER_CELL)),
        inner("b\r", sprm(INNER_CELL)),
        inner("\r", sprm(INNER_CELL), sprm(INNER_ROW_END)),
        Para("bawah\x07", w.IN_TABLE),
        Para("kanan\x07", w.IN_TABLE),
        Para("\x07", w.ROW_END + w.definition([0, 2000, 4000, 6000])),
    ]
    assert lines(Doc([*table, Para("x\r")])) == [[["kiri", "a / b / bawah", "kanan"]], "x"]


def test_a_cell_covered_by_the_one_above_is_empty() -> None:
    rows = [
        *w.row(["a", "b", "c"], [FIRST]),
        *w.row(["tak tampak", "d", "e"], [COVERED]),
        *w.row(["f", "g", "h"], [FIRST]),
    ]
    assert lines(Doc([*rows, Para("x\r")])) == [
        [["a", "b", "c"], ["", "d", "e"], ["f", "g", "h"]],
        "x",
    ]


def test_a_cell_that_goes_on_where_none_began_is_one_of_its_own() -> None:
    rows = [*w.row(["a", "b", "c"]), *w.row(["d", "e", "f"], [COVERED])]
    assert lines(Doc([*rows, Para("x\r")])) == [[["a", "b", "c"], ["d", "e", "f"]], "x"]


def test_a_merge_may_be_said_of_a_cell_by_itself() -> None:
    def merge(cell: int, flags: int) -> bytes:
        return struct.pack("<HBBB", VERTICAL_MERGE, 2, cell, flags)

    bounds = w.definition([0, 2000, 4000, 6000])
    rows = [*w.row(["a", "b", "c"])[:-1], Para("\x07", w.ROW_END + bounds + merge(1, 3))]
    rows += [*w.row(["d", "", "e"])[:-1], Para("\x07", w.ROW_END + bounds + merge(1, 1))]
    rows += w.row(["f", "g", "h"])
    assert lines(Doc([*rows, Para("x\r")])) == [
        [["a", "b", "c"], ["d", "", "e"], ["f", "g", "h"]],
        "x",
    ]


@pytest.mark.parametrize("flags", [[1, 2], [2, 1]])
def test_cells_merged_with_neighbours_keep_their_columns(flags: list[int]) -> None:
    rows = [*w.row(["judul", "", "c"], flags), *w.row(["a", "b", "c"])]
    assert lines(Doc([*rows, Para("x\r")])) == [[["judul", "", "c"], ["a", "b", "c"]], "x"]


def test_a_wider_cell_stands_in_the_column_of_its_left_edge() -> None:
    rows = [*w.row(["a", "b", "c"]), *w.row(["d", "e"], edges=[0, 4000, 6000])]
    assert lines(Doc([*rows, Para("x\r")])) == [[["a", "b", "c"], ["d", "", "e"]], "x"]


def test_a_row_that_is_deleted_is_not_there() -> None:
    gone = w.row(["p", "q", "r"])
    gone[-1] = Para([Run("\x07", sprm(DELETED))], gone[-1].sprms)
    doc = Doc([*w.row(["a", "b", "c"]), *gone, *w.row(["d", "e", "f"]), Para("x\r")])
    assert lines(doc) == [[["a", "b", "c"], ["d", "e", "f"]], "x"]


@pytest.mark.parametrize("code", [0x6646, 0x646B])
def test_a_large_definition_stands_in_the_data_stream(code: int) -> None:
    far = w.ROW_END + w.definition([0, 4000, 6000])
    second = [*w.row(["d", "e"])[:-1], Para("\x07", sprm(code, 8))]
    doc = Doc([*w.row(["a", "b", "c"]), *second, Para("x\r")])
    doc.data = bytes(8) + struct.pack("<H", len(far)) + far
    assert lines(doc) == [[["a", "b", "c"], ["d", "", "e"]], "x"]


# --- characters ----------------------------------------------------------------------------------


def test_what_is_deleted_is_left_out_and_what_is_inserted_is_there() -> None:
    runs = [Run("a "), Run("lama ", sprm(DELETED)), Run("baru", sprm(INSERTED)), Run("\r")]
    assert lines(Doc([Para(runs)])) == ["a baru"]


def test_a_paragraph_whose_end_is_deleted_goes_on() -> None:
    doc = Doc([Para([Run("awal "), Run("\r", sprm(DELETED))]), Para("lanjut\r")])
    assert lines(doc) == ["awal lanjut"]


STYLES = w.sheet(
    w.style(0, 1, 0xFFF),
    w.style(0, 1, 0, struct.pack("<H", 1), sprm(HIDDEN)),  # a paragraph that is hidden
    w.style(0, 1, 1, struct.pack("<H", 2)),  # one based on it
    w.style(0, 2, 0xFFF, sprm(HIDDEN)),  # characters that are hidden
    w.style(19, 1, 0, struct.pack("<H", 4)),  # a line of a table of contents
)


def test_a_style_may_hide_text_and_characters_show_it_again() -> None:
    doc = Doc(
        [
            Para(
                [Run("x "), Run("tampak", sprm(HIDDEN, 0)), Run("\r", sprm(HIDDEN, 0x81))], istd=2
            ),
            Para([Run("a "), Run("tidak", sprm(CHARACTER_STYLE, 3)), Run("b\r")]),
            Para([Run("c", sprm(CHARACTER_STYLE, 3) + sprm(PLAIN)), Run("\r")]),
        ],
        structures={1: STYLES},
    )
    assert lines(doc) == ["tampak", "a b", "c"]


def test_a_table_of_contents_is_left_out() -> None:
    doc = Doc([Para("1. JABATAN\t3\r", istd=4), Para("isi\r")], structures={1: STYLES})
    assert lines(doc) == ["isi"]


def font(name: str) -> bytes:
    entry = bytes(39) + name.encode("utf-16-le") + b"\0\0"
    return bytes([len(entry)]) + entry


def test_signs_of_their_own_are_spelled_as_people_see_them() -> None:
    fonts = struct.pack("<HH", 2, 0) + font("Arial") + font("Symbol")
    sign = sprm(SYMBOL, 1 | 0xF0B3 << 16)
    doc = Doc(
        [Para([Run("orang\x1eorang ke\x1fpala "), Run("(", sign), Run(" 5\x01\x02\x05\x08\r")])],
        structures={15: fonts},
    )
    assert lines(doc) == ["orang-orang kepala \u2265 5"]


def test_a_field_that_does_not_end_swallows_nothing() -> None:
    assert lines(Doc([Para("a \x13 PAGE b\r"), Para("c\x15 d\r")])) == ["a  PAGE b", "c d"]


# --- lists ---------------------------------------------------------------------------------------


def override(level: int, start: int, flags: int, own: bytes = b"") -> bytes:
    return struct.pack("<II", start, level | flags) + own


def test_a_use_of_a_list_may_start_again_and_look_otherwise() -> None:
    structures = {
        73: w.lists(w.level(0, "\0."), w.level(4, "\1)")),
        74: w.uses(
            [],
            [override(0, 7, 0x10)],
            [override(0, 0, 0x30, w.level(2, "\0)", 4)), override(1, 3, 0x10)],
        ),
    }
    steps = [(1, 0), (1, 1), (1, 0), (2, 0), (2, 0), (2, 1), (1, 0), (3, 0), (3, 1), (3, 1), (3, 0)]
    doc = Doc([Para("x\r", list_number(*step)) for step in steps], structures=structures)
    assert lines(doc) == [
        *("1.> x", "a)> x", "2.> x", "7.> x", "8.> x", "a)> x"),
        *("9.> x", "iv)> x", "c)> x", "d)> x", "v)> x"),
    ]


def test_a_negated_number_names_a_list_too_and_one_number_names_none() -> None:
    structures = {73: w.lists(w.level(0, "\0.")), 74: w.uses([])}
    doc = Doc(
        [Para("a\r", list_number(0xFFFF)), Para("b\r", list_number(0xF801))], structures=structures
    )
    assert lines(doc) == ["1.> a", "b"]


# --- what stands beside the text -----------------------------------------------------------------


def test_what_stands_beside_the_text_is_named_with_its_place() -> None:
    texts = [
        (w.MAIN, "1. JABATAN : Camat\r"),
        (w.FOOTNOTES, "\x02 catatan satu\r\x02 catatan dua\r\r"),
        (w.HEADERS, "\x03\r\x04\rkepala\rkaki\r\r"),
        (w.COMMENTS, "\x05periksa lagi\r\r"),
        (w.ENDNOTES, "\x02 sumber\r\r"),
        (w.HEADER_BOXES, "dalam kotak kepala\r"),
    ]
    paragraphs = [
        Para(f"{line}\r") for _, text in texts for line in text.removesuffix("\r").split("\r")
    ]
    doc = Doc(
        paragraphs,
        lengths={number: len(text) for number, text in texts},
        structures={
            3: w.plc([0, 15, 29, 30]),
            11: w.plc([0, 2, 4, 4, 4, 4, 4, 4, 11, 11, 16, 16, 16, 17]),
            5: w.plc([0, 14, 15]),
            47: w.plc([0, 9, 10]),
        },
    )
    reading = read(doc)
    assert [(one.text.strip(), reading.source.place(one.span.start)) for one in reading.aside] == [
        ("catatan satu", "footnote 1"),
        ("catatan dua", "footnote 2"),
        ("sumber", "endnote 1"),
        ("periksa lagi", "comment 1"),
        ("kepala", "header 1"),
        ("kaki", "footer 1"),
        ("dalam kotak kepala", "text box in a header"),
    ]
    found = [one for one in parse(reading)[1] if one.code is Code.PAGE_FURNITURE]
    assert len(found) == len(reading.aside)


def test_a_header_of_several_sections_is_named_once() -> None:
    doc = Doc(
        [Para("x\r"), Para("kepala\r"), Para("kepala\r"), Para("lain\r")],
        lengths={w.MAIN: 2, w.HEADERS: 19},
        structures={11: w.plc([*[0] * 7, 7, *[7] * 5, 14, *[14] * 5, 19])},
    )
    reading = read(doc)
    assert [(one.text, reading.source.place(one.span.start)) for one in reading.aside] == [
        ("kepala", "header 1"),
        ("lain", "header 2"),
    ]


def test_a_text_box_follows_the_paragraph_it_is_anchored_in() -> None:
    main = [Para("1. JABATAN : Camat\r"), *w.row(["a\x08", "b", "c"]), Para("akhir\r")]
    at = len("1. JABATAN : Camat\ra")
    length = sum(len(run.text) for one in main for run in one.parts())
    boxes = [Para("pertama\r"), Para("kedua\r"), Para("tanpa tempat\r")]
    shapes = [struct.pack("<14xI4x", shape) for shape in (1026, 1025, 99, 0)]
    doc = Doc(
        [*main, *boxes],
        lengths={w.MAIN: length, w.TEXT_BOXES: 27},
        structures={
            40: w.plc([0, at, length], *(struct.pack("<I22x", shape) for shape in (1025, 1026))),
            56: w.plc([0, 8, 14, 27, 28], *shapes),
        },
    )
    reading = read(doc)
    assert shown(reading.blocks) == [
        "1. JABATAN : Camat",
        "kedua",
        [["a / pertama", "b", "c"]],
        "akhir",
        "tanpa tempat",
    ]
    places = [reading.source.place(reading.source.text.index(text)) for text in ("kedua", "tanpa")]
    assert places == ["text box at paragraph 1", "text box at paragraph 2"]
