"""Drawn lines -> the grid of a table: which glyph belongs to which cell, merged cells included.

Lines that touch belong together.  Their places make columns and rows; where no line parts two
fields of the grid, they are one merged cell, and the text stands in its first field.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from iki_docgen.read.pdf.shapes import Glyph, Rule

_NEAR = 3.0
_MOST_RULES = 1500
_MOST_FIELDS = 40_000
_LEAST_COLUMNS = 2


class TooManyRulesError(Exception):
    """A page is drawn all over."""


@dataclass(slots=True)
class Grid:
    """A table as it is drawn: the places of its columns and rows, and its cells.

    `roots` names for each field (row, column) the field in which its cell begins.
    """

    columns: list[float]
    rows: list[float]
    roots: dict[tuple[int, int], tuple[int, int]]
    glyphs: dict[tuple[int, int], list[Glyph]] = field(default_factory=lambda: defaultdict(list))

    @property
    def top(self) -> float:
        """Where it begins."""
        return self.rows[0]

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.rows[-1]

    def take(self, glyph: Glyph) -> bool:
        """Put a glyph into the cell in which its middle lies; tell whether there is one."""
        row = bisect_right(self.rows, glyph.middle) - 1
        column = bisect_right(self.columns, (glyph.x0 + glyph.x1) / 2) - 1
        if not (0 <= row < len(self.rows) - 1 and 0 <= column < len(self.columns) - 1):
            return False
        self.glyphs[self.roots[row, column]].append(glyph)
        return True

    def sides(self, root: tuple[int, int]) -> tuple[float, float]:
        """Return the left and right side of the cell that begins in the field `root`."""
        row, column = root
        last = column
        while self.roots.get((row, last + 1)) == root:
            last += 1
        return self.columns[column], self.columns[last + 1]


def grids_of(rules: Iterable[Rule]) -> tuple[list[Grid], list[Rule]]:
    """Return the grids that `rules` draw, from top to bottom, and the level rules of no grid.

    Raises `TooManyRulesError`.
    """
    level = _merged([rule for rule in rules if not rule.is_upright], upright=False)
    upright = _merged([rule for rule in rules if rule.is_upright], upright=True)
    if len(level) + len(upright) > _MOST_RULES:
        raise TooManyRulesError
    grids = []
    alone: list[Rule] = []
    for together in _touching(level, upright):
        grid = _grid(together)
        if grid is not None:
            grids.append(grid)
        elif not any(rule.is_upright for rule in together):
            alone += together
    return sorted(grids, key=lambda grid: grid.top), alone


def _merged(rules: Sequence[Rule], *, upright: bool) -> list[Rule]:
    """Return `rules` of one direction with the pieces of one line put together."""

    def across(rule: Rule) -> float:
        return rule.x0 if upright else rule.top

    def along(rule: Rule) -> tuple[float, float]:
        return (rule.top, rule.bottom) if upright else (rule.x0, rule.x1)

    found: list[Rule] = []
    for line in _clusters(rules, across):
        place = sum(across(rule) for rule in line) / len(line)
        pieces: list[list[float]] = []
        for start, end in sorted(along(rule) for rule in line):
            if pieces and start <= pieces[-1][1] + _NEAR:
                pieces[-1][1] = max(pieces[-1][1], end)
            else:
                pieces.append([start, end])
        found += [
            Rule(place, start, place, end) if upright else Rule(start, place, end, place)
            for start, end in pieces
        ]
    return found


def _clusters(rules: Iterable[Rule], across: Callable[[Rule], float]) -> list[list[Rule]]:
    """Return `rules` in groups that stand at nearly the same place."""
    found: list[list[Rule]] = []
    for rule in sorted(rules, key=across):
        if found and across(rule) - across(found[-1][0]) <= _NEAR:
            found[-1].append(rule)
        else:
            found.append([rule])
    return found


def _touching(level: Sequence[Rule], upright: Sequence[Rule]) -> list[list[Rule]]:
    """Return the rules in groups that touch each other."""
    rules = [*level, *upright]
    parent = list(range(len(rules)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for one, flat in enumerate(level):
        for other, stand in enumerate(upright, start=len(level)):
            if (
                flat.x0 - _NEAR <= stand.x0 <= flat.x1 + _NEAR
                and stand.top - _NEAR <= flat.top <= stand.bottom + _NEAR
            ):
                parent[root(one)] = root(other)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for number, rule in enumerate(rules):
        groups[root(number)].append(rule)
    return list(groups.values())


def _grid(rules: Sequence[Rule]) -> Grid | None:
    """Return the grid of rules that touch, None for a frame or a single line."""
    level = [rule for rule in rules if not rule.is_upright]
    upright = [rule for rule in rules if rule.is_upright]
    if not level or not upright:
        return None
    ends = (min(rule.x0 for rule in level), max(rule.x1 for rule in level))
    columns = _places([*(rule.x0 for rule in upright), *ends])
    ends = (min(rule.top for rule in upright), max(rule.bottom for rule in upright))
    rows = _places([*(rule.top for rule in level), *ends])
    fields = (len(columns) - 1) * (len(rows) - 1)
    if len(columns) - 1 < _LEAST_COLUMNS or len(rows) < _LEAST_COLUMNS:
        return None
    if fields > _MOST_FIELDS:
        raise TooManyRulesError
    return Grid(columns, rows, _cells(columns, rows, level, upright))


def _places(found: Iterable[float]) -> list[float]:
    """Return places, those that are nearly the same as one."""
    places: list[float] = []
    for place in sorted(found):
        if not places or place - places[-1] > 2 * _NEAR:
            places.append(place)
    return places


def _cells(
    columns: Sequence[float],
    rows: Sequence[float],
    level: Sequence[Rule],
    upright: Sequence[Rule],
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each field of the grid the field in which its cell begins."""
    roots: dict[tuple[int, int], tuple[int, int]] = {}
    parted_left = _parted(columns, [(rule.x0, rule.top, rule.bottom) for rule in upright])
    parted_above = _parted(rows, [(rule.top, rule.x0, rule.x1) for rule in level])
    for row in range(len(rows) - 1):
        middle = (rows[row] + rows[row + 1]) / 2
        for column in range(len(columns) - 1):
            centre = (columns[column] + columns[column + 1]) / 2
            root = (row, column)
            if row and not _covers(parted_above[row], centre):
                root = roots[row - 1, column]
            elif column and not _covers(parted_left[column], middle):
                left = roots[row, column - 1]
                root = left if left[0] == row else root
            roots[row, column] = root
    return roots


def _parted(
    places: Sequence[float], rules: Iterable[tuple[float, float, float]]
) -> dict[int, list[tuple[float, float]]]:
    """Return for each place, by its number, the stretches of the rules that stand there."""
    found: dict[int, list[tuple[float, float]]] = {number: [] for number in range(len(places))}
    for place, start, end in rules:
        number = min(range(len(places)), key=lambda one: abs(places[one] - place))
        found[number].append((start, end))
    return found


def _covers(stretches: Iterable[tuple[float, float]], place: float) -> bool:
    return any(start - _NEAR <= place <= end + _NEAR for start, end in stretches)
