"""SARIF and workflow commands: what other programs' own rules say of them."""

import json
import os
import re
from pathlib import Path

import jsonschema
import pytest

from iki_docgen.diagnostics import Code, Diagnostic, Edit, Fix, Severity
from iki_docgen.parse import parse
from iki_docgen.read import read_bytes
from iki_docgen.report.github import to_github
from iki_docgen.report.sarif import to_sarif
from iki_docgen.report.subject import Subject
from iki_docgen.source import NOWHERE, Source, Span

TEXT = "1. JABATAN : Camat\n2. TUGAS : a. memimpin;\nmembina \U0001f600;\nb. lain.\n"
SCHEMA = Path("node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")
# GitHub's runner: ActionCommand.TryParseV2 and UnescapeProperty
_COMMAND = re.compile(r"::(?P<name>[a-z]+) (?P<properties>[^:]*)::(?P<data>[^\r\n]*)\n")


@pytest.fixture(scope="session")
def schema() -> dict[str, object]:
    """Return the JSON schema of SARIF 2.1.0 that its makers ship with their test tool."""
    root = Path(__file__).parents[2]
    places = [Path(os.environ.get("IKI_SARIF_SCHEMA", "")), root / SCHEMA]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no schema of SARIF")
        pytest.skip("schema of SARIF: npm i --ignore-scripts @microsoft/jest-sarif")
    return json.loads(found.read_text(encoding="utf-8"))


def _every_code() -> tuple[Diagnostic, ...]:
    return tuple(Diagnostic(code, Span(0, 3), "m%\r\n:,", "h", "Camat") for code in Code)


def _subject(path: str = "source/x y.txt") -> Subject:
    reading = read_bytes(TEXT.encode(), path)
    return Subject(path, parse(reading)[1], reading.source)


@pytest.mark.parametrize(
    "subjects",
    [
        (),
        (Subject("r.json", ()),),
        (Subject("r.json", (Code.UNUSED_ACCEPTANCE.at(NOWHERE, text="t", code="c"),)),),
        (_subject(), _subject("/tmp/\u00e9.txt"), _subject("<standard input>")),  # noqa: S108
        (Subject("x.txt", _every_code(), Source("x.txt", TEXT)),),
    ],
    ids=["none", "empty", "no-place", "several", "every-code"],
)
def test_sarif_is_what_its_schema_says(
    schema: dict[str, object], subjects: tuple[Subject, ...]
) -> None:
    tree = json.loads(to_sarif(*subjects))
    checker = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in checker.iter_errors(tree)] == []
    (run,) = tree["runs"]
    assert len(run["results"]) == sum(len(subject.findings) for subject in subjects)
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_the_schema_refuses_what_is_wrong(schema: dict[str, object]) -> None:
    tree = json.loads(to_sarif(_subject()))
    tree["runs"][0]["results"][0]["level"] = "bad"
    assert not jsonschema.Draft4Validator(schema).is_valid(tree)


def _apply(text: str, replacements: list[dict[str, dict[str, object]]]) -> str:
    """Make the replacements of a SARIF fix, from the last one on."""
    lines = text.split("\n")
    for one in reversed(replacements):
        region = one["deletedRegion"]
        assert region["startLine"] == region["endLine"]
        at = int(str(region["startLine"])) - 1
        start, end = (int(str(region[key])) - 1 for key in ("startColumn", "endColumn"))
        lines[at] = lines[at][:start] + str(one["insertedContent"]["text"]) + lines[at][end:]
    return "\n".join(lines)


def test_a_sarif_fix_mends_the_text() -> None:
    results = json.loads(to_sarif(_subject()))["runs"][0]["results"]
    (letters,) = (one for one in results if one["ruleId"] == "IKI101")
    ((fix,),) = [letters["fixes"]]
    (change,) = fix["artifactChanges"]
    mended = _apply(TEXT, change["replacements"])
    assert mended == TEXT.replace("membina", "b. membina").replace("b. lain", "c. lain")
    assert change["artifactLocation"] == {"uri": "source/x%20y.txt", "uriBaseId": "%SRCROOT%"}


@pytest.mark.parametrize(
    ("path", "artifact"),
    [
        ("a/b.txt", {"uri": "a/b.txt", "uriBaseId": "%SRCROOT%"}),
        ("a:b#%.txt", {"uri": "a%3Ab%23%25.txt", "uriBaseId": "%SRCROOT%"}),
        ("\udcff.txt", {"uri": "%FF.txt", "uriBaseId": "%SRCROOT%"}),
        ("/x y.txt", {"uri": "file:///x%20y.txt"}),
    ],
)
def test_sarif_names_files_as_uris(path: str, artifact: dict[str, str]) -> None:
    finding = Code.NO_JABATAN.at(Span(0, 0))
    (result,) = json.loads(to_sarif(Subject(path, (finding,))))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == artifact


def test_a_workflow_command_is_read_back_as_it_was_meant() -> None:
    source = Source("a,b:c%.txt", TEXT)
    found = Diagnostic(Code.STRAY_TEXT, Span(3, 10), "50%: satu,\r\ndua::", "tolong")
    read = _COMMAND.fullmatch(to_github(Subject(source.path, (found,), source)))
    assert read is not None
    assert read["name"] == "warning"
    assert _unescaped(read["data"]) == "50%: satu,\r\ndua::. tolong"
    properties = dict(part.split("=", 1) for part in read["properties"].split(","))
    assert {name: _unescaped(value) for name, value in properties.items()} == {
        "file": "a,b:c%.txt",
        "line": "1",
        "endLine": "1",
        "col": "4",
        "endColumn": "11",
        "title": "IKI106 stray-text",
    }


def _unescaped(text: str) -> str:
    for code, letter in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, letter)
    return text


def test_every_finding_is_one_line_of_a_known_kind_and_not_too_long() -> None:
    long = Diagnostic(Code.NO_JABATAN, Span(0, 9), "\u00e9" * 100_000, "h")
    printed = to_github(Subject("x.txt", (*_every_code(), long), Source("x.txt", TEXT)))
    commands = [_COMMAND.fullmatch(line + "\n") for line in printed.removesuffix("\n").split("\n")]
    assert len(commands) == len(Code) + 1
    assert {command["name"] for command in commands if command} == {"error", "warning", "notice"}
    assert None not in commands
    assert max(len(line.encode()) for line in printed.split("\n")) < 64 * 1024


def test_a_fix_without_source_is_left_out() -> None:
    fix = Fix((Edit(Span(0, 1), "x"),))
    finding = Code.NO_JABATAN.at(Span(0, 0), fix=fix)
    assert finding.severity is Severity.ERROR
    assert "fixes" not in to_sarif(Subject("r.json", (finding,)))
