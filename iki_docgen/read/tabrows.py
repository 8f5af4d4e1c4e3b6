"""The dialect in which a line is a table row and tabs part its cells, as pasted from a sheet.

    text  := { paragraph | table }
    table := row { row | continuation }    closed by a label, a title, a signature block, or text
                                           after a blank line
    row   := text TAB text { TAB text }

A sheet puts a cell of several lines between quotation marks: it goes on up to the second one.

A table opens at a row of two known headings.  One without headings has to show itself: by a row of
four cells, or by words on both sides of a tab after text that had come to its end.
"""

from bisect import bisect_left
from collections.abc import Sequence

from iki_docgen.blocks import Cell, Paragraph, Row, Table
from iki_docgen.read.columns import MOST_COLUMNS
from iki_docgen.read.survey import Survey
from iki_docgen.signature import is_block
from iki_docgen.source import Span
from iki_docgen.vocabulary import has_list_marker, match_heading

_HEADINGS_OF_A_TABLE = 2
_FULL_ROW = 4
_SHORTEST_CELL = 8
_LONGEST_SIGNATURE = 30
_MOST_QUOTED = 20
"""Lines of a cell between quotation marks."""

_OpenCell = list[Paragraph]
"""A cell that may still grow: its paragraphs, the first of which marks its place."""


def split(survey: Survey, part: range) -> list[Table | range]:
    """Return the tables in a part of a text, and the parts between them."""
    found: list[Table | range] = []
    outside = part.start
    signed = False
    for at in _turns(survey, part):
        if at < outside:
            continue
        if at in survey.labels or at in survey.titles or _is_headed(survey.texts[at]):
            signed = False
        elif not signed:
            signed = _is_signature(survey, at)
        if signed or not _opens_table(survey, at):
            continue
        table, end = _table(survey, range(at, part.stop))
        if end == at:  # a signature opens on its first line
            continue
        found += [range(outside, at), table]
        outside = end
    return [*found, range(outside, part.stop)]


def _turns(survey: Survey, part: range) -> list[int]:
    """Return the lines at which a table may open, and those that say whether one may."""
    tabs = survey.inner_tabs
    tabs = tabs[bisect_left(tabs, part.start) : bisect_left(tabs, part.stop)]
    breaks = survey.breaks
    return sorted(
        {*tabs, *breaks[bisect_left(breaks, part.start) : bisect_left(breaks, part.stop)]}
    )


def _opens_table(survey: Survey, at: int) -> bool:
    text = survey.texts[at]
    if at in survey.labels or "\t" not in text.strip():
        return False
    if text.count("\t") > MOST_COLUMNS:
        return False
    if _is_headed(text):
        return True
    parts = [part.strip() for part in text.split("\t")]
    filled = [part for part in parts if part]
    if len(filled) < _HEADINGS_OF_A_TABLE or any(part.startswith(":") for part in filled):
        return False
    if len(parts) >= _FULL_ROW and len(filled) > _HEADINGS_OF_A_TABLE:
        return not has_list_marker(filled[0]) or filled[0].rstrip(".").isdigit()
    return _is_short_row(filled) and _after_an_end(survey, at)


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


def _after_an_end(survey: Survey, at: int) -> bool:
    """Tell whether the text above line `at` had come to its end."""
    above = reversed(survey.texts[max(0, at - 9) : at])
    return next((text for text in above if text.strip()), "").rstrip().endswith(".")


def _table(survey: Survey, part: range) -> tuple[Table, int]:
    """Return the table that opens `part`, and the index of the line after it."""
    rows: list[Row] = []
    row: list[_OpenCell] = []  # the last one, which may still grow
    after_blank = False
    quoted = part.start  # the index after the lines of a cell between quotation marks
    end = part.stop
    for at in part:
        line = survey.lines[at]
        text = line.text
        if not text or text.isspace():
            after_blank = at >= quoted and (after_blank or "\t" not in text)
        elif at + 1 < quoted:
            row[-1].append(line)
        elif at < quoted:
            _close_quoted(row, line)
            quoted = _end_of_quoted(survey, range(at, part.stop), row)
        elif at in survey.labels or at in survey.titles or _is_signature(survey, at):
            end = at
            break
        elif "\t" in text:
            rows += [_closed(row)] if row else []
            row = _row(line)
            quoted = _end_of_quoted(survey, range(at, part.stop), row)
            after_blank = False
        elif after_blank:
            end = at
            break
        elif _is_heading_row(row):
            rows.append(_closed(row))
            row = _row(line)  # a heading does not go on: this is a row of one cell
        else:
            row[-1].append(line)
    return Table((*rows, _closed(row))), end


def _end_of_quoted(survey: Survey, part: range, row: Sequence[_OpenCell]) -> int:
    """Return the index after the line that closes the quoted cell which ends `row`.

    It is the first line of `part`, on which that cell stands, where no cell opens with a quotation
    mark that nothing closes, and where no line near closes it: then the mark is only a mark.
    """
    last = row[-1][-1].text
    if last[:1] != '"' or last.count('"') % 2 == 0 or len(row) > MOST_COLUMNS:
        return part.start
    for at in part[1 : 1 + _MOST_QUOTED]:
        text = survey.texts[at]
        if at in survey.labels or at in survey.titles:
            break
        if '"' in text:
            head = text.partition("\t")[0].rstrip()
            if head.count('"') % 2:
                return at + 1 if head[-1] == '"' else part.start
            if text.count('"') % 2:
                break
    return part.start


def _close_quoted(row: list[_OpenCell], line: Paragraph) -> None:
    """Put its last line to the quoted cell that ends `row`; what follows it are cells."""
    first, *others = _row(line)
    start, last = row[-1][0], first[0]
    row[-1][0] = Paragraph(start.text[1:], Span(start.span.start + 1, start.span.end))
    text = last.text.rstrip()[:-1]
    row[-1].append(Paragraph(text, Span(last.span.start, last.span.start + len(text))))
    row += others


def _closed(row: Sequence[_OpenCell]) -> Row:
    return tuple(_cell(*parts) for parts in row)


def _is_signature(survey: Survey, at: int) -> bool:
    """Tell whether a signature block opens at line `at`."""
    if at not in survey.dated:
        return False
    end = at
    last = min(at + _LONGEST_SIGNATURE, len(survey.texts))
    while end < last and end not in survey.labels and end not in survey.titles:
        end += 1
    return is_block(survey.texts[at:end])


def _row(line: Paragraph) -> list[_OpenCell]:
    """Return the cells of a line, each with the part of the line that it is."""
    cells = []
    start = line.span.start
    for part in line.text.rstrip("\t").split("\t", MOST_COLUMNS):
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
    if not more:
        return Cell((first,) if first.text.strip() else (), first.span)
    content = (first, *more) if first.text.strip() else more
    return Cell(content, Span(first.span.start, more[-1].span.end))
