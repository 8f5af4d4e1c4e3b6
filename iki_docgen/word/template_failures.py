"""What went wrong with a template, in sentences for its author."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from iki_docgen.errors import TemplateError
from iki_docgen.word import sources

_VARIABLES = "`iki template variables` lists what a template may print"

_NAME = re.compile(r"'(?P<name>[^']*)' is undefined|has no attribute '(?P<attribute>[^']*)'")


def not_understood(name: str, source: str, error: BaseException) -> TemplateError:
    """Return the sentence for a template that Jinja cannot compile."""
    where = _in_paragraph(sources.paragraph_at(source, getattr(error, "lineno", 0) or 0))
    message = f"{name}: the template cannot be understood{where}: {_reason(error)}"
    return TemplateError(
        message, hint="does each `for` and `if` have its end, and each `{{` its `}}`?"
    )


def not_readable(name: str) -> TemplateError:
    """Return the sentence for a template that was filled in, and is no XML then."""
    hint = (
        "does each `if` and `for` stand with its end in one paragraph, or both in `{%p`,"
        f" `{{%tr`, `{{%tc`? `iki template check {name}` looks for that"
    )
    return TemplateError(f"{name}: filling it in gives no readable Word file", hint=hint)


def not_working(
    name: str, source: str, written: str, error: BaseException, context: Mapping[str, object]
) -> TemplateError:
    """Return the sentence for a template that was understood, but does not work.

    `source` is the part that was rendered, `written` the same as its author wrote it.
    """
    from jinja2.exceptions import SecurityError, UndefinedError  # noqa: PLC0415 - heavy

    where = _in_paragraph(sources.paragraph_at(source, _line_of(error), written))
    if isinstance(error, UndefinedError):
        found = _NAME.search(str(error))
        wanted = (found["name"] or found["attribute"]) if found else ""
        near = get_close_matches(wanted, list(context), n=1) if wanted else []
        hint = f"did you mean `{near[0]}`? " if near else ""
        subject = f"`{wanted}`, which is no variable," if wanted else f"what is not there ({error})"
        return TemplateError(f"{name}: the template uses {subject}{where}", hint=hint + _VARIABLES)
    if isinstance(error, SecurityError):
        message = f"{name}: the template does what is not allowed{where}: {error}"
        return TemplateError(message, hint=_VARIABLES)
    message = f"{name}: the template does not work{where}: {_reason(error)}"
    return TemplateError(message, hint=_VARIABLES)


def _reason(error: BaseException) -> str:
    """Return what `error` says, in words of our own where it says nothing of use."""
    if isinstance(error, MemoryError):
        return "it needs more memory than there is"
    if isinstance(error, RecursionError):
        return "something in it calls itself without end"
    return str(error) or "Jinja does not say why"


def _line_of(error: BaseException) -> int:
    """Return the line of the template's source at which `error` was raised, 0 when unknown."""
    line = 0
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _in_paragraph(text: str) -> str:
    return f" in the paragraph `{text}`" if text else ""
