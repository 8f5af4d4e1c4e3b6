"""How much a change means: wording only, or a number, a unit, the verb, something else."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from iki_docgen.diff.keys import same_wording, words_of
from iki_docgen.diff.model import Change, Weight
from iki_docgen.diff.words import Side, redline_words
from iki_docgen.packaged import packaged

_ABOUT = ("number", "unit", "verb", "other")
_TEXTS = frozenset(
    {"jabatan", "tugas", "fungsi", "sasaran", "indikator", "penjelasan", "sumber_data", "lainnya"}
)
_MEASURED = frozenset({"indikator", "penjelasan", "sumber_data", "lainnya"})
_HEADED = frozenset({"tugas", "fungsi", "sasaran"})


def weighed(change: Change) -> Change:
    """Return `change` with its weight, and what it is about."""
    old, new = change.old, change.new
    if old is None or new is None or change.field not in _TEXTS or old == new:
        return change
    if same_wording(old, new):
        moved = change.old_path is not None and change.kind == "moved"
        return change if moved else replace(change, weight=Weight.WORDING)
    if not old or not new:
        return change
    return replace(change, about=about(old, new, field=change.field))


def about(old: str, new: str, field: str) -> tuple[str, ...]:
    """Return what the difference of two texts is about: `number`, `unit`, `verb`, `other`.

    Not every field begins with its verb (or the noun made of it), and what is a unit in one
    (`dokumen`, `laporan`) is the thing to be done in another.
    """
    found = set(_topics(words_of(old), words_of(new), field))
    return tuple(topic for topic in _ABOUT if topic in found)


def _topics(old: list[str], new: list[str], field: str) -> Iterator[str]:
    heads = (_head(old), _head(new)) if field in _HEADED else (None, None)
    changed = [
        word for side, words in redline_words(old, new) if side is not Side.BOTH for word in words
    ]
    other_head = heads[0] != heads[1] and None not in heads
    for word in changed:
        if word in _words()["numbers"] or any(letter.isdigit() for letter in word):
            yield "number"
        elif field in _MEASURED and word in _words()["units"]:
            yield "unit"
        elif other_head and word in heads:
            yield "verb"
        else:
            yield "other"


def _head(words: list[str]) -> str | None:
    """Return the first word: the verb of a TUGAS, the noun of a FUNGSI."""
    return next((word for word in words if word.isalpha()), None)


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return packaged("iki_docgen.diff", "meaning.toml", dict[str, frozenset[str]])
