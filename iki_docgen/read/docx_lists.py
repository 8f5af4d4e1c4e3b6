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

_VAL = qn("w:val")
_LEVELS = 9
_LONGEST_CHAIN = 20
"""Styles based on each other that are followed; a circle ends there."""
_PLACE = regex.compile(r"%([1-9])")
_CONTENTS = "toc "
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


@dataclass(frozen=True, slots=True)
class _Reference:
    """Which list and level a paragraph or a style names, None where it names none."""

    number: str | None
    level: int | None


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    above: str
    reference: _Reference


class Numbering:
    """The lists of a document, counted while its paragraphs are met in their order."""

    def __init__(self, members: Mapping[str, bytes], main: str, name: str) -> None:
        """Read the lists and styles that belong to the part `main`."""
        self._styles: dict[str, _Style] = {}
        self._default_style = ""
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        for part in related_parts(members, main, "/styles", name):
            self._read_styles(parse_xml(members[part], name))
        for part in related_parts(members, main, "/numbering", name):
            self._read_lists(parse_xml(members[part], name))

    def next_marker(self, paragraph: etree._Element) -> tuple[str, int]:
        """Return the marker that Word shows before `paragraph`, "" for none, and its level."""
        properties = paragraph.find(qn("w:pPr"))
        found = self._reference(properties)
        if found is None:
            return "", 0
        number, level = found
        levels = self._levels(number)
        if level not in levels:
            return "", 0
        return self._count(number, level, levels), level

    def is_contents(self, paragraph: etree._Element) -> bool:
        """Tell whether `paragraph` has a style of the lines in a table of contents."""
        properties = paragraph.find(qn("w:pPr"))
        style = self._styles.get("" if properties is None else _value(properties, "w:pStyle"))
        return style is not None and style.name.startswith(_CONTENTS)

    def _read_styles(self, root: etree._Element) -> None:
        for style in root.iterfind(qn("w:style")):
            ident = style.get(qn("w:styleId"), "")
            above = _value(style, "w:basedOn")
            title = _value(style, "w:name").casefold()
            self._styles[ident] = _Style(title, above, _named(style.find(qn("w:pPr"))))
            is_default = style.get(qn("w:default"), "0") in {"1", "true", "on"}
            if is_default and style.get(qn("w:type")) == "paragraph":
                self._default_style = ident

    def _read_lists(self, root: etree._Element) -> None:
        for entry in root.iterfind(qn("w:abstractNum")):
            ident = entry.get(qn("w:abstractNumId"), "")
            self._abstract[ident] = dict(_levels_in(entry))
            self._links[ident] = _value(entry, "w:numStyleLink")
        for entry in root.iterfind(qn("w:num")):
            found = _List(_value(entry, "w:abstractNumId"))
            for override in entry.iterfind(qn("w:lvlOverride")):
                level = _integer(override.get(qn("w:ilvl")), 0)
                found.levels |= dict(_levels_in(override))
                start = override.find(qn("w:startOverride"))
                if start is not None:
                    found.starts[level] = _integer(start.get(_VAL), 0)
            self._lists[entry.get(qn("w:numId"), "")] = found

    def _reference(self, properties: etree._Element | None) -> tuple[str, int] | None:
        """Return the list and level of a paragraph, by itself or by its styles."""
        own = _named(properties)
        style = "" if properties is None else _value(properties, "w:pStyle")
        number, level, origin = own.number, own.level, ""
        for ident, reference in self._chain(style or self._default_style):
            if number is not None:
                break
            number, origin = reference.number, ident
            level = reference.level if level is None else level
        if number is None or number == "0" or number not in self._lists:
            return None
        if own.level is None and origin:
            level = self._level_of_style(number, origin, level)
        return number, level or 0

    def _chain(self, ident: str) -> Iterator[tuple[str, _Reference]]:
        """Yield a style and those it is based on."""
        for _ in range(_LONGEST_CHAIN):
            if ident not in self._styles:
                return
            style = self._styles[ident]
            yield ident, style.reference
            ident = style.above

    def _level_of_style(self, number: str, style: str, level: int | None) -> int | None:
        """Return the level that a list keeps for a style, else the one that the style names."""
        for own, found in self._levels(number).items():
            if found.style == style:
                return own
        return level

    def _levels(self, number: str) -> dict[int, _Level]:
        found = self._lists[number]
        return self._abstract.get(self._counted(number), {}) | found.levels

    def _counted(self, number: str) -> str:
        """Return the abstract list that counts for a list: a link leads through a style."""
        abstract = self._lists[number].abstract
        for _ in range(_LONGEST_CHAIN):
            link = self._links.get(abstract, "")
            target = self._styles[link].reference.number if link in self._styles else None
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
        ilvl = _integer(found.get(qn("w:ilvl")), 0)
        if not 0 <= ilvl < _LEVELS:
            continue
        restart = found.find(qn("w:lvlRestart"))
        fonts = found.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        yield (
            ilvl,
            _Level(
                start=_integer(_value(found, "w:start"), 0),
                kind=_kind(found),
                text=_value(found, "w:lvlText"),
                font="" if fonts is None else fonts.get(qn("w:ascii"), ""),
                style=_value(found, "w:pStyle"),
                restart=None if restart is None else _integer(restart.get(_VAL), 0),
                legal=found.find(qn("w:isLgl")) is not None,
            ),
        )


def _kind(level: etree._Element) -> str:
    """Return the number format of a level; newer programs put theirs beside an older one."""
    direct = level.find(qn("w:numFmt"))
    if direct is None:
        direct = level.find(f"{qn('mc:AlternateContent')}/{qn('mc:Fallback')}/{qn('w:numFmt')}")
    return "decimal" if direct is None else direct.get(_VAL, "decimal")


def _named(properties: etree._Element | None) -> _Reference:
    """Return what the paragraph properties of a paragraph or style say of lists."""
    found = None if properties is None else properties.find(qn("w:numPr"))
    if found is None:
        return _Reference(None, None)
    number, level = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
    return _Reference(
        None if number is None else number.get(_VAL, "0"),
        None if level is None else _integer(level.get(_VAL), 0),
    )


def _value(element: etree._Element, tag: str) -> str:
    found = element.find(qn(tag))
    return "" if found is None else found.get(_VAL, "")


def _integer(text: str | None, otherwise: int) -> int:
    """Return the number that an attribute says, within what Word counts."""
    try:
        number = int(text or "")
    except ValueError:
        return otherwise
    return max(0, min(number, 32767))
