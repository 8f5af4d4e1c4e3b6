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
    best = _best(columns, texts)
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


def _best(columns: Sequence[str], texts: Sequence[str]) -> list[list[tuple[float, int]]]:
    """Return what it costs at least to read all from each paragraph on, by the column it is in.

    With it stands how many paragraphs the cell has that begins there.
    """
    counts = Counter(texts)
    further = {column: _joining(column, texts) for column in columns}
    best = [[(_NEVER, 0)] * len(columns) for _ in range(len(texts) + 1)]
    best[len(texts)][0] = (0.0, 0)
    for at in range(len(texts) - 1, -1, -1):
        text = texts[at]
        most = _most_paragraphs(texts, at)
        for number, column in enumerate(columns):
            below = number + 1 if number + 1 < len(columns) else 0
            cost = _cost_of_one(column, text)
            again = _AGAIN if column == "sumber_data" and counts[text] > 1 and text else 0.0
            found = (cost + again + best[at + 1][below][0], 1)
            for more in range(2, most + 1):
                cost += _MORE.get(column, _MORE_OTHER) + further[column][at + more - 2]
                whole = cost + best[at + more][below][0]
                if whole < found[0]:
                    found = (whole, more)
            best[at][number] = found
    return best


def _most_paragraphs(texts: Sequence[str], at: int) -> int:
    """Return how many paragraphs the cell that begins at `at` may have."""
    most = 1
    while texts[at] and most < _MOST_PARAGRAPHS and at + most < len(texts) and texts[at + most]:
        most += 1
    return most


def _cost_of_one(column: str, text: str) -> float:
    """Return what it costs to read one paragraph as a cell of a column."""
    if not text:
        return _EMPTY.get(column, _EMPTY_OTHER)
    if column == "indikator" and _OUTCOME.match(text):
        return _OUTCOME_ELSEWHERE
    is_odd = column == "nomor" and not text.strip("(). ").isdigit()
    return _NO_NUMBER if is_odd else 0.0


def _joining(column: str, texts: Sequence[str]) -> list[float]:
    """Return what it costs to join each paragraph with the next in a cell of a column."""
    opens = [column == "sasaran" and _OUTCOME.match(text) is not None for text in texts]
    return [
        _SURE if (opens[at] and opens[at + 1]) or _goes_on(above, text) else _UNSURE
        for at, (above, text) in enumerate(pairwise(texts))
    ]


def _goes_on(above: str, text: str) -> bool:
    return text[:1].islower() or above.endswith(_OPEN_ENDS) or opens_note(text)


def _joined(cells: Sequence[Lines]) -> Lines:
    """Return the paragraphs of one cell; a blank line parts those that are no wrapped lines."""
    found: Lines = []
    for cell in cells:
        if found and cell and not _goes_on(found[-1].text.rstrip(), cell[0].text.strip()):
            found.append(Paragraph("", Span(cell[0].span.start, cell[0].span.start)))
        found += cell
    return found
