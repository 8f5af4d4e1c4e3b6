"""Widths of tables whose number of columns is known only when they are filled in."""

from lxml import etree

from iki_docgen.office.xml import qn
from iki_docgen.word.widths import shared

_TABLE, _GRID, _COLUMN = qn("w:tbl"), qn("w:tblGrid"), qn("w:gridCol")
_ROW, _CELL, _W, _TYPE, _VAL = qn("w:tr"), qn("w:tc"), qn("w:w"), qn("w:type"), qn("w:val")
_GAPS = (qn("w:gridBefore"), qn("w:gridAfter"))
_CELL_PROPERTIES = qn("w:tcPr")
_RANKS = {
    qn(f"w:{tag}"): rank
    for rank, tag in enumerate(
        (
            *("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap"),
            *("tcMar", "textDirection", "tcFitText", "vAlign", "hideMark", "headers", "cellIns"),
            *("cellDel", "cellMerge", "tcPrChange"),
        )
    )
}
_CELL_WIDTH = f"{_CELL_PROPERTIES}/{qn('w:tcW')}"
_SPAN = f"{qn('w:tcPr')}/{qn('w:gridSpan')}"


def fit_columns(root: etree._Element) -> None:
    """Give every table whose rows have more or fewer cells than its grid a grid that fits.

    The table keeps its width to the twip; the columns share it as their cells' widths say.
    """
    for table in root.iter(_TABLE):
        fit_table(table)


def fit_table(table: etree._Element) -> None:
    """Give one table a grid that fits its rows."""
    grid = table.find(_GRID)
    rows = [cells(row) for row in table.iterfind(_ROW)]
    if grid is None or not rows or any(next(table.iter(tag), None) is not None for tag in _GAPS):
        return
    columns = grid.findall(_COLUMN)
    widest = max(rows, key=_count)
    count = _count(widest)
    if count and count != len(columns):
        ends = shared(whole_width(table, columns), _wished(widest))
        widths = [end - start for start, end in zip([0, *ends], ends, strict=False)]
        grid[:] = [etree.Element(_COLUMN, {_W: str(width)}) for width in widths]
        for row in rows:
            _set_widths(row, widths)


def order_cell_properties(root: etree._Element) -> None:
    """Put the properties of cells into the order of the schema.

    docxtpl writes merges and colours first or last, wherever that is.
    """
    for properties in root.iter(_CELL_PROPERTIES):
        ranks = ranks_of(properties)
        if ranks != sorted(ranks):
            properties[:] = sorted(properties, key=lambda child: _RANKS.get(str(child.tag), 0))


def ranks_of(properties: etree._Element) -> list[int]:
    """Return the places that the schema gives to the properties of a cell."""
    return [_RANKS.get(str(child.tag), 0) for child in properties]


def cells(row: etree._Element) -> list[etree._Element]:
    """Return the cells of a row, of a content control round a cell too."""
    return [cell for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW)) is row]


def whole_width(table: etree._Element, columns: list[etree._Element]) -> int:
    """Return the width that a table has, in twips."""
    return _own_width(table) or sum(_number(column.get(_W)) for column in columns)


def _own_width(table: etree._Element) -> int:
    """Return the width that a table says it has, 0 when it leaves that to its columns."""
    width = table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}")
    return 0 if width is None or width.get(_TYPE) != "dxa" else _number(width.get(_W))


def span(cell: etree._Element) -> int:
    """Return how many columns a cell takes."""
    found = cell.find(_SPAN)
    return 1 if found is None else max(_number(found.get(_VAL)), 1)


def _count(cells: list[etree._Element]) -> int:
    return sum(map(span, cells))


def wished(row: list[etree._Element]) -> list[int]:
    """Return the width of each column as the cells of one row have it, 0 where they do not say."""
    found = []
    for cell in row:
        width, own = cell.find(_CELL_WIDTH), span(cell)
        known = width is not None and width.get(_TYPE, "dxa") == "dxa"
        found += [_number(width.get(_W)) // own if width is not None and known else 0] * own
    return found


def _wished(row: list[etree._Element]) -> list[int]:
    found = wished(row)
    return found if all(found) else [1] * len(found)


def _set_widths(row: list[etree._Element], widths: list[int]) -> None:
    start = 0
    for cell in row:
        end = start + span(cell)
        width = cell.find(_CELL_WIDTH)
        if width is not None:
            width.set(_W, str(sum(widths[start:end])))
            width.set(_TYPE, "dxa")
        start = end


def _number(value: str | None) -> int:
    """Return a width in twips; Word also writes `123.5`."""
    try:
        return int(float(value or 0))
    except ValueError:
        return 0
