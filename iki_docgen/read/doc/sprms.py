"""Property lists (grpprl, [MS-DOC] 2.2.5): what differs from the style, as codes and operands.

Only properties that say something of the text are kept, each where it stands last: what stood
before has no effect, and a hostile list of thousands costs no more than one of a few.
"""

from collections.abc import Iterator

from iki_docgen.read.doc.binary import DamagedError, Stream

Sprm = tuple[int, bytes]

P_ISTD = 0x4600
P_ILVL = 0x260A
P_ILFO = 0x460B
P_IN_TABLE = 0x2416
P_ROW_END = 0x2417
P_INNER_CELL = 0x244B
P_INNER_ROW_END = 0x244C
P_DEPTH = 0x6649
P_DEPTH_CHANGE = 0x664A
P_ELSEWHERE = frozenset({0x6645, 0x6646, 0x646B})
"""sprmPHugePapx and sprmPTableProps: the list goes on in the data stream."""
P_TABS = 0xC615
C_DELETED = 0x0800
C_HIDDEN = 0x083C
C_PLAIN = 0x2A33
C_STYLE = 0x4A30
C_SYMBOL = 0x6A09
T_DEFINITION = 0xD608
T_VERTICAL_MERGE = 0xD62B

_KEPT = frozenset(
    {
        *(P_ISTD, P_ILVL, P_ILFO, P_IN_TABLE, P_ROW_END, P_INNER_CELL, P_INNER_ROW_END, P_DEPTH),
        *(C_DELETED, C_HIDDEN, C_PLAIN, C_STYLE, C_SYMBOL, T_DEFINITION),
    }
)
_SIZES = (1, 1, 2, 4, 2, 2, -1, 3)
"""Bytes of an operand by the upper three bits of its code (spra); -1: it says so itself."""
_LONG_TABS = 255
_LONGEST_ELSEWHERE = 0x3FA2
"""Bytes of a list in the data stream (PrcData, 2.9.210)."""
_MOST_CHANGES = 16
_SHORT = {0x0C: P_ILVL, 0x18: P_IN_TABLE, 0x19: P_ROW_END, 0x41: C_DELETED, 0x5C: C_HIDDEN}
"""Codes of one byte, in a piece that was changed by a quick save (Prm0, 2.9.214)."""


class SprmReader:
    """Reads property lists, each once.

    Lists of a real file do not overlap, so all of them together have no more bytes than the file;
    one that goes beyond is damaged, and would take for ever.
    """

    def __init__(self, limit: int, data: Stream) -> None:
        """Read at most `limit` bytes; `data` is the stream in which large lists stand."""
        self._left = limit
        self._left_to_apply = limit // 3  # a property has three bytes or more
        self._data = data
        self._known: dict[bytes, tuple[Sprm, ...]] = {}
        self._elsewhere: dict[int, tuple[Sprm, ...]] = {}

    def read(self, grpprl: bytes) -> tuple[Sprm, ...]:
        """Return the properties of a list in order; a list that is cut off ends early."""
        known = self._known.get(grpprl)
        if known is None:
            self._take(len(grpprl))
            known = self._known[grpprl] = tuple(self._pairs(grpprl))
        return known

    def apply(self, count: int) -> None:
        """Count `count` properties that are about to take effect once more."""
        self._left_to_apply -= count
        if self._left_to_apply < 0:
            raise DamagedError

    def _take(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise DamagedError

    def _pairs(self, grpprl: bytes) -> Iterator[Sprm]:
        """Yield the properties that matter; the list ends where it goes on elsewhere."""
        last: dict[tuple[int, int], bytes] = {}
        rest: tuple[Sprm, ...] = ()
        changes = 0
        for code, operand in split(grpprl):
            if code in P_ELSEWHERE:
                rest = self._read_elsewhere(number(operand))
                break
            key = code, 0
            if code == P_DEPTH_CHANGE:
                changes += 1
                key = code, changes
                if changes > _MOST_CHANGES:
                    raise DamagedError
            elif code == T_VERTICAL_MERGE and operand:
                key = code, operand[0]  # of which cell it speaks
            elif code not in _KEPT:
                continue
            last.pop(key, None)
            last[key] = operand
        yield from ((code, operand) for (code, _), operand in last.items())
        yield from rest

    def _read_elsewhere(self, at: int) -> tuple[Sprm, ...]:
        """Return the list that stands at `at` in the data stream; it leads nowhere else."""
        known = self._elsewhere.get(at)
        if known is None:
            self._elsewhere[at] = ()
            size = self._data.u16(at)
            if size > _LONGEST_ELSEWHERE:
                raise DamagedError
            self._take(size)
            known = self._elsewhere[at] = tuple(self._pairs(self._data.bytes(at + 2, size)))
        return known


def split(grpprl: bytes) -> Iterator[Sprm]:
    """Yield the properties of a list, with their operands."""
    at = 0
    while at + 2 < len(grpprl):
        code = int.from_bytes(grpprl[at : at + 2], "little")
        start, size = _operand(code, grpprl, at + 2)
        yield code, grpprl[start : start + size]
        at = start + size


def short_sprm(code: int, operand: int) -> tuple[Sprm, ...]:
    """Return the property that a piece carries in two bytes, nothing if it is none of ours."""
    return ((_SHORT[code], bytes([operand])),) if code in _SHORT else ()


def number(operand: bytes) -> int:
    """Return an operand as the number that it is."""
    return int.from_bytes(operand, "little")


def _operand(code: int, grpprl: bytes, at: int) -> tuple[int, int]:
    """Return where the operand of `code` starts and its size (2.2.5.1)."""
    size = _SIZES[code >> 13]
    if size >= 0:
        return at, size
    if code == T_DEFINITION:
        return at + 2, max(number(grpprl[at : at + 2]) - 1, 0)
    size = grpprl[at]
    if code == P_TABS and size == _LONG_TABS:
        deleted = at + 1
        added = deleted + 1 + 4 * grpprl[deleted] if deleted < len(grpprl) else len(grpprl)
        size = added + 1 + 3 * grpprl[added] - at - 1 if added < len(grpprl) else len(grpprl)
    return at + 1, size
