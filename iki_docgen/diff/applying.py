"""The changes of a comparison, made to the old document: they give the new one.

Each list of the new document is put together from its explicit places (what was added or moved
into it) and, in the others, from what stayed, in its order.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from iki_docgen.diff.changes import new_ids, renamed
from iki_docgen.diff.model import Change, Kind, Path
from iki_docgen.diff.tree import (
    Node,
    by_path,
    group_node,
    is_bare,
    item_node,
    position_node,
    row_node,
    tree_of,
)
from iki_docgen.errors import InputError
from iki_docgen.records import Butir, Document, Indikator, Item, Jabatan, Sasaran

_CAME = frozenset({Kind.ADDED, Kind.MOVED})
_THINGS = frozenset({"jabatan", "tugas", "fungsi", "sasaran", "indikator"})
_WENT = frozenset({Kind.REMOVED, Kind.MOVED})


def apply_changes(old: Document, changes: Iterable[Change]) -> Document:
    """Return the document that `changes`, those of a comparison, make of `old`.

    Raises `InputError` where they do not fit it.
    """
    all_of = tuple(changes)
    try:
        applying = _Applying(old, _sorted(all_of))
        _refuse_strange(all_of, applying.nodes)
        return applying.document()
    except (KeyError, IndexError, TypeError, ValueError) as error:
        hint = "apply changes to the document that was compared"
        raise InputError("these changes do not fit this document", hint=hint) from error


def _refuse_strange(changes: Iterable[Change], nodes: Mapping[Path, Node]) -> None:
    """Raise `ValueError` for a change of what the document does not say."""
    for change in changes:
        path = change.old_path
        if change.field in _THINGS and path is not None and nodes[path].text != change.old:
            raise ValueError(path)


@dataclass(slots=True)
class _Changes:
    """Changes by what they do: to which list, from where, and to which thing's own words."""

    arrivals: dict[Path, dict[int, Change]] = field(default_factory=dict)
    departures: set[Path] = field(default_factory=set)
    own: dict[Path, list[Change]] = field(default_factory=dict)
    lost_cells: dict[Path, list[str]] = field(default_factory=dict)


def _sorted(changes: Iterable[Change]) -> _Changes:
    found = _Changes()
    for change in changes:
        _sort_in(found, change)
    return found


def _sort_in(found: _Changes, change: Change) -> None:
    old, new = change.old_path, change.new_path
    if change.field == "lainnya":
        if new is not None:
            found.own.setdefault(new[:-2], []).append(change)
        elif old is not None:
            found.lost_cells.setdefault(old[:-2], []).append(str(old[-1]))
        return
    if change.field != "atasan":
        if change.kind in _CAME and new is not None and isinstance(new[-1], int):
            found.arrivals.setdefault(new[:-1], {})[new[-1]] = change
        if change.kind in _WENT and old is not None:
            found.departures.add(old)
    if change.kind is not Kind.ADDED and new is not None:
        found.own.setdefault(new, []).append(change)


class _Applying:
    """Builds the new document from the tree of the old one."""

    def __init__(self, old: Document, changes: _Changes) -> None:
        self.old = old
        self.changes = changes
        self.root = tree_of(old)
        self.nodes: Mapping[Path, Node] = by_path(self.root)
        self.ids: Mapping[str, str] = {}

    def document(self) -> Document:
        """Return the new document."""
        nodes = self._list(self.root, (), "jabatan")
        places = [("jabatan", number) for number in range(len(nodes))]
        self.ids = new_ids(
            (node.record, self._named(node.record, path))
            for node, path in sorted(zip(nodes, places, strict=True), key=_old_place)
            if isinstance(node.record, Jabatan) and node.path[0] == "jabatan"
        )
        positions = tuple(map(self._position, nodes, places))
        heads: dict[str, object] = {"jabatan": positions}
        for name in ("versi", "instansi", "tahun"):
            for change in self.changes.own.get((name,), ()):
                number = name != "instansi" and change.new is not None
                heads[name] = int(change.new or "") if number else change.new
        return msgspec.structs.replace(self.old, **heads)

    def _list(self, node: Node, path: Path, name: str) -> list[Node]:
        """Return the nodes that the list `name` of a node holds at its new `path`."""
        came = self.changes.arrivals.get((*path, name), {})
        stayed = [one for one in node.lists[name] if one.path not in self.changes.departures]
        staying = deque(stayed)
        return [
            self._arrival(came[number], (*path, name, number))
            if number in came
            else staying.popleft()
            for number in range(len(stayed) + len(came))
        ]

    def _arrival(self, change: Change, path: Path) -> Node:
        if change.kind is Kind.MOVED and change.old_path is not None:
            return self.nodes[change.old_path]
        return _node(change, ("added", *path))

    def _each(self, node: Node, path: Path, name: str) -> Iterator[tuple[Node, Path]]:
        for number, one in enumerate(self._list(node, path, name)):
            yield one, (*path, name, number)

    def _position(self, node: Node, path: Path) -> Jabatan:
        record = node.holds(Jabatan)
        is_old = node.path[0] == "jabatan"
        atasan = renamed(self.ids, record.atasan) if is_old else record.atasan
        for change in self.changes.own.get(path, ()):
            if change.field == "atasan":
                atasan = change.new
        return msgspec.structs.replace(
            self._named(record, path),
            atasan=atasan,
            tugas=self._items(node, path, "tugas"),
            fungsi=self._items(node, path, "fungsi"),
            sasaran=tuple(self._group(*one) for one in self._each(node, path, "sasaran")),
        )

    def _named(self, record: Jabatan, path: Path) -> Jabatan:
        """Return a position with its new name and id."""
        names: dict[str, str] = {}
        for change in self.changes.own.get(path, ()):
            if change.kind is Kind.RENAMED:
                names |= {"jabatan": change.new or ""} | ({"id": change.id} if change.id else {})
            elif change.field == "id":
                names["id"] = change.new or ""
        return msgspec.structs.replace(record, **names)

    def _items(self, node: Node, path: Path, name: str) -> tuple[Item, ...]:
        return tuple(self._item(*one) for one in self._each(node, path, name))

    def _item(self, node: Node, path: Path) -> Item:
        text, bare = node.text, is_bare(node.item)
        for change in self.changes.own.get(path, ()):
            text = change.new or ""
            if isinstance(change.record, str | Butir):
                bare = not isinstance(change.record, str)
        inner = self._items(node, path, "rincian")
        return Butir(butir=text, rincian=inner) if inner or bare else text

    def _group(self, node: Node, path: Path) -> Sasaran:
        sentences = (self._text(*one) for one in self._each(node, path, "sasaran"))
        rows = (self._row(*one) for one in self._each(node, path, "indikator"))
        return Sasaran(sasaran=tuple(sentences), indikator=tuple(rows))

    def _text(self, node: Node, path: Path) -> str:
        own = self.changes.own.get(path, ())
        return own[-1].new or "" if own else node.text

    def _row(self, node: Node, path: Path) -> Indikator:
        record = node.holds(Indikator)
        lost = self.changes.lost_cells.get(node.path, ())
        others = {head: text for head, text in record.lainnya.items() if head not in lost}
        cells: dict[str, str] = {}
        for change in self.changes.own.get(path, ()):
            if change.field == "lainnya" and change.new_path is not None:
                others[str(change.new_path[-1])] = change.new or ""
            else:
                cells[change.field] = change.new or ""
        return msgspec.structs.replace(record, **cells, lainnya=others)


def _old_place(one: tuple[Node, Path]) -> int:
    return one[0].place


def _node(change: Change, path: Path) -> Node:
    """Return the tree of what was added."""
    record = change.record
    if isinstance(record, Jabatan):
        return position_node(record, path, None)
    if isinstance(record, Sasaran):
        return group_node(record, path, None)
    if isinstance(record, Indikator):
        return row_node(record, path, None)
    if record is None and change.field == "sasaran":
        return Node(path, change.new or "", change.new or "", None)
    return item_node(change.new or "" if record is None else record, path, None)
