"""A document as a tree of nodes, so that one way of pairing and ordering serves all its lists.

A node is a position, an item, a group, a sentence or a row; its lists have the names and the
places that they have in the records.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from iki_docgen.diff.keys import wording_key
from iki_docgen.diff.model import Path
from iki_docgen.records import Butir, Document, Indikator, Item, Jabatan, Sasaran

_Kind = TypeVar("_Kind", Document, Jabatan, Sasaran, Indikator)
Content = Document | Jabatan | Sasaran | Indikator | Item


# Nodes are compared by identity: two items may say the same.
@dataclass(eq=False)
class Node:
    """A thing of a document that can be paired with one of another document.

    `text` is what it says by itself, `lists` holds the nodes in it.  `kept` tells of a paired node
    that it is where it was: in the lists of one pair, in the common order.
    """

    path: Path
    record: Content
    text: str
    parent: "Node | None"
    lists: dict[str, list["Node"]] = field(default_factory=dict)
    partner: "Node | None" = None
    kept: bool = False

    @cached_property
    def key(self) -> str:
        """What the node says, without regard to how it is spelled."""
        return wording_key(self.text)

    @cached_property
    def content(self) -> tuple[object, ...]:
        """What the node says with all that is in it: equal for equal records."""
        inner = tuple(tuple(node.content for node in nodes) for nodes in self.lists.values())
        cells: object = isinstance(self.record, Butir)
        if isinstance(self.record, Indikator):
            others = tuple(sorted(self.record.lainnya.items()))
            cells = (self.record.penjelasan, self.record.sumber_data, others)
        return (self.text, cells, inner)

    @cached_property
    def size(self) -> int:
        """The characters of all that it says."""
        return len(self.text) + sum(node.size for nodes in self.lists.values() for node in nodes)

    @property
    def place(self) -> int:
        """Its number in its list, from 0."""
        last = self.path[-1]
        return last if isinstance(last, int) else 0

    @property
    def field(self) -> str:
        """The field it stands in, such as `tugas`, for sub-items too."""
        names = [part for part in self.path[2:] if isinstance(part, str) and part != "rincian"]
        return names[-1] if names else "jabatan"

    def position(self) -> "Node":
        """Return the position that the node stands in, the node itself if it is one."""
        node: Node = self
        while len(node.path) > 2 and node.parent is not None:  # noqa: PLR2004 - ("jabatan", 3)
            node = node.parent
        return node

    def inside(self) -> Iterator["Node"]:
        """Yield all nodes in this one, those of a list before what is in them."""
        for nodes in self.lists.values():
            for node in nodes:
                yield node
                yield from node.inside()

    def holds(self, kind: type[_Kind]) -> _Kind:
        """Return the record of the node, which is of this kind."""
        if not isinstance(self.record, kind):
            raise TypeError(self.record)
        return self.record

    @property
    def item(self) -> Item:
        """The record of the node, which is an item."""
        if not isinstance(self.record, str | Butir):
            raise TypeError(self.record)
        return self.record

    def pair(self, other: "Node") -> None:
        """Make two nodes partners."""
        self.partner, other.partner = other, self


def tree_of(document: Document) -> Node:
    """Return the root of the tree of `document`."""
    root = Node((), document, "", None)
    root.lists["jabatan"] = [
        position_node(jabatan, ("jabatan", number), root)
        for number, jabatan in enumerate(document.jabatan)
    ]
    return root


def position_node(jabatan: Jabatan, path: Path, parent: Node | None) -> Node:
    """Return the tree of a position."""
    node = Node(path, jabatan, jabatan.jabatan, parent)
    node.lists["tugas"] = _items(jabatan.tugas, (*path, "tugas"), node)
    node.lists["fungsi"] = _items(jabatan.fungsi, (*path, "fungsi"), node)
    node.lists["sasaran"] = [
        group_node(group, (*path, "sasaran", number), node)
        for number, group in enumerate(jabatan.sasaran)
    ]
    return node


def group_node(group: Sasaran, path: Path, parent: Node | None) -> Node:
    """Return the tree of the rows of a Sasaran cell."""
    node = Node(path, group, sentences(group), parent)
    node.lists["sasaran"] = [
        Node((*path, "sasaran", number), sentence, sentence, node)
        for number, sentence in enumerate(group.sasaran)
    ]
    node.lists["indikator"] = [
        row_node(row, (*path, "indikator", number), node)
        for number, row in enumerate(group.indikator)
    ]
    return node


def row_node(row: Indikator, path: Path, parent: Node | None) -> Node:
    """Return the node of a row of the table."""
    return Node(path, row, row.indikator, parent)


def item_node(item: Item, path: Path, parent: Node | None) -> Node:
    """Return the tree of an item."""
    if isinstance(item, str):
        return Node(path, item, item, parent, {"rincian": []})
    node = Node(path, item, item.butir, parent)
    node.lists["rincian"] = _items(item.rincian, (*path, "rincian"), node)
    return node


def _items(items: Sequence[Item], path: Path, parent: Node) -> list[Node]:
    return [item_node(item, (*path, number), parent) for number, item in enumerate(items)]


def is_bare(item: Item) -> bool:
    """Tell whether an item is a `Butir` without sub-items, which is not the same as its text."""
    return isinstance(item, Butir) and not item.rincian


def sentences(group: Sasaran) -> str:
    """Return the sentences of a group as one text; it knows the place of the first."""
    return group.sasaran[0] if len(group.sasaran) == 1 else "\n".join(group.sasaran)


def by_path(root: Node) -> Mapping[Path, Node]:
    """Return every node below `root` by its path."""
    return {node.path: node for node in root.inside()}
