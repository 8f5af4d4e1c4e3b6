"""Cells as they stand on pages, and the paragraphs that their wrapped lines make.

A line of a cell goes on in the next if the first word of that did not fit any more; else the
author began a new line.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from iki_docgen.read.pdf.hyphens import goes_on_in_word, join
from iki_docgen.read.pdf.shapes import TextLine
from iki_docgen.vocabulary import has_list_marker

_COUNTED = regex.compile(r"\(?([0-9]{1,2}|[a-zA-Z])[.)]")
_WIDEST_PADDING = 12.0
_BLANK = 0.18
"""A narrow blank, in parts of the size of the letters: a word may have just fitted."""
_OPEN_ENDS = frozenset(
    ("dan", "atau", "di", "ke", "dari", "yang", "untuk", "pada", "dengan", "dalam", "oleh")
)


@dataclass(frozen=True, slots=True)
class CellLine:
    """A line of a cell: `room` is what is free to its right, `head` its first word's width.

    `below` is how many lines would still fit between it and the end of the table on its page.
    """

    text: str
    room: float
    head: float
    below: float = 0.0


@dataclass(slots=True)
class DrawnCell:
    """A cell of a table: its lines, where it is found, and how it was guessed to begin or end."""

    place: str
    lines: list[CellLine] = field(default_factory=list)
    guesses: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its lines as one."""
        return " ".join(line.text for line in self.lines)

    def paragraphs(self) -> list[str]:
        """Return its text, wrapped lines put together."""
        found: list[str] = []
        before: CellLine | None = None
        for line in self.lines:
            if before is not None and wraps(before, line) and not _is_next(found[-1], line.text):
                found[-1] = join(found[-1], line.text)
            else:
                found.append(line.text)
            before = line
        return found

    def goes_on_with(self, below: "DrawnCell") -> bool:
        """Tell whether the text of this cell clearly goes on in the cell `below`."""
        if not self.lines or not below.lines:
            return False
        last, first = self.lines[-1], below.lines[0]
        if not wraps(last, first):
            return False
        word = last.text.split()[-1]
        if word.lower() in _OPEN_ENDS or word.endswith((",", "(", "/")):
            return True
        start = first.text.lstrip("(\u201c\"'")[:1]
        return start.islower() and not word.endswith((".", ";"))


DrawnRow = list[DrawnCell]


def _is_next(item: str, line: str) -> bool:
    """Tell whether `line` begins the item that comes after the numbered or lettered `item`."""
    one, other = _COUNTED.match(item), _COUNTED.match(line)
    return one is not None and other is not None and _count(other[1]) == _count(one[1]) + 1


def _count(sign: str) -> int:
    return int(sign) if sign.isdigit() else ord(sign.lower())


def wraps(before: CellLine, line: CellLine) -> bool:
    """Tell whether `line` goes on with the sentence of the line `before` it."""
    if goes_on_in_word(before.text, line.text):
        return True
    if has_list_marker(line.text) and before.text.endswith((".", ";", ":")):
        return False
    return line.head > before.room


def cell_lines(
    lines: Sequence[TextLine], left: float, right: float, bottom: float
) -> list[CellLine]:
    """Return the lines of a cell between its sides, in a table that ends at `bottom`."""
    if not lines:
        return []
    padding = min(_WIDEST_PADDING, max(0.0, min(line.x0 - left for line in lines)))
    return [
        CellLine(
            line.text,
            _room(line, left + padding, right - padding),
            line.words[0].x1 - line.words[0].x0,
            (bottom - line.bottom) / line.size,
        )
        for line in lines
    ]


def _room(line: TextLine, left: float, right: float) -> float:
    """Return how wide a word may be that still fits behind a line: flush left, or centred."""
    free, before = right - line.x1, line.x0 - left
    centred = before > _BLANK * line.size and abs(free - before) < line.size / 2
    return free + (before if centred else 0) - _BLANK * line.size
