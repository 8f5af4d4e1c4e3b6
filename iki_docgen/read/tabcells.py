"""The dialect in which a tab opens a cell, as in a text dump of a Word file.

    dump  := { paragraph | run }
    run   := cell { cell }                 closed by a label, a title or a signature block
    cell  := opener { continuation | blank }
    opener := [ space ] TAB text without a tab

Where a cell ends is written; where a row ends is not, so a run of cells is what this yields.  One
tab also indents ordinary text, so a run must show itself: by a heading, by empty cells, or by two
such lines in a row after text that had come to its end.
"""

from collections.abc import Sequence

import regex

from iki_docgen.blocks import Block, Cell, CellRun, Paragraph
from iki_docgen.signature import may_open_signature, signature_start, signs_at
from iki_docgen.source import Span
from iki_docgen.vocabulary import Case, has_list_marker, is_title, match_heading, match_label

_OPENER = regex.compile(r"[ \u00a0]?\t(?!\t)")
_OPEN_ENDS = (";", ",", ":", "-", "/", " dan", " atau")
_LOOK_AHEAD = 12
"""Lines within which the second cell of a table must open."""
_LONGEST_SIGNATURE = 24


def lex(lines: Sequence[Paragraph]) -> list[Block]:
    """Return the blocks of a dump; blank lines are left out."""
    blocks: list[Block] = []
    at = 0
    before: Paragraph | None = None
    plain = _has_plain_labels(lines)
    while at < len(lines):
        line = lines[at]
        if not line.text.strip():
            at += 1
        elif _opens_run(lines, at, before):
            end = _end_of_run(lines, at, plain=plain)
            blocks.append(CellRun(_cells(lines[at:end])))
            at, before = end, None
        else:
            blocks.append(line)
            at, before = at + 1, line
    return blocks


def is_opener(text: str) -> bool:
    """Tell whether a line opens a cell: one tab, before it at most a space, and no tab after."""
    match = _OPENER.match(text)
    return match is not None and "\t" not in text[match.end() :].strip()


def _opens_run(lines: Sequence[Paragraph], at: int, before: Paragraph | None) -> bool:
    """Tell whether the line at `at`, outside a run, opens one; `before` is the text above it."""
    text = lines[at].text
    if not is_opener(text) or is_label(text):
        return False
    ahead = [
        line.text
        for line in lines[at + 1 : at + 1 + _LOOK_AHEAD]
        if line.text.strip() or is_opener(line.text)
    ]
    if not ahead or not is_opener(ahead[0]) or is_label(ahead[0]):
        # A cell of several lines may stand between, but only under a heading.
        return _is_heading(text) and any(_is_heading(line) for line in ahead if is_opener(line))
    if _is_heading(text) and any(_is_heading(line) for line in ahead if is_opener(line)):
        return True
    return _looks_like_cells(text, before)


def _looks_like_cells(text: str, before: Paragraph | None) -> bool:
    """Tell a table that lacks its heading from a list that is indented with tabs."""
    content = text.strip()
    if has_list_marker(content) and content.endswith((";", ".")):
        return False
    if content.endswith(";") or content[:1].islower():
        return False
    if before is None:
        return not has_list_marker(content)
    last = before.text.rstrip()
    return not (is_opener(before.text) or last.endswith(_OPEN_ENDS))


def _is_heading(text: str) -> bool:
    return match_heading(text.strip()) is not None


def is_label(text: str) -> bool:
    """Tell whether a line is a label: one that opens a cell only if it has a number."""
    label = match_label(text)
    return label is not None and (bool(label.number) or not is_opener(text))


def _has_plain_labels(lines: Sequence[Paragraph]) -> bool:
    """Tell whether the labels of a text have neither numbers nor capitals: `Jabatan : ...`."""
    for line in lines:
        label = match_label(line.text)
        if label is not None and label.field == "jabatan":
            return not label.number and label.case is not Case.UPPER
    return False


def _ends_run(text: str, *, plain: bool) -> bool:
    """Tell whether a line that opens no cell ends the run: a title, or a label beyond doubt.

    `Fungsi : ...` in a cell is a sentence; a position has its fields before its table.
    """
    label = match_label(text)
    if label is None:
        return is_title(text)
    if label.number or label.case is Case.UPPER:
        return True
    return plain and label.field == "jabatan"


def _signs(lines: Sequence[Paragraph], at: int) -> bool:
    """Tell whether people sign from the line at `at` on, and no cell opens before their NIP."""
    if not may_open_signature(lines[at].text):
        return False
    ahead = [line.text for line in lines[at : at + _LONGEST_SIGNATURE]]
    opener = next((number for number, text in enumerate(ahead) if is_opener(text)), len(ahead))
    return signs_at(ahead[:opener])


def _end_of_run(lines: Sequence[Paragraph], start: int, *, plain: bool) -> int:
    """Return the index after the last line of the run that starts at `start`."""
    last_opener = start
    end = len(lines)
    for at in range(start + 1, len(lines)):
        text = lines[at].text
        if is_opener(text) and not is_label(text):
            last_opener = at
        elif text.strip() and (_ends_run(text, plain=plain) or _signs(lines, at)):
            end = at
            break
    tail = [line.text for line in lines[last_opener + 1 : end]]
    return last_opener + 1 + min(signature_start(tail), _end_of_cell(tail))


def _end_of_cell(tail: Sequence[str]) -> int:
    """Return how many of the lines after the last opener belong to its cell.

    A blank line may part two paragraphs of a cell.  After two of them, or where only capitals
    follow (a letterhead), the text is not the cell's any more.
    """
    blanks = 0
    for number, line in enumerate(tail):
        if not line.strip():
            blanks += 1
            continue
        rest = "".join(tail[number:])
        if blanks > 1 or (blanks and rest.isupper()):
            return number
        blanks = 0
    return len(tail)


def _cells(lines: Sequence[Paragraph]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    content: list[Paragraph] = []
    opened = lines[0].span
    for line in lines:
        if is_opener(line.text):
            if cells or content or line is not lines[0]:
                cells.append(_cell(content, opened))
            content, opened = [], line.span
        if line.text.strip():
            content.append(line)
    cells.append(_cell(content, opened))
    return tuple(cells)


def _cell(content: Sequence[Paragraph], opened: Span) -> Cell:
    end = content[-1].span.end if content else opened.end
    return Cell(tuple(content), Span(opened.start, end))
