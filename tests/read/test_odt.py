"""What an OpenDocument text shows is what is read, piece by piece."""

import pytest

from iki_docgen.blocks import Paragraph, Reading
from iki_docgen.diagnostics import Code
from iki_docgen.errors import InputError
from iki_docgen.parse import parse
from iki_docgen.read import read_bytes
from tests.read.test_docx import shown
from tests.read.wordxml import odt


def read(body: str, automatic: str = "", styles: str = "", **members: str) -> Reading:
    return read_bytes(odt(body, automatic, styles, **members), "iki.odt")


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{p(text)}</table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


HIDDEN = (
    '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/>'
    "</style:style>"
)
RUBY = "<text:ruby><text:ruby-base>a</text:ruby-base><text:ruby-text>b</text:ruby-text></text:ruby>"
SHOWING = '<loext:content-control loext:showing-place-holder="true">'
HEADING = row(*map(cell, ("Sasaran", "Indikator", "Penjelasan", "Sumber Data")))
HEADING_SHOWN = [["Sasaran"], ["Indikator"], ["Penjelasan"], ["Sumber Data"]]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ('a<text:s text:c="2"/>b<text:s/>c', "a  b c"),
        ("a<text:tab/>b<text:line-break/>", "a\tb"),
        ("a<text:soft-page-break/>b", "ab"),
        ("a\n   b", "a b"),
        ("<text:span>a</text:span><text:a>b</text:a>c", "abc"),
        ('a<text:change text:change-id="1"/>b', "ab"),
        ('a<text:change-start text:change-id="1"/>b<text:change-end text:change-id="1"/>c', "abc"),
        ('<text:span text:style-name="T1">rahasia</text:span>terlihat', "terlihat"),
        ("a<text:hidden-text>rahasia</text:hidden-text>b", "ab"),
        ("a<text:page-number>3</text:page-number>", "a3"),
        ('<text:bookmark-start text:name="x"/>a<text:bookmark-end text:name="x"/>', "a"),
        (f"{SHOWING}Klik di sini</loext:content-control>", ""),
        (f"{SHOWING}Laporan</loext:content-control>", "Laporan"),
        ("<loext:content-control>Klik di sini</loext:content-control>", "Klik di sini"),
        ("a<text:placeholder>&lt;nama&gt;</text:placeholder>", "a"),
        ("peng\u00adukuran orang\u2011orang", "pengukuran orang-orang"),
        (RUBY, "a"),
    ],
)
def test_the_text_of_a_paragraph_is_what_people_see(inside: str, text: str) -> None:
    assert shown(read(p(inside) + p("akhir"), HIDDEN)) == [text, "akhir"]


def test_deleted_text_and_contents_are_left_out_and_sections_opened() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        f"{p('dihapus')}</text:deletion></text:changed-region></text:tracked-changes>"
        f"<text:table-of-content><text:index-body>{p('JABATAN : Camat 1')}</text:index-body>"
        f"</text:table-of-content><text:section>{p('isi')}</text:section>"
        f'<text:section text:display="none">{p("tersembunyi")}</text:section>'
    )
    assert shown(read(body)) == ["isi"]


def levels(*forms: str) -> str:
    """Return a list style whose levels have these formats: `1.`, `a)`."""
    parts = "".join(
        f'<text:list-level-style-number text:level="{number}" style:num-format="{form[0]}"'
        f' style:num-suffix="{form[1:]}"/>'
        for number, form in enumerate(forms, 1)
    )
    return f'<text:list-style style:name="L1">{parts}</text:list-style>'


def items(*contents: str, more: str = "") -> str:
    inside = "".join(f"<text:list-item>{content}</text:list-item>" for content in contents)
    return f'<text:list text:style-name="L1" {more}>{inside}</text:list>'


def markers(body: str, automatic: str) -> list[tuple[str, int]]:
    blocks = read(body, automatic).blocks
    return [(block.marker, block.level) for block in blocks if isinstance(block, Paragraph)]


def test_lists_are_numbered_by_level_and_go_on_where_they_say_so() -> None:
    inner = items(p("x"), p("y"))
    first = items(p("a") + inner, p("b") + p("lanjutan"), more='xml:id="list1"')
    body = first + items(p("baru")) + items(p("terus"), more='text:continue-list="list1"')
    body += items(p("terus"), more='text:continue-numbering="true"')
    assert markers(body, levels("1.", "a)")) == [
        ("1.", 0),
        ("a)", 1),
        ("b)", 1),
        ("2.", 0),
        ("", 0),
        ("1.", 0),
        ("3.", 0),
        ("4.", 0),
    ]


def test_an_item_may_set_its_number_and_a_header_has_none() -> None:
    body = (
        '<text:list text:style-name="L1"><text:list-header>'
        f'{p("kepala")}</text:list-header><text:list-item text:start-value="5">{p("x")}'
        "</text:list-item></text:list>"
    )
    assert markers(body, levels("i.")) == [("", 0), ("v.", 0)]


@pytest.mark.parametrize(
    ("level", "marker"),
    [
        ('number text:level="1" style:num-format="a" style:num-prefix="("', "(a"),
        ('number text:level="1" style:num-format="A" text:start-value="27"', "AA"),
        ('number text:level="1" style:num-format="1" loext:num-list-format="(%1%)"', "(1)"),
        ('number text:level="1" style:num-format=""', ""),
        ('bullet text:level="1" text:bullet-char="-"', "-"),
        ('bullet text:level="1" text:bullet-char="\uf0b7"', "•"),
    ],
)
def test_a_number_is_shown_in_its_format(level: str, marker: str) -> None:
    style = f'<text:list-style style:name="L1"><text:list-level-style-{level}/></text:list-style>'
    assert markers(items(p("x")), style) == [(marker, 0)]


def test_levels_may_show_those_above() -> None:
    style = (
        '<text:list-style style:name="L1">'
        '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
        '<text:list-level-style-number text:level="2" style:num-format="a"'
        ' text:display-levels="2"/>'
        "</text:list-style>"
    )
    assert markers(items(p("x") + items(p("y"))), style) == [("1.", 0), ("1.a", 1)]


def test_covered_and_repeated_cells_keep_the_columns_in_place() -> None:
    second = row(
        cell("S", 'table:number-rows-spanned="2"'),
        cell("I1"),
        cell("PS", 'table:number-columns-spanned="2"'),
        "<table:covered-table-cell/>",
    )
    third = row(
        f"<table:covered-table-cell>{p('tak terlihat')}</table:covered-table-cell>",
        cell("x", 'table:number-columns-repeated="3"'),
    )
    body = f"<table:table><table:table-header-rows>{HEADING}</table:table-header-rows>"
    body += f"{second}{third}</table:table>"
    assert shown(read(body)) == [
        [HEADING_SHOWN, [["S"], ["I1"], ["PS"], []], [[], ["x"], ["x"], ["x"]]]
    ]


def test_absurd_repetitions_are_bounded() -> None:
    empty = "<table:table-cell table:number-columns-repeated='99999999'/>"
    rows = row(empty, more="table:number-rows-repeated='99999999'")
    reading = read(p("isi") + f"<table:table>{HEADING}{rows}</table:table>")
    assert sum(len(one) for one in reading.blocks[1].rows) < 200


def test_text_boxes_and_inner_tables_are_read() -> None:
    box = f"<draw:frame><draw:text-box>{p('1. JABATAN : Camat')}</draw:text-box></draw:frame>"
    inner = f"<table:table>{row(cell('x1'), cell('x2'))}</table:table>"
    rumus = f"<table:table-cell>{p('rumus:')}{inner}</table:table-cell>"
    body = p(f"isi{box}") + f"<table:table>{HEADING}{row(cell('S'), cell('I'), rumus, cell('D'))}"
    assert shown(read(body + "</table:table>")) == [
        "isi",
        "1. JABATAN : Camat",
        [HEADING_SHOWN, [["S"], ["I"], ["rumus:", "x1", "x2"], ["D"]]],
    ]


def test_notes_comments_and_headers_are_reported_and_no_record() -> None:
    note = f"<text:note><text:note-body>{p('lihat Perbup')}</text:note-body></text:note>"
    comment = f"<office:annotation>{p('benar?')}</office:annotation>"
    header = f"<style:header>{p('PEMERINTAH KABUPATEN')}</style:header>"
    reading = read(p(f"JABATAN : Camat{note}{comment}"), styles=header)
    assert shown(reading) == ["JABATAN : Camat"]
    messages = [found.message for found in parse(reading)[1] if "left out" in found.message]
    assert messages == [
        "a note was left out: `lihat Perbup`",
        "a comment was left out: `benar?`",
        "a header was left out: `PEMERINTAH KABUPATEN`",
    ]


def test_what_cannot_be_read_is_refused_in_words() -> None:
    with pytest.raises(InputError, match="holds no text"):
        read(p(" "))
    with pytest.raises(InputError, match="protected by a password"):
        read(p("x"), **{"META-INF/manifest.xml": "<m><encryption-data/></m>"})
    with pytest.raises(InputError, match=r"content\.xml"):
        read_bytes(odt("").replace(b"content.xml", b"kontent.xml"), "iki.odt")


MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>a</mi><mi>b</mi>{}</math>'
LINK = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="./Object 1"'


def test_a_formula_is_named_beside_the_text() -> None:
    typed = MATH.format('<annotation encoding="StarMath 5.0">a over b</annotation>')
    frame = "<draw:frame>{}</draw:frame>".format
    body = p("isi" + frame(f"<draw:object {LINK}/>") + frame(f"<draw:object>{typed}</draw:object>"))
    reading = read(body, **{"Object 1/content.xml": MATH.format("")})
    assert shown(reading) == ["isi"]
    assert [line.text for line in reading.aside] == ["a b", "a over b"]
    _, findings = parse(reading)
    assert Code.PAGE_FURNITURE in {found.code for found in findings}
