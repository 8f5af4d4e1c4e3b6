"""Small sound files of each format, from which the search for bad ones starts."""

from pathlib import Path

from tests.read import test_docx, test_odt
from tests.read.pdf.test_pdf import pdf, text
from tests.read.wordxml import abstract, cell, docx, level, listed, num, odt, p, table

TESTS = Path(__file__).parents[1]
_WORDS = ("Sasaran", "Indikator Kinerja", "Penjelasan", "Sumber Data")


def seeds(target: str) -> list[bytes]:
    """Return the files to start from."""
    return _SEEDS[target]()


def _texts() -> list[bytes]:
    return [path.read_bytes() for path in sorted(TESTS.glob("cases/*/source.txt"))]


def _doc() -> list[bytes]:
    return [path.read_bytes() for path in sorted(TESTS.glob("read/files/*.doc"))]


def _docx() -> list[bytes]:
    heading = [cell(p(word)) for word in _WORDS]
    merged = [
        cell(p("Naiknya mutu"), '<w:vMerge w:val="restart"/>'),
        cell(p("Jumlah") + p("rapat"), '<w:gridSpan w:val="2"/>'),
        cell(p("Camat")),
    ]
    below = [cell(p(""), "<w:vMerge/>"), cell(table([cell(p("a")), cell(p("b"))])), cell(p("c"))]
    lists = abstract(
        0, *(level(n, kind, f"%{n + 1}.") for n, kind in enumerate(("lowerLetter", "decimal")))
    )
    style = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/>'
        '<w:basedOn w:val="b"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    pieces = "".join(
        f"<w:p>{inside}</w:p>"
        for inside in (test_docx.FIELD, test_docx.ALTERNATIVES, test_docx.DELETED)
    )
    equation = (
        "<w:p><m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'><m:f>"
        "<m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f>"
        "</m:oMath></w:p>"
    )
    label = p("1. JABATAN : Camat")
    return [
        docx(label + table(heading, merged, below)),
        docx(
            label + listed("satu") + listed("dua", 1) + p("tiga", '<w:pStyle w:val="a"/>'),
            numbering=lists + num(1, 0),
            styles=style,
        ),
        docx(
            label + pieces + equation,
            header=p("kepala"),
            footnotes=f'<w:footnote w:id="1">{p("catatan")}</w:footnote>',
        ),
    ]


def _odt() -> list[bytes]:
    merged = test_odt.row(
        test_odt.cell("Naiknya mutu", 'table:number-rows-spanned="2"'),
        test_odt.cell("Jumlah rapat", 'table:number-columns-spanned="2"'),
        "<table:covered-table-cell/>",
        test_odt.cell("Camat"),
    )
    repeated = test_odt.row(
        '<table:table-cell table:number-columns-repeated="4"/>',
        more='table:number-rows-repeated="3"',
    )
    drawn = f"<table:table>{test_odt.HEADING}{merged}{repeated}</table:table>"
    inside = test_odt.items(test_odt.p("x"), test_odt.p("y"))
    lists = test_odt.items(test_odt.p("a") + inside, test_odt.p("b"), more='xml:id="l"')
    lists += test_odt.items(test_odt.p("c"), more='text:continue-list="l"')
    pieces = (
        f'a<text:s text:c="2"/><text:tab/>{test_odt.RUBY}{test_odt.SHOWING}Klik di sini'
        '</loext:content-control><text:span text:style-name="T1">b</text:span>'
    )
    label = test_odt.p("1. JABATAN : Camat")
    return [
        odt(label + drawn),
        odt(label + lists, test_odt.levels("1.", "a)")),
        odt(label + test_odt.p(pieces), test_odt.HIDDEN),
    ]


def _pdf() -> list[bytes]:
    drawn = "".join(f"{x} 600 m {x} 700 l S\n" for x in (50, 250, 450))
    drawn += "".join(f"50 {y} m 450 {y} l S\n" for y in (700, 680, 640, 600))
    label = text(50, 750, "1. JABATAN : Camat Tekung")
    heading = "".join(text(60 + 130 * at, 685, word) for at, word in enumerate(_WORDS))
    row = text(60, 665, "Meningkatnya mutu") + text(260, 665, "Jumlah rapat")
    boxes = "q 1 0 0 1 10 10 cm 40 590 200 40 re f 0.5 w 40 590 200 40 re S Q\n"
    spaced = "BT /F1 10 Tf 12 TL 50 500 Td [(me) -20 (nyu) 300 (sun)] TJ T* (rencana kerja) ' ET\n"
    curve = "50 50 m 60 60 70 70 80 80 c h B* BI /W 1 /H 1 /BPC 8 /CS /G ID x EI\n"
    return [
        pdf(label + drawn + heading + row),
        pdf(label + heading + row + boxes),
        pdf(label + spaced + curve + "BT 0 1 -1 0 20 300 Tm (SALINAN) Tj ET"),
    ]


_SEEDS = {"pdf": _pdf, "doc": _doc, "docx": _docx, "odt": _odt, "text": _texts, "parse": _texts}
