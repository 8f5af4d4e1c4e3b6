"""Which dialects of table a text holds: told by what is seen, line by line.

    text := { table | line }

A text may hold tables of several dialects.  Each lexer says for a line whether a table of its
dialect opens there; the first that does takes it.  Frames that only set labels beside their text
are opened before.  What no lexer takes may hold tabs: `tabrows`
takes the tables that are a row per line, and what is left goes to `tabcells`.
"""

from collections.abc import Callable, Iterable, Sequence
from heapq import merge
from itertools import groupby, repeat
from operator import itemgetter

from iki_docgen.blocks import Block, Doubt, Paragraph, Table
from iki_docgen.read import aligned, cellines, gridded, html_tables, piped, ruled, tabcells, tabrows
from iki_docgen.read.columns import Taken
from iki_docgen.read.frames import without_frames
from iki_docgen.read.labelcells import with_whole_labels
from iki_docgen.read.markup import without_markup
from iki_docgen.read.prompts import without_prompts
from iki_docgen.read.survey import Survey

_Lexer = Callable[[Survey, int], Taken | None]
_Openers = Callable[[Survey], Sequence[int]]
# What has the plainest signs comes first.
_LEXERS: tuple[tuple[_Openers, _Lexer], ...] = (
    (gridded.openers, gridded.take),
    (html_tables.openers, html_tables.take),
    (piped.openers, piped.take),
    (ruled.openers, ruled.take),
    (aligned.openers, aligned.take),
    (cellines.openers, cellines.take),
)


def lex(lines: Sequence[Paragraph]) -> tuple[list[Block], list[Doubt]]:
    """Return the blocks of a text, without blank lines, and the guesses in its tables."""
    survey = Survey(without_markup(with_whole_labels(without_frames(lines))))
    blocks: list[Block] = []
    doubts: list[Doubt] = []
    outside = 0
    for at, lexers in groupby(_openers(survey), key=itemgetter(0)):
        taken = _table_at(survey, at, lexers) if at >= outside else None
        if taken is not None:
            blocks += [*_tabbed(survey, range(outside, at)), taken.block]
            blocks += html_tables.captions(survey, at, taken.end)
            doubts += [taken.doubt] if taken.doubt else []
            outside = taken.end
    blocks += _tabbed(survey, range(outside, len(survey.lines)))
    if "klik" not in survey.whole:
        return blocks, doubts
    return [without_prompts(block) for block in blocks], doubts


def _openers(survey: Survey) -> Iterable[tuple[int, int]]:
    """Yield the lines at which a table may open, in order, each with a lexer to ask, by number."""
    return merge(
        *(zip(openers(survey), repeat(number)) for number, (openers, _) in enumerate(_LEXERS))
    )


def _table_at(survey: Survey, at: int, lexers: Iterable[tuple[int, int]]) -> Taken | None:
    """Return the table that opens at line `at`; a title opens none, though it names a column."""
    if at in survey.titles:
        return None
    for _, number in lexers:
        taken = _LEXERS[number][1](survey, at)
        if taken is not None and taken.end > at:  # else a signature opens on its first line
            return taken
    return None


def _tabbed(survey: Survey, part: range) -> list[Block]:
    blocks: list[Block] = []
    for found in tabrows.split(survey, part):
        blocks += [found] if isinstance(found, Table) else tabcells.lex(survey, found)
    return blocks
