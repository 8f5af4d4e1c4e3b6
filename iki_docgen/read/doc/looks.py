"""What the property lists of a paragraph say: its style, its list, its place in tables.

Paragraph properties are those of [MS-DOC] 2.6.2, table properties those of 2.6.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from iki_docgen.read.doc import sprms as s
from iki_docgen.read.doc.binary import DamagedError
from iki_docgen.read.doc.sprms import Sprm, number

_DEEPEST = 16
"""Tables in each other; more is no document."""
_CELL = 20
"""Bytes of a cell in a table's definition (TC80, 2.9.315)."""
_MERGE_SHIFT, _MERGE_MASK, _COVERED = 5, 3, 1


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph stands: list and level, depth in tables, and the row that it ends.

    `edges` are the left edges of the row's cells and the right edge of the last, in twips;
    `merged` the cells that are one with those above or below, `covered` those that one above
    them covers.
    """

    istd: int = 0
    ilfo: int = 0
    ilvl: int = 0
    depth: int = 0
    ends_cell: bool = False
    ends_row: bool = False
    edges: tuple[int, ...] = ()
    merged: frozenset[int] = frozenset()
    covered: frozenset[int] = frozenset()

    def with_sprms(self, pairs: Sequence[Sprm]) -> "Look":
        """Return this look after the properties `pairs`, one after another."""
        look = self
        for code, operand in pairs:
            if (change := _CHANGES.get(code)) is not None and operand:
                look = change(look, operand)
        return look

    def with_style(self, style: "Look") -> "Look":
        """Return this look in another style, which says nothing of tables (sprmPIstd)."""
        return replace(self, istd=style.istd, ilfo=style.ilfo, ilvl=style.ilvl)


def _in_table(look: Look, operand: bytes) -> Look:
    return replace(look, depth=max(look.depth, 1) if operand[0] else 0)


def _depth(look: Look, operand: bytes) -> Look:
    return _checked(look, int.from_bytes(operand, "little", signed=True))


def _deeper(look: Look, operand: bytes) -> Look:
    return _checked(look, look.depth + int.from_bytes(operand, "little", signed=True))


def _checked(look: Look, depth: int) -> Look:
    if not 0 <= depth <= _DEEPEST:
        raise DamagedError
    return replace(look, depth=depth)


def _definition(look: Look, operand: bytes) -> Look:
    """Take the definition of a row (TDefTableOperand, 2.9.322): its cells' edges and merges."""
    count = operand[0]
    cells = 1 + 2 * (count + 1)
    if len(operand) < cells:
        raise DamagedError
    edges = tuple(
        int.from_bytes(operand[at : at + 2], "little", signed=True) for at in range(1, cells, 2)
    )
    merges = [
        _merge(number(operand[cells + _CELL * index : cells + _CELL * index + 2]))
        for index in range(count)
    ]
    merged = frozenset(index for index, merge in enumerate(merges) if merge)
    covered = frozenset(index for index, merge in enumerate(merges) if merge == _COVERED)
    return replace(look, edges=edges, merged=merged, covered=covered)


def _merge(flags: int) -> int:
    """Return how a cell is merged with those above and below it (TCGRF, 2.9.317).

    How it is merged with its neighbours is not asked: Word 97's own description of those two bits
    and [MS-DOC] contradict each other.  Word empties the cells that a neighbour covers; a text
    that stands in one all the same is not lost.
    """
    return flags >> _MERGE_SHIFT & _MERGE_MASK


def _merged(look: Look, operand: bytes) -> Look:
    """Take what a property says of one cell of the row (VertMergeOperand, 2.9.343)."""
    if len(operand) < 2:  # noqa: PLR2004 - the cell and its merge
        return look
    one = frozenset({operand[0]})
    return replace(
        look,
        merged=look.merged | one if operand[1] else look.merged - one,
        covered=look.covered | one if operand[1] == _COVERED else look.covered - one,
    )


_CHANGES = {
    s.P_ILFO: lambda look, operand: replace(look, ilfo=number(operand)),
    s.P_ILVL: lambda look, operand: replace(look, ilvl=operand[0]),
    s.P_IN_TABLE: _in_table,
    s.P_DEPTH: _depth,
    s.P_DEPTH_CHANGE: _deeper,
    s.P_ROW_END: lambda look, operand: replace(look, ends_row=bool(operand[0])),
    s.P_INNER_ROW_END: lambda look, operand: replace(look, ends_row=bool(operand[0])),
    s.P_INNER_CELL: lambda look, operand: replace(look, ends_cell=bool(operand[0])),
    s.T_DEFINITION: _definition,
    s.T_VERTICAL_MERGE: _merged,
}
"""What a property does to the look of a paragraph; of most properties nothing is asked."""
