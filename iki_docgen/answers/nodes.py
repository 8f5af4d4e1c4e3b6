"""YAML text -> nodes that know where they stand, for people's mistakes and for exact changes.

Only what a table of answers needs: anchors, aliases and tags are refused, so nothing in a file can
grow when it is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import yaml

from iki_docgen.answers.mistakes import Text, misread, unreadable
from iki_docgen.errors import InputError

_DEEPEST = 16
_IN_QUOTES = 'if it is text, put it in quotes ("...")'


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text; `style` is `'`, `"`, `|`, `>` or empty, and `end` is behind its last visible line."""

    start: int
    end: int
    value: str
    style: str


# The name without `slots`: `keys` is cached.
@dataclass(frozen=True)
class Mapping:
    """Keys with values; `flow` where it is written in braces.  `end` is behind its content."""

    start: int
    end: int
    pairs: tuple[tuple[Scalar, "Node"], ...]
    flow: bool

    @cached_property
    def keys(self) -> dict[str, "Node"]:
        """The values by their keys."""
        return {key.value: value for key, value in self.pairs}


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items; `flow` where it is written in brackets.  `end` is behind its content."""

    start: int
    end: int
    items: tuple["Node", ...]
    flow: bool


Node = Scalar | Mapping | Sequence


def parse(source: Text) -> Node | None:
    """Return the tree of a YAML text, None for an empty one.

    Raises `InputError` with the line of what is no YAML, or more YAML than is understood here.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Builder(source, iter(yaml.parse(source.text, Loader=loader))).document()
    except (yaml.reader.ReaderError, UnicodeEncodeError) as error:
        raise unreadable(source) from error
    except yaml.MarkedYAMLError as error:
        raise misread(source, error) from error


class _Builder:
    """Turns the events of PyYAML into nodes."""

    def __init__(self, source: Text, events: Iterator[yaml.Event]) -> None:
        self.source = source
        self.events = events

    def document(self) -> Node | None:
        """Return the root of the only document."""
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self._refused(event, "a second document starts", "delete this line")
                root = self._node(next(self.events), 0)
            elif isinstance(event, yaml.DocumentEndEvent) and event.explicit:
                raise self._refused(event, "`...` ends the document", "delete this line")
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._refuse_machinery(event)
        if depth > _DEEPEST:
            raise self._refused(event, "brackets within brackets within brackets", _IN_QUOTES)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - the only kind that is left
        return self._scalar(event)

    def _refuse_machinery(self, event: yaml.Event) -> None:
        """Raise `InputError` for the parts of YAML that make more of a text than it says."""
        if isinstance(event, yaml.AliasEvent):
            raise self._refused(event, f"`*{event.anchor}` refers to another place", _IN_QUOTES)
        assert isinstance(event, yaml.NodeEvent)  # noqa: S101 - the only other kind inside
        if event.anchor is not None:
            raise self._refused(event, f"`&{event.anchor}` names a place", _IN_QUOTES)
        if getattr(event, "tag", None) is not None:
            raise self._refused(event, "`!` names a type", _IN_QUOTES)

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        start, end = _span(event)
        if event.style in {"|", ">"}:
            # Empty lines that end a block look like the gap before what follows: no part of it.
            end = start + len(self.source.text[start:end].rstrip())
            return Scalar(start, end, event.value.rstrip("\n"), event.style)
        return Scalar(start, end, event.value, event.style or "")

    def _mapping(self, event: yaml.MappingStartEvent, depth: int) -> Mapping:
        pairs: list[tuple[Scalar, Node]] = []
        seen: dict[str, int] = {}
        while not isinstance(inner := next(self.events), yaml.MappingEndEvent):
            key = self._node(inner, depth + 1)
            if not isinstance(key, Scalar):
                raise self.source.fault(key.start, "brackets stand where a key belongs", _IN_QUOTES)
            line = self.source.line(key.start)
            if key.value in seen:
                problem = f"`{key.value}` stands here again, as in line {seen[key.value]}"
                hint = "put both texts under one key, or start a new entry with `- `"
                raise self.source.fault(key.start, problem, hint)
            seen[key.value] = line
            pairs.append((key, self._node(next(self.events), depth + 1)))
        flow = bool(event.flow_style)
        end = _span(inner)[1] if flow else pairs[-1][1].end
        return Mapping(_span(event)[0], end, tuple(pairs), flow)

    def _sequence(self, event: yaml.SequenceStartEvent, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(inner, depth + 1))
        flow = bool(event.flow_style)
        end = _span(inner)[1] if flow else items[-1].end
        return Sequence(_span(event)[0], end, tuple(items), flow)

    def _refused(self, event: yaml.Event, problem: str, hint: str) -> InputError:
        return self.source.fault(_span(event)[0], problem, hint)


def _span(event: yaml.Event) -> tuple[int, int]:
    """Return where an event starts and ends; a parser's events always know."""
    assert event.start_mark is not None  # noqa: S101
    assert event.end_mark is not None  # noqa: S101
    return event.start_mark.index, event.end_mark.index
