"""What both documents print, line by line: the old line, the new one, or both.

A line that stands in one document is None in the other.  The words and their punctuation are those
of our documents (`word/context.py`), so that accepting all changes gives what `iki build` writes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from iki_docgen.diff.model import GroupPair, ItemPair, PositionPair
from iki_docgen.diff.words import Side, redline
from iki_docgen.records import Item, Jabatan
from iki_docgen.word.context import printed_field
from iki_docgen.word.values import lines, one_line

HEADING, LABEL, CELL, NUMBERED_CELL = "heading 1", "IKI Label", "IKI Sel", "IKI Sel Bernomor"
ITEMS = ("IKI Butir", "IKI Butir 2", "IKI Butir 3", "IKI Butir 4")
"""Styles of list items, by level."""

_LAST_WORD = re.compile(r"(\w+|\W)\Z")

Both = tuple[str | None, str | None]
"""A line of the old document and of the new one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the text: `fixed` words that no document changes, and what follows them."""

    style: str
    old: str | None
    new: str | None
    fixed: str = ""

    @property
    def side(self) -> Side:
        """Return in which documents the line stands."""
        return _side(old=self.old is not None, new=self.new is not None)


@dataclass(frozen=True, slots=True)
class CellText:
    """The paragraphs of a cell, and the style that they have in each document."""

    lines: tuple[Both, ...]
    old_style: str = CELL
    style: str = CELL


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a cell's text, or the end of a paragraph of it (`text` is a newline)."""

    side: Side
    text: str


def position_lines(pair: PositionPair, *, dan: bool) -> Iterator[Line]:
    """Yield the paragraphs of a position down to its table."""
    old, new = (_name(pair.old), _name(pair.new))
    yield Line(HEADING, _upper(old), _upper(new))
    yield Line(LABEL, old, new, "JABATAN\t:\t")
    for label, pairs, before, after in (
        ("TUGAS", pair.tugas, _tugas(pair.old), _tugas(pair.new)),
        ("FUNGSI", pair.fungsi, _fungsi(pair.old), _fungsi(pair.new)),
    ):
        yield from _field_lines(
            label, pairs, _Printed.of(before, dan=dan), _Printed.of(after, dan=dan)
        )


def _tugas(jabatan: Jabatan | None) -> tuple[Item, ...] | None:
    return None if jabatan is None else jabatan.tugas


def _fungsi(jabatan: Jabatan | None) -> tuple[Item, ...] | None:
    return None if jabatan is None else jabatan.fungsi


def _name(jabatan: Jabatan | None) -> str | None:
    return None if jabatan is None else one_line(jabatan.jabatan)


def _upper(name: str | None) -> str | None:
    return None if name is None else name.upper()


def _field_lines(
    label: str, pairs: Sequence[ItemPair], before: "_Printed", after: "_Printed"
) -> Iterator[Line]:
    """Yield the label with the sentence of each document, and the items of its list."""
    yield Line(LABEL, before.sentence, after.sentence, f"{label}\t:\t")
    for pair in _depth_first(pairs):
        out = before.next_item() if pair.old is not None else None
        came = after.next_item() if pair.new is not None else None
        if out and came and out[0] == came[0]:
            yield Line(out[0], out[1], came[1])
            continue
        if out:
            yield Line(out[0], out[1], None)
        if came:
            yield Line(came[0], None, came[1])


def _depth_first(pairs: Sequence[ItemPair]) -> Iterator[ItemPair]:
    for pair in pairs:
        yield pair
        yield from _depth_first(pair.rincian)


@dataclass(slots=True)
class _Printed:
    """A field as one of the documents prints it: its sentence, and (style, text) of its items."""

    sentence: str | None
    items: list[tuple[str, str]]

    @classmethod
    def of(cls, items: tuple[Item, ...] | None, *, dan: bool) -> "_Printed":
        """Return that of `items`, None where the position is not in the document."""
        if items is None:
            return cls(None, [])
        printed = printed_field(items, dan=dan)
        found = [(ITEMS[item["tingkat"] - 1], item["teks"]) for item in printed["butir"]]
        return cls(printed["kalimat"], found[::-1])

    def next_item(self) -> tuple[str, str] | None:
        """Return the next item; none where the field is one sentence, which the label has."""
        return self.items.pop() if self.items else None


def sasaran_text(group: GroupPair, *, old: bool, new: bool) -> CellText:
    """Return the Sasaran cell of `group` in a row that is the group's first in these documents."""
    several_old = old and group.old is not None and len(group.old.sasaran) > 1
    several_new = new and group.new is not None and len(group.new.sasaran) > 1
    counts = [0, 0]
    found: list[Both] = []
    for pair in group.sasaran:
        line: list[str | None] = [None, None]
        for place, text, several, wanted in (
            (0, pair.old, several_old, old),
            (1, pair.new, several_new, new),
        ):
            if text is not None and wanted:
                counts[place] += 1
                line[place] = (f"{counts[place]})\t" if several else "") + one_line(text)
        if line != [None, None]:
            found.append((line[0], line[1]))
    old_style, new_style = (NUMBERED_CELL if one else CELL for one in (several_old, several_new))
    if not (old and new):  # the empty cell of the other document has no style of its own
        old_style = new_style = old_style if old else new_style
    return CellText(tuple(found), old_style, new_style)


def value_text(old: str | None, new: str | None) -> CellText:
    """Return the cell of a value of several lines; None for a row that is not in the document."""
    before = [] if old is None else lines(old)
    after = [] if new is None else lines(new)
    return CellText(tuple(_aligned(before, after)))


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[Both]:
    """Yield the lines of both texts in order; what changed between equal lines goes in pairs."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - most runs compare nothing

    out: list[str] = []
    came: list[str] = []
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            yield from _paired(out, came)
            out, came = [], []
            yield from zip(
                old[step.src_start : step.src_end],
                new[step.dest_start : step.dest_end],
                strict=True,
            )
        else:
            out += old[step.src_start : step.src_end]
            came += new[step.dest_start : step.dest_end]
    yield from _paired(out, came)


def _paired(out: Sequence[str], came: Sequence[str]) -> Iterator[Both]:
    both = min(len(out), len(came))
    yield from zip(out[:both], came[:both], strict=True)
    yield from ((line, None) for line in out[both:])
    yield from ((None, line) for line in came[both:])


def pieces(text: CellText) -> Iterator[Piece]:
    """Yield the text of a cell with the ends of its paragraphs, all but the last.

    The last paragraph of a cell cannot go out.  So the end of a paragraph is a mark between two,
    and goes out or comes in with the second of them.
    """
    begun_old = begun_new = False
    for old, new in text.lines:
        ends_old, ends_new = old is not None and begun_old, new is not None and begun_new
        if ends_old or ends_new:
            yield Piece(_side(old=ends_old, new=ends_new), "\n")
        begun_old, begun_new = begun_old or old is not None, begun_new or new is not None
        yield from stretches(old, new)


def _side(*, old: bool, new: bool) -> Side:
    return Side.BOTH if old and new else Side.OLD if old else Side.NEW


def stretches(old: str | None, new: str | None) -> Iterator[Piece]:
    """Yield what went out, came in and stayed; a space alone does not part two changes."""
    found = redline(old or "", new or "")
    out = came = ""
    for number, stretch in enumerate(found):
        within = bool(out or came) and number + 1 < len(found)
        if stretch.side is Side.BOTH and not (within and stretch.text == " "):
            yield from _changed(out, came)
            out = came = ""
            yield Piece(Side.BOTH, stretch.text)
        else:
            out += stretch.text if stretch.side is not Side.NEW else ""
            came += stretch.text if stretch.side is not Side.OLD else ""
    yield from _changed(out, came)


def apart_from(following: Side, found: Sequence[Piece]) -> Sequence[Piece]:
    """Return `found` so that it does not end in a change like that of the paragraph `following`.

    LibreOffice takes text that came in at the end of a paragraph and the whole paragraph after it
    for one change, and the end between them for a part of it; likewise what went out.
    """
    *rest, last = found or [Piece(Side.BOTH, "")]
    if following is Side.BOTH or last.side is not following or not rest:
        return found
    before = rest.pop()
    if before.side is not Side.BOTH:
        return [*rest, last, before]
    other = Side.OLD if following is Side.NEW else Side.NEW
    cut = _LAST_WORD.search(before.text)
    word = cut[0] if cut else ""
    head = before.text.removesuffix(word)
    return [
        *rest,
        Piece(Side.BOTH, head),
        Piece(following, word + last.text),
        Piece(other, word),
    ]


def _changed(out: str, came: str) -> Iterator[Piece]:
    if out:
        yield Piece(Side.OLD, out)
    if came:
        yield Piece(Side.NEW, came)
