"""Rules N1-N4: from the characters of a source to the value of a record.

N1  NFC; every Unicode space is a space; zero-width, soft-hyphen and control characters go.
N2  white space folds to one space.
N3  list markers go.
N4  a trailing `;` or `.`, the space before it and a trailing conjunction go.

Nothing else changes: spelling, capitals and inner punctuation are the author's (N5).
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

import regex

from iki_docgen import wrapping
from iki_docgen.blocks import Paragraph
from iki_docgen.source import Span, Text

# White space that `str.split` folds is not listed; what is listed has no width and no meaning here.
_INVISIBLE = regex.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff"
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
# No writing system needs so many marks on one letter, and ordering them takes their square (NFC).
_MARKS = regex.compile(r"(\p{M}{30})\p{M}++")
_CONJUNCTIONS = ("dan/atau", "dan", "atau")  # the longest that fits comes first
_LONGEST_CONJUNCTION = 8
_LONGEST_END = len("; dan/atau")
_REMEMBERED = 1024
"""Lines whose cleaned text is kept: texts repeat themselves, and a line is looked at twice."""


def clean(text: str) -> str:
    """Return `text` under N1 and N2."""
    folded = " ".join(text.split())
    if folded.isascii() and folded.isprintable():  # what was white space is no more
        return folded
    visible = _MARKS.sub(r"\1", _INVISIBLE.sub("", text))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def strip_trail(value: str) -> str:
    """Return the clean `value` without its closing punctuation and conjunction (N4)."""
    bare = value.rstrip("; .")
    if ";" not in bare[-_LONGEST_END:]:
        return bare
    end = len(bare)
    while True:
        end = _before(value, end, ";.")
        tail = value[max(0, end - _LONGEST_CONJUNCTION) : end].lower()
        word = next((word for word in _CONJUNCTIONS if tail.endswith(word)), "")
        semicolon = _before(value, end - len(word), "") - 1
        if not word or semicolon < 0 or value[semicolon] != ";":
            return value[:end]
        end = semicolon


def _before(value: str, end: int, signs: str) -> int:
    """Return where the white space and the `signs` that stand before `end` begin."""
    while end and (value[end - 1] in signs or value[end - 1].isspace()):
        end -= 1
    return end


def strip_colon(value: str) -> str:
    """Return the introduction of a list without the colon that ends it (N4)."""
    return strip_trail(value.rstrip(" :"))


def joined(paragraphs: Sequence[Paragraph]) -> Text:
    """Return hard-wrapped lines as one clean value (N2)."""
    if len(paragraphs) == 1:
        return cleaned(paragraphs[0])
    return join_texts([cleaned(paragraph) for paragraph in paragraphs], " ")


def wording(paragraphs: Sequence[Paragraph]) -> str:
    """Return what `joined` does, without its place: for those who only look at the words."""
    if len(paragraphs) == 1:
        return visible(paragraphs[0].text)[0]
    values = [value for line in paragraphs if (value := visible(line.text)[0])]
    return wrapping.unwrapped(values)


def cleaned(paragraph: Paragraph) -> Text:
    """Return a paragraph as a clean value that knows where its visible text stands."""
    value, lead, trail = visible(paragraph.text)
    start = paragraph.span.start + lead
    end = paragraph.span.end - trail
    return Text(value, Span(start, max(start, end)), paragraph.marker)


@lru_cache(_REMEMBERED)
def visible(raw: str) -> tuple[str, int, int]:
    """Return `raw` as a clean value, and how much white space stands before and after it."""
    length = len(raw)
    return clean(raw), length - len(raw.lstrip()), length - len(raw.rstrip())


def join_texts(parts: Iterable[Text], glue: str) -> Text:
    """Return the non-empty `parts` as one value, whose place holds all of theirs.

    Cells stand beside one another, so the last part need not be the one that ends last.
    """
    kept = [part for part in parts if part]
    if not kept:
        return Text("")
    if len(kept) == 1:
        return kept[0]
    text = glue.join(kept) if glue != " " else wrapping.unwrapped(kept)
    start = min(part.span.start for part in kept)
    end = max(part.span.end for part in kept)
    return Text(text, Span(start, end), kept[0].marker)
