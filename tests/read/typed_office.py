"""The Word file of an office that types its letters by hand: `a.`, a tab, and the text."""

from io import BytesIO

import docx
from docx.document import Document as Docx

from iki_docgen.records import Document, Jabatan, item_texts

_HEADINGS = ("Sasaran", "Indikator", "Penjelasan", "Sumber Data")


def typed_book(document: Document) -> bytes:
    """Return all positions one after another, bold labels, typed letters, merged Sasaran."""
    made: Docx = docx.Document()
    for number, jabatan in enumerate(document.jabatan):
        if number:
            made.add_page_break()
        _label(made, "JABATAN", jabatan.jabatan)
        _list(made, "TUGAS", tuple(item_texts(jabatan.tugas)))
        _list(made, "FUNGSI", tuple(item_texts(jabatan.fungsi)))
        _table(made, jabatan)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _label(made: Docx, name: str, text: str) -> None:
    line = made.add_paragraph()
    line.add_run(name).bold = True
    line.add_run(f"\t: {text}")


def _list(made: Docx, name: str, items: tuple[str, ...]) -> None:
    _label(made, name, items[0] if len(items) == 1 else "")
    if len(items) > 1:
        for number, text in enumerate(items):
            made.add_paragraph(f"{_letter(number)}.\t{text}")


def _letter(number: int) -> str:
    return chr(ord("a") + number)


def _table(made: Docx, jabatan: Jabatan) -> None:
    table = made.add_table(rows=1, cols=len(_HEADINGS))
    table.style = "Table Grid"
    for cell, heading in zip(table.rows[0].cells, _HEADINGS, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    for group in jabatan.sasaran:
        first = len(table.rows)
        for row in group.indikator:
            cells = table.add_row().cells
            cells[1].text, cells[2].text, cells[3].text = (
                row.indikator,
                row.penjelasan,
                row.sumber_data,
            )
        merged = table.cell(first, 0).merge(table.cell(len(table.rows) - 1, 0))
        count = len(group.sasaran)
        lines = [f"{n}) {text}" if count > 1 else text for n, text in enumerate(group.sasaran, 1)]
        merged.text = lines[0]
        for line in lines[1:]:
            merged.add_paragraph(line)
