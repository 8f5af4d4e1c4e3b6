"""How much a template may make: characters, entries of lists, and seconds.

A text that a template makes is measured before it exists where an operation multiplies, and
afterwards where it does not; what all of them take together is counted, and so is the time.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.utils import Namespace

MAX_TEXT = 1_000_000
"""Characters of one text that an expression may make."""
MAX_MADE = 32_000_000
"""Characters of all texts that the expressions of one part make together."""
MAX_RANGE = 10_000
MAX_WRAPPED = 20_000
"""Characters of a text that `wordwrap` takes; it needs time by their square."""
MAX_STRIPPED = 1000
"""Kinds of characters that `strip` and `trim` look for."""
MAX_BITS = 40_000
MAX_SECONDS = 20.0

_ENTRY = 8  # an entry of a list counts as so many characters, as it takes room as well
_TOO_LONG = "it would make a text that is too long"
_NUMBERS = re.compile(r"\d+")
_PADDING = re.compile(
    r"% (\(\w*\))? [-+\ \#0]* (\* | \d{5,} | \d*\.(\* | \d{5,}))",  # '%100000d' % x
    re.VERBOSE,
)


@dataclass(slots=True)
class _Allowance:
    """What is left to one rendering: characters, and time until `deadline`."""

    left: float = float("inf")
    deadline: float = float("inf")


_allowance: ContextVar[_Allowance] = ContextVar("allowance", default=_Allowance())  # noqa: B039 - not bounded, never changed


@contextmanager
def bounded() -> Iterator[None]:
    """Bound what is made within the block."""
    token = _allowance.set(_Allowance(MAX_MADE, monotonic() + MAX_SECONDS))
    try:
        yield
    finally:
        _allowance.reset(token)


def refuse_late() -> None:
    """Raise `SecurityError` when the time is over."""
    if monotonic() > _allowance.get().deadline:
        raise SecurityError(f"it takes longer than {MAX_SECONDS:.0f} seconds")


def refuse_large(size: float) -> None:
    """Raise `SecurityError` for a text of `size` characters that is too long to be made."""
    if size > MAX_TEXT:
        raise SecurityError(_TOO_LONG)


# The functions below take and return what Jinja passes on, which has no type.
def counted(value: Any) -> Any:  # noqa: ANN401
    """Return `value`, a text or a list that was made, unless it is too long."""
    if isinstance(value, str):
        _take(len(value))
    elif isinstance(value, list | tuple | Mapping | set | frozenset | Namespace):
        _take(size_of(value))
    elif isinstance(value, Iterator):
        return _rationed(value)
    return value


def size_of(value: object) -> int:
    """Return the characters in `value` and in all it holds, counted to just above the limit."""
    size = 0
    pending = [value]
    while pending and size <= MAX_TEXT:
        found = pending.pop()
        if isinstance(found, str | bytes):
            size += len(found)
        elif isinstance(found, Namespace):
            pending.append(vars_of(found))
        elif isinstance(found, Mapping):
            pending.extend(found.keys())
            pending.extend(found.values())
        elif isinstance(found, list | tuple | set | frozenset):
            pending.extend(found)
        size += _ENTRY
    return size


def vars_of(namespace: Namespace) -> dict[str, object]:
    """Return the attributes of a namespace of the template."""
    return dict(object.__getattribute__(namespace, "_Namespace__attrs"))


def joined(join: Callable[[Iterable[Any]], str], parts: Iterable[Any]) -> str:
    """Return what `join` makes of `parts`, the operands of `~` or the pieces of a block."""
    known = list(parts)
    refuse_large(sum(len(part) if isinstance(part, str) else size_of(part) for part in known))
    text = join(known)
    _take(len(text))
    return text


def refuse_product(operator: str, left: Any, right: Any) -> None:  # noqa: ANN401
    """Raise `SecurityError` for an operation whose result would be too large."""
    if operator == "%" and isinstance(left, str):
        refuse_pattern(left, right)
    elif operator == "+":
        if isinstance(left, str | list | tuple) and isinstance(right, str | list | tuple):
            refuse_large(size_of(left) + size_of(right))
    elif operator == "*":
        for text, times in ((left, right), (right, left)):
            if isinstance(text, str | bytes | list | tuple) and isinstance(times, int):
                refuse_large((len(text) if isinstance(text, str) else size_of(text)) * times)
        if isinstance(left, int) and isinstance(right, int):
            refuse_number(left.bit_length() + right.bit_length())
    elif operator == "**" and (abs(right) > MAX_RANGE or abs(left) > MAX_TEXT):
        raise SecurityError("the number is too large")


def refuse_number(bits: int) -> None:
    """Raise `SecurityError` for a number of so many bits."""
    if bits > MAX_BITS:
        raise SecurityError("the number is too large")


def refuse_pattern(pattern: str, values: object) -> None:
    """Raise `SecurityError` for `pattern % values` that pads or repeats too much."""
    if _PADDING.search(pattern):
        raise SecurityError(_TOO_LONG)
    padding = sum(map(int, _NUMBERS.findall(pattern)))
    refuse_large(len(pattern) + padding + pattern.count("%") * size_of(values))


def refuse_far(numbers: Iterable[object]) -> None:
    """Raise `SecurityError` for arguments that count or pad beyond what a document needs."""
    if any(isinstance(number, int) and abs(number) > MAX_RANGE for number in numbers):
        raise SecurityError(_TOO_LONG)


def bounded_range(*bounds: int) -> range:
    """Return `range(*bounds)`, which is not long."""
    numbers = range(*bounds)
    if len(numbers) > MAX_RANGE:
        raise SecurityError(f"it counts further than {MAX_RANGE}")
    return numbers


def refuse_growth(name: str, text: Any, given: list[Any], named: Mapping[str, Any]) -> None:  # noqa: ANN401
    """Raise `SecurityError` for a filter or method `name` that makes too much of `text`.

    `given` and `named` are its other arguments; a list that has to be looked at twice takes the
    place of an iterator.
    """
    if name == "replace":
        old, new = ([*given, *named.values(), "", ""])[:2]
        count = str(text).count(str(old))
        refuse_large(size_of(text) + count * size_of(new))
    elif name == "join":
        _refuse_joined(text, given, named)
    elif name == "indent":
        width = next(iter([*given, *named.values()]), 4)
        wide = len(width) if isinstance(width, str) else width
        refuse_large((str(text).count("\n") + 1) * wide + len(str(text)))
    elif name == "format":
        refuse_pattern(str(text), [*given, dict(named)])
    elif name == "wordwrap":
        _refuse_over(MAX_WRAPPED, str(text))
        mark = named.get("wrapstring", given[2] if len(given) > 2 else None)  # noqa: PLR2004 - the third
        refuse_large(len(str(text)) * len(str(mark or "")))
    elif name in {"strip", "lstrip", "rstrip", "trim"}:
        for characters in (*given, *named.values()):
            _refuse_over(MAX_STRIPPED, str(characters))


def _refuse_joined(value: Any, given: list[Any], named: Mapping[str, Any]) -> None:  # noqa: ANN401
    """Refuse `list|join(text)` and `text.join(list)` that would make too much."""
    others = [value, *given[:1], *([named["d"]] if "d" in named else [])]
    entries = sum(len(other) for other in others if isinstance(other, list | tuple | Mapping))
    texts = [other for other in others if isinstance(other, str)]
    if len(texts) == len(others):  # the letters of a text
        entries = len(value)
    separator = max(map(len, texts), default=0)
    refuse_large(sum(map(size_of, others)) + entries * separator)


def _refuse_over(limit: int, text: str) -> None:
    if len(text) > limit:
        raise SecurityError("the text is too long for that")


def _take(size: int) -> None:
    refuse_large(size)
    allowance = _allowance.get()
    if size > allowance.left:
        raise SecurityError("it makes more text than a document needs")
    if allowance.left != float("inf"):
        allowance.left -= size


def _rationed(values: Iterator[Any]) -> Iterator[Any]:
    """Yield what a filter makes one by one, as long as it is not too much together."""
    size = 0
    for value in values:
        refuse_late()
        size += size_of(value)
        refuse_large(size)
        yield value
