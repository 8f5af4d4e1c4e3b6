"""Findings as SARIF 2.1.0, which code hosts and editors read."""

import os
from pathlib import PurePath
from urllib.parse import quote

import msgspec

from iki_docgen.diagnostics import Code, Diagnostic, Edit, Severity
from iki_docgen.report.explain import explain
from iki_docgen.report.subject import Place, Subject, encodable

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_ROOT = "%SRCROOT%"
"""What code hosts call the folder of a checkout; relative names count from there."""


def to_sarif(*subjects: Subject) -> str:
    """Return one SARIF run with a result for each finding."""
    from importlib.metadata import version  # noqa: PLC0415 - slow to load: it brings `email`

    used = {found.code for subject in subjects for found in subject.findings}
    codes = sorted(used, key=lambda code: code.id)
    tree = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "iki",
                        "version": version("iki-docgen"),
                        "rules": [_rule(code) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(subject, found, codes.index(found.code))
                    for subject in subjects
                    for found in subject.findings
                ],
            }
        ],
    }
    return msgspec.json.format(msgspec.json.encode(tree), indent=2).decode() + "\n"


def _rule(code: Code) -> dict[str, object]:
    _, _, why, *_ = explanation = explain(code).split("\n")
    return {
        "id": code.id,
        "name": code.label,
        "shortDescription": {"text": code.label.replace("-", " ")},
        "fullDescription": {"text": why},
        "help": {"text": "\n".join(explanation[2:])},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(subject: Subject, found: Diagnostic, rule: int) -> dict[str, object]:
    place = subject.place(found.span)
    physical: dict[str, object] = {"artifactLocation": _artifact(subject.path)}
    if place is not None:
        physical["region"] = _region(place)
    location: dict[str, object] = {"physicalLocation": physical}
    if found.jabatan:
        location["logicalLocations"] = [{"name": encodable(found.jabatan)}]
    result: dict[str, object] = {
        "ruleId": found.code.id,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": f"{encodable(found.message)}. {encodable(found.help)}"},
        "locations": [location],
    }
    if found.fix is not None and subject.source is not None:
        replacements = [_replacement(subject, edit) for edit in found.fix.edits]
        change = {"artifactLocation": _artifact(subject.path), "replacements": replacements}
        text = {"text": encodable(found.help)}
        result["fixes"] = [{"description": text, "artifactChanges": [change]}]
    return result


def _replacement(subject: Subject, edit: Edit) -> dict[str, object]:
    place = subject.place(edit.span)
    return {
        "deletedRegion": _region(place) if place is not None else {},
        "insertedContent": {"text": encodable(edit.replacement)},
    }


def _artifact(name: str) -> dict[str, str]:
    path = PurePath(name)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(os.fsencode(path.as_posix())), "uriBaseId": _ROOT}


def _region(place: Place) -> dict[str, int]:
    """Return lines and columns counted from 1; a region ends before its `endColumn`."""
    return {
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    }
