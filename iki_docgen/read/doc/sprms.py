"""Property lists (grpprl): what differs from the style, as pairs of a code and its operand."""

from iki_docgen.read.doc.binary import DamagedError

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
P_HUGE = (0x6645, 0x6646)
P_TABS = 0xC615
C_DELETED = 0x0800
C_HIDDEN = 0x083C
C_STYLE = 0x4A30
C_SYMBOL = 0x6A09
T_DEFINITION = 0xD608
T_VERTICAL_MERGE = 0xD62B

_SIZES = (1, 1, 2, 4, 2, 2, -1, 3)
"""Bytes of an operand by the upper three bits of its code; -1: it says so itself."""
_LONG_TABS = 255
_SHORT = {0x0C: P_ILVL, 0x18: P_IN_TABLE, 0x19: P_ROW_END, 0x41: C_DELETED, 0x5C: C_HIDDEN}
"""Codes of one byte, in a piece that was changed by a quick save (Prm0)."""


class SprmReader:
    """Reads property lists, each once.

    Lists of a real file do not overlap, so all of them together hold no more properties than the
    file has bytes; one that goes beyond is damaged, and would take for ever.
    """

    def __init__(self, limit: int) -> None:
        """Read at most `limit` properties."""
        self._left = limit
        self._known: dict[bytes, tuple[Sprm, ...]] = {}

    def read(self, grpprl: bytes) -> tuple[Sprm, ...]:
        """Return the properties of a list in order; a list that is cut off ends early."""
        known = self._known.get(grpprl)
        if known is None:
            known = self._known[grpprl] = tuple(self._pairs(grpprl))
        return known

    def _pairs(self, grpprl: bytes) -> list[Sprm]:
        found: list[Sprm] = []
        at = 0
        while at + 2 < len(grpprl):
            code = int.from_bytes(grpprl[at : at + 2], "little")
            start, size = _operand(code, grpprl, at + 2)
            found.append((code, grpprl[start : start + size]))
            at = start + size
        self._left -= len(found)
        if self._left < 0:
            raise DamagedError
        return found


def short_sprm(code: int, operand: int) -> tuple[Sprm, ...]:
    """Return the property that a piece carries in two bytes, nothing if it is none of ours."""
    return ((_SHORT[code], bytes([operand])),) if code in _SHORT else ()


def number(operand: bytes) -> int:
    """Return an operand as the number that it is."""
    return int.from_bytes(operand, "little")


def _operand(code: int, grpprl: bytes, at: int) -> tuple[int, int]:
    """Return where the operand of `code` starts and its size."""
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
