"""Equations of Word as people type them on one line: `(a + b)/c`, `x^2`, `√(n)`.

Without their signs the parts of an equation run into each other, and a fraction reads as a
product.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from lxml import etree

from iki_docgen.office.xml import qn

Piece: TypeAlias = "etree._Element | str"  # noqa: SLF001 - lxml has no public name for it

_TEXTS, _VAL = (qn("m:t"), qn("w:t")), qn("m:val")
_MATH = f"{{{qn('m:t')[1:].partition('}')[0]}}}"


def spelled(element: etree._Element) -> list[Piece] | None:
    """Return the parts of an equation with the signs between them, None for other elements."""
    if not str(element.tag).startswith(_MATH):
        return None
    spell = _SPELLINGS.get(str(element.tag))
    return None if spell is None else list(spell(element))


def _fraction(element: etree._Element) -> Iterator[Piece]:
    yield from _grouped(element, "m:num")
    yield "/"
    yield from _grouped(element, "m:den")


def _raised(element: etree._Element) -> Iterator[Piece]:
    yield from _grouped(element, "m:e")
    yield from _scripts(element)


def _root(element: etree._Element) -> Iterator[Piece]:
    yield from _grouped(element, "m:deg")
    yield "√("
    yield from element.iterfind(qn("m:e"))
    yield ")"


def _large_operator(element: etree._Element) -> Iterator[Piece]:
    yield _property(element, "m:naryPr", "m:chr", "∫")
    yield from _scripts(element)
    yield " "
    yield from element.iterfind(qn("m:e"))


def _delimited(element: etree._Element) -> Iterator[Piece]:
    yield _property(element, "m:dPr", "m:begChr", "(")
    for number, part in enumerate(element.iterfind(qn("m:e"))):
        if number:
            yield _property(element, "m:dPr", "m:sepChr", "|")
        yield part
    yield _property(element, "m:dPr", "m:endChr", ")")


def _rows(element: etree._Element) -> Iterator[Piece]:
    """Yield the rows of a matrix or of equations below each other."""
    parts = [part for part in element if part.tag in {qn("m:mr"), qn("m:e")}]
    for number, part in enumerate(parts):
        yield from ("; " if number else "", part)


def _cells(element: etree._Element) -> Iterator[Piece]:
    for number, part in enumerate(element.iterfind(qn("m:e"))):
        yield from (" " if number else "", part)


def _scripts(element: etree._Element) -> Iterator[Piece]:
    for tag, sign in (("m:sub", "_"), ("m:sup", "^"), ("m:lim", "_")):
        if _words(element.find(qn(tag))):
            yield sign
        yield from _grouped(element, tag)


def _grouped(element: etree._Element, tag: str) -> Iterator[Piece]:
    """Yield a part, in brackets where it is more than one word or number."""
    part = element.find(qn(tag))
    if part is None:
        return
    words = _words(part)
    single = not words or words.replace(".", "").replace(",", "").replace("%", "").isalnum()
    yield from (part,) if single else ("(", part, ")")


def _words(part: etree._Element | None) -> str:
    if part is None:
        return ""
    return "".join(found.text or "" for found in part.iter(*_TEXTS)).strip()


def _property(element: etree._Element, properties: str, name: str, otherwise: str) -> str:
    found = element.find(f"{qn(properties)}/{qn(name)}")
    return otherwise if found is None else found.get(_VAL, "")


_SPELLINGS: dict[str, Callable[[etree._Element], Iterator[Piece]]] = {
    qn("m:f"): _fraction,
    qn("m:sSup"): _raised,
    qn("m:sSub"): _raised,
    qn("m:sSubSup"): _raised,
    qn("m:limLow"): _raised,
    qn("m:rad"): _root,
    qn("m:nary"): _large_operator,
    qn("m:d"): _delimited,
    qn("m:m"): _rows,
    qn("m:eqArr"): _rows,
    qn("m:mr"): _cells,
}
