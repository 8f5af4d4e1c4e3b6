"""Rows of a table whose lines are wrapped and whose rows nothing parts.

    table := [ heading ] [ numbers ] { row }
    row   := first line { further line }

A row begins where a column that had come to its end holds text again; where every column goes on
from line to line, where the line above had room for the word.  The Sasaran may be merged over
several rows, and then runs beside them.
"""

from collections.abc import Sequence
from typing import NamedTuple

import regex

from iki_docgen.blocks import Doubt, Paragraph, Row
from iki_docgen.furniture import is_page_furniture
from iki_docgen.read.columns import Strip, cell_of, heading_lines, is_numbers
from iki_docgen.source import Span
from iki_docgen.vocabulary import has_list_marker, match_heading, opens_note

_OPENING = regex.compile(r"[\p{Lu}\p{N}%\"\u201c(]")
_ROOM = 0.95
"""The share of a column's width up to which a line is not full: letters differ in width."""
_NUMBERING = ("sasaran", "nomor")

ROW = ("read as a new row", "go on with the row above")
ON = ("read as going on with the row above", "begin a new row")
_SASARAN = ("read as a new Sasaran", "go on with the Sasaran above")
_BESIDE = ("read as going on with the Sasaran above", "be a new Sasaran")


class Guess(NamedTuple):
    """A place where a row or a Sasaran may begin, how it was read, and what else it may do."""

    span: Span
    read: str
    other: str


def doubt_of(guesses: Sequence[Guess], advice: str) -> Doubt | None:
    """Return the guesses in one table as a doubt, None where there are none."""
    return Doubt(*guesses[0], len(guesses), advice) if guesses else None


_OpenRow = list[list[Paragraph]]


def rows_of(
    strips: Sequence[Strip], widths: Sequence[int] = (), *, overlap: bool = True
) -> tuple[list[Row], list[Guess]]:
    """Return the rows of the lines `strips` of one table, and what was guessed about them.

    `widths` are how many letters the columns hold; without them the longest lines tell.  `overlap`
    says that a merged Sasaran may run beside the rows, instead of making the first of them taller.
    """
    if not strips:
        return [], []
    top = heading_lines(strips)
    rows: list[_OpenRow] = []
    for strip in strips[:top]:
        if not rows:
            rows.append(_opened(strip))
        else:
            _go_on(rows[-1], strip)
    body = strips[top:]
    beside = _beside(rows[0]) if rows else {0}
    reader = _Rows(body, beside, widths, overlap=overlap)
    found = [*rows, *reader.rows()]
    return [_closed(row) for row in found], reader.guesses


def _closed(row: _OpenRow) -> Row:
    """Return the cells of a row; one that nothing was put into stands where the row begins."""
    start = min(one.span.start for pieces in row for one in pieces)
    nothing = [Paragraph("", Span(start, start))]
    return tuple(cell_of(pieces or nothing) for pieces in row)


def _opened(strip: Strip) -> _OpenRow:
    return [[one] for one in strip.pieces]


def _go_on(row: _OpenRow, strip: Strip) -> None:
    for pieces, one in zip(row, strip.pieces, strict=True):
        pieces.append(one)


def _beside(heading: _OpenRow) -> set[int]:
    """Return the columns that may be merged over several rows: the number and the Sasaran."""
    found = set()
    for column, pieces in enumerate(heading):
        known = match_heading(" ".join(one.text for one in pieces if one.text))
        if known is not None and known.column in _NUMBERING:
            found.add(column)
    return found


class _Rows:
    """Finds the rows of the lines under a heading."""

    def __init__(
        self, strips: Sequence[Strip], beside: set[int], widths: Sequence[int], *, overlap: bool
    ) -> None:
        """Take the lines; `beside` are the columns that run beside the rows.

        The first one that does not leads: it says where rows begin.
        """
        self._strips = strips
        self._beside = beside
        self._overlap = overlap
        self.guesses: list[Guess] = []
        columns = zip(*(strip.pieces for strip in strips), strict=True)
        self._widths = widths or [
            int(_ROOM * max(len(one.text) for one in column)) for column in columns
        ]
        every = range(len(self._widths))
        self._lead = next((column for column in every if column not in beside), None)

    def rows(self) -> list[_OpenRow]:
        """Return the rows, each as the pieces of its cells."""
        rows: list[_OpenRow] = []
        owners: dict[int, _OpenRow] = {}
        before: Strip | None = None
        for strip in self._strips:
            if rows and (foot := _page_foot(strip)) is not None:
                rows[-1][foot[0]].append(foot[1])  # rows go on below it
                continue
            opens = before is None or self._starts(strip, before, rows[-1])
            if before is not None:
                self._guess_row(strip, before, opens=opens)
            if opens:
                rows.append([[one] if column not in self._beside else []
                             for column, one in enumerate(strip.pieces)])  # fmt: skip
                starts = True
            else:
                starts = False
                for column, one in enumerate(strip.pieces):
                    if column not in self._beside:
                        rows[-1][column].append(one)
            for column in self._beside:
                if column not in owners:
                    owners[column] = rows[-1]
                elif starts:
                    new = self._is_new_beside(strip, before, owners[column][column], column)
                    self._guess_beside(strip, before, column, new=new)
                    owners[column] = rows[-1] if new else owners[column]
                owners[column][column].append(strip.pieces[column])
            before = strip
        return rows

    def _guess_row(self, strip: Strip, before: Strip, *, opens: bool) -> None:
        """Keep it as a guess if nothing in the text says whether `strip` opens a row."""
        lead = self._lead
        text = strip.pieces[lead].text if lead is not None else ""
        if lead is None or not text or is_numbers(before.pieces) or is_numbers(strip.pieces):
            return
        new, room = _looks_new(text), self._has_room(strip, before, lead)
        told = strip.after_blank or has_list_marker(text) or self._is_numbered(strip)
        wraps = not new and not room  # the line above was full, and no sentence begins here
        if not (told if opens else wraps):
            self.guesses.append(Guess(strip.pieces[lead].span, *(ROW if opens else ON)))

    def _guess_beside(self, strip: Strip, before: Strip | None, column: int, *, new: bool) -> None:
        """Keep it as a guess if nothing says whether a Sasaran at a new row is a new one."""
        one = strip.pieces[column]
        if not one.text or before is None or strip.after_blank or not before.pieces[column].text:
            return
        if is_numbers(before.pieces):
            return  # the first row has no Sasaran above it
        if (
            _is_note(strip)
            or _is_number(one.text)
            or (new and (has_list_marker(one.text) or self._is_numbered(strip)))
        ):
            return
        if not new and not _looks_new(one.text) and not self._has_room(strip, before, column):
            return
        self.guesses.append(Guess(one.span, *(_SASARAN if new else _BESIDE)))

    def _is_numbered(self, strip: Strip) -> bool:
        """Tell whether a number stands beside the row: it has a column for them."""
        return any(_is_number(strip.pieces[column].text) for column in self._beside)

    def _is_new_beside(
        self, strip: Strip, before: Strip | None, cell: Sequence[Paragraph], column: int
    ) -> bool:
        """Tell whether the text of a merged column opens a cell at a line that opens a row.

        `cell` is the one above; a text that opens with its first word is another of its kind.
        """
        text = strip.pieces[column].text
        if not text:
            return False
        if _is_note(strip):
            return True
        if before is None or strip.after_blank or not before.pieces[column].text:
            return True
        if is_numbers(before.pieces) or (self._is_numbered(strip) and _looks_new(text)):
            return True
        if not self._overlap or _first_word(text) == _first_word(cell[0].text):
            return True
        return _looks_new(text) and self._has_room(strip, before, column)

    def _starts(self, strip: Strip, before: Strip, row: _OpenRow) -> bool:
        """Tell whether `strip`, the line after `before`, opens a row after `row`."""
        if is_numbers(before.pieces) or is_numbers(strip.pieces) or _is_note(strip):
            return True
        if len(self._beside) > 1 and _is_number(strip.pieces[min(self._beside)].text):
            return True  # the column of numbers has the next one
        filled = [
            column
            for column, one in enumerate(strip.pieces)
            if one.text and column not in self._beside
        ]
        lead = self._lead
        if lead is None or lead not in filled:
            return False
        return self._begins(strip, before, row, [lead, *filled[1:]])

    def _begins(self, strip: Strip, before: Strip, row: _OpenRow, filled: Sequence[int]) -> bool:
        """Tell whether `strip` opens a row, by the columns that it fills: the first must."""
        lead = filled[0]
        new = _looks_new(strip.pieces[lead].text)
        room = self._has_room(strip, before, lead)
        if strip.after_blank:
            return new or room
        again = [column for column in filled if not before.pieces[column].text]
        others = [column for column in filled if column != lead]
        if any(any(one.text for one in row[column]) for column in again):
            opens = any(self._opens(strip, before, column) for column in others)
            return lead in again or new or room or opens
        if again or not others:
            return new and room
        again = [c for c in others if strip.pieces[c].text == before.pieces[c].text]
        if not (new or room or again):
            return False
        return all(self._opens(strip, before, column) for column in others)

    def _opens(self, strip: Strip, before: Strip, column: int) -> bool:
        """Tell whether a piece right under another opens a cell: the line above had room for it."""
        text = strip.pieces[column].text
        if not before.pieces[column].text:
            return False
        if text == before.pieces[column].text:
            return True
        return _looks_new(text) and self._has_room(strip, before, column)

    def _has_room(self, strip: Strip, before: Strip, column: int) -> bool:
        word = _first_word(strip.pieces[column].text)
        needed = len(before.pieces[column].text) + 1 + len(word)
        return needed <= self._widths[column]


def _is_note(strip: Strip) -> bool:
    """Tell whether a line opens a note, beside which nothing stands."""
    first = strip.pieces[0].text
    return opens_note(first) and not any(one.text for one in strip.pieces[1:])


def _is_number(text: str) -> bool:
    return text.strip(" .()").isdigit()


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0] if text else ""


def _looks_new(text: str) -> bool:
    return _OPENING.match(text) is not None or has_list_marker(text)


def _page_foot(strip: Strip) -> tuple[int, Paragraph] | None:
    """Return the page number that a line is, and the column in which it begins, or None."""
    text = " ".join([one.text for one in strip.pieces if one.text])
    if not is_page_furniture(text):
        return None
    filled = [(column, one) for column, one in enumerate(strip.pieces) if one.text]
    (column, first), (_, last) = filled[0], filled[-1]
    return column, Paragraph(text, Span(first.span.start, last.span.end))
