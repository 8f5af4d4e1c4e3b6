"""`iki template`: is a template right, and what may it use."""

from pathlib import Path

from iki_docgen.diagnostics import Diagnostic
from iki_docgen.errors import InputError, TemplateError
from iki_docgen.project import Project
from iki_docgen.read import load
from iki_docgen.source import Source


def check_template(given: Path | None, project: Project) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Return the template as a text with one line per paragraph, and what is wrong with it.

    Raises `TemplateError` for a file that is no template at all.
    """
    from iki_docgen.word.default import DEFAULT_NAME, default_template  # noqa: PLC0415
    from iki_docgen.word.lint import lint_template  # noqa: PLC0415 - heavy

    path = given or project.template
    try:
        if path is None:
            return lint_template(default_template(), DEFAULT_NAME)
        return lint_template(load(path), str(path))
    except InputError as error:
        raise TemplateError(error.message, hint=error.hint) from error
