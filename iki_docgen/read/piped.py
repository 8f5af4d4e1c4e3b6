"""Tables whose cells stand between bars: Markdown's, Org's, and those that antiword writes.

    table  := row { row | rule }
    row    := "|" text { "|" text } [ "|" ]      the outer bars may be missing under a rule, or
                                                 where the first row is headings beyond doubt
    rule   := "|" "---" { ("|" | "+") "---" } [ "|" ]

Under a rule every line is a row; where rules stand between the rows, what is between two of them
is one.  Without any rule (antiword) a cell goes on in the lines below, which the bars show by
standing in the same places: `wrapped` finds the rows.  Where bars stand as the words leave them,
each line is a row, but for one without a number, in small letters, under a column of numbers.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import regex

from iki_docgen.blocks import Cell, Paragraph, Row, Table
from iki_docgen.read.columns import (
    LONGEST_LINE,
    MOST_COLUMNS,
    Strip,
    Taken,
    cell_of,
    cell_of_line,
    is_heading,
    parted_at_breaks,
    piece,
    unescaped,
)
from iki_docgen.read.survey import Survey
from iki_docgen.read.wrapped import ON, Guess, doubt_of, rows_of
from iki_docgen.source import Span
from iki_docgen.vocabulary import match_heading

_RULE = regex.compile(r"\s*+\|?\s*+:?-{2,}+:?\s*+(?:[|+]\s*+:?-{2,}+:?\s*+)++\|?\s*+")
_BAR = re.compile(r"(?<!\\)\|")
_BOLD = "**"
_RULES_BETWEEN_ROWS = 3
_SHORTEST = len("a|b")
_MOST_MISSING = 5
"""Times as many cells as a table has; one that lacks more is not filled up."""
_ADVICE = "a line `|---|---|` above each row marks where it begins"


def openers(survey: Survey) -> list[int]:
    """Return the lines at which a table between bars may open."""
    texts = survey.texts
    return [at for at in survey.lines_with("|") if len(texts[at]) >= _SHORTEST]


def take(survey: Survey, at: int) -> Taken | None:
    """Return the table between bars that opens at line `at` and the index after it, or None."""
    lines = survey.lines
    text = lines[at].text
    if len(text) > LONGEST_LINE:
        return None
    bare = not text.lstrip().startswith("|")
    if bare and not _opens_bare(lines, at):
        return None
    if _is_rule(text) or not 1 < len(_inside(text)[0]) <= MOST_COLUMNS:
        return None
    end = at + 1
    while end < len(lines) and _goes_on(lines[end].text, bare=bare):
        end += 1
    rows, guesses = _rows(lines[at:end], bare=bare)
    return Taken(Table(tuple(rows)), end, doubt_of(guesses, _ADVICE))


def _opens_bare(lines: Sequence[Paragraph], at: int) -> bool:
    """Tell whether a table without outer bars opens: over a rule, or with headings."""
    if at + 1 < len(lines) and _is_rule(lines[at + 1].text):
        return True
    return is_heading([one.text for one in _cells(lines[at])])


def _goes_on(text: str, *, bare: bool) -> bool:
    if "|" not in text or len(text) > LONGEST_LINE:
        return False
    return bare or text.lstrip().startswith("|")


def _is_rule(text: str) -> bool:
    return "--" in text and len(text) <= LONGEST_LINE and _RULE.fullmatch(text) is not None


def _cells(line: Paragraph, *, bare: bool = False) -> list[Paragraph]:
    """Return the pieces of a line between its bars; a `bare` one has no bar before its first."""
    parts, lead = _inside(line.text, bare=bare)
    start = line.span.start + lead
    found = []
    for part in parts[:MOST_COLUMNS]:
        text = part.strip()
        first = start + part.index(text)
        found.append(Paragraph(text, Span(first, first + len(text))))
        start += len(part) + 1
    return [_plain(one) for one in found] if _BOLD in line.text else found


def _inside(text: str, *, bare: bool = False) -> tuple[list[str], int]:
    """Return what stands between the bars of a line, and how much stands before the first of it.

    Outer bars part nothing; a backslash makes a bar a letter.
    """
    parts = _BAR.split(text) if "\\" in text else text.split("|")
    lead = 0
    if not bare and len(parts) > 1 and not parts[0].strip():
        lead = len(parts.pop(0)) + 1
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return parts, lead


def _plain(one: Paragraph) -> Paragraph:
    """Return a piece without the signs that make all of it bold."""
    text = one.text
    bold = len(text) > 2 * len(_BOLD) and text.startswith(_BOLD) and text.endswith(_BOLD)
    return piece(one, len(_BOLD), len(text) - len(_BOLD)) if bold else one


def _rows(lines: Sequence[Paragraph], *, bare: bool) -> tuple[list[Row], list[Guess]]:
    """Return the rows between bars, and the guesses where no rule parts them."""
    blocks: list[list[list[Paragraph]]] = [[]]
    for line in lines:
        if _is_rule(line.text):
            blocks.append([])
        else:
            blocks[-1].append(_cells(line, bare=bare))
    blocks = [block for block in blocks if block]
    width = max((len(row) for block in blocks for row in block), default=0)
    if len(blocks) >= _RULES_BETWEEN_ROWS:
        full = [[_filled_up(row, width) for row in block] for block in blocks]
        return [
            tuple(cell_of(pieces, unescaped) for pieces in zip(*block, strict=True))
            for block in full
        ], []
    if len(blocks) > 1 or not _are_level(lines):
        rows = [row for block in blocks for row in block]
        is_ragged = width * len(rows) > _MOST_MISSING * sum(map(len, rows))
        if len(blocks) == 1 and not is_ragged and _is_counted(rows[0]):
            return _counted([_filled_up(row, width) for row in rows])
        return [_row(row, 0 if is_ragged else width) for row in rows], []
    strips = [Strip(tuple(_filled_up(row, width))) for block in blocks for row in block]
    widths = _widths(lines[0], width)
    return rows_of(strips, () if bare else widths, overlap=False)


def _is_counted(heading: Sequence[Paragraph]) -> bool:
    known = match_heading(heading[0].text)
    return known is not None and known.column == "nomor"


def _counted(lines: Sequence[Sequence[Paragraph]]) -> tuple[list[Row], list[Guess]]:
    """Return the rows under a column of numbers, and which lines were taken to go on with one.

    Such a line has no number, and what stands in it goes on in small letters.
    """
    rows: list[list[list[Paragraph]]] = []
    guesses: list[Guess] = []
    for line in lines:
        filled = [one for one in line if one.text]
        if (
            len(rows) > 1
            and filled
            and not line[0].text
            and all(_goes_on_in(one) for one in filled)
        ):
            guesses.append(Guess(filled[0].span, *ON))
            for cell, one in zip(rows[-1], line, strict=True):
                cell.append(one)
        else:
            rows.append([[one] for one in line])
    return [
        tuple(_cell(cell[0]) if len(cell) == 1 else cell_of(cell, unescaped) for cell in row)
        for row in rows
    ], guesses


def _goes_on_in(one: Paragraph) -> bool:
    return one.text[0].islower()


def _row(pieces: Sequence[Paragraph], width: int) -> Row:
    """Return a row of at least `width` cells: what is missing at its end is empty."""
    found = list(map(_cell, pieces))
    if len(found) < width:
        end = pieces[-1].span.end
        found += [Cell((), Span(end, end))] * (width - len(found))
    return tuple(found)


def _cell(one: Paragraph) -> Cell:
    return cell_of_line(one, unescaped) if "<" not in one.text else _parted(one)


def _parted(one: Paragraph) -> Cell:
    """Return the cell on one line; between what `<br>` parts stands a blank line."""
    parts = parted_at_breaks(one)
    if len(parts) == 1:
        return cell_of_line(one, unescaped)
    blank = Paragraph("", Span(one.span.start, one.span.start))
    return cell_of([line for part in parts for line in (part, blank)], unescaped)


def _are_level(lines: Sequence[Paragraph]) -> bool:
    """Tell whether bars stand in the same places in most lines, so that cells may be wrapped."""
    first = _inner_bars(lines[0].text)
    most = len(lines) // 2
    level = other = 0
    for line in lines:
        if _inner_bars(line.text) == first:
            level += 1
        else:
            other += 1
        if level > most or other > most:
            break
    return level > other


def _inner_bars(text: str) -> list[int]:
    """Return where the bars of a line stand, without the last one, which may be missing."""
    places = [bar.start() for bar in _BAR.finditer(text)]
    return places[:-1] if len(places) > 1 else places


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
