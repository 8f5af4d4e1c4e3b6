"""How wrapped lines go together again."""

from collections.abc import Sequence
from itertools import pairwise

import regex

_OPEN_WORD = regex.compile(r"\p{L}[-/]$")
_GOES_ON = regex.compile(r"\p{Ll}")
_ENDING = regex.compile(r"(?:nya|kan|an)\b(?![-.])")
"""Ends of words that are no words by themselves: a line that opens with one broke a word."""
_LAST_LETTERS = ("a", "n")
_LAST_LETTER = regex.compile(r"\p{Ll}{3}(?:ny\na|aa\nn)(?![\p{L}\p{N}.)/=])")
"""The last letter of such an ending alone on a line: `Meningkatny` and `a`."""
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
    if _ENDING.match(after) is not None:
        return _IN_WORD.search(before) is not None
    return after[:1] in _LAST_LETTERS and _LAST_LETTER.search(f"{before}\n{after}") is not None


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
