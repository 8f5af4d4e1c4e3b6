"""Rows that the end of a page parts: their rest stands at the head of the next page.

Neither Word nor LibreOffice marks such a row: both close it with a line at the foot of the page and
open it again.  Two things tell it.  The rest goes on where the words above stopped for want of
room; and it lacks what each row of its own has, such as the Sumber Data, or begins within a
sentence.  Where nothing draws the rows they are told the same way within a page.
"""

from collections.abc import Sequence

from iki_docgen.read.pdf.cells import DrawnCell, DrawnRow, wraps
from iki_docgen.vocabulary import has_list_marker, match_heading

_ALWAYS = 0.6
"""The part of the rows that fill a column which each row is meant to fill."""
_SASARAN_COLUMNS = 2
"""A Sasaran stands in the first column, or in the one after a number."""
_FULL = 1.5
"""Fewer free lines than this: a text that the page has cut off reaches down to its end."""
ROW = ("read as a new row", "go on with the row above")
JOINED = ("read as going on over the end of its page", "end there, and a new row begin")
PARTED = ("read as a new row", "go on with the last row of the page before")
SASARAN_JOINED = ("read as going on over the end of its page", "end there, and a new one begin")
_OPENING = "nya"
"""Ends the word that opens a Sasaran: `Meningkatnya`, `Terwujudnya`, `Tersusunnya`."""


def take_rest(rows: Sequence[DrawnRow], below: DrawnRow) -> bool:
    """Give what in the row `below` belongs to `rows`, before a page ends, back to them.

    Tell whether that was the whole row.
    """
    owners = [_owner(rows, column) for column in range(len(below))]
    filled = [(one, rest) for one, rest in zip(owners, below, strict=True) if rest.lines]
    said = any(one.goes_on_with(rest) for one, rest in filled)
    fits = bool(filled) and all(_may_go_on(one, rest) for one, rest in filled)
    if fits and (said or _lacks(rows, below)):
        for one, rest in filled:
            one.lines += rest.lines
        if not said:
            filled[-1][0].guesses.append(JOINED)
        return True
    if fits:
        filled[-1][1].guesses.append(PARTED)
    _take_sasaran(owners, below, turned=True)
    return False


def without_rests(rows: Sequence[DrawnRow]) -> list[DrawnRow]:
    """Return rows that nothing draws, those made whole that are only wrapped lines of one."""
    found: list[DrawnRow] = []
    for row in rows:
        pairs = (
            [pair for pair in zip(found[-1], row, strict=True) if pair[1].lines] if found else []
        )
        told = any(cell.goes_on_with(rest) for cell, rest in pairs)
        if told and all(_may_go_on(cell, rest) for cell, rest in pairs):
            for cell, rest in pairs:
                cell.lines += rest.lines
            continue
        if found:
            _take_sasaran([_owner(found, column) for column in range(len(row))], row, turned=False)
        found.append(row)
    return found


def one_heading(rows: Sequence[DrawnRow]) -> list[DrawnRow]:
    """Return rows with a heading of several lines, `Sumber` above `Data`, as one row."""
    found = list(rows)
    while len(found) > 1 and _heading_goes_on(found[0], found[1]):
        for cell, rest in zip(found[0], found[1], strict=True):
            cell.lines += rest.lines
        del found[1]
    return found


def _heading_goes_on(above: DrawnRow, below: DrawnRow) -> bool:
    both = [(one, rest) for one, rest in zip(above, below, strict=True) if rest.lines]
    return bool(both) and all(_is_heading(one, rest) for one, rest in both)


def _is_heading(above: DrawnCell, below: DrawnCell) -> bool:
    """Tell whether two lines are a heading together; one that was whole gains no words."""
    both = match_heading(f"{above.text} {below.text}") if above.lines else None
    return both is not None and (both.exact or match_heading(above.text) is None)


def _owner(rows: Sequence[DrawnRow], column: int) -> DrawnCell:
    """Return the cell that may go on in a column: a Sasaran may stand beside several rows."""
    if column < _SASARAN_COLUMNS and not rows[-1][0].lines:
        return next((row[column] for row in reversed(rows) if row[column].lines), rows[-1][column])
    return rows[-1][column]


def _may_go_on(above: DrawnCell, below: DrawnCell) -> bool:
    """Tell whether the words of the cell `below` found no room in the cell `above`."""
    return bool(above.lines) and wraps(above.lines[-1], below.lines[0])


def _lacks(rows: Sequence[DrawnRow], below: DrawnRow) -> bool:
    """Tell whether the row `below` is empty where the row above and nearly all others are not."""
    return any(
        not cell.lines
        and rows[-1][column].lines
        and sum(bool(row[column].lines) for row in rows) >= _ALWAYS * len(rows)
        for column, cell in enumerate(below)
    )


def _take_sasaran(owners: Sequence[DrawnCell], row: DrawnRow, *, turned: bool) -> None:
    """Give the rest of a Sasaran beside several rows back to its cell, where a row begins here."""
    for column in range(min(_SASARAN_COLUMNS, len(row) - 1)):
        owner, rest = owners[column], row[column]
        if not rest.lines or not row[column + 1].lines:
            continue
        if owner.goes_on_with(rest) or (turned and _is_cut_off(owner, rest)):
            if not owner.goes_on_with(rest):
                owner.guesses.append(SASARAN_JOINED)
            owner.lines += rest.lines
            rest.lines = []
        return


def _is_cut_off(owner: DrawnCell, rest: DrawnCell) -> bool:
    """Tell whether a Sasaran that reaches the end of its page goes on in `rest`."""
    if not _may_go_on(owner, rest) or has_list_marker(rest.lines[0].text):
        return False
    word = rest.lines[0].text.split()[0]
    return owner.lines[-1].below < _FULL and not word.lower().endswith(_OPENING)
