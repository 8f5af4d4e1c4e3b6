"""Two headings in one cell: `PENJELASAN/FORMULASI PENGHITUNGAN SUMBER DATA`.

Such a cell heads two columns if the rows below have a cell for each of them, and one if they have
not.  Which it was is said in a finding (IKI206), for it may have been the other.
"""

from collections.abc import Callable, Iterator, Sequence

from iki_docgen.blocks import Cell, Paragraph, Row
from iki_docgen.parse.clean import wording
from iki_docgen.source import Span
from iki_docgen.vocabulary import match_heading


def is_double(cell: Cell) -> bool:
    """Tell whether `cell` holds two headings."""
    heading = match_heading(wording(cell.paragraphs)) if cell.paragraphs else None
    return heading is not None and bool(heading.second)


def doubles_in(heading: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return the cells of a heading row that hold two headings each."""
    return tuple(cell for cell in heading if is_double(cell))


def parted(heading: Sequence[Cell], width: int) -> Row:
    """Return a heading row with its double headings parted, the last ones first.

    A double heading beside an empty cell was merged over both; others are parted while the row is
    narrower than `width`.
    """
    cells: list[Cell] = []
    missing = width - len(heading)
    following: Cell | None = None
    for cell in reversed(heading):
        merged = following is not None and not following.paragraphs
        if is_double(cell) and (merged or missing > 0):
            if merged:
                cells.pop()
            else:
                missing -= 1
            cells += reversed(_halves(cell))
        else:
            cells.append(cell)
        following = cell
    return tuple(reversed(cells))


def _halves(cell: Cell) -> tuple[Cell, ...]:
    """Return a cell for each of the two headings of a double one."""
    for number, paragraph in enumerate(cell.paragraphs):
        for at in (0, *_gaps(paragraph.text)):
            left = (*cell.paragraphs[:number], _piece(paragraph, 0, at))
            right = (_piece(paragraph, at, len(paragraph.text)), *cell.paragraphs[number + 1 :])
            if _are_two(left, right):
                return tuple(_cell(lines) for lines in (left, right))
    return (cell,)


def _gaps(text: str) -> Iterator[int]:
    return (at for at in range(1, len(text)) if text[at - 1].isspace() and not text[at].isspace())


def _are_two(left: Sequence[Paragraph], right: Sequence[Paragraph]) -> bool:
    first, second = match_heading(wording(left)), match_heading(wording(right))
    if first is None or second is None or first.second or second.second:
        return False
    return first.exact and second.exact and first.column != second.column


def _piece(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    place = Span(paragraph.span.start + start, paragraph.span.start + end)
    return Paragraph(paragraph.text[start:end], place)


def _cell(lines: Sequence[Paragraph]) -> Cell:
    kept = tuple(line for line in lines if line.text.strip())
    return Cell(kept, Span(kept[0].span.start, kept[-1].span.end))


def columns_of_run(
    body: Sequence[Cell],
    heading: Sequence[Cell],
    doubles: int,
    is_number_row: Callable[[Sequence[Cell]], bool],
) -> int:
    """Return how many columns the cells `body` of a run have under `heading`.

    It has `doubles` cells with two headings.  The numbers of the columns tell, where there are any;
    else that no row lacks its Indikator and none is cut short.  Where both readings fit, each
    heading has a column.
    """
    narrow = len(heading)
    wide = narrow + doubles
    for width in (wide, narrow):
        if is_number_row(body[:width]):
            return width
    if _fits(body, parted(heading, wide)) or not _fits(body, heading):
        return wide
    return narrow


def _fits(body: Sequence[Cell], heading: Sequence[Cell]) -> bool:
    columns = [match_heading(wording(cell.paragraphs)) for cell in heading]
    names = [column.column if column else "" for column in columns]
    if len(body) % len(heading) or "indikator" not in names:
        return False
    return all(cell.paragraphs for cell in body[names.index("indikator") :: len(heading)])
