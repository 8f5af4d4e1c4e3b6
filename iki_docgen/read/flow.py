"""What an office document holds, in the order people read it, before anything is made of it.

The readers of `.docx` and `.odt` give this; `layout` makes blocks of it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from iki_docgen.errors import InputError

MOST_COLUMNS = 63
"""Of a table in Word; a file that says more is damaged or means harm."""
MOST_CELLS = 40_000
"""Of a document; a thousand pages of tables have fewer."""
MOST_LINES = 50_000
"""Of a document: its paragraphs; a thousand pages have fewer."""
MOST_TAGS = 500_000
"""Of the XML of a document; a thousand pages of text and tables have fewer."""
MOST_NESTED = 20
"""Tables, text boxes and lists inside one another; nine are what Word's own lists have."""
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_PART = "give the part of the document that holds the IKI"


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


class Bounds:
    """Bounds the work that a document may cause, whatever its few bytes unpack or repeat to."""

    def __init__(self, name: str) -> None:
        """Start with nothing met; `name` is what people know the file by."""
        self._name = name
        self._cells = 0
        self._lines = 0
        self._tags = 0
        self._depth = 0

    def take_part(self, data: bytes) -> None:
        """Count the tags of a part of the file, none in a picture.

        Raises `InputError` for more than people write.
        """
        if data.lstrip(_BEFORE_XML).startswith(b"<"):
            self._tags += data.count(b"<")
        if self._tags > MOST_TAGS:
            message = f"{self._name} was not read: it unpacks to far more text than people write"
            raise InputError(message, hint=_PART)

    def take_cells(self, count: int) -> None:
        """Count `count` cells.  Raises `InputError` for more than a document has."""
        self._cells += count
        if self._cells > MOST_CELLS:
            message = f"{self._name} was not read: its tables have far more cells than people fill"
            raise InputError(message, hint=_PART)

    def take_line(self) -> None:
        """Count a paragraph.  Raises `InputError` for more than a document has."""
        self._lines += 1
        if self._lines > MOST_LINES:
            message = f"{self._name} was not read: it has far more paragraphs than people write"
            raise InputError(message, hint=_PART)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Go into a table, text box or list.  Raises `InputError` where no person nests so deep."""
        self._depth += 1
        if self._depth > MOST_NESTED:
            message = f"{self._name} was not read: its tables, text boxes or lists are nested"
            message += f" more than {MOST_NESTED} deep"
            raise InputError(message, hint="copy the IKI into a new document, and give that")
        yield
        self._depth -= 1
