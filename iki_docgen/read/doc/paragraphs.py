"""The characters of a text -> paragraphs, with what people do not see left out.

    paragraph := { character | field } mark       mark: CR, cell mark, or the break of a section
    field     := 13h instruction [ 14h result ] 15h        both may hold fields

The properties of a paragraph are those at its mark ([MS-DOC] 2.4.6.1): after a quick save the
mark may stand elsewhere than the text before it, so that text waits until its mark is met.
Hidden and deleted characters go; a paragraph whose own mark goes continues in the next one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from iki_docgen.read.doc import sprms as s
from iki_docgen.read.doc.binary import DamagedError, Stream
from iki_docgen.read.doc.characters import Characters
from iki_docgen.read.doc.looks import Look
from iki_docgen.read.doc.pieces import Piece, PieceTable, text_of
from iki_docgen.read.doc.runs import Run, Runs
from iki_docgen.read.doc.sprms import SprmReader, number
from iki_docgen.read.doc.styles import Styles

CELL_MARK = "\x07"
_PARAGRAPH_MARK, _BREAK = "\r", "\x0c"
_FIELD, _RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_SHOWN = {"\t": "\t", "\n": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-"}
"""Control characters that are shown; pictures, notes and optional hyphens are not."""
_TOKEN = re.compile("[^\x00-\x1f]+|[\x00-\x1f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SMALLEST_SEGMENT = 5
"""Bytes that a file spends at least on characters which stand otherwise than those before."""


class RawParagraph(NamedTuple):
    """A paragraph as it stands in the document: its text, the mark that ends it, its look.

    `end` is the number of its mark among all characters.  `is_deleted` says that the mark is
    deleted: of the mark of a row, that the row is.
    """

    text: str
    mark: str
    look: Look
    end: int
    is_deleted: bool = False


class Segment(NamedTuple):
    """Bytes of a piece that stand in one run of characters and one of paragraphs."""

    start: int
    end: int
    piece: Piece
    characters: Run
    paragraph: Run


@dataclass(frozen=True, slots=True)
class Formatting:
    """All that says how text stands."""

    paragraph_runs: Runs
    character_runs: Runs
    styles: Styles
    sprms: SprmReader
    pieces: PieceTable
    characters: Characters

    def look(self, run: Run, piece: Piece) -> Look:
        """Return the look of the paragraphs of a run: its style's, changed by its own list."""
        pairs = (*self.sprms.read(run.grpprl), *self.pieces.changed(piece.change))
        self.sprms.apply(len(pairs))
        look = self.styles.look(run.istd)
        for code, operand in pairs:
            if code == s.P_ISTD:
                look = look.with_style(self.styles.look(number(operand)))
            else:
                look = look.with_sprms(((code, operand),))
        return look


class ParagraphReader:
    """Takes the texts of a document piece by piece, and gives their paragraphs."""

    def __init__(self, document: Stream, formatting: Formatting, limit: int) -> None:
        """Read from `document`; a file of `limit` bytes cannot change its look more often."""
        self._document = document
        self._formatting = formatting
        self._left = limit // _SMALLEST_SEGMENT
        self._pending: list[tuple[str, Run, Piece]] = []
        self._looks: dict[tuple[int, bytes, int], Look] = {}
        self._line = _Line()

    def read(self, number: tuple[int, int]) -> Iterator[RawParagraph]:
        """Yield the paragraphs of a text (its first character, and how many there are).

        Text after the last mark is a paragraph, too.
        """
        first, length = number
        for piece in self._formatting.pieces.part(first, length):
            for segment in self._segments(piece):
                yield from self._read_segment(segment)
        if self._pending:
            yield self._paragraph(_PARAGRAPH_MARK, Look(), first + length)
        self._line = _Line()

    def _segments(self, piece: Piece) -> Iterator[Segment]:
        at = piece.start
        characters = paragraph = Run(at, at, 0, b"")
        while at < piece.end:
            self._left -= 1
            if self._left < 0:
                raise DamagedError
            if characters.end <= at:
                characters = self._formatting.character_runs.at(at)
            if paragraph.end <= at:
                paragraph = self._formatting.paragraph_runs.at(at)
            size = max(min(characters.end, paragraph.end, piece.end) - at, 1)
            size += size % piece.width  # a run that ends inside a character
            yield Segment(at, at + size, piece, characters, paragraph)
            at += size

    def _read_segment(self, segment: Segment) -> Iterator[RawParagraph]:
        start, end, piece, characters, run = segment
        look = self._look(run, piece)
        text = text_of(self._document, start, end, piece.width)
        first = piece.first + (start - piece.start) // piece.width
        for token in _TOKEN.finditer(text):
            sign = token[0]
            # A page may break inside a paragraph; a section ends with one.
            ends_run = end == run.end and token.end() == len(text)
            if sign in {_PARAGRAPH_MARK, CELL_MARK} or (sign == _BREAK and ends_run):
                is_gone = self._formatting.characters.look(characters, look.istd, piece).is_hidden
                if sign == CELL_MARK or look.ends_row or not is_gone:
                    at = first + token.start()
                    yield self._paragraph(sign, look, at, is_deleted=is_gone)
            else:
                self._pending.append((sign, characters, piece))

    def _look(self, run: Run, piece: Piece) -> Look:
        key = (run.istd, run.grpprl, piece.change)
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._formatting.look(run, piece)
        return look

    def _paragraph(
        self, mark: str, look: Look, end: int, *, is_deleted: bool = False
    ) -> RawParagraph:
        """Return the paragraph that ends here."""
        for part, run, piece in self._pending:
            characters = self._formatting.characters.look(run, look.istd, piece)
            if not characters.is_hidden:
                self._line.take(characters.symbol * len(part) or part)
        self._pending.clear()
        return RawParagraph(self._line.end(), mark, look, end, is_deleted)


class _Line:
    """The text of a paragraph being put together, with the fields that are open.

    Text is taken back when it proves to be the instruction of a field.  Where a field has not
    ended with its paragraph the text stays: a broken field must not swallow what people wrote.
    """

    def __init__(self) -> None:
        """Start a line, outside all fields."""
        self._parts: list[str] = []
        self._number = 0
        self._fields: list[tuple[int, int] | None] = []  # where the instruction started, if open

    def take(self, part: str) -> None:
        """Add text, or what a control character stands for."""
        if part == _FIELD:
            self._fields.append((self._number, len(self._parts)))
        elif part == _RESULT and self._fields:
            self._take_back(self._fields[-1])
            self._fields[-1] = None
        elif part == _FIELD_END and self._fields:
            self._take_back(self._fields.pop())
        elif text := _SHOWN.get(part, "") if part < " " else part:
            self._parts.append(text)

    def _take_back(self, instruction: tuple[int, int] | None) -> None:
        if instruction is not None and instruction[0] == self._number:
            del self._parts[instruction[1] :]

    def end(self) -> str:
        """Return the text, and start the next line."""
        text = "".join(self._parts)
        self._parts.clear()
        self._number += 1
        if _SURROGATE.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return text
