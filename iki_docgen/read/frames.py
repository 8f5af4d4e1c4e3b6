"""Frames of a text: bars and rules that only set labels beside their text.

    frame := { bars | rule }        with a label in its first cell, and no row of headings above it
    bars  := "|" text { "|" text } [ "|" ]
    rule  := "+----+----+" or "|----|----|"

What stands in a frame is text like any other, so its lines are read without their bars, each
letter where it was.  A table that the frame goes on with, under a row of headings, stays one.
"""

from collections.abc import Sequence

import regex

from iki_docgen.blocks import Paragraph
from iki_docgen.read.columns import LONGEST_LINE, MOST_COLUMNS, known_columns, parted_at_breaks
from iki_docgen.source import Span
from iki_docgen.vocabulary import match_label

_RULE = regex.compile(r"[-=:+|\s]*--[-=:+|\s]*")
_BAR = regex.compile(r"(?<!\\)\|")
_LABEL_CELLS = 3
"""`JABATAN`, `:` and the text; or its number in a cell of its own."""
_MAY_BE_LABEL = regex.compile(r"\s*+\|[\s|*_]*+(?:\(?\w{1,4}\s*+[.)]?+[\s|]*+)?+\p{Lu}")
_BOLD = regex.compile(r"\*\*|__")
"""Markdown's sign of bold letters."""
_LEAST_HEADINGS = 2


def without_frames(lines: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Return `lines`, those of a frame without its bars."""
    labels = {at for at, line in enumerate(lines) if "|" in line.text and _opens_field(line.text)}
    if not labels:
        return lines
    found: list[Paragraph] = []
    outside = 0
    for at in sorted(labels):
        if at < outside:
            continue
        start = _first(lines, at, outside)
        found += lines[outside:start]
        outside = _end(lines, at)
        for number in range(start, outside):
            found += parted_at_breaks(_bare(lines[number], opens_field=number in labels))
    return [*found, *lines[outside:]]


def _first(lines: Sequence[Paragraph], label: int, outside: int) -> int:
    """Return the first line of the frame whose label stands in line `label`."""
    at = label
    while at > outside and _is_framed(lines[at - 1].text) and not _is_headed(lines, at - 1):
        at -= 1
    # Rows under headings are of the table above, up to the label itself.
    return label if at > outside and _is_framed(lines[at - 1].text) else at


def _end(lines: Sequence[Paragraph], label: int) -> int:
    """Return the index after a frame: a row of headings, with its rule, ends it."""
    at = label + 1
    while at < len(lines) and _is_framed(lines[at].text):
        if _is_headed(lines, at):
            return at - _is_rule(lines[at - 1].text)
        at += 1
    return at


def _is_framed(text: str) -> bool:
    if len(text) > LONGEST_LINE or text.lstrip()[:1] not in {"|", "+"}:
        return False
    return "|" in text or _is_rule(text)


def _is_rule(text: str) -> bool:
    return "--" in text and _RULE.fullmatch(text) is not None


def _cells(text: str) -> list[str]:
    bare = _BOLD.sub("", text) if "**" in text or "__" in text else text
    bars = _BAR.split(bare.strip()) if "\\" in bare else bare.strip().split("|")
    parts = [part.strip() for part in bars]
    return parts[1:-1] if len(parts) > 1 and not parts[-1] else parts[1:]


def _is_headed(lines: Sequence[Paragraph], at: int) -> bool:
    """Tell whether a row of headings begins at line `at`; one may be wrapped."""
    first = _cells(lines[at].text)
    if not _LEAST_HEADINGS <= sum(map(bool, first)) <= len(first) <= MOST_COLUMNS:
        return False
    if known_columns(first) >= _LEAST_HEADINGS:
        return True
    below = _cells(lines[at + 1].text) if at + 1 < len(lines) else []
    if len(below) != len(first):
        return False
    both = [f"{one} {more}".strip() for one, more in zip(first, below, strict=True)]
    return known_columns(both) >= _LEAST_HEADINGS


def _opens_field(text: str) -> bool:
    """Tell whether a line between bars opens a field, as its first cells say."""
    if len(text) > LONGEST_LINE or not _MAY_BE_LABEL.match(text):
        return False
    cells = _cells(text)
    if known_columns(cells) >= _LEAST_HEADINGS:
        return False
    filled = [cell for cell in cells if cell][:_LABEL_CELLS]
    for count in range(len(filled), 0, -1):
        joined = "\t".join(filled[:count])
        label = match_label(joined)
        if label is not None:
            return label.is_field and (label.colon or joined[: label.end].strip() in filled)
    return False


def _bare(line: Paragraph, *, opens_field: bool) -> Paragraph:
    """Return a line of a frame without its bars; a tab stands after a label that has no colon."""
    text = line.text
    if _is_rule(text):
        return Paragraph("", Span(line.span.start, line.span.start))
    bare = _BOLD.sub("  ", _BAR.sub(" ", text))
    if opens_field and match_label(bare) is None:
        first = text.index("|")
        at = text.find("|", first + 1)
        bare = f"{bare[:at]}\t{bare[at + 1 :]}" if at >= 0 else bare
    return Paragraph(bare, line.span)
