"""Tables of pages -> tables of the document: what goes on over the end of a page is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from iki_docgen.blocks import Cell, Doubt, Row, Table
from iki_docgen.read.lines import Lines
from iki_docgen.read.pdf.aligned import AlignedTable
from iki_docgen.read.pdf.cells import DrawnCell, DrawnRow, cell_lines
from iki_docgen.read.pdf.grids import Grid
from iki_docgen.read.pdf.shapes import lines_of
from iki_docgen.read.pdf.turning import ROW, one_heading, take_rest, without_rests
from iki_docgen.source import Span
from iki_docgen.vocabulary import has_list_marker, is_prompt, match_heading, match_label

_NUMBERED_COLUMNS = 3
"""Columns in which the number of a row may stand: its own, the Sasaran's, the Indikator's."""
_ADVICE = "the Word file that this was made from says where rows begin: give that, if there is one"
_NEAR = 6.0
_WIDEST_GAP = 9.0


@dataclass(slots=True)
class DrawnTable:
    """A table as it stands on pages; `sides` are the places of its columns."""

    sides: list[float]
    rows: list[DrawnRow]
    top: float


def from_grid(grid: Grid, place: str) -> DrawnTable | None:
    """Return the table of a drawn grid; None if it only lays out labels, or holds nothing."""
    rows = []
    for row in range(len(grid.rows) - 1):
        cells = []
        for column in range(len(grid.columns) - 1):
            cell = DrawnCell(f"{place}, row {row + 1}, column {column + 1}")
            root = (row, column)
            if grid.roots[root] == root and root in grid.glyphs:
                cell.lines = cell_lines(lines_of(grid.glyphs[root]), *grid.sides(root), grid.bottom)
            cells.append(cell)
        rows.append(cells)
    filled = [row for row in rows if any(cell.lines for cell in row)]
    headed = any(match_heading(cell.text) for row in filled for cell in row)
    labels = any(match_label(" ".join(cell.text for cell in row).strip()) for row in filled)
    if not filled or (labels and not headed):
        return None
    rows = one_heading(_without_gaps(rows, grid.columns))
    return DrawnTable(list(grid.columns), rows, grid.top)


def _without_gaps(rows: list[DrawnRow], sides: Sequence[float]) -> list[DrawnRow]:
    """Return rows without the columns that are only the gap of a double line.

    A wide column without text is one that nobody has filled in on this page.
    """
    used = [
        right - left > _WIDEST_GAP or any(row[column].lines for row in rows)
        for column, (left, right) in enumerate(pairwise(sides))
    ]
    return [[cell for cell, keep in zip(row, used, strict=True) if keep] for row in rows]


def from_lines(table: AlignedTable, place: str) -> DrawnTable:
    """Return the table that lines without drawing make."""
    rows = [
        [
            DrawnCell(f"{place}, row {row}, column {column}", lines)
            for column, lines in enumerate(cells, start=1)
        ]
        for row, cells in enumerate(table.rows, start=1)
    ]
    for number in table.guessed:
        next(cell for cell in rows[number] if cell.lines).guesses.append(ROW)
    rows = one_heading(without_rests(rows))
    for above, row in pairwise(rows):
        if _is_told(row) or any(_is_heading(one) or _is_numbers(one) for one in (above, row)):
            for cell in row:
                cell.guesses.clear()
    return DrawnTable([start for start, _ in table.columns], rows, table.top)


def _is_told(row: Sequence[DrawnCell]) -> bool:
    """Tell whether a number says that a row begins: its own, or that of its Indikator."""
    texts = [cell.text for cell in row[:_NUMBERED_COLUMNS] if cell.lines]
    return any(text.strip(" .()").isdigit() or has_list_marker(text) for text in texts)


def goes_on(above: DrawnTable, below: DrawnTable) -> bool:
    """Tell whether the table `below`, at the head of a page, may go on with the one `above`."""
    if len(above.rows[0]) != len(below.rows[0]) or len(above.sides) != len(below.sides):
        return False
    if len(above.sides) == len(above.rows[0]):
        return True  # columns that are aligned are as wide as what stands in them
    return all(abs(a - b) <= _NEAR for a, b in zip(above.sides, below.sides, strict=True))


def join(above: DrawnTable, below: DrawnTable) -> None:
    """Add the rows of the table `below` to `above`; a row that a page parts is made whole."""
    rows = list(below.rows)
    repeated = []
    while rows and (_is_heading(rows[0]) or _is_numbers(rows[0])):
        repeated.append(rows.pop(0))
    if len(above.rows) == 1:
        above.rows = one_heading([*above.rows, *rows])
        return
    if rows and not _is_heading(above.rows[-1]) and take_rest(above.rows, rows[0]):
        del rows[0]
    above.rows += [*repeated, *rows]


def _is_heading(row: Sequence[DrawnCell]) -> bool:
    texts = [cell.text for cell in row if cell.lines]
    return len(texts) > 1 and all(match_heading(text) is not None for text in texts)


def _is_numbers(row: Sequence[DrawnCell]) -> bool:
    texts = [cell.text.strip(" ().") for cell in row if cell.lines]
    return len(texts) > 1 and all(len(text) <= 2 and text[:1].isdigit() for text in texts)  # noqa: PLR2004 - `7A`


def block(table: DrawnTable, lines: Lines, doubts: list[Doubt]) -> Table:
    """Return a table as a block, its text added to `lines` and its guesses to `doubts`."""
    rows: list[Row] = [tuple(_cell(cell, lines) for cell in row) for row in table.rows]
    guesses = [
        (cell.span, *guess)
        for drawn, row in zip(table.rows, rows, strict=True)
        for one, cell in zip(drawn, row, strict=True)
        for guess in one.guesses
        if cell.paragraphs
    ]
    if guesses:
        doubts.append(Doubt(*guesses[0], len(guesses), _ADVICE))
    return Table(tuple(rows))


def _cell(cell: DrawnCell, lines: Lines) -> Cell:
    here = lines.place_here()
    if is_prompt(cell.text):
        return Cell((), here)
    found = [one for text in cell.paragraphs() for one in lines.add(text, cell.place)]
    if not found:
        return Cell((), here)
    return Cell(tuple(found), Span(here.start, found[-1].span.end))
