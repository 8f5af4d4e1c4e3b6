"""What else is to be said of a file that was collected: rows that are gone, and marks of Word."""

from collections.abc import Collection, Iterable, Iterator

from lxml import etree

from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.office.text import deleted_text, hidden_text, inserted_text
from iki_docgen.office.xml import qn
from iki_docgen.source import NOWHERE, Span
from iki_docgen.word.anchors import folded_value
from iki_docgen.word.evidence import Claim, Doubt, Register
from iki_docgen.word.outside import Written
from iki_docgen.word.prompts import is_blank
from iki_docgen.word.rows import VALUES
from iki_docgen.word.stories import AnswerTable, Reading

_PICTURES = tuple(map(qn, ("w:drawing", "w:pict", "w:object")))
_BOX = qn("w:txbxContent")


def missing_rows(
    register: Register,
    verdicts: Iterable[Claim | Doubt],
    expected: Collection[str],
    seen: Collection[str],
) -> Iterator[Diagnostic]:
    """Yield a finding for each indicator of the positions `expected` that no row speaks of.

    Of a position that is not `seen` at all, all rows are one finding.
    """
    found: set[str] = set()
    for verdict in verdicts:
        found |= {verdict.known.kunci} if isinstance(verdict, Claim) else verdict.about
    for ident, rows in register.by_position.items():
        missing = [row for row in rows if row.kunci not in found]
        if ident not in expected or not missing:
            continue
        name = register.names[ident]
        what = [f"the row of `{row.indikator}`" for row in missing]
        if len(missing) == len(rows) and ident not in seen:
            what = [f"the table of `{name}` ({len(rows)} rows)"]
        yield from (Code.MISSING_ROW.at(NOWHERE, about=name, what=one) for one in what)


def marks(reading: Reading, written: Written) -> Iterator[Diagnostic]:
    """Yield findings for tracked changes, hidden text and pictures."""
    for passage in reading.passages:
        where = passage.where or "in the text"
        yield from _tracked(passage.element, passage.span, where)
        yield from _hidden(passage.element, passage.span, where, written)
    for text in reading.unseen:
        yield _outside(NOWHERE, "where nobody sees it", f"`{text}`")
    for table in reading.tables:
        yield from _table_marks(table, written)


def _table_marks(table: AnswerTable, written: Written) -> Iterator[Diagnostic]:
    for element in table.deleted:
        yield from _tracked(element, NOWHERE, f"in a deleted row of table {table.number}")
    for row in table.rows:
        where = f"in row {row.number} of table {table.number}"
        yield from _tracked(row.element, table.span(row.cells[0]) if row.cells else NOWHERE, where)
        for cell in row.cells:
            yield from _hidden(cell.element, table.span(cell), where, written)
            if cell.column in VALUES and _has_picture(cell.element):
                change = "a picture or an object; only text is collected"
                yield _outside(table.span(cell), where, change)


def _tracked(element: etree._Element, span: Span, where: str) -> Iterator[Diagnostic]:
    added, taken = inserted_text(element), deleted_text(element)
    changes = [f"`{added}` was added"] if added else []
    changes += [f"`{taken}` was taken out"] if taken else []
    if changes:
        yield Code.TRACKED_CHANGES.at(span, where=where, changes=" and ".join(changes))


def _hidden(
    element: etree._Element, span: Span, where: str, written: Written
) -> Iterator[Diagnostic]:
    text = hidden_text(element)
    if not is_blank(text) and not written.outside[folded_value(text)]:
        yield _outside(span, where, f"`{text}` is formatted as hidden")


def _outside(span: Span, where: str, change: str) -> Diagnostic:
    return Code.EDITED_OUTSIDE.at(span, where=where, change=change)


def _has_picture(cell: etree._Element) -> bool:
    """Tell whether a cell holds a picture or an object, and not only text in a box."""
    return any(next(found.iter(_BOX), None) is None for found in cell.iter(*_PICTURES))
