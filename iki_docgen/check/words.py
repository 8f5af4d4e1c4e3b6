"""Rules about single words: misspelt ones (IKI301) and outdated terms (IKI302)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from iki_docgen.check.lexicon import lexicon, with_additions
from iki_docgen.check.passages import Field, Passage, passages
from iki_docgen.check.rule import Examined, rule
from iki_docgen.diagnostics import Code, Diagnostic, Edit, Fix
from iki_docgen.wording import as_in, as_listed, spelling, whole_words

_WORD_BEFORE = re.compile(r"(\w+)\W{1,3}\Z")
_WORD_AFTER = re.compile(r"\W{1,3}(\w+)")
_REACH = 40


@rule(Code.NONSTANDARD_WORD)
def nonstandard_word(examined: Examined) -> Iterator[Diagnostic]:
    """Find words that are certainly misspelt by the dictionary (KBBI) and the spelling rules (EYD).

    Only whole words count, and never those of quotations, titles of laws, links, English names or
    abbreviations.  One within a name (Universitas Praktek Indonesia, or that of a post) is reported
    and left to a person.  More words can be given in `iki.toml`, below `[periksa]`.

    Bad:  Prosentase keluarga yg menerima ijin
    Good: Persentase keluarga yang menerima izin
    """
    words = with_additions(spelling(), examined.preferences.kata)
    pairs = {as_listed(word): right for word, right in words.items()}
    pattern = _pattern(tuple(pairs))
    for passage in passages(examined):
        for found in pattern.finditer(passage.text):
            if _is_other_language(passage, found):
                continue
            expected = as_in(found[0], pairs[as_listed(found[0])])
            span = passage.span(*found.span())
            certain = passage.start is not None and "\n" not in found[0]
            certain = certain and not _may_be_name(passage, found)
            yield Code.NONSTANDARD_WORD.at(
                span,
                about=passage.about,
                fix=Fix((Edit(span, expected),)) if certain else None,
                found=" ".join(found[0].split()),
                expected=expected,
            )


def _may_be_name(passage: Passage, found: "re.Match[str]") -> bool:
    """Tell whether a word may be part of a proper name: a decree may have named the post so.

    Elsewhere it is a capital word between two others, in a text that starts small.
    """
    if passage.field is Field.JABATAN:
        return True
    text = passage.text
    before = _WORD_BEFORE.search(text[max(0, found.start() - _REACH) : found.start()])
    after = _WORD_AFTER.match(text, found.end())
    if not found[0].istitle() or before is None or after is None:
        return False
    beside = (before[1], after[1])
    return all(word.istitle() for word in beside) and text[:1].islower()


@cache
def _pattern(words: tuple[str, ...]) -> "re.Pattern[str]":
    return whole_words(words)


def _is_other_language(passage: Passage, found: "re.Match[str]") -> bool:
    """Tell whether a word is no word of the sentence: quoted, an abbreviation, or English."""
    text = passage.text
    if passage.is_fenced(found.start()):
        return True
    if found[0].isupper() and len(found[0]) > 1 and not passage.value.isupper():
        return True
    if found[0].lower() not in lexicon().english:
        return False
    before = _WORD_BEFORE.search(text[max(0, found.start() - _REACH) : found.start()])
    after = _WORD_AFTER.match(text, found.end())
    return any(
        near is not None and near[1].lower() in lexicon().english for near in (before, after)
    )


@rule(Code.OUTDATED_TERM)
def outdated_term(examined: Examined) -> Iterator[Diagnostic]:
    """Find terms that have another name today.

    An official name may still carry the older one, so a person decides: each term is reported once
    for a position and never mended by itself.  Terms can be given in `iki.toml`, below `[periksa]`.

    Bad:  Penyusunan LAKIP oleh Sub Bagian Keuangan
    Good: Penyusunan LKjIP oleh Subbagian Keuangan
    """
    terms = with_additions(lexicon().outdated, examined.preferences.istilah)
    pattern = _pattern(tuple(terms))
    today = {as_listed(term): (term, now) for term, now in terms.items()}
    first: dict[tuple[str, str], tuple[Passage, re.Match[str]]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for passage in passages(examined):
        for found in pattern.finditer(passage.text):
            term = today[as_listed(found[0])][0]
            if _is_meant(term, found[0]) and not passage.is_fenced(found.start()):
                key = (passage.jabatan.id, term)
                first.setdefault(key, (passage, found))
                counts[key] += 1
    for key, (passage, found) in first.items():
        yield _older(passage, found, today, counts[key])


def _is_meant(term: str, found: str) -> bool:
    """Tell whether `found` is `term`: an abbreviation has capitals only."""
    return found == term or not (term.isupper() and len(term) > 1)


def _older(
    passage: Passage, found: "re.Match[str]", today: Mapping[str, tuple[str, str]], count: int
) -> Diagnostic:
    return Code.OUTDATED_TERM.at(
        passage.span(*found.span()),
        about=passage.about,
        found=" ".join(found[0].split()),
        expected=today[as_listed(found[0])][1],
        count="once" if count == 1 else f"{count} times",
    )
