"""A damaged .doc is said to be damaged, or read; it never ends in anything else."""

import struct
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iki_docgen.blocks import Paragraph
from iki_docgen.errors import InputError
from iki_docgen.read.doc import read_doc
from iki_docgen.read.doc.binary import DamagedError, Stream
from iki_docgen.read.doc.looks import Look
from iki_docgen.read.doc.numbering import read_numbering
from iki_docgen.read.doc.sprms import SprmReader
from iki_docgen.read.doc.styles import read_styles
from tests.read.doc_writer import IN_TABLE, Doc, Para, Run, level, lists, plc, row, sprm, uses
from tests.read.test_doc import FILES

KEPT = [(FILES / name).read_bytes() for name in ("buatan-tangan.doc", "jabatan-1.doc")]
SECTOR = 512


def read_or_refuse(data: bytes) -> None:
    """Read `data`; each span of what is read must be one of its source."""
    try:
        reading = read_doc(data, "rusak.doc")
    except InputError:
        return
    assert len(reading.source.places) == len(reading.source.lines)


@pytest.mark.parametrize("data", KEPT)
def test_a_file_that_is_cut_off_is_refused(data: bytes) -> None:
    for size in range(0, len(data) - SECTOR, SECTOR):
        with pytest.raises(InputError, match="damaged"):
            read_doc(data[:size], "rusak.doc")


@given(
    st.sampled_from(KEPT),
    st.lists(
        st.tuples(
            st.integers(0, 2 * SECTOR) | st.integers(0, len(KEPT[0]) - 4),
            st.sampled_from([b"\xff", b"\0", b"\x80", b"\xff" * 4, b"\0" * 4, b"\xff\xff\xff\x7f"])
            | st.binary(min_size=1, max_size=4),
        ),
        min_size=1,
        max_size=12,
    ),
)
def test_changed_bytes_are_read_or_refused(data: bytes, changes: list[tuple[int, bytes]]) -> None:
    damaged = bytearray(data)
    for at, new in changes:
        damaged[at : at + len(new)] = new
    read_or_refuse(bytes(damaged))


@given(st.binary(max_size=2000))
def test_anything_may_follow_the_head_of_a_compound_file(rest: bytes) -> None:
    read_or_refuse(KEPT[0][:8] + rest)


@given(st.binary(max_size=400))
def test_any_property_list_is_read_or_damaged(grpprl: bytes) -> None:
    try:
        look = Look().with_sprms(SprmReader(len(grpprl), Stream(b"")).read(grpprl))
    except DamagedError:
        return
    assert 0 <= look.depth <= 16


@given(st.binary(max_size=600))
def test_any_tables_of_lists_and_styles_are_read_or_damaged(data: bytes) -> None:
    table = Stream(data)
    for count in (1, 2):
        try:
            numbering = read_numbering(
                Stream(struct.pack("<H", count) + data), (0, 1), (2 + len(data) // 2, len(data))
            )
            numbering.marker(1, 8)
            read_styles(table, SprmReader(1000, Stream(b""))).look(0)
        except DamagedError:
            continue


def test_properties_beyond_the_size_of_a_file_are_damage() -> None:
    in_table = bytes([0x16, 0x24, 1])
    reader = SprmReader(15, Stream(b""))
    assert reader.read(in_table * 3) == ((0x2416, b"\1"),)
    assert reader.read(in_table * 3)  # the same list is no new one
    with pytest.raises(DamagedError):
        reader.read(in_table * 4)


def test_a_style_that_is_based_on_itself_ends() -> None:
    std = struct.pack("<HHHHH", 0, 1, 2, 0, 0) + struct.pack("<H", 0) + b"\0\0"
    std += struct.pack("<HHHH", 7, 0, 0x460B, 5)[:8] + b"\0\0"
    sheet = struct.pack("<HHH", 4, 1, 10) + struct.pack("<H", len(std)) + std
    whole = read_styles(Stream(sheet), SprmReader(100, Stream(b""))).look(0)
    assert whole.ilfo == 5


def test_a_document_of_endless_paragraphs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["iki_docgen.read.doc.document"], "MOST_PARAGRAPHS", 10)
    monkeypatch.setattr(sys.modules["iki_docgen.read.doc"], "MOST_PARAGRAPHS", 10)
    with pytest.raises(InputError, match="more than 10 paragraphs"):
        read_doc(KEPT[1], "panjang.doc")


# --- harm that is bounded by counting, not by the clock ---


def refused(doc: Doc) -> bool:
    try:
        read_doc(doc.to_bytes(), "jahat.doc")
    except InputError:
        return True
    return False


def test_a_list_of_thousands_of_properties_has_the_effect_of_a_few() -> None:
    grpprl = (sprm(0x460B, 1) + sprm(0x2403) + sprm(0x460B, 2)) * 2000
    assert SprmReader(len(grpprl), Stream(b"")).read(grpprl) == ((0x460B, b"\2\0"),)


def test_properties_take_effect_no_more_often_than_a_file_can_say() -> None:
    reader = SprmReader(30, Stream(b""))
    reader.apply(10)
    with pytest.raises(DamagedError):
        reader.apply(1)


def test_large_lists_that_overlap_are_damage() -> None:
    paragraphs = [Para("a\r", sprm(0x6646, 2 * number)) for number in range(100)]
    assert refused(Doc(paragraphs, data=struct.pack("<H", 0x3F3F) * 9000))
    assert not refused(Doc(paragraphs[:1], data=struct.pack("<H", 0x3F3F) * 9000))


def test_a_large_list_that_leads_to_itself_ends() -> None:
    itself = sprm(0x6646, 0)
    data = struct.pack("<H", len(itself)) + itself
    assert not refused(Doc([Para("a\r", sprm(0x6646, 0))], data=data))


def test_text_that_is_read_again_and_again_is_damage() -> None:
    runs = [Run("a") for _ in range(4000)]
    assert refused(Doc([Para(runs)], pieces=[(0, 4000, 0)] * 5))
    assert not refused(Doc([Para(runs)]))


def test_tables_a_thousand_deep_are_damage() -> None:
    assert refused(Doc([Para("a\r", IN_TABLE + sprm(0x6649, 1000))]))
    assert refused(Doc([Para("a\r", IN_TABLE + sprm(0x664A, 1) * 17)]))


def test_tables_in_each_other_without_a_row_are_none() -> None:
    deep = Para("a\x07", IN_TABLE + sprm(0x6649, 16))
    reading = read_doc(Doc([Para("x\r"), deep]).to_bytes(), "dalam.doc")
    assert reading.source.text.split() == ["x", "a"]


def test_a_row_of_more_cells_than_word_allows_is_damage() -> None:
    assert refused(Doc([Para("\x07" * 64, IN_TABLE), Para("x\r")]))
    assert not refused(Doc([Para("\x07" * 63, IN_TABLE), Para("x\r")]))


def test_cells_that_only_a_wide_row_asks_for_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["iki_docgen.read.flow"], "MOST_CELLS", 100)
    rows = [*row(["x"] * 15), *row(["a"]) * 6]
    assert refused(Doc([*rows, Para("x\r")]))
    assert not refused(Doc([*rows[:-2], Para("x\r")]))


def test_a_marker_has_no_more_numbers_than_a_list_has_levels() -> None:
    structures = {73: lists(level(0, "\0" * 40)), 74: uses([])}
    doc = Doc([Para("a\r", sprm(0x460B, 1))], structures=structures)
    [block] = read_doc(doc.to_bytes(), "nomor.doc").blocks
    assert isinstance(block, Paragraph)
    assert block.marker == "1" * 9


@pytest.mark.parametrize(("at", "value"), [(44, 200), (64, 5000), (72, 5000), (30, 8), (32, 5)])
def test_a_compound_file_whose_head_says_too_much_is_refused(at: int, value: int) -> None:
    data = bytearray(Doc([Para("a\r")]).to_bytes())
    struct.pack_into("<I" if at > 40 else "<H", data, at, value)
    with pytest.raises(InputError, match="damaged"):
        read_doc(bytes(data), "jahat.doc")


def test_a_directory_that_leads_to_itself_ends() -> None:
    data = bytearray(Doc([Para("a\r")]).to_bytes())
    fat, directory = (struct.unpack_from("<I", data, at)[0] for at in (76, 48))
    struct.pack_into("<I", data, SECTOR + fat * SECTOR + 4 * directory, directory)
    read_or_refuse(bytes(data))


QUICKLY_SAVED = Doc(
    [
        Para(
            [Run("satu"), Run("lama", sprm(0x0800)), Run(" \x13 x \x14dua\x15\r")], sprm(0x460B, 1)
        ),
        *row(["a", "b", "c"], [0x60]),
        *row(["", "d"], [0x20], [0, 2000, 6000]),
        Para("akhir\r"),
        Para("catatan\r"),
    ],
    pieces=[(0, 8, 0), (8, 20, 0), (28, 20, 1 << 1 | 1), (48, 4, 0x5C << 1)],
    changes=[sprm(0x460B, 1), sprm(0x2A33)],
    lengths={0: 42, 1: 10},
    structures={3: plc([0, 8, 10]), 73: lists(level(0, "\0.")), 74: uses([])},
).to_bytes()


@given(
    st.lists(
        st.tuples(st.integers(SECTOR, len(QUICKLY_SAVED) - 4), st.binary(min_size=1, max_size=4)),
        min_size=1,
        max_size=8,
    )
)
def test_a_changed_quick_save_is_read_or_refused(changes: list[tuple[int, bytes]]) -> None:
    damaged = bytearray(QUICKLY_SAVED)
    for at, new in changes:
        damaged[at : at + len(new)] = new
    read_or_refuse(bytes(damaged))


def test_the_quick_save_itself_is_read() -> None:
    assert read_doc(QUICKLY_SAVED, "cepat.doc").blocks
