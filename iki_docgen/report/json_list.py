"""Findings as JSON: a list of objects in the form that `docs/commands.md` gives."""

import msgspec

from iki_docgen.diagnostics import Diagnostic, words_about
from iki_docgen.report.subject import Subject, encodable
from iki_docgen.source import NOWHERE


def to_json(*subjects: Subject) -> str:
    """Return a list with one object for each finding; places are null where there is no text."""
    tree = [_finding(subject, found) for subject in subjects for found in subject.findings]
    return msgspec.json.format(msgspec.json.encode(tree), indent=2).decode() + "\n"


def _finding(subject: Subject, found: Diagnostic) -> dict[str, object]:
    place = subject.place(found.span)
    return {
        "code": found.code.id,
        "name": found.code.label,
        "severity": found.severity.value,
        "message": encodable(found.message),
        "help": encodable(found.help),
        "path": encodable(subject.path),
        "line": place.start.line if place else None,
        "column": place.start.column if place else None,
        "end_line": place.end.line if place else None,
        "end_column": place.end.column if place else None,
        "jabatan": encodable(found.jabatan) or None,
        "fix": _fix(subject, found),
        "place": _place(subject, found),
        "text": encodable(words_about(found, subject.source)),
    }


def _place(subject: Subject, found: Diagnostic) -> str | None:
    """Return how people find the place in a Word file or PDF, None in a plain text."""
    if subject.source is None or found.span == NOWHERE:
        return None
    return encodable(subject.source.place(found.span.start)) or None


def _fix(subject: Subject, found: Diagnostic) -> dict[str, object] | None:
    if found.fix is None or subject.source is None:
        return None
    edit = found.fix.as_one(subject.source.text)
    return {
        "start": edit.span.start,
        "end": edit.span.end,
        "replacement": encodable(edit.replacement),
    }
