"""The difference of two texts, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


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
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - most runs compare nothing

    before, after = _WORDS.findall(old), _WORDS.findall(new)
    found: list[Stretch] = []
    for step in Indel.opcodes(before, after):
        if step.tag == "equal":
            _add(found, Side.BOTH, before[step.src_start : step.src_end])
        else:
            _add(found, Side.OLD, before[step.src_start : step.src_end])
            _add(found, Side.NEW, after[step.dest_start : step.dest_end])
    return tuple(found)


def _add(found: list[Stretch], side: Side, words: Sequence[str]) -> None:
    if words:
        found.append(Stretch(side, "".join(words)))
