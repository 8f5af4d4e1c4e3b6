"""Grid tables, as pandoc and reStructuredText write them: every cell has its frame.

    table  := rule { lines rule }
    rule   := "+" { ("-" | "=" | ":") } "+" ...
    lines  := { "|" text "|" text ... "|" }

A rule that leaves a column open (`|    +----+`) does not end that column's cell: it spans rows.  A
line without a bar at an edge holds a cell that spans columns.  Covered cells are empty.

Between two rules is one row.  Where several columns go on below a gap in the same line, that is
noted as a guess.
"""

from collections.abc import Sequence
from itertools import pairwise

import regex

from iki_docgen.blocks import Cell, Paragraph, Row, Table
from iki_docgen.read.columns import LONGEST_LINE, MOST_COLUMNS, Taken, cell_of, piece, unescaped
from iki_docgen.read.survey import Survey
from iki_docgen.read.wrapped import ON, Guess, doubt_of

_RULE = regex.compile(r"\s*+\+(?:[-=:]++\+)++\s*+")
_SIGNS = {"|", "+"}
_MOST_OF_ROW = 3
"""Columns that go on below a gap: fewer may hold two paragraphs each."""
_ADVICE = "a rule `+---+---+` above each row marks where it begins"
_INSIDE = regex.compile(r"\s*+[+|].*[+|]\s*+")


def openers(survey: Survey) -> list[int]:
    """Return the lines at which a grid table may open: those that hold a piece of a rule."""
    return survey.lines_with("+-", "+=")


def take(survey: Survey, at: int) -> Taken | None:
    """Return the grid table that opens at line `at` and the index after it, None if none does."""
    lines = survey.lines
    if not _is_rule(lines[at].text) or at + 1 >= len(lines) or not _is_bars(lines[at + 1].text):
        return None
    edges = _signs(lines[at].text)
    if len(edges) - 1 > MOST_COLUMNS:
        return None
    end = at + 1
    while end < len(lines) and (_is_rule(lines[end].text) or _is_bars(lines[end].text)):
        end += 1
    rules = [line.text for line in lines[at:end] if _is_rule(line.text)]
    finer = sorted({place for rule in rules for place in _signs(rule)})
    if len(finer) - 1 <= MOST_COLUMNS:
        edges = finer
    rows, guesses = _rows(lines[at:end], edges)
    return Taken(Table(tuple(rows)), end, doubt_of(guesses, _ADVICE))


def _signs(text: str) -> list[int]:
    return [place for place, sign in enumerate(text) if sign == "+"]


def _is_rule(text: str) -> bool:
    return len(text) <= LONGEST_LINE and _RULE.fullmatch(text) is not None


def _is_bars(text: str) -> bool:
    if len(text) > LONGEST_LINE or text.strip()[:1] not in _SIGNS:
        return False
    return _INSIDE.fullmatch(text) is not None and "|" in text


def _rows(lines: Sequence[Paragraph], edges: Sequence[int]) -> tuple[list[Row], list[Guess]]:
    """Return the rows between the rules; a rule ends the cells of the columns that it crosses."""
    rows: list[list[list[Paragraph]]] = []
    owners: list[list[Paragraph]] = []
    fresh = [True] * (len(edges) - 1)
    opened = False
    guesses: list[Guess] = []
    for line in lines:
        if line.text.lstrip().startswith("+") or "+-" in line.text or "+=" in line.text:
            columns = pairwise(_reaching(line.text, edges))
            crossed = [_is_crossed(line.text, start, end) for start, end in columns]
            if any(crossed):
                fresh = [now or before for now, before in zip(crossed, fresh, strict=True)]
                opened = False
                if all(crossed):
                    continue
        if not opened:
            rows.append([[] for _ in edges[1:]])
            opened = True
            owners = [
                rows[-1][column] if is_fresh or not owners else owners[column]
                for column, is_fresh in enumerate(fresh)
            ]
            fresh = [False] * (len(edges) - 1)
        pieces = _pieces(line, edges)
        resumed = [one for column, one in pieces if one.text and _has_gap(owners[column])]
        if len(resumed) >= _MOST_OF_ROW:
            guesses.append(Guess(resumed[0].span, *ON))
        for column, one in pieces:
            owners[column].append(one)
    places = [_Nothing(row) for row in rows]
    return [
        tuple(place.cell(pieces) for pieces in row) for row, place in zip(rows, places, strict=True)
    ], guesses


def _has_gap(cell: Sequence[Paragraph]) -> bool:
    """Tell whether a cell holds text, and then a line without any."""
    return len(cell) > 1 and not cell[-1].text and any(one.text for one in cell)


class _Nothing:
    """Where the empty cells of a row stand: at the first piece of it."""

    def __init__(self, row: Sequence[Sequence[Paragraph]]) -> None:
        self._first = next((pieces[0] for pieces in row if pieces), None)

    def cell(self, pieces: Sequence[Paragraph]) -> Cell:
        """Return the cell of `pieces`."""
        return cell_of(
            pieces or ([Paragraph("", self._first.span)] if self._first else []), unescaped
        )


def _reaching(text: str, edges: Sequence[int]) -> list[int]:
    """Return `edges`, the outer ones where the line begins and ends: a frame may be broken."""
    return [len(text) - len(text.lstrip()), *edges[1:-1], len(text.rstrip())]


def _between(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets of what stands between two edges, without the signs that mark them."""
    start += text[start : start + 1] in _SIGNS
    if end > start and end == len(text.rstrip()):
        end -= text[end - 1] in _SIGNS
    return start, max(start, end)


def _is_crossed(text: str, start: int, end: int) -> bool:
    start, end = _between(text, start, end)
    inside = text[start:end].strip()
    return bool(inside) and not inside.strip("-=:")


def _pieces(line: Paragraph, edges: Sequence[int]) -> list[tuple[int, Paragraph]]:
    """Return the columns of a line with their text, without those that a rule crosses."""
    text = line.text
    edges = _reaching(text, edges)
    found = []
    start = 0
    for column in range(1, len(edges)):
        at = edges[column]
        last = column == len(edges) - 1
        if not last and text[at : at + 1] not in _SIGNS:
            continue  # a cell that spans columns goes on
        if not _is_crossed(text, edges[start], at):
            found.append((start, piece(line, *_between(text, edges[start], at))))
        start = column
    return found
