"""Whether a person has written in a generated file.

The fingerprint is of the text that people see in the body, not of bytes: a file that LibreOffice
saved again without a change still has it.
"""

import unicodedata
from collections.abc import Iterator
from hashlib import blake2b

from lxml import etree

from iki_docgen.errors import InputError
from iki_docgen.office.package import open_package
from iki_docgen.office.xml import parse_xml, qn
from iki_docgen.word.package import targets
from iki_docgen.word.properties import FINGERPRINT, custom_properties

_P, _T, _FIELD, _SDT = qn("w:p"), qn("w:t"), qn("w:fldChar"), qn("w:sdt")
_SIGNS = {
    qn("w:tab"): " ",
    qn("w:br"): " ",
    qn("w:cr"): " ",
    qn("w:ptab"): " ",
    qn("w:noBreakHyphen"): "-",
}
_NOT_TEXT = frozenset(
    qn(tag)
    for tag in (
        *("w:pPr", "w:rPr", "w:sdtPr", "w:sectPr", "w:tblPr", "w:trPr", "w:tcPr", "w:del"),
        *("w:moveFrom", "w:instrText", "w:fldSimple", "mc:Fallback"),
    )
)
_IGNORED = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff"), "") | {ord("\u2011"): "-"}
_GALLERY = f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}"
_CONTENTS = "Table of Contents"


def text_fingerprint(data: bytes) -> str:
    """Return the fingerprint (32 hexadecimal digits) of the text in a Word file.

    The text is that of the body and of comments, white space folded, without the results of
    fields and tables of contents, which Word computes.  Raises `InputError` for what is no
    readable Word file.
    """
    members = open_package(data, "the document")
    return _package_fingerprint(members)


def touched(data: bytes) -> bool:
    """Return whether a person has changed the text of this file since it was generated.

    A file without our fingerprint is a person's own, and one that cannot be read may be: both
    count as touched.
    """
    try:
        members = open_package(data, "the document")
        generated = custom_properties(members).get(FINGERPRINT)
        return generated is None or generated != _package_fingerprint(members)
    except InputError:
        return True


def tree_fingerprint(*roots: etree._Element) -> str:
    """Return the fingerprint of parsed parts: the main one, and the comments."""
    lines = [line for root in roots for line in _lines(root)]
    return blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def _package_fingerprint(members: dict[str, bytes]) -> str:
    mains = list(targets(members, "", "officeDocument").values())
    comments = [part for main in mains for part in targets(members, main, "comments").values()]
    parts = [members[part] for part in (*mains, *comments) if part in members]
    if not parts:
        raise InputError("the document is not a Word file")
    return tree_fingerprint(*map(parse_xml, parts))


def _lines(root: etree._Element) -> Iterator[str]:
    """Yield the text of each paragraph that has any, folded."""
    for paragraph in root.iter(_P):
        if not _is_computed(paragraph):
            text = unicodedata.normalize("NFC", "".join(_pieces(paragraph)).translate(_IGNORED))
            if folded := " ".join(text.split()):
                yield folded


def _is_computed(paragraph: etree._Element) -> bool:
    """Return whether Word writes this paragraph, or reads another in its place."""
    for above in paragraph.iterancestors():
        if above.tag in _NOT_TEXT:
            return True
        if above.tag == _SDT:
            gallery = above.find(_GALLERY)
            if gallery is not None and gallery.get(qn("w:val")) == _CONTENTS:
                return True
    return False


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    """Yield the texts of a paragraph, those of paragraphs inside it (text boxes) not."""
    fields = 0  # that are open
    pending = list(reversed(paragraph))
    while pending:
        found = pending.pop()
        if found.tag == _FIELD:
            kind = found.get(qn("w:fldCharType"))
            fields += (kind == "begin") - (kind == "end" and fields > 0)
        elif found.tag == _T:
            if not fields:
                yield found.text or ""
        elif found.tag in _SIGNS:
            yield _SIGNS[str(found.tag)]
        elif found.tag != _P and found.tag not in _NOT_TEXT:
            pending.extend(reversed(found))
