"""A changed file of answers: only the characters that must change do.

Comments, order, indentation, quotation marks and empty lines of a person stay as they are.  New
things stand below what they follow, above the comment of what comes after.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from iki_docgen.answers import nodes
from iki_docgen.answers.layout import (
    block_value,
    entry_values,
    flow_value,
    in_braces,
    item_lines,
    joined,
)
from iki_docgen.answers.merging import EntryPlan, Plan, PositionPlan
from iki_docgen.answers.mistakes import Text
from iki_docgen.answers.model import VERSION
from iki_docgen.answers.reading import ENTRY_KEYS, POSITION_KEYS, TOP_KEYS, File, is_nothing
from iki_docgen.answers.scalars import Written

HEADING = "# What was typed for each indicator.  You may edit it; comments stay.\n"

_BESIDE = re.compile(r"\s+#.*")
_Plan = TypeVar("_Plan", PositionPlan, EntryPlan)
_Plans = Sequence[PositionPlan] | Sequence[EntryPlan]


class _Edit(NamedTuple):
    """The characters from `start` to `end` give way to `text`."""

    start: int
    end: int
    text: str


def patched(file: File, plan: Plan) -> str:
    """Return the text of `file` as `plan` wants it.

    The file's text must end in a line end, if it has any.
    """
    text = file.source.text
    if file.root is None:
        lines = [f"versi: {VERSION}", "jabatan:"]
        for position in plan.positions:
            lines += item_lines(position, 2, 0)
        return (text or HEADING) + joined(lines)
    edits = sorted(_Patcher(file.source).top(file.root, plan), key=lambda edit: edit[:2])
    pieces: list[str] = []
    done = 0
    for edit in edits:
        pieces += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join(pieces) + text[done:]


class _Patcher:
    """Finds the edits that turn the tree of a file into what is planned."""

    def __init__(self, source: Text) -> None:
        self.source = source
        self.text = source.text

    def top(self, root: nodes.Mapping, plan: Plan) -> Iterator[_Edit]:
        """Yield the edits of the whole file; where two start at one place, the inner one first."""
        for node, position in _old(root.keys.get("jabatan"), plan.positions):
            for inner, entry in _old(node.keys.get("indikator"), position.entries):
                for name, text in entry_values(entry.entry, with_first="ke" in inner.keys):
                    yield from self._value(inner, name, ENTRY_KEYS, text)
            for key, value in (("id", position.id), ("jabatan", position.jabatan)):
                yield from self._value(node, key, POSITION_KEYS, value)
            yield from self._items(node, "indikator", POSITION_KEYS, position.entries)
        yield from self._items(root, "jabatan", TOP_KEYS, plan.positions)

    def _value(
        self, mapping: nodes.Mapping, key: str, order: Sequence[str], value: str | int
    ) -> Iterator[_Edit]:
        """Yield the edit that gives `key` its value, if it has another."""
        node = mapping.keys.get(key)
        if node is None:
            end = _behind(mapping, key, order)
            yield self._new_key(mapping, key, end, self._written(mapping, value, end))
        elif isinstance(node, nodes.Scalar) and (is_nothing(node) or node.value != str(value)):
            yield self._replaced(mapping, node, value)

    def _written(self, mapping: nodes.Mapping, value: str | int, end: int) -> Written:
        """Return a value of `mapping` as it stands where the line of `end` ends."""
        if mapping.flow:
            return Written(flow_value(value))
        deepest = self._deepest_comment(self._below(end))
        return block_value(value, self.source.column(mapping.start), deepest)

    def _replaced(self, mapping: nodes.Mapping, node: nodes.Scalar, value: str | int) -> _Edit:
        """Return the edit that puts a value in the place of another, a comment beside it kept."""
        written = self._written(mapping, value, node.end)
        head = self._gap(node) + written.head
        if mapping.flow:
            return _Edit(node.start, node.end, head)
        end = self.source.line_end(node.end)
        beside = self.text[node.end : end]
        if node.style in {"|", ">"}:
            found = _BESIDE.search(self.text, node.start, self.source.line_end(node.start))
            beside = found.group() if found else ""
        return _Edit(node.start, end, head + beside + _further(written.below))

    def _new_key(self, mapping: nodes.Mapping, key: str, end: int, written: Written) -> _Edit:
        """Return the edit that adds a key behind the value that ends at `end`."""
        pair = f"{key}: {written.head}" if written.head else f"{key}:"
        if mapping.flow:
            return _Edit(end, end, f", {pair}")
        at = self._below(end)
        indent = " " * self.source.column(mapping.start)
        return _Edit(at, at, f"{indent}{pair}{_further(written.below)}\n")

    def _items(
        self, mapping: nodes.Mapping, key: str, order: Sequence[str], plans: _Plans
    ) -> Iterator[_Edit]:
        """Yield the edits that add the new ones of `plans` to the list at `key`."""
        node = mapping.keys.get(key)
        if all(plan.origin is not None for plan in plans):
            return
        if isinstance(node, nodes.Sequence) and node.items:
            yield from self._inserted(node, plans)
        elif node is None:
            end = _behind(mapping, key, order)
            braces = Written(f"[{', '.join(map(in_braces, plans))}]")
            below = Written("", self._listed(mapping, plans, end))
            yield self._new_key(mapping, key, end, braces if mapping.flow else below)
        elif mapping.flow or self.text[node.start + 1 : node.end].strip(" ]"):
            braces = Written(", ".join(map(in_braces, plans)))
            if isinstance(node, nodes.Sequence):  # its brackets may hold comments
                yield _Edit(node.start + 1, node.start + 1, braces.head)
            else:
                yield _Edit(node.start, node.end, f"{self._gap(node)}[{braces.head}]")
        else:
            start = len(self.text[: node.start].rstrip(" "))
            end = self.source.line_end(node.end)
            below = Written("", self._listed(mapping, plans, node.end))
            yield _Edit(start, end, self.text[node.end : end] + _further(below.below))

    def _inserted(self, node: nodes.Sequence, plans: _Plans) -> Iterator[_Edit]:
        """Yield an edit for each new item of a list that has some."""
        last: nodes.Node | None = None
        for plan in plans:
            if plan.origin is not None:
                last = node.items[plan.origin]
            elif node.flow:
                at = last.end if last else node.items[0].start
                text = in_braces(plan)
                yield _Edit(at, at, f", {text}" if last else f"{text}, ")
            else:
                column = self.source.column(node.start)
                at = self._below_comments(last.end, column) if last else self._above(node)
                lines = item_lines(plan, column, self._deepest_comment(at))
                yield _Edit(at, at, joined(lines))

    def _listed(self, mapping: nodes.Mapping, plans: _Plans, end: int) -> tuple[str, ...]:
        """Return a new list for a key of `mapping`, below the line of `end`."""
        deepest = self._deepest_comment(self._below(end))
        column = self.source.column(mapping.start) + 2
        return tuple(line for plan in plans for line in item_lines(plan, column, deepest))

    def _gap(self, node: nodes.Node) -> str:
        """Return the space that a value needs after the colon, if it is not there."""
        return " " if self.text[node.start - 1 : node.start] == ":" else ""

    def _below(self, end: int) -> int:
        """Return where the line below `end` starts."""
        return self.source.line_end(end) + 1

    def _below_comments(self, end: int, column: int) -> int:
        """Return where the line below `end` starts, and below its comments further in."""
        at = self._below(end)
        while at < len(self.text):
            indent = self._comment_column(at)
            if indent is None or indent <= column:
                break
            at = self._below(at)
        return at

    def _above(self, node: nodes.Sequence) -> int:
        """Return where the first item of a list starts, with the comment right above it."""
        at = self.source.line_start(node.start)
        column = self.source.column(node.start)
        while at and self._comment_column(above := self.source.line_start(at - 1)) == column:
            at = above
        return at

    def _deepest_comment(self, at: int) -> int:
        """Return how far in the comments start that stand from `at` to the next key."""
        deepest = 0
        while at < len(self.text):
            column = self._comment_column(at)
            if column is not None:
                deepest = max(deepest, column)
            elif self.text[at : self.source.line_end(at)].strip():
                break
            at = self._below(at)
        return deepest

    def _comment_column(self, at: int) -> int | None:
        """Return how far in the comment starts that is all of the line at `at`, if one is."""
        line = self.text[at : self.source.line_end(at)]
        bare = line.lstrip()
        return len(line) - len(bare) if bare.startswith("#") else None


def _old(node: nodes.Node | None, plans: Sequence[_Plan]) -> Iterator[tuple[nodes.Mapping, _Plan]]:
    """Yield the items of a list that stay, each with what it shall be."""
    if isinstance(node, nodes.Sequence):
        for plan in plans:
            item = None if plan.origin is None else node.items[plan.origin]
            if isinstance(item, nodes.Mapping):
                yield item, plan


def _behind(mapping: nodes.Mapping, key: str, order: Sequence[str]) -> int:
    """Return where the last of the keys ends that come before `key` in `order`."""
    before = order[: order.index(key)]
    ends = [value.end for name, value in mapping.pairs if name.value in before]
    return max(ends, default=mapping.pairs[-1][1].end)


def _further(lines: Sequence[str]) -> str:
    return "".join(f"\n{line}" for line in lines)
