"""The table as a template lays it out: its properties, columns and headings.

A template is asked by filling it in with a position whose values are signs that nobody types; where
each sign comes out, there stands its column.  So a redline has the headings and widths of the
agency's own documents, however its template makes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from iki_docgen.office.text import element_text
from iki_docgen.office.xml import qn
from iki_docgen.project import Settings
from iki_docgen.records import VERSION, Document, Indikator, Jabatan, Sasaran
from iki_docgen.word.context import document_context
from iki_docgen.word.template import Template

COLUMNS = ("sasaran", "indikator", "penjelasan", "sumber_data")

_FIRST_SIGN = 0xE100
"""Of the characters for private use: no filter of a template changes them."""
_TABLE, _ROW, _CELL, _CONTROL = qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:sdt")
_CONTENT, _CELL_PROPERTIES, _MERGE = qn("w:sdtContent"), qn("w:tcPr"), qn("w:vMerge")
_TABLE_PROPERTIES, _GRID, _SECTION = qn("w:tblPr"), qn("w:tblGrid"), qn("w:sectPr")
_DROPPED = tuple(map(qn, ("w:bookmarkStart", "w:bookmarkEnd", "w:proofErr", "w:permStart")))


@dataclass(frozen=True, slots=True)
class SampleTable:
    """A table without rows: `columns` are the properties of a cell, and what stands in it.

    That is a name of `COLUMNS`, or the number of an extra column as text.
    """

    properties: etree._Element
    grid: etree._Element
    headings: tuple[etree._Element, ...]
    columns: tuple[tuple[str, etree._Element], ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A table, or None where the template has none of its own shape; and the page it stands on."""

    table: SampleTable | None
    page: tuple[etree._Element, ...]


def sample_of(template: Template, headings: Sequence[str], settings: Settings) -> Sample:
    """Return how `template` lays out a table with the extra columns `headings`.

    Raises `TemplateError` as `Template.fill` does.
    """
    names = (*COLUMNS, *(str(number) for number in range(len(headings))))
    signs = {name: chr(_FIRST_SIGN + number) for number, name in enumerate(names)}
    row = Indikator(
        indikator=signs["indikator"],
        penjelasan=signs["penjelasan"],
        sumber_data=signs["sumber_data"],
        lainnya={heading: signs[str(number)] for number, heading in enumerate(headings)},
    )
    group = Sasaran(sasaran=(signs["sasaran"],), indikator=(row,))
    jabatan = Jabatan(
        id="contoh", jabatan="Contoh", atasan=None, tugas=(), fungsi=(), sasaran=(group,)
    )
    document = Document(versi=VERSION, instansi="", tahun=None, jabatan=(jabatan,))
    root = template.fill_parts(document_context(document, jabatan, settings)).root
    return Sample(_table(root, signs), _page(root))


def _table(root: etree._Element, signs: dict[str, str]) -> SampleTable | None:
    """Return the table in which a row has each sign in a cell of its own, and no other cell."""
    for row in root.iter(_ROW):
        table = next(row.iterancestors(_TABLE), None)
        columns = []
        for cell in row.iter(_CELL):
            text = element_text(cell)
            found = [name for name, sign in signs.items() if sign in text]
            columns.append((found[0] if len(found) == 1 else "", _cell_properties(cell)))
        if table is not None and sorted(name for name, _ in columns) == sorted(signs):
            return _empty(table, row, tuple(columns))
    return None


def _empty(
    table: etree._Element, row: etree._Element, columns: tuple[tuple[str, etree._Element], ...]
) -> SampleTable | None:
    """Return `table` down to `row`, without controls and bookmarks."""
    properties, grid = table.find(_TABLE_PROPERTIES), table.find(_GRID)
    if properties is None or grid is None or next(row.iterancestors(_CELL), None) is not None:
        return None
    above = []
    for other in table.iter(_ROW):
        if other is row:
            break
        above.append(other)
    for heading in above:
        _without_anchors(heading)
    return SampleTable(properties, grid, tuple(above), columns)


def _cell_properties(cell: etree._Element) -> etree._Element:
    properties = cell.find(_CELL_PROPERTIES)
    if properties is None:
        return etree.Element(_CELL_PROPERTIES)
    for merge in properties.findall(_MERGE):
        properties.remove(merge)
    return properties


def _without_anchors(row: etree._Element) -> None:
    for mark in list(row.iter(*_DROPPED)):
        _replace(mark, [])
    for control in list(row.iter(_CONTROL)):
        content = control.find(_CONTENT)
        _replace(control, [] if content is None else list(content))


def _replace(element: etree._Element, others: list[etree._Element]) -> None:
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        parent[place : place + 1] = others


def _page(root: etree._Element) -> tuple[etree._Element, ...]:
    """Return size and margins of the last section."""
    sections = list(root.iter(_SECTION))
    found = [sections[-1].find(qn(tag)) for tag in ("w:pgSz", "w:pgMar")] if sections else []
    return tuple(element for element in found if element is not None)
