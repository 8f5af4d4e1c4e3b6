"""Pandoc's simple and multiline tables: dashes stand under, or over, each column.

    table  := [ bar ] heading dashes rows ( bar | dashes | blank line )
    bar    := "-----------"                       as wide as the table
    dashes := "-----" { " " "-----" }             one stretch for each column

Under a bar a row may have several lines, and blank lines part the rows; without one each line is a
row, and the first blank line ends the table.
"""

from collections.abc import Iterator, Sequence

import regex

from iki_docgen.blocks import Doubt, Paragraph, Row, Table
from iki_docgen.read.columns import LONGEST_LINE, MOST_COLUMNS, Taken, cell_of, cut, unescaped
from iki_docgen.read.survey import Survey

_DASHES = regex.compile(r"\s*+-{2,}+(?:\s++-{2,}+)++\s*+")
_BAR = regex.compile(r"\s*+-{10,}+\s*+")
_STRETCH = regex.compile(r"-+")
_MOST_HEADING_LINES = 8
_READ = "read as going on with the row above"
_OTHER = "begin a row of its own"
_ADVICE = "a blank line between two rows parts them"


def openers(survey: Survey) -> list[int]:
    """Return the lines at which a table may open: those of dashes, and those above them."""
    dashes = [at for at in survey.lines_with("--") if not survey.texts[at].replace("-", "").strip()]
    above = [at - 1 for at in dashes if at and survey.texts[at - 1].strip()]
    return sorted({*dashes, *above})


def take(survey: Survey, at: int) -> Taken | None:
    """Return the table over dashes that opens at line `at` and the index after it, or None."""
    lines = survey.lines
    barred = _is_bar(lines[at].text)
    first = at + 1 if barred else at
    under = _dashes_below(lines, first, _MOST_HEADING_LINES if barred else 2)
    if under is None or (under == first and not barred):
        return None
    edges = [stretch.start() for stretch in _STRETCH.finditer(lines[under].text)][1:]
    if len(edges) + 1 > MOST_COLUMNS:
        return None
    rows: list[Row] = [_row(lines[first:under], edges)] if under > first else []
    body = under + 1
    if barred:
        end, after = _end_of_multiline(lines, body)
        rows += [_row(stanza, edges) for stanza in _stanzas(lines[body:end])]
    else:
        end, after = _end_of_simple(lines, body)
        rows += [_row([line], edges) for line in lines[body:end]]
    return Taken(Table(tuple(rows)), after, _doubt(lines[body:end], edges) if barred else None)


def _doubt(body: Sequence[Paragraph], edges: Sequence[int]) -> Doubt | None:
    """Return the doubt of lines that no blank line parts, although several fill every column."""
    stanzas = list(_stanzas(body))
    if len(stanzas) != 1:
        return None
    full = [one for one in (cut(line, edges) for line in stanzas[0]) if all(p.text for p in one)]
    if len(full) <= 1:
        return None
    return Doubt(full[1][0].span, _READ, _OTHER, len(full) - 1, _ADVICE)


def _is_bar(text: str) -> bool:
    return "--" in text and len(text) <= LONGEST_LINE and _BAR.fullmatch(text) is not None


def _is_dashes(text: str) -> bool:
    return "--" in text and len(text) <= LONGEST_LINE and _DASHES.fullmatch(text) is not None


def _dashes_below(lines: Sequence[Paragraph], first: int, most: int) -> int | None:
    """Return the index of the dashes under the heading that starts at line `first`."""
    for at in range(first, min(first + most, len(lines))):
        text = lines[at].text
        if _is_dashes(text):
            return at
        if not text.strip() or _is_bar(text):
            return None
    return None


def _end_of_multiline(lines: Sequence[Paragraph], body: int) -> tuple[int, int]:
    """Return where the rows end, and where the table does: at its second bar.

    A table that was cut off ends at the first line that no column holds.
    """
    blanks = 0
    at = body
    while at < len(lines):
        text = lines[at].text
        if _is_bar(text) or _is_dashes(text):
            return at, at + 1
        blanks = 0 if text.strip() else blanks + 1
        if blanks > 1 or len(text) > LONGEST_LINE:
            return at, at
        at += 1
    return at, at


def _end_of_simple(lines: Sequence[Paragraph], body: int) -> tuple[int, int]:
    at = body
    while at < len(lines) and lines[at].text.strip() and len(lines[at].text) <= LONGEST_LINE:
        if _is_dashes(lines[at].text):
            return at, at + 1
        at += 1
    return at, at


def _stanzas(lines: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield the lines between blank ones."""
    found: list[Paragraph] = []
    for line in lines:
        if line.text.strip():
            found.append(line)
        elif found:
            yield found
            found = []
    if found:
        yield found


def _row(lines: Sequence[Paragraph], edges: Sequence[int]) -> Row:
    strips = [cut(line, edges) for line in lines]
    return tuple(cell_of(pieces, unescaped) for pieces in zip(*strips, strict=True))
