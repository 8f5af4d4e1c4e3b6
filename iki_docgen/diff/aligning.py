"""Paired nodes -> the alignment of two documents, to be shown side by side."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from iki_docgen.diff.merged import Place, merged
from iki_docgen.diff.model import (
    GroupPair,
    ItemPair,
    Path,
    PositionPair,
    RowPair,
    SentencePair,
)
from iki_docgen.diff.tree import Node
from iki_docgen.records import Butir, Indikator, Jabatan, Sasaran

_Record = TypeVar("_Record", Jabatan, Sasaran, Indikator)


def aligned(old: Node, new: Node) -> tuple[PositionPair, ...]:
    """Return all positions with everything in them paired, in the order of the new document."""
    return tuple(_positions(old.lists["jabatan"], new.lists["jabatan"]))


def _positions(olds: Sequence[Node], news: Sequence[Node]) -> Iterator[PositionPair]:
    for place in merged(olds, news):
        if place.new is not None:
            yield _position(Place(place.new.partner, place.new))
        elif place.old is not None and place.old.partner is None:
            yield _position(place)


def _position(place: Place) -> PositionPair:
    return PositionPair(
        old=_record(place.old, Jabatan),
        new=_record(place.new, Jabatan),
        old_path=_path(place, old=True),
        new_path=_path(place, old=False),
        tugas=tuple(map(_item, _list(place, "tugas"))),
        fungsi=tuple(map(_item, _list(place, "fungsi"))),
        sasaran=tuple(map(_group, _list(place, "sasaran"))),
    )


def _item(place: Place) -> ItemPair:
    sides = [None if node is None else node.record for node in place]
    old, new = (one if isinstance(one, str | Butir) else None for one in sides)
    return ItemPair(
        old=old,
        new=new,
        old_path=_path(place, old=True),
        new_path=_path(place, old=False),
        rincian=tuple(map(_item, _list(place, "rincian"))),
    )


def _group(place: Place) -> GroupPair:
    return GroupPair(
        old=_record(place.old, Sasaran),
        new=_record(place.new, Sasaran),
        old_path=_path(place, old=True),
        new_path=_path(place, old=False),
        sasaran=tuple(map(_sentence, _list(place, "sasaran"))),
        indikator=tuple(map(_row, _list(place, "indikator"))),
    )


def _sentence(place: Place) -> SentencePair:
    return SentencePair(
        old=None if place.old is None else place.old.text,
        new=None if place.new is None else place.new.text,
        old_path=_path(place, old=True),
        new_path=_path(place, old=False),
    )


def _row(place: Place) -> RowPair:
    return RowPair(
        old=_record(place.old, Indikator),
        new=_record(place.new, Indikator),
        old_path=_path(place, old=True),
        new_path=_path(place, old=False),
    )


def _list(place: Place, name: str) -> Iterator[Place]:
    """Yield the places of a list of two partners, or of the one node that stands here."""
    if place.old is not None and place.new is not None:
        yield from merged(place.old.lists[name], place.new.lists[name])
    elif place.old is not None:
        yield from (Place(node, None) for node in place.old.lists[name])
    elif place.new is not None:
        yield from (Place(None, node) for node in place.new.lists[name])


def _path(place: Place, *, old: bool) -> Path | None:
    """Return the path of one side, that of the partner where the thing does not stand here."""
    here, there = place if old else (place.new, place.old)
    node = here or (there.partner if there is not None else None)
    return None if node is None else node.path


def _record(node: Node | None, kind: type[_Record]) -> _Record | None:
    return node.record if node is not None and isinstance(node.record, kind) else None
