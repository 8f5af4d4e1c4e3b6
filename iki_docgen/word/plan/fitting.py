"""What a rendered document would have to be put right for, put right in the skeleton.

These are the order of cells' properties, the ids of drawings, and the grids of tables.  A table
whose number of columns depends on one list gets its widths when it is filled in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from iki_docgen.office.xml import qn
from iki_docgen.word import tables
from iki_docgen.word.plan.reading import Unplanned
from iki_docgen.word.plan.shape import Opening, Skeleton
from iki_docgen.word.plan.tree import (
    Columns,
    Const,
    Expression,
    For,
    Grid,
    Local,
    Loop,
    Member,
    Name,
    Width,
)

_TABLE, _GRID, _COLUMN, _ROW = qn("w:tbl"), qn("w:tblGrid"), qn("w:gridCol"), qn("w:tr")
_TABLE_PROPERTIES, _CELL_PROPERTIES = qn("w:tblPr"), qn("w:tcPr")
_W, _TYPE, _SPAN, _CELL_WIDTH = qn("w:w"), qn("w:type"), qn("w:gridSpan"), qn("w:tcW")
_GAPS = (qn("w:gridBefore"), qn("w:gridAfter"))
_DRAWING = qn("wp:docPr")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def put_right(made: Skeleton, *, is_main: bool) -> None:
    """Do to the skeleton what would be done to every document made of it.

    Raises `Unplanned` where that depends on what is filled in.
    """
    _order_cell_properties(made)
    _number_drawings(made, is_main=is_main)
    for slot, table in enumerate(list(made.root.iter(_TABLE))):
        _fit(made, table, slot)


def _order_cell_properties(made: Skeleton) -> None:
    for properties in made.root.iter(_CELL_PROPERTIES):
        ranks = tables.ranks_of(properties)
        between = [properties.text, *(child.tail for child in properties)]
        marks = [mark for text in between for mark in made.found(text)]
        loops = any(isinstance(mark, Opening) and isinstance(mark.node, For) for mark in marks)
        if loops or (ranks != sorted(ranks) and any(between)):
            raise Unplanned("cell properties")
    tables.order_cell_properties(made.root)


def _number_drawings(made: Skeleton, *, is_main: bool) -> None:
    """Give the drawings of the main part numbers; ids that differ stay in the others."""
    drawings = list(made.root.iter(_DRAWING))
    if any(made.controls[drawing] or not made.is_fixed(drawing) for drawing in drawings):
        raise Unplanned("drawing")
    if not is_main and len({drawing.get("id") for drawing in drawings}) == len(drawings):
        return
    for number, drawing in enumerate(drawings, 1001):
        drawing.set("id", str(number))


@dataclass(slots=True)
class _Cell:
    element: etree._Element
    span: int
    width: etree._Element | None
    loop: Opening | None


def _fit(made: Skeleton, table: etree._Element, slot: int) -> None:
    """Put the grid of `table` right, or let it be put right when it is filled in."""
    grid, rows = table.find(_GRID), table.findall(_ROW)
    inside = made.controls[table]
    gaps = list(table.iter(*_GAPS))
    if any(made.controls[gap] != inside for gap in gaps):
        raise Unplanned("gap")
    if gaps or grid is None or not rows:
        return
    found = [list(_cells(made, row)) for row in rows]
    columns = len(grid.findall(_COLUMN))
    counts = {(sum(c.span for c in row if not c.loop), any(c.loop for c in row)) for row in found}
    if made.controls[grid] != inside or not made.is_fixed(grid):
        raise Unplanned("grid")
    if counts == {(columns, False)}:
        return
    if len(counts) > 1 or made.controls[rows[0]] != inside:
        raise Unplanned("rows")
    if any(c.width is not None and not _is_plain(c.width) for row in found for c in row):
        raise Unplanned("width")
    properties = table.find(_TABLE_PROPERTIES)
    if properties is not None and not made.is_fixed(properties):
        raise Unplanned("width")
    if any(c.loop for c in found[0]):
        _fit_later(made, table, slot, found)
    else:
        tables.fit_table(table)


def _is_plain(width: etree._Element) -> bool:
    return bool(_NUMBER.fullmatch(width.get(_W, ""))) and width.get(_TYPE) == "dxa"


def _cells(made: Skeleton, row: etree._Element) -> Iterator[_Cell]:
    outside = len(made.controls[row])
    for cell in tables.cells(row):
        inside = made.controls[cell]
        loop = inside[outside][0] if len(inside) == outside + 1 else None
        if len(inside) > outside and (loop is None or not _is_loop(loop)):
            raise Unplanned("cell")
        properties = cell.find(_CELL_PROPERTIES)
        own = [] if properties is None else [properties, *properties]
        if any(made.controls[one] != inside for one in own if one.tag in {_SPAN, _CELL_WIDTH}):
            raise Unplanned("cell")
        if any(not made.is_fixed(one) for one in own if one.tag == _SPAN):
            raise Unplanned("span")
        width = None if properties is None else properties.find(_CELL_WIDTH)
        yield _Cell(cell, tables.span(cell), width, loop)


def _is_loop(opening: Opening) -> bool:
    return isinstance(opening.node, For) and not opening.node.otherwise


def _fit_later(made: Skeleton, table: etree._Element, slot: int, rows: list[list[_Cell]]) -> None:
    """Leave the widths of `table` to the instructions."""
    grid = table.find(_GRID)
    assert grid is not None  # noqa: S101 - `_fit` looked
    columns = grid.findall(_COLUMN)
    first = next(cell.loop for cell in rows[0] if cell.loop)
    of = first.node.of if isinstance(first.node, For) else Const(None)
    known = {
        opening.node.slot
        for opening, other in made.controls[table]
        if isinstance(opening.node, For) and not other
    }
    plain = all(column.keys() == [_W] for column in columns)
    if not plain or len(columns) != len(grid) or not columns or not _is_known(of, known):
        raise Unplanned("grid")
    before, each, after = _parts(rows[0])
    total = tables.whole_width(table, columns)
    own = "".join(f'<w:gridCol w:w="{column.get(_W)}"/>' for column in columns)
    if table.prefix != "w" or not all(_NUMBER.fullmatch(c.get(_W, "")) for c in columns):
        raise Unplanned("grid")
    start = made.mark(
        Columns(
            slot,
            of,
            len(columns),
            total,
            tuple(tables.wished([c.element for c in before])),
            tables.wished([each.element])[0],
            tuple(tables.wished([c.element for c in after])),
        )
    )
    for row in rows:
        _leave_widths(made, row, slot)
    del grid[:]
    grid.text = made.mark(Grid(slot, own))
    previous = grid.getprevious()
    if previous is None:
        table.text = start + (table.text or "")
    else:
        previous.tail = start + (previous.tail or "")


def _parts(row: list[_Cell]) -> tuple[list[_Cell], _Cell, list[_Cell]]:
    """Return the cells before, in and after the loop of a row that makes columns."""
    places = [place for place, cell in enumerate(row) if cell.loop]
    if len(places) != 1 or row[places[0]].span != 1:
        raise Unplanned("columns")
    return row[: places[0]], row[places[0]], row[places[0] + 1 :]


def _leave_widths(made: Skeleton, row: list[_Cell], slot: int) -> None:
    before, each, after = _parts(row)
    assert each.loop is not None  # noqa: S101 - `_parts` looked
    assert isinstance(each.loop.node, For)  # noqa: S101
    each.loop.columns = slot
    start = 0
    for cell in before:
        _leave_width(made, cell, slot, start)
        start += cell.span
    _leave_width(made, each, slot, start, each.loop.node.slot)
    start = -1 - sum(cell.span for cell in after)
    for cell in after:
        _leave_width(made, cell, slot, start)
        start += cell.span


def _leave_width(
    made: Skeleton, cell: _Cell, slot: int, start: int, loop: int | None = None
) -> None:
    if cell.width is not None:
        own = cell.width.get(_W, "")
        cell.width.set(_W, made.mark(Width(slot, own, start, cell.span, loop)))


def _is_known(of: Expression, known: set[int]) -> bool:
    """Return whether `of` can be looked up where only the slots `known` are set."""
    if isinstance(of, Member):
        return _is_known(of.of, known)
    return isinstance(of, Name) or (isinstance(of, Local | Loop) and of.slot in known)
