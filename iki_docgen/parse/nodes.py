"""An item of a list while it is read, and the items that come of it."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from iki_docgen.parse.clean import join_texts, strip_colon, strip_trail
from iki_docgen.parse.markers import Marker
from iki_docgen.records import Butir, Item
from iki_docgen.source import NOWHERE, Span, Text


class Node(Struct, eq=False):
    """An item while it is read: its place, its marker, its lines, and the list below it.

    Its first line is `opening`, and its text starts at `end` in it, after the marker and white
    space; that is 0 where the marker stands outside the text or there is none.
    """

    place: Span
    marker: Marker | None
    lines: list[Text]
    opening: str = ""
    end: int = 0
    below: list["Node"] | None = None
    joined: Text | None = None

    def go_on(self, line: Text) -> None:
        """Add a line that goes on with the item."""
        self.lines.append(line)
        self.joined = None

    @property
    def text(self) -> Text:
        """The lines of the item as one value, put together once."""
        if self.joined is None:
            self.joined = self.lines[0] if len(self.lines) == 1 else join_texts(self.lines, " ")
        return self.joined

    @property
    def last_line(self) -> str:
        """The last line that is not empty."""
        for line in reversed(self.lines):
            if line:
                return line
        return ""

    @property
    def written(self) -> Span:
        """The place of the marker in the source, `NOWHERE` if it has none."""
        if self.marker is None or not self.end:
            return NOWHERE
        start = self.place.start + self.opening.index(self.marker.text)
        return Span(start, start + len(self.marker.text))

    @property
    def gap(self) -> str:
        """What stands between the marker and the text."""
        return self.opening[: self.end].partition(self.marker.text)[2] if self.marker else ""

    def list_below(self) -> list["Node"]:
        """Return the list below the item, which may begin here."""
        if self.below is None:
            self.below = []
        return self.below


_NOTHING = frozenset({"", "-"})


def value_of(node: Node) -> Text | None:
    """Return the clean text of an item, None where nothing is left of it."""
    raw = node.text
    value = strip_trail(raw) if raw else ""
    if value in _NOTHING:
        return None
    return Text(value, raw.span, node.marker.text if node.marker else "")


def items_of(nodes: Sequence[Node]) -> Iterator[Item]:
    """Yield the items that `nodes` are; those without text are left out."""
    for node in nodes:
        if node.below and (rincian := tuple(items_of(node.below))):
            raw = node.text
            marker = node.marker.text if node.marker else ""
            butir = Text(strip_colon(raw), raw.span, marker)
            yield Butir(butir=butir, rincian=rincian)
        elif (value := value_of(node)) is not None:
            yield value


def lists_in(nodes: Sequence[Node]) -> Iterator[Sequence[Node]]:
    """Yield `nodes` and every list below them."""
    if nodes:
        yield nodes
    for node in nodes:
        if node.below:
            yield from lists_in(node.below)
