"""A plain comparison of two documents, by equal names and words, to make redlines of."""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from iki_docgen.diff.model import (
    Comparison,
    GroupPair,
    ItemPair,
    PositionPair,
    RowPair,
    SentencePair,
)
from iki_docgen.records import Butir, Document, Item, Jabatan, Sasaran

T = TypeVar("T")
NOWHERE = {"old_path": None, "new_path": None}


def paired(old: Document, new: Document) -> Comparison:
    """Return `old` and `new` with everything in them paired, and no list of changes."""
    places = {jabatan.id: place for place, jabatan in enumerate(old.jabatan)}
    kept = {jabatan.id for jabatan in new.jabatan}
    gone = [jabatan for jabatan in old.jabatan if jabatan.id not in kept]
    found: list[PositionPair] = []
    for jabatan in new.jabatan:
        place = places.get(jabatan.id)
        while place is not None and gone and places[gone[0].id] < place:
            found.append(position(gone[0], None, places))
            gone.pop(0)
        found.append(position(None if place is None else old.jabatan[place], jabatan, places))
    found += [position(jabatan, None, places) for jabatan in gone]
    return Comparison(old=old, new=new, positions=tuple(found), changes=(), answers=())


def position(old: Jabatan | None, new: Jabatan | None, places: dict[str, int]) -> PositionPair:
    return PositionPair(
        old=old,
        new=new,
        old_path=None if old is None else ("jabatan", places[old.id]),
        new_path=None,
        tugas=items(old.tugas if old else (), new.tugas if new else ()),
        fungsi=items(old.fungsi if old else (), new.fungsi if new else ()),
        sasaran=tuple(
            group(before, after)
            for before, after in merged(
                old.sasaran if old else (), new.sasaran if new else (), lambda one: one.sasaran
            )
        ),
    )


def items(old: Sequence[Item], new: Sequence[Item]) -> tuple[ItemPair, ...]:
    return tuple(
        ItemPair(old=before, new=after, rincian=items(below(before), below(after)), **NOWHERE)
        for before, after in merged(old, new, lambda item: getattr(item, "butir", item))
    )


def below(item: Item | None) -> Sequence[Item]:
    return item.rincian if isinstance(item, Butir) else ()


def group(old: Sasaran | None, new: Sasaran | None) -> GroupPair:
    sentences = merged(old.sasaran if old else (), new.sasaran if new else (), lambda text: text)
    rows = merged(
        old.indikator if old else (), new.indikator if new else (), lambda row: row.indikator
    )
    return GroupPair(
        old=old,
        new=new,
        sasaran=tuple(SentencePair(old=a, new=b, **NOWHERE) for a, b in sentences),
        indikator=tuple(RowPair(old=a, new=b, **NOWHERE) for a, b in rows),
        **NOWHERE,
    )


def merged(
    old: Sequence[T], new: Sequence[T], name: Callable[[T], object]
) -> Iterator[tuple[T | None, T | None]]:
    """Yield what both have in order, with pairs of what stands between equal things."""
    names = ([name(one) for one in old], [name(one) for one in new])
    for tag, a, b, c, d in SequenceMatcher(None, *names, autojunk=False).get_opcodes():
        count = min(b - a, d - c) if tag in {"equal", "replace"} else 0
        yield from zip(old[a : a + count], new[c : c + count], strict=True)
        yield from ((one, None) for one in old[a + count : b])
        yield from ((None, one) for one in new[c + count : d])
