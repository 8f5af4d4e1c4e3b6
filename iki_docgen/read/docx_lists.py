"""Word's automatic numbering: the marker that it shows before each paragraph.

A paragraph, or a style it is based on, names a list (`w:num`) and a level.  Lists share the
counters of their abstract list; a `startOverride` starts again where its list is first used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import regex
from lxml import etree

from iki_docgen.office.parts import related_parts
from iki_docgen.office.symbols import UNKNOWN, symbol
from iki_docgen.office.xml import parse_xml, qn
from iki_docgen.read.counting import SPELLINGS
from iki_docgen.read.docx_styles import Styles, named_list, whole_number

_VAL, _PROPERTIES = qn("w:val"), qn("w:pPr")
_LEVELS = 9
_LONGEST_CHAIN = 20
"""Styles based on each other that are followed; a circle ends there."""
_PLACE = regex.compile(r"%([1-9])")
_BULLET = "•"
_PRIVATE_USE = ("\ue000", "\uf8ff")


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts and looks."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    font: str = ""
    style: str = ""
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class _List:
    """A list that paragraphs name, with the levels it changes."""

    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, counted while its paragraphs are met in their order."""

    def __init__(self, members: Mapping[str, bytes], main: str, name: str, styles: Styles) -> None:
        """Read the lists that belong to the part `main`, whose `styles` may name them."""
        self._styles = styles
        self._by_style: dict[str, tuple[str | None, str, int | None]] = {}
        self._merged: dict[str, dict[int, _Level]] = {}
        self._counting: dict[str, str] = {}
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        for part in related_parts(members, main, "/numbering", name):
            self._read_lists(parse_xml(members[part], name))

    def next_marker(self, paragraph: etree._Element) -> tuple[str, int]:
        """Return the marker that Word shows before `paragraph`, "" for none, and its level."""
        found = self._reference(paragraph)
        if found is None:
            return "", 0
        number, level = found
        levels = self._levels(number)
        if level not in levels:
            return "", 0
        return self._count(number, level, levels), level

    def _read_lists(self, root: etree._Element) -> None:
        for entry in root.iterfind(qn("w:abstractNum")):
            ident = entry.get(qn("w:abstractNumId"), "")
            self._abstract[ident] = dict(_levels_in(entry))
            self._links[ident] = _value(entry, "w:numStyleLink")
        for entry in root.iterfind(qn("w:num")):
            found = _List(_value(entry, "w:abstractNumId"))
            for override in entry.iterfind(qn("w:lvlOverride")):
                level = whole_number(override.get(qn("w:ilvl")), 0)
                found.levels |= dict(_levels_in(override))
                start = override.find(qn("w:startOverride"))
                if start is not None:
                    found.starts[level] = whole_number(start.get(_VAL), 0)
            self._lists[entry.get(qn("w:numId"), "")] = found

    def _reference(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """Return the list and level of a paragraph, by itself or by its styles."""
        own = named_list(paragraph.find(_PROPERTIES))
        number, level, origin = own.number, own.level, ""
        if number is None:
            number, origin, named = self._of_style(self._styles.style_of(paragraph))
            level = named if level is None else level
        if number is None or number == "0" or number not in self._lists:
            return None
        if own.level is None and origin:
            level = self._level_of_style(number, origin, level)
        return number, level or 0

    def _of_style(self, style: str) -> tuple[str | None, str, int | None]:
        """Return the list that a style names, the style that names it, and the level."""
        if style not in self._by_style:
            number, origin, level = None, "", None
            for ident, found in self._styles.chain(style):
                number, origin = found.reference.number, ident
                level = found.reference.level if level is None else level
                if number is not None:
                    break
            self._by_style[style] = number, origin, level
        return self._by_style[style]

    def _level_of_style(self, number: str, style: str, level: int | None) -> int | None:
        """Return the level that a list keeps for a style, else the one that the style names."""
        for own, found in self._levels(number).items():
            if found.style == style:
                return own
        return level

    def _levels(self, number: str) -> dict[int, _Level]:
        if number not in self._merged:
            own = self._lists[number].levels
            self._merged[number] = self._abstract.get(self._counted(number), {}) | own
        return self._merged[number]

    def _counted(self, number: str) -> str:
        """Return the abstract list that counts for a list."""
        if number not in self._counting:
            self._counting[number] = self._linked(number)
        return self._counting[number]

    def _linked(self, number: str) -> str:
        """Return the abstract list of a list: a link leads through a style."""
        abstract = self._lists[number].abstract
        for _ in range(_LONGEST_CHAIN):
            link = self._links.get(abstract, "")
            style = self._styles[link]
            target = None if style is None else style.reference.number
            if not link or target is None or target not in self._lists:
                break
            abstract = self._lists[target].abstract
        return abstract

    def _count(self, number: str, level: int, levels: Mapping[int, _Level]) -> str:
        counters = self._counters.setdefault(self._counted(number), [None] * _LEVELS)
        starts = self._lists[number].starts
        if level in starts and (number, level) not in self._started:
            counters[level] = starts[level]
        else:
            before = counters[level]
            counters[level] = levels[level].start if before is None else before + 1
        self._started.add((number, level))
        for deeper in range(level + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if level < (deeper if restart is None else restart):
                counters[deeper] = None
        return _shown(level, levels, counters)


def _shown(level: int, levels: Mapping[int, _Level], counters: list[int | None]) -> str:
    """Return the marker of a level as Word writes it."""
    own = levels[level]
    if own.kind == "bullet":
        return _bullet(own) if own.text.strip() else ""

    def number(match: "regex.Match[str]") -> str:
        place = int(match[1]) - 1
        if place > level or place not in levels:
            return ""
        count = counters[place]
        count = levels[place].start if count is None else count
        spell = SPELLINGS.get(levels[place].kind, str)
        return str(count) if own.legal and place != level else spell(count)

    return " ".join(_PLACE.sub(number, own.text).split())


def _bullet(level: _Level) -> str:
    """Return the sign of a bullet; letters of symbol fonts are signs that nobody can type."""
    sign = level.text.strip()
    named = symbol(level.font, f"{ord(sign[0]):x}") if level.font else sign
    is_unknown = named in {"", UNKNOWN} or _PRIVATE_USE[0] <= named <= _PRIVATE_USE[1]
    return _BULLET if is_unknown or named.isalnum() else named


def _levels_in(entry: etree._Element) -> Iterator[tuple[int, _Level]]:
    for found in entry.iterfind(qn("w:lvl")):
        ilvl = whole_number(found.get(qn("w:ilvl")), 0)
        if not 0 <= ilvl < _LEVELS:
            continue
        restart = found.find(qn("w:lvlRestart"))
        fonts = found.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        yield (
            ilvl,
            _Level(
                start=whole_number(_value(found, "w:start"), 0),
                kind=_kind(found),
                text=_value(found, "w:lvlText"),
                font="" if fonts is None else fonts.get(qn("w:ascii"), ""),
                style=_value(found, "w:pStyle"),
                restart=None if restart is None else whole_number(restart.get(_VAL), 0),
                legal=found.find(qn("w:isLgl")) is not None,
            ),
        )


def _kind(level: etree._Element) -> str:
    """Return the number format of a level; newer programs put theirs beside an older one."""
    direct = level.find(qn("w:numFmt"))
    if direct is None:
        direct = level.find(f"{qn('mc:AlternateContent')}/{qn('mc:Fallback')}/{qn('w:numFmt')}")
    return "decimal" if direct is None else direct.get(_VAL, "decimal")


def _value(element: etree._Element, tag: str) -> str:
    found = element.find(qn(tag))
    return "" if found is None else found.get(_VAL, "")
