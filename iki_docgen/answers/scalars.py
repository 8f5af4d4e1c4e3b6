"""Text -> YAML as people like to read it, such that it is read again as the same text.

One line stands bare if it cannot be mistaken, else in quotes; several lines stand as a block
(`|-`).  What only quotes can hold, such as control characters and spaces that nobody would see, is
escaped.
"""

import re
from dataclasses import dataclass

from iki_docgen.answers.model import storable

_BARE = re.compile(r"[^\W\d_](?:[^\x00-\x1f:#]|:(?=[^\s,\[\]{}])|(?<=\S)#)*")
_MISTAKEN = frozenset("y n yes no on off true false null nan inf".split())  # noqa: SIM905 - words
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufffe\uffff]"
)
_BAD_IN_BLOCK = re.compile(_UNSEEN.pattern + r"|[^\S\n](?:\n|\Z)|\n\Z")
_WHITE = frozenset(" \t\n")
_MAX_STEP = 9
"""The columns by which a block may say that it is indented."""
_ESCAPED = re.compile(_UNSEEN.pattern + r"|[\n\t]")
_QUOTED = re.compile(_ESCAPED.pattern + r'|["\\]')
_SHORT = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


@dataclass(frozen=True, slots=True)
class Written:
    """A value as YAML: what stands behind the colon, and the lines below it."""

    head: str
    below: tuple[str, ...] = ()


def block(value: str, column: int, deepest: int = 0) -> Written:
    """Return `value` for a key in `column` (from 0) outside brackets.

    Comments that follow start in column `deepest` at most; a block further out would swallow them.
    """
    text = storable(value)
    step = max(2, deepest + 1 - column)
    told = text[:1] in _WHITE  # else the parser takes the first line's indentation for the block's
    if "\n" not in text or _BAD_IN_BLOCK.search(text) or (told and step > _MAX_STEP):
        return Written(inline(text))
    indent = " " * (column + step)
    lines = tuple(indent + line if line else "" for line in text.split("\n"))
    return Written(f"|{step}-" if told else "|-", lines)


def inline(value: str, *, in_flow: bool = False) -> str:
    """Return `value` on one line; `in_flow` within brackets or braces."""
    text = storable(value)
    if not _ESCAPED.search(text):
        if not in_flow and _BARE.fullmatch(text) and not text[-1].isspace():
            if text.casefold() not in _MISTAKEN:
                return text
        elif '"' in text or "\\" in text:
            return "'" + text.replace("'", "''") + "'"
    return '"' + _QUOTED.sub(_escaped, text) + '"'


def _escaped(found: re.Match[str]) -> str:
    sign = found.group()
    return _SHORT.get(sign) or f"\\u{ord(sign):04X}"
