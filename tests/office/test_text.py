import pytest
from lxml import etree

from iki_docgen.errors import InputError
from iki_docgen.office.text import element_text, paragraphs
from iki_docgen.office.xml import MC, M, W, parse_xml, qn, serialize_xml

ROOT = f'<w:body xmlns:w="{W}" xmlns:mc="{MC}" xmlns:m="{M}">%s</w:body>'


def body(xml: str) -> etree._Element:
    return parse_xml((ROOT % xml).encode())


def text(xml: str) -> str:
    return element_text(body(xml))


def run(words: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


def words(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def m(kind: str, **parts: str) -> str:
    inner = "".join(f"<m:{name}>{part}</m:{name}>" for name, part in parts.items())
    return f"<m:{kind}>{inner}</m:{kind}>"


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def p(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


DELETED_MARK = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (p(run("a")) + p("") + p(run("b")), "a\n\nb"),
        (p("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>" + run("a")), "a"),
        (p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/></w:r>"), "a\tb\nc\n"),
        (p("<w:r><w:t>orang</w:t><w:noBreakHyphen/><w:t>orang</w:t></w:r>"), "orang-orang"),
        (p("<w:r><w:t>ke</w:t><w:softHyphen/><w:t>giatan</w:t></w:r>"), "kegiatan"),
        (
            p(f"<w:ins>{run('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"),
            "new",
        ),
        (p(f"<w:moveFrom>{run('x')}</w:moveFrom><w:moveTo>{run('x')}</w:moveTo>"), "x"),
        (p(DELETED_MARK + run("a")) + p(run("b")), "ab"),
        (p(run("a") + run("secret", "<w:rPr><w:vanish/></w:rPr>")), "a"),
        (p(run("a", '<w:rPr><w:vanish w:val="0"/></w:rPr>')), "a"),
        (p(f'<w:fldSimple w:instr="PAGE">{run("3")}</w:fldSimple>'), "3"),
        (p(f"<w:hyperlink><w:smartTag>{run('a')}</w:smartTag></w:hyperlink>"), "a"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{p(run('a'))}</w:sdtContent></w:sdt>", "a"),
        (p('<w:r><w:sym w:font="Symbol" w:char="F0E5"/></w:r>'), "∑"),
        (p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'), "✓"),
        (p('<w:r><w:sym w:font="Unknown" w:char="F041"/></w:r>'), "\ufffd"),
        (p('<w:r><w:sym w:font="Arial" w:char="00D7"/></w:r>'), "×"),  # noqa: RUF001
        (p("<m:oMath><m:r><m:t>n/N</m:t></m:r></m:oMath>"), "n/N"),
        (
            p(
                f"<m:oMath>{m('f', num=words('Jumlah A'), den=words('n'))}"
                f"{words(' x 100%')}</m:oMath>"
            ),
            "(Jumlah A)/n x 100%",
        ),
        (p(f"<m:oMath>{m('sSup', e=words('x'), sup=words('2'))}</m:oMath>"), "x^2"),
        (
            p(
                "<m:oMath>"
                + m("sSubSup", e=words("x"), sub=words("i + 1"), sup=words("2"))
                + "</m:oMath>"
            ),
            "x_(i + 1)^2",
        ),
        (p(f"<m:oMath>{m('rad', deg='', e=words('n'))}</m:oMath>"), "√(n)"),
        (
            p(
                "<m:oMath><m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr>"
                f"<m:sub>{words('i=1')}</m:sub><m:sup>{words('n')}</m:sup><m:e>{words('x')}</m:e>"
                "</m:nary></m:oMath>"
            ),
            "∑_(i=1)^n x",
        ),
        (
            p(f"<m:oMath><m:d><m:e>{words('a')}</m:e><m:e>{words('b')}</m:e></m:d></m:oMath>"),
            "(a|b)",
        ),
        (
            p(
                "<m:oMath>"
                "<m:m><m:mPr/>"
                + 2 * f"<m:mr><m:e>{words('a')}</m:e><m:e>{words('b')}</m:e></m:mr>"
                + "</m:m></m:oMath>"
            ),
            "a b; a b",
        ),
        (p("<w:r><w:t>cafe\u0301</w:t></w:r>"), "café"),
        (p("<w:r><w:t> a<!-- no -->b </w:t></w:r>"), "ab"),
        (
            "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>"
            + run("x")
            + "</w:p></w:tc></w:tr></w:tbl>",
            "",
        ),
    ],
)
def test_text_is_what_a_person_reads(xml: str, expected: str) -> None:
    assert text(xml) == expected


def test_a_field_gives_its_result_and_not_its_instruction() -> None:
    inner = field("begin") + run("1") + field("separate") + run("2") + field("end")
    outer = field("begin") + run("IF ") + inner + field("separate") + run("yes") + field("end")
    assert text(p(run("a ") + outer + run(" b"))) == "a yes b"


def test_a_field_that_never_ends_loses_nothing() -> None:
    assert text(p(field("begin") + run("a")) + p(run("b"))) == "a\nb"


def test_alternate_content_is_read_once() -> None:
    choice, fallback = (f"<w:txbxContent>{p(run(word))}</w:txbxContent>" for word in "ab")
    both = f"<mc:Choice>{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>"
    assert (
        text(
            p(run("x") + f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>" + run("y"))
        )
        == "x\na\ny"
    )
    only = f"<mc:AlternateContent><mc:Fallback>{p(run('b'))}</mc:Fallback></mc:AlternateContent>"
    assert text(only) == "b"


def test_nesting_of_any_depth_is_read() -> None:
    root = etree.Element(qn("w:p"))
    deep = root
    for _ in range(20_000):
        deep = etree.SubElement(deep, qn("w:smartTag"))
    etree.SubElement(etree.SubElement(deep, qn("w:r")), qn("w:t")).text = "a"
    assert element_text(root) == "a"
    assert list(paragraphs(root)) == [root]


def test_paragraphs_come_in_order_and_without_those_in_text_boxes() -> None:
    box = f"<w:r><w:txbxContent>{p(run('b'))}</w:txbxContent></w:r>"
    table = f"<w:tbl><w:tr><w:tc>{p(run('c'))}</w:tc></w:tr></w:tbl>"
    root = body(
        p(run("a") + box) + table + f"<w:sdt><w:sdtContent>{p(run('d'))}</w:sdtContent></w:sdt>"
    )
    assert [element_text(found) for found in paragraphs(root)] == ["a\nb", "c", "d"]


@pytest.mark.parametrize(
    "data",
    [b"", b"<a>", b"<a>\x01</a>", b"<!DOCTYPE a><a/>", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
)
def test_xml_that_is_broken_or_declares_a_type_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.docx"):
        parse_xml(data, "a.docx")


def test_xml_survives_being_written() -> None:
    root = parse_xml(serialize_xml(body(p(run("é &lt;")))))
    assert element_text(root) == "é <"


def test_results_of_named_fields_are_left_out_and_of_others_not() -> None:
    def result(name: str, words: str) -> str:
        instruction = f"<w:r><w:instrText> {name} </w:instrText></w:r>"
        return field("begin") + instruction + field("separate") + words + field("end")

    inner = result("toc o", run("a") + result("HYPERLINK", run("b")))
    simple = f'<w:fldSimple w:instr=" TOC ">{run("c")}</w:fldSimple>'
    found = body(p(run("x") + inner + simple + result("HYPERLINK", run("y"))))
    assert element_text(found, without_fields={"TOC"}) == "xy"
    assert element_text(found) == "xabcy"
    never_ends = field("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>" + field("separate")
    assert element_text(body(p(never_ends + run("z"))), without_fields={"TOC"}) == "z"
    assert element_text(body(p("<w:r><w:instrText>TOC</w:instrText></w:r>" + run("z")))) == "z"
