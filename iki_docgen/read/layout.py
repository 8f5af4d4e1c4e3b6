"""What an office document holds -> blocks, with the places by which people find them.

    document := { paragraph | table }
    table    := rows of indicators, or a frame: a table that only sets text side by side

A frame is opened: its paragraphs and the tables inside it become blocks.  It is known by a label
or title in it, by a signature block, by a whole table of indicators inside a cell, or by having
fewer than three columns and no headings.
"""

from collections.abc import Iterable, Iterator, Sequence

import regex

from iki_docgen.blocks import Block, Cell, Paragraph, Reading, Table
from iki_docgen.errors import InputError
from iki_docgen.read.flow import Flow, FlowCell, FlowLine, FlowRow, FlowTable
from iki_docgen.read.lines import Lines
from iki_docgen.signature import signature_start
from iki_docgen.source import Span
from iki_docgen.vocabulary import Label, is_title, match_heading, match_label

_FEWEST_COLUMNS = 3
"""Of a table of indicators without headings."""
_LABEL_CELLS = 4
"""`1.`, `JABATAN`, `:` and the text."""
_LONGEST_LABEL = 60
_LONE_MARKER = regex.compile(r"\(?(?:[a-zA-Z]|\d{1,2}|[ivxIVX]{1,4})[.)]|[-•:]")
_SPELT_OUT = regex.compile(r"\p{L}{2,}")
_NUMERAL = regex.compile(r"(?i)[ivxlcdm]+|(\p{L})\1+")


def laid_out(flow: Sequence[Flow], name: str, aside: Iterable[FlowLine] = ()) -> Reading:
    """Return the source and blocks of a document; `aside` is what stands beside its text.

    Raises `InputError` for a document without any text.
    """
    layout = _Layout()
    blocks = tuple(layout.blocks(flow))
    beside = tuple(
        paragraph
        for line in aside
        if line.text.strip()
        for paragraph in layout.lines.add(line.text, line.aside)
    )
    source = layout.lines.source(name)
    if not source.text.strip():
        raise InputError(
            f"{name} holds no text",
            hint="is the right file given? Text in pictures cannot be read",
        )
    return Reading(source, blocks, beside)


class _Layout:
    """Puts the lines of a document down one after another, and makes blocks of them."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.lines = Lines()
        self._paragraphs = 0
        self._tables = 0

    def blocks(self, flow: Iterable[Flow]) -> Iterator[Block]:
        """Yield the blocks of the running text."""
        for part in flow:
            if isinstance(part, FlowTable):
                self._tables += 1
                yield from self._table(part, f"table {self._tables}")
                continue
            if not part.aside:
                self._paragraphs += 1
            place = f"paragraph {self._paragraphs}"
            yield from self._line(part, f"{part.aside} at {place}" if part.aside else place)

    def _line(self, line: FlowLine, place: str, lead: str = "") -> tuple[Paragraph, ...]:
        """Put a paragraph down; `lead` stands before it on the same line."""
        text, marker = line.text, line.marker
        if _is_worded(marker):
            text, marker = f"{marker} {text}", ""
        return self.lines.add(lead + text, place, wrapped=False, marker=marker, level=line.level)

    def _table(self, table: FlowTable, place: str) -> Iterator[Block]:
        if _is_frame(table):
            yield from self._frame(table, place)
        elif table.rows:
            yield self._grid(table.rows, place, 1)

    def _grid(self, rows: Sequence[FlowRow], place: str, first: int) -> Table:
        """Return rows of indicators; the first one is row `first` of the table at `place`."""
        return Table(
            tuple(
                tuple(
                    self._cell(cell, f"{place}, row {number}, column {column}")
                    for column, cell in enumerate(row, 1)
                )
                for number, row in enumerate(rows, first)
            )
        )

    def _cell(self, cell: FlowCell, place: str) -> Cell:
        lines = list(cell.lines())
        if len(lines) == 1 and lines[0].marker and not lines[0].text.strip():
            lines = [FlowLine(lines[0].marker)]  # a number that counts rows is all there is
        here = self.lines.place_here()
        found = [paragraph for line in lines for paragraph in self._line(line, place)]
        filled = tuple(paragraph for paragraph in found if paragraph.text.strip())
        if not filled:
            return Cell((), here)
        return Cell(filled, Span(filled[0].span.start, filled[-1].span.end))

    def _frame(self, table: FlowTable, place: str) -> Iterator[Block]:
        """Yield the blocks of a table that sets text side by side.

        Rows under a row of headings are a table until the next label.
        """
        rows: list[FlowRow] = []
        first = 0
        for number, row in enumerate(table.rows, 1):
            if rows and not _is_field(_label_of(row)):
                rows.append(row)
                continue
            if rows:
                yield self._grid(rows, place, first)
                rows = []
            if _is_heading_row(row):
                rows, first = [row], number
            else:
                yield from self._opened(row, f"{place}, row {number}")
        if rows:
            yield self._grid(rows, place, first)

    def _opened(self, row: FlowRow, place: str) -> Iterator[Block]:
        """Yield the blocks of a row that is no row of indicators.

        A label, and a list marker in a cell of its own, stand on one line with the text beside.
        """
        filled = [(column, cell) for column, cell in enumerate(row, 1) if cell.content]
        filled = [(column, cell) for column, cell in filled if _has_content(cell)]
        taken = _leading([cell for _, cell in filled])
        lead = "".join(f"{_whole(cell)}\t" for _, cell in filled[:taken])
        follows = filled[taken][1].content[0] if taken < len(filled) else None
        if lead and not (isinstance(follows, FlowLine) and not follows.marker):
            yield from self._line(FlowLine(lead.rstrip("\t")), f"{place}, column {filled[0][0]}")
            lead = ""
        for column, cell in filled[taken:]:
            yield from self._content(cell, f"{place}, column {column}", lead)
            lead = ""

    def _content(self, cell: FlowCell, place: str, lead: str) -> Iterator[Block]:
        """Yield the blocks in a cell; `lead` stands before its first line."""
        inner = 0
        for part in cell.content:
            if isinstance(part, FlowTable):
                inner += 1
                yield from self._table(part, f"{place}, inner table {inner}")
            else:
                yield from self._line(part, place, lead)
            lead = ""


def _is_frame(table: FlowTable) -> bool:
    """Tell whether a table sets text side by side and holds no rows of indicators itself."""
    if not table.rows:
        return False
    if any(_holds_indicators(cell) for row in table.rows for cell in row):
        return True
    if any(_is_field(_label_of(row)) for row in table.rows):
        return True
    if any(_is_heading_row(row) for row in table.rows):
        return False
    width = max(len(row) for row in table.rows)
    lines = [line.text for line in table.lines()]
    is_signed = signature_start(lines) < len(lines)
    return width < _FEWEST_COLUMNS or is_signed or any(map(is_title, lines))


def _holds_indicators(cell: FlowCell) -> bool:
    """Tell whether a whole table of indicators stands in `cell`."""
    inner = [part for part in cell.content if isinstance(part, FlowTable)]
    return any(
        _is_heading_row(row) or any(map(_holds_indicators, row))
        for table in inner
        for row in table.rows
    )


def _is_heading_row(row: FlowRow) -> bool:
    """Tell whether `row` has at least two known column headings."""
    texts = [" ".join(line.text for line in cell.lines()).strip() for cell in row]
    return sum(match_heading(text) is not None for text in texts) > 1


def _is_field(label: Label | None) -> bool:
    """Tell whether there is a label, and one that opens a field beyond doubt."""
    return label is not None and label.is_field


def _label_of(row: FlowRow) -> Label | None:
    """Return the label that the cells of a row begin with, read as one line."""
    cells = [cell for cell in row if _has_content(cell)]
    for count in range(min(_LABEL_CELLS, len(cells)), 0, -1):
        texts = [_whole(cell) for cell in cells[:count]]
        if all(texts) and (label := match_label("\t".join(texts))):
            return label
    return None


def _leading(cells: FlowRow) -> int:
    """Return how many of the filled `cells` of a row stand before its text: label or marker."""
    if (label := _label_of(cells)) is not None:
        length = -1
        for number, cell in enumerate(cells, 1):
            length += 1 + len(_whole(cell))
            if length >= label.end:
                return number if length == label.end else number - 1
    is_marker = len(cells) > 1 and _LONE_MARKER.fullmatch(_whole(cells[0]))
    return 1 if is_marker else 0


def _has_content(cell: FlowCell) -> bool:
    """Tell whether anything stands in `cell`: text, a number, a table."""
    return any(
        isinstance(part, FlowTable) or part.text.strip() or part.marker for part in cell.content
    )


def _whole(cell: FlowCell) -> str:
    """Return the text of a cell that is one short line, else ""."""
    lines = [line for line in cell.content if isinstance(line, FlowTable) or line.text.strip()]
    if len(lines) != 1 or isinstance(lines[0], FlowTable):
        marker = cell.content[0] if len(cell.content) == 1 else None
        return marker.marker if isinstance(marker, FlowLine) else ""
    text = f"{lines[0].marker} {lines[0].text.strip()}".strip()
    return text if len(text) <= _LONGEST_LABEL and "\n" not in text else ""


def _is_worded(marker: str) -> bool:
    """Tell whether a marker has words of its own, which are text: `Pasal 1`, `BAB II`."""
    return any(not _NUMERAL.fullmatch(word[0]) for word in _SPELT_OUT.finditer(marker))
