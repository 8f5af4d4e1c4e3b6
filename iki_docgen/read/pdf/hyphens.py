"""Words that are parted at the end of a line.

A soft hyphen is only there because of the line.  A hyphen is part of the word: Indonesian doubles
words (`surat-menyurat`, `tugas-tugas`), and programs seldom part a word by themselves; but a narrow
column breaks one anywhere, and an ending such as `nya` is no word.
"""

import regex

from iki_docgen.wrapping import breaks_word

_SOFT = "\u00ad"
_PARTED = regex.compile(r"\p{L}[-\u00ad\u2010\u2011]$")


def goes_on_in_word(before: str, line: str) -> bool:
    """Tell whether the last word of the line `before` goes on in `line`."""
    parted = _PARTED.search(before) is not None and line[:1].islower()
    return parted or breaks_word(before, line)


def join(before: str, line: str) -> str:
    """Return two lines as one, a word that was parted between them made whole."""
    if not goes_on_in_word(before, line):
        return f"{before} {line}"
    if breaks_word(before, line):
        before = before.removesuffix("-")
    return f"{before.removesuffix(_SOFT)}{line}"


def mended(lines: list[str]) -> list[str]:
    """Return `lines` with each parted word on the line on which it begins; no line goes."""
    found: list[str] = []
    for line in lines:
        bare = line.lstrip()
        if found and goes_on_in_word(found[-1], bare):
            word, _, rest = bare.partition(" ")
            found[-1] = join(found[-1], word)
            line = line[: len(line) - len(bare)] + rest  # noqa: PLW2901 - what is left of it
        found.append(line)
    return found
