"""How wrapped lines go together again."""

from collections.abc import Sequence
from itertools import pairwise

import regex

_OPEN_WORD = regex.compile(r"\p{L}[-/]$")
_GOES_ON = regex.compile(r"\p{Ll}")
_ENDING = regex.compile(r"(?:nya|kan|an)\b(?![-.])")
"""Ends of words that are no words by themselves: a line that opens with one broke a word."""
_IN_WORD = regex.compile(r"\p{Ll}{2}-?$")
_APART = regex.compile(r"(?:dan|atau|maupun|serta|ke|hingga)\b")


def unwrapped(lines: Sequence[str]) -> str:
    """Return the wrapped `lines` of one sentence as one line.

    `Meningkat-` and `nya` were one word that a narrow column broke, with a hyphen or without.
    """
    parts = [*lines[:1]]
    for before, after in pairwise(lines):
        if breaks_word(before, after):
            parts[-1] = parts[-1].removesuffix("-")
            parts.append(after)
        else:
            parts += [_glue(before, after), after]
    return "".join(parts)


def breaks_word(before: str, after: str) -> bool:
    """Tell whether a line break stands in a word whose ending, such as `nya`, opens `after`."""
    return _ENDING.match(after) is not None and _IN_WORD.search(before) is not None


def _glue(before: str, after: str) -> str:
    """Return what stands between two lines of one sentence: a space, or nothing inside a word.

    `perundang-` and `undangan` are one word, and so are `dan/` and `atau`; `pra-` and
    `dan pasca-` are not.
    """
    if not before.endswith(("-", "/")):
        return " "
    inside = _OPEN_WORD.search(before) and _GOES_ON.match(after) and not _is_new(before, after)
    return "" if inside else " "


def _is_new(before: str, after: str) -> bool:
    return before.endswith("-") and _APART.match(after) is not None
