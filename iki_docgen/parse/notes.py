"""Notes below a table that stand in its rows.

    note := ( "Keterangan" | "Catatan" | ... ) ":" text | "*)" text

A row is a note if nothing but one stands in it; rows of a single text below are more of the same.
A note in a cell beside others is a part of what they say, and stays there.
"""

from collections.abc import Iterable, Iterator, Sequence

from iki_docgen.blocks import Cell, Paragraph, Row
from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.parse.clean import cleaned
from iki_docgen.parse.item_reader import shortened
from iki_docgen.vocabulary import opens_note


def without_notes(found: list[Diagnostic], about: str, rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows of a table without notes, each of which is reported in `found`."""
    is_note = False
    for row in rows:
        alone = _alone(row)
        is_note = alone is not None and (is_note or opens_note(alone.paragraphs[0].text))
        if alone is not None and is_note:
            found += _reported(about, alone.paragraphs)
        else:
            yield row


def _alone(row: Row) -> Cell | None:
    """Return the only cell of a row that holds text, None where there are more, or none."""
    filled = [cell for cell in row if cell.paragraphs]
    return filled[0] if len(filled) == 1 else None


def _reported(about: str, lines: Iterable[Paragraph]) -> Iterator[Diagnostic]:
    for line in lines:
        yield Code.STRAY_TEXT.at(line.span, about=about, text=shortened(cleaned(line)))
