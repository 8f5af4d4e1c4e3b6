"""Positions that only their signature blocks name.

    page  := [ title ] table { table } [ text ] signature
    signature := place and date, post, name, [ rank ], NIP

Where no line of a text reads like `JABATAN : ...`, who signs below a table is taken for its
position.  Of two who sign it is the lower one: the other is the superior who has taken note.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from iki_docgen.blocks import Block, CellRun, Paragraph, Row, Table
from iki_docgen.parse.clean import joined
from iki_docgen.parse.grid import is_heading_row
from iki_docgen.signature import COLUMNS, is_nip, may_open_signature
from iki_docgen.source import Span, Text
from iki_docgen.vocabulary import match_label, rank_of

_HEAD = regex.compile(
    r"(?:plt|plh|pj|ka|kepala|sekretaris|camat|lurah|direktur|inspektur|ketua)\b", regex.I
)
_WIDEST = 8
_LONGEST_POST = 160
_LOWEST = 9
"""A rank below all others, for posts whose level is not known."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post that signs, as the pieces of its lines."""

    lines: tuple[Paragraph, ...]

    @property
    def name(self) -> Text:
        """The name of the post."""
        return joined(self.lines)


def signed_pages(blocks: Sequence[Block]) -> dict[int, tuple[Post, ...]]:
    """Return who signs each page, by the number of the block that is its first table.

    The first post of a page is the likeliest one.  Empty where a label names positions.
    """
    pages: dict[int, tuple[Post, ...]] = {}
    first: int | None = None
    below: list[Paragraph] = []
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            label = match_label(block.text)
            if label is not None and label.field == "jabatan":
                return {}
            below.append(block)
        elif _is_ours(block):
            if first is not None and (posts := _posts(below)):
                pages[first], first = posts, None
            first = number if first is None else first
            below = []
    if first is not None and (posts := _posts(below)):
        pages[first] = posts
    return pages


def _is_ours(block: Table | CellRun) -> bool:
    rows: Sequence[Row] = block.rows[:2] if isinstance(block, Table) else ()
    if isinstance(block, CellRun):
        rows = tuple(block.cells[:width] for width in range(2, _WIDEST))
    return any(is_heading_row(row) for row in rows)


def _posts(below: Sequence[Paragraph]) -> tuple[Post, ...]:
    """Return the posts that sign in the lines below a table, the likeliest first."""
    last = next((at for at in reversed(range(len(below))) if is_nip(below[at].text)), None)
    opened = next((at for at, line in enumerate(below) if may_open_signature(line.text)), None)
    if last is None and opened is None:
        return ()
    block = below[(0 if opened is None else opened + 1) : last]
    found = list(_heads(block))
    if not found and opened is not None and block:
        found = [Post((_bare(block[0]),))]
    ranks = [rank_of(post.name) or _LOWEST for post in found]
    order = sorted(range(len(found)), key=lambda at: (-ranks[at], -at))
    return tuple(found[at] for at in order if found[at].name)


def _heads(block: Sequence[Paragraph]) -> Iterator[Post]:
    """Yield the posts in `block`; one may go on in the next line, up to its comma."""
    for number, line in enumerate(block):
        columns = list(_columns(line))
        for column in columns:
            text = column.text.strip()
            if len(text) > _LONGEST_POST or not (_HEAD.match(text) or rank_of(text)):
                continue
            more = block[number + 1 : number + 2]
            goes_on = len(columns) == 1 and not text.endswith(",")
            if goes_on and more and more[0].text.rstrip().endswith(","):
                yield Post((_bare(column), _bare(more[0])))
            else:
                yield Post((_bare(column),))


def _columns(line: Paragraph) -> Iterator[Paragraph]:
    """Yield what a line sets side by side."""
    at = 0
    for gap in (*COLUMNS.finditer(line.text), None):
        end = gap.start() if gap else len(line.text)
        if line.text[at:end].strip():
            yield _piece(line, at, end)
        at = gap.end() if gap else end


def _bare(line: Paragraph) -> Paragraph:
    """Return `line` without blanks and without the comma after it."""
    start = len(line.text) - len(line.text.lstrip())
    return _piece(line, start, max(start, len(line.text.rstrip(" \t\u00a0,"))))


def _piece(line: Paragraph, start: int, end: int) -> Paragraph:
    place = Span(line.span.start + start, line.span.start + end)
    return line._replace(text=line.text[start:end], span=place)
