"""OpenDocument texts (`.odt`) -> blocks.

As in a Word document, what people see is read: no deletions, no hidden text, results of fields,
and the numbers of lists as markers.  A table of contents is left out, since the program makes it.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from iki_docgen.blocks import Reading
from iki_docgen.errors import InputError
from iki_docgen.office.package import open_package
from iki_docgen.office.xml import parse_xml, qn
from iki_docgen.read.flow import (
    MOST_COLUMNS,
    Bounds,
    Flow,
    FlowCell,
    FlowLine,
    FlowRow,
    FlowTable,
    squared,
)
from iki_docgen.read.layout import laid_out
from iki_docgen.read.odt_lists import Lists, OpenList, number_of
from iki_docgen.read.odt_text import paragraph_text

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_P, _H, _LIST, _TABLE = qn("text:p"), qn("text:h"), qn("text:list"), qn("table:table")
_ITEM, _HEADER, _START = qn("text:list-item"), qn("text:list-header"), qn("text:start-value")
_ROW, _CELL = qn("table:table-row"), qn("table:table-cell")
_COVERED = qn("table:covered-table-cell")
_ROWS_REPEATED = qn("table:number-rows-repeated")
_COLUMNS_REPEATED = qn("table:number-columns-repeated")
_SECTION, _DISPLAY = qn("text:section"), qn("text:display")
_STYLE_NAME = qn("text:style-name")
_SHAPES = (qn("draw:text-box"), qn("draw:custom-shape"))
_LEFT_OUT = frozenset(
    qn(tag)
    for tag in (
        *("text:tracked-changes", "text:table-of-content", "text:sequence-decls"),
        *("text:variable-decls", "text:user-field-decls", "office:forms", "office:annotation"),
        "text:note",
    )
)
_OTHER_FLOW = frozenset({_P, _H, _LIST, _TABLE, *_LEFT_OUT})
_CONTENTS = "Contents_20_"
_LONGEST_CHAIN = 20
_OBJECT, _LINK = qn("draw:object"), "{http://www.w3.org/1999/xlink}href"
_MATH = "{http://www.w3.org/1998/Math/MathML}"
_ASIDE = {
    qn("text:note"): "note",
    qn("office:annotation"): "comment",
    qn("style:header"): "header",
    qn("style:footer"): "footer",
}


def read_odt(data: bytes, name: str) -> Reading:
    """Return the text and blocks of an OpenDocument text; `name` is what people know it by.

    Raises `InputError` for what is no such document, cannot be opened safely, or has no text.
    """
    members = open_package(data, name)
    if b"encryption-data" in members.get(_MANIFEST, b""):
        hint = "open it in LibreOffice, save it without a password, and use that file"
        raise InputError(f"{name} is protected by a password", hint=hint)
    if _CONTENT not in members:
        hint = "open it in LibreOffice, which may mend it, save it under a new name, and use that"
        raise InputError(f"{name} is damaged: its text (`{_CONTENT}`) is missing", hint=hint)
    bounds = Bounds(name)
    for part in members.values():
        bounds.take_part(part)
    content = parse_xml(members[_CONTENT], name)
    styles = parse_xml(members[_STYLES], name) if _STYLES in members else None
    roots = [root for root in (styles, content) if root is not None]
    walker = _Walker(bounds, roots)
    body = content.find(f"{qn('office:body')}/{qn('office:text')}")
    flow = list(walker.flow(content if body is None else body))
    aside = [line for root in (content, styles) if root is not None for line in walker.aside(root)]
    aside += _formulas(content, members, name)
    return laid_out(flow, name, aside=aside)


class _Walker:
    """Goes through a document from its start to its end."""

    def __init__(self, bounds: Bounds, roots: list[etree._Element]) -> None:
        """Start with the styles in `roots`, and with lists of which nothing is counted yet."""
        self._lists = Lists(roots)
        self._bounds = bounds
        self._shows: dict[str, bool] = {}
        self._above = dict(_parents(roots))
        self._hidden = frozenset(self._hidden_styles(roots))

    def flow(self, element: etree._Element) -> Iterator[Flow]:
        """Yield the paragraphs and tables in `element`, in order."""
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _LEFT_OUT:
                continue
            if child.tag in {_P, _H}:
                yield from self._paragraph(child, self._heading(child), 0)
            elif child.tag == _LIST:
                yield from self._list(child, self._lists.opened(child), 0)
            elif child.tag == _TABLE:
                yield self._table(child)
            elif child.tag != _SECTION or child.get(_DISPLAY, "true") == "true":
                yield from self.flow(child)

    def _paragraph(self, element: etree._Element, marker: str, level: int) -> Iterator[Flow]:
        """Yield a paragraph, and what stands in the text boxes that are anchored in it."""
        self._bounds.take_line()
        if self._is_shown(element):
            yield FlowLine(paragraph_text(element, self._hidden), marker, level)
        pending = [element]
        while pending:
            found = pending.pop()
            if found.tag in _SHAPES:
                yield from self._box(found)
            else:
                pending += (child for child in reversed(found) if child.tag not in _OTHER_FLOW)

    def _box(self, box: etree._Element) -> Iterator[Flow]:
        """Yield what stands in a text box."""
        with self._bounds.inside():
            inside = list(self.flow(box))
        for part in inside:
            if isinstance(part, FlowLine):
                part.aside = part.aside or "text box"
            yield part

    def _is_shown(self, element: etree._Element) -> bool:
        style = element.get(_STYLE_NAME, "")
        if style not in self._shows:
            is_contents = any(one.startswith(_CONTENTS) for one in self._chain(style))
            self._shows[style] = style not in self._hidden and not is_contents
        if not self._shows[style]:
            return False
        condition = element.find(qn("text:hidden-paragraph"))
        return condition is None or condition.get(qn("text:is-hidden"), "true") != "true"

    def _heading(self, element: etree._Element) -> str:
        """Return the number of a heading that stands in no list."""
        if element.tag != _H or element.get(qn("text:is-list-header")) == "true":
            return ""
        return self._lists.next_heading(number_of(element.get(qn("text:outline-level")), 1) - 1)

    def _list(self, element: etree._Element, opened: OpenList, level: int) -> Iterator[Flow]:
        """Yield the paragraphs of a list: the first of each item has its number."""
        for item in element.iterchildren(_ITEM, _HEADER):
            start = item.get(_START)
            first = item.tag == _ITEM
            for child in item:
                if child.tag in {_P, _H}:
                    marker = ""
                    if first:
                        number = None if start is None else number_of(start, 1)
                        marker = self._lists.next_marker(opened, level, number)
                    yield from self._paragraph(child, marker, level)
                    first = False
                elif child.tag == _LIST:
                    style = child.get(_STYLE_NAME, opened.style)
                    inner = opened if style == opened.style else OpenList(style)
                    with self._bounds.inside():
                        yield from self._list(child, inner, level + 1)
                elif child.tag == _TABLE:
                    yield self._table(child)

    def _table(self, table: etree._Element) -> FlowTable:
        rows: list[FlowRow] = []
        for row in _rows(table):
            with self._bounds.inside():
                cells = list(self._row(row))
            times = min(number_of(row.get(_ROWS_REPEATED), 1), MOST_COLUMNS)
            is_filled = any(cell.content for cell in cells)
            for _ in range(max(times, 1) if is_filled else 1):
                self._bounds.take_cells(len(cells))
                rows.append(list(cells))
        return squared(rows)

    def _row(self, row: etree._Element) -> Iterator[FlowCell]:
        """Yield the cells of a row; one that a merge covers is empty, whatever it keeps."""
        width = 0
        for cell in row.iterchildren(_CELL, _COVERED):
            content = [] if cell.tag == _COVERED else list(self.flow(cell))
            times = max(number_of(cell.get(_COLUMNS_REPEATED), 1), 1)
            for _ in range(min(times, MOST_COLUMNS - width)):
                width += 1
                yield FlowCell(content)

    def _chain(self, style: str) -> Iterator[str]:
        """Yield the name of a style and of those it is based on."""
        for _ in range(_LONGEST_CHAIN):
            if not style:
                return
            yield style
            style = self._above.get(style, "")

    def _hidden_styles(self, roots: list[etree._Element]) -> Iterator[str]:
        own = {
            style.get(qn("style:name"), "")
            for root in roots
            for style in root.iter(qn("style:style"))
            for properties in style.iterchildren(qn("style:text-properties"))
            if properties.get(_DISPLAY) == "none"
        }
        for style in {*own, *self._above} if own else ():
            if own.intersection(self._chain(style)):
                yield style

    def aside(self, root: etree._Element) -> Iterator[FlowLine]:
        """Yield the paragraphs that stand beside the running text: notes, headers, comments."""
        counts: dict[str, int] = {}
        for found in root.iter(*_ASIDE):
            place = _ASIDE[str(found.tag)]
            counts[place] = counts.get(place, 0) + 1
            for paragraph in found.iter(_P, _H):
                text = paragraph_text(paragraph, self._hidden)
                yield FlowLine(text, aside=f"{place} {counts[place]}")


def _formulas(
    content: etree._Element, members: Mapping[str, bytes], name: str
) -> Iterator[FlowLine]:
    """Yield the formulas, each an object in the text or a part of its own, as people typed them."""
    number = 0
    seen: set[str] = set()
    for found in content.iter(_OBJECT):
        part = f"{found.get(_LINK, '').removeprefix('./')}/{_CONTENT}"
        root = found
        if part in members and part not in seen:
            seen.add(part)
            root = parse_xml(members[part], name)
        formula = next(root.iter(f"{_MATH}math"), None)
        if formula is not None:
            number += 1
            typed = formula.find(f".//{_MATH}annotation")
            texts = (formula if typed is None else typed).itertext()
            yield FlowLine(" ".join(" ".join(map(str, texts)).split()), aside=f"formula {number}")


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, which may stand in groups, and none of a table inside it."""
    pending = list(reversed(table))
    while pending:
        found = pending.pop()
        if found.tag == _ROW:
            yield found
        elif isinstance(found.tag, str) and found.tag.startswith(_ROW.partition("}")[0]):
            pending.extend(reversed(found))


def _parents(roots: list[etree._Element]) -> Iterator[tuple[str, str]]:
    """Yield each style with the one it is based on."""
    for root in roots:
        for style in root.iter(qn("style:style")):
            yield style.get(qn("style:name"), ""), style.get(qn("style:parent-style-name"), "")
