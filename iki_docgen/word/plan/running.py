"""What the function made of a plan calls: escaping, filters, and the bounds of what is made.

Whatever is not plain, or larger than a document needs, raises `NotPlain`: the sandboxed Jinja
renders it then, and says what is wrong in its own words.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from iki_docgen.source import Text as Read
from iki_docgen.word.plan.tree import Columns, Grid, Text, Width
from iki_docgen.word.values import clean, shorten
from iki_docgen.word.widths import shared

MAX_TURNS = 5_000
"""Turns of all loops of a part together."""
MAX_PRINTED = 4_000_000
"""Characters of a part."""
MAX_SECONDS = 2.0
"""Until Jinja renders the part, which has a limit of its own."""
MAX_MADE = 10_000
"""Characters of a text that a filter makes."""
MAX_COLUMNS = 60
_MAX_NUMBER = 1 << 53
_ALIAS_LENGTH = 64
_BREAKS = re.compile("[\t\n]")
_CONTAINERS = frozenset({str, Read, list, tuple, dict})
_SCALARS = frozenset({str, Read, int, bool, float, type(None)})
MISSING = object()
HOLE = b"\0"
"""Stands where an element may be empty; no value holds it."""
BLANK = b"\1"
"""Stands where an element is empty; no value holds it."""
_MARKUP = frozenset("&<>")
_SAFE = bytes(set(range(0x20, 0x7F)) - set(b"&<>"))
"""What stands in XML as it is, of the characters that are looked at fastest."""


class NotPlain(Exception):  # noqa: N818 - no error: somebody else renders it
    """Raised for values that a plan does not handle."""


def text(value: object) -> str:
    """Return `value` as it stands between tags."""
    kind = type(value)  # printable: no line ends, nothing that XML forbids
    plain = (kind is str or kind is Read) and value.isprintable()  # type: ignore[attr-defined]
    found: str = value if plain else _printed(value)  # type: ignore[assignment]
    if "&" in found or "<" in found or ">" in found:
        return found.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return found


def quoted(value: object) -> str:
    """Return `value` as it stands in an attribute."""
    return text(value).replace('"', "&quot;")


def word(value: object) -> str:
    """Return `value`, which is no `str`, as it is printed but for what needs escaping."""
    kind = type(value)
    if kind is Read:
        return value  # type: ignore[return-value]
    if kind is int or kind is bool or value is None:
        return str(value)
    raise NotPlain


def whole(pieces: list[bytes]) -> bytes:
    """Return the part that was made, its empty elements without an end tag."""
    if sum(map(len, pieces)) > MAX_PRINTED:
        raise NotPlain
    return _tidied(b"".join(pieces))


def whole_if_safe(
    pieces: list[bytes], values: list[bytes], marks: list[bytes], longest: int
) -> bytes | None:
    """Return what `whole` does, None where a value needs escaping or cannot stand in XML.

    `values` are all values among `pieces` but `marks`, which stand in attributes; no other piece
    is longer than `longest`.
    """
    size = sum(map(len, values)) + sum(map(len, marks))
    if size > MAX_PRINTED:
        raise NotPlain
    in_attributes = b"".join(marks)
    unsure = (b"".join(values) + in_attributes).translate(None, _SAFE)
    if unsure and not _is_safe(unsure.decode()):
        return None
    if b'"' in in_attributes:
        return None
    if size + len(pieces) * longest > MAX_PRINTED:
        return whole(pieces)
    return _tidied(b"".join(pieces))


def _is_safe(text: str) -> bool:
    return text.isprintable() and not _MARKUP.intersection(text)


def _tidied(made: bytes) -> bytes:
    """Return `made` with its empty elements as `<w:t/>`."""
    if BLANK in made:
        made = _without_blanks(made)
    return _without_holes(made) if HOLE in made else made


def _without_blanks(made: bytes) -> bytes:
    found: list[bytes] = []
    start = 0
    while (blank := made.find(BLANK, start)) >= 0:  # much faster than `split`
        found += (made[start : blank - 1], b"/>")
        start = made.index(b">", blank) + 1
    found.append(made[start:])
    return b"".join(found)


def _without_holes(made: bytes) -> bytes:
    """Return `made` without holes, and with `<w:t/>` where one is all that an element holds."""
    found: list[bytes] = []
    start = 0
    while (hole := made.find(HOLE, start)) >= 0:
        before, start = made[start:hole], hole + 1
        if before:  # else another hole stands there
            found.append(before)
        if made.startswith(b"</", start) and _ends_in_start(found[-1]):
            found[-1] = found[-1][:-1]
            found.append(b"/>")
            start = made.index(b">", start) + 1
    found.append(made[start:])
    return b"".join(found)


def _ends_in_start(made: bytes) -> bool:
    """Return whether `made` ends with a start tag."""
    place = made.rfind(b"<")
    return made.endswith(b">") and not made.endswith(b"/>") and not made.startswith(b"</", place)


def _printed(value: object) -> str:
    kind = type(value)
    if kind is str or kind is Read:
        found = clean(str(value))
        if _BREAKS.search(found):  # becomes elements of its own
            raise NotPlain
        return found
    return word(value)


def scalar(value: object) -> object:
    """Return `value` if it is compared at once, as lists in lists are not."""
    if type(value) in _SCALARS:
        return value
    raise NotPlain


def container(value: object) -> object:
    """Return `value` if it can be looked through again, as what yields its entries once cannot."""
    if type(value) in _CONTAINERS:
        return value
    raise NotPlain


def member(owner: object, key: str | int) -> object:
    """Return an entry of `owner`, which has no attributes of its own that Jinja would prefer."""
    kind = type(owner)
    if kind is dict or (type(key) is int and kind in _CONTAINERS):
        return owner[key]  # type: ignore[index]
    raise NotPlain


def soft(owner: object, key: str | int) -> object:
    """Return an entry of `owner`, `MISSING` where there is none."""
    if type(owner) is dict:
        return owner.get(key, MISSING)
    raise NotPlain


def joined(values: Sequence[object]) -> str:
    """Return the operands of `~` as one text."""
    return _sized("".join(map(_word, values)))


def number(how: Callable[[int, int], int], left: object, right: object) -> int:
    """Return what `how` makes of two whole numbers."""
    if type(left) is int and type(right) is int:
        found = how(left, right) if abs(left) < _MAX_NUMBER > abs(right) else _MAX_NUMBER
        if abs(found) < _MAX_NUMBER:
            return found
    raise NotPlain


def _word(value: object) -> str:
    if type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    raise NotPlain


def _plain(value: object) -> str:
    if type(value) is str:
        return value
    raise NotPlain


def _sized(made: str) -> str:
    if len(made) > MAX_MADE:
        raise NotPlain
    return made


def _length(value: object) -> int:
    if type(value) in {list, tuple, dict, str}:
        return len(value)  # type: ignore[arg-type]
    raise NotPlain


def _entry(place: int) -> Callable[[object], object]:
    def entry(value: object) -> object:
        if type(value) in {list, tuple, str}:
            return value[place]  # type: ignore[index]
        raise NotPlain

    return entry


def _join(value: object, separator: object = "") -> str:
    if type(value) not in {list, tuple}:
        raise NotPlain
    words = list(map(_word, value))  # type: ignore[call-overload]
    between = _plain(separator)
    if sum(map(len, words)) + len(words) * len(between) > MAX_MADE:
        raise NotPlain
    return between.join(words)


def _replace(value: object, old: object, new: object) -> str:
    whole, before, after = _plain(value), _plain(old), _plain(new)
    if len(whole) + whole.count(before) * len(after) > MAX_MADE:
        raise NotPlain
    return whole.replace(before, after)


def _alias(value: object, prefix: object) -> str:
    return shorten(f"{_plain(prefix)}: {_word(value)}", _ALIAS_LENGTH)


def _default(value: object, other: object) -> object:
    return other if value is MISSING else value


def _default_false(value: object, other: object) -> object:
    return other if value is MISSING or not value else value


FILTERS: Mapping[str, Callable[..., object]] = {
    "upper": lambda value: _sized(_plain(value).upper()),
    "lower": lambda value: _sized(_plain(value).lower()),
    "trim": lambda value: _plain(value).strip(),
    "length": _length,
    "first": _entry(0),
    "last": _entry(-1),
    "join": _join,
    "replace": _replace,
    "iki_alias": _alias,
    "default": _default,
    "default_false": _default_false,
}


Stencil = tuple[Text | Width | Grid, ...]
"""A piece of a table that depends only on its columns."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The columns of a table, its stencils, and what they gave for the counts that came so far."""

    columns: Columns
    stencils: tuple[Stencil, ...]
    known: dict[int, tuple["Shares | None", tuple[bytes, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shares:
    """Where the columns of a table end that was given another grid."""

    ends: tuple[int, ...]

    def grid(self) -> bytes:
        """Return the columns of the grid."""
        widths = (end - start for start, end in pairwise(self.ends))
        return b"".join(b'<w:gridCol w:w="%d"/>' % width for width in widths)

    def spanned(self, start: int, span: int) -> bytes:
        """Return the width of a cell; a negative `start` counts from the end."""
        return b"%d" % (self.ends[start + span] - self.ends[start])


def most_columns(columns: Columns) -> int:
    """Return how many columns a table may have."""
    return len(columns.before) + MAX_COLUMNS + len(columns.after)


def laid_out(layout: Layout, count: int) -> tuple[Shares | None, tuple[bytes, ...]]:
    """Return the columns of a table that has `count` more, None where its grid fits.

    With them come its stencils.
    """
    if count > MAX_COLUMNS:
        raise NotPlain
    if count not in layout.known:
        found = _shares(layout.columns, count)
        layout.known[count] = (
            found,
            tuple(
                b"".join(_drawn(piece, found) for piece in stencil) for stencil in layout.stencils
            ),
        )
    return layout.known[count]


def _shares(columns: Columns, count: int) -> Shares | None:
    found = len(columns.before) + count + len(columns.after)
    if found in {0, columns.own}:
        return None
    wished = [*columns.before, *[columns.each] * count, *columns.after]
    return Shares((0, *shared(columns.total, wished if all(wished) else [1] * found)))


def _drawn(piece: Text | Width | Grid, columns: Shares | None) -> bytes:
    if isinstance(piece, Text):
        return piece.text.encode()
    if columns is None:
        return piece.own.encode()
    return columns.grid() if isinstance(piece, Grid) else columns.spanned(piece.start, piece.span)
