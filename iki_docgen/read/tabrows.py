"""The dialect in which a line is a table row and tabs part its cells, as pasted from a sheet.

    text  := { paragraph | table }
    table := row { row | continuation }    closed by a label, a title, a signature block, or text
                                           after a blank line
    row   := text TAB text { TAB text }

A table opens at a row of two known headings.  One without headings has to show itself: by a row of
four cells, or by words on both sides of a tab after text that had come to its end.
"""

from collections.abc import Sequence

from iki_docgen.blocks import Cell, Paragraph, Row, Table
from iki_docgen.signature import signature_start
from iki_docgen.source import Span
from iki_docgen.vocabulary import has_list_marker, is_title, match_heading, match_label

_HEADINGS_OF_A_TABLE = 2
_FULL_ROW = 4
_SHORTEST_CELL = 8


def split(lines: Sequence[Paragraph]) -> list[Table | list[Paragraph]]:
    """Return the tables of a text, and the lines between them."""
    parts: list[Table | list[Paragraph]] = []
    outside: list[Paragraph] = []
    at = 0
    while at < len(lines):
        if not _opens_table(lines, at):
            outside.append(lines[at])
            at += 1
            continue
        table, at = _table(lines, at)
        parts += [outside, table]
        outside = []
    return [*parts, outside]


def _opens_table(lines: Sequence[Paragraph], at: int) -> bool:
    text = lines[at].text
    if "\t" not in text.strip() or match_label(text):
        return False
    parts = [part.strip() for part in text.split("\t")]
    if sum(match_heading(part) is not None for part in parts) >= _HEADINGS_OF_A_TABLE:
        return True
    filled = [part for part in parts if part]
    if len(filled) < _HEADINGS_OF_A_TABLE or any(part.startswith(":") for part in filled):
        return False
    if len(parts) >= _FULL_ROW:
        return not has_list_marker(filled[0]) or filled[0][:1].isdigit()
    return _is_short_row(filled) and _after_an_end(lines, at)


def _is_short_row(filled: Sequence[str]) -> bool:
    """Tell whether cells without a heading are words side by side, not a letter and its item."""
    if has_list_marker(filled[0]) or signature_start([" ".join(filled)]) == 0:
        return False
    return all(len(part) >= _SHORTEST_CELL for part in filled)


def _after_an_end(lines: Sequence[Paragraph], at: int) -> bool:
    """Tell whether the text above line `at` had come to its end."""
    before = next(
        (line.text for line in reversed(lines[max(0, at - 9) : at]) if line.text.strip()), ""
    )
    return before.rstrip().endswith(".")


def _table(lines: Sequence[Paragraph], at: int) -> tuple[Table, int]:
    """Return the table that opens at line `at`, and the index of the line after it."""
    rows: list[Row] = []
    after_blank = False
    while at < len(lines):
        line = lines[at]
        text = line.text
        if not text.strip():
            after_blank = after_blank or "\t" not in text
        elif match_label(text) or is_title(text) or signature_start([text]) == 0:
            break
        elif "\t" in text:
            rows.append(_row(line))
            after_blank = False
        elif after_blank:
            break
        else:
            rows[-1] = _continued(rows[-1], line)
        at += 1
    return Table(tuple(rows)), at


def _row(line: Paragraph) -> Row:
    cells = []
    start = line.span.start
    for part in line.text.split("\t"):
        span = Span(start, start + len(part))
        content = (Paragraph(part, span),) if part.strip() else ()
        cells.append(Cell(content, span))
        start = span.end + 1
    return tuple(cells)


def _continued(row: Row, line: Paragraph) -> Row:
    """Return `row` with a further line in its last cell that holds text."""
    at = max((n for n, cell in enumerate(row) if cell.paragraphs), default=len(row) - 1)
    cell = row[at]
    longer = Cell((*cell.paragraphs, line), Span(cell.span.start, line.span.end))
    return (*row[:at], longer, *row[at + 1 :])
