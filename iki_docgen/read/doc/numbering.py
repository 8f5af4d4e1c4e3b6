"""Automatic numbering: the lists of a document, and a paragraph's marker.

    PlfLst = lists (LSTF, [MS-DOC] 2.9.147), then the levels of all of them (LVL, 2.9.150)
    PlfLfo = uses of lists (LFO, 2.9.131), then what each changes (LFOLVL, 2.9.133)

All uses of a list share its counters; one that says where to start does so where it is first used.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from iki_docgen.read.counting import SPELLINGS
from iki_docgen.read.doc.binary import DamagedError, Stream

_LEVELS = 9
_LIST, _USE = 28, 16
_LEVEL_HEAD = 28
_DECIMAL, _BULLET = 0, 23
_KINDS = {
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    22: "decimalZero",
    255: "none",
}
"""Number formats (MSONFC) by the names they have in newer documents; others are digits."""
_KEEPS_INDENT = 0xF801
"""Beyond it a list is named by its number negated: the paragraph keeps its own indent."""
_LEGAL, _NO_RESTART = 0x04, 0x08
_STARTS, _FORMATS = 0x10, 0x20
_LONGEST_TEXT = 40
"""Characters of a marker, which has words at most (`Pasal 1`); what is beyond is left out."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: where it starts, how it counts, the text with places for numbers.

    It starts again after a paragraph of a level below `restarts`.
    """

    start: int
    kind: int
    legal: bool
    restarts: int
    text: str


@dataclass(frozen=True, slots=True)
class Use:
    """A list as a paragraph uses it (LFO): levels of its own, and numbers to start again from."""

    lsid: int
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of a document, in their order."""

    def __init__(self, lists: dict[int, tuple[Level, ...]], uses: list[Use]) -> None:
        """Start to count."""
        self._uses = uses
        self._levels = [_levels(use, lists.get(use.lsid, ())) for use in uses]
        self._counts: dict[int, list[int | None]] = {}
        self._started: set[tuple[int, int]] = set()

    def marker(self, ilfo: int, ilvl: int) -> str:
        """Count a paragraph, and return the marker that Word shows before it."""
        if ilfo > _KEEPS_INDENT:  # the list's number, negated
            ilfo = (1 << 16) - ilfo
        if not 0 < ilfo <= len(self._uses):
            return ""
        use = self._uses[ilfo - 1]
        levels = self._levels[ilfo - 1]
        if ilvl >= len(levels):
            return ""
        counts = self._counts.setdefault(use.lsid, [None] * _LEVELS)
        if ilvl in use.starts and (ilfo, ilvl) not in self._started:
            self._started.add((ilfo, ilvl))
            counts[ilvl] = use.starts[ilvl]
        else:
            count = counts[ilvl]
            counts[ilvl] = levels[ilvl].start if count is None else count + 1
        for number in range(ilvl + 1, len(levels)):
            if ilvl < levels[number].restarts:
                counts[number] = None
        return _shown(levels, counts, ilvl)


def _levels(use: Use, levels: tuple[Level, ...]) -> tuple[Level, ...]:
    return tuple(use.levels.get(number, level) for number, level in enumerate(levels))


def _shown(levels: tuple[Level, ...], counts: list[int | None], ilvl: int) -> str:
    own = levels[ilvl]
    if own.kind == _BULLET:
        return _bullet(own.text.strip())
    parts: list[str] = []
    places = 0
    for letter in own.text:
        number = ord(letter)
        places += number < _LEVELS
        if number >= _LEVELS:
            parts.append(letter)
        elif number < len(levels) and places <= _LEVELS:
            level = levels[number]
            if counts[number] is None:
                counts[number] = level.start
            parts.append(_spelled(counts[number] or 0, _DECIMAL if own.legal else level.kind))
    return "".join(parts).strip()


def _bullet(sign: str) -> str:
    """Return a bullet as people see it: a letter is a sign of a symbol font, such as Wingdings."""
    is_symbol = any(letter.isalnum() or "\ue000" <= letter <= "\uf8ff" for letter in sign)
    return "\u2022" if is_symbol else sign


@lru_cache(maxsize=2048)
def _spelled(number: int, kind: int) -> str:
    return SPELLINGS[_KINDS.get(kind, "decimal")](number)


def read_numbering(table: Stream, lists: tuple[int, int], uses: tuple[int, int]) -> Numbering:
    """Return the numbering of a document; `lists` and `uses` are offset and size of each table."""
    found = _read_lists(table, lists[0]) if lists[1] else {}
    return Numbering(found, _read_uses(table, *uses) if uses[1] else [])


def _read_lists(table: Stream, start: int) -> dict[int, tuple[Level, ...]]:
    """Return the levels of each list; they stand behind the table of all lists."""
    count = table.u16(start)
    at = start + 2 + _LIST * count
    found: dict[int, tuple[Level, ...]] = {}
    for number in range(count):
        head = table.part(start + 2 + _LIST * number, _LIST)
        levels = []
        for ilvl in range(1 if head.u8(26) & 1 else _LEVELS):
            level, at = _read_level(table, at, ilvl)
            levels.append(level)
        found[head.u32(0)] = tuple(levels)
    return found


def _read_level(table: Stream, at: int, ilvl: int) -> tuple[Level, int]:
    """Return the level at `at`, and where the next one stands."""
    head = table.part(at, _LEVEL_HEAD)
    at += _LEVEL_HEAD + head.u8(24) + head.u8(25)
    size = table.u16(at)
    flags = head.u8(5)
    level = Level(
        start=head.u32(0) & 0xFFFF,
        kind=head.u8(4),
        legal=bool(flags & _LEGAL),
        restarts=head.u8(26) if flags & _NO_RESTART else ilvl,
        text=table.text(at + 2, min(size, _LONGEST_TEXT)),
    )
    return level, at + 2 + 2 * size


def _read_uses(table: Stream, start: int, size: int) -> list[Use]:
    count = table.u32(start)
    if count * _USE > size:
        raise DamagedError
    at = start + 4 + _USE * count
    found = []
    for number in range(count):
        head = table.part(start + 4 + _USE * number, _USE)
        use = Use(head.u32(0))
        at += 4
        for _ in range(head.u8(12)):
            at = _read_override(table, at, use)
        found.append(use)
    return found


def _read_override(table: Stream, at: int, use: Use) -> int:
    """Add what stands at `at` to a use of a list; return where the next one stands."""
    begin, flags = table.u32(at), table.u32(at + 4)
    ilvl = flags & 0xF
    at += 8
    if flags & _FORMATS:
        use.levels[ilvl], at = _read_level(table, at, ilvl)
        if flags & _STARTS:
            use.starts[ilvl] = use.levels[ilvl].start
    elif flags & _STARTS:
        use.starts[ilvl] = begin & 0xFFFF
    return at
