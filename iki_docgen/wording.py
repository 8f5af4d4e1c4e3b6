"""How words are spelled, whoever asks: the rules about wording and the comparison of two years.

The pairs stand in `wording.toml`; an agency's own (`[periksa] kata` in iki.toml) come on top.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def spelling() -> Mapping[str, str]:
    """Return the certainly misspelt words, in small letters, with how each is spelled."""
    text = resources.files("iki_docgen").joinpath("wording.toml").read_text(encoding="utf-8")
    pairs: dict[str, str] = tomllib.loads(text)["spelling"]
    return pairs


def as_in(written: str, word: str) -> str:
    """Return `word` in the case of letters in which `written` stands in a text."""
    if written.isupper() and any(letter.isalpha() for letter in written[1:]):
        return word.upper()
    if written[:1].isupper():
        return word[:1].upper() + word[1:]
    return word


def respelled(text: str) -> str:
    """Return `text` with each certainly misspelt word as it is spelled, its case kept."""
    return _pattern().sub(
        lambda found: as_in(found[0], spelling()[" ".join(found[0].lower().split())]), text
    )


@cache
def _pattern() -> "re.Pattern[str]":
    words = sorted(spelling(), key=len, reverse=True)
    listed = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<![\w/-])(?:{listed})(?![\w/-])", re.IGNORECASE)
