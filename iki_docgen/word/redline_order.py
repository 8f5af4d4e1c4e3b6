"""In which order a redline has the positions, so that both documents keep their own.

A comparison has a position that stands elsewhere in the new document once, where it is there.  In
a redline it goes out where it was and comes in where it is, else rejecting all would leave it in
the place of the new document.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from iki_docgen.diff.model import GroupPair, ItemPair, PositionPair, RowPair, SentencePair
from iki_docgen.diff.words import Side
from iki_docgen.records import Butir, Document, Item, Jabatan, Sasaran


def in_both_orders(pairs: Sequence[PositionPair], old: Document) -> Iterator[PositionPair]:
    """Yield `pairs` so that those with an old side are in the order of `old`, the others of `new`.

    What cannot stand in the order of both is split into a position that went out and one that
    came in.
    """
    numbers = [_old_number(pair, old) for pair in pairs]
    steady = _longest_rise([number for number in numbers if number is not None])
    displaced = {
        number: one_sided(pair.old, Side.OLD)
        for pair, number in zip(pairs, numbers, strict=True)
        if number is not None and pair.old is not None and number not in steady
    }
    waiting = sorted(displaced)
    for pair, number in zip(pairs, numbers, strict=True):
        if number is None:
            yield pair
        elif number in steady:
            while waiting and waiting[0] < number:
                yield displaced[waiting.pop(0)]
            yield pair
        elif pair.new is not None:
            yield one_sided(pair.new, Side.NEW)
    yield from (displaced[number] for number in waiting)


def _old_number(pair: PositionPair, old: Document) -> int | None:
    """Return the place of a position in the old document, None where it is not of it."""
    if pair.old is None:
        return None
    if pair.old_path is not None and isinstance(number := pair.old_path[1], int):
        return number
    return old.jabatan.index(pair.old)


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Return the numbers of a longest subsequence that rises."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(ends, number)
        before[number] = ends[place - 1] if place else None
        ends[place : place + 1] = [number]
    found = set()
    last = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def one_sided(record: Jabatan, side: Side) -> PositionPair:
    """Return the pair of a position that stands in one of the documents only."""
    old = side is Side.OLD
    return PositionPair(
        old=record if old else None,
        new=None if old else record,
        old_path=None,
        new_path=None,
        tugas=_items(record.tugas, old=old),
        fungsi=_items(record.fungsi, old=old),
        sasaran=tuple(_group(group, old=old) for group in record.sasaran),
    )


def _items(items: Sequence[Item], *, old: bool) -> tuple[ItemPair, ...]:
    return tuple(
        ItemPair(
            old=item if old else None,
            new=None if old else item,
            old_path=None,
            new_path=None,
            rincian=_items(item.rincian, old=old) if isinstance(item, Butir) else (),
        )
        for item in items
    )


def _group(group: Sasaran, *, old: bool) -> GroupPair:
    sentences = (
        SentencePair(
            old=text if old else None, new=None if old else text, old_path=None, new_path=None
        )
        for text in group.sasaran
    )
    rows = (
        RowPair(old=row if old else None, new=None if old else row, old_path=None, new_path=None)
        for row in group.indikator
    )
    return GroupPair(
        old=group if old else None,
        new=None if old else group,
        old_path=None,
        new_path=None,
        sasaran=tuple(sentences),
        indikator=tuple(rows),
    )
