"""What people and their tools look at: findings in five formats, and the tables of a build."""

from collections.abc import Callable, Mapping

from iki_docgen.report.github import to_github
from iki_docgen.report.json_list import to_json
from iki_docgen.report.sarif import to_sarif
from iki_docgen.report.text import to_short, to_text

FORMATS: Mapping[str, Callable[..., str]] = {
    "text": to_text,
    "short": to_short,
    "json": to_json,
    "sarif": to_sarif,
    "github": to_github,
}
"""Subjects, one argument each -> the text of a report, ended by a newline unless it is empty."""
