"""What a reader guessed -> findings: the reading that was taken, and the other one."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from iki_docgen.blocks import Cell, Doubt
from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.parse.clean import clean
from iki_docgen.parse.item_reader import shortened
from iki_docgen.source import Source


class Doubts:
    """The guesses of a reader, found again by the table in which they stand."""

    def __init__(self, source: Source, doubts: Sequence[Doubt]) -> None:
        """Take the guesses in any order."""
        self._source = source
        self._doubts = sorted(doubts)
        self._starts = [doubt.span.start for doubt in self._doubts]

    def within(self, cells: Sequence[Cell], about: str) -> Iterator[Diagnostic]:
        """Yield a note for each guess among `cells`, those of a table of the position `about`."""
        if not self._doubts or not cells:
            return
        end = max(cell.span.end for cell in cells)
        at = bisect_left(self._starts, min(cell.span.start for cell in cells))
        while at < len(self._doubts) and self._starts[at] < end:
            yield self._note(self._doubts[at], about)
            at += 1

    def _note(self, doubt: Doubt, about: str) -> Diagnostic:
        text = clean(self._source.text[doubt.span.start : doubt.span.end])
        return Code.GUESSED_ROWS.at(
            doubt.span,
            about=about,
            times="" if doubt.times == 1 else f" in {doubt.times} places",
            text=shortened(text),
            read=doubt.read,
            other=doubt.other,
            advice=doubt.advice,
        )
