"""The numbering of OpenDocument lists: the marker that the program shows before each paragraph."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import regex
from lxml import etree

from iki_docgen.office.symbols import UNKNOWN
from iki_docgen.office.xml import qn
from iki_docgen.read.counting import columns, letters, roman

_LEVELS = 10
_NUMBER, _BULLET = qn("text:list-level-style-number"), qn("text:list-level-style-bullet")
_OUTLINE = qn("text:outline-level-style")
_OUTLINE_STYLE = qn("text:outline-style")
_PLACE = regex.compile(r"%(\d{1,2})%")
_DOT = "•"
_MOST = 32767
_PRIVATE_USE = ("\ue000", "\uf8ff")

_SPELLINGS: Mapping[str, Callable[[int], str]] = {
    "1": str,
    "a": columns,
    "A": lambda number: columns(number).upper(),
    "i": roman,
    "I": lambda number: roman(number).upper(),
    "": lambda _: "",
}
_DOUBLED: Mapping[str, Callable[[int], str]] = {
    "a": letters,
    "A": lambda number: letters(number).upper(),
}
"""Letters that are doubled after `z`, as Word does it."""


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list style counts and looks."""

    spell: Callable[[int], str]
    start: int = 1
    before: str = ""
    after: str = ""
    shown: int = 1
    pattern: str = ""
    bullet: str = ""


@dataclass(slots=True)
class OpenList:
    """A list with its counters; lists inside it count with them, each at a level of its own."""

    style: str
    counters: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Lists:
    """The list styles of a document, and the lists that were met so far."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        """Read the styles in `roots`, the parts of the document."""
        self._styles: dict[str, dict[int, _Level]] = {}
        self._outline: dict[int, _Level] = {}
        self._by_id: dict[str, OpenList] = {}
        self._last: dict[str, OpenList] = {}
        self._headings = OpenList("")
        for root in roots:
            for style in root.iter(qn("text:list-style")):
                self._styles[style.get(qn("style:name"), "")] = dict(_levels(style))
            for style in root.iter(_OUTLINE_STYLE):
                self._outline = dict(_levels(style))

    def opened(self, element: etree._Element) -> OpenList:
        """Return the list that a `text:list` at the top opens, or the one it goes on with."""
        style = element.get(qn("text:style-name"), "")
        before = self._by_id.get(element.get(qn("text:continue-list"), ""))
        if before is None and element.get(qn("text:continue-numbering")) == "true":
            before = self._last.get(style)
        found = OpenList(style, before.counters) if before else OpenList(style)
        self._by_id[element.get(qn("xml:id"), "")] = found
        self._last[style] = found
        return found

    def next_marker(self, opened: OpenList, level: int, start: int | None) -> str:
        """Return the marker of the next item at `level`, from 0, which may set its number."""
        return _count(self._styles.get(opened.style, {}), opened.counters, level, start)

    def next_heading(self, level: int) -> str:
        """Return the marker of a heading that stands in no list."""
        return _count(self._outline, self._headings.counters, level, None)


def _count(
    levels: Mapping[int, _Level], counters: list[int | None], level: int, start: int | None
) -> str:
    level = min(level, _LEVELS - 1)
    own = levels.get(level)
    if own is None:
        return ""
    before = counters[level]
    following = own.start if before is None else min(before + 1, _MOST)
    counters[level] = following if start is None else start
    counters[level + 1 :] = [None] * (_LEVELS - level - 1)
    return _shown(levels, counters, level)


def _shown(levels: Mapping[int, _Level], counters: list[int | None], level: int) -> str:
    """Return the marker of a level as the program writes it."""
    own = levels[level]
    if own.bullet:
        return own.bullet

    def number(place: int) -> str:
        if place not in levels or not 0 <= place <= level:
            return ""
        count = counters[place]
        return levels[place].spell(levels[place].start if count is None else count)

    if own.pattern:
        shown = _PLACE.sub(lambda match: number(int(match[1]) - 1), own.pattern)
    else:
        parts = [number(place) for place in range(max(0, level - own.shown + 1), level + 1)]
        middle = ".".join(part for part in parts if part)
        shown = f"{own.before}{middle}{own.after}" if middle else ""
    return " ".join(shown.split())


def _levels(style: etree._Element) -> Iterator[tuple[int, _Level]]:
    for found in style.iterchildren(_NUMBER, _BULLET, _OUTLINE):
        level = number_of(found.get(qn("text:level")), 1) - 1
        if not 0 <= level < _LEVELS:
            continue
        form = found.get(qn("style:num-format"), "")
        is_doubled = found.get(qn("style:num-letter-sync")) == "true"
        spellings = {**_SPELLINGS, **_DOUBLED} if is_doubled else _SPELLINGS
        is_bullet = found.tag == _BULLET
        yield (
            level,
            _Level(
                spell=spellings.get(form, str),
                start=number_of(found.get(qn("text:start-value")), 1),
                before=found.get(qn("style:num-prefix"), ""),
                after=found.get(qn("style:num-suffix"), ""),
                shown=number_of(found.get(qn("text:display-levels")), 1),
                pattern=found.get(qn("loext:num-list-format"), "") if form else "",
                bullet=_bullet(found.get(qn("text:bullet-char"), "")) if is_bullet else "",
            ),
        )


def _bullet(sign: str) -> str:
    """Return the sign of a bullet; letters of symbol fonts are signs that nobody can type."""
    is_unknown = not sign.strip() or sign == UNKNOWN or _PRIVATE_USE[0] <= sign <= _PRIVATE_USE[1]
    return _DOT if is_unknown or sign.isalnum() else sign


def number_of(text: str | None, otherwise: int) -> int:
    """Return the number that an attribute says, `otherwise` where it says none."""
    is_number = text is not None and text.isascii() and text.isdigit() and len(text) < len("99999")
    return int(text) if text is not None and is_number else otherwise
