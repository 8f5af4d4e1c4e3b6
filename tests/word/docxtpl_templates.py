"""Templates of the kinds that people write for docxtpl, each a Word file made with python-docx.

A template says what it is by its name; `made` gives its bytes.  What python-docx cannot write
(tags that Word split over runs, notes, merges) is XML written by hand.  All of them are filled in
from contexts with the same names; `test_docxtpl_equal` draws them.
"""

import io
from dataclasses import dataclass, field
from functools import cache

from docx import Document as WordDocument
from docx.document import Document
from docx.oxml import parse_xml

from iki_docgen.office.package import open_package, write_package
from iki_docgen.office.xml import W
from iki_docgen.word.package import OFFICE, with_content_type, with_relationship

Cells = tuple[tuple[str, ...], ...]
_SPACE = f'xmlns:w="{W}"'
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_DRAWING = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:extent cx="9" cy="9"/><wp:docPr id="7" name="bentuk"/>'
    "</wp:inline></w:drawing></w:r></w:p>"
)


@dataclass(frozen=True, eq=False)
class Sample:
    """A template: its text, tables, parts beside the text, and XML written by hand."""

    name: str
    lines: tuple[str, ...] = ()
    cells: Cells = ()
    xml: str = ""
    """Paragraphs and tables after the text, with the prefix `w`."""
    margins: dict[str, str] = field(default_factory=dict)
    """Texts of `header`, `first_page_footer` and the like."""
    margin_xml: str = ""
    """What follows the text of the header."""
    notes: dict[str, str] = field(default_factory=dict)
    """Texts of `footnotes` and `endnotes`."""
    properties: dict[str, str] = field(default_factory=dict)
    sections: int = 1
    fitted: bool = False
    """Whether a table gets other columns than it was written with, or is one in another."""


def run(text: str, properties: str = "") -> str:
    """Return a run as Word writes it."""
    style = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{style}<w:t>{text}</w:t></w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    layout = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{layout}{''.join(runs)}</w:p>"


def cell(text: str, properties: str = "") -> str:
    layout = f'<w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{properties}</w:tcPr>'
    return f"<w:tc>{layout}{paragraph(run(text))}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(*rows: str, columns: int) -> str:
    grid = '<w:gridCol w:w="2000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


@cache
def made(sample: Sample) -> bytes:
    """Return the template as python-docx writes what it has read, so that its bytes are stable."""
    word = WordDocument()
    for line in sample.lines:
        word.add_paragraph(line)
    if sample.cells:
        grid = word.add_table(rows=len(sample.cells), cols=len(sample.cells[0]))
        for written, contents in zip(grid.rows, sample.cells, strict=True):
            for place, content in zip(written.cells, contents, strict=True):
                place.text = content
    for _ in range(1, sample.sections):
        word.add_section()
    _add_xml(word, sample.xml)
    _set_margins(word, sample)
    for name, value in sample.properties.items():
        setattr(word.core_properties, name, value)
    data = _with_notes(_saved(word), sample.notes)
    return _saved(WordDocument(io.BytesIO(data)))


def _saved(word: Document) -> bytes:
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


def _add_xml(word: Document, xml: str) -> None:
    for element in parse_xml(f"<w:body {_SPACE}>{xml}</w:body>"):
        word.element.body.insert(-1, element)


def _set_margins(word: Document, sample: Sample) -> None:
    section = word.sections[0]
    section.different_first_page_header_footer = any("first" in name for name in sample.margins)
    word.settings.odd_and_even_pages_header_footer = any("even" in name for name in sample.margins)
    for name, text in sample.margins.items():
        getattr(section, name).paragraphs[0].text = text
    if sample.margin_xml:
        for element in parse_xml(f"<w:hdr {_SPACE}>{sample.margin_xml}</w:hdr>"):
            section.header._element.append(element)  # noqa: SLF001 - python-docx has no other way


def _with_notes(data: bytes, notes: dict[str, str]) -> bytes:
    members = open_package(data, "test.docx")
    for kind, text in notes.items():
        root, item, member = kind, kind.removesuffix("s"), f"word/{kind}.xml"
        note = f'<w:{item} w:id="2">{paragraph(run(text))}</w:{item}>'
        xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{root} {_SPACE}>{note}'
        members[member] = f"{xml}</w:{root}>".encode()
        members["[Content_Types].xml"] = with_content_type(
            members, member, _NOTES_TYPE.format(kind)
        )
        links, _ = with_relationship(members, "word/document.xml", OFFICE + kind, member)
        members["word/_rels/document.xml.rels"] = links
    return write_package(members)


_NOISE = '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="4" w:name="_GoBack"/>'
_RSID = (
    '<w:r w:rsidR="00A1" w:rsidRPr="00B2"><w:rPr><w:lang w:val="id-ID"/></w:rPr><w:t>{}</w:t></w:r>'
)
_BOLD = "<w:b/>"

PARAGRAPHS = [
    Sample("a variable", ("Yth. {{ nama }},",)),
    Sample("variables beside each other", ("{{ nama }}{{ umur }} {{ angka }}", "{{nama}}{{nama}}")),
    Sample(
        "attributes and entries", ("{{ kamus.kunci }} {{ kamus['kunci'] }} {{ baris[0].nama }}",)
    ),
    Sample(
        "paragraphs in a loop",
        ("{%p for a in daftar %}", "{{ loop.index }}. {{ a }}", "{%p endfor %}"),
    ),
    Sample(
        "nested loops of paragraphs",
        (
            *("{%p for b in baris %}", "{{ b.nama }}", "{%p for a in b.anak %}"),
            *(
                "{{ loop.index }}/{{ loop.length }} {{ a }}",
                "{%p endfor %}",
                "{%p endfor %}",
                "akhir",
            ),
        ),
    ),
    Sample(
        "an empty loop", ("awal", "{%p for a in kosong %}", "{{ a }}", "{%p endfor %}", "akhir")
    ),
    Sample(
        "an empty loop that says so",
        ("{%p for a in kosong %}", "{{ a }}", "{%p else %}", "tidak ada", "{%p endfor %}"),
    ),
    Sample("a loop within a paragraph", ("{% for a in daftar %}{{ a }}; {% endfor %}selesai",)),
    Sample(
        "a loop over paragraphs that are split",
        ("{% for a in daftar %}{{ a }}", "baris {{ loop.index }}{% endfor %}"),
    ),
    Sample(
        "a choice within a paragraph", ("{% if ada %}ya {{ nama }}{% else %}tidak{% endif %}.",)
    ),
    Sample(
        "a choice of paragraphs",
        (
            *("{%p if umur > 50 %}", "tua", "{%p elif umur > 20 %}", "dewasa {{ nama }}"),
            *("{%p else %}", "muda", "{%p endif %}"),
        ),
    ),
    Sample(
        "a choice in a loop",
        (
            *("{%p for b in baris %}", "{%p if b.ada %}", "{{ b.nama }}", "{%p endif %}"),
            "{%p endfor %}",
        ),
    ),
    Sample("an expression as choice", ("{{ 'ya' if ada else 'tidak' }} {{ nama if lain }}",)),
    Sample("a set variable", ("{% set jumlah = umur * 2 %}{{ jumlah + 1 }} {{ jumlah }}",)),
    Sample("a set block", ("{% set teks %}<{{ nama }}>{% endset %}{{ teks }} {{ teks|length }}",)),
    Sample("a paragraph that sets", ("{%p set x = nama %}", "{{ x }}")),
    Sample(
        "a namespace",
        (
            (
                "{% set n = namespace(jumlah=0) %}{% for b in baris %}"
                "{% set n.jumlah = n.jumlah + b.nilai %}{% endfor %}{{ n.jumlah }}"
            ),
        ),
    ),
    Sample(
        "a macro",
        (
            "{% macro tebal(teks, akhir='.') %}[{{ teks }}{{ akhir }}]{% endmacro %}",
            "{{ tebal(nama) }} {{ tebal(umur, akhir='!') }}",
        ),
    ),
    Sample(
        "a macro that is called with a body",
        (
            "{% macro kotak() %}[{{ caller() }}]{% endmacro %}",
            "{% call kotak() %}{{ nama }}{% endcall %}",
        ),
    ),
    Sample("a with block", ("{% with a = nama %}{{ a }}{% endwith %}",)),
    Sample("a filter block", ("{% filter trim %}  huruf {{ nama }}  {% endfilter %}",)),
    Sample(
        "filters",
        (
            "{{ nama|upper }} {{ nama|length }} {{ daftar|join(', ') }} {{ tak_ada|default('-') }}",
            "{{ angka|round(1) }} {{ daftar|first|default('x', true) }}",
            "{{ nama|replace('a', '&') }}",
            "{{ baris|map(attribute='nama')|join('; ') }} {{ baris|sum(attribute='nilai') }}",
            "{{ nama|e }} {{ nama|title }} {{ nama|trim }} {{ daftar|sort|list|length }}",
        ),
    ),
    Sample(
        "tests",
        ("{% if nama is defined and umur is number and tak_ada is undefined %}a{% endif %}",),
    ),
    Sample(
        "comments",
        ("a{# tidak tampak {{ x }} #}b", "{#p seluruh paragraf #}", "{# awal", "akhir #}c"),
    ),
    Sample("printed braces", ("{_{ tetap }_} {_% if %_} {{ nama }} {_{nama}_}",)),
    Sample("a raw block", ("{% raw %}{{ tetap }}{% endraw %} {{ nama }}",)),
    Sample(
        "smart quotes",
        (
            (
                "{{ kamus[\u201ckunci\u201d] }} {{ \u2018teks\u2019 }} "
                "{% if nama == \u201cx\u201d %}x{% endif %}\u201c{{ nama }}\u201d"
            ),
        ),
    ),
    Sample(
        "signs in expressions",
        ("{% if umur < 30 and umur > 3 %}<muda> & {% endif %}{{ umur >= 4 }}",),
    ),
    Sample(
        "dashes that merge paragraphs",
        ("satu ", "{%- if ada -%}", "dua {{ nama }}", "{%- endif -%}", " tiga"),
    ),
    Sample("dashes within a paragraph", ("a {%- if ada %} b {% endif -%} c {{- nama -}} d",)),
    Sample(
        "unicode in a template", ("Ünïcode 漢字 😀 مرحبا {{ nama }} e\u0301 \u200f\u00a0\u2028x",)
    ),
    Sample("a tab and a break in a template", ("a\tb {{ nama }}\nc\t{{ umur }}",)),
    Sample("nothing to fill in", ("tetap", "sama")),
    Sample("nothing at all"),
    Sample(
        "a number of numbers",
        ("{% for x in range(n) %}{{ x }}{% if not loop.last %}, {% endif %}{% endfor %}",),
    ),
    Sample(
        "loop helpers",
        ("{% for a in daftar %}{{ loop.cycle('x', 'y') }}{{ loop.revindex }}{% endfor %}",),
    ),
    Sample(
        "a loop over a dictionary", ("{% for k, v in kamus.items() %}{{ k }}={{ v }};{% endfor %}",)
    ),
    Sample("a filtered loop", ("{% for b in baris if b.ada %}{{ b.nama }}|{% endfor %}",)),
    Sample(
        "lines of a listing",
        ("{{ listing }}", "awal {{ listing }} akhir"),
        xml=paragraph(run("{{ listing }}", _BOLD), properties='<w:jc w:val="center"/>'),
    ),
    Sample(
        "rich text in a paragraph",
        ("awal {{r kaya }} akhir", "{{r kaya }}", "{% if ada %}{{r kaya }}{% endif %}"),
    ),
    Sample(
        "rich text in a loop",
        ("{%p for b in baris %}", "{{ b.nama }}: {{r kaya }}", "{%p endfor %}"),
    ),
    Sample("rich paragraphs", ("awal", "{{p paragraf }}", "akhir")),
]

_LINE = ("{{ b.nama }}", "{{ b.nilai }}", "{{ loop.index }}")
TABLES = [
    Sample("cells", cells=(("{{ nama }}", "{{ umur }}"), ("tetap", "{{ kamus.kunci }}"))),
    Sample(
        "rows in a loop",
        cells=(
            ("Nama", "Nilai", "No"),
            ("{%tr for b in baris %}", "", ""),
            _LINE,
            ("{%tr endfor %}", "", ""),
        ),
    ),
    Sample(
        "nested loops of rows",
        cells=(
            *(("{%tr for b in baris %}", ""), ("{{ b.nama }}", "{{ b.nilai }}")),
            *(("{%tr for a in b.anak %}", ""), ("{{ loop.index }}", "{{ a }}")),
            *(("{%tr endfor %}", ""), ("{%tr endfor %}", "")),
        ),
    ),
    Sample(
        "rows of an empty loop",
        cells=(("Nama",), ("{%tr for b in kosong %}",), ("{{ b }}",), ("{%tr endfor %}",)),
    ),
    Sample(
        "columns in a loop",
        fitted=True,
        cells=(
            ("{%tc for a in kolom %}", "{{ a }}", "{%tc endfor %}"),
            ("{%tc for a in kolom %}", "{{ loop.index }}", "{%tc endfor %}"),
        ),
    ),
    Sample(
        "columns of one row in a loop",
        fitted=True,
        cells=(
            ("Nama", "x", "y", "z"),
            ("{{ nama }}", "{%tc for a in kolom %}", "{{ a }}", "{%tc endfor %}"),
        ),
    ),
    Sample(
        "rows and columns in loops",
        fitted=True,
        cells=(
            ("{%tr for b in baris %}", "", "", ""),
            ("{{ b.nama }}", "{%tc for a in kolom %}", "{{ a }}", "{%tc endfor %}"),
            ("{%tr endfor %}", "", "", ""),
        ),
    ),
    Sample(
        "a choice of cells",
        fitted=True,
        cells=(("{%tc if ada %}", "{{ nama }}", "{%tc else %}", "tidak", "{%tc endif %}"),),
    ),
    Sample(
        "a choice of rows",
        cells=(
            ("{%tr if ada %}",),
            ("{{ nama }}",),
            ("{%tr else %}",),
            ("tidak",),
            ("{%tr endif %}",),
        ),
    ),
    Sample(
        "cells merged downwards",
        cells=(
            ("Kelompok", "Anak"),
            ("{%tr for b in baris %}", ""),
            ("{% vm %}{{ nama }}", "{{ b.nama }}"),
            ("{%tr endfor %}", ""),
        ),
    ),
    Sample(
        "cells merged sideways",
        fitted=True,
        cells=(
            ("{%tc for a in kolom %}", "{% hm %}{{ nama }}", "{%tc endfor %}"),
            ("{%tc for a in kolom %}", "{{ a }}", "{%tc endfor %}"),
        ),
    ),
    Sample(
        "cells that are merged already, merged sideways",
        fitted=True,
        xml=table(
            row(
                cell("{%tc for a in kolom %}"),
                cell("{% hm %}{{ nama }}", '<w:gridSpan w:val="2"/>'),
                cell("{%tc endfor %}"),
            ),
            row(cell("{%tc for a in kolom %}"), cell("{{ a }}"), cell("x"), cell("{%tc endfor %}")),
            columns=4,
        ),
    ),
    Sample("a coloured cell", cells=(("{% cellbg warna %}{{ nama }}", "b"),)),
    Sample(
        "coloured rows",
        cells=(
            ("{%tr for b in baris %}", ""),
            ("{% cellbg b.warna %}{{ b.nama }}", "{{ b.nilai }}"),
            ("{%tr endfor %}", ""),
        ),
    ),
    Sample(
        "a coloured cell that had a colour",
        xml=table(
            row(
                cell(
                    "{% cellbg warna %}{{ nama }}",
                    '<w:shd w:val="clear" w:fill="00FF00"/><w:vAlign w:val="center"/>',
                )
            ),
            columns=1,
        ),
    ),
    Sample(
        "a spanning cell",
        fitted=True,
        cells=(("{% colspan n %}{{ nama }}", "b", "c", "d"), ("1", "2", "3", "4")),
    ),
    Sample(
        "a cell that spanned already",
        fitted=True,
        xml=table(
            row(cell("{% colspan n %}{{ nama }}", '<w:gridSpan w:val="2"/>'), cell("b")),
            columns=3,
        ),
    ),
    Sample(
        "paragraphs of a loop in a cell",
        xml=table(
            row(
                "<w:tc><w:tcPr/>"
                + paragraph(run("{%p for a in daftar %}"))
                + paragraph(run("{{ a }}"))
                + paragraph(run("{%p endfor %}"))
                + paragraph(run("akhir"))
                + "</w:tc>",
                cell("b"),
            ),
            columns=2,
        ),
    ),
    Sample(
        "a table in a table",
        fitted=True,
        xml=table(
            row(
                "<w:tc><w:tcPr/>"
                + table(row(cell("{{ nama }}"), cell("{{ umur }}")), columns=2)
                + "<w:p/></w:tc>"
            ),
            columns=1,
        ),
    ),
    Sample(
        "tables in a loop",
        ("{%p for b in baris %}",),
        xml=table(row(cell("{{ b.nama }}"), cell("{{ b.nilai }}")), columns=2)
        + paragraph(run("{%p endfor %}")),
    ),
    Sample(
        "a table without widths",
        xml="<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p>"
        + run("{{ nama }}")
        + "</w:p></w:tc></w:tr></w:tbl>",
    ),
]

SPLIT = [
    Sample(
        "a tag split over runs",
        xml=paragraph(run("Yth. {"), run("{ na", _BOLD), run("ma }"), run("} dan")),
    ),
    Sample(
        "a tag with spelling marks and a bookmark",
        xml=paragraph(
            _RSID.format("{{ "),
            _NOISE,
            _RSID.format("nama"),
            '<w:bookmarkEnd w:id="4"/>',
            '<w:proofErr w:type="spellEnd"/>',
            _RSID.format(" }}"),
        ),
    ),
    Sample(
        "a loop whose tags are split",
        xml=paragraph(run("{%"), run("p for a in "), run("daftar", _BOLD), run(" %}"))
        + paragraph(run("{{"), run(" a }}"))
        + paragraph(run("{%p endfor"), run(" %}")),
    ),
    Sample(
        "spaces that are kept",
        xml=paragraph(
            '<w:r><w:t xml:space="preserve">  dua {{ nama }} dua  </w:t></w:r>',
            run(" satu {{ umur }} "),
        ),
    ),
    Sample(
        "formatted runs",
        xml=paragraph(
            run("{{ nama }}", '<w:b/><w:color w:val="FF0000"/>'),
            run(" biasa "),
            run("{{ umur }}", "<w:i/>"),
            properties='<w:jc w:val="right"/>',
        ),
    ),
    Sample(
        "runs in a loop",
        xml=paragraph(
            run("awal "),
            run("{%r for a in daftar %}"),
            run("{{ a }}", _BOLD),
            run("{%r endfor %}"),
            run(" akhir"),
        ),
    ),
    Sample(
        "a choice of runs",
        xml=paragraph(run("{%r if ada %}"), run("{{ nama }}", _BOLD), run("{%r endif %}")),
    ),
    Sample(
        "right to left", xml=paragraph(run("مرحبا {{ nama }}", "<w:rtl/>"), properties="<w:bidi/>")
    ),
    Sample(
        "a link",
        xml=paragraph('<w:hyperlink w:anchor="_GoBack">' + run("{{ nama }}") + "</w:hyperlink>"),
    ),
    Sample(
        "a content control",
        xml='<w:sdt><w:sdtPr><w:alias w:val="{{ kamus.kunci }}"/></w:sdtPr><w:sdtContent>'
        + paragraph(run("{{ nama }}"))
        + "</w:sdtContent></w:sdt>",
    ),
    Sample(
        "a field",
        xml=paragraph(
            '<w:fldSimple w:instr="DOCPROPERTY x">' + run("{{ nama }}") + "</w:fldSimple>"
        ),
    ),
    Sample(
        "tracked changes",
        xml=paragraph('<w:ins w:id="1" w:author="a">' + run("{{ nama }}") + "</w:ins>"),
    ),
    Sample(
        "drawings in a loop",
        ("{%p for a in daftar %}",),
        xml=_DRAWING + paragraph(run("{%p endfor %}")) + _DRAWING,
    ),
    Sample(
        "a tab stop and tabs of values",
        xml=paragraph(
            "<w:r><w:t>a</w:t><w:tab/><w:t>{{ nama }}</w:t></w:r>",
            properties='<w:tabs><w:tab w:val="left" w:pos="700"/></w:tabs>',
        ),
    ),
]

BESIDE = [
    Sample(
        "a header and a footer",
        ("isi",),
        margins={"header": "Kepala {{ nama }}", "footer": "Kaki {{ umur }}"},
    ),
    Sample(
        "first and even pages",
        ("{{ nama }}",),
        margins={
            "header": "{{ nama }}",
            "first_page_header": "{{ umur }}",
            "even_page_header": "{% if ada %}a{% endif %}",
            "footer": "tetap",
            "first_page_footer": "{{ kamus.kunci }}",
            "even_page_footer": "{{ listing }}",
        },
    ),
    Sample("a loop in a header", margins={"header": "{% for a in daftar %}{{ a }}, {% endfor %}"}),
    Sample(
        "a table in a header",
        fitted=True,
        margins={"header": "x"},
        margin_xml=table(
            row(cell("{%tc for a in kolom %}"), cell("{{ a }}"), cell("{%tc endfor %}")), columns=3
        )
        + "<w:p/>",
    ),
    Sample("rich text in a footer", margins={"footer": "{{r kaya }}"}),
    Sample(
        "a drawing in a header",
        ("{{ nama }}",),
        margins={"header": "{{ nama }}"},
        margin_xml=_DRAWING,
    ),
    Sample(
        "footnotes",
        ("{{ nama }}",),
        notes={"footnotes": "Catatan {{ nama }} {% if ada %}a{% endif %}"},
    ),
    Sample(
        "properties",
        ("{{ nama }}",),
        properties={
            "title": "Judul {{ kamus.pendek }}",
            "author": "{{ kamus.pendek }}",
            "subject": "{% if ada %}a{% else %}b{% endif %}",
            "comments": "{{ umur }}",
        },
    ),
    Sample("two sections", ("{{ nama }}",), margins={"header": "{{ nama }}"}, sections=2),
]

SAMPLES = [*PARAGRAPHS, *TABLES, *SPLIT, *BESIDE]
