"""Paragraphs -> paragraphs and tables: which cell each stands in, and where rows end.

    cell := { paragraph | inner table } cell mark
    row  := { cell } row mark, a paragraph that carries the definition of the row

A merge over columns is written as fewer, wider cells, so the columns of a table are those of its
fullest row, and the others take theirs from the edges of their cells.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from iki_docgen.read.doc.binary import DamagedError
from iki_docgen.read.doc.looks import Look
from iki_docgen.read.doc.paragraphs import CELL_MARK, RawParagraph

_MOST_COLUMNS = 63
"""What Word allows."""
_MOST_CELLS = 200_000
"""Of a table; empty ones cost nothing in a file that means harm."""


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph that is shown: its text and the marker of its list."""

    text: str
    marker: str = ""
    level: int = 0


@dataclass(slots=True)
class RawTable:
    """A table: rows of cells, each a list of what stands in it."""

    rows: list[list["RawCell"]] = field(default_factory=list)
    edges: list[tuple[int, ...]] = field(default_factory=list)

    def full_rows(self) -> list[list["RawCell"]]:
        """Return the rows, each with all columns of the table."""
        if not self.rows:
            return []
        fullest = max(range(len(self.rows)), key=lambda index: len(self.rows[index]))
        count, grid = len(self.rows[fullest]), self.edges[fullest]
        if count * len(self.rows) > _MOST_CELLS:
            raise DamagedError
        return [
            row if len(row) == count else _spread(row, edges, count, grid)
            for row, edges in zip(self.rows, self.edges, strict=True)
        ]


RawBlock = Item | RawTable
RawCell = list[RawBlock]


class _OpenTable:
    """A table that may still grow."""

    def __init__(self) -> None:
        self.table = RawTable()
        self.cells: list[RawCell] = []
        self.cell: RawCell = []

    def end_cell(self) -> None:
        self.cells.append(self.cell)
        self.cell = []
        if len(self.cells) > _MOST_COLUMNS:
            raise DamagedError

    def end_row(self, look: Look) -> None:
        """End the row; what its definition says is covered by a cell above is not seen."""
        if self.cell:  # text before the mark of the row, which no cell mark ended
            self.end_cell()
        for index in look.covered:
            if index < len(self.cells):
                self.cells[index] = []
        if self.cells:
            edges = look.edges if len(look.edges) == len(self.cells) + 1 else ()
            self.table.rows.append(self.cells)
            self.table.edges.append(edges)
        self.cells = []

    def drop_row(self) -> None:
        self.cells, self.cell = [], []

    def end(self) -> RawTable:
        self.end_row(Look())
        return self.table


class TableBuilder:
    """Takes paragraphs, and puts those that stand in tables there."""

    def __init__(self) -> None:
        """Start outside all tables."""
        self.blocks: list[RawBlock] = []
        self._open: list[_OpenTable] = []

    def take(self, raw: RawParagraph, marker: str) -> None:
        """Take the next paragraph, before which `marker` is shown."""
        look = raw.look
        self._go_to(look.depth)
        here = self._open[-1].cell if self._open else self.blocks
        if raw.text.strip() or not self._open:
            here.append(Item(raw.text, marker, look.ilvl))
        if not self._open:
            return
        table = self._open[-1]
        is_inner = look.depth > 1
        if look.ends_row and raw.is_deleted:
            table.drop_row()
        elif look.ends_row and (is_inner or raw.mark == CELL_MARK):
            table.end_row(look)
        elif raw.mark == CELL_MARK or (is_inner and look.ends_cell):
            table.end_cell()

    def end(self) -> list[RawBlock]:
        """Return all blocks."""
        self._go_to(0)
        return self.blocks

    def _go_to(self, depth: int) -> None:
        """Close inner tables, or open them, until `depth` are open."""
        while len(self._open) > depth:
            table = self._open.pop().end()
            (self._open[-1].cell if self._open else self.blocks).append(table)
        while len(self._open) < depth:
            self._open.append(_OpenTable())


def _spread(
    row: list[RawCell], edges: tuple[int, ...], count: int, grid: tuple[int, ...]
) -> list[RawCell]:
    """Return a row of fewer cells with `count`: each stands in its first column, then empty ones.

    Where the file does not say how wide they are, the empty ones come last.
    """
    full: list[RawCell] = [[] for _ in range(count)]
    column = 0
    for index, cell in enumerate(row):
        if edges and grid:
            last = count - (len(row) - index)
            column = min(max(column, _nearest(grid, edges[index])), last)
        full[column] = cell
        column += 1
    return full


def _nearest(grid: tuple[int, ...], edge: int) -> int:
    return min(range(len(grid)), key=lambda index: abs(grid[index] - edge))


def flat(blocks: Iterable[RawBlock]) -> list[Item]:
    """Return the paragraphs of blocks, those of tables in the order of reading."""
    found: list[Item] = []
    for block in blocks:
        if isinstance(block, Item):
            found.append(block)
        else:
            for row in block.rows:
                for cell in row:
                    found += flat(cell)
    return found
