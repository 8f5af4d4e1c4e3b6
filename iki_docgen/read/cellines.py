"""Tables written one cell after another, as LibreOffice and docx2txt do: no sign parts rows.

    table  := { cell }                      three headings or more open it
    cell   := line                          a blank line is an empty cell
            | line { line } blank line      where blank lines part the headings too

A label, a title or a signature block ends the table.  Two paragraphs of one cell look like two
cells.  Where the cells do not make full rows, their numbers (`1)` and `2)`) are asked, and if those
do not tell, `fitting` finds the likeliest rows.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

import regex

from iki_docgen.blocks import Cell, CellRun, Doubt, Paragraph
from iki_docgen.read.columns import MOST_COLUMNS, Taken, cell_of, is_heading, is_numbers, piece
from iki_docgen.read.fitting import fitted
from iki_docgen.read.survey import Survey
from iki_docgen.signature import signature_start
from iki_docgen.source import Span
from iki_docgen.vocabulary import has_list_marker, heading_words, match_heading, opens_note

_LONGEST_HEADING = 90
_FEWEST_HEADINGS = 3
_MOST_LINES = 6
_LOOK_AHEAD = 3 * MOST_COLUMNS
_FIRST_LOOK = 3 * _MOST_LINES
"""Lines that hold headings enough to tell: most lines that may open cells open none."""
_LONGEST_SIGNATURE = 40
_MOST_NOTES = 12
"""Lines of notes below a table."""
_NUMBERED = regex.compile(r"\(?(\d{1,2})[.)]\s")

_JOINED = ("read as going on with the cell above", "be a cell of its own")
_CELLS = ("read as a cell of its own", "go on with the cell above")
_ADVICE = "the Word document itself says where cells and rows end: give that, if there is one"

_NOT_IN_WORDS = re.compile("[/().:]+")

_Lines = list[Paragraph]


def openers(survey: Survey) -> list[int]:
    """Return the lines that are a heading and that another may follow."""
    texts = survey.texts
    return [
        at
        for at, text in survey.filled
        # a tab opens a cell of another dialect
        if "\t" not in text
        and 1 < len(text.strip()) <= _LONGEST_HEADING
        and _has_second_heading(texts, at + 1)
        and match_heading(text.strip()) is not None
    ]


def take(survey: Survey, at: int) -> Taken | None:
    """Return the cells that open at line `at` and the index after them, None if none do."""
    lines = survey.lines
    ahead = lines[at : at + _LOOK_AHEAD]
    if any("\t" in line.text for line in ahead[:_FEWEST_HEADINGS]):
        return None
    for split in (_line_cells, _stanza_cells):
        width = _width(split(ahead)) if _width(split(ahead[:_FIRST_LOOK])) else 0
        if width:
            end = _end(survey, at)
            end = _before_note(split, lines, range(at, end), width)
            cells, doubt = _full_rows(split(lines[at:end]), width)
            run = CellRun(tuple(_cell(cell, lines[at].span) for cell in cells))
            return Taken(run, end, doubt)
    return None


def _has_second_heading(texts: Sequence[str], below: int) -> bool:
    """Tell whether a heading may follow: the next line holds a word of headings."""
    for at in range(below, min(below + _MOST_LINES - 1, len(texts))):
        if texts[at] and not texts[at].isspace():
            return _holds_heading_word(texts[at])
    return False


@lru_cache(1024)
def _holds_heading_word(text: str) -> bool:
    return not heading_words().isdisjoint(_NOT_IN_WORDS.sub(" ", text.lower()).split())


def _line_cells(lines: Sequence[Paragraph]) -> list[_Lines]:
    """Return a cell for each line, an empty one for each blank line."""
    return [[line] if line.text.strip() else [] for line in lines]


def _stanza_cells(lines: Sequence[Paragraph]) -> list[_Lines]:
    """Return a cell for the lines between blank ones; three blank lines hold an empty one."""
    cells: list[_Lines] = [[]]
    blanks = 0
    for line in lines:
        if not line.text.strip():
            blanks += 1
            continue
        if blanks and cells[-1]:
            cells += [[] for _ in range((blanks - 1) // 2)]
            cells.append([])
        blanks = 0
        cells[-1].append(line)
    return cells


def _width(cells: Sequence[_Lines]) -> int:
    """Return how many headings the first cells are, 0 if they are no heading row."""
    headings: list[str] = []
    taken: set[str] = set()
    for cell in cells[:MOST_COLUMNS]:
        heading = match_heading(_text(cell))
        if heading is None or heading.column in taken:
            break
        headings.append(_text(cell))
        taken |= {heading.column} - {"lainnya"}
    width = len(headings)
    if not is_heading(headings):
        return 0
    texts = [_text(cell) for cell in cells]
    for wider in range(width, min(len(cells) // 2, MOST_COLUMNS) + 1):
        numbers = texts[wider : 2 * wider]
        if numbers[0].strip("(). ") == "1" and _are_numbers(numbers):
            return wider
    return width


def _text(cell: _Lines) -> str:
    return " ".join(line.text.strip() for line in cell[:_MOST_LINES])


def _are_numbers(texts: Sequence[str]) -> bool:
    nowhere = Span(0, 0)
    return all(texts) and is_numbers([Paragraph(text, nowhere) for text in texts])


def _end(survey: Survey, at: int) -> int:
    """Return the index after the last line of the cells that open at line `at`."""
    lines = survey.lines
    end = at
    for number in range(at, len(lines)):
        if number in survey.labels or number in survey.titles:
            break
        if lines[number].text.strip():
            end = number + 1
    stop = min(len(lines), end + 1)
    tail = max(at, end - _LONGEST_SIGNATURE)
    signed = tail + signature_start([line.text for line in lines[tail:end]])
    return stop if signed == end else signed


def _before_note(
    split: Callable[[Sequence[Paragraph]], list[_Lines]],
    lines: Sequence[Paragraph],
    part: range,
    width: int,
) -> int:
    """Return the index of the first note below full rows, after which no full rows follow."""
    notes = [at for at in part[-_MOST_NOTES:] if opens_note(lines[at].text)]
    for at in notes:
        above, below = split(lines[part.start : at]), split(lines[at : part.stop])
        while len(above) % width and not above[-1]:
            above.pop()
        if not len(above) % width and len(below) % width and not _holds_row(below, width):
            return at
    return part.stop


def _holds_row(cells: Sequence[_Lines], width: int) -> bool:
    """Tell whether cells under a note are more rows: words after an empty cell, and no list."""
    empty = next((at for at, cell in enumerate(cells) if not cell), len(cells))
    filled = [cell for cell in cells[empty:] if cell]
    return len(filled) >= width - 1 and not any(has_list_marker(_text(cell)) for cell in filled)


def _full_rows(cells: list[_Lines], width: int) -> tuple[list[_Lines], Doubt | None]:
    """Return `cells` so that they make full rows, if joining paragraphs of one cell does it.

    That is a guess; so is a cell for each line where neither makes full rows, or where a number
    says that a line may go on with the cell above.
    """
    while len(cells) % width and cells and not cells[-1]:
        cells = cells[:-1]
    if not len(cells) % width:
        counted = [cell for above, cell in pairwise(cells) if _follows(above, cell)]
        return cells, _doubt(counted, _CELLS)
    joined: list[_Lines] = []
    more: list[_Lines] = []
    for cell in cells:
        if joined and _follows(joined[-1], cell):
            joined[-1] = joined[-1] + cell
            more.append(cell)
        else:
            joined.append(cell)
    if len(joined) % width == 0:
        return joined, _doubt(more, _JOINED)
    if full := fitted(cells, width):
        heads = {id(cell[0]) for cell in cells if cell}
        more = [[line] for cell in full for line in cell[1:] if id(line) in heads]
        return full, _doubt(more, _JOINED)
    return cells, _doubt([cell for cell in cells[2 * width :] if cell][:1] or cells[-1:], _CELLS)


def _doubt(cells: Sequence[_Lines], readings: tuple[str, str]) -> Doubt | None:
    """Return the doubt whether `cells` are cells of their own."""
    if not cells or not cells[0]:
        return None
    return Doubt(cells[0][0].span, *readings, len(cells), _ADVICE)


def _follows(before: _Lines, cell: _Lines) -> bool:
    """Tell whether the number of `cell` comes right after that of the cell before."""
    if not before or not cell:
        return False
    first = _NUMBERED.match(before[-1].text.strip())
    second = _NUMBERED.match(cell[0].text.strip())
    return first is not None and second is not None and int(second[1]) == int(first[1]) + 1


def _cell(lines: _Lines, place: Span) -> Cell:
    if not lines:
        return Cell((), Span(place.start, place.start))
    return cell_of([piece(line, 0, len(line.text)) for line in lines])
