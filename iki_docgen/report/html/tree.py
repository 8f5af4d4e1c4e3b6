"""The organisation as a picture: who answers to whom, and how each position stands.

The picture grows to the right with the levels and downwards with the positions; the page scrolls
it where it is larger than the window.  Colour never speaks alone: a mark says the same.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from iki_docgen.report.html.markup import Markup, tag

_WIDTH, _GAP_X, _GAP_Y = 250, 34, 10
_LINE, _PAD = 15, 8
_TEXT_X = 34
_CHARACTERS = 28
_SHAPES = {
    "octagon": "M-4 -9H4L9 -4V4L4 9H-4L-9 4V-4Z",
    "triangle": "M0 -9L10 8H-10Z",
    "circle": "M0 -9A9 9 0 1 1 -0.01 -9Z",
    "square": "M-8 -8H8V8H-8Z",
    "diamond": "M0 -10L10 0L0 10L-10 0Z",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown: by the class that colours it, a shape, and a letter in the shape."""

    name: str
    shape: str
    letter: str


@dataclass(frozen=True, slots=True)
class Node:
    """One position of the picture: `key` is the id of its section, `parent` a key or None.

    `says` is the state in words, `count` what stands in figures beside the name.
    """

    key: str
    parent: str | None
    name: str
    look: Look
    says: str
    count: str = ""


@dataclass(frozen=True, slots=True)
class _Box:
    node: Node
    x: int
    y: int
    height: int
    lines: tuple[str, ...]

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


def tree(nodes: Sequence[Node], legend: Iterable[Look]) -> Markup:
    """Return the picture of `nodes`, with what its marks mean below it."""
    boxes = _laid_out(nodes)
    width = max((box.x + _WIDTH for box in boxes.values()), default=0) + 2
    height = max((box.y + box.height for box in boxes.values()), default=0) + 2
    picture = tag(
        "svg",
        [_edge(boxes, box) for box in boxes.values()],
        [_drawn(box) for box in boxes.values()],
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="group",
        aria_label="The organisation",
    )
    scroll = tag(
        "div", picture, class_="scroll", tabindex=0, role="region", aria_label="Tree of positions"
    )
    return tag(
        "details",
        tag("summary", tag("h2", "Organisation")),
        scroll,
        tag("ul", [_explained(look) for look in legend], class_="legend"),
        open=True,
        class_="tree",
    )


def badge(look: Look) -> Markup:
    """Return the mark of a state as a picture in a line of text."""
    return tag(
        "svg", _mark(look), viewBox="-11 -11 22 22", class_=f"badge {look.name}", aria_hidden="true"
    )


def wrapped(name: str, width: int = _CHARACTERS) -> tuple[str, ...]:
    """Return `name` in lines of about `width` small letters; words that are longer are cut."""
    lines, line, room = [], "", float(width)
    for word in name.split() or ["(no name)"]:
        if line and room - 1 < _measure(word):
            lines.append(line)
            line, room = "", float(width)
        for character in f" {word}" if line else word:
            if room < _measure(character):
                lines.append(line)
                line, room = "", float(width)
            line += character
            room -= _measure(character)
    return (*lines, line)


def _measure(text: str) -> float:
    """Return about how many small letters `text` is wide."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    return len(text) + 0.35 * sum(one.isupper() for one in text) + wide


def _laid_out(nodes: Sequence[Node]) -> Mapping[str, _Box]:
    """Return a box for each node; each superior stands beside the first of its own."""
    known = {node.key: node for node in nodes}
    below: dict[str | None, list[Node]] = {}
    for node in nodes:
        below.setdefault(node.parent if node.parent in known else None, []).append(node)
    boxes: dict[str, _Box] = {}
    bottom = 1
    for root in (*below.get(None, ()), *nodes):  # nodes in a circle have no root: each may be one
        bottom = _place(root, below, boxes, bottom)
    return boxes


def _place(
    root: Node, below: Mapping[str | None, list[Node]], boxes: dict[str, _Box], bottom: int
) -> int:
    """Put the boxes of `root` and all below it, from `bottom` on; return the new bottom."""
    seen = set(boxes)
    todo = [(root, 0, -1)]  # the last is where the boxes below it begin, -1 until they are placed
    while todo:
        node, depth, top = todo.pop()
        if top < 0:
            if node.key not in seen:
                seen.add(node.key)
                todo.append((node, depth, bottom))
                todo += [(one, depth + 1, -1) for one in reversed(below.get(node.key, ()))]
            continue
        lines = wrapped(node.name)
        height = max(len(lines) * _LINE, 18) + 2 * _PAD
        boxes[node.key] = _Box(node, 1 + depth * (_WIDTH + _GAP_X), top, height, lines)
        bottom = max(bottom, top + height + _GAP_Y)
    return bottom


def _edge(boxes: Mapping[str, _Box], box: _Box) -> Markup | None:
    parent = boxes.get(box.node.parent or "")
    if parent is None or parent is box:
        return None
    start, turn = parent.x + _WIDTH, box.x - _GAP_X // 2
    return tag("path", d=f"M{start} {parent.middle}H{turn}V{box.middle}H{box.x}", class_="edge")


def _drawn(box: _Box) -> Markup:
    node = box.node
    frame = tag("rect", x=box.x, y=box.y, width=_WIDTH, height=box.height, rx=5)
    mark = tag("g", _mark(node.look), transform=f"translate({box.x + 17} {box.middle})")
    top = box.middle - len(box.lines) * _LINE // 2 + 11
    words = [
        tag("tspan", line, x=box.x + _TEXT_X, y=top + number * _LINE)
        for number, line in enumerate(box.lines)
    ]
    count = tag("text", node.count, x=box.x + _WIDTH - 8, y=box.middle + 4, class_="number")
    return tag(
        "a",
        tag("title", f"{node.name}: {node.says}"),
        frame,
        mark,
        tag("text", words, lang="id"),
        count if node.count else None,
        href=f"#{node.key}",
        class_=f"node {node.look.name}",
        aria_label=f"{node.name}: {node.says}",
    )


def _mark(look: Look) -> Markup:
    shape = tag("path", d=_SHAPES[look.shape], class_="shape")
    low = 6 if look.shape == "triangle" else 4
    return tag("g", shape, tag("text", look.letter, x=0, y=low, class_="letter"))


def _explained(look: Look) -> Markup:
    return tag("li", badge(look), " ", look.name)
