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
from iki_docgen.read.docx_prompts import is_contents, prompt_runs
from iki_docgen.read.flow import (
    MOST_COLUMNS,
    CellCount,
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
_SPAN = f"{qn('w:tcPr')}/{qn('w:gridSpan')}"
_MERGES = (f"{qn('w:tcPr')}/{qn('w:vMerge')}", f"{qn('w:tcPr')}/{qn('w:hMerge')}")
_SKIPPED = (f"{qn('w:trPr')}/{qn('w:gridBefore')}", f"{qn('w:trPr')}/{qn('w:gridAfter')}")
_RESTART = "restart"
_ASIDE = {
    "/footnotes": ("w:footnote", "footnote"),
    "/endnotes": ("w:endnote", "endnote"),
    "/header": ("w:hdr", "header"),
    "/footer": ("w:ftr", "footer"),
    "/comments": ("w:comment", "comment"),
}
_RULES = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read_docx(data: bytes, name: str) -> Reading:
    """Return the text and blocks of a Word document; `name` is what people know it by.

    Raises `InputError` for what is no such document, cannot be opened safely, or has no text.
    """
    members = in_usual_words(open_package(data, name))
    main = main_part(members, name)
    root = parse_xml(members[main], name)
    walker = _Walker(name, Numbering(members, main, name))
    walker.leave_out(prompt_runs(root, members, main, name))
    body = root.find(_BODY)
    flow = list(walker.flow(root if body is None else body))
    return laid_out(flow, name, aside=list(_stories(members, main, name)))


class _Walker:
    """Goes through a document from its start to its end."""

    def __init__(self, name: str, numbering: Numbering) -> None:
        """Start with lists of which nothing is counted yet."""
        self._numbering = numbering
        self._prompts: frozenset[etree._Element] = frozenset()
        self._cells = CellCount(name)

    def leave_out(self, prompts: frozenset[etree._Element]) -> None:
        """Read nothing of the runs in `prompts`."""
        self._prompts = prompts

    def flow(self, element: etree._Element) -> Iterator[Flow]:
        """Yield the paragraphs and tables in `element`, in order."""
        joined: list[etree._Element] = []
        for block in outermost(element, _P, _TABLE):
            if block.tag == _P:
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
        texts = [element_text(part, without=self._is_elsewhere) for part in parts]
        shown = next((part for part, text in zip(parts, texts, strict=True) if text), parts[-1])
        marker, level = self._numbering.next_marker(shown)
        if not self._numbering.is_contents(shown) and not is_contents(shown):
            yield FlowLine("".join(texts), marker, level)
        for part in parts:
            for box in outermost(part, _TEXT_BOX):
                for found in self.flow(box):
                    if isinstance(found, FlowLine):
                        found.aside = found.aside or "text box"
                    yield found

    def _is_elsewhere(self, element: etree._Element) -> bool:
        return element.tag == _TEXT_BOX or element in self._prompts

    def _table(self, table: etree._Element) -> FlowTable:
        rows: list[FlowRow] = []
        merged: set[int] = set()
        for row in outermost(table, _ROW):
            cells, merged = self._row(row, merged)
            rows.append(cells)
        return squared(rows)

    def _row(self, row: etree._Element, above: set[int]) -> tuple[FlowRow, set[int]]:
        """Return the cells of a row, and in which columns one may go on in the next row.

        `above` are those columns of the row before: a cell that goes on where none began is one
        of its own, as Word shows it.
        """
        before, after = (_number(row.find(path), 0) for path in _SKIPPED)
        cells: FlowRow = [FlowCell() for _ in range(before)]
        merged: set[int] = set()
        for cell in outermost(row, _CELL):
            merges = [_merge(cell.find(path)) for path in _MERGES]
            at = len(cells)
            covered = (merges[0] == "continue" and at in above) or merges[1] == "continue"
            if merges[0]:
                merged.add(at)
            content = [] if covered else list(self.flow(cell))
            cells.append(FlowCell(content))
            span = _number(cell.find(_SPAN), 1)
            cells += [FlowCell() for _ in range(min(span, MOST_COLUMNS) - 1)]
        cells += [FlowCell() for _ in range(after)]
        self._cells.take(len(cells))
        return cells, merged


def _merge(element: etree._Element | None) -> str:
    """Return `restart` or `continue` of a merge, "" for a cell without one."""
    return "" if element is None else element.get(_VAL, "continue")


def _number(element: etree._Element | None, otherwise: int) -> int:
    text = "" if element is None else element.get(_VAL, "")
    return min(int(text), MOST_COLUMNS) if text.isascii() and text.isdigit() else otherwise


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
