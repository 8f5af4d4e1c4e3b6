"""The XML round the instructions, brought at once into the form that it has in every document.

The texts of a plan, with a mark for each instruction between them, are one XML document: the
skeleton.  It is parsed, put right and written as a rendered document would be; its pieces are the
texts of the plan, which then need no parser.  That holds if every loop and choice nests with the
elements; where one does not, there is no plan.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from iki_docgen.errors import InputError
from iki_docgen.office.xml import parse_xml, serialize_xml
from iki_docgen.word.plan.reading import Unplanned
from iki_docgen.word.plan.tree import (
    Body,
    Element,
    For,
    Grid,
    If,
    Instruction,
    Loop,
    Print,
    Text,
    Width,
)
from iki_docgen.word.sources import unmark_paragraphs
from iki_docgen.word.values import without_forbidden

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_END_TAG = re.compile(r"</([^<>\s]+)>")


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """A mark at which a loop or a choice goes on with its other branch, or ends."""

    of: "Opening"
    ends: bool


@dataclass(slots=True, eq=False)
class Opening:
    """A mark at which a loop or a choice begins; `columns` as the loop will have it."""

    node: For | If
    columns: int | None = None


Mark = Opening | Turn | Instruction
Controls = tuple[tuple[Opening, bool], ...]
"""The loops and choices that are open at a place, and whether in their other branch."""


@dataclass(slots=True)
class Skeleton:
    """The parsed XML of a plan, and what its marks stand for.

    `controls` tells of each element what is open where it begins.
    """

    marks: list[Mark] = field(default_factory=list)
    root: etree._Element = field(init=False)
    controls: dict[etree._Element, Controls] = field(default_factory=dict)

    def mark(self, what: Mark) -> str:
        """Return the characters that stand for `what`."""
        self.marks.append(what)
        return f"{_OPEN}{len(self.marks) - 1}{_CLOSE}"

    def found(self, text: str | None) -> Iterator[Mark]:
        """Yield what the marks in `text` stand for."""
        if text and _OPEN in text:
            yield from (self.marks[int(number)] for number in _MARK.findall(text))

    def is_fixed(self, element: etree._Element) -> bool:
        """Return whether nothing within `element` depends on what is filled in."""
        return _OPEN not in etree.tostring(element, encoding="unicode", with_tail=False)


def skeleton(body: Body, name: str) -> Skeleton:
    """Return the skeleton of the instructions `body`.

    Raises `Unplanned` where it is no XML, or loops and elements do not nest.
    """
    made = Skeleton()
    source = "".join(_marked(body, made))
    try:
        made.root = parse_xml(source.encode(), name)
    except InputError as error:
        raise Unplanned("xml") from error
    _nest(made)
    return made


def shaped(made: Skeleton) -> Body:
    """Return the instructions with the texts that the skeleton now has."""
    whole = serialize_xml(made.root).decode()
    pieces = _MARK.split(whole)
    numbers = [int(number) for number in pieces[1::2]]
    if sorted(numbers) != list(range(len(made.marks))):  # one stood in a comment
        raise Unplanned("mark")
    rest = whole.partition("?>\n")[2]
    if ("\n" in rest or "\t" in rest) and "<w:p" in rest:  # become elements of their own
        raise Unplanned("break")
    stream = _Stream(pieces[::2], [made.marks[number] for number in numbers])
    return stream.block()


def _marked(body: Body, made: Skeleton) -> Iterator[str]:
    for node in body:
        if isinstance(node, Text):
            if _OPEN in node.text or _CLOSE in node.text:
                raise Unplanned("character")
            yield without_forbidden(unmark_paragraphs(node.text))
        elif isinstance(node, For | If):
            opening = Opening(node)
            yield made.mark(opening)
            yield from _marked(node.body, made)
            yield made.mark(Turn(opening, ends=False))
            yield from _marked(node.otherwise, made)
            yield made.mark(Turn(opening, ends=True))
        else:
            yield made.mark(node)


def _nest(made: Skeleton) -> None:
    """Note what is open where each element begins; refuse what crosses the elements."""
    nesting = _Nesting(made)
    bases: list[int] = []
    for event, element in etree.iterwalk(made.root, events=("start", "end")):
        if event == "start":
            made.controls[element] = tuple(nesting.open)
            bases.append(len(nesting.open))
            for value in element.attrib.values():
                nesting.read(str(value), bases[-1])
                nesting.leave(bases[-1])
            nesting.read(element.text, bases[-1])
        else:
            nesting.leave(bases.pop())
            if bases:
                nesting.read(element.tail, bases[-1])


class _Nesting:
    """The loops and choices that are open while the skeleton is walked through."""

    def __init__(self, made: Skeleton) -> None:
        self._made = made
        self.open: list[tuple[Opening, bool]] = []

    def read(self, text: str | None, base: int) -> None:
        """Follow the marks in `text`, where the first `base` are open outside."""
        for mark in self._made.found(text):
            if isinstance(mark, Opening):
                self.open.append((mark, False))
            elif isinstance(mark, Turn):
                if len(self.open) <= base or self.open[-1] != (mark.of, mark.ends):
                    raise Unplanned("nesting")
                self.open.pop()
                if not mark.ends:
                    self.open.append((mark.of, True))

    def leave(self, base: int) -> None:
        """Raise `Unplanned` if more than the first `base` are open where an element ends."""
        if len(self.open) != base:
            raise Unplanned("nesting")


class _Stream:
    """The pieces of a written skeleton with the marks between them, read once."""

    def __init__(self, texts: list[str], marks: list[Mark]) -> None:
        self._texts = iter(texts)
        self._marks = iter(marks)
        self._text = next(self._texts)
        self._quoted = False

    def block(self) -> Body:
        """Return the instructions up to the next turn, or to the end where there is none."""
        nodes: list[Instruction] = []
        while True:
            if self._text:
                nodes.append(Text(self._text))
                last = max(self._text.rfind("<"), self._text.rfind(">"))
                if last >= 0:
                    self._quoted = self._text[last] == "<"
            mark = next(self._marks, None)
            self._text = next(self._texts, "")
            if mark is None or isinstance(mark, Turn):
                return tuple(_closed(nodes))
            nodes.append(self._instruction(mark))

    def _instruction(self, mark: Opening | Instruction) -> Instruction:
        if isinstance(mark, Opening):
            body, otherwise = self.block(), self.block()
            if isinstance(mark.node, For):
                return For(mark.node.slot, mark.node.of, body, otherwise, mark.columns)
            return If(mark.node.test, body, otherwise)
        return Print(mark.of, self._quoted) if isinstance(mark, Print) else mark


def _closed(nodes: list[Instruction]) -> Iterator[Instruction]:
    """Yield `nodes` with an `Element` for each element that may turn out empty."""
    place = 0
    while place < len(nodes):
        node = nodes[place]
        end = place + 1
        while end < len(nodes) and not isinstance(nodes[end], Text):
            end += 1
        after = nodes[end] if end < len(nodes) else None
        if (
            isinstance(node, Text)
            and isinstance(after, Text)
            and end > place + 1
            and _starts_element(node.text)
            and (tag := _END_TAG.match(after.text))
            and not any(map(_prints, nodes[place + 1 : end]))
        ):
            yield Text(node.text[:-1])
            yield Element(tuple(nodes[place + 1 : end]), tag[1])
            nodes[end] = Text(after.text[tag.end() :])
        else:
            yield from nodes[place:end]
        place = end


def _starts_element(text: str) -> bool:
    """Return whether `text` ends with a start tag."""
    start = text.rfind("<")
    return text.endswith(">") and not text.endswith("/>") and text[start : start + 2] != "</"


def _prints(node: Instruction) -> bool:
    """Return whether something is printed for certain."""
    if isinstance(node, If | For):
        return any(map(_prints, node.body)) and any(map(_prints, node.otherwise))
    if isinstance(node, Text):
        return bool(node.text)
    if isinstance(node, Print):
        return isinstance(node.of, Loop)
    return isinstance(node, Element | Grid | Width)
