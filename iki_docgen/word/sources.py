"""Parts of a Word file as Jinja sources.

docxtpl's own rules turn `{%tr ... %}`, `{% vm %}` and the rest into Jinja; they stand here alone,
so that the rest of the program does not depend on docxtpl.
"""

import re
from functools import cache
from typing import Any

from lxml import etree

from iki_docgen.office.xml import parse_xml, unescaped
from iki_docgen.word.values import shorten, without_forbidden

_LITERALS = {"{_{": "{{'{{'}}", "}_}": "{{'}}'}}", "{_%": "{{'{%'}}", "%_}": "{{'%}'}}"}
_PARAGRAPH = re.compile(r"<w:p(?=[ >])")
_MARKUP = re.compile(r"</?\w+:\w[^<>]*>")  # not the `<` of an expression
_STATEMENT = re.compile(r"\{%.*?%\}")
_ENDS = frozenset({"{% else %}", "{% endif %}", "{% endfor %}"})
_OWN_LOOP = re.compile(  # what `controls` makes of `{{ i.penjelasan }}`
    r"\{% for iki_baris in \w+\.\w+\|default\(\[(\w+\.\w+)\], true\) %\}"
)
_SHOWN = 100
"""Characters of a paragraph that a message quotes."""


@cache
def _docxtpl() -> Any:  # noqa: ANN401 - docxtpl is not typed
    from docxtpl import DocxTemplate  # noqa: PLC0415 - 100 ms, only when templates are used

    return DocxTemplate("")  # its methods for XML need no file


def jinja_source(data: bytes, name: str) -> str:
    """Return the XML part `data` as docxtpl's Jinja, `{_{` and its like as printed braces."""
    xml = etree.tostring(parse_xml(data, name), encoding="unicode")
    source = str(_docxtpl().patch_xml(xml))
    for written, printed in _LITERALS.items():
        source = source.replace(written, printed)
    return source


def is_static(source: str) -> bool:
    """Return whether there is nothing to fill in."""
    return not any(start in source for start in ("{{", "{%", "{#"))


def mark_paragraphs(source: str) -> str:
    """Return `source` with each paragraph on a line of its own, so that a line number names it.

    What stands between paragraphs, such as what docxtpl makes of `{%p if x %}`, has its line too.
    """
    return _PARAGRAPH.sub("\n<w:p", source).replace("</w:p>", "</w:p>\n")


def unmark_paragraphs(xml: str) -> str:
    """Return rendered `xml` without the line ends of `mark_paragraphs`."""
    xml = xml.replace("</w:p>\n", "</w:p>")
    return xml.replace("\n<w:p ", "<w:p ").replace("\n<w:p>", "<w:p>")


def paragraph_at(source: str, line: int, written: str = "") -> str:
    """Return the text of the paragraph on `line` (1-based) of a marked source.

    `written` is the source before anchors were put in, if they were: tags that it has not are
    left out.
    """
    lines = source.split("\n")
    if not 0 < line <= len(lines):
        return ""
    text = lines[line - 1]
    if "iki_baris }}" in text and (loop := _OWN_LOOP.search("\n".join(lines[: line - 1][-2:]))):
        text = text.replace("{{ iki_baris }}", f"{{{{ {loop[1]} }}}}")
    text = unescaped(_MARKUP.sub("", _OWN_LOOP.sub(r"{{ \1 }}", text)))
    if written:
        known = set(_STATEMENT.findall(unescaped(_MARKUP.sub("", written)))) | _ENDS
        if set(_STATEMENT.findall(text)) - known:
            known -= _ENDS
        text = _STATEMENT.sub(lambda tag: tag[0] if tag[0] in known else "", text)
    return shorten(text, _SHOWN)


def with_breaks(xml: str) -> str:
    r"""Return rendered `xml` with the tabs, newlines, paragraphs and pages that values ask for.

    A text asks for a tab by `\\t` and for a line by `\\n`; docxtpl's `Listing` and `RichText` also
    for a paragraph by `\\a` and for a page by `\\f`, which are taken out of plain texts before.
    """
    if any(sign in xml for sign in "\t\n\a\f"):
        xml = str(_docxtpl().resolve_listing(xml))
    return without_forbidden(xml)
