"""Lines that hold a piece of each column, and the cells that such pieces make.

The lexers of tables whose cells stand side by side cut their lines into strips here.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import regex
from msgspec import Struct

from iki_docgen.blocks import Cell, CellRun, Doubt, Paragraph, Table
from iki_docgen.furniture import is_page_furniture
from iki_docgen.source import Span
from iki_docgen.vocabulary import has_list_marker, match_heading
from iki_docgen.wrapping import unwrapped

MOST_COLUMNS = 24
"""A line of more cells is no row of a table."""
LONGEST_LINE = 4000
_MOST_HEADING_LINES = 6
_NUMBER = regex.compile(r"\(?\s*\d{1,2}\s*[A-Za-z]?\s*\)?\.?")
_ESCAPED = regex.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK = regex.compile(r"<br\s*/?>", regex.IGNORECASE)
_LEAST_KNOWN = 2
_ENOUGH_KNOWN = 3


class Taken(NamedTuple):
    """A table that a lexer took, the index of the line after it, and what was guessed in it."""

    block: Table | CellRun
    end: int
    doubt: Doubt | None = None


class Strip(Struct, frozen=True):
    """One line of a table: its piece of each column, empty where the column is blank.

    `after_blank` says that a blank line stands above it.
    """

    pieces: tuple[Paragraph, ...]
    after_blank: bool = False


def piece(line: Paragraph, start: int, end: int) -> Paragraph:
    """Return the text of `line` between two offsets in it, without the blanks around it."""
    raw = line.text[start:end]
    text = raw.strip()
    if len(text) == len(line.text):
        return line
    first = line.span.start + start + (len(raw) - len(raw.lstrip()) if text else 0)
    return Paragraph(text, Span(first, first + len(text)))


def parted_at_breaks(one: Paragraph) -> list[Paragraph]:
    """Return the lines that `<br>` makes of a piece, as Markdown writes them into a cell."""
    if "<" not in one.text:
        return [one]
    places = [0, *(place for found in _BREAK.finditer(one.text) for place in found.span())]
    return [
        piece(one, start, end)
        for start, end in zip(places[::2], [*places[1::2], len(one.text)], strict=True)
    ]


def cut(line: Paragraph, edges: Sequence[int]) -> tuple[Paragraph, ...]:
    """Return the pieces of `line` between `edges`, where the columns after the first start.

    A word that crosses an edge belongs to the column in which most of it stands.
    """
    text = line.text
    shift = len(text) - len(text.lstrip("\f")) if text[:1] == "\f" else 0
    nothing = Paragraph("", Span(line.span.end, line.span.end))
    if edges and len(text) - shift <= edges[0]:
        return (piece(line, 0, len(text)), *[nothing] * len(edges))
    places = [0]
    for edge in edges:
        at = min(edge + shift, len(text))
        start = at
        while start > places[-1] and at < len(text) and not text[start - 1].isspace():
            start -= 1
        if start < at and not text[at].isspace():
            end = at
            while end < len(text) and not text[end].isspace():
                end += 1
            at = start if end - at >= at - start else end
        places.append(max(places[-1], at))
    return tuple(
        piece(line, start, end) if start < len(text) else nothing
        for start, end in zip(places, [*places[1:], len(text)], strict=True)
    )


def unescaped(text: str) -> str:
    """Return `text` without the backslashes that Markdown puts before punctuation."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def cell_of(pieces: Sequence[Paragraph], read: Callable[[str], str] = lambda text: text) -> Cell:
    """Return the cell that `pieces`, its lines, make: wrapped lines are one paragraph.

    A blank line opens a paragraph; so does a list marker in a list.  A page number is a paragraph
    after the others, which go on below it.  `read` is applied to the text of each paragraph.
    """
    filled = [one for one in pieces if one.text]
    if len(filled) == 1 or len(pieces) == 1:
        return cell_of_line(filled[0] if filled else pieces[0], read)
    if not filled:
        at = pieces[0].span.start if pieces else 0
        return Cell((), Span(at, at))
    paragraphs: list[Paragraph] = []
    feet = [one for one in filled if is_page_furniture(one.text)]
    kept = [one for one in pieces if one not in feet] if feet else pieces
    for lines in (*_paragraphs(kept), *([foot] for foot in feet)):
        text = unwrapped([line.text for line in lines])
        paragraphs.append(Paragraph(read(text), Span(lines[0].span.start, lines[-1].span.end)))
    end = max(paragraphs[-1].span.end, filled[-1].span.end)
    return Cell(tuple(paragraphs), Span(filled[0].span.start, end))


def cell_of_line(one: Paragraph, read: Callable[[str], str] = lambda text: text) -> Cell:
    """Return the cell of a single piece, as `cell_of` does; most cells are one."""
    if not one.text:
        return Cell((), Span(one.span.start, one.span.start))
    text = read(one.text)
    return Cell((one if text == one.text else Paragraph(text, one.span),), one.span)


def _paragraphs(pieces: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    found: list[Paragraph] = []
    is_list = False
    for one in pieces:
        opens = not one.text
        if found and one.text and has_list_marker(one.text):
            opens = is_list or found[-1].text.endswith((":", ";", "."))
        if opens and found:
            yield found
            found = []
        if one.text:
            found.append(one)
            is_list = is_list or has_list_marker(one.text)
    if found:
        yield found


def is_numbers(pieces: Sequence[Paragraph]) -> bool:
    """Tell whether a line holds column numbers and nothing else: `1 2 3 4`."""
    for one in pieces:
        if one.text:
            if not (one.text[0] == "(" or one.text[0].isdecimal()):
                return False  # as nearly every line
            break
    filled = [one.text for one in pieces if one.text]
    return len(filled) >= _LEAST_KNOWN and all(_NUMBER.fullmatch(text) for text in filled)


def heading_lines(strips: Sequence[Strip]) -> int:
    """Return how many of the first strips are the heading row, 0 if none is.

    A heading may be wrapped: the fewest lines that give the most known columns are it, with the
    lines below that leave every column a known one.
    """
    best, best_known = 0, 0
    texts = [""] * (len(strips[0].pieces) if strips else 0)
    for number, strip in enumerate(strips[:_MOST_HEADING_LINES], 1):
        if is_numbers(strip.pieces):
            break
        for column, one in enumerate(strip.pieces):
            texts[column] = f"{texts[column]} {one.text}".strip()
        known = known_columns(texts)
        filled = sum(bool(text) for text in texts)
        if known < _LEAST_KNOWN or known * 2 < filled:
            continue
        if known > best_known or known == best_known == filled:
            best, best_known = number, known
    return best


def known_columns(texts: Sequence[str]) -> int:
    """Return how many different known columns the headings `texts` name."""
    found = {heading.column for text in texts if (heading := match_heading(text)) is not None}
    return len(found)


def is_heading(texts: Sequence[str]) -> bool:
    """Tell whether `texts` are headings beyond doubt: three known columns, one of them ours."""
    found = {heading.column for text in texts if (heading := match_heading(text)) is not None}
    if not found & {"sasaran", "indikator"}:
        return False
    return len(found) >= _ENOUGH_KNOWN or (len(found) == _LEAST_KNOWN == len(texts))
