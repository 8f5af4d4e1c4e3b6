"""The table of a position with its changes: rows that went out or came in, and cells reworded.

The Sasaran stands in the first row that its group has in each document, which need not be the
same one; the cells below it are empty.  Where all rows stay they are one merged cell.  Where
rows go or come nothing is merged, for a merged cell whose first row goes out loses its text;
the lines between are left out instead.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree

from iki_docgen.diff.model import GroupPair, PositionPair
from iki_docgen.diff.words import Side
from iki_docgen.office.xml import qn
from iki_docgen.records import Indikator
from iki_docgen.word.context import extra_columns
from iki_docgen.word.paging import LARGEST_GROUP, keep_with_next
from iki_docgen.word.redline_lines import CellText, sasaran_text, value_text
from iki_docgen.word.redline_marks import Pen
from iki_docgen.word.redline_sample import COLUMNS, SampleTable
from iki_docgen.word.values import one_line

_ROW, _CELL, _ROW_PROPERTIES = qn("w:tr"), qn("w:tc"), qn("w:trPr")
_BORDERS, _VAL = qn("w:tcBorders"), qn("w:val")
_NOTHING = Indikator(indikator="", penjelasan="", sumber_data="")
"""Stands in the row of a Sasaran that has no indicator."""


def columns_of(pair: PositionPair) -> tuple[str, ...]:
    """Return the headings of the extra columns of both documents, those of the new one first."""
    both = [
        heading
        for record in (pair.new, pair.old)
        if record is not None
        for heading in extra_columns(record)
    ]
    return tuple(dict.fromkeys(both))


def table_side(pair: PositionPair) -> Side | None:
    """Return in which documents the position has a table, None where in neither."""
    old = pair.old is not None and bool(pair.old.sasaran)
    new = pair.new is not None and bool(pair.new.sasaran)
    return _side(old=old, new=new) if old or new else None


def _side(*, old: bool, new: bool) -> Side:
    return Side.BOTH if old and new else Side.OLD if old else Side.NEW


def write_table(pen: Pen, sample: SampleTable, pair: PositionPair, side: Side) -> etree._Element:
    """Return the table of `pair`, which stands in the documents that `side` says."""
    extra = columns_of(pair)
    found = etree.Element(qn("w:tbl"))
    found.extend([deepcopy(sample.properties), deepcopy(sample.grid)])
    for heading in map(deepcopy, sample.headings):
        if side is Side.BOTH:
            _mark_columns(pen, heading, sample, _column_sides(pair, extra))
        else:
            pen.mark_text(heading, side)
            pen.mark_row(heading, side)
        found.append(heading)
    for group in pair.sasaran:
        rows = [_row(pen, sample, group, row, extra) for row in _rows(group)]
        for row in rows[:-1] if len(rows) <= LARGEST_GROUP else []:
            keep_with_next(row)
        found.extend(rows)
    return found


def _column_sides(pair: PositionPair, extra: Sequence[str]) -> dict[str, Side]:
    """Return the extra columns that only one document has, by number."""
    old = extra_columns(pair.old) if pair.old is not None else []
    new = extra_columns(pair.new) if pair.new is not None else []
    sides = {
        str(number): _side(old=heading in old, new=heading in new)
        for number, heading in enumerate(extra)
    }
    return {number: side for number, side in sides.items() if side is not Side.BOTH}


def _mark_columns(
    pen: Pen, heading: etree._Element, sample: SampleTable, sides: dict[str, Side]
) -> None:
    """Mark the headings of columns that only one document has; the column itself stays."""
    cells = heading.findall(_CELL)
    if len(cells) != len(sample.columns):
        return
    for cell, (name, _) in zip(cells, sample.columns, strict=True):
        if name in sides:
            pen.mark_text(cell, sides[name])


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a group, its records, and whether it is the first of the group in each document.

    `merged` says that its Sasaran cell is one with those of the whole group, `goes_on` that the
    row below follows it in every document that has that row.
    """

    old: Indikator | None
    new: Indikator | None
    first_old: bool
    first_new: bool
    merged: bool = False
    goes_on: bool = False

    @property
    def side(self) -> Side:
        """Return in which documents the row stands."""
        return _side(old=self.old is not None, new=self.new is not None)

    @property
    def follows(self) -> bool:
        """Return whether it goes on with the group in every document that has it."""
        return not self.first_old and not self.first_new


def _rows(group: GroupPair) -> list[_Row]:
    """Return the rows of a group; a Sasaran without indicators has one, as in our documents."""
    pairs = [
        (row.old if group.old is not None else None, row.new if group.new is not None else None)
        for row in group.indikator
    ]
    blank_old = group.old is not None and all(old is None for old, _ in pairs)
    blank_new = group.new is not None and all(new is None for _, new in pairs)
    if blank_old or blank_new:
        pairs.insert(0, (_NOTHING if blank_old else None, _NOTHING if blank_new else None))
    pairs = [pair for pair in pairs if pair != (None, None)]
    merged = len(pairs) > 1 and all(old is not None and new is not None for old, new in pairs)
    found: list[_Row] = []
    begun_old = begun_new = False
    for old, new in pairs:
        first_old, first_new = old is not None and not begun_old, new is not None and not begun_new
        begun_old, begun_new = begun_old or old is not None, begun_new or new is not None
        found.append(_Row(old, new, first_old, first_new, merged))
    going_on = [row.follows for row in found[1:]] + [False]
    return [replace(row, goes_on=wanted) for row, wanted in zip(found, going_on, strict=True)]


def _row(
    pen: Pen, sample: SampleTable, group: GroupPair, row: _Row, extra: Sequence[str]
) -> etree._Element:
    found = etree.Element(_ROW)
    properties = etree.SubElement(found, _ROW_PROPERTIES)
    etree.SubElement(properties, qn("w:cantSplit"))
    if row.side is not Side.BOTH:
        pen.mark_row(found, row.side)
    texts = _texts(group, row, extra)
    for name, cell_properties in sample.columns:
        cell = etree.SubElement(found, _CELL)
        own = deepcopy(cell_properties)
        cell.append(own)
        if name == COLUMNS[0]:
            _join(own, row)
        cell.extend(pen.cell(texts[name]))
    return found


def _texts(group: GroupPair, row: _Row, extra: Sequence[str]) -> dict[str, CellText]:
    """Return what stands in each column."""
    old, new = _values(row.old, extra), _values(row.new, extra)
    values = {name: value_text(old.get(name), new.get(name)) for name in {**old, **new}}
    return {"sasaran": sasaran_text(group, old=row.first_old, new=row.first_new), **values}


def _values(row: Indikator | None, extra: Sequence[str]) -> dict[str, str]:
    """Return what one document has in the row, by column; nothing where it has not the row."""
    if row is None:
        return {}
    return {
        "indikator": one_line(row.indikator),
        "penjelasan": row.penjelasan,
        "sumber_data": row.sumber_data,
        **{str(number): row.lainnya.get(heading, "") for number, heading in enumerate(extra)},
    }


def _join(properties: etree._Element, row: _Row) -> None:
    """Make the Sasaran cell of a row one with those of its group, or let it look so."""
    if row.merged:
        value = "continue" if row.follows else "restart"
        etree.SubElement(properties, qn("w:vMerge"), {_VAL: value})
        return
    open_sides = [
        name for name, wanted in (("top", row.follows), ("bottom", row.goes_on)) if wanted
    ]
    if not open_sides:
        return
    borders = properties.find(_BORDERS)
    if borders is None:
        borders = etree.SubElement(properties, _BORDERS)
    for name in open_sides:
        for old in borders.findall(qn(f"w:{name}")):
            borders.remove(old)
    for name in open_sides:
        borders.insert(
            0 if name == "top" else _after_left(borders),
            etree.Element(qn(f"w:{name}"), {_VAL: "nil"}),
        )


def _after_left(borders: etree._Element) -> int:
    before = {qn(f"w:{name}") for name in ("top", "left", "start")}
    return sum(1 for child in borders if child.tag in before)
