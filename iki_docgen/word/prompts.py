"""What people typed in a cell, without the prompt that asked them to.

The prompt is ordinary text to every program but Word, so it may be left whole beside the answer,
or half overwritten.  Whole it can be taken out; of half a prompt nobody can tell whose words they
are.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_GAP = "[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
"""White space, and signs that nobody sees, which programs put in."""
_FRAGMENT = 3
"""Words of a prompt in a row that no answer has by chance."""
_CLICK = "klik"
"""The first word of our prompts; no answer starts with it."""
_START = 2
"""The same of its first words, which are unlike an answer's."""


def without_prompts(text: str, prompts: Iterable[str]) -> str:
    """Return `text` without whole prompts, without space at its ends and those of its lines.

    A prompt of one word, such as a dash, is one only where nothing else stands.
    """
    text = unicodedata.normalize("NFC", text)
    for prompt in prompts:
        if len(prompt.split()) > 1:
            text = _pattern(prompt).sub("", text)
        elif text.strip() == prompt.strip():
            text = ""
    lines = [line.rstrip() for line in text.split("\n")]
    return "" if all(map(is_blank, lines)) else "\n".join(lines).strip()


def left_over(text: str, prompts: Iterable[str]) -> str:
    """Return the prompt of which words are left in `text`, empty when there is none."""
    words = "".join(filter(_is_seen, text)).casefold().split()
    for prompt in prompts:
        own = prompt.casefold().split()
        if len(own) > 1 and _has_fragment(words, own):
            return prompt
    return ""


def is_blank(text: str) -> bool:
    """Tell whether nobody sees anything in `text`."""
    return all(letter.isspace() or not _is_seen(letter) for letter in text)


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) != "Cf"


def _has_fragment(words: list[str], prompt: list[str]) -> bool:
    """Tell whether `words` hold words of `prompt`, one after the other."""
    if words[:1] == prompt[:1] == [_CLICK]:
        return True
    joined = f" {' '.join(words)} "
    pieces = [prompt[:_START]]
    pieces += [prompt[at : at + _FRAGMENT] for at in range(len(prompt) - _FRAGMENT + 1)]
    return any(f" {' '.join(piece)} " in joined for piece in pieces)


@lru_cache(maxsize=64)
def _pattern(prompt: str) -> re.Pattern[str]:
    return re.compile(_GAP.join(map(re.escape, prompt.split())), re.IGNORECASE)
