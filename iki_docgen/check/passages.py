"""The texts of a document as they stand in its source, so that a word has its exact place.

A value is clean: white space is folded, wrapped lines are joined, page feet are gone.  Its span
covers the raw stretch.  A passage is that stretch, with what is no part of the value blanked out.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import pairwise

from iki_docgen.check.rule import Examined
from iki_docgen.records import Jabatan, item_texts
from iki_docgen.source import NOWHERE, Source, Span, span_of

_QUOTED = re.compile(
    r"""
      "[^"\n]{1,300}" | \u201c[^\u201d]{1,300}\u201d | \u00ab[^\u00bb]{1,300}\u00bb
    | (?<!\w)\u2018[^\u2019]{1,300}\u2019 | (?<!\w)'[^'\n]{1,300}'(?!\w)
    | (?:https?://|www\.)\S+ | (?<![\w.+-])[\w.+-]{1,64}@[\w.-]+
    | (?<![\w.-])(?:[\w-]{1,40}\.){1,6}(?:id|com|org|net)\b\S*
    """,
    re.VERBOSE,
)
# The name of a law up to its title, and the title itself: capitals with small words in between.
_LAW = re.compile(
    r"""
    \b(?:Undang-[Uu]ndang|UU|Peraturan|Keputusan|Instruksi|Surat\s+Edaran|Qanun|PP|Per(?:da|bup|wali?|wako
       |gub|pres|ka|men[\w-]{0,20})|Inpres|Keppres|Kep(?:bup|wali?|gub|men[\w-]{0,20}))\b
    [^;"]{0,160}?\b[Tt]entang\b
    """,
    re.VERBOSE,
)
_TITLE = re.compile(
    r"""
    (?: [\s,/&()-]+
      (?: (?:yang|dan|atau|untuk|dengan|di|ke|dari|oleh|pada|serta|bagi|kepada|terhadap|dalam|atas
            |tentang|antar|yg|dgn|utk|s/d) [\s,/&()-]+ ){0,3}
      [A-Z0-9][\w.-]*
    )+
    """,
    re.VERBOSE,
)
_SIGNS = ('"', "\u201c", "\u00ab", "\u2018", "'", "@", "://", "www.", ".id", ".com", ".org", ".net")
# A quotation may stand in the title of a law, which may follow another.
_OVERLAP = 4
_BESIDE = re.compile(r"[^\s|]+")
_SLACK = 3
"""Fewer letters than these lie between the beginnings of the lines of a column."""
_WIDE = 3
"""Spaces that part cells."""
_SMALL_TITLE = re.compile(r"[^;,.()]*")


class Field(StrEnum):
    """Which part of a position a passage is."""

    JABATAN = "JABATAN"
    TUGAS = "TUGAS"
    FUNGSI = "FUNGSI"
    SASARAN = "Sasaran"
    INDIKATOR = "Indikator"
    PENJELASAN = "Penjelasan"
    SUMBER_DATA = "Sumber Data"


@dataclass(frozen=True)
class Passage:
    """A value of a position: its text as it stands in the source, and where that begins.

    Without a source `text` is the value itself and `start` is None; so it is where the stretch
    of the source does not read like the value, and findings have the place of the whole value.
    """

    value: str
    text: str
    start: int | None
    jabatan: Jabatan
    field: Field

    def span(self, start: int, end: int) -> Span:
        """Return the place in the source of the characters from `start` to `end` of the text."""
        if self.start is None:
            return span_of(self.value)
        return Span(self.start + start, self.start + end)

    @property
    def about(self) -> str:
        """The name of the position."""
        return self.jabatan.jabatan

    @cached_property
    def fenced(self) -> tuple[Span, ...]:
        """Stretches that are somebody else's words: quotations, titles of laws, links."""
        return tuple(sorted(_fences(self.text)))

    def is_fenced(self, start: int) -> bool:
        """Tell whether the character at `start` of the text stands in somebody else's words."""
        if not self.fenced:
            return False
        last = bisect_right(self.fenced, Span(start, len(self.text)))
        return any(start < fence.end for fence in self.fenced[max(0, last - _OVERLAP) : last])


@lru_cache(maxsize=1)  # each rule about wording asks again, and all ask about one document
def passages(examined: Examined) -> tuple[Passage, ...]:
    """Return every non-empty text of a document, in its order."""
    return tuple(
        passage_of(value, jabatan, field, examined.source)
        for jabatan in examined.document.jabatan
        for field, value in _values(jabatan)
        if value
    )


def passage_of(value: str, jabatan: Jabatan, field: Field, source: Source | None) -> Passage:
    """Return the passage of one value."""
    span = span_of(value)
    if source is None or span == NOWHERE:
        return Passage(value, value, None, jabatan, field)
    raw = source.slice(span)
    text = raw if raw == value else _belonging(raw, value)
    if text is None and "\n" in raw:
        text = _in_column(raw, value, source.position(span.start).column - 1)
    if text is None:
        return Passage(value, value, None, jabatan, field)
    return Passage(value, text, span.start, jabatan, field)


def _values(jabatan: Jabatan) -> Iterator[tuple[Field, str]]:
    yield Field.JABATAN, jabatan.jabatan
    for text in item_texts(jabatan.tugas):
        yield Field.TUGAS, text
    for text in item_texts(jabatan.fungsi):
        yield Field.FUNGSI, text
    for group in jabatan.sasaran:
        for text in group.sasaran:
            yield Field.SASARAN, text
        for row in group.indikator:
            yield Field.INDIKATOR, row.indikator
            yield Field.PENJELASAN, row.penjelasan
            yield Field.SUMBER_DATA, row.sumber_data


def _belonging(raw: str, value: str) -> str | None:
    """Return `raw` with the lines that are no part of `value` blanked out.

    Page numbers and running feet are dropped a line at a time.  Returns None where the rest does
    not read like the value.
    """
    due = value.split()
    at, kept = 0, []
    for line in raw.split("\n"):
        words = line.split()
        if words and _reads_on(words, due[at : at + len(words)]):
            at += len(words)
            kept.append(line)
        else:
            kept.append(" " * len(line))
    return "\n".join(kept) if at >= len(due) else None


def _in_column(raw: str, value: str, column: int) -> str | None:
    """Return `raw` with all but the words of `value` blanked out: other cells stand beside it.

    The first word stands at the offset `column` of its line, and so does that of each line below.
    What stands beyond a wide gap belongs to the next cell, unless the words are due and missing.
    """
    near = _in_column_up_to(raw, value, column, _WIDE)
    return near if near is not None else _in_column_up_to(raw, value, column, len(raw))


def _in_column_up_to(raw: str, value: str, column: int, widest: int) -> str | None:
    """Return what `_in_column` does, where no gap of `widest` stands inside a line of the cell."""
    due = value.split()
    at, kept = 0, []
    shift = column
    for line in raw.split("\n"):
        words = [one for one in _BESIDE.finditer(line) if one.start() + shift > column - _SLACK]
        gaps = (n for n, (a, b) in enumerate(pairwise(words), 1) if b.start() - a.end() >= widest)
        words = words[: next(gaps, len(words))]
        count = _in_order([one[0] for one in words], due[at : at + len(words)])
        if count and words[0].start() + shift < column + _SLACK:
            start, end = words[0].start(), words[count - 1].end()
            kept.append(" " * start + line[start:end] + " " * (len(line) - end))
            at += count
        else:
            kept.append(" " * len(line))
        shift = 0
    return "\n".join(kept) if at >= len(due) else None


def _in_order(words: list[str], due: list[str]) -> int:
    """Return how many of the first `words` are those that are due."""
    pairs = zip(words, due, strict=False)
    unlike = (number for number, (word, wanted) in enumerate(pairs) if word != wanted)
    return next(unlike, min(len(words), len(due)))


def _reads_on(words: list[str], due: list[str]) -> bool:
    """Tell whether the words of a line are those that are due; a value lacks its last mark."""
    if not due or words[: len(due) - 1] != due[:-1]:
        return False
    found = words[len(due) - 1]
    return found == due[-1] or (found.startswith(due[-1]) and not found[len(due[-1])].isalnum())


def _fences(text: str) -> Iterator[Span]:
    if any(sign in text for sign in _SIGNS):
        for found in _QUOTED.finditer(text):
            yield Span(*found.span())
    if "entang" in text:
        for found in _LAW.finditer(text):
            title = _TITLE.match(text, found.end()) or _SMALL_TITLE.match(text, found.end())
            yield Span(found.start(), title.end() if title else found.end())
