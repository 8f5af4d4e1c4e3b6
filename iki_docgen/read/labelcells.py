"""Labels whose number, words and colon stand on lines of their own, as cells that were written out.

    label := [ number line ] words line ":" [ text ]       blank lines may stand between

LibreOffice and docx2txt write a table that sets labels beside their text so, a cell per line.  The
label is put together on the line of its words; the text after the colon stays where it is.
"""

from collections.abc import Sequence

import regex

from iki_docgen.blocks import Paragraph
from iki_docgen.source import Span
from iki_docgen.vocabulary import match_label

_NUMBER = regex.compile(r"\s*+(?:\d{1,2}|[ivxIVX]{1,4}|[a-zA-Z])[.)]\s*+")
_NUMBERED = regex.compile(r"\s*+(?:(?:\d{1,2}|[ivxIVX]{1,4}|[a-zA-Z])[.)]\s*+)?")
_MAY_BEGIN = (":", " ", "\t", "\u00a0")
_LONGEST = 60
_MOST_BLANKS = 4


def with_whole_labels(lines: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Return as many lines, with each label on one of them."""
    found = list(lines)
    above = ""
    for at, line in enumerate(lines):
        text = line.text
        if text[:1] in _MAY_BEGIN and text and above[-1:] != ":":
            bare = text.lstrip()
            if bare[:1] == ":":
                _put_together(found, at, len(text) - len(bare) + 1)
        above = text
    return found


def _put_together(lines: list[Paragraph], colon: int, end: int) -> None:
    """Put the words above the line `colon`, whose colon ends at `end`, to one label with it."""
    at = _filled_above(lines, colon)
    words = lines[at].text if at is not None else ""
    if at is None or len(words) > _LONGEST or "\t" in words or not _is_label(words):
        return
    line = lines[colon]
    first = lines[at]
    text = f"{words.rstrip()} :"
    number = _filled_above(lines, at)
    if number is not None and _NUMBER.fullmatch(lines[number].text):
        text = f"{lines[number].text.strip()} {words.strip()} :"
        first = lines[number]
        lines[number] = _nothing_at(first)
    lines[at] = Paragraph(text, Span(first.span.start, line.span.start + end))
    lines[colon] = Paragraph(line.text[end:], Span(line.span.start + end, line.span.end))


def _filled_above(lines: Sequence[Paragraph], at: int) -> int | None:
    """Return the nearest line above `at` that is not blank, None if none is near."""
    near = range(at - 1, max(-1, at - 2 - _MOST_BLANKS), -1)
    return next((above for above in near if lines[above].text.strip()), None)


def _is_label(text: str) -> bool:
    """Tell whether `text` would be a label with a colon, and is nothing else."""
    marker = _NUMBERED.match(text)
    words = text[marker.end() if marker else 0 :].strip()
    label = match_label(f"{words.upper()} :") if words[:1].isupper() else None
    return label is not None and label.exact and label.end == len(words) + 2


def _nothing_at(line: Paragraph) -> Paragraph:
    return Paragraph("", Span(line.span.start, line.span.start))
