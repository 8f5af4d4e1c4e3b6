"""What a report of findings is about."""

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from iki_docgen.diagnostics import Diagnostic, Severity
from iki_docgen.records import Document
from iki_docgen.source import NOWHERE, Position, Source, Span


class Place(Struct, frozen=True):
    """Where a finding starts and ends, in lines and columns."""

    start: Position
    end: Position


class Subject(Struct, frozen=True):
    """Findings and the source they are about.

    `path` is how the user named it; `source` is None for records, whose findings have no place.
    `color` asks for colours, where a format has any.  `document` is what was read from the source,
    None where the findings are about something else, such as a template.
    """

    path: str
    findings: tuple[Diagnostic, ...]
    source: Source | None = None
    color: bool = False
    document: Document | None = None

    def place(self, span: Span) -> Place | None:
        """Return the place of `span`, None where there is no text to point into."""
        if self.source is None or span == NOWHERE:
            return None
        return Place(self.source.position(span.start), self.source.position(span.end))


_NAMES = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.NOTE: ("note", "notes"),
}


def count_line(findings: tuple[Diagnostic, ...]) -> str:
    """Return how many findings there are: `3 findings (1 warning, 2 notes)`."""
    return counts_line(Counter(found.severity for found in findings))


def counts_line(findings: Mapping[Severity, int]) -> str:
    """Return what `count_line` does, for findings that were counted."""
    counts = Counter(findings)
    number = counts.total()
    if not number:
        return "no findings"
    parts = [
        f"{counts[severity]} {names[counts[severity] != 1]}"
        for severity, names in _NAMES.items()
        if counts[severity]
    ]
    return f"{number} finding{'s' * (number != 1)} ({', '.join(parts)})"


def encodable(text: str) -> str:
    """Return `text` as a plain string without lone surrogates, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode()
