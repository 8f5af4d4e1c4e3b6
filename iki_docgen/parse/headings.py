"""Column headings: their numbers, and those misspelt or with marks that others lack (IKI206)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import regex
from msgspec import Struct

from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.source import Span
from iki_docgen.vocabulary import STANDARD, match_heading

_EDGE_MARKS = regex.compile(r"^[^\p{L}\p{N}(]+|[^\p{L}\p{N}).]+$")
_NUMBER = regex.compile(r"\(?\s*\d{1,2}\s*[A-Za-z]?\s*\)?$")
_COLUMN_NUMBER = regex.compile(r"\s*+\(?\s*(\d{1,2})\s*\)?$")


class PlacedHeading(Struct, frozen=True):
    """A column heading with its place and the position it belongs to."""

    text: str
    span: Span
    about: str


@lru_cache(1024)
def _marks(text: str) -> tuple[bool, bool]:
    """Tell whether stray punctuation stands at the edge of `text`, and if it carries a number."""
    return _EDGE_MARKS.search(text) is not None, _NUMBER.search(text) is not None


def odd_headings(headings: Sequence[PlacedHeading]) -> Iterator[Diagnostic]:
    """Yield a note for each known heading that was recognised in spite of how it is written."""
    usual = Counter(_marks(heading.text) for heading in headings)
    common = usual.most_common(1)[0][0] if usual else (False, False)
    for heading in headings:
        known = match_heading(heading.text)
        if known is None or known.column not in STANDARD:
            continue
        stray, numbered = _marks(heading.text)
        reasons = []
        if not known.exact:
            reasons.append("its words are misspelt")
        if stray and not common[0]:
            reasons.append("stray punctuation stands beside it")
        if numbered and not common[1]:
            reasons.append("a number stands beside it")
        if reasons:
            yield Code.ODD_HEADING.at(
                heading.span,
                about=heading.about,
                found=heading.text,
                column=STANDARD[known.column],
                reason=", ".join(reasons),
                expected=_EDGE_MARKS.sub("", heading.text)
                if known.exact
                else STANDARD[known.column],
            )


def without_numbers(headings: Sequence[str]) -> list[str]:
    """Return the texts of a heading row without the numbers of their columns.

    `Satuan (4)` beside `Target (5)` are numbered; `Triwulan 1` beside `Sasaran` is a name.
    """
    found = [_COLUMN_NUMBER.search(text) for text in headings]
    numbers = [int(one[1]) for one in found if one]
    if len(numbers) < max(2, len(headings)) or any(b - a != 1 for a, b in pairwise(numbers)):
        return list(headings)
    return [text[: one.start()] if one else text for text, one in zip(headings, found, strict=True)]
