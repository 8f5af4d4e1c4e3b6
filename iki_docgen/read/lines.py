"""The text of a file that is no plain text, put together line by line with its places."""

from iki_docgen.blocks import Paragraph
from iki_docgen.source import Source, Span


class Lines:
    """Takes paragraphs, and makes the source that their spans point into.

    Each line of a paragraph is a line of the source; line ends other than a line feed count as one.
    """

    def __init__(self) -> None:
        """Start with nothing."""
        self._lines: list[str] = []
        self._places: list[str] = []
        self._end = 0

    def add(
        self, text: str, place: str, *, wrapped: bool = True, marker: str = "", level: int = 0
    ) -> tuple[Paragraph, ...]:
        """Add a paragraph that people find at `place`; return it, a piece for each of its lines.

        `wrapped` says that the next paragraph may go on with it.  `marker` is the list marker that
        the office program shows before it, at the depth `level` from 0; the first line that is not
        blank carries it.
        """
        found: list[Paragraph] = []
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            span = Span(self._end, self._end + len(line))
            found.append(Paragraph(line, span, wrapped, marker, level))
            if line.strip():
                marker = ""
            self._lines.append(line)
            self._places.append(place)
            self._end = span.end + 1
        return tuple(found)

    def place_here(self) -> Span:
        """Return the place where the next line will stand, such as that of an empty cell."""
        return Span(self._end, self._end)

    def source(self, path: str) -> Source:
        """Return the source of all that was added; `path` is what people know the file by."""
        return Source(path, "\n".join(self._lines), places=tuple(self._places) or ("",))
