"""Findings for people: with the line they are about and a mark under it, or one line each."""

import re
from collections.abc import Iterator

from iki_docgen.diagnostics import Diagnostic, Severity
from iki_docgen.report.subject import Place, Subject, count_line
from iki_docgen.source import Source

_WIDTH = 96
_LEAD = 24
"""Characters kept before the mark where a line is too long to show whole."""
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_COLORS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


def to_text(*subjects: Subject) -> str:
    """Return each finding with its place, its line, a mark under it and the help; then a count."""
    parts = [_finding(subject, found) for subject in subjects for found in subject.findings]
    findings = tuple(found for subject in subjects for found in subject.findings)
    return "\n".join([*parts, count_line(findings) + "\n"])


def to_findings(subject: Subject) -> str:
    """Return what `to_text` does, without counting them."""
    return "".join(f"{_finding(subject, found)}\n" for found in subject.findings)


def to_short(*subjects: Subject) -> str:
    """Return a line for each finding: `path:line:column: CODE severity: message`.

    In a Word file or PDF the place has a name: `path: table 2, row 3, column 1: ...`.
    """
    return "".join(
        f"{_where(subject, found)}: {found.code.id} {found.severity.value}: {_one_line(found)}\n"
        for subject in subjects
        for found in subject.findings
    )


def _one_line(found: Diagnostic) -> str:
    return _UNPRINTABLE.sub(" ", found.message)


def _where(subject: Subject, found: Diagnostic) -> str:
    place = subject.place(found.span)
    if place is None:
        return f"{subject.path}: {found.jabatan}" if found.jabatan else subject.path
    if subject.source is not None and (found_at := subject.source.place(found.span.start)):
        return f"{subject.path}: {found_at}"  # a Word file or PDF has no lines that people count
    return f"{subject.path}:{place.start.line}:{place.start.column}"


def _finding(subject: Subject, found: Diagnostic) -> str:
    color = subject.color
    head = _painted(f"{found.code.id} {found.severity.value}", _COLORS[found.severity], on=color)
    lines = [f"{head}: {_painted(_one_line(found), '1', on=color)}"]
    place = subject.place(found.span)
    where = _where(subject, found)
    about = f"  ({found.jabatan})" if found.jabatan and place is not None else ""
    lines.append(f"  --> {where}{about}")
    if place is not None and subject.source is not None:
        lines += [_painted(line, "2", on=color) for line in _excerpt(subject.source, place)]
    lines.append(f"  help: {_UNPRINTABLE.sub(' ', found.help)}")
    return "\n".join(lines) + "\n"


def _painted(text: str, color: str, *, on: bool) -> str:
    """Return `text` in `color`, a number of the ANSI standard, if colours are on."""
    return f"\x1b[{color}m{text}\x1b[0m" if on else text


def _excerpt(source: Source, place: Place) -> Iterator[str]:
    """Yield the line of a finding and the mark under it, cut to the width of a page."""
    line = source.lines[place.start.line - 1]
    begin, end = line.start, line.end
    first = place.start.column - 1
    cut = max(0, first - _LEAD) if end - begin > _WIDTH else 0
    # A line may be a whole file long, so only what is shown of it is looked at, and a bit more.
    near = source.text[begin + cut : min(end, begin + cut + 2 * _WIDTH)]
    near = _UNPRINTABLE.sub(" ", near).rstrip()
    last = place.end.column - 1 if place.end.line == place.start.line else cut + len(near)
    before = "..." if cut else ""
    shown = before + near[:_WIDTH].rstrip()
    if len(near) > _WIDTH:
        shown += "..."
    number = str(place.start.line)
    margin = " " * len(number)
    start = first - cut + len(before)
    length = max(1, min(last - first, _WIDTH - (first - cut)))
    yield f" {margin} |"
    yield f" {number} | {shown}"
    yield f" {margin} | {' ' * start}{'^' * length}"
