"""The rule about one term in two forms (IKI306)."""

import re
from collections.abc import Iterator
from functools import cache

from iki_docgen.check.lexicon import lexicon
from iki_docgen.check.passages import Field, Passage, passages
from iki_docgen.check.rule import Examined, rule
from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.wording import as_listed, whole_words

_PERCENT = re.compile(r"%(?=\s*[^\W\d_])")
_PERCENTAGE = re.compile(r"(?:persentase|prosentase|presentase)\b", re.IGNORECASE)
_WRITTEN_OUT = "Persentase"


@rule(Code.INCONSISTENT_TERM)
def inconsistent_term(examined: Examined) -> Iterator[Diagnostic]:
    """Find a term that has another form elsewhere in the document.

    A reader asks whether two forms mean two things.  Nothing is said where a document keeps to
    one of them.

    Bad:  standar pelayanan minimum (and in another position: standar pelayanan minimal)
    Good: standar pelayanan minimal (in both)
    """
    texts = list(passages(examined))
    preferred = set(lexicon().variants.values())
    used: set[str] = set()
    others: list[tuple[Passage, re.Match[str], str]] = []
    for passage in texts:
        for found in _forms().finditer(passage.text):
            if passage.is_fenced(found.start()):
                continue
            term = as_listed(found[0])
            if term in preferred:
                used.add(term)
            else:
                others.append((passage, found, lexicon().variants[term]))
    for passage, found, expected in others:
        if expected in used:
            yield _finding(passage, found, expected)
    yield from _percent_signs([passage for passage in texts if passage.field is Field.INDIKATOR])


@cache
def _forms() -> "re.Pattern[str]":
    return whole_words({*lexicon().variants, *lexicon().variants.values()})


def _percent_signs(indicators: list[Passage]) -> Iterator[Diagnostic]:
    """Report indicators that start with `%` where others start with the word."""
    if any(_PERCENTAGE.match(passage.text) for passage in indicators):
        for passage in indicators:
            if found := _PERCENT.match(passage.text):
                yield _finding(passage, found, _WRITTEN_OUT)


def _finding(passage: Passage, found: "re.Match[str]", expected: str) -> Diagnostic:
    return Code.INCONSISTENT_TERM.at(
        passage.span(*found.span()),
        about=passage.about,
        found=" ".join(found[0].split()),
        expected=expected,
    )
