"""The styles of a Word document: what they are called, based on, hide and number.

A style is looked up along those that it is based on once, and its answer kept: a document names
the same few styles thousands of times.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from iki_docgen.office.parts import related_parts
from iki_docgen.office.xml import parse_xml, qn

_VAL, _STYLE = qn("w:val"), qn("w:style")
_LOOK, _VANISH = qn("w:rPr"), qn("w:vanish")
_PROPERTIES, _OWN_STYLE, _RUN_STYLE = qn("w:pPr"), qn("w:pStyle"), qn("w:rStyle")
_LONGEST_CHAIN = 20
"""Styles based on each other that are followed; a circle ends there."""
_LIST = qn("w:numPr")
_ON, _OFF = frozenset({"1", "true", "on"}), frozenset({"0", "false", "off"})
_CONTENTS = "toc "


@dataclass(frozen=True, slots=True)
class Reference:
    """Which list and level a paragraph or a style names, None where it names none."""

    number: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """A style as it stands in the file: `hides` is None where it does not say."""

    name: str
    above: str
    reference: Reference
    hides: bool | None


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, members: Mapping[str, bytes], main: str, name: str) -> None:
        """Read the styles that belong to the part `main`."""
        self._styles: dict[str, Style] = {}
        self._default = ""
        self._hiding: dict[str, bool] = {}
        for part in related_parts(members, main, "/styles", name):
            self._read(parse_xml(members[part], name))
        self._none_hides = not any(style.hides for style in self._styles.values())

    def __getitem__(self, ident: str) -> Style | None:
        """Return the style `ident`, None for one that is not there."""
        return self._styles.get(ident)

    def style_of(self, paragraph: etree._Element) -> str:
        """Return the id of the style of a paragraph, the default one where it names none."""
        named = _child(paragraph.find(_PROPERTIES), _OWN_STYLE)
        return self._default if named is None else named.get(_VAL, "")

    def chain(self, ident: str) -> Iterator[tuple[str, Style]]:
        """Yield a style and those it is based on."""
        for _ in range(_LONGEST_CHAIN):
            if ident not in self._styles:
                return
            yield ident, self._styles[ident]
            ident = self._styles[ident].above

    def is_contents(self, paragraph: etree._Element) -> bool:
        """Tell whether `paragraph` has a style of the lines in a table of contents."""
        style = self._styles.get(self.style_of(paragraph))
        return style is not None and style.name.startswith(_CONTENTS)

    def hidden_in(self, paragraph: etree._Element) -> Callable[[etree._Element], bool]:
        """Return what tells of a run in `paragraph` whether its styles hide it.

        What both styles hide is shown again, as Word does it (ECMA-376, 17.7.3).
        """
        if self._none_hides:
            return _shown
        is_hidden = self._hides(self.style_of(paragraph))

        def hidden(run: etree._Element) -> bool:
            named = _child(run.find(_LOOK), _RUN_STYLE)
            return is_hidden != (named is not None and self._hides(named.get(_VAL, "")))

        return hidden

    def _hides(self, ident: str) -> bool:
        if ident not in self._hiding:
            said = (style.hides for _, style in self.chain(ident) if style.hides is not None)
            self._hiding[ident] = next(said, False)
        return self._hiding[ident]

    def _read(self, root: etree._Element) -> None:
        for style in root.iterchildren(_STYLE):
            parts = {str(child.tag): child for child in style}
            ident = style.get(qn("w:styleId"), "")
            vanish = _child(parts.get(_LOOK), _VANISH)
            self._styles[ident] = Style(
                _value(parts.get(qn("w:name"))).casefold(),
                _value(parts.get(qn("w:basedOn"))),
                named_list(parts.get(_PROPERTIES)),
                None if vanish is None else vanish.get(_VAL, "1") not in _OFF,
            )
            is_default = style.get(qn("w:default"), "0") in _ON
            if is_default and style.get(qn("w:type")) == "paragraph":
                self._default = ident


def named_list(properties: etree._Element | None) -> Reference:
    """Return what the paragraph properties of a paragraph or style say of lists."""
    found = _child(properties, _LIST)
    if found is None:
        return _NO_LIST
    number, level = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
    return Reference(
        None if number is None else number.get(_VAL, "0"),
        None if level is None else whole_number(level.get(_VAL), 0),
    )


_NO_LIST = Reference()


def whole_number(text: str | None, otherwise: int) -> int:
    """Return the number that an attribute says, within what Word counts."""
    try:
        number = int(text or "")
    except ValueError:
        return otherwise
    return max(0, min(number, 32767))


def _shown(_: etree._Element) -> bool:
    return False


def _child(element: etree._Element | None, tag: str) -> etree._Element | None:
    return None if element is None else element.find(tag)


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(_VAL, "")
