"""The difference of two texts, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MOST = 4_000
"""Words that differ, up to which they are compared one by one; beyond that they are one stretch."""


class Side(StrEnum):
    """Where a stretch of words stands."""

    BOTH = "both"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stand in both texts, or in one of them."""

    side: Side
    text: str


def redline(old: str, new: str) -> tuple[Stretch, ...]:
    """Return `old` and `new` as stretches of words, what went out before what came in.

    The stretches of `BOTH` and `OLD` joined give `old`, those of `BOTH` and `NEW` give `new`.
    """
    steps = redline_words(_WORDS.findall(old), _WORDS.findall(new))
    return tuple(Stretch(side, "".join(words)) for side, words in steps)


def redline_words(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Side, Sequence[str]]]:
    """Yield two lists of words as stretches, none of them empty.

    What is common at both ends is taken off first, so a word changed in a long text costs little.
    """
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    if head:
        yield Side.BOTH, old[:head]
    if len(before) + len(after) > _MOST:
        yield from _both_sides(before, after)
    else:
        yield from _compared(before, after)
    if tail:
        yield Side.BOTH, old[len(old) - tail :]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many words two lists have in common from their beginning."""
    number = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        number += 1
    return number


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Side, Sequence[str]]]:
    """Yield the stretches of two lists; spaces alone do not part two changes."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - most runs compare nothing

    at_old = at_new = 0
    for block in Indel.opcodes(old, new).as_matching_blocks():
        same = old[block.a : block.a + block.size]
        if (
            block.size
            and not any(word.strip() for word in same)
            and block.a + block.size < len(old)
        ):
            continue
        yield from _both_sides(old[at_old : block.a], new[at_new : block.b])
        at_old, at_new = block.a + block.size, block.b + block.size
        if same:
            yield Side.BOTH, same


def _both_sides(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Side, Sequence[str]]]:
    yield from ((side, words) for side, words in ((Side.OLD, old), (Side.NEW, new)) if words)
