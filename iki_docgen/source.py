"""A text that was read, and places in it.

There is one kind of place: a half-open `Span` of offsets into one `Source`.  Lines and columns
are computed when somebody looks.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

from msgspec import Struct

_LINE_END = re.compile(r"\r\n|\n|\r")


# A large text has a million of these, and none can be part of a circle.
class Span(Struct, frozen=True, order=True, gc=False):
    """Half-open range of offsets (in characters) into one source."""

    start: int
    end: int


NOWHERE = Span(-1, -1)
"""The place of what was not read from a text, such as a value of a JSON file."""


class Position(NamedTuple):
    """A place as people count: both numbers start at 1."""

    line: int
    column: int


class Text(str):
    """A cleaned piece of text that knows where it was read.

    It is a `str` in every other way; its place and its list marker take no part in equality, so
    that records read from different files compare by what they say.
    """

    __slots__ = ("marker", "span")

    marker: str
    span: Span

    def __new__(cls, value: str, span: Span = NOWHERE, marker: str = "") -> Self:
        """Return `value` with the place it was read at and the list marker it carried."""
        text = str.__new__(cls, value)
        text.span = span
        text.marker = marker
        return text


def span_of(value: str) -> Span:
    """Return the place where `value` was read, `NOWHERE` for a plain string."""
    return value.span if isinstance(value, Text) else NOWHERE


def marker_of(value: str) -> str:
    """Return the list marker that stood before `value` in its source, if any."""
    return value.marker if isinstance(value, Text) else ""


# Equality is identity: two readings of one file are two sources.
@dataclass(frozen=True, eq=False)
class Source:
    """The decoded text of a file, every character of it, and the name people know it by.

    `encoding` is the codec that reads the file's bytes into `text`; `guessed` says that the bytes
    did not tell it.

    Of a file that is no plain text (Word, PDF), `text` is what a reader made of it, and `places`
    names each of its lines as people find it: `table 2, row 3, column 1`.
    """

    path: str
    text: str
    encoding: str = "utf-8"
    guessed: bool = False
    places: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the text is the file's own, so that an offset is a place in the file."""
        return not self.places

    @cached_property
    def _starts(self) -> Sequence[int]:
        starts = array("q", [0])  # a million of them need no object each
        if "\r" in self.text:
            starts.extend(end.end() for end in _LINE_END.finditer(self.text))
            return starts
        start = 0
        for line in self.text.split("\n"):
            start += len(line) + 1
            starts.append(start)
        starts.pop()  # no line starts after the last
        return starts

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        """The spans of all lines, without their ends (LF, CRLF or CR)."""
        spans = []
        start = 0
        for end in _LINE_END.finditer(self.text):
            spans.append(Span(start, end.start()))
            start = end.end()
        spans.append(Span(start, len(self.text)))
        return tuple(spans)

    def position(self, offset: int) -> Position:
        """Return the line and column of `offset`."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def place(self, offset: int) -> str:
        """Return how people find the line of `offset`, empty in a plain text."""
        return self.places[self.position(offset).line - 1] if self.places else ""

    def line(self, number: int) -> str:
        """Return the text of line `number` (1-based), without its end."""
        return self.slice(self.lines[number - 1])

    def slice(self, span: Span) -> str:
        """Return the text at `span`."""
        return self.text[span.start : span.end]
