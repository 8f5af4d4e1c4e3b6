"""Values made fit for Word, and only that: what a person wrote stays as it was written.

XML cannot hold some characters, and Word reads others as a page or a paragraph; a lone surrogate
cuts off the rest of a document.
"""

import re

GAP = "." * 24
"""Stands where a value is missing, for somebody to fill in with a pen."""
SHORT_GAP = "." * 8

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[ \t\n]*\n[ \t\n]*")


def clean(value: str) -> str:
    """Return `value` as XML can hold it: tabs stay, and every line end is a newline."""
    if value.isprintable():  # as nearly all are: no line ends, nothing that XML forbids
        return value
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", value))


def one_line(value: str) -> str:
    """Return `value` as it stands in a field of one line."""
    cleaned = clean(value).strip()
    return _SPACES.sub(" ", cleaned) if "\n" in cleaned else cleaned


def lines(value: str) -> list[str]:
    """Return the paragraphs of `value`, none for an empty one."""
    cleaned = clean(value).strip()
    return cleaned.split("\n") if cleaned else []


def without_forbidden(xml: str) -> str:
    """Return `xml` without the characters that no XML file may hold."""
    return _FORBIDDEN.sub("", xml)


def shorten(value: str, limit: int) -> str:
    """Return `value` on one line of at most `limit` UTF-16 units; a cut shows as an ellipsis."""
    if value.isprintable() and "  " not in value:
        folded = value.strip()
    else:
        folded = " ".join(clean(value).split())
    if folded.isascii():
        return folded if len(folded) <= limit else folded[: limit - 1].rstrip() + "…"
    units = folded.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return folded
    cut = units[: 2 * (limit - 1)].decode("utf-16-le", "ignore")  # not half a pair
    return cut.rstrip() + "…"
