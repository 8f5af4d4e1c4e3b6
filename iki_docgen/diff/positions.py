"""Which position of the new document each of the old one is: by id, by name, by what it says."""

from collections.abc import Iterator

from iki_docgen.diff.likeness import Likeness
from iki_docgen.diff.lists import Nodes, pair_by
from iki_docgen.diff.tree import Node
from iki_docgen.records import Jabatan

_SIMILAR = 0.5
"""How alike two positions are at least, in name and content."""


def pair_positions(olds: Nodes, news: Nodes) -> None:
    """Pair the positions of two documents."""
    pair_by(olds, news, _id)
    pair_by(olds, news, lambda node: node.key or None)
    left, right = ([node for node in side if node.partner is None] for side in (olds, news))
    if not left or not right:
        return
    likeness = Likeness((map(_said, olds), map(_said, news)))
    for pair in likeness.best([*map(_said, left)], [*map(_said, right)], _SIMILAR):
        left[pair.old].pair(right[pair.new])


def _id(node: Node) -> str:
    return node.holds(Jabatan).id


def _said(position: Node) -> str:
    """Return the name of a position and all that it says."""
    return "\n".join(_texts(position))


def _texts(position: Node) -> Iterator[str]:
    yield position.text
    for node in position.inside():
        if "indikator" not in node.lists:  # the sentences of a group come by themselves
            yield node.text
