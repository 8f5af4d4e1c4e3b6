"""List markers: `a.`, `a)`, `(a)`, `1.`, `1)`, `(1)`, `ii.`, `1.2`, dashes and bullets (N3)."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import regex
from msgspec import Struct
from msgspec.structs import replace

from iki_docgen.blocks import Paragraph
from iki_docgen.parse.clean import visible
from iki_docgen.source import Span, Text

_MARKER = regex.compile(
    r"""
    \s*+ (?! \*++ \s*+ \) ) (?:
        (?P<sign> (?: [-*\u00b7\u2010-\u2015\u2022\u2023\u25a0-\u25ff\u2605\u2606\u2713\u2714
                             \u27a2\uf000-\uf0ff] \s*+ )++ ) (?! [\d.,] )
      | (?P<decimal> \d{1,2} (?: \.\d{1,2} )++ ) \. (?!\d)
      | (?P<open> \( )?+ (?:
            (?P<digits> \d{1,2} )
          | (?P<roman> [ivx]{2,4} | [IVX]{2,4} )
          | (?P<letters> (?P<first> [a-zA-Z] ) (?P=first)?+ )
        ) (?P<close> \) | (?(open) (?!) | \. ) ) \.?+ (?! \d | \p{L}\b )
    ) \s*+
    """,
    regex.VERBOSE,
)
_COUNTED = regex.compile(r"[aAiI1]++")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_ROMAN_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ALPHABET = 26
_FURTHEST = 2 * _ALPHABET
"""No list of letters is read further than `zz`; a longer one is counted in figures."""
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015"
_LONGEST_LETTERS = 160


class Marker(Struct, frozen=True):
    """A list marker: its `kind` is its shape (`a.`, `(1)`, `-`), `number` its place in its list.

    `roman` is the place it has when its letters are read as a roman number, 0 if they cannot be.
    `depth` is that of its list, from 0, where the office program says it.
    """

    text: str
    kind: str
    number: int
    roman: int = 0
    depth: int | None = None

    @property
    def sign(self) -> str:
        """The dash or bullet of a list, empty for a letter or number; all dashes are one."""
        if self.kind != "-":
            return ""
        return "-" if self.text[0] in _DASHES else self.text[0]

    def as_roman(self) -> "Marker":
        """Return this marker read as a roman number."""
        kind = self.kind.replace("a", "i").replace("A", "I")
        return Marker(self.text, kind, self.roman, depth=self.depth)

    def precedes(self, other: "Marker") -> bool:
        """Tell whether `other` is the next marker of the same list."""
        return self.kind == other.kind and self.number + 1 == other.number

    def with_number(self, number: int) -> str:
        """Return how this marker would be written at another place of its list."""
        if number > _FURTHEST:
            return _COUNTED.sub(str(number), self.kind)
        for letter, spell in _SPELLINGS.items():
            if letter in self.kind:
                return self.kind.replace(letter, spell(number))
        return self.kind


class Head(NamedTuple):
    """The marker at the head of a line, and the clean text after it.

    `end` is where the marker and the white space after it end in the line, 0 where there is none
    or it stands outside the text; `lead` and `trail` are the white space around the text.
    """

    marker: Marker | None
    end: int
    value: str
    lead: int
    trail: int

    def text(self, span: Span) -> Text:
        """Return the text of a line at `span` that starts so."""
        marker, before, value, lead, trail = self
        start = span.start + before + lead
        end = span.end - trail
        place = Span(start, max(start, end))
        return Text(value, place, marker.text if marker else "")


def head_of(paragraph: Paragraph) -> Head:
    """Return the marker at the head of `paragraph` and the text after it.

    A marker that the office program makes comes first: what follows it is text.
    """
    if paragraph.marker and (made := _made_marker(paragraph.marker)):
        return Head(replace(made, depth=paragraph.level), 0, *visible(paragraph.text))
    return _typed_head(paragraph.text)


@lru_cache(1024)
def _typed_head(text: str) -> Head:
    match = _MARKER.match(text) if _may_be_marked(text) else None
    if match is None:
        return Head(None, 0, *visible(text))
    return Head(read_marker(match[0]), match.end(), *visible(text[match.end() :]))


def _may_be_marked(text: str) -> bool:
    """Tell whether a marker may stand at the head of `text`: no word has its sign so early."""
    head = text.lstrip()[:6]
    return not head[:1].isalpha() or "." in head or ")" in head


@lru_cache(1024)
def read_marker(text: str) -> Marker | None:
    """Return the marker that `text` is, None if it is none."""
    match = _MARKER.fullmatch(text)
    return _marker(match) if match else None


def _made_marker(text: str) -> Marker | None:
    """Return the marker that an office program shows; it may lack a dot: `1`, `1.2`, `1.a`."""
    for written in (text, f"{text}.", text[text.rstrip(".)").rfind(".") + 1 :]):
        found = read_marker(written) or read_marker(f"{written}.")
        if found is not None:
            return found
    return None


def markers_only(text: str) -> tuple[Marker, ...]:
    """Return the markers that `text` consists of, none where it holds anything else or is a dash.

    `h. i. j..` is what a PDF makes of three items: their letters first, then their texts.
    """
    bare = text.strip()
    if not 1 < len(bare) <= _LONGEST_LETTERS or bare[-1] not in ".)" or not _may_be_marked(bare):
        return ()
    return _markers_in(bare)


@lru_cache(1024)
def _markers_in(bare: str) -> tuple[Marker, ...]:
    markers: list[Marker] = []
    at = 0
    while at < len(bare):
        match = _MARKER.match(bare, at)
        if match is None or match["sign"]:
            return ()
        markers.append(_marker(match))
        at = match.end()
    return tuple(markers)


def _marker(match: "regex.Match[str]") -> Marker:
    text = match[0].strip()
    if match["sign"]:
        return Marker(text, "-", 1)
    if match["decimal"]:
        parts = match["decimal"].split(".")
        return Marker(text, ".".join("1" * len(parts)), int(parts[-1]))
    before, after = match["open"] or "", match["close"]
    if match["digits"]:
        return Marker(text, f"{before}1{after}", int(match["digits"]))
    letters = match["roman"] or match["letters"]
    shape = "A" if letters[0].isupper() else "a"
    number = _letter_number(letters) if match["letters"] else 0
    return Marker(text, f"{before}{shape}{after}", number, _roman_number(letters))


def _letter_number(letters: str) -> int:
    return ord(letters[0].lower()) - ord("a") + 1 + _ALPHABET * (len(letters) - 1)


def _roman_number(letters: str) -> int:
    values = [_ROMAN.get(letter, 0) for letter in letters.lower()]
    if 0 in values:
        return 0
    total = 0
    for value, following in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < following else value
    return total


def _letters(number: int) -> str:
    repeats, place = divmod(number - 1, _ALPHABET)
    return chr(ord("a") + place) * (repeats + 1)


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "x" * tens + _ROMAN_ONES[ones]


_SPELLINGS: dict[str, Callable[[int], str]] = {
    "a": _letters,
    "A": lambda number: _letters(number).upper(),
    "i": _roman,
    "I": lambda number: _roman(number).upper(),
    "1": str,
}
