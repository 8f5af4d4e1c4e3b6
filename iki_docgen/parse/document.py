"""Blocks -> sections: which lines belong to which field of which position."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice

import regex
from msgspec import Struct, field
from msgspec.structs import replace

from iki_docgen.blocks import Block, Cell, CellRun, Paragraph, Reading, Table
from iki_docgen.diagnostics import Code
from iki_docgen.furniture import is_page_furniture
from iki_docgen.parse.clean import clean, cleaned, wording
from iki_docgen.parse.doubts import Doubts
from iki_docgen.parse.found import Findings
from iki_docgen.parse.item_reader import has_ended, shortened
from iki_docgen.parse.labels import PlacedLabel
from iki_docgen.parse.markers import head_of, read_marker
from iki_docgen.parse.signed import Post, signed_pages
from iki_docgen.signature import is_nip, signature_start
from iki_docgen.source import Span, Text
from iki_docgen.vocabulary import (
    Label,
    is_letterhead,
    is_other_column,
    is_other_label,
    is_table_label,
    is_title,
    match_label,
)

_OTHER_LABEL = regex.compile(r"\s*+(?:\d{1,2}[.)]\s*+)?\p{Lu}[\p{L} .]{1,30}?\s*+:")
_INDICATORS = regex.compile(r"indikator|\biki\b", regex.IGNORECASE)
_HEADING_CELLS = 12
_MOST_FINDINGS = 1000
_TEXT_OF_A_FINDING = 200
"""Characters for each further one of a code, for a text may be of a whole province."""


class Section(Struct):
    """The blocks of one position, sorted by field; `place` is its JABATAN label.

    A field that has no label is absent from `fields`; else it has a list of lines for each time
    its label occurs, empty where nothing follows.  `labels` are the places of the first labels,
    `foot` the lines that stand last.  `refused` says that a table of another kind of document
    stands in it.
    """

    place: Span
    name: str = ""
    fields: dict[str, list[list[Paragraph]]] = field(default_factory=dict)
    labels: dict[str, Span] = field(default_factory=dict)
    tables: list[Table | CellRun] = field(default_factory=list)
    after: list[Paragraph] = field(default_factory=list)
    foot: list[Paragraph] = field(default_factory=list)
    refused: bool = False

    @property
    def is_other_document(self) -> bool:
        """Tell whether it has tables of another kind of document and none of ours."""
        return self.refused and not self.tables


class Sections(Struct):
    """The positions of a text, and what stands outside them."""

    positions: list[Section] = field(default_factory=list)
    labels: list[PlacedLabel] = field(default_factory=list)
    found: Findings = field(default_factory=lambda: Findings(_MOST_FINDINGS))
    recognised: list[Span] = field(default_factory=list)

    def found_other_document(self) -> bool:
        """Tell whether the text was said to be another kind of document."""
        return any(found.code is Code.OTHER_DOCUMENT_TYPE for found in self.found)


def split_sections(reading: Reading) -> Sections:
    """Return the sections of what was read."""
    splitter = _Splitter(reading)
    for block in reading.blocks:
        splitter.take(block)
    splitter.finish(has_text=bool(reading.blocks))
    splitter.report_aside(reading.aside)
    named = {placed.span.start: placed.about for placed in splitter.sections.labels if placed.opens}
    if not named and splitter.sections.found_other_document():
        return splitter.sections
    pages = signed_pages(reading.blocks, named)
    return _split_signed(reading, pages) if pages else splitter.sections


def _split_signed(reading: Reading, pages: Mapping[int, Sequence[Post]]) -> Sections:
    """Return the sections of a text some of whose positions are named by who signs their page."""
    splitter = _Splitter(reading)
    for number, block in enumerate(reading.blocks):
        if number in pages:
            splitter.open_signed(pages[number])
        splitter.take(block)
    splitter.finish(has_text=True)
    splitter.report_aside(reading.aside)
    return splitter.sections


class _Splitter:
    """Takes the blocks of a text, one after another.

    Lines after a title wait until it is known what the title was: that of the next position, or
    one that a page repeats in the middle of a list.
    """

    def __init__(self, reading: Reading) -> None:
        self.source = reading.source
        self._doubts = Doubts(reading.source, reading.doubts)
        most = _MOST_FINDINGS + len(self.source.text) // _TEXT_OF_A_FINDING
        self.sections = Sections(found=Findings(most))
        self._front: list[Span] = []
        self._section: Section | None = None
        self._target: list[Paragraph] | None = None
        self._title: Paragraph | None = None
        self._waiting: list[Paragraph] = []
        self._label_depth: int | None = None  # of labels that the office program numbers

    def take(self, block: Block) -> None:
        """Take the next block."""
        if isinstance(block, Paragraph) and not block.marker and _is_plain(block.text):
            self._take_line(block)
        elif other := _other_columns(block):
            self._refuse(block, other)
        elif isinstance(block, Paragraph):
            self._take_paragraph(block)
        elif self._section is None:
            self._settle_title()
            spans = (cell.span for cell in _cells_of(block))
            self._front += [span for span in spans if span.start < span.end]
        else:
            self._resume()
            kept = self._without_furniture(block)
            cells = _cells_of(kept)
            if any(cell.paragraphs for cell in cells):
                self.sections.found += self._doubts.within(cells, self._section.name)
                self._section.tables.append(kept)
                self._target = self._section.foot = self._section.after

    def open_signed(self, posts: Sequence[Post]) -> None:
        """Open the position that the first of `posts` holds, who sign below its table."""
        self._settle_title()
        likeliest, *others = posts
        name = likeliest.name
        self._section = Section(name.span, name, {"jabatan": [list(likeliest.lines)]})
        self._section.labels["jabatan"] = name.span
        self._target = self._section.foot = self._section.after
        self.sections.positions.append(self._section)
        instead = "".join(
            f", or `{shortened(other.name)}` if that one is meant" for other in others
        )
        self.sections.found.note(
            Code.JABATAN_FROM_SIGNATURE, name.span, about=name, jabatan=name, instead=instead
        )

    def _take_paragraph(self, paragraph: Paragraph) -> None:
        if not paragraph.text.strip() or self._is_furniture(paragraph):
            return
        if is_title(paragraph.text):
            self._take_title(paragraph)
            return
        label = self._label(paragraph)
        if label is not None:
            if label.field == "jabatan":
                self._settle_title(clean(paragraph.text[label.end :]))
            else:
                self._resume()
            self._open_field(label, paragraph)
        else:
            self._take_line(paragraph)

    def _take_line(self, paragraph: Paragraph) -> None:
        """Take a line that is text and nothing else."""
        if self._title is not None:
            self._waiting.append(paragraph)
        elif self._section is None:
            self._front.append(paragraph.span)
        else:
            self._put(paragraph)

    def _label(self, paragraph: Paragraph) -> Label | None:
        """Return the label of a line, unless it is an item that starts like one."""
        label = _shown_label(paragraph)
        if label is None or self._is_below_labels(paragraph):
            return None
        if label.field == "jabatan":
            return label
        if self._section is None:
            return None
        first = next((placed.label.number for placed in reversed(self.sections.labels)), "")
        is_item = label.number[:1].isalpha() and not first[:1].isalpha()
        return None if is_item and not _is_roman(label.number) else label

    def _is_below_labels(self, paragraph: Paragraph) -> bool:
        """Tell whether an office program numbers a line in a list below that of the labels."""
        depth = self._label_depth
        return depth is not None and bool(paragraph.marker) and paragraph.level > depth

    def _put(self, paragraph: Paragraph) -> None:
        """Add a line to the field that is open."""
        if self._section is None or self._target is None:
            return
        if self._is_table_label(paragraph):
            self.sections.recognised.append(paragraph.span)
            self._target = self._section.foot = self._section.after
            return
        if ":" in paragraph.text:
            in_name = self._target is self._section.fields["jabatan"][0]
            if is_other_label(paragraph.text) or (in_name and _OTHER_LABEL.match(paragraph.text)):
                self._target = self._section.after
            elif not self._target and paragraph.text.lstrip().startswith(":"):
                paragraph = _part(paragraph, paragraph.text.index(":") + 1)
                colon = Span(paragraph.span.start - 1, paragraph.span.start)
                self.sections.recognised.append(colon)
        if not paragraph.text.isspace() and paragraph.text:
            self._target.append(paragraph)

    def _is_table_label(self, paragraph: Paragraph) -> bool:
        """Tell whether a line with the number after that of the last label names the table."""
        if _INDICATORS.search(paragraph.text) is None:  # as nearly every line
            return False
        label = next((placed.label for placed in reversed(self.sections.labels)), None)
        above = read_marker(label.number) if label is not None and label.number else None
        head = head_of(paragraph)
        if above is None or head.marker is None or not is_table_label(head.value):
            return False
        return any(
            one.precedes(other)
            for one, other in ((above, head.marker), (above.as_roman(), head.marker.as_roman()))
        )

    def _take_title(self, paragraph: Paragraph) -> None:
        """Take a title, with the letterhead above it."""
        self._resume()
        self._title = paragraph
        if self._section is None:
            return
        after = self._section.after
        while after and is_letterhead(after[-1].text) and not is_nip(after[-1].text):
            self.sections.recognised.append(after.pop().span)

    def _settle_title(self, name: str = "") -> None:
        """Take the lines that wait as those of a title.

        A letterhead is part of it, and so is the `name` of the position that follows.
        """
        if self._title is None:
            return
        self.sections.recognised.append(self._title.span)
        for line in self._waiting:
            if is_letterhead(line.text) or (name and clean(line.text) == name):
                self.sections.recognised.append(line.span)
            elif self._section is None:
                self._front.append(line.span)
            else:
                self._section.after.append(line)
        self._title, self._waiting = None, []

    def _resume(self) -> None:
        """Give the lines that wait back to the field that a repeated title interrupted."""
        if self._title is None:
            return
        if self._section is None or not self._waiting:
            self._settle_title()
            return
        self._note_furniture(cleaned(self._title), "a repeated title")
        waiting = self._waiting
        self._title, self._waiting = None, []
        for line in waiting:
            self._put(line)

    def _open_field(self, label: Label, paragraph: Paragraph) -> None:
        if label.field == "jabatan":
            self._section = Section(paragraph.span)
            self._label_depth = paragraph.level if paragraph.marker else None
            self.sections.positions.append(self._section)
        section = self._section
        if section is None:  # no other label is taken before a position is open
            return
        section.labels.setdefault(label.field, paragraph.span)
        again = label.field in section.fields
        self._target = section.foot = []
        section.fields.setdefault(label.field, []).append(self._target)
        rest = _part(paragraph, label.end)
        head = Span(paragraph.span.start, rest.span.start)
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
        self._note_furniture(cleaned(paragraph), "a page number")
        return True

    def _note_furniture(self, text: Text, what: str, place: Span | None = None) -> None:
        about = self._section.name if self._section else ""
        self.sections.found.note(
            Code.PAGE_FURNITURE, place or text.span, about=about, what=what, text=shortened(text)
        )

    def _without_furniture(self, block: Table | CellRun) -> Table | CellRun:
        cells = _cells_of(block)
        if not any(is_page_furniture(line.text) for cell in cells for line in cell.paragraphs):
            return block
        if isinstance(block, CellRun):
            return CellRun(tuple(self._bare(cell) for cell in block.cells))
        return Table(tuple(tuple(self._bare(cell) for cell in row) for row in block.rows))

    def _bare(self, cell: Cell) -> Cell:
        """Return `cell` without page numbers and running feet."""
        if not any(is_page_furniture(paragraph.text) for paragraph in cell.paragraphs):
            return cell
        if len(cell.paragraphs) == 1 and not self.source.is_plain:
            return cell  # no page ends inside a cell of an office document
        kept = [line for line in cell.paragraphs if not self._is_furniture(line)]
        return Cell(tuple(kept), cell.span)

    def _refuse(self, block: Block, columns: Sequence[Paragraph]) -> None:
        """Report a table of another kind of document, and the position that it stands in."""
        names = ", ".join(f"`{shortened(cleaned(column))}`" for column in columns)
        self._settle_title()
        if self._section is not None:
            self._section.refused = True
        self.sections.found.note(
            Code.OTHER_DOCUMENT_TYPE,
            cleaned(columns[0]).span,
            about=self._section.name if self._section else "",
            columns=names,
        )
        self.sections.recognised += [cell.span for cell in _cells_of(block)]
        self._target = self._section.after if self._section else None

    def finish(self, *, has_text: bool) -> None:
        """Report what stands before the first position, and after the tables."""
        self._settle_title()
        positions = self.sections.positions
        for section in positions:
            if section.is_other_document:
                self.sections.recognised += _places(section)
            else:
                self._report_after(section)
        self.sections.positions = [one for one in positions if not one.is_other_document]
        if not positions:
            if has_text and not self.sections.found_other_document():
                self.sections.found.note(Code.NO_JABATAN, Span(0, len(self.source.text)))
            else:
                self.sections.recognised += self._front
        elif self._front:
            # Cells may stand before others, and end later.
            first = min(place.start for place in self._front)
            whole = Span(first, max(place.end for place in self._front))
            self.sections.found.note(Code.FRONT_MATTER_SKIPPED, whole, lines=self._lines(whole))

    def report_aside(self, lines: Sequence[Paragraph]) -> None:
        """Report what stands beside the running text: notes, headers and footers, comments."""
        self._section = None
        for line in lines:
            if self.source.is_plain:
                is_number = is_page_furniture(line.text) or line.text.isdecimal()
                self._note_furniture(
                    cleaned(line), "a page number" if is_number else "a running head or foot"
                )
            elif is_page_furniture(line.text):
                self.sections.recognised.append(line.span)
            else:
                what = self.source.place(line.span.start).rstrip(" 0123456789")
                article = "an" if what[:1] in "aeiou" else "a"
                self._note_furniture(cleaned(line), f"{article} {what}")

    def _lines(self, span: Span) -> str:
        if not self.source.is_plain:
            start, end = (self.source.place(offset) for offset in (span.start, span.end))
            return start if start == end else f"{start} to {end}"
        first, last = (self.source.position(offset).line for offset in (span.start, span.end))
        return f"line {first}" if first == last else f"lines {first} to {last}"

    def _report_after(self, section: Section) -> None:
        """Report text after the tables, and the signature block at the foot of a position."""
        self._section = section
        foot = section.foot
        signed = signature_start([line.text for line in foot], ended=has_ended)
        block = foot[signed:]
        del foot[signed:]
        if block:
            whole = Span(block[0].span.start, block[-1].span.end)
            what = f"a signature block ({self._lines(whole)})"
            self._note_furniture(cleaned(block[0]), what, whole)
        for line in section.after:
            text = cleaned(line)
            self.sections.found.note(
                Code.STRAY_TEXT, line.span, about=section.name, text=shortened(text)
            )


@lru_cache(1024)
def _is_plain(text: str) -> bool:
    """Tell whether a line is text and nothing else: no label, title, heading or page number."""
    if not text.strip() or is_page_furniture(text) or is_title(text) or is_other_column(text):
        return False
    return match_label(text) is None


def _other_columns(block: Block) -> list[Paragraph]:
    """Return the headings of a table of another kind of document, none for one of ours."""
    if isinstance(block, Paragraph):
        return [block] if is_other_column(block.text) else []
    cells = [cell for cell in _first_cells(block) if cell.paragraphs]
    found = any(is_other_column(wording(cell.paragraphs[:3])) for cell in cells)
    return [cell.paragraphs[0] for cell in cells[:5]] if found else []


def _first_cells(block: Table | CellRun) -> Iterable[Cell]:
    cells = iter(block.cells) if isinstance(block, CellRun) else chain.from_iterable(block.rows)
    return islice(cells, _HEADING_CELLS)


def _cells_of(block: Block) -> list[Cell]:
    if isinstance(block, CellRun):
        return list(block.cells)
    if isinstance(block, Table):
        return [cell for row in block.rows for cell in row]
    return []


def _places(section: Section) -> list[Span]:
    """Return the places of all that stands in a section."""
    lines = [line for times in section.fields.values() for one in times for line in one]
    cells = [cell for table in section.tables for cell in _cells_of(table)]
    return [line.span for line in (*lines, *section.after)] + [cell.span for cell in cells]


def _is_roman(number: str) -> bool:
    return number[:1].isupper() and set(number) <= set("IVX.) ")


def _part(paragraph: Paragraph, start: int) -> Paragraph:
    """Return the paragraph from the offset `start` in it."""
    place = Span(paragraph.span.start + start, paragraph.span.end)
    return Paragraph(paragraph.text[start:], place, paragraph.wrapped, level=paragraph.level)


def _shown_label(paragraph: Paragraph) -> Label | None:
    """Return the label of a line as people see it: its number may be the office program's."""
    if not paragraph.marker:
        return match_label(paragraph.text)
    lead = f"{paragraph.marker} "
    label = match_label(lead + paragraph.text)
    return replace(label, end=label.end - len(lead)) if label else match_label(paragraph.text)


def _trimmed(head: Span, paragraph: Paragraph) -> Span:
    """Return the place of a label without the blanks before it."""
    lead = len(paragraph.text) - len(paragraph.text.lstrip())
    return Span(head.start + lead, head.end)
