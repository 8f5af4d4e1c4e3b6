"""Positions that only their signature blocks name.

    page  := [ title ] table { table } [ text ] signature
    signature := place and date, post, name, [ rank ], NIP

Where no line of a page reads like `JABATAN : ...`, who signs below its table is taken for its
position.  Of two who sign it is the lower one: the other is the superior who has taken note.
Where other pages have a label, a page signed by one of their positions, or by who signs the page
before it, goes on with that.
"""

from collections.abc import Iterator, Mapping, Sequence

import regex
from msgspec import Struct, field
from msgspec.structs import replace

from iki_docgen.blocks import Block, CellRun, Paragraph, Row, Table
from iki_docgen.furniture import is_page_furniture
from iki_docgen.parse.clean import joined
from iki_docgen.parse.grid import is_heading_row
from iki_docgen.signature import COLUMNS, is_nip, may_open_signature
from iki_docgen.source import Span, Text
from iki_docgen.vocabulary import is_title, rank_of

_HEAD = regex.compile(
    r"(?:plt|plh|pj|ka|kepala|sekretaris|camat|lurah|direktur|inspektur|ketua)\b", regex.I
)
_WIDEST = 8
_LONGEST_POST = 160
_LOWEST = 9
"""A rank below all others, for posts whose level is not known."""


class Post(Struct, frozen=True):
    """A post that signs, as the pieces of its lines."""

    lines: tuple[Paragraph, ...]

    @property
    def name(self) -> Text:
        """The name of the post."""
        return joined(self.lines)


class _Page(Struct):
    """A page: the number of its first table, whether a label names it, the lines below it."""

    table: int
    has_label: bool
    below: list[Paragraph] = field(default_factory=list)


def signed_pages(blocks: Sequence[Block], named: Mapping[int, str]) -> dict[int, tuple[Post, ...]]:
    """Return who signs the pages without a label, by the number of the block that is their table.

    The first post of a page is the likeliest one.  `named` are the positions that have a label, by
    the place of that label.
    """
    if all(isinstance(block, Paragraph) for block in blocks):
        return {}
    pages: dict[int, tuple[Post, ...]] = {}
    known = {name.lower() for name in named.values()}
    for page in _pages(blocks, frozenset(named)):
        posts = _posts(page.below)
        name = posts[0].name.lower() if posts else ""
        if posts and not page.has_label and not (named and name in known):
            pages[page.table] = posts
        known.add(name)
    return pages


def _pages(blocks: Sequence[Block], labels: frozenset[int]) -> Iterator[_Page]:
    """Yield the pages: each is the tables between a label or a signature block and the next."""
    page: _Page | None = None
    has_label = is_over = False
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            if _is_label(block, labels):
                if page is not None:
                    yield page
                page, has_label = None, True
            elif page is not None:
                is_over = is_over or is_title(block.text)  # who signs stands above the next title
                if not is_over and not is_page_furniture(block.text):
                    page.below.append(block)
        elif _is_ours(block):
            if page is not None and _posts(page.below):
                yield page
                page, has_label = None, False
            page = page or _Page(number, has_label)
            page.below.clear()
            is_over = False
    if page is not None:
        yield page


def _is_label(line: Paragraph, labels: frozenset[int]) -> bool:
    start = line.span.start
    if line.text[:1].isspace():
        start += len(line.text) - len(line.text.lstrip())
    return start in labels


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
    return replace(line, text=line.text[start:end], span=place)
