r"""Labels and titles in the markup of Markdown, as pandoc writes a Word document out.

    marked := { "#" } [ "**" ] [ number "\." ] text [ "**" ]

A heading, or bold words, that are a label and nothing else need no colon: `**Fungsi**`.

Only the signs around the words go, so that each line keeps its place in the text; a number that a
backslash keeps from being a list (`1\. JABATAN : ...`) goes with them.
"""

from collections.abc import Sequence

import regex

from iki_docgen.blocks import Paragraph
from iki_docgen.source import Span
from iki_docgen.vocabulary import is_title, match_label

_SIGNS = regex.compile(r"^\s*+(?:#{1,6}\s|\*\*|__|\w{1,4}\\[.)])|\w\s*+\\$")
_BEFORE = regex.compile(r"\s*+(?:#{1,6}\s++)?(?:\*\*|__)?(?:\w{1,4}\\[.)]\s++)?")
_AFTER = regex.compile(r"(?:\*\*|__)?\s*+$")
_LONGEST = 400


def without_markup(lines: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Return `lines` with labels and titles bare of the signs of Markdown."""
    return [_bare(line) if _is_marked(line.text) else line for line in lines]


def _is_marked(text: str) -> bool:
    """Tell whether there are signs of Markdown in a line; most hold none of their characters."""
    if "\\" not in text and "#" not in text and "**" not in text and "__" not in text:
        return False
    return len(text) <= _LONGEST and _SIGNS.search(text) is not None


def _bare(line: Paragraph) -> Paragraph:
    """Return a label or title without the signs around it, any other line as it is."""
    before = _BEFORE.match(line.text)
    start = before.end() if before else 0
    after = _AFTER.search(line.text, start)
    end = after.start() if after else len(line.text)
    text = line.text[start:end]
    marked = end < len(line.text) or "#" in line.text[:start]
    if match_label(text) is None and not is_title(text):
        label = match_label(text.upper()) if marked else None
        if label is None or label.end < len(text):
            return _without_break(line)
        text = text.upper()  # as a label is written that nothing else tells from words
    return Paragraph(text, Span(line.span.start + start, line.span.start + end))


def _without_break(line: Paragraph) -> Paragraph:
    """Return a line without the backslash by which Markdown ends it in the middle of a sentence."""
    text = line.text.rstrip()
    if not text.endswith("\\"):
        return line
    text = text[:-1].rstrip()
    return Paragraph(text, Span(line.span.start, line.span.start + len(text)))
