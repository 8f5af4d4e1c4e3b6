"""What an office document holds, in the order people read it, before anything is made of it.

The readers of `.docx` and `.odt` give this; `layout` makes blocks of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from iki_docgen.errors import InputError

MOST_COLUMNS = 63
"""Of a table in Word; a file that says more is damaged or means harm."""
MOST_CELLS = 200_000
"""Of a document; what stands beyond is refused by the reader."""


@dataclass(slots=True)
class FlowLine:
    """A paragraph: its text, and the list marker that the program shows before it."""

    text: str
    marker: str = ""
    level: int = 0
    aside: str = ""
    """Where it stands when not in the running text: `text box`."""


@dataclass(slots=True)
class FlowCell:
    """A cell: what stands in it, in order."""

    content: "list[FlowLine | FlowTable]" = field(default_factory=list)

    def lines(self) -> Iterator[FlowLine]:
        """Yield the paragraphs in it, those of tables inside it too."""
        for part in self.content:
            if isinstance(part, FlowLine):
                yield part
            else:
                yield from part.lines()


FlowRow = list[FlowCell]


@dataclass(slots=True)
class FlowTable:
    """A table, each row with a cell for each column; covered cells are empty."""

    rows: list[FlowRow] = field(default_factory=list)

    def lines(self) -> Iterator[FlowLine]:
        """Yield the paragraphs in it, row by row."""
        for row in self.rows:
            for cell in row:
                yield from cell.lines()


Flow = FlowLine | FlowTable


def squared(rows: Iterable[FlowRow]) -> FlowTable:
    """Return a table of `rows`, the short ones filled up, without columns that hold nothing."""
    found = [row for row in rows if row]
    width = max(map(len, found), default=0)
    for row in found:
        row += [FlowCell() for _ in range(width - len(row))]
    return FlowTable(found)


class CellCount:
    """Counts the cells of a document, so that a file which repeats them cannot fill memory."""

    def __init__(self, name: str) -> None:
        """Start at none; `name` is what people know the file by."""
        self._name = name
        self._count = 0

    def take(self, count: int) -> None:
        """Count `count` cells.  Raises `InputError` for more than a document has."""
        self._count += count
        if self._count > MOST_CELLS:
            message = f"{self._name} was not read: its tables have far more cells than people fill"
            raise InputError(message, hint="give the part of the document that holds the IKI")
