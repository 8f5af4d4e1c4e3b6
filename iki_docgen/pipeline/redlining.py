"""A comparison as a Word file with tracked changes, and where it may be written."""

from pathlib import Path

from iki_docgen.errors import OutputError
from iki_docgen.pipeline.writing import lock_of
from iki_docgen.project import find
from iki_docgen.report.compared import Compared


def to_docx(compared: Compared) -> bytes:
    """Return the Word file, with the template and the settings of the folder that we are in.

    Raises `TemplateError` for a template that cannot be used.
    """
    from iki_docgen.word.redline import render_redline  # noqa: PLC0415 - heavy: lxml, docxtpl
    from iki_docgen.word.template import compile_template  # noqa: PLC0415

    project = find()
    template = compile_template(project.template)
    return render_redline(template, compared.comparison, project.settings)


def refuse_replacing(path: Path, data: bytes) -> None:
    """Raise `OutputError` if writing `data` to `path` could lose what a person made.

    Only a file with tracked changes in which nobody has decided anything yet is replaced.
    """
    from iki_docgen.word.redline import is_untouched_redline  # noqa: PLC0415 - heavy

    if not path.is_file():
        return
    if (lock := lock_of(path)) is not None:
        raise OutputError(
            f"{path} was not written: it is open in Word or LibreOffice",
            hint=f"close it and try again; if nobody has it open, delete {lock.name}",
        )
    try:
        there = path.read_bytes()
    except OSError as error:
        raise OutputError(
            f"{path} was not written: the file that stands there cannot be read",
            hint="give another name with -o",
        ) from error
    if there != data and not is_untouched_redline(there):
        raise OutputError(
            f"{path} was not written: a file stands there that is not as `iki diff` writes it",
            hint="give another name with -o, or move that file; somebody may have worked in it",
        )
