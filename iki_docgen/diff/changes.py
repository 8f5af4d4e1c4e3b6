"""Paired nodes -> the list of changes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import msgspec

from iki_docgen.diff.merged import merged
from iki_docgen.diff.model import Change, Kind, Path
from iki_docgen.diff.origins import counterpart
from iki_docgen.diff.tree import Node, is_bare
from iki_docgen.diff.weighing import weighed
from iki_docgen.records import Butir, Document, Indikator, Item, Jabatan, Sasaran


def changes_between(old: Node, new: Node) -> Iterator[Change]:
    """Yield the changes between two paired trees, in the order of the new document."""
    before, after = old.holds(Document), new.holds(Document)
    for name in ("versi", "instansi", "tahun"):
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            yield _of_document(name, one, other)
    yield from _in_lists(old, new, Superiors(old, new))


class Superiors:
    """The ids that positions have in the other document."""

    def __init__(self, old: Node, new: Node) -> None:
        """Take the ids of the paired positions of two documents."""
        self.new = new_ids(map(_records, old.lists["jabatan"]))
        self.old = new_ids(map(_records, new.lists["jabatan"]))

    def differ(self, old: str | None, new: str | None) -> bool:
        """Tell whether the superior `old` of the old document is not `new` of the new one."""
        return renamed(self.new, old) != new or renamed(self.old, new) != old


def new_ids(pairs: Iterable[tuple[Jabatan, Jabatan | None]]) -> Mapping[str, str]:
    """Return the id that each position has in the other document, by its id in its own."""
    ids: dict[str, str] = {}
    for one, other in pairs:
        if other is not None:
            ids.setdefault(one.id, other.id)
    return ids


def renamed(ids: Mapping[str, str], one: str | None) -> str | None:
    """Return the id that `one` has in the other document, itself where it is not there."""
    return None if one is None else ids.get(one, one)


def _records(node: Node) -> tuple[Jabatan, Jabatan | None]:
    return node.holds(Jabatan), None if node.partner is None else node.partner.holds(Jabatan)


def _of_document(field: str, old: object, new: object) -> Change:
    """Return the change of a value that stands at the head of the document."""
    texts = [one if isinstance(one, str | None) else str(one) for one in (old, new)]
    return weighed(
        Change(
            kind=Kind.CHANGED,
            field=field,
            jabatan="",
            old=texts[0],
            new=texts[1],
            old_path=(field,),
            new_path=(field,),
        )
    )


def _in_lists(old: Node, new: Node, superiors: Superiors) -> Iterator[Change]:
    """Yield the changes in the lists of two partners."""
    for name, olds in old.lists.items():
        for place in merged(olds, new.lists[name]):
            if place.new is not None:
                yield from _arrived(place.new, superiors)
            elif place.old is not None and place.old.partner is None:
                yield _one_sided(place.old, Kind.REMOVED)


def _arrived(new: Node, superiors: Superiors) -> Iterator[Change]:
    """Yield the changes of a node of the new document, and of all in it."""
    if new.partner is not None:
        yield from _of_pair(new.partner, new, superiors)
        yield from _in_lists(new.partner, new, superiors)
        return
    yield _one_sided(new, Kind.ADDED)
    yield from _moved_in(new, superiors)


def _moved_in(new: Node, superiors: Superiors) -> Iterator[Change]:
    """Yield the changes of what moved into an added node."""
    for nodes in new.lists.values():
        for node in nodes:
            yield from (_moved_in if node.partner is None else _arrived)(node, superiors)


def _one_sided(node: Node, kind: Kind) -> Change:
    """Return the change of a node that was added or removed."""
    text = node.text
    added = kind is Kind.ADDED
    return Change(
        kind=kind,
        field=node.field,
        jabatan=_name(node, added=added),
        old=None if added else text,
        new=text if added else None,
        old_path=None if added else node.path,
        new_path=node.path if added else None,
        record=None if isinstance(node.record, str) else _rest(node),
        remark=_remark(node, added=added),
    )


def _remark(node: Node, *, added: bool) -> str:
    """Return from which position an added one was split, into which a removed one was merged."""
    other = counterpart(node) if isinstance(node.record, Jabatan) else ""
    return f"{'split from' if added else 'merged into'} {other}" if other else ""


def _name(node: Node, *, added: bool) -> str:
    """Return the name of the position of a node, as it is in the new document if it is there."""
    position = node.position()
    return position.text if added or position.partner is None else position.partner.text


def _rest(node: Node) -> Jabatan | Sasaran | Indikator | Item:
    """Return the record of a node without what has a partner elsewhere."""
    record = node.record
    if isinstance(record, Document):
        raise TypeError(record)
    if isinstance(record, str | Indikator):
        return record
    if isinstance(record, Butir):
        return msgspec.structs.replace(record, rincian=_rests(node, "rincian"))
    return msgspec.structs.replace(record, **{name: _rests(node, name) for name in node.lists})


def _rests(node: Node, name: str) -> tuple[object, ...]:
    return tuple(_rest(one) for one in node.lists[name] if one.partner is None)


def _of_pair(old: Node, new: Node, superiors: Superiors) -> Iterator[Change]:
    """Yield the changes of two partners by themselves."""
    one, other = old.record, new.record
    if isinstance(one, Jabatan) and isinstance(other, Jabatan):
        yield from _of_position(old, new, superiors)
        return
    form = _form(other) if isinstance(other, str | Butir) and _other_form(one, other) else None
    if not new.kept or form is not None or (old.text != new.text and not isinstance(one, Sasaran)):
        kind = Kind.CHANGED if new.kept else Kind.MOVED
        yield _change(old, new, kind, new.field, record=form)
    if isinstance(one, Indikator) and isinstance(other, Indikator):
        yield from _of_cells(old, new, one, other)


def _other_form(one: object, other: Item) -> bool:
    return isinstance(one, str | Butir) and is_bare(one) != is_bare(other)


def _form(item: Item) -> Item:
    return Butir(butir=item.butir, rincian=()) if isinstance(item, Butir) else item


def _change(old: Node, new: Node, kind: Kind, field: str, /, **more: object) -> Change:
    """Return a change of two partners; of their own texts where `more` names no others."""
    whole = Change(
        kind=kind,
        field=field,
        jabatan=new.position().text,
        old=old.text,
        new=new.text,
        old_path=old.path,
        new_path=new.path,
    )
    return weighed(replace(whole, **more))  # type: ignore[arg-type]  # fields of a Change


def _of_position(old: Node, new: Node, superiors: Superiors) -> Iterator[Change]:
    one, other = old.holds(Jabatan), new.holds(Jabatan)
    if one.jabatan != other.jabatan:
        own = other.id if one.id != other.id else None
        yield _change(old, new, Kind.RENAMED, "jabatan", id=own)
    elif one.id != other.id:
        yield _change(old, new, Kind.CHANGED, "id", old=one.id, new=other.id)
    if not new.kept:
        yield _change(old, new, Kind.MOVED, "jabatan")
    if superiors.differ(one.atasan, other.atasan):
        yield _change(old, new, Kind.MOVED, "atasan", old=one.atasan, new=other.atasan)


def _of_cells(old: Node, new: Node, one: Indikator, other: Indikator) -> Iterator[Change]:
    """Yield the changes of the other cells of a row."""
    for name in ("penjelasan", "sumber_data"):
        before, after = getattr(one, name), getattr(other, name)
        if before != after:
            yield _change(old, new, Kind.CHANGED, name, old=before, new=after)
    for heading in dict.fromkeys((*one.lainnya, *other.lainnya)):
        texts = one.lainnya.get(heading), other.lainnya.get(heading)
        if texts[0] != texts[1]:
            yield _of_other_cell(old, new, heading, texts)


def _of_other_cell(
    old: Node, new: Node, heading: str, texts: tuple[str | None, str | None]
) -> Change:
    """Return the change of a cell of a column that not every table has."""
    paths: list[Path | None] = [
        None if text is None else (*node.path, "lainnya", heading)
        for node, text in zip((old, new), texts, strict=True)
    ]
    kind = Kind.ADDED if texts[0] is None else Kind.REMOVED if texts[1] is None else Kind.CHANGED
    values = {"old": texts[0], "new": texts[1], "old_path": paths[0], "new_path": paths[1]}
    return _change(old, new, kind, "lainnya", remark=f"column {heading}", **values)
