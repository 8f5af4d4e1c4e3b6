"""Which dialects of table a text holds: told by what is seen, line by line.

    text := { table | line }

A text may hold tables of several dialects.  Each lexer says for a line whether a table of its
dialect opens there; the first that does takes it.  What no lexer takes may hold tabs: `tabrows`
takes the tables that are a row per line, and what is left goes to `tabcells`.
"""

from collections.abc import Callable, Sequence

from iki_docgen.blocks import Block, CellRun, Paragraph, Table
from iki_docgen.read import aligned, cellines, gridded, piped, ruled, tabcells, tabrows
from iki_docgen.read.prompts import without_prompts
from iki_docgen.vocabulary import is_title

_Lexer = Callable[[Sequence[Paragraph], int], tuple[Table | CellRun, int] | None]
# What has the plainest signs comes first.
_LEXERS: tuple[_Lexer, ...] = (
    gridded.take,
    piped.take,
    ruled.take,
    aligned.take,
    cellines.take,
)


def lex(lines: Sequence[Paragraph]) -> list[Block]:
    """Return the blocks of a text; blank lines are left out."""
    blocks: list[Block] = []
    outside: list[Paragraph] = []
    at = 0
    while at < len(lines):
        taken = _table_at(lines, at) if lines[at].text.strip() else None
        if taken is None:
            outside.append(lines[at])
            at += 1
        else:
            block, at = taken
            blocks += [*_tabbed(outside), block]
            outside = []
    return [without_prompts(block) for block in (*blocks, *_tabbed(outside))]


def _table_at(lines: Sequence[Paragraph], at: int) -> tuple[Table | CellRun, int] | None:
    """Return the table that opens at line `at`; a title opens none, though it names a column."""
    if is_title(lines[at].text):
        return None
    for take in _LEXERS:
        taken = take(lines, at)
        if taken is not None and taken[1] > at:  # else a signature opens on its first line
            return taken
    return None


def _tabbed(lines: Sequence[Paragraph]) -> list[Block]:
    blocks: list[Block] = []
    for part in tabrows.split(lines):
        blocks += [part] if isinstance(part, Table) else tabcells.lex(part)
    return blocks
