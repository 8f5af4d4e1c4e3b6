"""Two sources -> what changed from one to the other, in the form that is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module

from iki_docgen.diff import compare
from iki_docgen.errors import UsageError
from iki_docgen.pipeline.loading import STANDARD_INPUT, Loaded, load_source, refuse_nothing
from iki_docgen.project import Project
from iki_docgen.report.compared import Compared, Side

FORMATS: Mapping[str, str] = {
    "text": "iki_docgen.report.diff_text:to_text",
    "json": "iki_docgen.report.diff_json:to_json",
    "html": "iki_docgen.report.html.diff:diff_page",
    "docx": "iki_docgen.pipeline.redlining:to_docx",
}
"""A format -> the function that makes it of a `Compared`: text, or bytes for a file."""


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
    module, name = FORMATS[form].split(":")
    write: Callable[[Compared], str | bytes] = getattr(import_module(module), name)
    return write(replace(compared, color=color))


def _side(loaded: Loaded) -> Side:
    return Side(loaded.path, loaded.document, loaded.source)
