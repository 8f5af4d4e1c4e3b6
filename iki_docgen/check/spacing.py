"""The rule about spaces and commas (IKI303)."""

import re
from collections.abc import Iterator

from iki_docgen.check.passages import Field, Passage, passages
from iki_docgen.check.rule import Examined, rule
from iki_docgen.diagnostics import Code, Diagnostic, Edit, Fix

_BLANK = r"[ \u00a0]"
# The first character decides at nearly every place, so it stands before what looks back over it.
_MISTAKE = re.compile(
    rf"""
    [ \u00a0,;(]
    (?: (?<=[^\s:=;,(]{_BLANK}) {_BLANK}* (?=[;,]) (?P<before>)
      | (?<=[^\W\d_]{{2}}{_BLANK}) {_BLANK}* (?=\.(?:\s|\Z)) (?P<stop>)
      | (?<=[^\W\d_]{{2}}[,;]) (?=[^\W\d_]{{2}}) (?![A-Z]\w{{0,5}}\.) (?P<after>)
      | (?<=\() [^()\n]{{1,200}}\) (?=[^\W\d_]{{2}}) (?P<bracket>)
      | (?<=[\w,;.)%\u201d"-]{_BLANK}) {_BLANK}+ (?=[\w(\u201c"%]) (?P<double>)
    )
    """,
    re.VERBOSE,
)
_LONGEST = 60
_NEAR = 150
_SHORT = 8
# A line with so many gaps is set in columns or justified: its spaces are layout.
_GAPS_OF_LAYOUT = 3
_MARKER = re.compile(r"\s*(?:\(?\w{1,2}[.)]|[-*\u2022\u2013])\s*\Z")
_FORMULA = re.compile(r"[=:+\u00d7\u00f7/<>_]|\d\s*%")
_RESTRICTIVE = re.compile(r",\s+yang\s+(?:di|me|ber|ter|telah|sudah|akan)")
_WHAT = {
    "before": ("a space before a mark", "leave the space out"),
    "stop": ("a space before a full stop", "leave the space out"),
    "after": ("no space after a mark", "put a space after it"),
    "bracket": ("no space after a bracket", "put a space after it"),
    "double": ("several spaces between two words", "leave one space"),
}


@rule(Code.SPACING_OR_PUNCTUATION)
def spacing_or_punctuation(examined: Examined) -> Iterator[Diagnostic]:
    """Find spaces that are missing or too many, and a comma that parts `yang` from its noun.

    The space after a list's letter, white space that wraps a line and tabs are layout, not
    wording.  A comma before `yang` may be right, so it is reported in the table only, and never
    mended.

    Bad:  terhadap anak,wanita,  lanjut usia ;
    Good: terhadap anak, wanita, lanjut usia;
    """
    for passage in passages(examined):
        for found in _MISTAKE.finditer(passage.text):
            if not _is_layout(passage, found) and not passage.is_fenced(found.start()):
                yield _mistake(passage, found)
        if passage.field in {Field.SASARAN, Field.INDIKATOR}:
            yield from _comma_before_yang(passage)


def _is_layout(passage: Passage, found: "re.Match[str]") -> bool:
    """Tell whether what was found belongs to the layout or to a word, not to the sentence."""
    if found.lastgroup == "bracket":
        inside = found[0][1:-1].strip()
        return not (" " in inside or (inside.isupper() and len(inside) > 1))
    if found.lastgroup != "double":
        return False
    text = passage.text
    start = text.rfind("\n", max(0, found.start() - _NEAR), found.start()) + 1
    end = text.find("\n", found.end(), found.end() + _NEAR)
    start = max(start, found.start() - _NEAR)
    line = text[start : end if end >= 0 else found.end() + _NEAR]
    if line.strip().count("  ") > _GAPS_OF_LAYOUT:
        return True
    if passage.field in {Field.PENJELASAN, Field.SUMBER_DATA} and _FORMULA.search(line):
        return True
    head = text[start : found.start()]
    return len(head) <= _SHORT and _MARKER.match(head) is not None


def _mistake(passage: Passage, found: "re.Match[str]") -> Diagnostic:
    kind = found.lastgroup or ""
    start, end = found.span()
    if kind in {"after", "bracket"}:
        edit = Edit(passage.span(end, end), " ")
    elif kind == "double":
        edit = Edit(passage.span(start, end), " ")
    else:
        edit = Edit(passage.span(start, end), "")
    what, advice = _WHAT[kind]
    return Code.SPACING_OR_PUNCTUATION.at(
        passage.span(start, end),
        about=passage.about,
        fix=Fix((edit,)) if passage.start is not None else None,
        what=what,
        found=_around(passage.text, start, end),
        advice=advice,
    )


def _comma_before_yang(passage: Passage) -> Iterator[Diagnostic]:
    """Report the only comma of a text where it parts a noun from what tells which it is."""
    if passage.text.count(",") != 1:
        return
    found = _RESTRICTIVE.search(passage.text)
    if found and not passage.is_fenced(found.start()):
        at = found.start()
        yield Code.SPACING_OR_PUNCTUATION.at(
            passage.span(at, at + 1),
            about=passage.about,
            what="a comma before `yang`, which parts it from its noun",
            found=_around(passage.text, at, at + 1),
            advice="leave the comma out, unless what follows only adds something",
        )


def _around(text: str, start: int, end: int) -> str:
    """Return the words beside a place, on its line."""
    head = text[max(0, start - _LONGEST) : start].rsplit("\n", 1)[-1].rsplit(" ", 1)[-1]
    tail = text[end : end + _LONGEST].split("\n", 1)[0].split(" ", 1)[0]
    return f"{head}{text[start:end][:_LONGEST]}{tail}"
