"""Two sources -> what changed from one to the other, in the form that is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from iki_docgen.diff import compare
from iki_docgen.errors import UsageError
from iki_docgen.pipeline.loading import STANDARD_INPUT, Loaded, load_source, refuse_nothing
from iki_docgen.pipeline.redlining import to_docx
from iki_docgen.project import Project
from iki_docgen.report.compared import Compared, Side
from iki_docgen.report.diff_json import to_json
from iki_docgen.report.diff_text import to_text


def to_html(compared: Compared) -> str:
    """Return the page of a comparison."""
    from iki_docgen.report.html.diff import diff_page  # noqa: PLC0415 - few runs make a page

    return diff_page(compared)


FORMATS: Mapping[str, Callable[[Compared], str | bytes]] = {
    "text": to_text,
    "json": to_json,
    "html": to_html,
    "docx": to_docx,
}
"""Text, or bytes for a file that no terminal shows."""


def compare_sources(old: str, new: str, project: Project) -> Compared:
    """Return the comparison of two sources; the project's own comes with its answers.

    Raises `UsageError` if both are standard input, `InputError` for one that cannot be read.
    """
    if old == new == STANDARD_INPUT:
        raise UsageError("standard input can be only one of the two", hint="name a file")
    sides = [load_source(name, project) for name in (old, new)]
    for loaded in sides:
        refuse_nothing(loaded)
    before, after = sides
    return Compared(compare(before.document, after.document), _side(before), _side(after))


def rendered(compared: Compared, form: str, *, color: bool) -> str | bytes:
    """Return the comparison in the format `form`."""
    return FORMATS[form](replace(compared, color=color))


def _side(loaded: Loaded) -> Side:
    return Side(loaded.path, loaded.document, loaded.source)
