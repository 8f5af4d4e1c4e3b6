"""Styles that the book needs; the default template has them, other templates get them added."""

from collections.abc import Mapping

from lxml import etree

from iki_docgen.office.xml import W, qn

BOOK_STYLES: Mapping[str, str] = {
    "IKI Sampul Instansi": (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="IKISampulInstansi">'
        '<w:name w:val="IKI Sampul Instansi"/><w:basedOn w:val="Normal"/><w:uiPriority w:val="20"/>'
        '<w:qFormat/><w:pPr><w:spacing w:before="2700" w:after="0"/><w:jc w:val="center"/>'
        '</w:pPr><w:rPr><w:b/><w:bCs/><w:caps/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr>'
        "</w:style>"
    ),
    "IKI Sampul Judul": (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="IKISampulJudul">'
        '<w:name w:val="IKI Sampul Judul"/><w:basedOn w:val="Normal"/><w:uiPriority w:val="20"/>'
        '<w:qFormat/><w:pPr><w:spacing w:before="720" w:after="720"/><w:jc w:val="center"/></w:pPr>'
        '<w:rPr><w:b/><w:bCs/><w:sz w:val="52"/><w:szCs w:val="52"/></w:rPr></w:style>'
    ),
    "IKI Sampul Tahun": (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="IKISampulTahun">'
        '<w:name w:val="IKI Sampul Tahun"/><w:basedOn w:val="Normal"/><w:uiPriority w:val="20"/>'
        '<w:qFormat/><w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/>'
        '</w:pPr><w:rPr><w:b/><w:bCs/><w:caps/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr>'
        "</w:style>"
    ),
    "IKI Judul Isi": (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="IKIJudulIsi">'
        '<w:name w:val="IKI Judul Isi"/><w:basedOn w:val="Normal"/><w:next w:val="TOC1"/>'
        '<w:uiPriority w:val="21"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:after="240"/>'
        '<w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="28"/><w:szCs w:val="28"/>'
        "</w:rPr></w:style>"
    ),
    "toc 1": (
        '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="39"/>'
        '<w:unhideWhenUsed/><w:pPr><w:tabs><w:tab w:val="left" w:pos="567"/></w:tabs>'
        '<w:spacing w:after="80"/><w:ind w:left="567" w:right="567" w:hanging="567"/></w:pPr>'
        "</w:style>"
    ),
}
"""Style name -> its definition."""

_NAME = f"{qn('w:name')}"
_VAL = qn("w:val")


def style_ids(styles: etree._Element) -> dict[str, str]:
    """Return the id of every style by its name, in lower case: Word translates neither."""
    found = {}
    for style in styles.iterfind(qn("w:style")):
        name = style.find(_NAME)
        if name is not None:
            found[name.get(_VAL, "").casefold()] = style.get(qn("w:styleId"), "")
    return found


def add_book_styles(styles: etree._Element) -> dict[str, str]:
    """Add the styles of the book that `styles` lacks; return the id of each by its name."""
    known = style_ids(styles)
    for name, definition in BOOK_STYLES.items():
        if name.casefold() not in known:
            styles.append(parse_fragment(definition))
    known = style_ids(styles)
    return {name: known[name.casefold()] for name in BOOK_STYLES}


def parse_fragment(xml: str) -> etree._Element:
    """Return the element that `xml`, written by ourselves with the prefix `w`, stands for."""
    return etree.fromstring(f'<w:body xmlns:w="{W}">{xml}</w:body>')[0]
