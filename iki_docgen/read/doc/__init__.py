"""A Word document of the years 1997-2003 (.doc) -> blocks, read directly by [MS-DOC].

    compound file --container--> streams --fib--> where everything stands
    piece table   --pieces-----> bytes of the main text
    pages         --runs, looks, styles--> how they stand
    characters    --paragraphs--> --numbering--> --tables--> blocks

Footnotes, comments and headers are other texts than the main one, and are not read; what stands in
text boxes comes after it.
Each offset and count is a hostile file's own until `binary` has looked at it.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from iki_docgen.blocks import Block, Cell, Paragraph, Reading, Row, Table
from iki_docgen.errors import InputError
from iki_docgen.read.doc.binary import DamagedError, Stream
from iki_docgen.read.doc.container import Streams, open_streams
from iki_docgen.read.doc.fib import (
    CHARACTER_PAGES,
    LIST_USES,
    LISTS,
    PARAGRAPH_PAGES,
    PIECES,
    STYLES,
    Head,
    read_head,
)
from iki_docgen.read.doc.numbering import Numbering, read_numbering
from iki_docgen.read.doc.paragraphs import Formatting, ParagraphReader, RawParagraph
from iki_docgen.read.doc.pieces import PieceTable
from iki_docgen.read.doc.runs import character_runs, paragraph_runs
from iki_docgen.read.doc.sprms import SprmReader
from iki_docgen.read.doc.styles import read_styles
from iki_docgen.read.doc.tables import Item, RawBlock, RawTable, TableBuilder, flat
from iki_docgen.read.lines import Lines
from iki_docgen.vocabulary import is_prompt


class _Texts(NamedTuple):
    """The text of a document, and that in its text boxes."""

    main: list[RawBlock]
    boxes: list[RawBlock]


_MOST_PARAGRAPHS = 100_000
"""Of a document; the text of a whole province has fewer, and more would take for ever."""


class _TooLongError(Exception):
    """A document of more paragraphs than anybody writes."""


def read_doc(data: bytes, name: str) -> Reading:
    """Return the text and the blocks of a .doc file; `name` is what people know it by.

    Raises `InputError` for a file that is damaged, protected, older than Word 97, or without text.
    """
    try:
        streams = open_streams(data, name)
        head = read_head(streams.document, name)
        reading = _Emitter().emit(_texts(streams, head), name)
    except DamagedError as error:
        raise InputError(
            f"{name} is a damaged Word document (.doc)",
            hint="open it in Word or LibreOffice, which may repair it, and save it as .docx",
        ) from error
    except _TooLongError as error:
        raise InputError(
            f"{name} has more than {_MOST_PARAGRAPHS} paragraphs",
            hint="give a document that holds the positions, and nothing else",
        ) from error
    if not reading.blocks:
        raise InputError(f"{name} is empty", hint="was the right file given, and saved?")
    return reading


def _texts(streams: Streams, head: Head) -> _Texts:
    """Return the paragraphs and tables of a document."""
    if head.table not in streams.tables:
        raise DamagedError
    table, document = streams.tables[head.table], streams.document
    sprms = SprmReader(len(document) + len(table) + len(streams.data))

    def structure(number: int) -> Stream:
        return table.part(*head.structure(number)) if head.structure(number)[1] else Stream(b"")

    pieces = PieceTable(structure(PIECES), len(document), sprms)
    formatting = Formatting(
        paragraphs=paragraph_runs(document, structure(PARAGRAPH_PAGES)),
        characters=character_runs(document, structure(CHARACTER_PAGES)),
        styles=read_styles(structure(STYLES), sprms),
        sprms=sprms,
        data=streams.data,
    )
    numbering = read_numbering(table, head.structure(LISTS), head.structure(LIST_USES))
    reader = ParagraphReader(document, formatting)
    return _Texts(
        _blocks(reader.read(pieces.part(*head.main_text())), numbering),
        _blocks(reader.read(pieces.part(*head.text_boxes())), numbering),
    )


def _blocks(paragraphs: Iterable[RawParagraph], numbering: Numbering) -> list[RawBlock]:
    """Return paragraphs with their markers, those in tables put there."""
    builder = TableBuilder()
    for count, raw in enumerate(paragraphs, 1):
        if count > _MOST_PARAGRAPHS:
            raise _TooLongError
        marker = "" if _ends_row(raw) else numbering.marker(raw.look.ilfo, raw.look.ilvl)
        builder.take(raw, marker)
    return builder.end()


def _ends_row(raw: RawParagraph) -> bool:
    return raw.look.depth > 0 and raw.look.ends_row


class _Emitter:
    """Gives paragraphs and tables the names of their places, and their spans in the source."""

    def __init__(self) -> None:
        self._lines = Lines()
        self._paragraphs = 0
        self._tables = 0

    def emit(self, texts: _Texts, name: str) -> Reading:
        """Return the reading of all blocks."""
        blocks = [*self._emit(texts.main)]
        for item in flat(texts.boxes):
            blocks += self._add(item, "text box")
        return Reading(self._lines.source(name), tuple(blocks))

    def _emit(self, raw: list[RawBlock]) -> Iterator[Block]:
        for block in raw:
            if isinstance(block, Item):
                self._paragraphs += 1
                yield from self._add(block, f"paragraph {self._paragraphs}")
            elif _is_frame(block):
                for row in block.rows:
                    yield from self._emit(row[0])
            else:
                self._tables += 1
                yield Table(tuple(self._rows(block)))

    def _rows(self, table: RawTable) -> Iterator[Row]:
        for row, cells in enumerate(table.full_rows(), 1):
            yield tuple(
                self._cell(cell, f"table {self._tables}, row {row}, column {column}")
                for column, cell in enumerate(cells, 1)
            )

    def _cell(self, content: list[RawBlock], place: str) -> Cell:
        here = self._lines.place_here()
        paragraphs = tuple(line for item in flat(content) for line in self._add(item, place))
        if not paragraphs:
            return Cell((), here)
        return Cell(paragraphs, here._replace(end=paragraphs[-1].span.end))

    def _add(self, item: Item, place: str) -> tuple[Paragraph, ...]:
        """Add a paragraph, unless nothing stands in it but a prompt or nothing at all."""
        if not item.text.strip() or is_prompt(item.text):
            return ()
        return self._lines.add(item.text, place, marker=item.marker, level=item.level)


def _is_frame(table: RawTable) -> bool:
    """Tell whether a table is a frame around others: one column, and a table in it."""
    return all(len(row) == 1 for row in table.rows) and any(
        isinstance(block, RawTable) for row in table.rows for cell in row for block in cell
    )
