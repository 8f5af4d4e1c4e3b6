"""Texts as rules compare them: case, spelling, spaces and punctuation do not count."""

import re
from functools import lru_cache

from iki_docgen.wording import respelled

_NUMBER = re.compile(r"\s*\(?\d{1,2}[.)]\s+")
_NOT_WORD = re.compile(r"[^\w%]+")
_MANY_PERCENT = re.compile(r"\bpersentase(?: persentase)+\b")


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Return the words of `text` in small letters, one space between them.

    A number before the text does not count; `%`, `Prosentase` and `Persentase (%)` are one word.
    """
    plain = respelled(_NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text).lower()
    words = _NOT_WORD.sub(" ", plain.replace("%", " persentase ")).split()
    return _MANY_PERCENT.sub("persentase", " ".join(words))
