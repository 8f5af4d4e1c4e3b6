"""Cells of several paragraphs where every paragraph looks like a cell: the likeliest full rows.

    row  := cell { cell }          as many as there are headings
    cell := empty | paragraph { paragraph }

Each way to put paragraphs together costs something: an Indikator that is empty much, a paragraph
that opens in small letters below another little, a Sumber Data that stands elsewhere too less than
nothing.  The cheapest way that leaves no half row is taken.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import regex

from iki_docgen.blocks import Paragraph
from iki_docgen.source import Span
from iki_docgen.vocabulary import match_heading, opens_note

_MOST_CELLS = 8000
"""Times columns; a larger table is not tried."""
_MOST_PARAGRAPHS = 5
_NEVER = float("inf")
_EMPTY = {"sasaran": 0.3, "indikator": 4.0, "penjelasan": 0.5, "sumber_data": 1.5}
_EMPTY_OTHER = 0.3
_MORE = {"sasaran": 1.0, "indikator": 1.0, "sumber_data": 1.0, "nomor": 9.0}
_MORE_OTHER = 0.3
_SURE, _UNSURE = 0.2, 2.0
_AGAIN = -1.0
_NO_NUMBER = 5.0
_OUTCOME = regex.compile(r"\p{Lu}\p{L}+nya\b")
"""How a Sasaran opens: `Meningkatnya`, `Terwujudnya`; two may stand in one cell."""
_OUTCOME_ELSEWHERE = 2.0
_OPEN_ENDS = (":", ",", ";", "/", "=", "-", "+", "(", " dan", " atau", " dengan", " dibagi")

Lines = list[Paragraph]


def fitted(cells: Sequence[Lines], width: int) -> list[Lines] | None:
    """Return `cells`, a heading of `width` first, with paragraphs put together to full rows.

    None where no way leads there, and where no cell is empty: then empty ones may have been lost.
    """
    if len(cells) * width > _MOST_CELLS or all(cells[width:]):
        return None
    columns = [_column(cell) for cell in cells[:width]]
    body = cells[width:]
    texts = [" ".join(line.text.strip() for line in cell) for cell in body]
    counts = Counter(texts)
    best = [[(_NEVER, 0)] * width for _ in range(len(body) + 1)]
    best[len(body)][0] = (0.0, 0)
    for at in range(len(body) - 1, -1, -1):
        for column in range(width):
            best[at][column] = min(
                (
                    (
                        _cost(columns[column], texts[at : at + more], counts)
                        + best[at + more][(column + 1) % width][0],
                        more,
                    )
                    for more in _sizes(texts, at)
                ),
            )
    if best[0][0][0] == _NEVER:
        return None
    found, at, column = list(cells[:width]), 0, 0
    while at < len(body):
        more = best[at][column][1]
        found.append(_joined(body[at : at + more]))
        at, column = at + more, (column + 1) % width
    return found


def _column(cell: Lines) -> str:
    heading = match_heading(" ".join(line.text.strip() for line in cell))
    return heading.column if heading else ""


def _sizes(texts: Sequence[str], at: int) -> list[int]:
    """Return how many paragraphs the cell that begins at `at` may have."""
    found = [1]
    while texts[at] and found[-1] < _MOST_PARAGRAPHS and at + found[-1] < len(texts):
        if not texts[at + found[-1]]:
            break
        found.append(found[-1] + 1)
    return found


def _cost(column: str, texts: Sequence[str], counts: Counter[str]) -> float:
    """Return what it costs to read `texts` as one cell of a column."""
    first = texts[0]
    if not first:
        return _EMPTY.get(column, _EMPTY_OTHER)
    cost = 0.0
    if column == "nomor" and not first.strip("(). ").isdigit():
        cost += _NO_NUMBER
    if column == "sumber_data" and len(texts) == 1 and counts[first] > 1:
        cost += _AGAIN
    if column == "indikator" and _OUTCOME.match(first):
        cost += _OUTCOME_ELSEWHERE
    for above, text in pairwise(texts):
        again = column == "sasaran" and _OUTCOME.match(above) and _OUTCOME.match(text)
        sure = again or _goes_on(above, text)
        cost += _MORE.get(column, _MORE_OTHER) + (_SURE if sure else _UNSURE)
    return cost


def _goes_on(above: str, text: str) -> bool:
    return text[0].islower() or above.endswith(_OPEN_ENDS) or opens_note(text)


def _joined(cells: Sequence[Lines]) -> Lines:
    """Return the paragraphs of one cell; a blank line parts those that are no wrapped lines."""
    found: Lines = []
    for cell in cells:
        if found and cell and not _goes_on(found[-1].text.rstrip(), cell[0].text.strip()):
            found.append(Paragraph("", Span(cell[0].span.start, cell[0].span.start)))
        found += cell
    return found
