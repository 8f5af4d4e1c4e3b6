"""Findings while they are made: so many of one kind that nobody reads them all are only counted."""

from collections import Counter
from collections.abc import Iterable

from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.source import Span


class Findings(list[Diagnostic]):
    """Findings of one list or one text, of each code as many as somebody can read.

    A text in which every line is wrong, such as a file of another kind, would else cost more
    than a province's documents.  `tell_left_out` says how many are not listed.
    """

    def __init__(self, most: int) -> None:
        """List up to `most` findings of a code."""
        super().__init__()
        self._most = most
        self._counts: Counter[str] = Counter()  # by id: an enum is slow to look up

    def note(self, code: Code, span: Span, *, about: str = "", **values: object) -> None:
        """Add the finding of `code` at `span`, about the position named `about`."""
        self._counts[code.id] += 1
        if self._counts[code.id] <= self._most:
            self.append(code.at(span, about=about, fix=None, **values))

    def take(self, found: Iterable[Diagnostic]) -> None:
        """Add findings that are made already."""
        for one in found:
            self._counts[one.code.id] += 1
            if self._counts[one.code.id] <= self._most:
                self.append(one)

    def is_full(self, code: Code) -> bool:
        """Tell whether a further finding of `code` would only be counted, so count it."""
        full = self._counts[code.id] >= self._most
        self._counts[code.id] += full
        return full

    def tell_left_out(self, span: Span, *, about: str = "") -> None:
        """Add a finding at `span` for each code of which some were only counted."""
        for code, count in self._counts.items():
            if count > self._most:
                self.append(
                    Code.FINDINGS_LEFT_OUT.at(
                        span, about=about, count=count - self._most, code=code
                    )
                )
