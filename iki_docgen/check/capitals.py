"""The rule about capital and small letters (IKI304)."""

import re
from collections.abc import Iterator

from iki_docgen.check.lexicon import lexicon
from iki_docgen.check.morphology import is_action, is_verb
from iki_docgen.check.passages import Field, Passage, passage_of, passages
from iki_docgen.check.rule import Examined, rule
from iki_docgen.diagnostics import Code, Diagnostic, Edit, Fix
from iki_docgen.records import Butir, Item, Jabatan

# `Dalam` and `Atas` are left out: Kementerian Dalam Negeri, Sekolah Menengah Atas.
_FUNCTION_WORD = re.compile(
    r"""
    (?<=\s) (?: Dan | Atau | Untuk | Dengan | Ke | Dari | Oleh | Pada | Serta | Bagi | Kepada
      | Terhadap | Di | Yang (?! \s+ (?:Maha|Mulia|Dipertuan|Terhormat)\b ) )
    (?= \s )
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]+")
_HEAD = re.compile(r"(?P<first>[^\W\d_]+)(?![\w.-])(?:\s+(?P<second>\w+))?")
_BRACKETS = re.compile(r"\([^()]{0,300}\)")
_WHOLE_WORD = 3
_MOST = 3  # one capital among this many items is a slip, more of them are a habit


@rule(Code.CAPITALISATION)
def capitalisation(examined: Examined) -> Iterator[Diagnostic]:
    """Find capitals in the middle of a sentence, and first letters unlike those around them.

    Small words (yang, dan, untuk) are small within a sentence; an indicator starts with a capital
    where most of the document's do; the items of a list start alike; the words of a name of a
    position are capitals.

    Bad:  Prosentase PMKS Yang telah dilayani
    Good: Prosentase PMKS yang telah dilayani
    """
    for passage in passages(examined):
        if passage.field is Field.JABATAN:
            yield from _small_in_name(passage)
        else:
            yield from _capital_in_sentence(passage)
    yield from _small_indicators(examined)
    for jabatan in examined.document.jabatan:
        for field, items in ((Field.TUGAS, jabatan.tugas), (Field.FUNGSI, jabatan.fungsi)):
            yield from _capital_items(examined, jabatan, field, items)


def _capital_in_sentence(passage: Passage) -> Iterator[Diagnostic]:
    paragraphs = passage.field in {Field.PENJELASAN, Field.SUMBER_DATA}
    for found in _FUNCTION_WORD.finditer(passage.text):
        before = _before(passage.text, found.start(), " \u00a0" if paragraphs else None)
        if (before.isalnum() or before in {",", ")", "%"}) and not passage.is_fenced(found.start()):
            yield _finding(passage, found, found[0].lower(), "is no first word of a sentence")


def _before(text: str, at: int, blanks: str | None) -> str:
    """Return the last character before `at` that is no blank; a line feed where it is the head."""
    near = text[max(0, at - 80) : at].rstrip(blanks)
    return near[-1:] or "\n"


def _small_in_name(passage: Passage) -> Iterator[Diagnostic]:
    """Report the one small word of a name whose other words are capitals."""
    text = _BRACKETS.sub(lambda found: " " * len(found[0]), passage.text)
    words = [
        word for word in _WORD.finditer(text) if word[0].lower() not in lexicon().function_words
    ]
    small = [word for word in words if word[0].islower()]
    if len(small) == 1 and 2 * len(small) <= len(words) - len(small):
        found = small[0]
        if (
            text[found.end() : found.end() + 1] not in {".", "-", "/"}
            and _before(text, found.start(), None) not in {"-", "/"}
            and len(found[0]) >= _WHOLE_WORD
        ):
            expected = found[0].capitalize()
            yield _finding(passage, found, expected, "is small in a name of capitals", sure=False)


def _small_indicators(examined: Examined) -> Iterator[Diagnostic]:
    """Report indicators that start small where most of the document's start with a capital."""
    found = [
        passage
        for passage in passages(examined)
        if passage.field is Field.INDIKATOR and passage.text[0].isalpha()
    ]
    small = [passage for passage in found if passage.text[0].islower()]
    if 2 * len(small) >= len(found):
        return
    for passage in small:
        head = _HEAD.match(passage.text)
        if head and len(head["first"]) > 1 and head["first"].islower():
            word = head["first"]
            yield _first_letter(passage, word, word[0].upper(), "starts an indicator")


def _capital_items(
    examined: Examined, jabatan: Jabatan, field: Field, items: tuple[Item, ...]
) -> Iterator[Diagnostic]:
    """Report the items of a list that start with a capital where the others start small."""
    texts = [item.butir if isinstance(item, Butir) else item for item in items]
    capital = [text for text in texts if text[:1].isupper()]
    small = [text for text in texts if text[:1].islower()]
    if capital and _MOST * len(capital) <= len(small) + len(capital):
        for text in capital:
            head = _HEAD.match(text)
            # A name keeps its capital: Rencana Strategis, Bupati, Pembinaan Rohani Islam.
            if head and _is_duty(head["first"]) and (head["second"] or "a").islower():
                passage = passage_of(text, jabatan, field, examined.source)
                word = head["first"]
                yield _first_letter(
                    passage, word, word[0].lower(), "starts with a capital, unlike the other items"
                )
    for item in items:
        if isinstance(item, Butir):
            yield from _capital_items(examined, jabatan, field, item.rincian)


def _is_duty(word: str) -> bool:
    return word[1:].islower() and (is_verb(word) or is_action(word))


def _finding(
    passage: Passage, found: "re.Match[str]", expected: str, reason: str, *, sure: bool = True
) -> Diagnostic:
    span = passage.span(*found.span())
    fixed = Fix((Edit(span, expected),)) if sure and passage.start is not None else None
    return Code.CAPITALISATION.at(
        span, about=passage.about, fix=fixed, found=found[0], expected=expected, reason=reason
    )


def _first_letter(passage: Passage, word: str, letter: str, reason: str) -> Diagnostic:
    fixed = passage.start is not None and passage.text.startswith(word)
    return Code.CAPITALISATION.at(
        passage.span(0, len(word)),
        about=passage.about,
        fix=Fix((Edit(passage.span(0, 1), letter),)) if fixed else None,
        found=word,
        expected=letter + word[1:],
        reason=reason,
    )
