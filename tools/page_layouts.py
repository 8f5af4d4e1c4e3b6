"""Word documents of the Lumajang positions as other agencies lay them out, to be made into PDFs.

The text is the gold records of `tests/cases/lumajang`; only how the page looks differs.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

GOLD = Path(__file__).parents[1] / "tests/cases/lumajang/records.json"
HEADINGS = ("Sasaran", "Indikator Kinerja", "Penjelasan/Formulasi Perhitungan", "Sumber Data")
TWO_LINES = ("Sasaran\n(Kinerja)", "Indikator\nKinerja", "Penjelasan/\nFormulasi", "Sumber\nData")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a document looks; `lines` are those of its tables: grid, level, shade or none."""

    name: str
    file: str
    lines: str = "grid"
    font: str = "Times New Roman"
    size: int = 12
    landscape: bool = False
    f4: bool = False
    narrow: bool = False
    justified: bool = False
    double: bool = False
    repeated: bool = False
    furniture: bool = False
    merged: bool = False
    two_lines: bool = False
    lost: str = ""
    """What does not come back, and why."""


LAYOUTS = (
    Layout(name="drawn table", file="grid", lost="a row without Sumber Data that a page parts"),
    Layout(name="drawn, F4, Arial 11", file="grid-f4-arial", f4=True, font="Arial", size=11),
    Layout(
        name="drawn, landscape, double-spaced, heads and feet",
        file="grid-landscape-double",
        lost="a second Sasaran of one cell that begins a page",
        landscape=True,
        double=True,
        furniture=True,
    ),
    Layout(
        name="drawn, narrow columns, headings on each page",
        file="grid-narrow-repeated",
        lost="a word too long for its column, broken in the middle",
        narrow=True,
        repeated=True,
        furniture=True,
    ),
    Layout(
        name="drawn, merged Sasaran, justified",
        file="grid-merged-justified",
        merged=True,
        justified=True,
        repeated=True,
    ),
    Layout(name="undrawn table", file="none", lines="none"),
    Layout(
        name="undrawn, F4, Arial 11",
        file="none-f4-arial",
        lost="rows without Sasaran and Sumber Data that nothing parts",
        lines="none",
        f4=True,
        font="Arial",
        size=11,
    ),
    Layout(name="undrawn, landscape", file="none-landscape", lines="none", landscape=True),
    Layout(
        name="undrawn, headings of two lines on each page",
        file="none-two-lines",
        lines="none",
        two_lines=True,
        repeated=True,
        furniture=True,
    ),
    Layout(
        name="level rules, justified, heads and feet",
        file="level-justified-furniture",
        lines="level",
        justified=True,
        furniture=True,
    ),
    Layout(name="shaded rows, Arial 10", file="shade", lines="shade", font="Arial", size=10),
)


def write(layout: Layout, path: Path) -> None:
    """Write the sixteen positions in this layout as a Word file."""
    document = docx.Document()
    _set_page(document, layout)
    for number, jabatan in enumerate(json.loads(GOLD.read_text(encoding="utf-8"))["jabatan"]):
        if number and layout.merged:
            document.add_page_break()  # type: ignore[no-untyped-call]
        _position(document, jabatan, layout)
    if layout.justified:
        for paragraph in document.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.save(str(path))


def _set_page(document: Document, layout: Layout) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = layout.font, Pt(layout.size)
    if layout.double:
        normal.paragraph_format.line_spacing = 2
    section = document.sections[0]
    width, height = (Mm(215), Mm(330)) if layout.f4 else (Mm(210), Mm(297))
    if layout.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        width, height = height, width
    section.page_width, section.page_height = width, height
    margin = Mm(40) if layout.narrow else Mm(25)
    section.left_margin = section.right_margin = margin
    if layout.furniture:
        section.header.paragraphs[0].text = "PEMERINTAH KABUPATEN LUMAJANG - DINAS SOSIAL"
        foot = section.footer.paragraphs[0]
        foot.add_run("Halaman ")
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            mark = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark.text = text
            foot.add_run()._r.append(mark)  # noqa: SLF001 - the way to a field


def _position(document: Document, jabatan: dict[str, Any], layout: Layout) -> None:
    title = document.add_paragraph("INDIKATOR KINERJA INDIVIDU")
    title.paragraph_format.keep_with_next = True
    document.add_paragraph("1. Jabatan : " + jabatan["jabatan"])
    for number, name in ((2, "tugas"), (3, "fungsi")):
        document.add_paragraph(f"{number}. {name.title()} :")
        for count, item in enumerate(jabatan[name]):
            text = item if isinstance(item, str) else item["butir"]
            document.add_paragraph(f"{chr(97 + count)}. {text};")
    table = document.add_table(1, 4, style="Table Grid" if layout.lines == "grid" else None)
    for cell, text in zip(
        table.rows[0].cells, TWO_LINES if layout.two_lines else HEADINGS, strict=True
    ):
        cell.text = text
    if layout.repeated:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    for group in jabatan["sasaran"]:
        _group(table, group, layout)
    if layout.lines in {"level", "shade"}:
        for count, row in enumerate(table.rows):
            for cell in row.cells:
                _paint(cell, layout, count)


def _group(table: Table, group: dict[str, Any], layout: Layout) -> None:
    several = len(group["sasaran"]) > 1
    rows = []
    for row in group["indikator"]:
        cells = table.add_row().cells  # type: ignore[no-untyped-call]
        rows.append(cells)
        cells[1].text, cells[3].text = row["indikator"], row["sumber_data"]
    rows[0][0].text = "\n".join(
        (f"{number}) " if several else "") + text
        for number, text in enumerate(group["sasaran"], start=1)
    )
    if layout.merged and len(rows) > 1:
        rows[0][0].merge(rows[-1][0])
    if layout.justified:
        for cells in rows:
            for cell in cells:
                for paragraph in cell.paragraphs:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _paint(cell: _Cell, layout: Layout, row: int) -> None:
    """Draw only level lines around a cell, or shade those of every other row."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - python-docx has no borders
    if layout.lines == "shade":
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "BFBFBF" if row == 0 else ("E7E6E6", "FFFFFF")[row % 2])
        properties.append(shade)
        return
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "bottom"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), "4")
        borders.append(line)
    properties.append(borders)
