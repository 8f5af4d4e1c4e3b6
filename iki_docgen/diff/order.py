"""Which of the paired things of two lists kept their order, so that as few as can be moved."""

import zlib
from collections.abc import Hashable, Sequence
from itertools import pairwise

_ONE = 1 << 60
_LARGEST = 1 << 20


def worth(old: str, new: str, size: int) -> int:
    """Return how much it is worth that a pair stays: one, and a bit more the larger it is.

    The rest tells equal sizes apart by what the texts say, so the same ones stay whichever
    document is the old one.
    """
    first, second = sorted((old, new))
    told = zlib.crc32(f"{first}\0{second}".encode(errors="replace"))
    return _ONE + (min(size, _LARGEST) << 32) + told


def kept_in_order(places: Sequence[int], worths: Sequence[int]) -> set[int]:
    """Return the numbers of the heaviest rising subsequence of `places`, which are distinct.

    `places` are the new places of things in their old order.
    """
    if all(one < other for one, other in pairwise(places)):
        return set(range(len(places)))
    ranks = {place: rank for rank, place in enumerate(sorted(places), 1)}
    best: list[tuple[int, int]] = [(0, -1)] * (len(places) + 1)  # a Fenwick tree of maxima
    before = [-1] * len(places)
    for number, place in enumerate(places):
        weight, before[number] = _heaviest_below(best, ranks[place])
        _raise(best, ranks[place], (weight + worths[number], number))
    _, last = _heaviest_below(best, len(best))
    kept = set()
    while last >= 0:
        kept.add(last)
        last = before[last]
    return kept


def _heaviest_below(best: Sequence[tuple[int, int]], rank: int) -> tuple[int, int]:
    found, rank = (0, -1), rank - 1
    while rank > 0:
        found = max(found, best[rank])
        rank -= rank & -rank
    return found


def _raise(best: list[tuple[int, int]], rank: int, entry: tuple[int, int]) -> None:
    while rank < len(best):
        best[rank] = max(best[rank], entry)
        rank += rank & -rank


def common_order(
    olds: Sequence[Hashable], news: Sequence[Hashable], worths: Sequence[int]
) -> list[tuple[int, int]]:
    """Return the pairs of the heaviest common subsequence of two short lists."""
    table = [[0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for row in range(len(olds) - 1, -1, -1):
        below, here = table[row + 1], table[row]
        for column in range(len(news) - 1, -1, -1):
            here[column] = max(below[column], here[column + 1])
            if olds[row] == news[column]:
                here[column] = max(here[column], below[column + 1] + worths[row])
    pairs = []
    row = column = 0
    while table[row][column]:
        row, column = _next_pair(olds, news, worths, table, (row, column))
        pairs.append((row, column))
        row, column = row + 1, column + 1
    return pairs


def _next_pair(
    olds: Sequence[Hashable],
    news: Sequence[Hashable],
    worths: Sequence[int],
    table: Sequence[Sequence[int]],
    start: tuple[int, int],
) -> tuple[int, int]:
    """Return the first pair behind `start` with which the heaviest subsequence may go on.

    First is what stands nearest to the heads of both lists; of two that are equally near, the
    worth decides, which tells what they say.  So it is the same pair with the sides swapped.
    """
    row, column = start
    whole = table[row][column]
    for total in range(row + column, len(olds) + len(news)):
        first, last = max(row, total - len(news) + 1), min(len(olds) - 1, total - column)
        found = [
            (worths[at], at)
            for at in range(first, last + 1)
            if olds[at] == news[total - at] and whole == worths[at] + table[at + 1][total - at + 1]
        ]
        if found:
            at = max(found)[1]
            return at, total - at
    raise AssertionError(start)  # what the table counts stands somewhere
