"""Templates of one layout for docxtpl and for a mail merge, made as a person would make them.

Both are python-docx's own blank document with a heading, two lists and a table of four columns.
The names of their variables are none that our default template prints, so that nothing is added
to the documents: each program writes the same words from the same values.
"""

from collections.abc import Mapping
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from iki_docgen.records import Jabatan, item_texts

HEADINGS = ("Sasaran", "Indikator Kinerja", "Penjelasan / Formulasi", "Sumber Data")
COLUMNS = ("tujuan", "ukuran", "rumus", "sumber")


def plain_context(jabatan: Jabatan) -> dict[str, object]:
    """Return what the template for docxtpl prints of a position."""
    return {
        "nama": jabatan.jabatan,
        "tugas": list(item_texts(jabatan.tugas)),
        "fungsi": list(item_texts(jabatan.fungsi)),
        "kelompok": [
            {
                "tujuan": " ".join(group.sasaran),
                "baris": [
                    {"ukuran": row.indikator, "rumus": row.penjelasan, "sumber": row.sumber_data}
                    for row in group.indikator
                ],
            }
            for group in jabatan.sasaran
        ],
    }


def merge_values(jabatan: Jabatan) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Return the fields and rows of the same values for a mail merge, which has no loops.

    A list is one field of several lines; a Sasaran stands in the first row of its group.
    """
    fields = {
        "nama": jabatan.jabatan,
        "tugas": "\n".join(item_texts(jabatan.tugas)),
        "fungsi": "\n".join(item_texts(jabatan.fungsi)),
    }
    rows = [
        {
            "tujuan": "" if number else " ".join(group.sasaran),
            "ukuran": row.indikator,
            "rumus": row.penjelasan,
            "sumber": row.sumber_data,
        }
        for group in jabatan.sasaran
        for number, row in enumerate(group.indikator)
    ]
    return fields, rows


def write_docxtpl_template(path: Path) -> None:
    """Write the template for docxtpl."""
    document = docx.Document()
    document.add_heading("INDIKATOR KINERJA INDIVIDU", 1)
    document.add_paragraph("JABATAN: {{ nama }}")
    for name in ("tugas", "fungsi"):
        document.add_paragraph(f"{name.upper()}:")
        document.add_paragraph("{%p for butir in " + name + " %}")
        document.add_paragraph("{{ butir }}")
        document.add_paragraph("{%p endfor %}")
    table = document.add_table(1, len(HEADINGS), "Table Grid")
    for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.text = heading
    rows: tuple[Mapping[int, str], ...] = (
        {0: "{%tr for k in kelompok %}"},
        {0: "{%tr for b in k.baris %}"},
        dict(enumerate(("{% vm %}{{ k.tujuan }}", *(f"{{{{ b.{c} }}}}" for c in COLUMNS[1:])))),
        {0: "{%tr endfor %}"},
        {0: "{%tr endfor %}"},
    )
    for row in rows:
        cells = table.add_row().cells
        for place, text in row.items():
            cells[place].text = text
    document.save(str(path))


def write_merge_template(path: Path) -> None:
    """Write the template for a mail merge."""
    document = docx.Document()
    document.add_heading("INDIKATOR KINERJA INDIVIDU", 1)
    _add_field(document.add_paragraph("JABATAN: "), "nama")
    for name in ("tugas", "fungsi"):
        document.add_paragraph(f"{name.upper()}:")
        _add_field(document.add_paragraph(), name)
    table = document.add_table(1, len(HEADINGS), "Table Grid")
    for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.text = heading
    for cell, name in zip(table.add_row().cells, COLUMNS, strict=True):
        _add_field(cell.paragraphs[0], name)
    document.save(str(path))


def _add_field(paragraph: Paragraph, name: str) -> None:
    """Add a merge field as Word writes a simple one."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" MERGEFIELD {name} ")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = f"«{name}»"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no call for fields
