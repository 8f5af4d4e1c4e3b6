"""Fixes -> the text with them, and where its places are then."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from iki_docgen.diagnostics import Edit, Fix, edited
from iki_docgen.source import Span


@dataclass(frozen=True, slots=True)
class Mended:
    """A text after its edits, which are in the order of their places."""

    text: str
    edits: tuple[Edit, ...]
    _shifts: tuple[int, ...]

    def touches(self, span: Span) -> bool:
        """Tell whether an edit stands in `span` of the old text, or at one of its ends."""
        at = self._first_to(span.start)
        return at < len(self.edits) and self.edits[at].span.start <= span.end

    def moved(self, offset: int) -> Span:
        """Return where `offset` of the old text is now: a range where edits stand there."""
        first = last = self._first_to(offset)
        if not self.touches(Span(offset, offset)):
            now = offset + self._shift(first)
            return Span(now, now)
        while last + 1 < len(self.edits) and self.edits[last + 1].span.start <= offset:
            last += 1
        low = self.edits[first].span.start + self._shift(first)
        high = self.edits[last].span.start + self._shift(last) + len(self.edits[last].replacement)
        return Span(low, high)

    def _first_to(self, offset: int) -> int:
        """Return the number of the first edit that ends at `offset` or after it."""
        return bisect_left(self.edits, offset, key=lambda edit: edit.span.end)

    def _shift(self, edits: int) -> int:
        """Return by how much the first so many edits lengthen the text."""
        return self._shifts[edits - 1] if edits else 0


def without_overlap(fixes: Iterable[Fix], length: int) -> list[Fix]:
    """Return the fixes of a text of `length` characters that can be applied together.

    Of two that overlap the first one stays; a fix that stands outside the text, or whose own
    edits overlap, is left out.  Insertions at one place overlap: which comes first is not said.
    """
    chosen: list[Fix] = []
    taken: list[Edit] = []
    for fix in dict.fromkeys(fixes):
        added: list[Edit] = []
        for edit in fix.edits:
            inside = 0 <= edit.span.start <= edit.span.end <= length
            at = bisect_left(taken, edit.span, key=lambda one: one.span)
            if not inside or any(_overlap(edit, other) for other in taken[max(0, at - 1) : at + 1]):
                break
            taken.insert(at, edit)
            added.append(edit)
        if fix.edits and len(added) == len(fix.edits):
            chosen.append(fix)
        else:
            for edit in added:
                taken.remove(edit)
    return chosen


def _overlap(one: Edit, other: Edit) -> bool:
    before, after = sorted((one.span, other.span))
    return after.start < before.end or after.start == before.start


def mend(text: str, fixes: Iterable[Fix]) -> Mended:
    """Return `text` with `fixes`, which do not overlap; nothing else of it changes."""
    edits = tuple(sorted((edit for fix in fixes for edit in fix.edits), key=lambda edit: edit.span))
    grown = (len(edit.replacement) - (edit.span.end - edit.span.start) for edit in edits)
    return Mended(edited(text, edits), edits, tuple(accumulate(grown)))
