"""Which things of two lists are the same: by all in them, by text, by wording, by likeness."""

from collections.abc import Callable, Hashable, Sequence

from iki_docgen.diff.likeness import Likeness
from iki_docgen.diff.order import common_order, worth
from iki_docgen.diff.tree import Node

Nodes = Sequence[Node]

SIMILAR = 0.55
"""How alike two texts of one list are at least, to be one that was reworded."""
ALONE = 0.3
"""The same where each list has one thing only."""
BETWEEN = 0.4
"""The same for two that stand between the same neighbours."""
_SHORT = 20_000
"""Pairs of places up to which repeated things are put into their best common order."""


def pair_in_list(olds: Nodes, news: Nodes) -> None:
    """Pair what says the same in one list; of equal ones those that keep the order first."""
    _pair_in_common_order(_free(olds), _free(news))
    pair_equal(olds, news)


def pair_equal(olds: Nodes, news: Nodes) -> None:
    """Pair what is the same in all that is in it, then what has the same text or wording."""
    for key in (_content, _text, _key):
        pair_by(olds, news, key)


def pair_by(olds: Nodes, news: Nodes, key: Callable[[Node], Hashable]) -> None:
    """Pair the free nodes of equal `key`, equal ones by their order; None is no key."""
    waiting: dict[Hashable, list[Node]] = {}
    for node in _free(olds):
        waiting.setdefault(key(node), []).append(node)
    waiting.pop(None, None)
    for nodes in waiting.values():
        nodes.reverse()
    for node in _free(news):
        same = waiting.get(key(node))
        if same:
            same.pop().pair(node)


def pair_alike(
    olds: Nodes, news: Nodes, least: float, *, text: Callable[[Node], str] | None = None
) -> None:
    """Pair the free nodes whose texts are at least `least` alike, the most alike first."""
    left, right = _free(olds), _free(news)
    if not left or not right:
        return
    said = text or _text
    likeness = Likeness((map(said, olds), map(said, news)))
    for pair in likeness.best([said(one) for one in left], [said(one) for one in right], least):
        left[pair.old].pair(right[pair.new])


def pair_between(olds: Nodes, news: Nodes) -> None:
    """Pair free nodes that stand between the same neighbours and are a little alike."""
    runs = {_ends(news, run): run for run in _free_runs(news)}
    for run in _free_runs(olds):
        before, after = _ends(olds, run)
        there = runs.get((before and before.partner, after and after.partner))
        if there:
            left, right = olds[run.start : run.stop], news[there.start : there.stop]
            likeness = Likeness((map(_text, olds), map(_text, news)))
            texts = [*map(_text, left)], [*map(_text, right)]
            for pair in likeness.best(texts[0], texts[1], BETWEEN):
                left[pair.old].pair(right[pair.new])


def _free_runs(nodes: Nodes) -> list[range]:
    """Return the ranges of neighbours without partners."""
    runs: list[range] = []
    for number, node in enumerate(nodes):
        if node.partner is not None:
            continue
        if runs and runs[-1].stop == number:
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            runs.append(range(number, number + 1))
    return runs


def _ends(nodes: Nodes, run: range) -> tuple[Node | None, Node | None]:
    """Return the neighbours before and after a run, None at the ends of the list."""
    before = nodes[run.start - 1] if run.start else None
    return before, nodes[run.stop] if run.stop < len(nodes) else None


def least_of(olds: Nodes, news: Nodes) -> float:
    """Return how alike the texts of two lists must be: where each has one thing, less."""
    return ALONE if len(olds) == len(news) == 1 else SIMILAR


def _pair_in_common_order(olds: Nodes, news: Nodes) -> None:
    contents = [node.content for node in olds], [node.content for node in news]
    repeated = any(len(set(side)) < len(side) for side in contents)
    if not repeated or len(olds) * len(news) > _SHORT:
        return
    worths = [worth(repr(node.content), "", node.size) for node in olds]
    for old, new in common_order(*contents, worths):
        olds[old].pair(news[new])


def _free(nodes: Nodes) -> list[Node]:
    return [node for node in nodes if node.partner is None]


def _content(node: Node) -> Hashable:
    return node.content


def _text(node: Node) -> str:
    return node.text


def _key(node: Node) -> Hashable:
    return (bool(node.text), node.key)
