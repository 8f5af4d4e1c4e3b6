"""The visible text of an OpenDocument paragraph, as a person reads it.

Deleted text of tracked changes stands elsewhere in the file, so what is in the text is what stays.
Nothing here recurses, so nesting cannot exhaust it.
"""

import re
import unicodedata
from collections.abc import Container

from lxml import etree

from iki_docgen.office.xml import qn
from iki_docgen.vocabulary import asks_to_click

_SIGNS = {qn("text:tab"): "\t", qn("text:line-break"): "\n"}
_SPACES, _COUNT = qn("text:s"), qn("text:c")
_SPAN, _STYLE_NAME = qn("text:span"), qn("text:style-name")
_NOT_TEXT = frozenset(
    qn(tag)
    for tag in (
        *("text:note", "text:ruby-text", "text:hidden-text", "text:tracked-changes"),
        *("text:placeholder", "office:annotation", "office:annotation-end", "office:forms"),
        *("text:p", "text:h", "text:list", "table:table"),  # of shapes: blocks of their own
        *("draw:frame", "draw:text-box"),
    )
)
_CONTROL = qn("loext:content-control")
_SHOWING = qn("loext:showing-place-holder")
_MOST_SPACES = 80
"""That one sign stands for: a line holds no more."""
_SOFT_HYPHEN = "\u00ad"
_WHITE = re.compile("[ \t\n]+")
_NO_BREAK_HYPHEN = "\u2011"


def paragraph_text(paragraph: etree._Element, hidden: Container[str]) -> str:
    """Return the text of `paragraph`, in NFC; tabs are tabs and line breaks newlines.

    `hidden` are the names of the styles whose text is not shown.
    """
    pieces: list[str] = []
    pending: list[etree._Element | str] = [paragraph]
    while pending:
        found = pending.pop()
        if isinstance(found, str):
            pieces.append(found)
            continue
        is_left_out = found is not paragraph and _is_left_out(found, hidden)
        inside: list[etree._Element | str] = []
        if not is_left_out:
            inside.append(_own_text(found))
            for child in found:
                inside += (child, _plain(child.tail))
        pending.extend(reversed(inside))
    text = "".join(pieces).replace(_SOFT_HYPHEN, "").replace(_NO_BREAK_HYPHEN, "-")
    return unicodedata.normalize("NFC", text).rstrip("\n")


def _own_text(element: etree._Element) -> str:
    """Return the characters that `element` itself stands for, and those it starts with."""
    if element.tag == _SPACES:
        count = element.get(_COUNT, "1")
        is_number = count.isascii() and count.isdigit()
        return " " * min(int(count) if is_number and len(count) < 9 else 1, _MOST_SPACES)  # noqa: PLR2004 - digits
    return _SIGNS.get(str(element.tag), "") + _plain(element.text)


def _plain(text: str | None) -> str:
    """Return text between tags: white space is a space, a carriage return ends a line."""
    return _WHITE.sub(" ", text or "").replace("\r", "\n")


def _is_left_out(element: etree._Element, hidden: Container[str]) -> bool:
    if not isinstance(element.tag, str) or element.tag in _NOT_TEXT:
        return True
    if element.tag == _SPAN:
        return element.get(_STYLE_NAME, "") in hidden
    if element.tag == _CONTROL and element.get(_SHOWING) == "true":
        # Words that a person typed may stand there with the sign left on.
        return asks_to_click("".join(map(str, element.itertext())))
    return False
