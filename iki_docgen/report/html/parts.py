"""Which lines of a source, and which findings, belong to which position."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from iki_docgen.diagnostics import Diagnostic
from iki_docgen.records import Jabatan
from iki_docgen.report.subject import Subject
from iki_docgen.source import NOWHERE, Source, span_of
from iki_docgen.vocabulary import is_title, match_label


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding with its id in the page."""

    key: str
    found: Diagnostic


@dataclass(frozen=True, slots=True)
class Part:
    """A position with its lines (1-based) and findings; without one, what belongs to none.

    `key` is the id of its section.
    """

    key: str
    jabatan: Jabatan | None
    lines: range
    findings: tuple[Finding, ...]


def parts(subject: Subject) -> tuple[Part, ...]:
    """Return every position of `subject`, in order, after what belongs to none of them.

    The first part is there even where it is empty.  Each line of the source is in one part, and
    each finding too.
    """
    positions = subject.document.jabatan if subject.document else ()
    starts = _starts(positions, subject.source)
    findings: list[list[Finding]] = [[] for _ in range(len(positions) + 1)]
    by_name = {one.jabatan: number for number, one in reversed([*enumerate(positions, 1)])}
    for number, found in enumerate(subject.findings, 1):
        finding = Finding(f"f{number}", found)
        findings[_home(found, subject, starts, by_name)].append(finding)
    ends = [*starts[1:], len(subject.source.lines) + 1 if subject.source else 1]
    return tuple(
        Part(f"p{number}", jabatan, range(start, end), tuple(own))
        for number, (jabatan, start, end, own) in enumerate(
            zip((None, *positions), starts, ends, findings, strict=True)
        )
    )


def _starts(positions: Sequence[Jabatan], source: Source | None) -> list[int]:
    """Return the first line of what belongs to none, and of each position."""
    starts = [1]
    for one in positions:
        span = span_of(one.jabatan)
        if source is None or span == NOWHERE:
            starts.append(starts[-1])
        else:
            above = starts[-1] if len(starts) > 1 else 0  # the first may begin in the first line
            starts.append(_head(source, source.position(span.start).line, above))
    return starts


def _head(source: Source, line: int, above: int) -> int:
    """Return the first line of the position named in `line`: its label, its title above that."""
    first = line
    for number in range(line - 1, above, -1):
        text = source.line(number)
        label = match_label(text)
        if is_title(text) or (label is not None and label.field == "jabatan"):
            first = number
        elif text.strip():
            break
    return max(first, above)


def _home(
    found: Diagnostic, subject: Subject, starts: Sequence[int], by_name: dict[str, int]
) -> int:
    """Return the number of the part that `found` belongs to: by its place, else by its name."""
    place = subject.place(found.span)
    if place is not None:
        return bisect_right(starts, place.start.line) - 1
    return by_name.get(found.jabatan, 0)
