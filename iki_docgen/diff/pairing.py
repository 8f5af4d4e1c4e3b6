"""Which thing of the new document each thing of the old one is.

First positions, then groups of rows, then what is in them: what is equal before what is alike, the
same list before the same position before the whole document.  Nothing here depends on which of
the two documents is the old one.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import partial

from iki_docgen.diff.likeness import Likeness
from iki_docgen.diff.lists import (
    Nodes,
    least_of,
    pair_alike,
    pair_between,
    pair_by,
    pair_equal,
    pair_in_list,
)
from iki_docgen.diff.model import Path
from iki_docgen.diff.positions import pair_positions
from iki_docgen.diff.tree import Node

_ELSEWHERE = 0.75
"""How alike a thing must be to be found again in another list of its position."""
_FAR = 0.88
"""How alike, in another position that something else went to."""
_FARTHER = 0.95
"""How alike, in any other position: sections say much that differs in their name only."""
_MARGIN = 0.05
_TELLING = 5
"""Words that a text needs to be known again in another position though it was reworded."""
_LONG = 8
"""Words that it needs to be known again there though more positions say it."""
_SEVERAL = 3
"""Positions that may say it then."""
_ITEM_LISTS = ("tugas", "fungsi")


def pair_all(old: Node, new: Node) -> None:
    """Pair the nodes of two documents; the roots are partners."""
    old.pair(new)
    pair_positions(old.lists["jabatan"], new.lists["jabatan"])
    positions = list(_paired(old.lists["jabatan"]))
    for one, other in positions:
        _pair_groups(one.lists["sasaran"], other.lists["sasaran"])
    _pair_far_groups(old, new)
    groups = [pair for node in _of_list(old, "sasaran") for pair in _paired([node])]
    _pair_equal_things(positions, groups)
    _pair_far(old, new, equal=True)
    _pair_alike_things(positions, groups)
    _pair_far(old, new, equal=False)
    _pair_sub_items(old)


def _pair_equal_things(
    positions: Sequence[tuple[Node, Node]], groups: Sequence[tuple[Node, Node]]
) -> None:
    """Pair what says the same, in its list and then in its position."""
    for one, other in positions:
        for name in _ITEM_LISTS:
            pair_in_list(one.lists[name], other.lists[name])
        pair_equal(_items(one), _items(other))
    for one, other in groups:
        for name in ("sasaran", "indikator"):
            pair_in_list(one.lists[name], other.lists[name])
    for one, other in positions:
        for name in ("sasaran", "indikator"):
            pair_equal(_in_groups(one, name), _in_groups(other, name))


def _pair_alike_things(
    positions: Sequence[tuple[Node, Node]], groups: Sequence[tuple[Node, Node]]
) -> None:
    """Pair what was reworded, in its list and then in its position."""
    for one, other in positions:
        for name in _ITEM_LISTS:
            _pair_reworded(one.lists[name], other.lists[name])
        pair_alike(_items(one), _items(other), _ELSEWHERE)
    for one, other in groups:
        for name in ("sasaran", "indikator"):
            _pair_reworded(one.lists[name], other.lists[name])
        _pair_only_sentence(one.lists["sasaran"], other.lists["sasaran"])
    for one, other in positions:
        pair_alike(_in_groups(one, "indikator"), _in_groups(other, "indikator"), _ELSEWHERE)


def _pair_reworded(olds: Nodes, news: Nodes) -> None:
    pair_alike(olds, news, least_of(olds, news))
    pair_between(olds, news)


def _pair_only_sentence(olds: Nodes, news: Nodes) -> None:
    """Pair the only sentences of two groups that are partners, whatever they say."""
    if len(olds) == len(news) == 1 and olds[0].partner is None and news[0].partner is None:
        olds[0].pair(news[0])


def _pair_groups(olds: Nodes, news: Nodes) -> None:
    """Pair groups by everything, by sentences, by rows, and by the likeness of all they say."""
    pair_by(olds, news, lambda node: node.content)
    pair_by(olds, news, _sentence_keys)
    pair_by(olds, news, _row_keys)
    pair_alike(olds, news, least_of(olds, news), text=_whole_text)


def _sentence_keys(group: Node) -> tuple[str, ...] | None:
    return tuple(node.key for node in group.lists["sasaran"]) or None


def _row_keys(group: Node) -> tuple[str, ...] | None:
    return tuple(node.key for node in group.lists["indikator"]) or None


def _whole_text(group: Node) -> str:
    return "\n".join(node.text for nodes in group.lists.values() for node in nodes)


def _pair_far_groups(old: Node, new: Node) -> None:
    """Pair groups that moved whole to another position, where nothing else says the same."""
    sides = _of_list(old, "sasaran"), _of_list(new, "sasaran")
    for key in (_full_content, _row_keys):
        counts = [Counter(map(key, side)) for side in sides]
        pair_by(*sides, partial(_single, key, counts))


def _full_content(group: Node) -> Hashable:
    return group.content if group.lists["indikator"] else None


def _single(
    key: Callable[[Node], Hashable], counts: Sequence[Counter[Hashable]], node: Node
) -> Hashable:
    """Return the key of a node if it is the only one of its document that has it."""
    found = key(node)
    return found if all(count[found] == 1 for count in counts) else None


def _pair_far(old: Node, new: Node, *, equal: bool) -> None:
    """Pair what went to another position: what is unmistakable."""
    for names in (_ITEM_LISTS, ("indikator",)):
        sides = _things(old, names), _things(new, names)
        if all(any(node.partner is None for node in side) for side in sides):
            (_pair_same_far if equal else _pair_alike_far)(sides)


def _pair_same_far(sides: tuple[Nodes, Nodes]) -> None:
    """Pair equal wording that is free once on each side, and no standard item of many positions."""
    free = [Counter(node.key for node in side if node.partner is None) for side in sides]
    holders = _in_how_many(sides)

    def key(node: Node) -> Hashable:
        found = node.key
        most = _SEVERAL if len(node.text.split()) >= _LONG else 1
        single = all(count[found] == 1 for count in free)
        return found if found and single and holders[found] <= most else None

    pair_by(*sides, key)


def _pair_alike_far(sides: tuple[Nodes, Nodes]) -> None:
    """Pair what is very much alike, among what no other position says."""
    holders = _in_how_many(sides)
    olds, news = (
        [
            node
            for node in side
            if node.partner is None
            and holders[node.key] == 1
            and len(node.text.split()) >= _TELLING
        ]
        for side in sides
    )
    texts = [node.text for node in olds], [node.text for node in news]
    related = set(_ways(sides[0]))
    for pair in Likeness(texts).best(texts[0], texts[1], _FAR, margin=_MARGIN):
        one, other = olds[pair.old], news[pair.new]
        if pair.score >= _FARTHER or _way(one, other) in related:
            one.pair(other)


def _ways(olds: Nodes) -> Iterator[tuple[Path, Path]]:
    """Yield from which position to which other one things went."""
    yield from (_way(one, other) for one, other in _paired(olds))


def _way(old: Node, new: Node) -> tuple[Path, Path]:
    return old.position().path, new.position().path


def _in_how_many(sides: tuple[Nodes, Nodes]) -> Counter[str]:
    """Return in how many positions of a document, at most, each wording stands."""
    counts: Counter[str] = Counter()
    for side in sides:
        told = {(node.key, node.position().path) for node in side}
        counts |= Counter(key for key, _ in told)
    return counts


def _pair_sub_items(old: Node) -> None:
    """Pair the sub-items of paired items, then those that changed their item in a field."""
    for position in old.lists["jabatan"]:
        _pair_below(_items(position))
    for position, other in _paired(old.lists["jabatan"]):
        if any(item.lists["rincian"] for one in (position, other) for item in _items(one)):
            every = _all_items(position), _all_items(other)
            pair_equal(*every)
            pair_alike(*every, _ELSEWHERE)
            _pair_below(_items(position))


def _pair_below(items: Nodes) -> None:
    for item, other in _paired(items):
        pair_in_list(item.lists["rincian"], other.lists["rincian"])
        _pair_reworded(item.lists["rincian"], other.lists["rincian"])
        _pair_below(item.lists["rincian"])


def _paired(olds: Nodes) -> Iterator[tuple[Node, Node]]:
    for node in olds:
        if node.partner is not None:
            yield node, node.partner


def _of_list(root: Node, name: str) -> list[Node]:
    return [node for position in root.lists["jabatan"] for node in position.lists[name]]


def _items(position: Node) -> list[Node]:
    return [node for name in _ITEM_LISTS for node in position.lists[name]]


def _all_items(position: Node) -> list[Node]:
    return [inner for node in _items(position) for inner in (node, *node.inside())]


def _in_groups(position: Node, name: str) -> list[Node]:
    return [node for group in position.lists["sasaran"] for node in group.lists[name]]


def _things(root: Node, names: Sequence[str]) -> list[Node]:
    if names == _ITEM_LISTS:
        return [node for position in root.lists["jabatan"] for node in _items(position)]
    return [node for one in root.lists["jabatan"] for node in _in_groups(one, names[0])]
