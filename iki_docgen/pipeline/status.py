"""`iki status`: what is filled, what waits in Word files, and the next command."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from iki_docgen import codec, shell
from iki_docgen.answers import Applied, apply, load
from iki_docgen.errors import IkiError
from iki_docgen.pipeline.loading import load_source, refuse_nothing, shown, source_path
from iki_docgen.project import RECORDS_NAME, Project
from iki_docgen.records import Document, Jabatan
from iki_docgen.results import Filled, Kept, Status, Unread

Uncollected = Callable[[Path], bool]
"""Tells whether a Word file holds answers that penjelasan.yaml does not have."""
_MANY = 3
"""Files that are named in a command before it takes all of the folder."""


def status(project: Project, uncollected: Uncollected) -> Status:
    """Return how far the work on a project's documents is.

    Raises `InputError` for a source or a penjelasan.yaml that cannot be read, `UsageError` where
    no source is named.  A document for which `uncollected` raises an `IkiError` or `OSError` is
    listed as unread.
    """
    name = source_path(None, project)
    loaded = load_source(name, project, answered=False)
    refuse_nothing(loaded)
    applied = apply(loaded.document, load(shown(project.answers)))
    output = shown(project.output(loaded.document.tahun))
    waiting, unread = _documents(output, uncollected)
    next_command, why = _next(applied, output, waiting)
    return Status(
        loaded.path,
        output,
        tuple(map(_filled, applied.document.jabatan)),
        waiting,
        unread,
        tuple(_kept(applied)),
        next_command,
        why,
    )


def _documents(
    output: Path, uncollected: Uncollected
) -> tuple[tuple[Path, ...], tuple[Unread, ...]]:
    """Return the documents that hold uncollected answers, and those that cannot be read."""
    waiting: list[Path] = []
    unread: list[Unread] = []
    for path in _word_files(output):
        try:
            if uncollected(path):
                waiting.append(path)
        except IkiError as error:
            unread.append(Unread(path, error.message))
    return tuple(waiting), tuple(unread)


def _word_files(output: Path) -> Sequence[Path]:
    """Return the Word files in the folder, without those that Word keeps beside open ones."""
    if not output.is_dir():
        return ()
    return sorted(path for path in output.glob("*.docx") if not path.name.startswith(("~$", ".")))


def _next(applied: Applied, output: Path, waiting: Sequence[Path]) -> tuple[str, str]:
    """Return the next command and why."""
    if waiting:
        files = " ".join(shell.word(path.as_posix()) for path in waiting)
        if len(waiting) > _MANY:
            files = _all_of(output)
        count = f"{len(waiting)} document{'s' * (len(waiting) != 1)}"
        return f"iki collect {files}", f"somebody has typed in {count}; to take that back, run"
    if not _is_built(applied.document, output):
        return "iki build", "the documents are not up to date; to write them, run"
    if any(_is_open(jabatan) for jabatan in applied.document.jabatan):
        why = f"let people fill in the documents in {output.as_posix()}; when they have, run"
        return f"iki collect {_all_of(output)}", why
    return "", "nothing is left to do: every cell is filled and collected"


def _all_of(output: Path) -> str:
    """Return all Word files of a folder as people type it."""
    return f"{shell.word(output.as_posix())}/*.docx"


def _is_built(document: Document, output: Path) -> bool:
    """Return whether the folder has the records of the source with its answers."""
    try:
        return (output / RECORDS_NAME).read_bytes() == codec.dumps(document).encode()
    except OSError:
        return False


def _is_open(jabatan: Jabatan) -> bool:
    filled = _filled(jabatan)
    return min(filled.penjelasan, filled.sumber_data) < filled.total


def _filled(jabatan: Jabatan) -> Filled:
    rows = list(jabatan.semua_indikator())
    return Filled(
        jabatan.id,
        jabatan.jabatan,
        len(rows),
        sum(bool(row.penjelasan.strip()) for row in rows),
        sum(bool(row.sumber_data.strip()) for row in rows),
    )


def _kept(applied: Applied) -> Iterator[Kept]:
    for one in applied.homeless:
        entry = one.entry
        yield Kept(one.position.jabatan, entry.indikator, entry.penjelasan, entry.sumber_data)
