"""Where tags stand in Word: beside what they replace, inside and outside of tables."""

from collections.abc import Iterator

from lxml import etree

from iki_docgen.diagnostics import Diagnostic
from iki_docgen.source import Span
from iki_docgen.word.tag_finder import shown, syntax
from iki_docgen.word.tags import LEVELS, Part, Place, Tag

_WHOLE = {"p": "paragraph", "tr": "table row", "tc": "cell"}
CELL_WORDS = frozenset({"vm", "hm", "cellbg", "colspan"})
"""docxtpl's own statements, which change the cell that they stand in."""


def layout_findings(part: Part, tags: list[Tag]) -> Iterator[Diagnostic]:
    """Yield what docxtpl would lose or not recognise because of where a tag stands."""
    seen: dict[tuple[str, etree._Element], Tag] = {}
    for tag in tags:
        text = shown(part.slice(tag.span))
        if tag.opener == "{%" and not tag.level and tag.word in {"p", "tr", "tc", "r"}:
            problem = f"`{text}` has a space before `{tag.word}`"
            hint = f"write `{{%{tag.word}` together, with one ordinary space after it"
            yield syntax(tag.span, problem, hint)
        if tag.word in CELL_WORDS and tag.opener == "{%" and tag.container("tc") is None:
            yield syntax(tag.span, f"`{text}` stands outside of a table", "move it into a cell")
        if tag.level not in LEVELS or tag.piece.place is not Place.TEXT:
            continue
        container = tag.container(tag.level)
        if container is None:
            problem = f"`{text}` stands outside of a table"
            yield syntax(tag.span, problem, "move it into a table row, or write `{%p` instead")
        elif (tag.level, container) not in seen:
            seen[tag.level, container] = tag
            yield from _beside(part, tag, container)
        if tag.opener != "{#" and ("%" in tag.body or "}" in tag.body):
            problem = f"`{text}` has a `%` or `}}` inside, which ends it"
            yield syntax(tag.span, problem, "put the value into a `{% set %}` before it")


def _beside(part: Part, tag: Tag, container: etree._Element) -> Iterator[Diagnostic]:
    """Yield the text that stands in what `tag` replaces, and is lost with it."""
    lost = [
        Span(start, end)
        for piece in part.within(container)
        if piece.place is Place.TEXT
        for start, end in _outside(piece.span, tag.span)
        if part.slice(Span(start, end)).strip()
    ]
    if lost:
        text = " ".join(part.slice(span).strip() for span in lost)
        first = part.slice(lost[0])
        start = lost[0].start + len(first) - len(first.lstrip())
        whole = _WHOLE[tag.level]
        beside = shown(part.slice(tag.span))
        problem = f"`{shown(text)}` is lost, as `{beside}` replaces its whole {whole}"
        hint = f"move it to a {whole} of its own"
        yield syntax(Span(start, lost[0].end), problem, hint)


def _outside(piece: Span, tag: Span) -> Iterator[tuple[int, int]]:
    """Yield the parts of `piece` that `tag` does not cover."""
    if piece.start < tag.start:
        yield piece.start, min(piece.end, tag.start)
    if piece.end > tag.end:
        yield max(piece.start, tag.end), piece.end


def chain(tag: Tag) -> tuple[str, ...]:
    """Return the elements round what `tag` is or replaces, from inside to outside.

    What is opened within one chain of elements has to be closed within an equal one; else the
    result is no XML.
    """
    element: etree._Element | None = tag.piece.element
    if tag.level in LEVELS:
        container = tag.container(tag.level)
        element = element if container is None else container.getparent()
    elif tag.level == "r":
        element = element.getparent() if element is not None else None
        element = element.getparent() if element is not None else None
    if element is None:
        return ()
    own = () if tag.piece.place is Place.TEXT else (tag.piece.place.name,)
    return (*own, str(element.tag), *(str(up.tag) for up in element.iterancestors()))
