"""Rows that a line break inside a cell broke: pasted text has no sign for it.

    1 -> Meningkatnya          ->  1 | Meningkatnya pelayanan | Jumlah layanan | Dinas
    pelayanan -> Jumlah layanan -> Dinas

The pieces are too short for the table, together they are one row, and what goes on does not look
like a row's beginning.
"""

from collections.abc import Sequence

import regex

from iki_docgen.blocks import Cell, Row
from iki_docgen.parse.clean import joined
from iki_docgen.source import Span
from iki_docgen.vocabulary import has_list_marker, match_heading

_NUMBER = regex.compile(r"\W*(?:\d{1,4}|[ivxIVX]{1,5})\W*")
_GOES_ON = regex.compile(r"\p{Ll}|\p{L}{2,12}\s*+\.?\s*+:")
"""Small letters, or a note such as `Catatan :`."""
_MOST_PIECES = 12


def mended(rows: Sequence[Row], heading: Row, width: int) -> tuple[list[Row], tuple[Row, ...]]:
    """Return `rows` with the broken ones put together, and which those are.

    `width` is how many columns the table has under `heading`.
    """
    found: list[Row] = []
    put_together: list[Row] = []
    is_numbered = _column_of(heading[0]) == "nomor"
    at = 0
    while at < len(rows):
        if len(rows[at]) == width:
            found.append(rows[at])
            at += 1
            continue
        count = _pieces(rows[at : at + _MOST_PIECES], width, is_numbered=is_numbered)
        row = _one_row(rows[at : at + count])
        found.append(row)
        if count > 1:
            put_together.append(row)
        at += count
    return found, tuple(put_together)


def _pieces(rows: Sequence[Row], width: int, *, is_numbered: bool) -> int:
    """Return how many of `rows` are pieces of the first one: 1 where it is whole, or stays so."""
    cells = len(rows[0])
    if is_numbered and rows[0][0].paragraphs and not _is_number(rows[0][0]):
        return 1
    for count, row in enumerate(rows[1:], 1):
        if cells == width:
            return count
        if cells > width or not _may_go_on(row[0], is_numbered=is_numbered):
            return 1
        cells += len(row) - 1
    return len(rows) if cells == width else 1


def _may_go_on(cell: Cell, *, is_numbered: bool) -> bool:
    text = joined(cell.paragraphs)
    if is_numbered:
        return bool(text) and not _is_number(cell)
    return has_list_marker(text) or _GOES_ON.match(text) is not None


def _is_number(cell: Cell) -> bool:
    return _NUMBER.fullmatch(joined(cell.paragraphs)) is not None


def _column_of(cell: Cell) -> str:
    heading = match_heading(joined(cell.paragraphs))
    return heading.column if heading else ""


def _one_row(pieces: Sequence[Row]) -> Row:
    cells = list(pieces[0])
    for piece in pieces[1:]:
        above, below = cells[-1], piece[0]
        lines = (*above.paragraphs, *below.paragraphs)
        cells[-1:] = [Cell(lines, Span(above.span.start, below.span.end)), *piece[1:]]
    return tuple(cells)
