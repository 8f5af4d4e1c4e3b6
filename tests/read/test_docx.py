"""What a Word document shows is what is read, piece by piece."""

import zipfile
from io import BytesIO

import pytest

from iki_docgen.blocks import Paragraph, Reading, Table
from iki_docgen.diagnostics import Code
from iki_docgen.errors import InputError
from iki_docgen.parse import parse
from iki_docgen.read import read_bytes
from tests.read.wordxml import cell, docx, p, packed, table


def read(body: str, **parts: str) -> Reading:
    return read_bytes(docx(body, **parts), "iki.docx")


def shown(reading: Reading) -> list[object]:
    """Return the blocks: a paragraph as its text, a table as rows of cells of lines."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[[line.text for line in one.paragraphs] for one in row] for row in block.rows]
        for block in reading.blocks
        if isinstance(block, Paragraph | Table)
    ]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


HEADING = [cell(p(text)) for text in ("Sasaran", "Indikator", "Penjelasan", "Sumber Data")]
HEADING_SHOWN = [["Sasaran"], ["Indikator"], ["Penjelasan"], ["Sumber Data"]]


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>hasil</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
ALTERNATIVES = (
    f"<mc:AlternateContent><mc:Choice>{run('satu')}</mc:Choice>"
    f"<mc:Fallback>{run('dua')}</mc:Fallback></mc:AlternateContent>"
)
DELETED = "<w:del><w:r><w:delText>lama</w:delText></w:r></w:del>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (f"<w:sdt><w:sdtContent>{run('kontrol')}</w:sdtContent></w:sdt>", "kontrol"),
        (f"<w:ins>{run('baru')}</w:ins>{DELETED}", "baru"),
        (f"<w:moveFrom>{run('dari')}</w:moveFrom><w:moveTo>{run('ke')}</w:moveTo>", "ke"),
        (f"<w:hyperlink>{run('tautan')}</w:hyperlink>", "tautan"),
        (f"<w:smartTag>{run('Lumajang')}</w:smartTag>", "Lumajang"),
        (f'<w:fldSimple w:instr=" DATE ">{run("2026")}</w:fldSimple>', "2026"),
        (FIELD, "hasil"),
        (ALTERNATIVES, "satu"),
        (run("terlihat") + run("rahasia", "<w:vanish/>"), "terlihat"),
        ("<w:r><w:t>peng</w:t><w:softHyphen/><w:t>ukuran\u00ad</w:t></w:r>", "pengukuran"),
        ("<w:r><w:t>orang</w:t><w:noBreakHyphen/><w:t>orang</w:t></w:r>", "orang-orang"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a\tb"),
        ("<w:r><w:t>a</w:t><w:lastRenderedPageBreak/><w:t>b</w:t></w:r>", "ab"),
    ],
)
def test_the_text_of_a_paragraph_is_what_people_see(inside: str, text: str) -> None:
    assert shown(read(f"<w:p>{inside}</w:p>")) == [text]


def test_a_line_break_ends_a_line_of_the_same_paragraph() -> None:
    reading = read("<w:p><w:r><w:t>satu</w:t><w:br/><w:t>dua</w:t></w:r></w:p>" + p("tiga"))
    assert shown(reading) == ["satu", "dua", "tiga"]
    places = [reading.source.place(block.span.start) for block in reading.blocks]
    assert places == ["paragraph 1", "paragraph 1", "paragraph 2"]


def test_a_deleted_paragraph_mark_joins_what_it_parted() -> None:
    deleted = p("melaksanakan ", "<w:rPr><w:del/></w:rPr>")
    assert shown(read(deleted + p("kebijakan") + p("lain"))) == ["melaksanakan kebijakan", "lain"]


def test_controls_round_paragraphs_rows_and_cells_are_opened() -> None:
    row = f"<w:tr>{''.join(HEADING)}</w:tr>"
    held = f"<w:sdt><w:sdtContent>{cell(p('A'))}</w:sdtContent></w:sdt>"
    second = f"<w:tr>{held}{cell(p('B'))}{cell(p('C'))}{cell(p('D'))}</w:tr>"
    body = f"<w:sdt><w:sdtContent>{p('blok')}</w:sdtContent></w:sdt>"
    body += f"<w:tbl>{row}<w:sdt><w:sdtContent>{second}</w:sdtContent></w:sdt></w:tbl>"
    assert shown(read(body)) == ["blok", [HEADING_SHOWN, [["A"], ["B"], ["C"], ["D"]]]]


def test_deleted_rows_and_cells_are_not_there() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{''.join(HEADING)}</w:tr>"
    cells = [*HEADING, cell(p("x"), "<w:cellDel/>")]
    body = f"<w:tbl>{gone}<w:tr>{''.join(cells)}</w:tr></w:tbl>"
    assert shown(read(body)) == [[HEADING_SHOWN]]


def test_merged_cells_are_followed_by_empty_ones() -> None:
    across = '<w:gridSpan w:val="2"/>'
    rows = [
        [cell(p("S"), '<w:vMerge w:val="restart"/>'), cell(p("I1")), cell(p("PS"), across)],
        [cell(p("S"), "<w:vMerge/>"), cell(p("I2")), cell(p("P")), cell(p("D"))],
    ]
    assert shown(read(table(HEADING, *rows))) == [
        [HEADING_SHOWN, [["S"], ["I1"], ["PS"], []], [[], ["I2"], ["P"], ["D"]]]
    ]


def test_a_cell_that_goes_on_where_none_began_is_one_of_its_own() -> None:
    row = [cell(p("S"), "<w:vMerge/>"), cell(p("I")), cell(p("P")), cell(p("D"))]
    assert shown(read(table(HEADING, row))) == [[HEADING_SHOWN, [["S"], ["I"], ["P"], ["D"]]]]


def test_columns_that_a_row_skips_are_empty_cells() -> None:
    skips = '<w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="1"/></w:trPr>'
    row = f"<w:tr>{skips}{cell(p('I'))}{cell(p('P'))}</w:tr>"
    body = f"<w:tbl><w:tr>{''.join(HEADING)}</w:tr>{row}</w:tbl>"
    assert shown(read(body)) == [[HEADING_SHOWN, [[], ["I"], ["P"], []]]]


def test_a_short_row_is_filled_up() -> None:
    assert shown(read(table(HEADING, [cell(p("S")), cell(p("I"))]))) == [
        [HEADING_SHOWN, [["S"], ["I"], [], []]]
    ]


def test_a_table_inside_a_cell_is_text_of_that_cell() -> None:
    inner = table([cell(p("x1")), cell(p("x2"))])
    row = [cell(p("S")), cell(p("I")), cell(p("rumus:") + inner + p("")), cell(p("D"))]
    assert shown(read(table(HEADING, row)))[0][1] == [["S"], ["I"], ["rumus:", "x1", "x2"], ["D"]]


def test_text_boxes_are_read_where_they_stand() -> None:
    box = f"<w:txbxContent>{p('1. JABATAN : Camat')}</w:txbxContent>"
    shape = f"<mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice><mc:Fallback>"
    shape += f"<w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    reading = read(p("atas") + f"<w:p><w:r><w:t>isi</w:t>{shape}</w:r></w:p>" + p("bawah"))
    assert shown(reading) == ["atas", "isi", "1. JABATAN : Camat", "bawah"]
    places = [reading.source.place(block.span.start) for block in reading.blocks]
    assert places == ["paragraph 1", "paragraph 2", "text box at paragraph 2", "paragraph 3"]


def test_places_are_those_that_people_count() -> None:
    reading = read(p("judul") + table(HEADING, [cell(p(text)) for text in "ABCD"]) + p("akhir"))
    source = reading.source
    line = source.text.split("\n")
    places = {text: source.places[number] for number, text in enumerate(line)}
    assert places["judul"] == "paragraph 1"
    assert places["C"] == "table 1, row 2, column 3"
    assert places["akhir"] == "paragraph 2"
    assert all(
        source.slice(block.span) == block.text
        for block in reading.blocks
        if isinstance(block, Paragraph)
    )


def test_a_frame_that_sets_labels_beside_their_text_is_opened() -> None:
    rows = [
        [cell(p("1.")), cell(p("JABATAN")), cell(p(":")), cell(p("Camat"))],
        [cell(p("2.")), cell(p("TUGAS")), cell(p(":")), cell(p("a. menyusun;") + p("b. menilai."))],
        [cell(p("")), cell(p("")), cell(p("c.")), cell(p("lainnya."))],
    ]
    assert shown(read(table(*rows))) == [
        "1.\tJABATAN\t:\tCamat",
        "2.\tTUGAS\t:\ta. menyusun;",
        "b. menilai.",
        "c.\tlainnya.",
    ]


def test_a_table_of_indicators_inside_a_frame_is_a_table_of_its_own() -> None:
    inner = table(HEADING, [cell(p(text)) for text in "ABCD"])
    reading = read(table([cell(p("JABATAN : Camat"))], [cell(inner + p(""))]))
    blocks = [block for block in shown(reading) if block]
    assert blocks == ["JABATAN : Camat", [HEADING_SHOWN, [["A"], ["B"], ["C"], ["D"]]]]
    place = "table 1, row 2, column 1, inner table 1, row 2, column 4"
    assert place in reading.source.places


def test_labels_above_the_headings_in_one_table_are_labels() -> None:
    whole = '<w:gridSpan w:val="4"/>'
    rows = [
        [cell(p("JABATAN : Camat"), whole)],
        [cell(p("TUGAS : memimpin kecamatan."), whole)],
        HEADING,
        [cell(p(text)) for text in "ABCD"],
    ]
    assert shown(read(table(*rows))) == [
        "JABATAN : Camat",
        "TUGAS : memimpin kecamatan.",
        [HEADING_SHOWN, [["A"], ["B"], ["C"], ["D"]]],
    ]


def test_a_signature_block_in_a_frame_is_no_table_of_indicators() -> None:
    left = cell(p("Mengetahui,") + p("BUPATI"))
    right = cell(p("Lumajang, 2 Januari 2026") + p("CAMAT") + p("NIP. 19650101 199003 1 001"))
    reading = read(
        p("JABATAN : Camat")
        + p("TUGAS : memimpin.")
        + p("FUNGSI : pelayanan.")
        + table(HEADING, [cell(p(text)) for text in "ABCD"])
        + table([left, right])
    )
    document, findings = parse(reading)
    assert [len(one.indikator) for one in document.jabatan[0].sasaran] == [1]
    assert [found.code for found in findings] == [Code.PAGE_FURNITURE]


PROMPT = "Klik untuk menulis sumber data"


def control(text: str, style: str, sign: str = "<w:showingPlcHdr/>", more: str = "") -> str:
    styled = f'<w:rStyle w:val="{style}"/>' if style else ""
    return (
        f"<w:sdt><w:sdtPr>{more}{sign}</w:sdtPr><w:sdtContent><w:p>{run(text, styled)}</w:p>"
        "</w:sdtContent></w:sdt>"
    )


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (control(PROMPT, "PlaceholderText"), ""),
        (p(PROMPT), ""),  # programs drop controls and keep their prompts
        (control("Klik di sini", "PlaceholderText"), ""),
        (control("Klik di sini", ""), "Klik di sini"),
        (control("Laporan", "PlaceholderText"), "Laporan"),  # the sign was left on
        (control("Laporan", "", sign=""), "Laporan"),
        (p(f"{PROMPT} Laporan"), f"{PROMPT} Laporan"),
    ],
)
def test_prompts_are_no_values_and_no_typed_word_is_lost(content: str, value: str) -> None:
    row = [cell(p("S")), cell(p("I")), cell(p("P")), cell(content)]
    reading = read(p("JABATAN : Camat") + table(HEADING, row))
    indikator = parse(reading)[0].jabatan[0].sasaran[0].indikator[0]
    assert indikator.sumber_data == value


def test_a_prompt_that_the_document_keeps_for_its_control_is_no_value() -> None:
    part = '<w:placeholder><w:docPart w:val="ABC"/></w:placeholder>'
    glossary = '<w:docParts><w:docPart><w:docPartPr><w:name w:val="ABC"/></w:docPartPr>'
    glossary += f"<w:docPartBody>{p('Isilah ini')}</w:docPartBody></w:docPart></w:docParts>"
    body = control("Isilah ini", "", more=part) + control("Sudah diisi", "", more=part)
    assert shown(read(body, glossaryDocument=glossary)) == ["", "Sudah diisi"]


def test_a_table_of_contents_is_left_out() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="DaftarIsi1"><w:name w:val="toc 1"/></w:style>'
    gallery = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
    gallery += (
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{p('JABATAN : Camat 1')}</w:sdtContent></w:sdt>"
    )
    body = p("JABATAN : Camat 1", '<w:pStyle w:val="DaftarIsi1"/>') + gallery + p("isi")
    assert shown(read(body, styles=styles)) == ["isi"]


def test_what_stands_beside_the_text_is_reported_and_no_record() -> None:
    note = f'<w:footnote w:type="separator">{p("")}</w:footnote><w:footnote>{p("lihat Perbup")}'
    reading = read(
        p("JABATAN : Camat"),
        footnotes=f"{note}</w:footnote>",
        endnotes=f"<w:endnote>{p('bagian hukum')}</w:endnote>",
        header=p("PEMERINTAH KABUPATEN"),
        footer=p("Halaman 1 dari 3"),
        comments=f"<w:comment>{p('sudah benar?')}</w:comment>",
    )
    assert shown(reading) == ["JABATAN : Camat"]
    found = [one for one in parse(reading)[1] if one.code is Code.PAGE_FURNITURE]
    assert [one.message for one in found] == [
        "a footnote was left out: `lihat Perbup`",
        "an endnote was left out: `bagian hukum`",
        "a header was left out: `PEMERINTAH KABUPATEN`",
        "a comment was left out: `sudah benar?`",
    ]


def test_words_strict_format_is_read_like_the_usual_one() -> None:
    strict = docx(p("JABATAN : Camat"))
    with zipfile.ZipFile(BytesIO(strict)) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    members = {
        name: text.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, text in members.items()
    }
    assert shown(read_bytes(packed(members), "iki.docx")) == ["JABATAN : Camat"]


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(InputError, match="holds no text") as caught:
        read(p(" "))
    assert caught.value.hint


def test_a_table_of_absurd_size_is_refused() -> None:
    wide = cell(p("x"), '<w:gridSpan w:val="99999"/>')
    with pytest.raises(InputError, match="far more cells"):
        read(table(*[[wide]] * 4000))


def test_deep_nesting_is_read_or_refused() -> None:
    body = p("dalam")
    for _ in range(20):
        body = table([cell(body)])
    assert [block for block in shown(read(body)) if block] == ["dalam"]
    for _ in range(200):
        body = table([cell(body)])
    with pytest.raises(InputError):
        read(body)


HIDING = (
    '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="H2"><w:basedOn w:val="H"/></w:style>'
    '<w:style w:type="character" w:styleId="S"><w:basedOn w:val="H"/>'
    '<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("style", "properties", "text"),
    [
        ("", '<w:rStyle w:val="H"/>', "a"),
        ("", '<w:rStyle w:val="H2"/>', "a"),
        ("", '<w:rStyle w:val="S"/>', "ab"),
        ("", '<w:rStyle w:val="H"/><w:vanish w:val="0"/>', "ab"),
        ("P", "", ""),
        ("P", '<w:vanish w:val="0"/>', "b"),
        ("P", '<w:rStyle w:val="H"/>', "b"),  # hidden twice is shown, as Word does it
    ],
)
def test_text_that_a_style_hides_is_not_read(style: str, properties: str, text: str) -> None:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    body = f"<w:p>{named}{run('a')}{run('b', properties)}</w:p>"
    assert shown(read(body + p("akhir"), styles=HIDING)) == [text, "akhir"]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ('<w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r>', "a b"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0E0"/><w:t>b</w:t></w:r>', "→b"),
        (
            f"<w:r><w:ruby><w:rt>{run('x')}</w:rt><w:rubyBase>{run('y')}</w:rubyBase></w:ruby></w:r>",
            "y",
        ),
    ],
)
def test_breaks_signs_and_ruby_read_as_they_are_shown(inside: str, text: str) -> None:
    assert " ".join(map(str, shown(read(f"<w:p>{inside}</w:p>")))) == text
