"""What stands on a page: glyphs, drawn lines, and the lines of text that glyphs make.

Places are in points from the upper left corner of the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

IMAGE_PAGE = "page that is only an image"
_SAME_LINE = 0.3
_WORD_GAP = 0.22
_COLUMN_GAP = 1.5
_DOUBLED = 0.2
"""Parts of the size of the letters: what parts lines, words and columns, and a letter from its
double, by which programs make text look bold."""
_CHARACTER = 5.0
_MOST_INDENT = 60
_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
        "\u2029": " ",
        "\u2028": " ",
        "\n": " ",
        "\r": " ",
        "\t": " ",
    }
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter, or what a font gives for one, and the box that it fills."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        """The height of the letter, at least one point."""
        return max(self.bottom - self.top, 1.0)

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line; `is_upright` tells a vertical one from a horizontal one."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def is_upright(self) -> bool:
        """Whether it stands."""
        return self.bottom - self.top > self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class Page:
    """What was found on a page; `number` counts from 1.

    `beside` is what stands beside its text: what it is, such as a comment, and the words.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text: its words from left to right, and its box."""

    words: tuple[Word, ...]
    top: float
    bottom: float

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.words[-1].x1

    @property
    def size(self) -> float:
        """The height of its letters."""
        return max(self.bottom - self.top, 1.0)

    @property
    def text(self) -> str:
        """Its words, with one blank between them."""
        return " ".join(word.text for word in self.words)

    def spaced(self, left: float) -> str:
        """Return its words with blanks for its indentation from `left` and for wide gaps."""
        indent = min(max(0, round((self.x0 - left) / _CHARACTER)), _MOST_INDENT)
        parts = [" " * indent, self.words[0].text]
        for before, word in pairwise(self.words):
            gap = word.x0 - before.x1
            wide = gap > _COLUMN_GAP * self.size
            parts += [" " * max(3, min(round(gap / _CHARACTER), _MOST_INDENT)) if wide else " "]
            parts += [word.text]
        return "".join(parts)

    def segments(self) -> list[tuple[Word, ...]]:
        """Return its words, parted where a gap is as wide as between columns."""
        found: list[list[Word]] = [[self.words[0]]]
        for before, word in pairwise(self.words):
            if word.x0 - before.x1 > self.size * 0.8:
                found.append([])
            found[-1].append(word)
        return [tuple(words) for words in found]


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Return the lines that `glyphs` make, from top to bottom."""
    rows: list[list[Glyph]] = []
    middle = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.middle, glyph.x0)):
        if rows and abs(glyph.middle - middle) <= _SAME_LINE * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            middle = glyph.middle
    return [line for row in rows if (line := _line(row)) is not None]


def _line(row: Sequence[Glyph]) -> TextLine | None:
    """Return the line of glyphs at one height, None if all of them are blank."""
    words: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in sorted(row, key=lambda glyph: glyph.x0):
        if not glyph.text.strip():
            last = None
            continue
        if last is not None and glyph.text == last.text and _is_double(last, glyph):
            continue
        if last is None or glyph.x0 - last.x1 > _WORD_GAP * glyph.size:
            words.append([])
        words[-1].append(glyph)
        last = glyph
    if not words:
        return None
    shown = [glyph for word in words for glyph in word]
    return TextLine(
        tuple(_word(word) for word in words),
        min(glyph.top for glyph in shown),
        max(glyph.bottom for glyph in shown),
    )


def _is_double(last: Glyph, glyph: Glyph) -> bool:
    return glyph.x0 - last.x0 < _DOUBLED * max(last.x1 - last.x0, 1.0)


def _word(glyphs: Sequence[Glyph]) -> Word:
    text = "".join(glyph.text for glyph in glyphs).translate(_LIGATURES)
    return Word(text, glyphs[0].x0, max(glyph.x1 for glyph in glyphs))
