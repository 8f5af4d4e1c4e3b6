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


def to_text(subject: Subject) -> str:
    """Return each finding with its place, its line, a mark under it and the help."""
    parts = [_finding(subject, found) for found in subject.findings]
    return "\n".join([*parts, count_line(subject.findings) + "\n"])


def to_short(subject: Subject) -> str:
    """Return a line for each finding: `path:line:column: CODE severity: message`."""
    return "".join(
        f"{_where(subject, found)}: {found.code.id} {found.severity.value}: {_one_line(found)}\n"
        for found in subject.findings
    )


def _one_line(found: Diagnostic) -> str:
    return _UNPRINTABLE.sub(" ", found.message)


def _where(subject: Subject, found: Diagnostic) -> str:
    place = subject.place(found.span)
    if place is None:
        return f"{subject.path}: {found.jabatan}" if found.jabatan else subject.path
    return f"{subject.path}:{place.start.line}:{place.start.column}"


def _finding(subject: Subject, found: Diagnostic) -> str:
    paint = _painter(subject)
    head = paint(f"{found.code.id} {found.severity.value}", _COLORS[found.severity])
    lines = [f"{head}: {paint(_one_line(found), '1')}"]
    place = subject.place(found.span)
    where = _where(subject, found)
    about = f"  ({found.jabatan})" if found.jabatan and place is not None else ""
    lines.append(f"  --> {where}{about}")
    if place is not None and subject.source is not None:
        lines += [paint(line, "2") for line in _excerpt(subject.source, place)]
    lines.append(f"  help: {_UNPRINTABLE.sub(' ', found.help)}")
    return "\n".join(lines) + "\n"


def _painter(subject: Subject) -> "Painter":
    return Painter(on=subject.color)


class Painter:
    """Puts text into a colour, where colours are on."""

    def __init__(self, *, on: bool) -> None:
        """Paint if `on`, else leave text as it is."""
        self.on = on

    def __call__(self, text: str, color: str) -> str:
        """Return `text` in `color`, a number of the ANSI standard."""
        return f"\x1b[{color}m{text}\x1b[0m" if self.on else text


def _excerpt(source: Source, place: Place) -> Iterator[str]:
    """Yield the line of a finding and the mark under it, cut to the width of a page."""
    raw = source.line(place.start.line)
    line = _UNPRINTABLE.sub(" ", raw)
    first = place.start.column - 1
    last = place.end.column - 1 if place.end.line == place.start.line else len(line.rstrip())
    cut = max(0, first - _LEAD) if len(line) > _WIDTH else 0
    before = "..." if cut else ""
    shown = before + line[cut : cut + _WIDTH].rstrip()
    if len(line.rstrip()) > cut + _WIDTH:
        shown += "..."
    number = str(place.start.line)
    margin = " " * len(number)
    start = first - cut + len(before)
    length = max(1, min(last - first, _WIDTH - (first - cut)))
    yield f" {margin} |"
    yield f" {number} | {shown}"
    yield f" {margin} | {' ' * start}{'^' * length}"
