"""How wrapped lines go together again."""

from collections.abc import Sequence
from itertools import pairwise

import regex

_OPEN_WORD = regex.compile(r"\p{L}[-/]$")
_GOES_ON = regex.compile(r"\p{Ll}")
_APART = regex.compile(r"(?:dan|atau|maupun|serta|ke|hingga)\b")


def unwrapped(lines: Sequence[str]) -> str:
    """Return the wrapped `lines` of one sentence as one line."""
    parts = [*lines[:1]]
    for before, after in pairwise(lines):
        parts += [_glue(before, after), after]
    return "".join(parts)


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
