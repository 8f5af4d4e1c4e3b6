"""Two paired lists as one: what stayed, and between that what went out before what came in."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from iki_docgen.diff.order import kept_in_order, worth
from iki_docgen.diff.tree import Node


class Place(NamedTuple):
    """A line of a merged list: a node that stayed with its partner, or a node of one side."""

    old: Node | None
    new: Node | None


def mark_kept(old: Node, new: Node) -> None:
    """Mark the nodes in two partners that are where they were; all others were moved."""
    for name, olds in old.lists.items():
        here = (*new.path, name)
        same = [
            (node, partner)
            for node in olds
            if (partner := node.partner) is not None and partner.path[:-1] == here
        ]
        worths = [
            worth(node.text, partner.text, node.size + partner.size) for node, partner in same
        ]
        for number in kept_in_order([partner.place for _, partner in same], worths):
            for node in same[number]:
                node.kept = True


def merged(olds: Sequence[Node], news: Sequence[Node]) -> Iterator[Place]:
    """Yield the places of two lists that belong to partners, in the order of the new one."""
    from_old = 0
    waiting: list[Node] = []
    for new in news:
        if not new.kept or new.partner is None:
            waiting.append(new)
            continue
        yield from (Place(old, None) for old in olds[from_old : new.partner.place])
        yield from (Place(None, one) for one in waiting)
        yield Place(new.partner, new)
        from_old, waiting = new.partner.place + 1, []
    yield from (Place(old, None) for old in olds[from_old:])
    yield from (Place(None, one) for one in waiting)
