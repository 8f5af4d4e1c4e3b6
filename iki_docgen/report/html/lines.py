"""The lines of a source, with what was found marked in place.

Findings overlap and lie within each other; a line is cut wherever one starts or ends, and each
piece names all that cover it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from iki_docgen.diagnostics import Severity
from iki_docgen.report.html.markup import Markup, Node, tag
from iki_docgen.report.html.parts import Finding, Part
from iki_docgen.source import NOWHERE, Source, Span

_WHITE = re.compile(r"( *\t[ \t]*| {3,})")
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def source_lines(source: Source, part: Part) -> Markup:
    """Return the lines of `part`; several blank ones without a finding stand as one."""
    placed = [one for one in part.findings if one.found.span != NOWHERE]
    touching = _by_line(source, part.lines, placed)
    rows = []
    for first, last in _runs(source, part.lines, touching):
        if last > first:
            rows.append(_blank(first, last))
        else:
            rows.append(_line(source, first, touching.get(first, ())))
    return tag("div", rows, class_="source", lang="id")


def worst(findings: Sequence[Finding]) -> Severity | None:
    """Return the worst severity of `findings`, None where there are none."""
    there = {one.found.severity for one in findings}
    return next((severity for severity in _ORDER if severity in there), None)


def _by_line(source: Source, lines: range, findings: Sequence[Finding]) -> dict[int, list[Finding]]:
    touching: dict[int, list[Finding]] = {}
    for one in findings:
        start = source.position(one.found.span.start).line
        end = source.position(max(one.found.span.start, one.found.span.end - 1)).line
        for number in range(start, min(end, lines.stop - 1) + 1):
            touching.setdefault(number, []).append(one)
    return touching


def _runs(
    source: Source, lines: range, touching: dict[int, list[Finding]]
) -> Iterator[tuple[int, int]]:
    """Yield each line, and blank lines that can stand as one, by their first and last number."""
    first = lines.start
    while first < lines.stop:
        last = first
        while last < lines.stop and last not in touching and not source.line(last).strip():
            last += 1
        last = max(first, last - 1)
        yield first, last
        first = last + 1


def _blank(first: int, last: int) -> Markup:
    says = f"{last - first + 1} blank lines"
    return tag(
        "div",
        tag("span", str(first), class_="at"),
        tag("span", says, lang="en"),
        class_="blank",
    )


def _line(source: Source, number: int, findings: Sequence[Finding]) -> Markup:
    span = source.lines[number - 1]
    pins = [_pin(one) for one in findings if _starts_in(one, source, number)]
    return tag(
        "div",
        tag("span", str(number), class_="at"),
        tag("span", _pieces(source.text, span, findings), class_="text s"),
        tag("span", pins, class_="pins", lang="en") if pins else None,
        class_="line",
        id=f"L{number}",
    )


def _starts_in(one: Finding, source: Source, number: int) -> bool:
    return source.position(one.found.span.start).line == number


def _pieces(text: str, line: Span, findings: Sequence[Finding]) -> Iterator[Node]:
    cuts = {line.start, line.end}
    for one in findings:
        ends = (one.found.span.start, one.found.span.end)
        cuts |= {min(max(end, line.start), line.end) for end in ends}
    for start, end in pairwise(sorted(cuts)):
        cover = [
            one for one in findings if one.found.span.start < end and one.found.span.end > start
        ]
        words = _spaced(text[start:end])
        severity = worst(cover)
        if severity is None:
            yield words
        else:
            keys = " ".join(one.key for one in cover)
            several = " several" if len(cover) > 1 else ""
            yield tag("mark", words, class_=f"{severity}{several}", data_of=keys)


def _spaced(text: str) -> list[Node]:
    """Return `text` with tabs and long spaces as such: seen, and no wider than they must be."""
    return [
        tag("span", piece, class_="tab" if "\t" in piece else "gap") if number % 2 else piece
        for number, piece in enumerate(_WHITE.split(text))
    ]


def _pin(one: Finding) -> Markup:
    code = one.found.code
    says = f"{code.id} {one.found.severity}: {one.found.message}"
    return tag(
        "a",
        code.id.removeprefix("IKI"),
        href=f"#{one.key}",
        class_=f"pin {one.found.severity}",
        data_of=one.key,
        title=says,
        aria_label=says,
    )
