"""Split and merged sections: most of a position stands in another one of the other year."""

from collections import Counter

from iki_docgen.diff.tree import Node

_FEWEST = 2
"""Things that must have gone from one position to another, beside half of all."""


def counterpart(position: Node) -> str:
    """Return the name of the position that has most of what an added or removed one says.

    Empty where there is none: sentences do not count, since many positions share them.
    """
    things = [node for node in position.inside() if _counts(node)]
    homes = Counter(node.partner.position().path for node in things if node.partner is not None)
    for path, number in homes.most_common(1):
        if number >= _FEWEST and 2 * number >= len(things):
            return _named(things, path)
    return ""


def _counts(node: Node) -> bool:
    """Tell whether a node is an item or a row."""
    return node.path[-2] != "sasaran"


def _named(things: list[Node], path: object) -> str:
    homes = (node.partner.position() for node in things if node.partner is not None)
    return next((home.text for home in homes if home.path == path), "")
