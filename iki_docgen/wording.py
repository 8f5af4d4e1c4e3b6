"""How words are spelled, whoever asks: the rules about wording and the comparison of two years.

The pairs stand in `wording.toml`; an agency's own (`[periksa] kata` in iki.toml) come on top.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from iki_docgen.packaged import packaged


@cache
def spelling() -> Mapping[str, str]:
    """Return the certainly misspelt words, in small letters, with how each is spelled."""
    return packaged("iki_docgen", "wording.toml", dict[str, dict[str, str]])["spelling"]


def as_in(written: str, word: str) -> str:
    """Return `word` in the case of letters in which `written` stands in a text."""
    if written.isupper() and any(letter.isalpha() for letter in written[1:]):
        return word.upper()
    if written[:1].isupper():
        return word[:1].upper() + word[1:]
    return word


def respelled(text: str) -> str:
    """Return `text` with each certainly misspelt word as it is spelled, its case kept."""
    return _pattern().sub(lambda found: as_in(found[0], spelling()[as_listed(found[0])]), text)


def whole_words(words: Iterable[str]) -> "re.Pattern[str]":
    """Return a pattern that finds any of `words` where they stand whole, in any case of letters.

    The words of a pair may be parted by any white space.
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        groups.setdefault(word[0].lower(), []).append(word)
    listed = "|".join(  # by their first letter: most places are given up after a look at it
        f"{re.escape(first)}(?:{'|'.join(map(_rest, group))})" for first, group in groups.items()
    )
    return re.compile(rf"(?<![\w-])(?:{listed or '(?!)'})", re.IGNORECASE)


def _rest(word: str) -> str:
    """Return the pattern of a word after its first letter.

    What is written with a slash is no part of a longer one.
    """
    rest = re.escape(word[1:]).replace(r"\ ", r"\s+")
    beside = "/" if "/" in word else ""
    ahead = rf"(?![\w{beside}-])" if word[-1].isalnum() else ""
    return f"{'(?<!/.)' if beside else ''}{rest}{ahead}"


def as_listed(found: str) -> str:
    """Return `found` as the lists of words write it: in small letters, one space between words."""
    return " ".join(found.lower().split())


@cache
def _pattern() -> "re.Pattern[str]":
    return whole_words(spelling())
