"""The texts of a document, in the order people read them."""

from collections.abc import Iterator

from iki_docgen.read.doc import fib
from iki_docgen.read.doc.binary import DamagedError, Stream
from iki_docgen.read.doc.characters import Characters, read_fonts
from iki_docgen.read.doc.container import Streams
from iki_docgen.read.doc.fib import Head
from iki_docgen.read.doc.numbering import read_numbering
from iki_docgen.read.doc.paragraphs import Formatting, ParagraphReader, RawParagraph
from iki_docgen.read.doc.pieces import PieceTable
from iki_docgen.read.doc.runs import character_runs, paragraph_runs
from iki_docgen.read.doc.sprms import SprmReader
from iki_docgen.read.doc.stories import anchors, headers, notes, paragraph_at, starts, told_apart
from iki_docgen.read.doc.styles import read_styles
from iki_docgen.read.doc.tables import TableBuilder
from iki_docgen.read.flow import Bounds, Flow, FlowLine
from iki_docgen.vocabulary import is_prompt

MOST_PARAGRAPHS = 100_000
"""Of a document; the text of a whole province has fewer, and more would take for ever."""
_NOTES = (
    (fib.FOOTNOTES, fib.FOOTNOTE_STARTS, 0, "footnote"),
    (fib.ENDNOTES, fib.ENDNOTE_STARTS, 0, "endnote"),
    (fib.COMMENTS, fib.COMMENT_STARTS, 0, "comment"),
)
_BOX = 22
"""Bytes of a text box in the table of all (FTXBXS)."""


class TooLongError(Exception):
    """A document of more paragraphs than anybody writes."""


class Document:
    """Reads the texts of a document, all of them with one count of paragraphs and cells."""

    def __init__(self, streams: Streams, head: Head, name: str) -> None:
        """Read what says where text stands and how; `name` is what people know the file by."""
        if head.table not in streams.tables:
            raise DamagedError
        self._head = head
        self._table = streams.tables[head.table]
        document = streams.document
        size = len(document) + len(self._table) + len(streams.data)
        sprms = SprmReader(size, streams.data)
        pieces = PieceTable(self._structure(fib.PIECES), len(document), sprms)
        self._styles = read_styles(self._structure(fib.STYLES), sprms)
        fonts = read_fonts(self._structure(fib.FONTS))
        formatting = Formatting(
            paragraph_runs=paragraph_runs(document, self._structure(fib.PARAGRAPH_PAGES)),
            character_runs=character_runs(document, self._structure(fib.CHARACTER_PAGES)),
            styles=self._styles,
            sprms=sprms,
            pieces=pieces,
            characters=Characters(self._styles, sprms, pieces, fonts),
        )
        self._numbering = read_numbering(
            self._table, head.structure(fib.LISTS), head.structure(fib.LIST_USES)
        )
        self._reader = ParagraphReader(document, formatting, size)
        self._cells = Bounds(name)
        self._left = MOST_PARAGRAPHS

    def flow(self) -> list[Flow]:
        """Return the main text, with the text boxes after the paragraphs they are anchored in."""
        main = list(self._paragraphs(fib.MAIN))
        lines = [self._line(raw) for raw in main]
        boxes, unplaced = self._boxes([raw.end for raw in main])
        builder = TableBuilder(self._cells)
        for number, (raw, line) in enumerate(zip(main, lines, strict=True)):
            builder.take(raw, [*line, *boxes.get(number, ())])
        return [*builder.end(), *unplaced]

    def aside(self) -> list[FlowLine]:
        """Return the lines beside the main text: notes, comments, headers and footers."""
        lines: list[FlowLine] = []
        for text, table, size, place in _NOTES:
            lines += notes(self._stories(text, table, size), place)
        lines += headers(self._stories(fib.HEADERS, fib.HEADER_STARTS, 0))
        boxes = self._paragraphs(fib.HEADER_BOXES)
        lines += (FlowLine(raw.text, aside="text box in a header") for raw in boxes)
        return lines

    def _boxes(self, ends: list[int]) -> tuple[dict[int, list[Flow]], list[Flow]]:
        """Return the text boxes by the paragraph they are anchored in, and those of none."""
        where = anchors(self._structure(fib.BOX_STARTS), self._structure(fib.ANCHORS))
        placed: dict[int, list[Flow]] = {}
        unplaced: list[Flow] = []
        for number, paragraphs in self._stories(fib.TEXT_BOXES, fib.BOX_STARTS, _BOX):
            builder = TableBuilder(self._cells)
            for raw in paragraphs:
                builder.take(raw, self._line(raw, "text box"))
            at = paragraph_at(ends, where[number]) if number in where else len(ends)
            (placed.setdefault(at, []) if at < len(ends) else unplaced).extend(builder.end())
        return placed, unplaced

    def _line(self, raw: RawParagraph, aside: str = "") -> list[Flow]:
        """Return a paragraph with its marker, in a list; nothing for what no person wrote.

        That is a prompt, a line of a table of contents, and the mark that ends a row.
        """
        look = raw.look
        if look.depth and look.ends_row and not raw.text.strip():
            return []
        marker = self._numbering.marker(look.ilfo, look.ilvl)
        if is_prompt(raw.text) or self._styles.is_contents(look.istd):
            return []
        return [FlowLine(raw.text, marker, look.ilvl, aside)]

    def _stories(
        self, text: int, table: int, size: int
    ) -> Iterator[tuple[int, list[RawParagraph]]]:
        """Yield the texts of a kind by their number; the table says where each begins."""
        first, _ = self._head.text(text)
        return told_apart(self._paragraphs(text), first, starts(self._structure(table), size))

    def _paragraphs(self, text: int) -> Iterator[RawParagraph]:
        for raw in self._reader.read(self._head.text(text)):
            self._left -= 1
            if self._left < 0:
                raise TooLongError
            yield raw

    def _structure(self, number: int) -> Stream:
        start, size = self._head.structure(number)
        return self._table.part(start, size) if size else Stream(b"")
