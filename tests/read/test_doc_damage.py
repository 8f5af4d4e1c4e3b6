"""A damaged .doc is said to be damaged, or read; it never ends in anything else."""

import struct
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iki_docgen.errors import InputError
from iki_docgen.read.doc import read_doc
from iki_docgen.read.doc.binary import DamagedError, Stream
from iki_docgen.read.doc.looks import Look
from iki_docgen.read.doc.numbering import read_numbering
from iki_docgen.read.doc.sprms import SprmReader
from iki_docgen.read.doc.styles import read_styles
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
