"""The dialect in which a tab opens a cell, as in a text dump of a Word file.

    dump  := { paragraph | run }
    run   := cell { cell }                 closed by a label, a title or a signature block
    cell  := opener { continuation | blank }
    opener := [ space ] TAB text without a tab

Where a cell ends is written; where a row ends is not, so a run of cells is what this yields.  One
tab also indents ordinary text, so a run must show itself: by a heading, by empty cells, or by two
such lines in a row after text that had come to its end.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import islice, pairwise

from iki_docgen.blocks import Block, Cell, CellRun, Paragraph
from iki_docgen.read.survey import Survey, is_cell_opener
from iki_docgen.signature import signature_start, signs_at
from iki_docgen.source import Span
from iki_docgen.vocabulary import Case, has_list_marker, match_heading

_OPEN_ENDS = (";", ",", ":", "-", "/", " dan", " atau")
_LOOK_AHEAD = 12
"""Lines within which the second cell of a table must open."""
_LONGEST_SIGNATURE = 24


def lex(survey: Survey, part: range) -> list[Block]:
    """Return the blocks of a part of a dump; blank lines are left out."""
    blocks: list[Block] = []
    outside = part.start
    opened = part.start
    plain = _has_plain_labels(survey, part)
    openers = survey.cell_openers
    for at in openers[bisect_left(openers, part.start) : bisect_left(openers, part.stop)]:
        if at < outside or not _opens_run(survey, range(at, part.stop), opened):
            continue
        blocks += _filled(survey.lines[outside:at])
        outside = opened = _end_of_run(survey, range(at, part.stop), plain=plain)
        blocks.append(CellRun(_cells(survey, range(at, outside))))
    return blocks + _filled(survey.lines[outside : part.stop])


def _filled(lines: Sequence[Paragraph]) -> list[Paragraph]:
    return [line for line in lines if line.text and not line.text.isspace()]


def _opens_run(survey: Survey, part: range, opened: int) -> bool:
    """Tell whether the first line of `part` opens a run; the text above starts at `opened`."""
    at = part.start
    text = survey.texts[at]
    if not text.strip() or survey.is_cell_label(at):
        return False
    ahead = range(at + 1, min(at + 1 + _LOOK_AHEAD, part.stop))
    ahead_filled = [
        number for number in ahead if survey.texts[number].strip() or survey.is_cell_opener(number)
    ]
    is_under_heading = _is_heading(text) and any(
        _is_heading(survey.texts[number]) for number in ahead if survey.is_cell_opener(number)
    )
    if is_under_heading:  # a cell of several lines may stand between, but only under a heading
        return True
    if not ahead_filled:
        return False
    following = ahead_filled[0]
    if not survey.is_cell_opener(following) or survey.is_cell_label(following):
        return False
    before = at - 1
    while before >= opened and not survey.texts[before].strip():
        before -= 1
    return _looks_like_cells(text, survey.texts[before] if before >= opened else None)


def _looks_like_cells(text: str, before: str | None) -> bool:
    """Tell a table that lacks its heading from a list that is indented with tabs."""
    content = text.strip()
    if has_list_marker(content) and content.endswith((";", ".")):
        return False
    if content.endswith(";") or content[:1].islower():
        return False
    if before is None:
        return not has_list_marker(content)
    return not (is_cell_opener(before) or before.rstrip().endswith(_OPEN_ENDS))


def _is_heading(text: str) -> bool:
    return match_heading(text.strip()) is not None


def _has_plain_labels(survey: Survey, part: range) -> bool:
    """Tell whether the labels of a text have neither numbers nor capitals: `Jabatan : ...`."""
    breaks = survey.breaks
    for at in breaks[bisect_left(breaks, part.start) : bisect_left(breaks, part.stop)]:
        label = survey.labels.get(at)
        if label is not None and label.field == "jabatan":
            return not label.number and label.case is not Case.UPPER
    return False


def _ends_run(survey: Survey, at: int, *, plain: bool) -> bool:
    """Tell whether a line that opens no cell ends the run: a title, or a label beyond doubt.

    `Fungsi : ...` in a cell is a sentence; a position has its fields before its table.
    """
    label = survey.labels.get(at)
    if label is None:
        return at in survey.titles
    if label.number or label.case is Case.UPPER:
        return True
    return plain and label.field == "jabatan"


def _signs(survey: Survey, at: int) -> bool:
    """Tell whether people sign from the line at `at` on, and no cell opens before their NIP."""
    if at not in survey.dated:
        return False
    end = min(at + _LONGEST_SIGNATURE, len(survey.texts))
    opener = next((ahead for ahead in range(at, end) if survey.is_cell_opener(ahead)), end)
    return signs_at(survey.texts[at:opener])


def _end_of_run(survey: Survey, part: range, *, plain: bool) -> int:
    """Return the index after the last line of the run that opens `part`."""
    end = part.stop
    breaks = survey.breaks
    for at in islice(breaks, bisect_right(breaks, part.start), None):
        if at >= part.stop:
            break
        if survey.is_cell_opener(at) and not survey.is_cell_label(at):
            continue
        if _ends_run(survey, at, plain=plain) or _signs(survey, at):
            end = at
            break
    openers = survey.cell_openers
    last = bisect_left(openers, end) - 1
    while openers[last] > part.start and survey.is_cell_label(openers[last]):
        last -= 1
    tail = survey.texts[openers[last] + 1 : end]
    return openers[last] + 1 + min(signature_start(tail), _end_of_cell(tail))


def _end_of_cell(tail: Sequence[str]) -> int:
    """Return how many of the lines after the last opener belong to its cell.

    A blank line may part two paragraphs of a cell.  After two of them, or where only capitals
    follow (a letterhead), the text is not the cell's any more.
    """
    blanks = 0
    capitals = _start_of_capitals(tail)
    for number, line in enumerate(tail):
        if not line.strip():
            blanks += 1
            continue
        if blanks > 1 or (blanks and number >= capitals):
            return number
        blanks = 0
    return len(tail)


def _start_of_capitals(lines: Sequence[str]) -> int:
    """Return the line from which on all letters are capitals."""
    start = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if line.isupper():
            start = number
        elif line.lower() != line.upper():
            break
    return start


def _cells(survey: Survey, part: range) -> tuple[Cell, ...]:
    """Return the cells of a run, whose first line opens one."""
    lines = survey.lines
    openers = survey.cell_openers
    starts = openers[bisect_left(openers, part.start) : bisect_left(openers, part.stop)]
    return tuple(
        _cell(_filled(lines[start:end]), lines[start].span)
        for start, end in pairwise([*starts, part.stop])
    )


def _cell(content: Sequence[Paragraph], opened: Span) -> Cell:
    end = content[-1].span.end if content else opened.end
    return Cell(tuple(content), Span(opened.start, end))
