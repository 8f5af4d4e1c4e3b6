"""TUGAS or FUNGSI -> items, and the letters of their lists as they should be.

A finding about a letter has a fix where that is certain: the mended lines are read again.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from iki_docgen.blocks import Paragraph
from iki_docgen.diagnostics import Code, Diagnostic, Edit, Fix, edited
from iki_docgen.parse.apart import letters_apart
from iki_docgen.parse.item_reader import ItemReader
from iki_docgen.parse.lettering import lettered_again
from iki_docgen.parse.markers import head_of
from iki_docgen.parse.nodes import Node, items_of, lists_in
from iki_docgen.records import Item
from iki_docgen.source import Span
from iki_docgen.vocabulary import says_nothing

_SECOND = 2
_MOST_ALONE = 20
"""Lists of one field whose letters are tried one by one where all together do not fit."""
_LETTERS = frozenset({Code.UNLETTERED_ITEM, Code.LETTER_OUT_OF_ORDER})


class Items(Struct, frozen=True):
    """The items of a field, what is wrong with their letters, and letters that stand alone."""

    items: tuple[Item, ...]
    found: tuple[Diagnostic, ...]
    recognised: tuple[Span, ...]


def parse_items(paragraphs: Sequence[Paragraph], about: str) -> Items:
    """Return the items of a field of the position `about`."""
    reader = _read(paragraphs, about)
    none = _says_none(reader.roots)
    items = () if none else tuple(items_of(reader.roots))
    found = tuple(_with_fixes(reader, items, paragraphs))
    lone = [*reader.lone, *(node.text.span for node in reader.roots if none)]
    return Items(items, found, tuple(lone))


def _read(paragraphs: Sequence[Paragraph], about: str) -> ItemReader:
    heads = [head_of(paragraph) for paragraph in paragraphs]
    romans = {head.marker.kind for head in heads if head.marker and head.marker.roman == _SECOND}
    reader = ItemReader(about, romans)
    apart = letters_apart(paragraphs)
    for number, paragraph in enumerate(paragraphs):
        if number in apart:
            reader.take_letters(apart[number], paragraph)
        else:
            reader.take_line(paragraph, heads[number])
    reader.report_letters_left()
    if not _says_none(reader.roots):
        reader.report_empty(reader.roots)
    if paragraphs:
        whole = Span(paragraphs[0].span.start, paragraphs[-1].span.end)
        reader.found.tell_left_out(whole, about=about)
    return reader


def _with_fixes(
    reader: ItemReader, items: tuple[Item, ...], paragraphs: Sequence[Paragraph]
) -> Iterator[Diagnostic]:
    """Yield the findings; those about the letters of one list share the fix of that list.

    A fix is certain if reading the mended lines gives the same items, and none of the findings.
    """
    wrong = {found.span for found in reader.found if found.code in _LETTERS}
    fixes: list[tuple[Fix, set[Span]]] = []
    for siblings in lists_in(reader.roots) if wrong else ():
        places = wrong.intersection(node.place for node in siblings)
        fix = lettered_again(siblings) if places else None
        if fix is not None:
            fixes.append((fix, places))
    if not _are_certain(fixes, reader, items, paragraphs):
        alone = fixes if len(fixes) <= _MOST_ALONE else []  # each is read again by itself
        fixes = [one for one in alone if _are_certain([one], reader, items, paragraphs)]
    by_place = {place: fix for fix, places in fixes for place in places}
    for found in reader.found:
        fix = by_place.get(found.span) if found.code in _LETTERS else None
        yield replace(found, fix=fix) if fix else found


def _are_certain(
    fixes: Sequence[tuple[Fix, set[Span]]],
    reader: ItemReader,
    items: tuple[Item, ...],
    paragraphs: Sequence[Paragraph],
) -> bool:
    """Tell whether the fixes take their findings away and leave the items as they are."""
    edits = sorted((edit for fix, _ in fixes for edit in fix.edits), key=lambda edit: edit.span)
    if not edits:
        return True
    starts = [edit.span.start for edit in edits]
    ends = [edit.span.end for edit in edits]
    lines = []
    for line in paragraphs:
        inside = slice(bisect_left(starts, line.span.start), bisect_right(ends, line.span.end))
        lines.append(_edited(line, edits[inside]) if inside.start < inside.stop else line)
    mended = _read(lines, reader.about)
    if len(mended.found) != len(reader.found) - sum(len(places) for _, places in fixes):
        return False
    return tuple(items_of(mended.roots)) == items


def _edited(paragraph: Paragraph, edits: Sequence[Edit]) -> Paragraph:
    """Return `paragraph` with the `edits` in it, which are sorted."""
    start = paragraph.span.start
    text = edited(paragraph.text, edits, start)
    return replace(paragraph, text=text, span=Span(start, start + len(text)))


def _says_none(nodes: Sequence[Node]) -> bool:
    """Tell whether a field holds a lone dash, or words that say that the position has none."""
    return len(nodes) == 1 and not nodes[0].below and says_nothing(nodes[0].text)
