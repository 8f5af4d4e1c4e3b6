"""Blocks -> sections: which lines belong to which field of which position."""

from dataclasses import dataclass, field

import regex

from iki_docgen.blocks import Block, Cell, CellRun, Paragraph, Reading, Table
from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.parse.clean import cleaned, joined
from iki_docgen.parse.furniture import is_page_furniture
from iki_docgen.parse.items import has_ended, shortened
from iki_docgen.parse.labels import PlacedLabel
from iki_docgen.signature import signature_start
from iki_docgen.source import Source, Span
from iki_docgen.vocabulary import Label, is_other_column, is_title, match_label

_OTHER_LABEL = regex.compile(r"\s*+(?:\d{1,2}[.)]\s*+)?\p{Lu}[\p{L} .]{1,30}?\s*+:")


@dataclass(slots=True)
class Section:
    """The blocks of one position, sorted by field; `place` is its JABATAN label.

    A field that has no label is absent from `fields`; else it has a list of lines for each time
    its label occurs, empty where nothing follows.  `labels` are the places of the first labels.
    """

    place: Span
    name: str = ""
    fields: dict[str, list[list[Paragraph]]] = field(default_factory=dict)
    labels: dict[str, Span] = field(default_factory=dict)
    tables: list[Table | CellRun] = field(default_factory=list)
    after: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class Sections:
    """The positions of a text, and what stands outside them."""

    positions: list[Section] = field(default_factory=list)
    labels: list[PlacedLabel] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    recognised: list[Span] = field(default_factory=list)


def split_sections(reading: Reading) -> Sections:
    """Return the sections of what was read."""
    splitter = _Splitter(reading.source)
    if splitter.is_other_document(reading.blocks):
        return splitter.sections
    for block in reading.blocks:
        splitter.take(block)
    splitter.finish(reading.blocks)
    return splitter.sections


class _Splitter:
    """Takes the blocks of a text, one after another."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.sections = Sections()
        self._front: list[Span] = []
        self._section: Section | None = None
        self._target: list[Paragraph] | None = None
        self._titled = False

    def take(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._take_paragraph(block)
        elif self._section is None:
            self._front += [cell.span for cell in _cells_of(block) if cell.paragraphs]
        else:
            kept = self._without_furniture(block)
            if any(cell.paragraphs for cell in _cells_of(kept)):
                self._section.tables.append(kept)
                self._target = self._section.after

    def _take_paragraph(self, paragraph: Paragraph) -> None:
        if not paragraph.text.strip():
            return
        if self._is_furniture(paragraph):
            return
        if is_title(paragraph.text):
            self.sections.recognised.append(paragraph.span)
            self._target, self._titled = None, True
            return
        label = match_label(paragraph.text)
        if label is not None and (label.field == "jabatan" or self._section is not None):
            self._open_field(label, paragraph)
        elif self._section is None:
            self._front.append(paragraph.span)
        elif self._target is not None:
            if self._is_other_label(paragraph):
                self._target = self._section.after
            self._target.append(paragraph)
        elif self._titled and paragraph.text.isupper():
            self.sections.recognised.append(paragraph.span)  # the agency and year of a title
        else:
            self._section.after.append(paragraph)

    def _is_other_label(self, paragraph: Paragraph) -> bool:
        """Tell whether a line after the name of a position is a field of another kind."""
        named = self._section is not None and self._target is self._section.fields["jabatan"][0]
        return named and _OTHER_LABEL.match(paragraph.text) is not None

    def _open_field(self, label: Label, paragraph: Paragraph) -> None:
        if label.field == "jabatan":
            self._section = Section(paragraph.span)
            self.sections.positions.append(self._section)
        section = self._section
        if section is None:  # no other label is taken before a position is open
            return
        self._titled = False
        section.labels.setdefault(label.field, paragraph.span)
        again = label.field in section.fields
        self._target = []
        section.fields.setdefault(label.field, []).append(self._target)
        head = Span(paragraph.span.start, paragraph.span.start + label.end)
        rest = Paragraph(
            paragraph.text[label.end :],
            Span(head.end, paragraph.span.end),
            paragraph.wrapped,
        )
        if rest.text.strip():
            self._target.append(rest)
        if label.field == "jabatan":
            section.name = cleaned(rest)
        placed = PlacedLabel(label, _trimmed(head, paragraph), section.name, again)
        self.sections.labels.append(placed)
        self.sections.recognised.append(head)

    def _is_furniture(self, paragraph: Paragraph) -> bool:
        if not is_page_furniture(paragraph.text):
            return False
        text = cleaned(paragraph)
        about = self._section.name if self._section else ""
        self.sections.found.append(
            Code.PAGE_FURNITURE.at(text.span, about=about, what="a page number", text=text)
        )
        return True

    def _without_furniture(self, block: Table | CellRun) -> Table | CellRun:
        if isinstance(block, CellRun):
            return CellRun(tuple(self._bare(cell) for cell in block.cells))
        return Table(tuple(tuple(self._bare(cell) for cell in row) for row in block.rows))

    def _bare(self, cell: Cell) -> Cell:
        """Return `cell` without page numbers and running feet."""
        if not any(is_page_furniture(paragraph.text) for paragraph in cell.paragraphs):
            return cell
        kept = [line for line in cell.paragraphs if not self._is_furniture(line)]
        return Cell(tuple(kept), cell.span)

    def is_other_document(self, blocks: tuple[Block, ...]) -> bool:
        """Tell whether a table's headings are those of another kind of document, and report it."""
        for block in blocks:
            cells = [joined(cell.paragraphs) for cell in _cells_of(block)[:12]]
            other = [text for text in cells if is_other_column(text)]
            if isinstance(block, Paragraph) and is_other_column(block.text):
                other = [cleaned(block)]
            if other:
                names = ", ".join(f"`{shortened(text)}`" for text in other)
                self.sections.found.append(
                    Code.OTHER_DOCUMENT_TYPE.at(Span(0, len(self.source.text)), columns=names)
                )
                return True
        return False

    def finish(self, blocks: tuple[Block, ...]) -> None:
        """Report what stands before the first position, and after the tables."""
        if not self.sections.positions:
            if blocks:
                self.sections.found.append(Code.NO_JABATAN.at(Span(0, len(self.source.text))))
            return
        if self._front:
            whole = Span(self._front[0].start, self._front[-1].end)
            self.sections.found.append(
                Code.FRONT_MATTER_SKIPPED.at(whole, lines=self._lines(whole))
            )
        for section in self.sections.positions:
            self._report_after(section)

    def _lines(self, span: Span) -> str:
        first, last = (self.source.position(offset).line for offset in span)
        return f"line {first}" if first == last else f"lines {first} to {last}"

    def _report_after(self, section: Section) -> None:
        """Report text after the tables, and the signature block at the foot of a position."""
        for lines in (section.after, *(times[-1] for times in section.fields.values())):
            signed = signature_start([line.text for line in lines], ended=has_ended)
            block = lines[signed:]
            del lines[signed:]
            if block:
                self.sections.found.append(
                    Code.PAGE_FURNITURE.at(
                        Span(block[0].span.start, block[-1].span.end),
                        about=section.name,
                        what="a signature block",
                        text=shortened(cleaned(block[0])),
                    )
                )
        for line in section.after:
            text = cleaned(line)
            self.sections.found.append(
                Code.STRAY_TEXT.at(line.span, about=section.name, text=shortened(text))
            )


def _cells_of(block: Block) -> list[Cell]:
    if isinstance(block, CellRun):
        return list(block.cells)
    if isinstance(block, Table):
        return [cell for row in block.rows for cell in row]
    return []


def _trimmed(head: Span, paragraph: Paragraph) -> Span:
    """Return the place of a label without the blanks before it."""
    lead = len(paragraph.text) - len(paragraph.text.lstrip())
    return Span(head.start + lead, head.end)
