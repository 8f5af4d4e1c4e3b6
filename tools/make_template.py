"""Write templates/iki.docx, the template that comes with the program.

    python tools/make_template.py [FILE]

The same bytes on every machine.  The secretariat restyles the file in Word; this script only says
how it starts, so it writes the XML that Word would write, and nothing that Word need not keep.
"""

import sys
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from template_parts import APP, CORE, FONTS, OFFICE, PACKAGE, SETTINGS
from template_styles import NUMBERING, STYLES, TEXT_WIDTH, W

from iki_docgen.office.package import write_package
from iki_docgen.word.controls import COLUMNS

DEFAULT = Path(__file__).parents[1] / "templates" / "iki.docx"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


class Cell(NamedTuple):
    """A column of the table: its width in twips and its cells from top to bottom."""

    width: int
    heading: str
    number: str
    body: str


def run(text: str, style: str = "") -> str:
    """Return a run; a tab in `text` is a tab in Word."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    pieces = (f'<w:t xml:space="preserve">{piece}</w:t>' for piece in escape(text).split("\t"))
    return f"<w:r>{properties}{'<w:tab/>'.join(pieces)}</w:r>"


def paragraph(style: str, text: str = "", run_style: str = "") -> str:
    """Return a paragraph in one style."""
    content = run(text, run_style) if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def tag(text: str) -> str:
    """Return a paragraph that only holds a docxtpl tag; it vanishes from the document."""
    return paragraph("IKITag", "{%p " + text + " %}")


def field(name: str, label: str) -> str:
    """Return TUGAS or FUNGSI: a sentence on the label's line, or items below it."""
    items = "".join(
        tag(f"{word} butir.tingkat == {level}") + paragraph(style, "{{ butir.teks }}")
        for word, level, style in (
            ("if", 1, "IKIButir"),
            ("elif", 2, "IKIButir2"),
            ("elif", 3, "IKIButir3"),
            ("elif", 4, "IKIButir4"),
        )
    )
    return (
        paragraph("IKILabel", f"{label}\t:\t{{{{ {name}.kalimat }}}}")
        + tag(f"for butir in {name}.butir")
        + items
        + tag("endif")
        + tag("endfor")
    )


def control(name: str) -> str:
    """Return the content control of a column that people fill in; its ids come with the data."""
    column = next(column for column in COLUMNS if column.name == name)
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{column.title}"/><w:tag w:val="{name}"/>'
        '<w:lock w:val="sdtLocked"/></w:sdtPr><w:sdtContent>'
        + tag(f"if i.{name}_baris")
        + tag(f"for baris in i.{name}_baris")
        + paragraph("IKISel", "{{ baris }}")
        + tag("endfor")
        + tag("else")
        + paragraph("IKISel", column.prompt, "PlaceholderText")
        + tag("endif")
        + "</w:sdtContent></w:sdt>"
    )


# `{% vm %}` must stand in the first text of its cell; where it stands, rows after the first of a
# group print nothing.
SASARAN = (
    tag("if s.sasaran|length <= 1 or not loop.first")
    + paragraph("IKISel", "{% vm %}{{ s.sasaran|join }}")
    + tag("else")
    + tag("for kalimat in s.sasaran")
    + paragraph("IKISelBernomor", "{{ loop.index }})\t{{ kalimat }}")
    + tag("endfor")
    + tag("endif")
)
CELLS = (
    Cell(3300, "Sasaran / Kinerja Utama", "1", SASARAN),
    Cell(3300, "Indikator Kinerja Utama", "2", paragraph("IKISel", "{{ i.indikator }}")),
    Cell(3900, "Penjelasan / Formulasi Penghitungan", "3", control("penjelasan")),
    Cell(2241, "Sumber Data", "4", control("sumber_data")),
    Cell(
        1250,
        *(
            paragraph("IKITag", "{%tc for " + loop + " %}")
            for loop in ("judul in kolom_lainnya", "judul in kolom_lainnya", "nilai in i.lainnya")
        ),
    ),
    Cell(1450, "{{ judul }}", "{{ loop.index + 4 }}", paragraph("IKISel", "{{ nilai }}")),
    Cell(1000, *(paragraph("IKITag", "{%tc endfor %}"),) * 3),
)
HEADER_ROW = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
BODY_ROW = "<w:trPr><w:cantSplit/></w:trPr>"


def cell(width: int, content: str, span: int = 1) -> str:
    """Return a table cell."""
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}</w:tcPr>'
    return f"<w:tc>{properties}{content}</w:tc>"


def in_style(style: str, text: str) -> str:
    """Return `text` as a paragraph, unless it is one already."""
    return text if text.startswith("<w:p>") else paragraph(style, text)


def tag_row(text: str) -> str:
    """Return a table row that only holds a docxtpl tag."""
    content = paragraph("IKITag", "{%tr " + text + " %}")
    return f"<w:tr>{BODY_ROW}{cell(TEXT_WIDTH, content, len(CELLS))}</w:tr>"


def table() -> str:
    """Return the table, one column for each of CELLS."""
    assert sum(one.width for one in CELLS) == TEXT_WIDTH  # noqa: S101 - a slip of ours
    headings = "".join(cell(c.width, in_style("IKIKepalaTabel", c.heading)) for c in CELLS)
    numbers = "".join(cell(c.width, in_style("IKINomorKolom", c.number)) for c in CELLS)
    bodies = "".join(cell(c.width, c.body) for c in CELLS)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="IKITabel"/>'
        f'<w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        ' w:noHBand="0" w:noVBand="1"/>'
        '<w:tblCaption w:val="Indikator Kinerja Individu"/>'
        '<w:tblDescription w:val="Sasaran, indikator kinerja utama, penjelasan atau formulasi'
        ' penghitungan, dan sumber data dari satu jabatan"/></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{c.width}"/>' for c in CELLS)
        + "</w:tblGrid>"
        + f"<w:tr>{HEADER_ROW}{headings}</w:tr><w:tr>{HEADER_ROW}{numbers}</w:tr>"
        + tag_row("for s in sasaran")
        + tag_row("for i in s.indikator")
        + f"<w:tr>{BODY_ROW}{bodies}</w:tr>"
        + tag_row("endfor")
        + tag_row("endfor")
        + "</w:tbl>"
    )


def signature() -> str:
    """Return the signature block, which stays on one page."""
    signer = "penandatangan"
    return (
        paragraph("IKITempatTanggal", f"{{{{ {signer}.tempat }}}}, {{{{ {signer}.tanggal }}}}")
        + paragraph("IKITandaTangan", f"{{{{ {signer}.jabatan }}}},")
        + paragraph("IKINamaTerang", f"{{{{ {signer}.nama }}}}")
        + paragraph("IKITandaTangan", f"{{{{ {signer}.pangkat }}}}")
        + paragraph("IKINIP", f"NIP. {{{{ {signer}.nip }}}}")
    )


def body() -> str:
    """Return the pages of one position."""
    return (
        paragraph("Title", "INDIKATOR KINERJA INDIVIDU (IKI)")
        + paragraph("Subtitle", "{{ instansi|upper }}{% if daerah %} {{ daerah|upper }}{% endif %}")
        + paragraph("Subtitle", "TAHUN {{ tahun }}")
        + paragraph("Heading1", "{{ jabatan|upper }}")
        + paragraph("IKILabel", "JABATAN\t:\t{{ jabatan }}")
        + field("tugas", "TUGAS")
        + field("fungsi", "FUNGSI")
        + tag("if sasaran")
        + paragraph("IKIJarak")
        + table()
        + tag("endif")
        + signature()
        + '<w:sectPr><w:footerReference w:type="default" r:id="rId5"/>'
        '<w:pgSz w:w="18709" w:h="12189" w:orient="landscape"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567"'
        ' w:footer="567" w:gutter="0"/></w:sectPr>'
    )


def word_field(name: str) -> str:
    """Return a field that Word computes."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {name} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def footer() -> str:
    """Return `Halaman x dari y`."""
    content = run("Halaman ") + word_field("PAGE") + run(" dari ") + word_field("NUMPAGES")
    return f'<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{content}</w:p></w:ftr>'


WORD_PARTS = ("styles", "numbering", "settings", "fontTable", "footer")


def content_types() -> str:
    """Return the list of content types."""
    word = (
        *(("document", "document.main"), ("footer1", "footer")),
        *((part, part) for part in WORD_PARTS[:-1]),
    )
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{WORD_TYPE}.{kind}+xml"/>'
        for part, kind in word
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def relationships(*links: tuple[str, str]) -> str:
    """Return relationships rId1, rId2, ...: the kind and the target of each."""
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(links, 1)
        )
        + "</Relationships>"
    )


def template() -> bytes:
    """Return the Word file."""
    parts = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(
            (f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{OFFICE}/relationships/extended-properties", "docProps/app.xml"),
        ),
        "word/document.xml": f"<w:document {W}><w:body>{body()}</w:body></w:document>",
        "word/_rels/document.xml.rels": relationships(
            *(
                (f"{OFFICE}/relationships/{part}", f"{part.replace('footer', 'footer1')}.xml")
                for part in WORD_PARTS
            )
        ),
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/settings.xml": SETTINGS,
        "word/fontTable.xml": FONTS,
        "word/footer1.xml": footer(),
        "docProps/core.xml": CORE,
        "docProps/app.xml": APP,
    }
    return write_package({name: (HEAD + xml).encode() for name, xml in parts.items()})


if __name__ == "__main__":
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(template())
    print(path)
