"""The narrow waist: what every reader yields and `parse` understands.

A document is a sequence of blocks: paragraphs, tables, and runs of cells whose rows are not known
(a dump in which a tab opens a cell says where cells are, not where rows end).  Values are as they
stand in the source; cleaning is the parser's work.
"""

from typing import NamedTuple

from msgspec import Struct

from iki_docgen.source import Source, Span


# A large text has a million of these: a struct is made quickly, takes little room, and Python
# need not look through it for circles, since it can be part of none.
class Paragraph(Struct, frozen=True, gc=False):
    """A line of a text, or a paragraph of an office document.

    `wrapped` says that the next paragraph may go on with the same sentence, as in hard-wrapped
    text.  `marker` is a list marker that stands outside the text (Word's own numbering) and
    `level` its depth, from 0.
    """

    text: str
    span: Span
    wrapped: bool = True
    marker: str = ""
    level: int = 0


class Cell(Struct, frozen=True, gc=False):
    """A table cell: its paragraphs, none for an empty one.  `span` is the place of the cell."""

    paragraphs: tuple[Paragraph, ...]
    span: Span


Row = tuple[Cell, ...]


class Table(Struct, frozen=True):
    """A table whose rows are known.  A cell that a merge covers is an empty cell."""

    rows: tuple[Row, ...]


class CellRun(Struct, frozen=True):
    """Cells in reading order whose rows are not known."""

    cells: tuple[Cell, ...]


Block = Paragraph | Table | CellRun


class Doubt(NamedTuple):
    """A table that can be read in another way too: the first place of it, and both readings.

    The text at `span` "was `read`", "but it may `other`"; `times` counts such places in the
    table, and `advice` says how the author of this kind of file marks what was guessed.
    """

    span: Span
    read: str
    other: str
    times: int
    advice: str


class Reading(Struct, frozen=True):
    """What a reader found: the text and its blocks.

    `aside` is what stands beside the running text: notes, headers and footers, comments.
    `doubts` are the guesses of the reader, one for each table that it had to guess in.
    """

    source: Source
    blocks: tuple[Block, ...]
    aside: tuple[Paragraph, ...] = ()
    doubts: tuple[Doubt, ...] = ()
