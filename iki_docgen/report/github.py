"""Findings as workflow commands, which GitHub shows beside the lines of a pull request.

GitHub shows ten of each kind for a step at most; the log has them all.
"""

from pathlib import PurePath

from iki_docgen.diagnostics import Diagnostic, Severity
from iki_docgen.report.subject import Subject, encodable

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_LONGEST_MESSAGE = 60_000
"""GitHub refuses annotations over 64 KB."""


def to_github(*subjects: Subject) -> str:
    """Return a workflow command for each finding."""
    return "".join(
        f"{_command(subject, found)}\n" for subject in subjects for found in subject.findings
    )


def _command(subject: Subject, found: Diagnostic) -> str:
    place = subject.place(found.span)
    properties = {"file": PurePath(subject.path).as_posix()}
    if place is not None:
        properties["line"] = str(place.start.line)
        properties["endLine"] = str(place.end.line)
        if place.start.line == place.end.line:  # columns mean nothing across lines there
            properties["col"] = str(place.start.column)
            properties["endColumn"] = str(place.end.column)
    properties["title"] = f"{found.code.id} {found.code.label}"
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[found.severity]} {listed}::{_data(f'{found.message}. {found.help}')}"


def _data(text: str) -> str:
    short = encodable(text).encode()[:_LONGEST_MESSAGE].decode(errors="ignore")
    return short.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
