"""The style sheet (STSH, [MS-DOC] 2.9.271): what a style says of numbering and hidden text.

A style is read with all that it is based on, the nearest last.
"""

from dataclasses import dataclass, replace

from iki_docgen.read.doc.binary import Stream
from iki_docgen.read.doc.looks import Look
from iki_docgen.read.doc.sprms import C_HIDDEN, Sprm, SprmReader, number

_PARAGRAPH, _CHARACTER = 1, 2
_NO_BASE = 0xFFF
_CONTENTS = range(19, 28)
"""Built-in styles (sti) of the lines in a table of contents."""
_DEEPEST = 16
"""Styles that stand on each other; Word allows eleven."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a style adds to the one that it is based on."""

    base: int = _NO_BASE
    paragraph: tuple[Sprm, ...] = ()
    characters: tuple[Sprm, ...] = ()
    is_contents: bool = False


_PLAIN = Style()


class Styles:
    """The styles of a document by their number (istd)."""

    def __init__(self, styles: dict[int, Style]) -> None:
        """Keep `styles`."""
        self._styles = styles
        self._looks: dict[int, Look] = {}
        self._hidden: dict[int, bool] = {}

    def look(self, istd: int) -> Look:
        """Return how a paragraph of the style `istd` stands."""
        known = self._looks.get(istd)
        if known is None:
            known = Look()
            for at in self._chain(istd):
                done = self._looks.get(at)
                known = known.with_sprms(self._styles[at].paragraph) if done is None else done
                self._looks.setdefault(at, replace(known, istd=at))
            known = self._looks[istd] = replace(known, istd=istd)
        return known

    def hides(self, istd: int) -> bool:
        """Tell whether the style `istd` hides its text."""
        known = self._hidden.get(istd)
        if known is None:
            known = False
            for at in self._chain(istd):
                for code, operand in self._styles[at].characters:
                    known = bool(number(operand)) if code == C_HIDDEN else known
            self._hidden[istd] = known
        return known

    def is_contents(self, istd: int) -> bool:
        """Tell whether the style `istd` is one of the lines in a table of contents."""
        return self._styles.get(istd, _PLAIN).is_contents

    def _chain(self, istd: int) -> list[int]:
        """Return a style and those it is based on, the farthest first; a circle ends."""
        chain: list[int] = []
        while istd in self._styles and istd not in chain and len(chain) < _DEEPEST:
            chain.append(istd)
            istd = self._styles[istd].base
        chain.reverse()
        return chain


def read_styles(sheet: Stream, sprms: SprmReader) -> Styles:
    """Return the styles of the sheet."""
    if not len(sheet):
        return Styles({})
    head = sheet.u16(0)
    count, base_size = sheet.u16(2), sheet.u16(4)
    styles: dict[int, Style] = {}
    at = 2 + head
    for istd in range(count):
        if at + 2 > len(sheet):
            break
        size = sheet.u16(at)
        if size:
            styles[istd] = _style(sheet.part(at + 2, size), base_size, sprms)
        at += 2 + size + size % 2
    return Styles(styles)


def _style(std: Stream, base_size: int, sprms: SprmReader) -> Style:
    """Return a style (STD, 2.9.258): its head, its name, and its property lists."""
    is_contents = std.u16(0) & 0xFFF in _CONTENTS
    kind, base = std.u16(2) & 0xF, std.u16(2) >> 4
    at = base_size + 2 + 2 * std.u16(base_size) + 2
    lists: list[bytes] = []
    for _ in range(std.u16(4) & 0xF):
        at += at % 2
        if at + 2 > len(std):
            break
        size = std.u16(at)
        lists.append(std.bytes(at + 2, size))
        at += 2 + size
    if kind == _PARAGRAPH:
        paragraph = sprms.read(lists[0][2:]) if lists else ()
        characters = sprms.read(lists[1]) if len(lists) > 1 else ()
        return Style(base, paragraph, characters, is_contents)
    if kind == _CHARACTER:
        return Style(base, (), sprms.read(lists[0]) if lists else ())
    return Style(base)
