"""Plain text -> blocks: which bytes are which characters, and which dialects of table it holds.

Every dialect is a lexer of its own; `dialects` finds which one a table is in.
"""

import codecs

from iki_docgen.blocks import Paragraph, Reading
from iki_docgen.errors import InputError
from iki_docgen.read import dialects
from iki_docgen.read.paged import without_page_ends
from iki_docgen.source import NOWHERE, Source, Span

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOSTLY = 0.7
"""The share of letters below U+0100 in a text of this language, with room to spare."""
_SHORTEST_WIDE = 8
"""Characters that a text needs before its zeros are evidence."""


def decode(data: bytes, name: str) -> tuple[str, str, bool]:
    """Return the characters of `data`, their encoding, and whether it had to be guessed.

    Raises `InputError` for data that are no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding), encoding, False
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{name} says it is {encoding} but is damaged at byte {error.start + 1}",
                    hint="open it in a text editor and save it as UTF-8",
                ) from error
    wide = _wide_encoding(data)
    if wide:
        return data.decode(wide, "replace"), wide, True
    if b"\0" in data:
        raise InputError(
            f"{name} is not a text but a binary file",
            hint="give the text, or the document saved as plain text",
        )
    try:
        return data.decode(), "utf-8", False
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "cp1252", True
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1", True


def mark_before(data: bytes, source: Source) -> bytes | None:
    """Return the byte order mark that stands in `data` before the text of `source`.

    Empty where there is none, None where `data` are not that text in its encoding, byte by byte.
    """
    try:
        body = source.text.encode(source.encoding)
    except UnicodeEncodeError:
        return None
    mark = data[: len(data) - len(body)] if len(data) >= len(body) else b""
    known = mark in {b"", *(bom for bom, _ in _BOMS)}
    return mark if known and mark + body == data else None


def _wide_encoding(data: bytes) -> str:
    """Return the encoding of UTF-16 text without its mark, known by the zeros of its letters."""
    sample = data[:4096]
    half = len(sample) // 2
    for encoding, zeros, letters in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        shares = sample[zeros::2].count(0) > half * _MOSTLY and 0 not in sample[letters::2]
        if half > _SHORTEST_WIDE and shares:
            return encoding
    return ""


_BLANK = Paragraph("", NOWHERE)
"""A line without a character: there may be a million, and none is the place of anything."""


def read_text(source: Source) -> Reading:
    """Return the blocks of a text."""
    lines, aside = without_page_ends(lines_of(source.text))
    blocks, doubts = dialects.lex(lines)
    return Reading(source, tuple(blocks), aside, tuple(doubts))


def lines_of(text: str) -> list[Paragraph]:
    """Return the lines of a text, without their ends (LF, CRLF or CR)."""
    found: list[Paragraph] = []
    has_returns = "\r" in text
    start = 0
    for part in text.split("\n"):
        end = start + len(part)
        if not part:
            found.append(_BLANK)
        elif has_returns and "\r" in part:
            found += _parted(part, start, is_last=end == len(text))
        else:
            found.append(Paragraph(part, Span(start, end)))
        start = end + 1
    return found


def _parted(text: str, start: int, *, is_last: bool) -> list[Paragraph]:
    """Return the lines that carriage returns part; one before a line feed is a part of it."""
    found = []
    pieces = text.split("\r")
    if not is_last and not pieces[-1]:
        pieces.pop()
    for piece in pieces:
        end = start + len(piece)
        found.append(Paragraph(piece, Span(start, end)) if piece else _BLANK)
        start = end + 1
    return found
