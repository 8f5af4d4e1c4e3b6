"""Rules about what indicators measure (IKI403, IKI405, IKI406)."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from iki_docgen.check.folding import folded
from iki_docgen.check.rule import Examined, rule
from iki_docgen.check.word_lists import measure_words, starts_with
from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.source import span_of

_ASIDE = re.compile(r"\([^()]*\)|\"[^\"]*\"|\u201c[^\u201c\u201d]*\u201d")
_DIVISION = re.compile(
    r"""
      \u00f7 | \u2044 | \S \s+ / \s+ \S       # A / B
    | [)\]] \s* / | / \s* [(\[]               # (A)/(B)
    | \b [A-Za-z] \d? \s* / \s* [A-Za-z] \d? \b (?! \w )   # a/b
    | = [^=\n/]* \w \s* / \s* \w              # Persentase = realisasi/target
    | \w \s* / \s* \w [^/\n]* [x\u00d7*] \s* 100   # realisasi/target x 100%
    | [x\u00d7*] \s* 100 | 100 \s* % \s* [x\u00d7*]
    | [Jj]umlah [^:\n]{1,200} \s : \s* (?: [Jj]umlah | [Tt]otal )
    """,
    re.VERBOSE,
)
_ACTIVITY = re.compile(r"(?:ter|ber|me)[a-z]{3,}nya|laporan|dokumen|pelaksanaan|penyusunan")
"""Heads of what is done or made: `Terlaksananya ...`, `Laporan ...`."""
_JOINED = ("dan", "serta", "beserta")
_LONGEST_HEAD = 3


@rule(Code.RATIO_WITHOUT_FORMULA)
def ratio_without_formula(examined: Examined) -> Iterator[Diagnostic]:
    """Find percentages and other ratios whose Penjelasan does not say what is divided by what.

    The same words give another figure when the denominator is another: all villages, or those
    that were visited.

    Bad:  Persentase desa tangguh bencana | Dihitung setiap akhir tahun
    Good: Persentase desa tangguh bencana | Jumlah desa tangguh bencana dibagi jumlah desa
          dikali 100%
    """
    for jabatan in examined.document.jabatan:
        for indikator in jabatan.semua_indikator():
            if is_ratio(indikator.indikator) and not has_formula(indikator.penjelasan):
                yield Code.RATIO_WITHOUT_FORMULA.at(
                    span_of(indikator.indikator),
                    about=jabatan.jabatan,
                    indikator=indikator.indikator,
                )


def is_ratio(indikator: str) -> bool:
    """Tell whether an indicator is a quotient: a percentage, a ratio, a proportion."""
    words = measure_words()
    text = folded(indikator)
    if starts_with(text, words["ratio"]["named"]):
        return False
    if indikator.rstrip(" .;").endswith(("(%)", "(persen)")):
        return True
    for word in text.split()[:_LONGEST_HEAD]:
        if word in words["ratio"]["words"]:
            return True
        if word not in words["double"]["before"]:  # `Capaian persentase ...` is one, too
            return False
    return False


def has_formula(penjelasan: str) -> bool:
    """Tell whether a Penjelasan says a numerator and a denominator."""
    if _DIVISION.search(penjelasan):
        return True
    text = f" {folded(penjelasan)} "
    return any(f" {word} " in text for word in measure_words()["formula"]["words"])


@rule(Code.DOUBLE_BARRELLED)
def double_barrelled(examined: Examined) -> Iterator[Diagnostic]:
    """Find indicators that measure two things at once.

    When one of them rises and the other falls, the figure means nothing.

    Bad:  Persentase ketepatan dan kecepatan penerbitan izin
    Good: Persentase izin yang terbit tepat waktu
    Good: Rata-rata waktu penerbitan izin
    """
    for jabatan in examined.document.jabatan:
        for indikator in jabatan.semua_indikator():
            if parts := two_measures(indikator.indikator):
                yield Code.DOUBLE_BARRELLED.at(
                    span_of(indikator.indikator),
                    about=jabatan.jabatan,
                    indikator=indikator.indikator,
                    parts=f"`{parts[0]}` and `{parts[1]}`",
                )


def two_measures(indikator: str) -> tuple[str, str] | None:
    """Return the two measures that an indicator joins, None where it has one or none."""
    words = folded(_ASIDE.sub(" ", indikator)).replace("rata rata", "rata").split()
    return _two_aspects(words) or _two_clauses(words)


def _two_aspects(words: list[str]) -> tuple[str, str] | None:
    """Find `jumlah dan peran` at the head; what stands later says which things are counted."""
    double = measure_words()["double"]
    at = 0
    while at + 2 < len(words) and words[at] in double["before"] and words[at + 1] not in _JOINED:
        at += 1
    if at + 2 >= len(words) or words[at + 1] not in _JOINED:
        return None
    first, second = words[at], words[at + 2]
    if first not in double["aspects"] or second not in double["aspects"]:
        return None
    return None if f"{first} {second}" in double["one"] else (first, second)


def _two_clauses(words: list[str]) -> tuple[str, str] | None:
    """Find `jumlah A dan jumlah B`: two clauses, each with its own measure."""
    double = measure_words()["double"]
    for at, (joined, second) in enumerate(pairwise(words)):
        if at > 1 and joined in _JOINED and f"{words[0]} {second}" in double["clauses"]:
            if second in words[1:at] or any(word in double["comparing"] for word in words[:at]):
                return None  # `jumlah dokumen tentang jumlah A dan jumlah B` counts documents
            return (" ".join(words[:at]), " ".join(words[at + 1 :]))
    return None


@rule(Code.NO_MEASURE)
def no_measure(examined: Examined) -> Iterator[Diagnostic]:
    """Find indicators that name an activity or a thing, but nothing that can be measured.

    `Terlaksananya ...` is a Sasaran: what is to be reached.  The indicator says by which number
    everybody sees that it was.

    Bad:  Terlaksananya musyawarah perencanaan pembangunan kecamatan
    Good: Jumlah usulan yang dihasilkan musyawarah perencanaan pembangunan kecamatan
    """
    for jabatan in examined.document.jabatan:
        for indikator in jabatan.semua_indikator():
            if says_no_measure(indikator.indikator):
                yield Code.NO_MEASURE.at(
                    span_of(indikator.indikator),
                    about=jabatan.jabatan,
                    indikator=indikator.indikator,
                )


def says_no_measure(indikator: str) -> bool:
    """Tell whether an indicator says no quantity, as far as its words are known.

    One word, a figure, or an abbreviation at its head (`IKM Kecamatan`) may be a quantity.
    """
    words = folded(indikator).split()
    if len(words) < 2 or any(letter.isdigit() for letter in indikator):  # noqa: PLR2004
        return False
    head = indikator.split(maxsplit=1)[0].strip("()")
    if head.isupper() and not indikator.isupper():
        return False
    if _ACTIVITY.fullmatch(words[0]):
        return _listed("strong").isdisjoint(words)
    return words[0] not in _listed("first") and (_listed("strong") | _listed("weak")).isdisjoint(
        words
    )


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(measure_words()["measure"][name])
