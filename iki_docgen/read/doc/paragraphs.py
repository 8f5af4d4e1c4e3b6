"""The characters of the main text -> paragraphs, with what people do not see left out.

    paragraph := { character | field } mark       mark: CR, cell mark, or the break of a section
    field     := 13h instruction [ 14h result ] 15h        both may hold fields

Hidden and deleted characters go; a paragraph whose own mark goes continues in the next one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from iki_docgen.read.doc import sprms as s
from iki_docgen.read.doc.binary import Stream
from iki_docgen.read.doc.looks import Look
from iki_docgen.read.doc.pieces import Piece, text_of
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
_LIKE_STYLE, _UNLIKE_STYLE = 0x80, 0x81


class RawParagraph(NamedTuple):
    """A paragraph as it stands in the document: its text, the mark that ends it, its look.

    `is_deleted` says that its mark is: of the mark of a row, that the row is.
    """

    text: str
    mark: str
    look: Look
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

    paragraphs: Runs
    characters: Runs
    styles: Styles
    sprms: SprmReader
    data: Stream

    def look(self, run: Run, piece: Piece) -> Look:
        """Return the look of the paragraphs of a run: its style's, changed by its own list."""
        pairs = self.sprms.read(run.grpprl)
        for code, operand in pairs:
            if code in s.P_HUGE:  # too large for a page: it stands in the data stream
                at = number(operand)
                pairs = self.sprms.read(self.data.bytes(at + 2, self.data.u16(at)))
        look = Look(istd=run.istd).with_sprms(self.styles.whole(run.istd).paragraph)
        return look.with_sprms(pairs).with_sprms(piece.sprms)

    def is_hidden(self, run: Run, istd: int, piece: Piece) -> bool:
        """Tell whether the characters of a run, in a paragraph of the style `istd`, are not seen.

        They are hidden, or deleted by somebody whose changes are tracked.
        """
        pairs = (*self.sprms.read(run.grpprl), *piece.sprms)
        styled = _hides(self.styles.whole(istd).characters, styled=False)
        for code, operand in pairs:
            if code == s.C_STYLE:
                styled = _hides(self.styles.whole(number(operand)).characters, styled=styled)
        is_deleted = any(code == s.C_DELETED and operand != b"\0" for code, operand in pairs)
        return is_deleted or _hides(pairs, styled=styled)


def _hides(pairs: tuple[s.Sprm, ...], *, styled: bool) -> bool:
    """Return whether text is hidden that is so in its style if `styled`."""
    hidden = styled
    for code, operand in pairs:
        if code == s.C_HIDDEN:
            value = number(operand)
            hidden = {_LIKE_STYLE: styled, _UNLIKE_STYLE: not styled}.get(value, bool(value))
    return hidden


class ParagraphReader:
    """Takes the text piece by piece, and gives its paragraphs."""

    def __init__(self, document: Stream, formatting: Formatting) -> None:
        """Read from `document`."""
        self._document = document
        self._formatting = formatting
        self._text: list[str] = []
        self._fields: list[bool] = []
        self._instructions = 0
        self._looks: dict[tuple[int, bytes, tuple[s.Sprm, ...]], Look] = {}
        self._hidden: dict[tuple[bytes, int, tuple[s.Sprm, ...]], bool] = {}

    def read(self, pieces: list[Piece]) -> Iterator[RawParagraph]:
        """Yield the paragraphs; text after the last mark is one too."""
        for piece in pieces:
            for segment in self._segments(piece):
                yield from self._read_segment(segment)
        if self._text:
            yield self._paragraph(_PARAGRAPH_MARK, Look())
        self._fields.clear()

    def _segments(self, piece: Piece) -> Iterator[Segment]:
        at = piece.start
        characters = paragraph = Run(at, at, 0, b"")
        while at < piece.end:
            if characters.end <= at:
                characters = self._formatting.characters.at(at)
            if paragraph.end <= at:
                paragraph = self._formatting.paragraphs.at(at)
            size = max(min(characters.end, paragraph.end, piece.end) - at, 1)
            size += size % piece.width  # a run that ends inside a character
            yield Segment(at, at + size, piece, characters, paragraph)
            at += size

    def _read_segment(self, segment: Segment) -> Iterator[RawParagraph]:
        start, end, piece, characters, run = segment
        look = self._look(run, piece)
        is_hidden = self._is_hidden(characters, look.istd, piece)
        text = text_of(self._document, start, end, piece.width)
        text = _with_symbol(text, self._formatting.sprms.read(characters.grpprl))
        for token in _TOKEN.finditer(text):
            # A page may break inside a paragraph; a section ends with one.
            ends_run = end == run.end and token.end() == len(text)
            is_mark = token[0] == _PARAGRAPH_MARK or (token[0] == _BREAK and ends_run)
            if token[0] == CELL_MARK or (is_mark and (look.ends_row or not is_hidden)):
                yield self._paragraph(token[0], look, is_deleted=is_hidden)
            elif not is_hidden:
                self._take(token[0])

    def _look(self, run: Run, piece: Piece) -> Look:
        key = (run.istd, run.grpprl, piece.sprms)
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._formatting.look(run, piece)
        return look

    def _is_hidden(self, run: Run, istd: int, piece: Piece) -> bool:
        key = (run.grpprl, istd, piece.sprms)
        hidden = self._hidden.get(key)
        if hidden is None:
            hidden = self._hidden[key] = self._formatting.is_hidden(run, istd, piece)
        return hidden

    def _take(self, part: str) -> None:
        """Add text, or what a control character stands for, unless it is a field's instruction."""
        if part == _FIELD:
            self._fields.append(False)
            self._instructions += 1
        elif part == _RESULT and self._fields:
            self._instructions -= not self._fields[-1]
            self._fields[-1] = True
        elif part == _FIELD_END and self._fields:
            self._instructions -= not self._fields.pop()
        elif not self._instructions:
            self._text.append(_SHOWN.get(part, "") if part < " " else part)

    def _paragraph(self, mark: str, look: Look, *, is_deleted: bool = False) -> RawParagraph:
        """Return the paragraph that ends here.

        A field whose result is missing must not swallow the rest: an instruction ends here, too.
        """
        if self._instructions:
            self._fields.clear()
            self._instructions = 0
        text = "".join(self._text)
        self._text.clear()
        if _SURROGATE.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return RawParagraph(text, mark, look, is_deleted)


def _with_symbol(text: str, pairs: tuple[s.Sprm, ...]) -> str:
    """Return the characters of a run; one of a symbol font stands in its properties."""
    for code, operand in pairs:
        if code == s.C_SYMBOL:
            symbol = chr(number(operand[2:4]))
            return _SYMBOLS.get(symbol, symbol) * len(text)
    return text


_SYMBOLS = {"\uf0b7": "\u2022", "\uf02d": "-", "\uf0b3": "\u2265", "\uf0a3": "\u2264"}
"""Signs of the font Symbol that have a letter of their own."""
