"""Findings as SARIF 2.1.0, which code hosts and editors read."""

from pathlib import PurePath
from urllib.parse import quote

import msgspec

from iki_docgen.diagnostics import Code, Diagnostic, Severity
from iki_docgen.report.subject import Subject, encodable

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def to_sarif(subject: Subject) -> str:
    """Return one SARIF run with a result for each finding."""
    codes = sorted({found.code for found in subject.findings}, key=lambda code: code.id)
    tree = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "iki", "rules": [_rule(code) for code in codes]}},
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(subject, found, codes.index(found.code)) for found in subject.findings
                ],
            }
        ],
    }
    return msgspec.json.format(msgspec.json.encode(tree), indent=2).decode() + "\n"


def _rule(code: Code) -> dict[str, object]:
    return {
        "id": code.id,
        "name": code.label,
        "shortDescription": {"text": code.label.replace("-", " ")},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(subject: Subject, found: Diagnostic, rule: int) -> dict[str, object]:
    place = subject.place(found.span)
    path = PurePath(subject.path)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    physical: dict[str, object] = {"artifactLocation": {"uri": uri}}
    if place is not None:
        physical["region"] = {
            "startLine": place.start.line,
            "startColumn": place.start.column,
            "endLine": place.end.line,
            "endColumn": place.end.column,
        }
    location: dict[str, object] = {"physicalLocation": physical}
    if found.jabatan:
        location["logicalLocations"] = [{"name": encodable(found.jabatan)}]
    return {
        "ruleId": found.code.id,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": f"{encodable(found.message)}. {encodable(found.help)}"},
        "locations": [location],
    }
