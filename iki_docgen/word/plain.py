"""The visible text of a Word file that holds only simple text, read without walking its tree.

A document that was just generated is known: where its template has no fields, tracked changes,
pictures or hidden text, neither has it.
"""

import re

from lxml import etree

from iki_docgen.office.xml import qn

_PLAIN = frozenset(
    qn(f"w:{tag}")
    for tag in (
        *("document", "body", "p", "pPr", "r", "rPr", "t", "tab", "br", "sectPr", "proofErr"),
        *("bookmarkStart", "bookmarkEnd", "tbl", "tblPr", "tblGrid", "tr", "trPr", "tc", "tcPr"),
        *("sdt", "sdtPr", "sdtEndPr", "sdtContent"),
    )
)
"""Elements round text or beside it."""
_PROPERTIES = tuple(
    qn(f"w:{tag}")
    for tag in ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr")
)
_UNPLAIN = frozenset(
    qn(f"w:{tag}")
    for tag in (
        *("vanish", "vertAlign", "del", "ins", "moveFrom", "moveTo", "cellDel", "cellIns"),
        *("t", "br", "p", "r", "specVanish", "webHidden"),
    )
)
"""Properties that hide or raise text, and what has no place among properties."""
_PARTS = re.compile(
    r"(?P<end></w:p>|<w:p/>|<w:br(?: [^>]*)?/>)|(?P<tab><w:tab/>)"
    r"|<w:t(?P<exact>(?: [^>]*)?)>(?P<text>[^<]*)</w:t>"
)


def is_plain(root: etree._Element) -> bool:
    """Return whether `plain_text` can read `root`, and what a plan makes of it."""
    if root.prefix != "w" or root.tag != qn("w:document"):
        return False
    inside = {found for one in root.iter(*_PROPERTIES) for found in one.iterdescendants()}
    if any(found.tag in _UNPLAIN for found in inside):
        return False
    return all(
        found.tag in _PLAIN and found.prefix == "w" for found in root.iter() if found not in inside
    )


def plain_text(xml: str) -> str:
    """Return the text in `xml`, a written document that `is_plain`: a line for each paragraph."""
    pieces = []
    for end, tab, exact, text in _PARTS.findall(xml):
        if text:
            pieces.append(text if "preserve" in exact else text.strip(" \t"))
        elif end:
            pieces.append("\n")
        elif tab:
            pieces.append("\t")
    found = "".join(pieces)
    return found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
