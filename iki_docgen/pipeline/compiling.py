"""Templates of agencies, each compiled once in a process."""

from functools import lru_cache
from pathlib import Path

from iki_docgen.errors import InputError, TemplateError
from iki_docgen.files import NO_FILE, is_special
from iki_docgen.pipeline.options import Options
from iki_docgen.word.default import default_template
from iki_docgen.word.template import Template, compile_template


def template_at(path: Path | None) -> Template:
    """Return the template at `path`, compiled once for all agencies that use it.

    A new folder has a copy of the template that comes with the program; all copies are one.
    Raises `TemplateError` if it cannot be used or has faults.
    """
    data = None if path is None else _content(path)
    if path is None or data == default_template():
        return _compiled(None, None)
    return _compiled(path, data)


def template_given(options: Options) -> Template | None:
    """Return the template that --template names, None where it was not given.

    Raises `TemplateError` as `template_at` does.
    """
    path = options.template
    if path is None:
        return None
    if not path.exists():
        hint = "check the name after --template; without it each agency's own template is used"
        raise TemplateError(f"there is no template {path}", hint=hint)
    return template_at(path)


@lru_cache(maxsize=2)
def _compiled(path: Path | None, data: bytes | None) -> Template:
    """Return the template at `path`, which holds `data`, unless it has faults."""
    if data is not None:
        from iki_docgen.word.lint import refuse_faulty  # noqa: PLC0415 - only an own template's

        try:
            refuse_faulty(data, str(path))
        except InputError as error:
            raise TemplateError(error.message, hint=error.hint) from error
    return compile_template(path, kept=True)


def _content(path: Path) -> bytes | None:
    """Return what the template at `path` holds, None where who compiles it says what is wrong.

    Raises `TemplateError` for one that may not be read.
    """
    if is_special(path):
        raise TemplateError(f"the template {path} cannot be read: {NO_FILE}")
    try:
        return path.read_bytes()
    except PermissionError as error:
        if path.is_dir():  # what Windows says of a folder
            return None
        hint = "is it open elsewhere, or somebody else's? ask who owns it"
        raise TemplateError(f"the template {path} may not be read", hint=hint) from error
    except (OSError, ValueError):
        return None
