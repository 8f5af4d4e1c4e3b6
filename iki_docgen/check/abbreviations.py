"""The rule about abbreviations that are explained nowhere (IKI307)."""

import re
from collections.abc import Iterator, Sequence

from iki_docgen.check.lexicon import lexicon
from iki_docgen.check.passages import Field, Passage, passages
from iki_docgen.check.rule import Examined, rule
from iki_docgen.diagnostics import Code, Diagnostic

_ABBREVIATION = re.compile(r"(?<![\w.&-])[A-Z]{2,10}(?:-[A-Z]{1,6})?(?![\w&-]|\.\w)")
_ROMAN = re.compile(r"(?:X{0,3}(?:IX|IV|V?I{0,3})|XL|L)(?:-[IVX]+)?")
_CAPITALS = re.compile(r"(?<![A-Z])[A-Z]{2,30}(?:[\s,/-]{1,9}[A-Z]{2,30})+")
_LIKE_A_WORD = re.compile(r"[^AEIOU]?(?:[AEIOU][^AEIOU]{0,2}){2,}")
_LONG_WORD = 6
_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 14
_REACH = 200


@rule(Code.ABBREVIATION_NOT_EXPLAINED)
def abbreviation_not_explained(examined: Examined) -> Iterator[Diagnostic]:
    """Find abbreviations that no place of the document explains.

    Each is reported once, at its first place.  What everybody in a government office knows (APBD,
    SOP), roman numerals and texts in capitals are passed over.

    Bad:  Jumlah TKSK yang diberdayakan
    Good: Jumlah tenaga kesejahteraan sosial kecamatan (TKSK) yang diberdayakan
    """
    first: dict[str, tuple[Passage, re.Match[str]]] = {}
    explained: set[str] = set()
    texts = list(passages(examined))
    for passage in texts:
        if passage.value.isupper() and _is_words(passage):
            continue
        headings = [
            found.span() for found in _CAPITALS.finditer(passage.text) if _is_heading(found)
        ]
        for found in _ABBREVIATION.finditer(passage.text):
            if found[0] in explained or _needs_none(found[0]):
                continue
            if is_explained(passage.text, found):
                explained.add(found[0])
            elif not passage.is_fenced(found.start()) and not _within(found.start(), headings):
                first.setdefault(found[0], (passage, found))
    plain = _plain_words(texts) if first else frozenset()
    for word, (passage, found) in first.items():
        if not {word, word.split("-")[0]} & explained and word.lower() not in plain:
            yield Code.ABBREVIATION_NOT_EXPLAINED.at(
                passage.span(*found.span()), about=passage.about, found=word
            )


def _is_words(passage: Passage) -> bool:
    """Tell whether a text of capitals only is words: a name, several of them, or one like CAMAT."""
    value = passage.value
    return (
        passage.field is Field.JABATAN or " " in value or _LIKE_A_WORD.fullmatch(value) is not None
    )


def _plain_words(texts: Sequence[Passage]) -> frozenset[str]:
    """Return the words that stand in small letters: JUMLAH is no abbreviation where jumlah does."""
    return frozenset(
        word for passage in texts for word in _WORD.findall(passage.text) if word.islower()
    )


def _within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _is_heading(found: "re.Match[str]") -> bool:
    """Tell whether words of capitals in a row are words, not abbreviations."""
    return any(
        len(word) >= _LONG_WORD or word.lower() in lexicon().function_words
        for word in _WORD.findall(found[0])
    )


def _needs_none(word: str) -> bool:
    """Tell whether a word of capitals is known, a roman numeral or no abbreviation."""
    if _ROMAN.fullmatch(word) or word.lower() in lexicon().function_words:
        return True
    known = lexicon().abbreviations
    parts = [part for part in word.split("-") if len(part) > 1]
    return word in known or word in lexicon().outdated or all(part in known for part in parts)


def is_explained(text: str, found: "re.Match[str]") -> bool:
    """Tell whether the words of an abbreviation stand beside it.

    `Full Words (ABBR)`, `ABBR (Full Words)`, `Full Words/ABBR`, `ABBR = full words` or
    `disebut ABBR`.
    """
    word = found[0].replace("-", "").lower()
    before = text[max(0, found.start() - _REACH) : found.start()]
    after = text[found.end() : found.end() + _REACH]
    left, right = before.rstrip(), after.lstrip()
    if left.endswith(("disebut", "disingkat", "singkatan")) or right.startswith(
        ("=", "adalah ", ":")
    ):
        return True
    if right.startswith("("):
        inside = _WORD.findall(right[1:].split(")", 1)[0])
        return bool(inside) and _spells(inside, word, loose=True)
    if left.endswith(("(", "/")):
        words = _WORD.findall(left)[-_MOST_WORDS:]
        return _spells(words, word, loose=left.endswith("("))
    return right.startswith("/") and _spells(
        _WORD.findall(right[1:])[:_MOST_WORDS], word, loose=False
    )


def _spells(words: Sequence[str], letters: str, *, loose: bool) -> bool:
    """Tell whether words in a row give the letters of an abbreviation.

    Each gives its first letter or more of its head (KUBE: kelompok usaha bersama); small words
    may give none.  Right before a bracket they may give any of their letters.
    """
    small = [word.lower() for word in words]
    if any(_from(small[start:], letters) for start in range(len(small))):
        return True
    return loose and any(
        word.startswith(letters[0]) and _holds("".join(small[at:]), letters)
        for at, word in enumerate(small)
        if len(small) - at <= len(letters) + 2
    )


def _from(words: Sequence[str], letters: str) -> bool:
    """Tell whether `words`, from the first on, give `letters` with their heads."""
    reached = {0}
    for word in words:
        now = {
            at + size
            for at in reached
            for size in range(1, len(letters) - at + 1)
            if word.startswith(letters[at : at + size])
        }
        if word in lexicon().function_words and 0 not in reached:
            now |= reached
        if len(letters) in now:
            return True
        if not now:
            return False
        reached = now
    return False


def _holds(text: str, letters: str) -> bool:
    """Tell whether `letters` stand in `text` in their order."""
    rest = iter(text)
    return all(letter in rest for letter in letters)
