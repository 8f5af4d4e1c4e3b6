"""Paragraphs -> paragraphs and tables: which cell each stands in, and where rows end.

    cell := { paragraph | inner table } cell mark
    row  := { cell } row mark, a paragraph that carries the definition of the row

So [MS-DOC] 2.4.3.  A merge over columns is written as fewer, wider cells, so the columns of a
table are those of its fullest row, and the others take theirs from the edges of their cells.
"""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

from iki_docgen.read.doc.binary import DamagedError
from iki_docgen.read.doc.looks import Look
from iki_docgen.read.doc.paragraphs import CELL_MARK, RawParagraph
from iki_docgen.read.flow import MOST_COLUMNS, Bounds, Flow, FlowCell, FlowRow, FlowTable

_NEARLY = 3
"""Twips by which the edges of two cells may differ that are one above the other (TC80)."""
_Edges = tuple[int, ...]


class _OpenTable:
    """A table that may still grow."""

    def __init__(self, count: Bounds) -> None:
        """Start without rows; cells are counted by `count`."""
        self._count = count
        self._rows: list[tuple[FlowRow, _Edges]] = []
        self._cells: FlowRow = []
        self._merged_above: frozenset[int] = frozenset()
        self.has_rows = False
        self.cell = FlowCell()

    def end_cell(self) -> None:
        self._cells.append(self.cell)
        self.cell = FlowCell()
        if len(self._cells) > MOST_COLUMNS:
            raise DamagedError

    def end_row(self, look: Look) -> None:
        """End the row; what a cell above it covers is not seen.

        A cell that goes on where none began is one of its own.
        """
        if self.cell.content:  # text before the mark of the row, which no cell mark ended
            self.end_cell()
        cells, self._cells = self._cells, []
        if not cells:
            return
        self.has_rows = True
        edges = look.edges if len(look.edges) == len(cells) + 1 else ()
        lefts = edges or range(0, _WIDE * len(cells), _WIDE)
        for index, (cell, left) in enumerate(zip(cells, lefts, strict=False)):
            if index in look.covered and left in self._merged_above:
                cell.content = []
        self._merged_above = frozenset(
            near
            for index, left in enumerate(lefts)
            if index in look.merged
            for near in range(left - _NEARLY, left + _NEARLY + 1)
        )
        self._rows.append((cells, edges))

    def drop_row(self) -> None:
        self._cells, self.cell = [], FlowCell()

    def loose(self) -> list[Flow]:
        """Return what stands in cells of which no row was ever made."""
        return [part for cell in (*self._cells, self.cell) for part in cell.content]

    def end(self) -> FlowTable:
        """Return the rows, each with all columns of the table."""
        self.end_row(Look())
        fullest, grid = max(self._rows, key=lambda row: len(row[0]), default=([], ()))
        count = len(fullest)
        is_known = bool(grid) and all(left <= right for left, right in pairwise(grid))
        rows: list[FlowRow] = []
        for cells, edges in self._rows:
            self._count.take_cells(count)
            starts = edges if is_known else ()
            rows.append(cells if len(cells) == count else _spread(cells, starts, count, grid))
        return FlowTable(rows)


_WIDE = 100
"""Twips between cells of which the file does not say how wide they are."""


class TableBuilder:
    """Takes paragraphs, and puts those that stand in tables there."""

    def __init__(self, count: Bounds) -> None:
        """Start outside all tables; `count` counts the cells of the document."""
        self._count = count
        self._blocks: list[Flow] = []
        self._open: list[_OpenTable] = []

    def take(self, raw: RawParagraph, lines: Iterable[Flow]) -> None:
        """Take the next paragraph, of which `lines` are shown: itself, and text boxes at it."""
        look = raw.look
        self._go_to(look.depth)
        if not self._open:
            self._blocks += lines
            return
        table = self._open[-1]
        table.cell.content += lines
        is_inner = look.depth > 1
        if look.ends_row and raw.is_deleted:
            table.drop_row()
        elif look.ends_row and (is_inner or raw.mark == CELL_MARK):
            table.end_row(look)
        elif raw.mark == CELL_MARK or (is_inner and look.ends_cell):
            table.end_cell()

    def end(self) -> list[Flow]:
        """Return all blocks."""
        self._go_to(0)
        return self._blocks

    def _go_to(self, depth: int) -> None:
        """Close inner tables, or open them, until `depth` are open.

        An inner table without the end of a row is none: what stands in it is its outer cell's.
        """
        while len(self._open) > depth:
            table = self._open.pop()
            if not self._open:
                self._blocks.append(table.end())
            elif table.has_rows:
                self._open[-1].cell.content.append(table.end())
            else:
                self._open[-1].cell.content += table.loose()
        while len(self._open) < depth:
            self._open.append(_OpenTable(self._count))


def _spread(row: FlowRow, edges: _Edges, count: int, grid: _Edges) -> FlowRow:
    """Return a row of fewer cells with `count`: each stands in its first column, then empty ones.

    Where the file does not say how wide they are, the empty ones come last.
    """
    full = [FlowCell() for _ in range(count)]
    column = 0
    for index, cell in enumerate(row):
        if edges:
            last = count - (len(row) - index)
            column = min(max(column, _nearest(grid, edges[index])), last)
        full[column] = cell
        column += 1
    return full


def _nearest(grid: _Edges, edge: int) -> int:
    """Return which of the edges in `grid`, which are sorted, is nearest to `edge`."""
    after = bisect_left(grid, edge)
    if after == len(grid) or (after and edge - grid[after - 1] <= grid[after] - edge):
        return after - 1
    return after
