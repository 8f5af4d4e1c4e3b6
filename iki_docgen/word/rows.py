"""The rows of a table of indicators, as people left them.

A row may stand in a content control, and so may a cell; columns may have been put in, moved or
taken out.  A column is known by its heading; where that is gone, by the anchors in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from iki_docgen.office.text import element_text, outermost
from iki_docgen.office.xml import qn
from iki_docgen.vocabulary import match_heading
from iki_docgen.word.anchors import Mark, Tag, read_bookmark, read_tag

INDIKATOR = "indikator"
VALUES = ("penjelasan", "sumber_data")
"""The columns that people fill in."""

_TABLE, _ROW, _CELL, _SDT = qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:sdt")
_BOOKMARK, _NAME, _VAL, _W = qn("w:bookmarkStart"), qn("w:name"), qn("w:val"), qn("w:w")
_TAG = f"{qn('w:sdtPr')}/{qn('w:tag')}"
_SPAN = f"{qn('w:tcPr')}/{qn('w:gridSpan')}"
_MERGE = f"{qn('w:tcPr')}/{qn('w:vMerge')}"
_BEFORE = f"{qn('w:trPr')}/{qn('w:gridBefore')}"
_GRID = f"{qn('w:tblGrid')}/{qn('w:gridCol')}"
_COLUMN_NUMBERS = frozenset(map(str, range(1, 20)))
_CONTINUES = "continue"
_MOST_COLUMNS = 63
"""Of a table in Word; what says more is damaged."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: the column it stands in, and the anchors in and round it.

    `column` is empty for other columns; `several` says that it reaches over more than one known
    column.  `merge` is Word's: `restart` or `continue`, empty for a cell of its own.
    """

    element: etree._Element
    text: str
    start: int
    end: int
    tags: tuple[Tag, ...]
    marks: tuple[Mark, ...]
    column: str = ""
    several: bool = False
    merge: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number (from 1, heading rows counted); `heading` for what names columns.

    `tags` and `marks` are those of the row and of all its cells.
    """

    element: etree._Element
    number: int
    cells: tuple[Cell, ...]
    tags: tuple[Tag, ...]
    marks: tuple[Mark, ...]
    heading: bool = False

    def of_column(self, column: str) -> tuple[Cell, ...]:
        """Return the cells that stand in `column`; mostly one."""
        return tuple(cell for cell in self.cells if cell.column == column)


@dataclass(slots=True)
class _Columns:
    """Which column stands where: (start, end, name) in twips from the left edge."""

    known: list[tuple[int, int, str]] = field(default_factory=list)

    def of(self, start: int, end: int) -> list[str]:
        """Return the columns that a cell from `start` to `end` covers."""
        found = []
        for left, right, name in self.known:
            shared = min(end, right) - max(start, left)
            if shared > 0 and 2 * shared >= min(end - start, right - left):
                found.append(name)
        return found

    def add(self, start: int, end: int, name: str) -> None:
        """Add a column that is not known yet, unless another stands there."""
        if name not in {known for _, _, known in self.known} and not self.of(start, end):
            self.known.append((start, end, name))


def is_answer_table(table: etree._Element) -> bool:
    """Tell whether `table` holds indicators: it has their headings, or our anchors.

    A table in one of its cells does not make it one.
    """
    for found in table.iter(_SDT, _BOOKMARK):
        if next(found.iterancestors(_TABLE), None) is table and _is_anchor(found):
            return True
    return any(_heading_names(_texts(row)) for row in outermost(table, _ROW))


def _is_anchor(element: etree._Element) -> bool:
    if element.tag == _BOOKMARK:
        return read_bookmark(element.get(_NAME, "")) is not None
    tag = element.find(_TAG)
    return tag is not None and read_tag(tag.get(_VAL, "")) is not None


def read_rows(table: etree._Element) -> list[Row]:
    """Return the rows of a table of indicators, headings and numbers of columns too."""
    rows = [_raw_row(row, number) for number, row in enumerate(outermost(table, _ROW), 1)]
    rows = [_without_lone_merges(row, rows[number:]) for number, row in enumerate(rows, 1)]
    places = _places(table, rows)
    anchored = _anchored_columns(rows, places)
    columns = _completed(_Columns(), anchored)
    found = []
    numbers_may_follow = True
    for row in rows:
        has_anchor = bool(row.tags or row.marks)
        names = [] if has_anchor else _heading_names([cell.text for cell in row.cells])
        if names:
            own = _Columns()
            for cell, name in zip(row.cells, names, strict=True):
                if name:
                    own.add(places[cell.start], places[cell.end], name)
            columns = _completed(own, anchored)
            numbers_may_follow = True
        heading = bool(names) or (
            numbers_may_follow and not has_anchor and _is_number_row(row.cells)
        )
        numbers_may_follow = heading
        found.append(_in_columns(row, columns, places, heading=heading))
    return found


def _texts(row: etree._Element) -> list[str]:
    return [element_text(cell) for cell in outermost(row, _CELL)]


def _heading_names(texts: Sequence[str]) -> list[str]:
    """Return the column of each cell of a heading row ("" for others), nothing for other rows."""
    headings = [match_heading(" ".join(text.split())) for text in texts]
    names = ["" if heading is None else heading.column for heading in headings]
    known = {name for name in names if name in _STANDARD}
    return names if len(known) > 1 else []


_STANDARD = frozenset({"sasaran", INDIKATOR, *VALUES})


def _is_number_row(cells: Sequence[Cell]) -> bool:
    """Tell whether the cells number the columns: 1 2 3 4, in any order and with gaps."""
    texts = [text for cell in cells if (text := cell.text.strip().strip("()."))]
    return len(texts) > 1 and all(text in _COLUMN_NUMBERS for text in texts)


def _raw_row(row: etree._Element, number: int) -> Row:
    """Return a row whose columns are not known yet."""
    position = _number(row.find(_BEFORE), 0)
    cells = []
    for cell in outermost(row, _CELL):
        width = max(_number(cell.find(_SPAN), 1), 1)
        merge = cell.find(_MERGE)
        wrappers = _wrappers(cell, _ROW)
        cells.append(
            Cell(
                element=cell,
                text=element_text(cell),
                start=position,
                end=position + width,
                tags=tuple(_tags((*wrappers, *cell.iter(_SDT)))),
                marks=tuple(_marks(cell)),
                merge="" if merge is None else merge.get(_VAL, _CONTINUES),
            )
        )
        position += width
    own = (control for control in _wrappers(row, _TABLE) if _is_of_one_row(control))
    tags = (*_tags(own), *(tag for cell in cells for tag in cell.tags))
    return Row(row, number, tuple(cells), tags, tuple(_marks(row)))


def _without_lone_merges(row: Row, below: Sequence[Row]) -> Row:
    """Return `row`, whose cells are merged only with cells that are there."""
    going_on = {cell.start for cell in below[0].cells if cell.merge == _CONTINUES} if below else ()
    cells = tuple(
        cell if cell.merge == _CONTINUES or cell.start in going_on else replace(cell, merge="")
        for cell in row.cells
    )
    return replace(row, cells=cells)


def _wrappers(element: etree._Element, top: str) -> Iterator[etree._Element]:
    """Yield the content controls round `element`, up to the first element `top`."""
    for above in element.iterancestors():
        if above.tag == top:
            return
        if above.tag == _SDT:
            yield above


def _is_of_one_row(control: etree._Element) -> bool:
    rows = outermost(control, _ROW)
    return next(rows, None) is not None and next(rows, None) is None


def _tags(controls: Sequence[etree._Element] | Iterator[etree._Element]) -> Iterator[Tag]:
    for control in controls:
        tag = control.find(_TAG)
        if tag is not None and (found := read_tag(tag.get(_VAL, ""))):
            yield found


def _marks(element: etree._Element) -> Iterator[Mark]:
    for start in element.iter(_BOOKMARK):
        if found := read_bookmark(start.get(_NAME, "")):
            yield found


def _places(table: etree._Element, rows: Sequence[Row]) -> list[int]:
    """Return the left edge of each column of the grid, and the right edge of the last."""
    widths = [max(_number(column, 0, _W), 1) for column in table.iterfind(_GRID)]
    most = max((cell.end for row in rows for cell in row.cells), default=0)
    edges = [0]
    for number in range(max(most, len(widths))):
        edges.append(edges[-1] + (widths[number] if number < len(widths) else 1))
    return edges


def _anchored_columns(rows: Sequence[Row], places: Sequence[int]) -> _Columns:
    """Return the columns whose place all anchors of the table agree on."""
    seen: dict[str, set[tuple[int, int]]] = {}
    for row in rows:
        for cell in row.cells:
            names = {tag.column for tag in cell.tags} | ({INDIKATOR} if cell.marks else set())
            for name in names:
                seen.setdefault(name, set()).add((places[cell.start], places[cell.end]))
    columns = _Columns()
    for name, spans in seen.items():
        if len(spans) == 1:
            columns.add(*next(iter(spans)), name)
    return columns


def _completed(columns: _Columns, others: _Columns) -> _Columns:
    """Return `columns` with those of `others` that are not there and stand where none does."""
    for start, end, name in others.known:
        columns.add(start, end, name)
    return columns


def _in_columns(row: Row, columns: _Columns, places: Sequence[int], *, heading: bool) -> Row:
    cells = []
    for cell in row.cells:
        covered = columns.of(places[cell.start], places[cell.end])
        own = {tag.column for tag in cell.tags}
        if not covered and len(own) == 1:
            covered = list(own)
        known = covered[0] if len(covered) == 1 else ""
        several = len(covered) > 1 and any(name in VALUES for name in covered)
        cells.append(replace(cell, column=known, several=several))
    return replace(row, cells=tuple(cells), heading=heading)


def _number(element: etree._Element | None, otherwise: int, attribute: str = _VAL) -> int:
    """Return the number that `element` says, within what Word has."""
    try:
        found = int(float(element.get(attribute, ""))) if element is not None else otherwise
    except (ValueError, OverflowError):
        return otherwise
    return min(max(found, 0), _MOST_COLUMNS if attribute == _VAL else 1 << 20)
