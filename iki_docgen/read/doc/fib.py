"""The head of a Word document (Fib, [MS-DOC] 2.5): what it is, and where everything stands."""

from dataclasses import dataclass

from iki_docgen.errors import InputError
from iki_docgen.read.doc.binary import DamagedError, Stream

_WORD_97 = 0xA5EC
_OLDER = range(0xA500, 0xA600)
_FIRST_VERSION = 0x00C1
"""nFib of Word 97, the first with 16-bit text and the tables that are read here."""
_ENCRYPTED = 0x0100
_SECOND_TABLE = 0x0200
_OBFUSCATED = 0x8000
_TEXTS = 3
_UNUSED = 3
MAIN, FOOTNOTES, HEADERS, COMMENTS, ENDNOTES, TEXT_BOXES, HEADER_BOXES = 0, 1, 2, 4, 5, 6, 7
"""Texts of a document in their order (2.4.2); the lengths of all stand in a row (FibRgLw97)."""

STYLES, CHARACTER_PAGES, PARAGRAPH_PAGES, FONTS, PIECES, LISTS, LIST_USES = (
    1,
    12,
    13,
    15,
    33,
    73,
    74,
)
FOOTNOTE_STARTS, COMMENT_STARTS, HEADER_STARTS, ENDNOTE_STARTS = 3, 5, 11, 47
ANCHORS, BOX_STARTS = 40, 56
"""Places in the list of structures that the head points to (FibRgFcLcb97)."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says: the table stream, the characters of each text, the structures."""

    table: str
    lengths: tuple[int, ...]
    structures: tuple[tuple[int, int], ...]

    def text(self, number: int) -> tuple[int, int]:
        """Return the first character of one of the texts, and how many there are."""
        before = sum(
            length for index, length in enumerate(self.lengths[:number]) if index != _UNUSED
        )
        return before, self.lengths[number]

    def structure(self, number: int) -> tuple[int, int]:
        """Return offset and size of a structure in the table stream; size 0 where it is absent."""
        return self.structures[number] if number < len(self.structures) else (0, 0)


def read_head(document: Stream, name: str) -> Head:
    """Return the head of the document.

    Raises `InputError` for what cannot be read: another version of Word, or an encrypted file.
    """
    magic, version, flags = document.u16(0), document.u16(2), document.u16(10)
    if magic not in _OLDER:
        raise DamagedError
    if magic != _WORD_97 or version < _FIRST_VERSION:
        raise InputError(
            f"{name} was written by Word 6.0, Word 95 or older; this version does not read it",
            hint="open it in Word or LibreOffice, choose Save As, and take Word Document (.docx)",
        )
    if flags & (_ENCRYPTED | _OBFUSCATED):
        raise InputError(
            f"{name} is protected by a password",
            hint="open it in Word with its password, and save it without one",
        )
    numbers = 34 + 2 * document.u16(32)
    pairs = numbers + 2 + 4 * document.u16(numbers)
    count = document.u16(pairs)
    flat = document.numbers(pairs + 2, 2 * count)
    return Head(
        table="1Table" if flags & _SECOND_TABLE else "0Table",
        lengths=document.numbers(numbers + 2 + 4 * _TEXTS, HEADER_BOXES + 1),
        structures=tuple(zip(flat[::2], flat[1::2], strict=True)),
    )
