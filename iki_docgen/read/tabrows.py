"""The dialect in which a line is a table row and tabs part its cells, as pasted from a sheet.

    text  := { paragraph | table }
    table := row { row | continuation }    closed by a label, a title, a signature block, or text
                                           after a blank line
    row   := text TAB text { TAB text }

A table opens at a row of two known headings.  One without headings has to show itself: by a row of
four cells, or by words on both sides of a tab after text that had come to its end.
"""

from collections.abc import Sequence

from iki_docgen.blocks import Cell, Paragraph, Table
from iki_docgen.signature import may_open_signature, signature_start
from iki_docgen.source import Span
from iki_docgen.vocabulary import has_list_marker, is_title, match_heading, match_label

_HEADINGS_OF_A_TABLE = 2
_FULL_ROW = 4
_SHORTEST_CELL = 8
_LONGEST_SIGNATURE = 30


def split(lines: Sequence[Paragraph]) -> list[Table | list[Paragraph]]:
    """Return the tables of a text, and the lines between them."""
    parts: list[Table | list[Paragraph]] = []
    outside: list[Paragraph] = []
    at = 0
    signed = False
    while at < len(lines):
        if match_label(lines[at].text) or is_title(lines[at].text) or _is_headed(lines[at].text):
            signed = False
        elif not signed:
            signed = _is_signature(lines, at)
        if signed or not _opens_table(lines, at):
            outside.append(lines[at])
            at += 1
            continue
        table, end = _table(lines, at)
        if end == at:  # a signature opens on its first line
            outside.append(lines[at])
            at += 1
            continue
        at = end
        parts += [outside, table]
        outside = []
    return [*parts, outside]


def _opens_table(lines: Sequence[Paragraph], at: int) -> bool:
    text = lines[at].text
    if "\t" not in text.strip() or match_label(text):
        return False
    if _is_headed(text):
        return True
    parts = [part.strip() for part in text.split("\t")]
    filled = [part for part in parts if part]
    if len(filled) < _HEADINGS_OF_A_TABLE or any(part.startswith(":") for part in filled):
        return False
    if len(parts) >= _FULL_ROW and len(filled) > _HEADINGS_OF_A_TABLE:
        return not has_list_marker(filled[0]) or filled[0].rstrip(".").isdigit()
    return _is_short_row(filled) and _after_an_end(lines, at)


def _is_headed(text: str) -> bool:
    """Tell whether `text` is a row of headings; nobody signs in one."""
    if "\t" not in text.strip():
        return False
    known = sum(match_heading(part.strip()) is not None for part in text.split("\t"))
    return known >= _HEADINGS_OF_A_TABLE


def _is_short_row(filled: Sequence[str]) -> bool:
    """Tell whether cells without a heading are words side by side, not a letter and its item."""
    if has_list_marker(filled[0]):
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
    rows: list[list[_OpenCell]] = []
    after_blank = False
    while at < len(lines):
        line = lines[at]
        text = line.text
        if not text.strip():
            after_blank = after_blank or "\t" not in text
        elif match_label(text) or is_title(text) or _is_signature(lines, at):
            break
        elif "\t" in text:
            rows.append(_row(line))
            after_blank = False
        elif after_blank:
            break
        elif _is_heading_row(rows[-1]):
            rows.append(_row(line))  # a heading does not go on: this is a row of one cell
        else:
            rows[-1][-1].append(line)
        at += 1
    return Table(tuple(tuple(_cell(*parts) for parts in row) for row in rows)), at


def _is_signature(lines: Sequence[Paragraph], at: int) -> bool:
    """Tell whether a signature block opens at line `at`."""
    if not may_open_signature(lines[at].text):
        return False
    block = []
    for line in lines[at : at + _LONGEST_SIGNATURE]:
        if match_label(line.text) or is_title(line.text):
            break
        block.append(line.text)
    return signature_start(block) == 0


_OpenCell = list[Paragraph]
"""A cell that may still grow: its paragraphs, the first of which marks its place."""


def _row(line: Paragraph) -> list[_OpenCell]:
    """Return the cells of a line, each with the part of the line that it is."""
    cells = []
    start = line.span.start
    for part in line.text.split("\t"):
        span = Span(start, start + len(part))
        cells.append([Paragraph(part, span)])
        start = span.end + 1
    while len(cells) > 1 and not cells[-1][0].text.strip():
        cells.pop()  # a tab at the end of a line opens nothing
    return cells


def _is_heading_row(row: Sequence[_OpenCell]) -> bool:
    texts = [cell[0].text.strip() for cell in row]
    return all(match_heading(text) is not None for text in texts if text)


def _cell(first: Paragraph, *more: Paragraph) -> Cell:
    """Return a cell of the part of a line, and of the lines that go on with it."""
    last = more[-1] if more else first
    content = (first, *more) if first.text.strip() else more
    return Cell(content, Span(first.span.start, last.span.end))
