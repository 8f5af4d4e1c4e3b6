"""Findings in six formats."""

from collections.abc import Callable, Mapping

from iki_docgen.errors import UsageError
from iki_docgen.report.github import to_github
from iki_docgen.report.json_list import to_json
from iki_docgen.report.sarif import to_sarif
from iki_docgen.report.subject import Subject
from iki_docgen.report.text import to_short, to_text


def to_html(*subjects: Subject) -> str:
    """Return the page of a check.  Raises `UsageError` for several sources: a page shows one."""
    from iki_docgen.report.html.check import check_page  # noqa: PLC0415 - few runs make a page

    if len(subjects) > 1:
        raise UsageError("a page shows one source", hint="write a page for each: `-o FILE`")
    return check_page(*subjects)


FORMATS: Mapping[str, Callable[..., str]] = {
    "text": to_text,
    "short": to_short,
    "json": to_json,
    "sarif": to_sarif,
    "github": to_github,
    "html": to_html,
}
"""Subjects, one argument each -> the text of a report, ended by a newline unless it is empty."""
