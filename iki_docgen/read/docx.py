"""Word documents (`.docx`) -> blocks.

What people see is read: insertions accepted, deletions dropped, results of fields, no hidden
text.  Numbers that Word makes become list markers.  A table of contents is left out, since Word
makes it of the headings; so are prompts (`Klik untuk menulis ...`) that a content control shows.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from iki_docgen.blocks import Reading
from iki_docgen.office.package import open_package
from iki_docgen.office.parts import main_part, related_parts
from iki_docgen.office.strict import in_usual_words
from iki_docgen.office.text import element_text, mark_is_deleted, outermost
from iki_docgen.office.xml import parse_xml, qn
from iki_docgen.read.docx_lists import Numbering
from iki_docgen.read.docx_prompts import contents_of, prompt_runs
from iki_docgen.read.docx_styles import Styles
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

_P, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_BODY, _TEXT_BOX, _VAL = qn("w:body"), qn("w:txbxContent"), qn("w:val")
_ROW_LOOK, _CELL_LOOK = qn("w:trPr"), qn("w:tcPr")
_SPAN, _MERGES = qn("w:gridSpan"), (qn("w:vMerge"), qn("w:hMerge"))
_SKIPPED = (qn("w:gridBefore"), qn("w:gridAfter"))
_ASIDE = {
    "/footnotes": ("w:footnote", "footnote"),
    "/endnotes": ("w:endnote", "endnote"),
    "/header": ("w:hdr", "header"),
    "/footer": ("w:ftr", "footer"),
    "/comments": ("w:comment", "comment"),
}
_DIGITS = 9
"""Enough of a number to know that it is too large."""
_RULES = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read_docx(data: bytes, name: str) -> Reading:
    """Return the text and blocks of a Word document; `name` is what people know it by.

    Raises `InputError` for what is no such document, cannot be opened safely, or has no text.
    """
    members = in_usual_words(open_package(data, name))
    main = main_part(members, name)
    bounds = Bounds(name)
    for content in members.values():
        bounds.take_part(content)
    root = parse_xml(members[main], name)
    styles = Styles(members, main, name)
    walker = _Walker(bounds, styles, Numbering(members, main, name, styles))
    walker.leave_out(prompt_runs(root, members, main, name), contents_of(root))
    body = root.find(_BODY)
    flow = list(walker.flow(root if body is None else body))
    return laid_out(flow, name, aside=list(_stories(members, main, name)))


class _Walker:
    """Goes through a document from its start to its end."""

    def __init__(self, bounds: Bounds, styles: Styles, numbering: Numbering) -> None:
        """Start with lists of which nothing is counted yet."""
        self._bounds = bounds
        self._styles = styles
        self._numbering = numbering
        self._prompts: frozenset[etree._Element] = frozenset()
        self._contents: frozenset[etree._Element] = frozenset()

    def leave_out(
        self, prompts: frozenset[etree._Element], contents: frozenset[etree._Element]
    ) -> None:
        """Read nothing of the runs in `prompts` and the paragraphs in `contents`."""
        self._prompts = prompts
        self._contents = contents

    def flow(self, element: etree._Element) -> Iterator[Flow]:
        """Yield the paragraphs and tables in `element`, in order."""
        joined: list[etree._Element] = []
        for block in outermost(element, _P, _TABLE):
            if block.tag == _P:
                self._bounds.take_line()
                joined.append(block)
                if not mark_is_deleted(block):
                    yield from self._paragraph(joined)
                    joined = []
                continue
            yield from self._paragraph(joined)
            joined = []
            yield self._table(block)
        yield from self._paragraph(joined)

    def _paragraph(self, parts: list[etree._Element]) -> Iterator[Flow]:
        """Yield a paragraph, made of several where their ends are deleted, and its text boxes."""
        if not parts:
            return
        texts = [
            element_text(
                part, without=self._is_elsewhere, hidden_by_style=self._styles.hidden_in(part)
            )
            for part in parts
        ]
        shown = next((part for part, text in zip(parts, texts, strict=True) if text), parts[-1])
        marker, level = self._numbering.next_marker(shown)
        if shown not in self._contents and not self._styles.is_contents(shown):
            yield FlowLine("".join(texts), marker, level)
        for part in parts:
            if next(part.iter(_TEXT_BOX), None) is not None:
                yield from self._boxes(part)

    def _boxes(self, paragraph: etree._Element) -> Iterator[Flow]:
        """Yield what stands in the text boxes that are anchored in a paragraph."""
        for box in outermost(paragraph, _TEXT_BOX):
            with self._bounds.inside():
                inside = list(self.flow(box))
            for found in inside:
                if isinstance(found, FlowLine):
                    found.aside = found.aside or "text box"
                yield found

    def _is_elsewhere(self, element: etree._Element) -> bool:
        return element.tag == _TEXT_BOX or element in self._prompts

    def _table(self, table: etree._Element) -> FlowTable:
        rows: list[FlowRow] = []
        merged: set[int] = set()
        with self._bounds.inside():
            for row in outermost(table, _ROW):
                cells, merged = self._row(row, merged)
                rows.append(cells)
        return squared(rows)

    def _row(self, row: etree._Element, above: set[int]) -> tuple[FlowRow, set[int]]:
        """Return the cells of a row, and in which columns one may go on in the next row.

        `above` are those columns of the row before: a cell that goes on where none began is one
        of its own, as Word shows it.
        """
        look = _values(row.find(_ROW_LOOK))
        before, after = (_number(look.get(tag), 0) for tag in _SKIPPED)
        cells: FlowRow = [FlowCell() for _ in range(before)]
        merged: set[int] = set()
        for cell in outermost(row, _CELL):
            look = _values(cell.find(_CELL_LOOK))
            down, across = (look.get(tag, "restart") for tag in _MERGES)
            at = len(cells)
            covered = (down == "continue" and at in above) or across == "continue"
            if _MERGES[0] in look:
                merged.add(at)
            content = [] if covered else list(self.flow(cell))
            cells.append(FlowCell(content))
            cells += [FlowCell() for _ in range(_number(look.get(_SPAN), 1) - 1)]
        cells += [FlowCell() for _ in range(after)]
        self._bounds.take_cells(len(cells))
        return cells, merged


def _values(properties: etree._Element | None) -> dict[str, str]:
    """Return what the properties of a row or a cell say; a merge without a word goes on."""
    children = () if properties is None else properties
    return {str(child.tag): child.get(_VAL, "continue") for child in children}


def _number(text: str | None, otherwise: int) -> int:
    if text is None or not (text.isascii() and text.isdigit()):
        return otherwise
    return min(int(text.lstrip("0")[:_DIGITS] or "0"), MOST_COLUMNS)


def _stories(members: Mapping[str, bytes], main: str, name: str) -> Iterator[FlowLine]:
    """Yield the paragraphs that stand beside the running text: notes, headers, comments."""
    for kind, (tag, place) in _ASIDE.items():
        number = 0
        for part in dict.fromkeys(related_parts(members, main, kind, name)):
            for story in parse_xml(members[part], name).iter(qn(tag)):
                if story.get(qn("w:type"), "") in _RULES:
                    continue
                number += 1
                for paragraph in outermost(story, _P):
                    yield FlowLine(element_text(paragraph), aside=f"{place} {number}")
