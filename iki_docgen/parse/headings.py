"""Column headings that are misspelt or carry marks that their fellows lack (IKI206)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex
from msgspec import Struct

from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.source import Span
from iki_docgen.vocabulary import STANDARD, match_heading

_EDGE_MARKS = regex.compile(r"^[^\p{L}\p{N}(]+|[^\p{L}\p{N}).]+$")
_NUMBER = regex.compile(r"\(?\s*\d{1,2}\s*[A-Za-z]?\s*\)?$")


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
