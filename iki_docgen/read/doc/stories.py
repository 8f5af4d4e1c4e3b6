"""Texts beside the main one: notes, comments, headers, and what stands in text boxes.

All texts of one kind stand one after another; a table (PLC, [MS-DOC] 2.8) says with which
character each begins.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from iki_docgen.read.doc.binary import Stream
from iki_docgen.read.doc.paragraphs import RawParagraph
from iki_docgen.read.flow import FlowLine

_NUMBER = 4
_ANCHOR, _ANCHOR_SHAPE = 26, 0
"""Bytes of an anchor (Spa, 2.9.253), and where the number of its shape stands in them."""
_BOX, _BOX_SHAPE = 22, 14
"""Bytes of a text box (FTXBXS, 2.9.105), and where the number of its shape stands in them."""
_NOTE_RULES = 6
"""Texts before the headers: the rules above footnotes and endnotes (PlcfHdd, 2.8.22)."""
_HEADER_KINDS = ("header", "header", "footer", "footer", "header", "footer")
"""Texts of each section: of even, odd, and first pages."""

Stories = dict[int, list[RawParagraph]]


def starts(table: Stream, size: int = 0) -> tuple[int, ...]:
    """Return the first character of each entry of a PLC, whose other parts have `size` bytes."""
    count = max(len(table) - _NUMBER, 0) // (_NUMBER + size)
    return table.numbers(0, count + 1) if count else ()


def told_apart(
    paragraphs: Iterable[RawParagraph], first: int, begins: Sequence[int]
) -> Iterator[tuple[int, list[RawParagraph]]]:
    """Yield the number of each text, and its paragraphs; `first` is the first character of all."""
    order = sorted(begins)
    for number, found in groupby(
        paragraphs, lambda raw: max(bisect_right(order, raw.end - first) - 1, 0)
    ):
        yield number, list(found)


def notes(stories: Iterable[tuple[int, list[RawParagraph]]], place: str) -> Iterator[FlowLine]:
    """Yield the lines of footnotes, endnotes or comments."""
    for number, paragraphs in stories:
        for raw in paragraphs:
            yield FlowLine(raw.text.strip(), aside=f"{place} {number + 1}")


def headers(stories: Iterable[tuple[int, list[RawParagraph]]]) -> Iterator[FlowLine]:
    """Yield the lines of headers and footers, of each kind those that differ from all before.

    One that is empty is that of the section before.
    """
    counts = {"header": 0, "footer": 0, "note separator": 0}
    known: set[tuple[str, ...]] = set()
    for number, paragraphs in stories:
        texts = tuple(raw.text.strip() for raw in paragraphs)
        if not any(texts):
            continue
        kind = _HEADER_KINDS[(number - _NOTE_RULES) % len(_HEADER_KINDS)]
        kind = "note separator" if number < _NOTE_RULES else kind
        if (kind, *texts) in known:
            continue
        known.add((kind, *texts))
        counts[kind] += 1
        for text in texts:
            yield FlowLine(text, aside=f"{kind} {counts[kind]}")


def anchors(boxes: Stream, places: Stream) -> dict[int, int]:
    """Return at which character of the main text each text box is anchored.

    `boxes` says of which shape the text of each is, `places` where each shape is anchored.
    """
    at = starts(places, _ANCHOR)[:-1]
    shapes = {
        shape: at[number] for number, shape in enumerate(_shapes(places, _ANCHOR, _ANCHOR_SHAPE))
    }
    return {
        number: shapes[shape]
        for number, shape in enumerate(_shapes(boxes, _BOX, _BOX_SHAPE))
        if shape in shapes
    }


def _shapes(table: Stream, size: int, where: int) -> Iterator[int]:
    """Yield the number of the shape in each entry of a PLC."""
    count = max(len(table) - _NUMBER, 0) // (_NUMBER + size)
    for number in range(count):
        yield table.u32(_NUMBER * (count + 1) + size * number + where)


def paragraph_at(ends: Sequence[int], character: int) -> int:
    """Return which paragraph `character` stands in; `ends` are the numbers of their marks."""
    return bisect_left(ends, character)
