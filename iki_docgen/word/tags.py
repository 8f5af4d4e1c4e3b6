"""A template as a text with one line per paragraph, and the tags in it.

What is read is what docxtpl will see, not what people see: hidden text, both halves of alternate
content and the attributes that may hold tags.  A tag is `{{ }}`, `{% %}` or `{# #}`; `{%p`, `{%tr`,
`{%tc` and `{%r` stand for the paragraph, row, cell or run that they replace: their level.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from lxml import etree

from iki_docgen.office.xml import qn
from iki_docgen.source import Span

_P, _TR, _TC = qn("w:p"), qn("w:tr"), qn("w:tc")
LEVELS = {"p": _P, "tr": _TR, "tc": _TC}
_TEXTS = frozenset({qn("w:t"), qn("m:t")})
_DELETED, _FIELD_CODE = qn("w:delText"), qn("w:instrText")
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): " ", qn("w:cr"): " ", qn("w:noBreakHyphen"): "-"}
_TAB_STOPS = qn("w:tabs")
MARK = re.compile(r"\{\{|\{%|\{#")
CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}


class Place(Enum):
    """What kind of place a piece of a template stands in."""

    TEXT = auto()
    ATTRIBUTE = auto()
    """The name or tag of a content control, the description of a picture, a field's code."""
    SETTING = auto()
    """An attribute where Word allows numbers or fixed words only."""
    DELETED = auto()
    """Text that a tracked change deletes."""
    PROPERTY = auto()
    """The title, author and so on of the file."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that one element holds."""

    span: Span
    element: etree._Element
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """A tag: `opener` is its first two characters, `body` the expression or statement in it.

    `trims` says that it takes white space away beside it (`{%-`, `-%}`).
    """

    opener: str
    level: str
    body: str
    span: Span
    piece: Piece
    trims: bool = False

    @property
    def word(self) -> str:
        """The first word of the body, which says what a `{% %}` does."""
        return self.body.split(None, 1)[0] if self.body else ""

    def container(self, level: str) -> etree._Element | None:
        """Return the paragraph, row or cell that the tag stands in."""
        wanted = LEVELS[level]
        return next((up for up in self.piece.element.iterancestors() if up.tag == wanted), None)


@dataclass(slots=True)
class Part:
    """One part of the file: what Jinja sees as one template, from `span.start` on."""

    text: str
    start: int
    pieces: list[Piece] = field(default_factory=list)

    def piece_at(self, offset: int) -> Piece | None:
        """Return the piece that holds the character at `offset`."""
        number = bisect_right(self.pieces, offset, key=lambda piece: piece.span.start) - 1
        piece = self.pieces[number] if number >= 0 else None
        return piece if piece and offset < piece.span.end else None

    def slice(self, span: Span) -> str:
        """Return the characters at `span`."""
        return self.text[span.start - self.start : span.end - self.start]

    def within(self, container: etree._Element) -> Iterator[Piece]:
        """Yield the pieces of text in `container`."""
        inside = set(container.iter())
        return (piece for piece in self.pieces if piece.element in inside)


def read_part(root: etree._Element, start: int) -> Part:
    """Return the text of the part `root`, whose first character has the offset `start`."""
    reader = _Reader(start)
    pending: list[etree._Element | None] = [root]
    open_paragraphs = 0
    while pending:
        if (element := pending.pop()) is None:
            open_paragraphs -= 1
            reader.put("\n")
            continue
        if element.tag == _P:
            if open_paragraphs and reader.is_in_line():  # a text box
                reader.put("\n")
            open_paragraphs += 1
            pending.append(None)
        reader.read(element)
        if element.tag != _TAB_STOPS:
            pending.extend(reversed(element))
    if reader.is_in_line():
        reader.put("\n")
    return Part("".join(reader.texts), start, reader.pieces)


def read_property(element: etree._Element, start: int) -> Part:
    """Return one property of the file as a part of its own, which docxtpl makes of it."""
    text = (element.text or "").replace("\n", " ").replace("\r", " ")
    piece = Piece(Span(start, start + len(text)), element, Place.PROPERTY)
    return Part(text + "\n", start, [piece])


class _Reader:
    """The text of a part, put together piece by piece."""

    def __init__(self, start: int) -> None:
        self.texts: list[str] = []
        self.pieces: list[Piece] = []
        self._offset = start
        self._line_start = start

    def is_in_line(self) -> bool:
        """Return whether something stands in the line already."""
        return self._offset > self._line_start

    def put(self, text: str) -> None:
        self.texts.append(text)
        self._offset += len(text)
        if text == "\n":
            self._line_start = self._offset

    def read(self, element: etree._Element) -> None:
        """Take the characters that `element` itself holds."""
        text = (element.text or "").replace("\n", " ").replace("\r", " ")
        if element.tag in _TEXTS:
            self._piece(text, element, Place.TEXT)
        elif element.tag == _DELETED and MARK.search(text):
            self._piece(text, element, Place.DELETED)
        elif element.tag == _FIELD_CODE and MARK.search(text):
            self._piece(text, element, Place.ATTRIBUTE)
        elif element.tag in _SIGNS:
            self.put(_SIGNS[str(element.tag)])
        for name, value in element.attrib.items():
            if MARK.search(str(value)):
                self.put("[")
                self._piece(str(value), element, _place_of(element, str(name)))
                self.put("] ")

    def _piece(self, text: str, element: etree._Element, place: Place) -> None:
        if text:
            span = Span(self._offset, self._offset + len(text))
            self.pieces.append(Piece(span, element, place))
            self.put(text)


_WORDS = frozenset(qn(f"w:{name}") for name in ("tag", "alias", "tblCaption", "tblDescription"))
_TYPED = frozenset({qn("w:id"), "id"})


def _place_of(element: etree._Element, name: str) -> Place:
    is_setting = name in _TYPED or (name == qn("w:val") and element.tag not in _WORDS)
    return Place.SETTING if is_setting else Place.ATTRIBUTE
