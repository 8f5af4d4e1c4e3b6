"""Notes below a table that stand in its rows.

    note := ( "Keterangan" | "Catatan" | ... ) ":" text | "*)" text

A row is a note if nothing but one stands in it; rows of a single text below are more of the same.
A note in a cell beside others is a part of what they say, and stays there; only the footnotes below
the last cell of a table (`*) ...`), which a text does not part from it, are taken out.
"""

from collections.abc import Iterable, Iterator, Sequence

from iki_docgen.blocks import Cell, Paragraph, Row
from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.parse.clean import cleaned
from iki_docgen.parse.found import Findings
from iki_docgen.parse.item_reader import shortened
from iki_docgen.vocabulary import opens_footnote, opens_note


def without_notes(found: Findings, about: str, rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows of a table without notes, each of which is reported in `found`."""
    is_note = False
    last = next((at for at in range(len(rows) - 1, -1, -1) if len(_filled(rows[at])) > 1), -1)
    for number, row in enumerate(rows):
        alone = _alone(row)
        is_note = alone is not None and (is_note or opens_note(alone.paragraphs[0].text))
        if alone is not None and is_note:
            found.take(_reported(about, alone.paragraphs))
        elif number == last:
            bare, notes = _parted(row)
            yield bare
            found.take(_reported(about, notes))
        else:
            yield row


def _alone(row: Row) -> Cell | None:
    """Return the only cell of a row that holds text, None where there are more, or none."""
    filled = _filled(row)
    return filled[0] if len(filled) == 1 else None


def _filled(row: Row) -> list[Cell]:
    return [cell for cell in row if cell.paragraphs]


def _parted(row: Row) -> tuple[Row, Sequence[Paragraph]]:
    """Return the last row of a table without the footnotes below its last cell, and those."""
    *cells, cell = row
    for number, line in enumerate(cell.paragraphs[1:], 1):
        if opens_footnote(line.text):
            return (*cells, Cell(cell.paragraphs[:number], cell.span)), cell.paragraphs[number:]
    return row, ()


def _reported(about: str, lines: Iterable[Paragraph]) -> Iterator[Diagnostic]:
    for line in lines:
        yield Code.STRAY_TEXT.at(line.span, about=about, text=shortened(cleaned(line)))
