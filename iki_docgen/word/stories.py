"""A Word file as what was typed where: tables of indicators, and all other text.

The other text is that of the body, of headers, footers, notes and comments.  A file becomes a
`Source` too, with one line for each paragraph or cell, so that findings have places.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from iki_docgen.office.parts import main_part, related_parts
from iki_docgen.office.text import characters, deleted_rows, element_text, hidden_text, outermost
from iki_docgen.office.xml import parse_xml, qn
from iki_docgen.source import Source, Span
from iki_docgen.vocabulary import match_label
from iki_docgen.word.rows import Cell, Row, is_answer_table, read_rows

_P, _TABLE, _ROW, _CELL, _SDT = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:sdt")
_GALLERY = f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}"
_CONTENTS = "Table of Contents"
_STORIES = {
    "/header": "in a header",
    "/footer": "in a footer",
    "/footnotes": "in a footnote",
    "/endnotes": "in an endnote",
    "/comments": "in a comment",
}
_COMPUTED = re.compile(
    r"\s*(PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|SECTION|TOC|SEQ|DATE|TIME|SAVEDATE|PRINTDATE"
    r"|CREATEDATE|FILENAME|AUTHOR|TITLE|STYLEREF|DOCPROPERTY)\b"
)
_IN_ROW = "in row"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a cell, that is not for answers.

    `where` says it for people; `computed` says that it holds fields that Word works out.
    """

    element: etree._Element
    text: str
    span: Span
    where: str
    computed: bool = False
    in_table: bool = False

    @property
    def hidden(self) -> str:
        """The text in it that is formatted as hidden."""
        return hidden_text(self.element)


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A table of indicators: its number (from 1), and what the file says it belongs to.

    `owner` is the name in the JABATAN line above it, None where there is none.
    """

    number: int
    owner: str | None
    rows: tuple[Row, ...]
    deleted: tuple[etree._Element, ...]
    """Rows that are deleted by a change that is tracked."""
    spans: Mapping[int, Span]
    """Of each cell, by the id of its element."""

    def elements(self) -> Iterator[etree._Element]:
        """Yield all rows, deleted ones too."""
        yield from (row.element for row in self.rows)
        yield from self.deleted

    def span(self, cell: Cell) -> Span:
        """Return the place of a cell."""
        return self.spans[id(cell.element)]

    def passage(self, row: Row, cell: Cell) -> Passage:
        """Return a cell as other text."""
        where = f"{_IN_ROW} {row.number} of table {self.number}"
        computed = _is_computed(cell.element)
        return Passage(cell.element, cell.text, self.span(cell), where, computed, in_table=True)


@dataclass(slots=True)
class Reading:
    """All that a file says; `passages` are what stands outside of the tables of indicators.

    `unseen` are texts in parts that nobody sees: deleted rows of other tables and the like.
    """

    source: Source
    tables: list[AnswerTable] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)


def read_stories(members: Mapping[str, bytes], name: str) -> Reading:
    """Return what the Word file of these members says.

    Raises `InputError` for one without a text, or with a part that cannot be read.
    """
    main = main_part(members, name)
    walker = _Walker()
    body = parse_xml(members[main], name)
    walker.flow(body, "")
    for kind, where in _STORIES.items():
        for part in dict.fromkeys(related_parts(members, main, kind, name)):
            walker.story(parse_xml(members[part], name), where)
    source = Source(name, "\n".join(walker.lines))
    return Reading(source, walker.tables, walker.passages, list(walker.unseen(body)))


class _Walker:
    """Goes through a file from its start to its end."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.tables: list[AnswerTable] = []
        self.passages: list[Passage] = []
        self._contents: list[etree._Element] = []
        self._length = 0
        self._owner: str | None = None
        self._awaits_owner = False
        self._table_seen = False
        self._count = 0

    def flow(self, element: etree._Element, where: str) -> None:
        """Take the paragraphs and tables in `element`, which is in `where`."""
        for block in outermost(element, _P, _TABLE):
            if block.tag == _P:
                self._paragraph(block, where)
                continue
            self._count += 1
            if is_answer_table(block):
                self._table(block)
                continue
            number = self._count
            for place, row in enumerate(outermost(block, _ROW), 1):
                for cell in outermost(row, _CELL):
                    self.flow(cell, f"{_IN_ROW} {place} of table {number}")

    def story(self, root: etree._Element, where: str) -> None:
        """Take what stands beside the body."""
        for paragraph in outermost(root, _P):
            self._pass(paragraph, element_text(paragraph), where)

    def unseen(self, body: etree._Element) -> Iterator[str]:
        """Yield the text of what was not met on the way through `body`."""
        rows = (row for table in self.tables for row in table.elements())
        met = {*rows, *(passage.element for passage in self.passages), *self._contents}
        pending = [body]
        while pending:
            found = pending.pop()
            if found in met:
                continue
            if found.tag in {_P, _ROW} and not any(one in met for one in found.iter(_P, _ROW)):
                if text := characters(found):
                    yield text
                continue
            pending.extend(reversed(found))

    def _paragraph(self, paragraph: etree._Element, where: str) -> None:
        if _is_in_contents(paragraph):
            self._contents.append(paragraph)
            return
        text = element_text(paragraph)
        self._follow_labels(text)
        self._pass(paragraph, text, where)

    def _follow_labels(self, text: str) -> None:
        """Note which position the text belongs to from here on."""
        label = match_label(text)
        if label is None:
            rest = text.strip(" \t:\n")
            if self._awaits_owner and rest:
                self._owner, self._awaits_owner = rest, False
        elif label.field == "jabatan":
            self._owner = text[label.end :].strip(" \t:\n").split("\n")[0] or None
            self._awaits_owner = self._owner is None
            self._table_seen = False
        elif self._table_seen:  # another position, whose JABATAN line is gone
            self._owner, self._awaits_owner, self._table_seen = None, False, False

    def _table(self, table: etree._Element) -> None:
        rows = tuple(read_rows(table))
        spans = {id(cell.element): self._line(cell.text) for row in rows for cell in row.cells}
        deleted = tuple(deleted_rows(table))
        self.tables.append(AnswerTable(self._count, self._owner, rows, deleted, spans))
        self._table_seen = True

    def _pass(self, paragraph: etree._Element, text: str, where: str) -> None:
        span = self._line(text)
        computed = _is_computed(paragraph)
        in_table = where.startswith(_IN_ROW)
        self.passages.append(Passage(paragraph, text, span, where, computed, in_table))

    def _line(self, text: str) -> Span:
        line = " ".join(text.replace("\r", "\n").split("\n"))
        start = self._length
        self.lines.append(line)
        self._length += len(line) + 1
        return Span(start, start + len(line))


def _is_in_contents(paragraph: etree._Element) -> bool:
    """Tell whether `paragraph` is of a table of contents, which programs write."""
    for control in paragraph.iterancestors(_SDT):
        gallery = control.find(_GALLERY)
        if gallery is not None and gallery.get(qn("w:val")) == _CONTENTS:
            return True
    return False


def _is_computed(element: etree._Element) -> bool:
    codes = list(_field_codes(element))
    return bool(codes) and all(_COMPUTED.match(code) for code in codes)


def _field_codes(element: etree._Element) -> Iterator[str]:
    for simple in element.iter(qn("w:fldSimple")):
        yield simple.get(qn("w:instr"), "")
    for instruction in element.iter(qn("w:instrText")):
        if text := (instruction.text or "").strip():
            yield text
