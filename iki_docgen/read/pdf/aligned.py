"""Tables that no lines draw: columns are known by their headings and the white space between.

    table := heading line { line }       while the white space between the columns stays free,
                                         up to a label, a title or a signature block

Where level rules part the rows they say it; else a row begins where a column fills again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from iki_docgen.read.pdf.cells import CellLine, cell_lines
from iki_docgen.read.pdf.shapes import Rule, TextLine, Word
from iki_docgen.signature import may_open_signature
from iki_docgen.vocabulary import is_title, match_heading, match_label

_GAP = 4.0
_PADDING = 10.8
"""What Word and LibreOffice leave free between two columns: 0.19 cm on either side."""
_LARGEST_GAP = 3.0
_ROW_GAP = 1.5
"""Parts of the usual distance of two lines."""
_LEAST_RULES = 2

Stretch = tuple[float, float]


@dataclass(slots=True)
class AlignedTable:
    """A table of lines: the stretches of its columns, and the lines in each row.

    `at_end` says that it reaches the last line of its page, so that it may go on; `right` is
    how far the text of the page reaches; `guessed` are the numbers of the rows whose beginning
    neither a rule nor a gap shows.
    """

    columns: list[Stretch]
    lines: list[TextLine]
    right: float = 0.0
    at_end: bool = False
    rows: list[list[list[CellLine]]] = field(default_factory=list)
    guessed: set[int] = field(default_factory=set)

    @property
    def top(self) -> float:
        """Where it begins."""
        return self.lines[0].top

    def sides(self, column: int) -> Stretch:
        """Return the sides between which the text of a column was wrapped, as far as is known."""
        start, end = self.columns[column]
        if column + 1 == len(self.columns):
            return start, max(end, self.right)
        return start, max(end, self.columns[column + 1][0] - _PADDING)


def parted(
    lines: Sequence[TextLine], rules: Sequence[Rule], going_on: Sequence[Stretch]
) -> list[TextLine | AlignedTable]:
    """Return the lines of a page, those of tables put together.

    `going_on` are the columns of a table that reached the end of the page before.
    """
    found: list[TextLine | AlignedTable] = []
    right = max((line.x1 for line in lines), default=0.0)
    at = 0
    while at < len(lines):
        first = at == 0 and bool(going_on)
        columns = list(going_on) if first else _heading(lines[at])
        end, columns = _extent(lines, at, columns) if columns else (at, [])
        if end - at > (0 if first or end == len(lines) else 1):
            table = AlignedTable(columns, list(lines[at:end]), right, at_end=end == len(lines))
            table.rows = _rows(table, rules)
            found.append(table)
            at = end
        else:
            found.append(lines[at])
            at += 1
    return found


def _heading(line: TextLine) -> list[Stretch]:
    """Return the stretches of the headings that a line holds, none if it holds no two."""
    segments = line.segments()
    if match_label(line.text):
        return []
    known = [match_heading(_text(segment)) is not None for segment in segments]
    if sum(known) < 2 or sum(known) * 2 < len(known):  # noqa: PLR2004 - a table has two columns
        return []
    return [(segment[0].x0, segment[-1].x1) for segment in segments]


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _extent(
    lines: Sequence[TextLine], at: int, columns: list[Stretch]
) -> tuple[int, list[Stretch]]:
    """Return the end of the table whose columns are known at line `at`, and how wide they are."""
    taken = list(columns)
    end = at
    for line in lines[at:]:
        far = end > at + 1 and line.top - lines[end - 1].bottom > _LARGEST_GAP * line.size
        if far or match_label(line.text) or is_title(line.text) or may_open_signature(line.text):
            break
        segments = [(one[0].x0, one[-1].x1) for one in line.segments()]
        wider = _together([*taken, *segments])
        if _holding(wider, columns) < len(columns):
            break
        taken = wider
        end += 1
    return end, _under_headings(taken, columns)


def _together(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return stretches with those that touch as one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1] + _GAP:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _holding(stretches: Sequence[Stretch], columns: Sequence[Stretch]) -> int:
    """Return how many of `stretches` hold a column."""
    return sum(
        any(start <= one[0] and one[1] <= end for one in columns) for start, end in stretches
    )


def _under_headings(stretches: Sequence[Stretch], columns: Sequence[Stretch]) -> list[Stretch]:
    """Return one stretch for each heading: what has none, as a marker, goes to its right."""
    found: list[Stretch] = []
    waiting: Stretch | None = None
    for start, end in stretches:
        headed = any(start <= one[0] and one[1] <= end for one in columns)
        if headed:
            found.append((waiting[0] if waiting else start, end))
            waiting = None
        else:
            waiting = (waiting[0] if waiting else start, end)
    if waiting and found:
        found[-1] = (found[-1][0], waiting[1])
    return found


def _rows(table: AlignedTable, rules: Sequence[Rule]) -> list[list[list[CellLine]]]:
    """Return the rows of a table, each with the lines of its cells."""
    pieces = [_pieces(line, table.columns) for line in table.lines]
    starts = _ruled_starts(table, rules)
    if not starts:
        starts = _starts(table, pieces)
        steps = _steps(table)
        wide = _usual(steps) * _ROW_GAP
        table.guessed = {number for number, at in enumerate(starts) if at and steps[at - 1] <= wide}
    rows = []
    for start, end in pairwise([*starts, len(pieces)]):
        row = [
            [piece[column] for piece in pieces[start:end] if column in piece]
            for column in range(len(table.columns))
        ]
        bottom = table.lines[-1].bottom
        rows.append(
            [cell_lines(cell, *table.sides(column), bottom) for column, cell in enumerate(row)]
        )
    return rows


def _pieces(line: TextLine, columns: Sequence[Stretch]) -> dict[int, TextLine]:
    """Return the parts of a line by the number of their column."""
    words: dict[int, list[Word]] = {}
    for word in line.words:
        middle = (word.x0 + word.x1) / 2
        column = min(
            range(len(columns)),
            key=lambda one: max(columns[one][0] - middle, middle - columns[one][1], 0.0),
        )
        words.setdefault(column, []).append(word)
    return {column: TextLine(tuple(one), line.top, line.bottom) for column, one in words.items()}


def _ruled_starts(table: AlignedTable, rules: Sequence[Rule]) -> list[int]:
    """Return where rows begin by the level rules between lines, none where too few are drawn."""
    lines = table.lines
    starts = [0]
    for number in range(1, len(lines)):
        above, below = lines[number - 1], lines[number]
        middle = (above.top + above.bottom) / 2
        if any(middle < rule.top < (below.top + below.bottom) / 2 for rule in rules):
            starts.append(number)
    return starts if len(starts) > _LEAST_RULES else []


def _starts(table: AlignedTable, pieces: Sequence[dict[int, TextLine]]) -> list[int]:
    """Return where rows begin by how the columns fill: a column that fills again, or a gap."""
    steps = _steps(table)
    usual = _usual(steps)
    starts = [0]
    for number in range(1, len(table.lines)):
        above, here = pieces[number - 1], pieces[number]
        fills = not set(here) <= set(above)
        if fills or steps[number - 1] > usual * _ROW_GAP or _fitted(above, here, table):
            starts.append(number)
    return starts


def _steps(table: AlignedTable) -> list[float]:
    """Return how far each line of a table stands below the one above it."""
    return [below.top - above.top for above, below in pairwise(table.lines)]


def _usual(steps: Sequence[float]) -> float:
    """Return the distance of two lines that nothing parts."""
    return sorted(steps)[len(steps) // 4] if steps else 0.0


def _fitted(above: dict[int, TextLine], here: dict[int, TextLine], table: AlignedTable) -> bool:
    """Tell whether the parts of a line would have fitted above: then it is no wrapped line.

    How wide the last column is, is not known.
    """
    if len(here) < 2:  # noqa: PLR2004 - one cell alone may hold a short line
        return False
    for column, line in here.items():
        if column + 1 == len(table.columns):
            continue
        (before,) = cell_lines([above[column]], *table.sides(column), line.bottom)
        if line.words[0].x1 - line.words[0].x0 > before.room:
            return False
    return True
