"""Tables whose cells stand between bars: Markdown's, Org's, and those that antiword writes.

    table  := row { row | rule }
    row    := "|" text { "|" text } [ "|" ]      the outer bars may be missing under a rule
    rule   := "|" "---" { ("|" | "+") "---" } [ "|" ]

Under a rule every line is a row; where rules stand between the rows, what is between two of them
is one.  Without any rule (antiword) a cell goes on in the lines below: `wrapped` finds the rows.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import regex

from iki_docgen.blocks import Paragraph, Row, Table
from iki_docgen.read.columns import (
    LONGEST_LINE,
    MOST_COLUMNS,
    Strip,
    Taken,
    cell_of,
    cell_of_line,
    piece,
    unescaped,
)
from iki_docgen.read.survey import Survey
from iki_docgen.read.wrapped import Guess, doubt_of, rows_of
from iki_docgen.source import Span

_RULE = regex.compile(r"\s*+\|?\s*+:?-{2,}+:?\s*+(?:[|+]\s*+:?-{2,}+:?\s*+)++\|?\s*+")
_BAR = re.compile(r"(?<!\\)\|")
_RULES_BETWEEN_ROWS = 3
_ADVICE = "a line `|---|---|` above each row marks where it begins"


def openers(survey: Survey) -> list[int]:
    """Return the lines at which a table between bars may open."""
    return survey.lines_with("|")


def take(survey: Survey, at: int) -> Taken | None:
    """Return the table between bars that opens at line `at` and the index after it, or None."""
    lines = survey.lines
    text = lines[at].text
    if len(text) > LONGEST_LINE:
        return None
    bare = not text.lstrip().startswith("|")
    if bare and (at + 1 >= len(lines) or not _is_rule(lines[at + 1].text)):
        return None
    if _is_rule(text) or not 1 < len(_extents(text)) <= MOST_COLUMNS:
        return None
    end = at + 1
    while end < len(lines) and _goes_on(lines[end].text, bare=bare):
        end += 1
    rows, guesses = _rows(lines[at:end])
    return Taken(Table(tuple(rows)), end, doubt_of(guesses, _ADVICE))


def _goes_on(text: str, *, bare: bool) -> bool:
    if "|" not in text or len(text) > LONGEST_LINE:
        return False
    return bare or text.lstrip().startswith("|")


def _is_rule(text: str) -> bool:
    return "--" in text and len(text) <= LONGEST_LINE and _RULE.fullmatch(text) is not None


def _cells(line: Paragraph) -> list[Paragraph]:
    """Return the pieces of a line between its bars."""
    return [piece(line, start, end) for start, end in _extents(line.text)]


def _extents(text: str) -> list[tuple[int, int]]:
    """Return where the pieces of a line stand between its bars."""
    bars = [bar.start() for bar in _BAR.finditer(text)]
    cuts = [-1, *bars, len(text)]
    if bars and not text[: bars[0]].strip():
        del cuts[0]
    if bars and bars[-1] == len(text.rstrip()) - 1 and len(cuts) > 2:  # noqa: PLR2004 - two edges
        cuts.pop()
    return [(before + 1, after) for before, after in pairwise(cuts)]


def _rows(lines: Sequence[Paragraph]) -> tuple[list[Row], list[Guess]]:
    """Return the rows between bars, and the guesses where no rule parts them."""
    blocks: list[list[list[Paragraph]]] = [[]]
    for line in lines:
        if _is_rule(line.text):
            blocks.append([])
        else:
            blocks[-1].append(_cells(line)[:MOST_COLUMNS])
    blocks = [block for block in blocks if block]
    width = max((len(row) for block in blocks for row in block), default=0)
    full = [[_filled_up(row, width) for row in block] for block in blocks]
    if len(full) >= _RULES_BETWEEN_ROWS:
        return [
            tuple(cell_of(pieces, unescaped) for pieces in zip(*block, strict=True))
            for block in full
        ], []
    if len(full) > 1:
        rows = [row for block in full for row in block]
        return [tuple(cell_of_line(one, unescaped) for one in row) for row in rows], []
    strips = [Strip(tuple(row)) for block in full for row in block]
    return rows_of(strips, _widths(lines[0], width), overlap=False)


def _widths(line: Paragraph, columns: int) -> list[int]:
    """Return how many letters fit between the bars of a line."""
    bars = [bar.start() for bar in _BAR.finditer(line.text)]
    found = [end - start - 1 for start, end in pairwise(bars)]
    return (found + [0] * columns)[:columns]


def _filled_up(row: list[Paragraph], width: int) -> list[Paragraph]:
    """Return a row of `width` pieces: what is missing at its end is empty."""
    if len(row) == width:
        return row
    end = row[-1].span.end
    return row + [Paragraph("", Span(end, end))] * (width - len(row))
