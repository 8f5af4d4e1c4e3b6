"""Running heads and feet: what a page shows besides its text, as a Word file keeps it apart.

They stand at the same place of many pages, and are alike but for numbers.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import regex

from iki_docgen.read.pdf.shapes import TextLine
from iki_docgen.vocabulary import is_title, match_label

_DIGITS = regex.compile(r"\d+|\u2026")
_PAGE_NUMBER = regex.compile(
    r"\W*(?:(?:halaman|hal|hlm|page)\W*)?\d{1,4}(?:\s*(?:dari|of|/)\s*(?:\d{1,4}|\u2026))?\W*",
    regex.IGNORECASE,
)
_BLANK_TO_FILL = regex.compile(r"(?:nip\s*[.:]?\s*)?[.\u2026_, ]{8,}", regex.IGNORECASE)
_MARGIN = 0.1
_MOST_LINES = 4
_SHARE = 0.5
_FEW = 3


def without_running(
    pages: Sequence[tuple[float, Sequence[TextLine]]],
) -> list[list[TextLine]]:
    """Return the lines of each page, (height, lines), without running heads and feet."""
    counts: Counter[tuple[str, int]] = Counter()
    texts: dict[tuple[str, int], set[str]] = {}
    for _, lines in pages:
        for key, line in {_key(line): line for line in _outer(lines)}.items():
            counts[key] += 1
            texts.setdefault(key, set()).add(line.text)

    def runs(height: float, line: TextLine) -> bool:
        if is_title(line.text) or match_label(line.text):
            return False
        if not _in_margin(line, height):
            return False
        if _PAGE_NUMBER.fullmatch(line.text):
            return True
        key = _key(line)
        many = counts[key] >= max(2, len(pages) * _SHARE)
        return many and (counts[key] >= _FEW or len(texts[key]) == counts[key])

    return [_inner(lines, partial(runs, height)) for height, lines in pages]


def heads_and_feet(
    height: float, lines: Sequence[TextLine], kept: Sequence[TextLine]
) -> Iterator[tuple[str, str]]:
    """Yield the running heads and feet, the `lines` not `kept`: what each is, and its words."""
    inner = {id(line) for line in kept}
    for line in lines:
        if id(line) not in inner and not _PAGE_NUMBER.fullmatch(line.text):
            yield "running head" if line.top < height / 2 else "running foot", line.text


def without_numbers(text: str) -> str:
    """Return what is alike in the running heads of all pages: all but their numbers."""
    return _DIGITS.sub("#", text)


def is_blank_to_fill(text: str) -> bool:
    """Tell whether a line is only dots that somebody is to write on, as in a signature block."""
    return _BLANK_TO_FILL.fullmatch(text) is not None


def _in_margin(line: TextLine, height: float) -> bool:
    return line.bottom < height * _MARGIN or line.top > height * (1 - _MARGIN)


def _outer(lines: Sequence[TextLine]) -> list[TextLine]:
    return [*lines[:_MOST_LINES], *lines[max(_MOST_LINES, len(lines) - _MOST_LINES) :]]


def _key(line: TextLine) -> tuple[str, int]:
    return without_numbers(line.text), round(line.top / 4)


def _inner(lines: Sequence[TextLine], runs: Callable[[TextLine], bool]) -> list[TextLine]:
    """Return `lines` from the first to the last that is no running head or foot."""
    start, end = 0, len(lines)
    while start < end and start < _MOST_LINES and runs(lines[start]):
        start += 1
    while end > start and len(lines) - end < _MOST_LINES and runs(lines[end - 1]):
        end -= 1
    return list(lines[start:end])
