"""The text of the answers' file -> answers, and the nodes they stand in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn

from iki_docgen.answers.mistakes import Text
from iki_docgen.answers.model import VERSION, Answers, Entry, Name, Position
from iki_docgen.answers.nodes import Mapping, Node, Scalar, Sequence, parse

TOP_KEYS = ("versi", "jabatan")
POSITION_KEYS = ("id", "jabatan", "indikator")
ENTRY_KEYS = ("indikator", "ke", "penjelasan", "sumber_data")

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = frozenset({"true", "True", "TRUE", "false", "False", "FALSE"})
_NUMBER = re.compile(
    r"[-+]?(?:(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+|\.(?:inf|Inf|INF))"
    r"|\.(?:nan|NaN|NAN)"
)
_WHOLE = re.compile(r"[1-9]\d{0,8}")


@dataclass(frozen=True, slots=True)
class File:
    """A file that was read: what it says, and the tree of its text (None for an empty one)."""

    source: Text
    answers: Answers
    root: Mapping | None


def read(text: str, path: str) -> File:
    """Return the answers in `text`; `path` is the file's name in messages.

    Raises `InputError` that names the line and what is wrong with it.
    """
    source = Text(path, text)
    return _Reader(source).file(parse(source))


class _Reader:
    """Checks the nodes of one file against the format."""

    def __init__(self, source: Text) -> None:
        self.source = source

    def file(self, root: Node | None) -> File:
        if root is None or root.start == root.end:
            return File(self.source, Answers(), None)
        top = self._mapping(root, TOP_KEYS, "the file")
        self._version(top)
        positions: list[Position] = []
        lines: dict[str, int] = {}
        for node in self._items(top.keys.get("jabatan"), "jabatan"):
            position = self._position(node)
            if position.id in lines:
                self._fail(
                    node,
                    f"the position `{position.id}` stands here again, "
                    f"as in line {lines[position.id]}",
                    "put the indicators of both under one of them",
                )
            lines[position.id] = self.source.line(node.start)
            positions.append(position)
        return File(self.source, Answers(jabatan=tuple(positions)), top)

    def _version(self, top: Mapping) -> None:
        node = top.keys.get("versi")
        if node is None:
            self._fail(top, "the line `versi: 1` is missing", "write it above `jabatan:`")
        number = node.value if isinstance(node, Scalar) else ""
        if not _WHOLE.fullmatch(number):
            self._fail(node, "`versi` is not a whole number", f"write `versi: {VERSION}`")
        if int(number) > VERSION:
            self._fail(
                node,
                f"these answers have format version {number}; this program reads {VERSION}",
                "install a newer iki",
            )

    def _position(self, node: Node) -> Position:
        found = self._mapping(node, POSITION_KEYS, "a position")
        entries: list[Entry] = []
        lines: dict[Name, int] = {}
        for item in self._items(found.keys.get("indikator"), "indikator"):
            entry = self._entry(item)
            if entry.name in lines:
                self._fail(
                    item,
                    f"the indicator `{entry.indikator}` stands here again, "
                    f"as in line {lines[entry.name]}",
                    "put both texts into one entry; if the document has the indicator twice, "
                    f"add `ke: {entry.ke + 1}` to this one",
                )
            lines[entry.name] = self.source.line(item.start)
            entries.append(entry)
        return Position(
            id=self._required(found, "id"),
            jabatan=self._required(found, "jabatan"),
            indikator=tuple(entries),
        )

    def _entry(self, node: Node) -> Entry:
        found = self._mapping(node, ENTRY_KEYS, "an indicator")
        return Entry(
            indikator=self._required(found, "indikator"),
            ke=self._occurrence(found),
            penjelasan=self._text(found, "penjelasan"),
            sumber_data=self._text(found, "sumber_data"),
        )

    def _occurrence(self, entry: Mapping) -> int:
        node = entry.keys.get("ke")
        if node is None:
            return 1
        if not isinstance(node, Scalar) or node.style or not _WHOLE.fullmatch(node.value):
            self._fail(
                node,
                "`ke` is not a whole number from 1",
                "write `ke: 2` for the second of equal indicators",
            )
        return int(node.value)

    def _required(self, mapping: Mapping, key: str) -> str:
        value = self._text(mapping, key)
        if value is None:
            at = mapping.keys.get(key, mapping)
            self._fail(at, f"`{key}` is missing or empty", f"write `{key}: ...`")
        return value

    def _text(self, mapping: Mapping, key: str) -> str | None:
        node = mapping.keys.get(key)
        if node is None:
            return None
        if not isinstance(node, Scalar):
            what = "a list" if isinstance(node, Sequence) else "another entry"
            self._fail(
                node,
                f"{what} stands where the text of `{key}` belongs",
                "put the text in quotes, or write `|-` after the colon and the text below it",
            )
        if is_nothing(node):
            return None
        if not node.style and (_NUMBER.fullmatch(node.value) or node.value in _TRUTH):
            what = "true or false" if node.value in _TRUTH else "a number"
            self._fail(
                node,
                f"{what} stands where the text of `{key}` belongs",
                f'put it in quotes: {key}: "{node.value}"',
            )
        return node.value

    def _items(self, node: Node | None, key: str) -> Iterable[Node]:
        if node is None or is_nothing(node):
            return ()
        if not isinstance(node, Sequence):
            self._fail(
                node, f"`{key}` is not followed by a list", "start each entry below it with `- `"
            )
        return node.items

    def _mapping(self, node: Node, known: tuple[str, ...], what: str) -> Mapping:
        if not isinstance(node, Mapping):
            self._fail(
                node,
                f"text or a list stands where {what} with its keys belongs",
                f"its keys are: {', '.join(known)}",
            )
        for key, _ in node.pairs:
            if key.value not in known:
                near = get_close_matches(key.value.lower(), known, n=1, cutoff=0.5)
                hint = f"did you mean `{near[0]}`?" if near else f"known: {', '.join(known)}"
                self._fail(key, f"unknown key `{key.value}`", hint)
        return node

    def _fail(self, node: Node, problem: str, hint: str) -> NoReturn:
        raise self.source.fault(node.start, problem, hint)


def is_nothing(node: Node) -> bool:
    """Return whether a node says that there is nothing: no text, or `null`."""
    return isinstance(node, Scalar) and not node.style and node.value in _NOTHING
