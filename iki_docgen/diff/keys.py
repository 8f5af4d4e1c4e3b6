"""What a text says, without regard to case, spaces, punctuation and known misspellings."""

import re
import unicodedata

from iki_docgen.wording import respelled

_PARTS = re.compile(
    r"""
      (?P<number> \d+ (?: [.,:] \d+ )* )
    | (?P<word> [^\W\d_]+ )
    | (?P<sign> [%‰+*\xd7\xf7=<>≤≥^√°$€] )    # says something, unlike a comma
    | (?P<operator> (?<=[\s\d)]) [-/] (?=[\s\d(]) )
    """,
    re.VERBOSE,
)


def words_of(text: str) -> list[str]:
    """Return the words, numbers and signs of `text` as they are compared, in order."""
    spelled = unicodedata.normalize("NFKC", respelled(text)).casefold()
    return [found[0] for found in _PARTS.finditer(spelled)]


def wording_key(text: str) -> str:
    """Return what is equal for texts that differ in wording only.

    Words are joined, since a space more or less is wording (`pasca bencana`); numbers and signs
    stay apart, since `1 2` is not `12`.
    """
    return "".join(word if word.isalpha() else f" {word} " for word in words_of(text))


def same_wording(old: str, new: str) -> bool:
    """Tell whether two texts say the same; a text and none do not."""
    return bool(old) == bool(new) and wording_key(old) == wording_key(new)
