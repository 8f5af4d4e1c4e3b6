"""The work that a document causes is bounded, whatever its few bytes unpack or repeat to."""

import pytest

from iki_docgen.blocks import Table
from iki_docgen.errors import InputError
from iki_docgen.office.text import element_text
from iki_docgen.office.xml import W, parse_xml
from iki_docgen.read import read_bytes
from iki_docgen.read.flow import MOST_CELLS, MOST_COLUMNS, MOST_LINES, MOST_NESTED, MOST_TAGS
from tests.read.wordxml import cell, docx, listed, odt, p, table

_OTP = "<text:p>isi</text:p>"
_OTABLE = (
    "<table:table><table:table-row><table:table-cell>{}</table:table-cell></table:table-row>"
    "</table:table>"
)
_OBOX = "<text:p><draw:frame><draw:text-box>{}</draw:text-box></draw:frame></text:p>"
_OLIST = "<text:list><text:list-item>{}</text:list-item></text:list>"
_BOX = (
    "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox>"
    "</v:shape></w:pict></w:r></w:p>"
)
_WIDE = f'<w:gridSpan w:val="{10**12}"/>'


def nested(form: str, inside: str, depth: int) -> str:
    for _ in range(depth):
        inside = form.format(inside)
    return inside


def numbered(form: str) -> str:
    """Return more elements than are read, each a little different, so that they pack badly."""
    return "".join(map(form.format, range(MOST_TAGS)))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (docx(p("isi") + "<w:p/>" * MOST_LINES), "far more paragraphs"),
        (odt(_OTP + "<text:p/>" * MOST_LINES), "far more paragraphs"),
        (docx("<w:p>" + numbered('<w:r w:rsidR="{}"/>') + "</w:p>"), "far more text"),
        (docx(p("isi"), styles=numbered('<w:style w:styleId="{}"/>')), "far more text"),
        (odt("<text:p>" + numbered('<text:s text:c="{}"/>') + "</text:p>"), "far more text"),
        (docx(table(*[[cell("<w:p/>", _WIDE)]] * 1000)), "far more cells"),
        (docx(nested(table([cell("{}<w:p/>")]), p("isi"), MOST_NESTED + 1)), "nested"),
        (docx(nested(_BOX, p("isi"), MOST_NESTED + 1)), "nested"),
        (odt(nested(_OTABLE, _OTP, MOST_NESTED + 1)), "nested"),
        (odt(nested(_OBOX, _OTP, MOST_NESTED + 1)), "nested"),
        (odt(nested(_OLIST, _OTP, MOST_NESTED + 2)), "nested"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_no_person_writes_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=f"was not read: .*{words}") as refused:
        read_bytes(data, "iki")
    assert refused.value.hint


def test_nesting_that_people_reach_is_read() -> None:
    for data in (
        docx(nested(table([cell("{}<w:p/>")]), p("isi"), MOST_NESTED)),
        docx(nested(_BOX, p("isi"), MOST_NESTED)),
        odt(nested(_OTABLE, _OTP, MOST_NESTED)),
        odt(nested(_OLIST, _OTP, MOST_NESTED)),
    ):
        assert read_bytes(data, "iki").source.text.strip() == "isi"


def test_a_span_is_no_wider_than_a_table_can_be() -> None:
    (block,) = read_bytes(docx(table([cell(p("a"), _WIDE)], [cell(p("b"))] * 3)), "iki").blocks
    assert isinstance(block, Table)
    assert {len(row) for row in block.rows} == {MOST_COLUMNS}


def test_repeated_rows_count_as_often_as_they_repeat() -> None:
    row = '<table:table-row table:number-rows-repeated="9999">'
    row += "<table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"
    count = MOST_CELLS // MOST_COLUMNS
    with pytest.raises(InputError, match="far more cells"):
        read_bytes(odt(f"<table:table>{row * (count + 1)}</table:table>"), "iki")


def test_styles_and_lists_in_circles_end() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("A", "B"), ("B", "A"))
    )
    body = p("isi", '<w:pStyle w:val="A"/>') + listed("butir")
    assert read_bytes(docx(body, styles=styles), "iki").source.text == "isi\nbutir"


def test_fields_within_fields_show_the_result_of_each() -> None:
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    text = "<w:r><w:t>{}</w:t></w:r>".format
    inner = sign("begin") + text("x") + sign("separate") + text("dalam") + sign("end")
    outer = sign("begin") + text("y") + inner + sign("separate") + text("a") + inner + sign("end")
    found = parse_xml(f'<w:p xmlns:w="{W}">{text("1")}{outer}{text("2")}</w:p>'.encode())
    assert element_text(found) == "1adalam2"
