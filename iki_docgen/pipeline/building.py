"""`iki build`: a source -> Word files, book and records, and what became of each file."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from iki_docgen import codec
from iki_docgen.errors import IkiError, OutputError, UsageError
from iki_docgen.files import make_folder, write_atomically
from iki_docgen.pipeline.loading import load_source, refuse_nothing, shown, source_path
from iki_docgen.project import BOOK_NAME, RECORDS_NAME, Project
from iki_docgen.records import Document, Jabatan
from iki_docgen.results import Build, State, Written

_LONGEST_NAME = 100
"""Characters of a file name; with a folder before it, Windows stops at 260."""
_NUMBERED = re.compile(r"\d{2,}-.+\.docx")


@dataclass(frozen=True, slots=True)
class Options:
    """How to build.

    `only` picks positions by number, id or part of their name; `check` writes nothing; `force`
    replaces files that a person has touched, and keeps each as `.bak`.
    """

    source: str | None = None
    only: tuple[str, ...] = ()
    output: Path | None = None
    template: Path | None = None
    check: bool = False
    force: bool = False


Progress = Callable[[int, int, str], None]
"""Called with the number of files done, their total, and the one that comes next."""


def build(project: Project, options: Options, progress: Progress | None = None) -> Build:
    """Write the documents of a project.

    Raises `InputError` for a source that cannot be read or holds no position, `TemplateError` for
    a template that cannot be used, `OutputError` if the output folder cannot be made.  A single
    file that cannot be written is reported in the result, and the others are written.
    """
    from iki_docgen.word.book import render_book  # noqa: PLC0415 - heavy: docxtpl, python-docx
    from iki_docgen.word.render import render_position  # noqa: PLC0415
    from iki_docgen.word.template import compile_template  # noqa: PLC0415

    name = source_path(options.source, project)
    loaded = load_source(name, project)
    refuse_nothing(loaded)
    chosen = _chosen(loaded.document, options.only)
    template = compile_template(options.template or project.template)
    output = options.output or shown(project.output(loaded.document.tahun))
    if not options.check:
        make_folder(output)
    result = Build(loaded.path, output, loaded.findings)
    writer = _Writer(output, options, result.files)
    settings = project.settings
    total = len(chosen) + (0 if options.only else 2)
    show = progress or (lambda _done, _total, _name: None)
    for done, (number, jabatan) in enumerate(chosen):
        show(done, total, jabatan.jabatan)
        path = output / file_name(number, len(loaded.document.jabatan), jabatan)
        writer.put_word(
            path,
            jabatan.jabatan,
            render_position(template, loaded.document, jabatan, settings),
        )
    if not options.only:
        show(total - 2, total, BOOK_NAME)
        book = render_book(template, loaded.document, settings)
        writer.put_word(output / BOOK_NAME, "all positions", book)
        show(total - 1, total, RECORDS_NAME)
        records = codec.dumps(loaded.document).encode()
        writer.put(output / RECORDS_NAME, "the records", records)
        result.files += _left_over(output, {file.path for file in result.files})
    show(total, total, "")
    return result


def file_name(number: int, total: int, jabatan: Jabatan) -> str:
    """Return the file name of a position: its number (from 1) and its id."""
    width = max(2, len(str(total)))
    stem = jabatan.id
    if len(stem) > _LONGEST_NAME:
        stem = stem[:_LONGEST_NAME].rstrip("-")
    return f"{number:0{width}d}-{stem}.docx"


def _chosen(document: Document, only: Sequence[str]) -> list[tuple[int, Jabatan]]:
    """Return the positions that `only` names, with their numbers; all of them if it is empty.

    Raises `UsageError` for a name that is nobody's.
    """
    numbered = list(enumerate(document.jabatan, 1))
    if not only:
        return numbered
    picked: set[int] = set()
    for wanted in only:
        found = {number for number, jabatan in numbered if _is_meant(wanted, number, jabatan)}
        if not found:
            raise UsageError(
                f"no position is called `{wanted}`",
                hint=f"give a number from 1 to {len(numbered)}, an id, or a part of the name",
            )
        picked |= found
    return [(number, jabatan) for number, jabatan in numbered if number in picked]


def _is_meant(wanted: str, number: int, jabatan: Jabatan) -> bool:
    if wanted.isdecimal():
        return int(wanted) == number
    return wanted == jabatan.id or wanted.lower() in jabatan.jabatan.lower()


def _left_over(output: Path, written: set[Path]) -> Iterator[Written]:
    """Yield the numbered documents of an earlier build that this one did not make."""
    if not output.is_dir():
        return
    for path in sorted(output.iterdir()):
        if path not in written and _NUMBERED.fullmatch(path.name):
            yield Written(path, "from an earlier build", State.LEFT_OVER)


class _Writer:
    """Puts files into the output folder and notes what became of them."""

    def __init__(self, output: Path, options: Options, files: list[Written]) -> None:
        self.output = output
        self.options = options
        self.files = files

    def put_word(self, path: Path, what: str, data: bytes) -> None:
        """Write a Word file, unless a person has typed into the one that is there."""
        from iki_docgen.word.fingerprint import touched  # noqa: PLC0415 - heavy

        there = self._there(path)
        if there is not None and there != data:
            if (lock := _lock_of(path)) is not None:
                self._note(
                    path,
                    what,
                    State.REFUSED,
                    "it is open in Word or LibreOffice",
                    f"close it and build again; if nobody has it open, delete {lock.name}",
                )
                return
            if touched(there) and not self._set_aside(path, what, there):
                return
        self.put(path, what, data)

    def put(self, path: Path, what: str, data: bytes) -> None:
        """Write a file if it is not there yet as it should be."""
        there = self._there(path)
        if there == data:
            self._note(path, what, State.UNCHANGED)
        elif self.options.check:
            self._note(path, what, State.WOULD_WRITE)
        else:
            try:
                write_atomically(path, data)
            except OutputError as error:
                self._note(path, what, State.FAILED, error.message, error.hint)
            else:
                self._note(path, what, State.WRITTEN if there is None else State.REPLACED)

    def _there(self, path: Path) -> bytes | None:
        """Return what stands at `path`, None where nothing can be read there."""
        try:
            return path.read_bytes()
        except OSError:
            return None

    def _set_aside(self, path: Path, what: str, data: bytes) -> bool:
        """Keep a file that a person has touched as `.bak` if it is to be replaced.

        Returns False, with the refusal noted, if it must stay as it is.
        """
        if not self.options.force:
            self._note(
                path,
                what,
                State.REFUSED,
                "somebody has typed in it, and that would be lost",
                f"keep what was typed: move {path.name} elsewhere and build again; "
                "or replace it with --force, which keeps a copy as .bak",
            )
            return False
        if self.options.check:
            return True
        try:
            write_atomically(_free_backup(path), data)
        except IkiError as error:
            self._note(path, what, State.FAILED, error.message, error.hint)
            return False
        return True

    def _note(self, path: Path, what: str, state: State, reason: str = "", hint: str = "") -> None:
        self.files.append(Written(path, what, state, reason, hint))


def _free_backup(path: Path) -> Path:
    """Return a name for a copy of `path` that is not taken, so that no copy replaces another."""
    candidate = path.with_name(path.name + ".bak")
    number = 2
    while candidate.exists():
        candidate = path.with_name(f"{path.name}.bak{number}")
        number += 1
    return candidate


def _lock_of(path: Path) -> Path | None:
    """Return the lock file that Word or LibreOffice keeps beside an open document."""
    for name in (f"~${path.name[2:]}", f"~${path.name}", f".~lock.{path.name}#"):
        lock = path.with_name(name)
        if lock.exists():
            return lock
    return None
