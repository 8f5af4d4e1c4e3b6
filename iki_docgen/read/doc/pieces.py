"""The piece table (Clx, [MS-DOC] 2.9.38): which bytes of the document are its text, in order.

A quick save adds pieces and says in a Prm (2.9.214, 2.9.215) what it changed in each.
"""

from itertools import pairwise
from typing import NamedTuple

from iki_docgen.read.doc.binary import DamagedError, Stream
from iki_docgen.read.doc.sprms import Sprm, SprmReader, short_sprm

_PROPERTIES, _TABLE = 1, 2
_COMPRESSED = 1 << 30
_PIECE = 8
_WINDOWS = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
"""Bytes of a compressed piece that are not the character of their number."""


class Piece(NamedTuple):
    """A run of text: its first character, where its bytes start, how many characters, bytes each.

    `change` names the properties that a quick save gave it.
    """

    first: int
    start: int
    length: int
    width: int
    change: int

    @property
    def end(self) -> int:
        """The offset after its last byte."""
        return self.start + self.length * self.width


class PieceTable:
    """The pieces of all texts of a document, one after another: the main one, notes, text boxes."""

    def __init__(self, clx: Stream, limit: int, sprms: SprmReader) -> None:
        """Read the table; a document of `limit` bytes cannot have more characters."""
        at = 0
        self._lists: list[bytes] = []
        self._sprms = sprms
        self._changes: dict[int, tuple[Sprm, ...]] = {}
        while clx.u8(at) == _PROPERTIES:
            size = clx.u16(at + 1)
            self._lists.append(clx.bytes(at + 3, size))
            at += 3 + size
        if clx.u8(at) != _TABLE:
            raise DamagedError
        self._table = clx.part(at + 5, clx.u32(at + 1))
        self._count = (len(self._table) - 4) // (4 + _PIECE)
        if self._count < 1:
            raise DamagedError
        self._starts = self._table.numbers(0, self._count + 1)
        is_sorted = all(start <= end for start, end in pairwise(self._starts))
        if not is_sorted or self._starts[0] != 0 or self._starts[-1] > limit:
            raise DamagedError

    def part(self, first: int, length: int) -> list[Piece]:
        """Return the pieces of the `length` characters from `first`."""
        last = first + length
        if last > self._starts[-1]:
            raise DamagedError
        return [
            self._piece(number, max(start, first), min(end, last))
            for number, (start, end) in enumerate(pairwise(self._starts))
            if start < last and end > first and end > start
        ]

    def _piece(self, number: int, first: int, last: int) -> Piece:
        """Return the characters from `first` to `last`, which stand in piece `number`."""
        at = 4 * (self._count + 1) + _PIECE * number
        where, change = self._table.u32(at + 2), self._table.u16(at + 6)
        before = first - self._starts[number]
        if where & _COMPRESSED:
            start, width = (where & (_COMPRESSED - 1)) // 2, 1
        else:
            start, width = where, 2
        return Piece(first, start + before * width, last - first, width, change)

    def changed(self, change: int) -> tuple[Sprm, ...]:
        """Return the properties that a quick save gave to a piece."""
        known = self._changes.get(change)
        if known is None:
            known = self._changes[change] = self._read_change(change)
        return known

    def _read_change(self, change: int) -> tuple[Sprm, ...]:
        if not change & 1:
            return short_sprm((change >> 1) & 0x7F, change >> 8)
        number = change >> 1
        return self._sprms.read(self._lists[number]) if number < len(self._lists) else ()


def text_of(document: Stream, start: int, end: int, width: int) -> str:
    """Return the characters in the bytes from `start` to `end`, one for each `width` bytes."""
    if width == 1:
        return document.bytes(start, end - start).decode("latin-1").translate(_WINDOWS)
    return document.text(start, (end - start) // width)
