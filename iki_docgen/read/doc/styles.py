"""The style sheet (STSH): what a style says of numbering and hidden text, with those below it."""

from dataclasses import dataclass

from iki_docgen.read.doc.binary import Stream
from iki_docgen.read.doc.sprms import Sprm, SprmReader

_PARAGRAPH, _CHARACTER = 1, 2
_NO_BASE = 0xFFF


@dataclass(frozen=True, slots=True)
class Style:
    """What a style adds to the one that it is based on."""

    base: int
    paragraph: tuple[Sprm, ...] = ()
    characters: tuple[Sprm, ...] = ()


class Styles:
    """The styles of a document by their number."""

    def __init__(self, styles: dict[int, Style]) -> None:
        """Keep `styles`."""
        self._styles = styles
        self._whole: dict[int, Style] = {}

    def whole(self, istd: int) -> Style:
        """Return the style `istd` with all that it is based on, the nearest last."""
        known = self._whole.get(istd)
        if known is not None:
            return known
        chain: list[Style] = []
        seen: set[int] = set()
        at = istd
        while at in self._styles and at not in seen and len(seen) < _DEEPEST:
            seen.add(at)
            chain.append(self._styles[at])
            at = self._styles[at].base
        chain.reverse()
        known = self._whole[istd] = Style(
            _NO_BASE,
            tuple(sprm for style in chain for sprm in style.paragraph),
            tuple(sprm for style in chain for sprm in style.characters),
        )
        return known


_DEEPEST = 16
"""Styles that stand on each other; Word allows eleven."""


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
        return Style(base, paragraph, characters)
    if kind == _CHARACTER:
        return Style(base, (), sprms.read(lists[0]) if lists else ())
    return Style(base)
