"""What people and their tools look at: findings in six formats, and the tables of a build."""

from collections.abc import Callable, Mapping

from iki_docgen.report.github import to_github
from iki_docgen.report.html.check import check_page
from iki_docgen.report.json_list import to_json
from iki_docgen.report.sarif import to_sarif
from iki_docgen.report.subject import Subject
from iki_docgen.report.text import to_short, to_text

FORMATS: Mapping[str, Callable[[Subject], str]] = {
    "text": to_text,
    "short": to_short,
    "json": to_json,
    "sarif": to_sarif,
    "github": to_github,
    "html": check_page,
}
"""A subject -> the text of a report; each ends with a newline unless it is empty."""
