"""A run of cells -> rows.

    run    := { table }
    table  := heading row, [ number row ], { row }     all rows as wide as the heading
            | { row }                                  without a heading: told by shape

The width of a table is the number of cells before `1 2 3 4`, or, without number row, the number of
cells up to the last known heading.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex
from msgspec import Struct

from iki_docgen.blocks import Cell, Row
from iki_docgen.parse.clean import visible, wording
from iki_docgen.parse.double import columns_of_run, doubles_in, parted
from iki_docgen.source import Span
from iki_docgen.vocabulary import match_heading

_NUMBER = regex.compile(r"\(?\s*(?:(\d{1,2})\s*[A-Za-z]?|[lI|])\s*\)?\.?")
_LONGEST_NUMBER = 12
_WIDEST = 12
_MOST_LINES = 6
_LONGEST_RAW = 400
STANDARD_WIDTH = 4
_FEW_COLUMNS = 3


class Grid(Struct, frozen=True):
    """Rows under their heading row; `heading` is None for a table without one.

    `numbers` is the row `1 2 3 4`, where there is one; `doubles` are the cells of the heading row
    that held two headings, before they were parted; `below` is the second row of headings that
    were split over two, such as `Sumber` and `Data`; `broken` are the rows that were put together
    from several lines.
    """

    heading: Row | None
    numbers: Row
    rows: tuple[Row, ...]
    doubles: Row = ()
    below: Row = ()
    broken: tuple[Row, ...] = ()


class Headless(Struct, frozen=True):
    """The cells of a run that has no heading: its rows depend on what other tables show."""

    cells: Row

    def grid(self, seen: "Seen") -> Grid:
        """Return the rows that the cells are, as far as `seen` tells."""
        return Grid(None, (), tuple(_headless_rows(self.cells, seen)))


class Seen(Struct, frozen=True):
    """What the tables with a heading show of the document: it helps to read one without.

    `sumber_data` are the values of that column; `penjelasan` tells whether any row fills that
    column, None where no table was seen.
    """

    sumber_data: frozenset[str] = frozenset()
    penjelasan: bool | None = None


def cell_text(cell: Cell) -> str:
    """Return the clean text of a cell, its lines joined."""
    return wording(cell.paragraphs)


def _short_text(cell: Cell) -> str:
    """Return the text of a cell that may be a heading or a number, a blank sign for others.

    Rows are looked at many times; the text of a long cell is put together once, by who reads it.
    """
    lines = cell.paragraphs
    if not lines:
        return ""
    if len(lines) == 1:
        return visible(lines[0].text)[0] if len(lines[0].text) <= _LONGEST_RAW else "\u2026"
    if len(lines) > _MOST_LINES or sum(len(line.text) for line in lines) > _LONGEST_RAW:
        return "\u2026"
    return wording(lines)


def is_number_row(cells: Sequence[Cell]) -> bool:
    """Tell whether `cells` are column numbers: `1 2 3 4`, `(1) (2)`, `1 2 3 4 4`, `1 2 7A`.

    Numbers may go on from another table, `(4) (5) (6) (7)`, where they do so without a gap.
    """
    return _are_numbers([_short_text(cell) for cell in cells])


def _are_numbers(texts: Sequence[str]) -> bool:
    numbers = []
    for text in texts:
        match = _NUMBER.fullmatch(text) if len(text) <= _LONGEST_NUMBER else None
        if match is None:
            return False
        numbers.append(int(match[1] or 1))  # a scanner's `l` is a 1
    steps = [after - before for before, after in pairwise(numbers)]
    if not steps or min(steps) < 0:
        return False
    return numbers[0] in {0, 1} or (len(numbers) >= _FEW_COLUMNS and max(steps) == 1)


def is_heading_row(cells: Sequence[Cell]) -> bool:
    """Tell whether `cells` are column headings: at least two known ones, and most of them."""
    return _are_headings([_short_text(cell) for cell in cells])


def _are_headings(texts: Sequence[str]) -> bool:
    known = sum(match_heading(text) is not None for text in texts if text)
    return known > 1 and known * 2 >= sum(map(bool, texts))


def opens_table(row: Row, heading: Row | None) -> bool:
    """Tell whether `row`, among the rows of a table, is the heading row of another one.

    It holds headings of three kinds at least, and others than `heading`, which a page may repeat.
    """
    if len(row) < _FEW_COLUMNS:
        return False
    filled = [cell for cell in row if cell.paragraphs]
    before_two = filled[: max(0, len(filled) - _FEW_COLUMNS + 1)]
    if all(match_heading(_short_text(cell)) is None for cell in before_two):
        return False  # as nearly every row
    texts = [text for cell in filled if (text := _short_text(cell))]
    known = [found.column for text in texts if (found := match_heading(text))]
    if len(set(known)) < _FEW_COLUMNS or len(known) * 2 < len(texts):
        return False
    if heading is not None and _kinds(heading) == _kinds(row):
        return False  # the same headings in other words
    return heading is None or [_short_text(cell) for cell in heading] != [
        _short_text(cell) for cell in row
    ]


def _kinds(row: Row) -> list[str]:
    found = [match_heading(_short_text(cell)) for cell in row]
    return [one.column if one else "" for one in found]


def are_under_one(heading: Row, row: Row) -> bool:
    """Tell whether the cells of `row` are the headings of columns that share one above them.

    Kinerja Utama |           | Sumber Data
    Sasaran       | Indikator |
    """
    filled = [at for at, cell in enumerate(row) if cell.paragraphs]
    if len(filled) < 2 or len(row) > len(heading):  # noqa: PLR2004 - one alone goes on
        return False
    known = [match_heading(_short_text(row[at])) for at in filled]
    if not all(one is not None and one.exact and one.column != "lainnya" for one in known):
        return False
    first, *others = filled
    shared = others == list(range(first + 1, first + 1 + len(others)))
    return shared and all(not heading[at].paragraphs for at in others)


def goes_on(heading: Row, row: Row) -> bool:
    """Tell whether `row` goes on with the headings above it, such as `Data` below `Sumber`."""
    filled = [(above, cell) for above, cell in zip(heading, row, strict=False) if cell.paragraphs]
    if not filled or any(cell.paragraphs for cell in row[len(heading) :]):
        return False
    if is_number_row([cell for _, cell in filled]):
        return False
    for above, cell in filled:
        text = f"{_short_text(above)} {_short_text(cell)}"
        known = match_heading(text) if above.paragraphs else None
        if known is None or not known.exact or known.second:
            return False
    return True


def instead(heading: Row, row: Row) -> Row:
    """Return the headings with those of `row` in the place of the one that they share."""
    below = [*row, *[Cell((), above.span) for above in heading[len(row) :]]]
    return tuple(
        cell if cell.paragraphs else above for above, cell in zip(heading, below, strict=True)
    )


def under(heading: Row, row: Row) -> Row:
    """Return the headings with what stands below them in `row`; their places stay."""
    more = [cell.paragraphs for cell in row] + [()] * len(heading)
    return tuple(
        Cell((*above.paragraphs, *lines), above.span)
        for above, lines in zip(heading, more, strict=False)
    )


def is_all_headings(cells: Sequence[Cell]) -> bool:
    """Tell whether every cell that holds text is a known heading."""
    filled = 0
    for cell in cells:
        text = _short_text(cell) if cell.paragraphs else ""
        if text and match_heading(text) is None:
            return False
        filled += bool(text)
    return filled > 1


def split_run(cells: Row) -> Iterator[Grid | Headless]:
    """Yield the tables of a run of cells."""
    starts = list(_heading_starts(cells))
    first = starts[0][0] if starts else len(cells)
    if any(cell.paragraphs for cell in cells[:first]):
        yield Headless(cells[:first])
    for number, (start, width) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(cells)
        yield _grid(cells[start:end], width)


def _grid(cells: Row, width: int) -> Grid:
    heading = cells[:width]
    body = width
    doubles = doubles_in(heading)
    if doubles:
        width = columns_of_run(cells[body:], heading, len(doubles), is_number_row)
    while body < len(cells) and not cells[body].paragraphs and _numbers_at(cells, body + 1, width):
        body += 1  # an empty line between the headings and their numbers is no cell
    if _numbers_at(cells, body, width):
        body += width
    rows = tuple(cells[at : at + width] for at in range(body, len(cells), width))
    numbers = cells[len(heading) : body]
    return Grid(parted(heading, width) if doubles else heading, numbers, rows, doubles)


def _heading_starts(cells: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Yield where heading rows start, and their width."""
    at = 0
    width = 0
    since = 0
    texts = [_short_text(cell) for cell in cells]
    while at < len(texts):
        found = _heading_width(texts, at) if match_heading(texts[at]) else 0
        if found and width and (at - since) % width:
            # In the middle of a row only what is certainly a heading is one: the row was cut short.
            again = texts[at : at + found] == texts[since : since + width]
            found = found if again or _are_numbers(texts[at + found : at + 2 * found]) else 0
        if found:
            yield at, found
            width, since = found, at
        at += found or 1


def _numbers_at(cells: Sequence[Cell], at: int, width: int) -> bool:
    return is_number_row(cells[at : at + width])


def _heading_width(texts: Sequence[str], at: int) -> int:
    """Return the width of the heading row that starts at `at`, 0 if none does."""
    window = texts[at : at + _WIDEST]
    for width in range(2, len(window)):
        if _are_numbers(texts[at + width : at + 2 * width]) and _are_headings(window[:width]):
            return width
    last = 0
    taken: set[str] = set()
    for number, text in enumerate(window):
        heading = match_heading(text)
        if heading is not None and heading.column not in taken:
            last = number + 1
            taken |= {heading.column} - {"lainnya"}
        elif heading is not None:
            break  # a cell of the first row that happens to be worded like a heading
        elif not text or len(text) > 40:  # noqa: PLR2004 - headings are short
            break
    return last if last > 1 and _are_headings(window[:last]) else 0


def _headless_rows(cells: Sequence[Cell], seen: Seen) -> Iterator[Row]:
    """Yield the rows of a table without heading, each of the standard width.

    A dump writes an empty cell as an empty line, so a run without any either holds full rows or
    lost its empty cells with its heading.  In the second case the first cell is the Sasaran and
    each other one an indicator: they are told by being worded alike, or by leaving a remainder.
    """
    filled = [cell for cell in cells if cell.paragraphs]
    if _has_full_rows(cells, seen):
        for at in range(0, len(cells), STANDARD_WIDTH):
            yield tuple(cells[at : at + STANDARD_WIDTH])
        return
    first, *others = filled
    if not others:
        nothing = _nothing_at(first)
        yield (first, nothing, nothing, nothing)
    for number, cell in enumerate(others):
        nothing = _nothing_at(cell)
        yield (first if number == 0 else nothing, cell, nothing, nothing)


def _nothing_at(cell: Cell) -> Cell:
    """Return an empty cell beside `cell`."""
    return Cell((), Span(cell.span.start, cell.span.start))


def _has_full_rows(cells: Sequence[Cell], seen: Seen) -> bool:
    if len(cells) % STANDARD_WIDTH:
        return False
    if any(not cell.paragraphs for cell in cells):
        return True
    last_column = [cell_text(cell) for cell in cells[STANDARD_WIDTH - 1 :: STANDARD_WIDTH]]
    if all(text in seen.sumber_data for text in last_column):
        return True
    if seen.penjelasan is False:
        return False
    opening_words = {cell_text(cell).partition(" ")[0].lower() for cell in cells[1:]}
    return len(opening_words) > 1
