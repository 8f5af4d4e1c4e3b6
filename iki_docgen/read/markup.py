r"""Labels and titles in the markup of Markdown, as pandoc writes a Word document out.

    marked := { "#" } [ "**" ] [ number "\." ] text [ "**" ]

Only the signs around the words go, so that each line keeps its place in the text; a number that a
backslash keeps from being a list (`1\. JABATAN : ...`) goes with them.
"""

from collections.abc import Sequence

import regex

from iki_docgen.blocks import Paragraph
from iki_docgen.source import Span
from iki_docgen.vocabulary import is_title, match_label

_SIGNS = regex.compile(r"^\s*+(?:#{1,6}\s|\*\*|__|\w{1,4}\\[.)])")
_BEFORE = regex.compile(r"\s*+(?:#{1,6}\s++)?(?:\*\*|__)?(?:\w{1,4}\\[.)]\s++)?")
_AFTER = regex.compile(r"(?:\*\*|__)?\s*+$")
_LONGEST = 400


def without_markup(lines: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Return `lines` with labels and titles bare of the signs of Markdown."""
    return [
        _bare(line) if _SIGNS.match(line.text) and len(line.text) <= _LONGEST else line
        for line in lines
    ]


def _bare(line: Paragraph) -> Paragraph:
    """Return a label or title without the signs around it, any other line as it is."""
    before = _BEFORE.match(line.text)
    start = before.end() if before else 0
    after = _AFTER.search(line.text, start)
    text = line.text[start : after.start() if after else len(line.text)]
    if match_label(text) is None and not is_title(text):
        return line
    return Paragraph(text, Span(line.span.start + start, line.span.start + start + len(text)))
