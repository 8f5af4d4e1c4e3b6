"""The rule about verbs in TUGAS and nouns in FUNGSI (IKI305)."""

import re
from collections.abc import Callable, Iterator

from iki_docgen.check.morphology import is_action, is_verb
from iki_docgen.check.passages import Field, Passage, passage_of
from iki_docgen.check.rule import Examined, rule
from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.records import Butir, Item, Jabatan

_FIRST = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?(?!\w)")
# The words at the head of an item that are joined without anything between: a, b, dan c.
_NEXT = re.compile(
    r"\s*,?\s+(?:dan/atau|dan|serta|atau)\s+([^\W\d_]+)(?!\w)|\s*,\s+([^\W\d_]+)(?!\w)"
)
# `menyelenggarakan fungsi:` only introduces the list.
_INTRODUCTION = re.compile(r"\w+\s+(?:tugas|fungsi)\b.{0,80}\Z", re.IGNORECASE | re.DOTALL)
_LONGEST_CHAIN = 6


@rule(Code.WORD_CLASS)
def word_class(examined: Examined) -> Iterator[Diagnostic]:
    """Find TUGAS that are no verbs, FUNGSI that are no nouns, and items that mix the two.

    TUGAS says what the position does (menyusun), FUNGSI which actions it is there for
    (penyusunan).

    Bad:  menyusun dan pelaksanaan standar pelayanan
    Good: menyusun dan melaksanakan standar pelayanan
    """
    for jabatan in examined.document.jabatan:
        for field, items in ((Field.TUGAS, jabatan.tugas), (Field.FUNGSI, jabatan.fungsi)):
            for text in _duties(items):
                passage = passage_of(text, jabatan, field, examined.source)
                yield from _misplaced(passage, jabatan)


def _duties(items: tuple[Item, ...]) -> Iterator[str]:
    """Yield the items of a field; below an introduction they are the list it introduces."""
    if len(items) == 1 and isinstance(items[0], Butir):
        items = items[0].rincian
    for item in items:
        text = item.butir if isinstance(item, Butir) else item
        if not (isinstance(item, Butir) and _INTRODUCTION.match(text)):
            yield text


def _misplaced(passage: Passage, jabatan: Jabatan) -> Iterator[Diagnostic]:
    """Report the head of an item: a word of the wrong class, or words of both."""
    first = _FIRST.match(passage.text)
    if first is None:
        return
    verb, action = is_verb(first[0]), is_action(first[0])
    wrong_start = action if passage.field is Field.TUGAS else verb
    if wrong_start:
        kind, example = (
            ("verbs", "menyusun") if passage.field is Field.TUGAS else ("nouns", "penyusunan")
        )
        yield Code.WORD_CLASS.at(
            passage.span(*first.span()),
            about=jabatan.jabatan,
            found=first[0],
            reason=f"the items of {passage.field} are {kind}",
            advice=f"start the item with one of the {kind}, such as `{example}`",
        )
    elif verb or action:
        yield from _mixed(passage, first, is_action if verb else is_verb)


def _mixed(
    passage: Passage, first: "re.Match[str]", is_other: Callable[[str], bool]
) -> Iterator[Diagnostic]:
    """Report the first word of the other class that is joined to the head of the item."""
    end = first.end()
    for _ in range(_LONGEST_CHAIN):
        joined = _NEXT.match(passage.text, end)
        if joined is None:
            return
        word = joined[1] or joined[2]
        if is_other(word) and joined[1]:
            yield Code.WORD_CLASS.at(
                passage.span(first.start(), joined.end()),
                about=passage.about,
                found=" ".join(passage.text[first.start() : joined.end()].split()),
                reason="a verb and a noun are joined as if they were alike",
                advice=(
                    "use verbs in TUGAS (menyusun dan melaksanakan), nouns in FUNGSI (penyusunan"
                    " dan pelaksanaan)"
                ),
            )
            return
        if joined[1]:
            return
        end = joined.end()
