"""`iki build`: a source -> Word files, book and records, and what became of each file."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from iki_docgen import codec
from iki_docgen.errors import UsageError
from iki_docgen.files import make_folder
from iki_docgen.pipeline.loading import (
    Loaded,
    load_source,
    refuse_nothing,
    shown,
    source_path,
)
from iki_docgen.pipeline.writing import Writer, sweep
from iki_docgen.project import BOOK_NAME, RECORDS_NAME, Project
from iki_docgen.records import Document, Jabatan
from iki_docgen.results import Build

_LONGEST_NAME = 100
"""Characters of a file name; with a folder before it, Windows stops at 260."""
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_NUMBERED = re.compile(r"\d{2,}-.+\.docx")


class Options(Struct, frozen=True):
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


class Prepared(Struct, frozen=True):
    """A source that was read, and where its documents go; nothing is written yet."""

    project: Project
    options: Options
    loaded: Loaded
    chosen: tuple[tuple[int, Jabatan], ...]
    output: Path


def prepare(project: Project, options: Options) -> Prepared:
    """Read what is to be built.

    Raises `InputError` for a source that cannot be read or holds no position, `UsageError` for a
    position that is not there.
    """
    loaded = load_source(source_path(options.source, project), project)
    refuse_nothing(loaded)
    output = options.output or shown(project.output(loaded.document.tahun))
    return Prepared(project, options, loaded, _chosen(loaded.document, options.only), output)


def build(prepared: Prepared, progress: Progress | None = None) -> Build:
    """Write the documents of what was prepared.

    Raises `TemplateError` for a template that cannot be used, `OutputError` if the output folder
    cannot be made.  A single file that cannot be written is reported in the result, and the
    others are written.
    """
    from iki_docgen.pipeline.compiling import template_at  # noqa: PLC0415 - heavy: lxml, docxtpl
    from iki_docgen.word.book import render_book  # noqa: PLC0415
    from iki_docgen.word.render import render_position  # noqa: PLC0415

    loaded, options, chosen = prepared.loaded, prepared.options, prepared.chosen
    output, settings = prepared.output, prepared.project.settings
    template = template_at(options.template or prepared.project.template)
    if not options.check:
        make_folder(output)
        sweep(output)
    result = Build(loaded.path, output, loaded.findings)

    @cache
    def judge() -> Callable[[bytes, str], bool]:  # laid out for the first file typed in
        from iki_docgen.pipeline.collecting import Desk  # noqa: PLC0415 - heavy

        return Desk(loaded.document, template, settings).holds_uncollected

    def holds_uncollected(data: bytes, name: str) -> bool:
        return judge()(data, name)

    writer = Writer(options.check, options.force, holds_uncollected, result.files)
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
        for path in _left_over(output, {file.path for file in result.files}):
            writer.leave(path)
    show(total, total, "")
    return result


def file_name(number: int, total: int, jabatan: Jabatan) -> str:
    """Return the file name of a position: its number (from 1) and its id."""
    width = max(2, len(str(total)))
    stem = _UNSAFE.sub("-", jabatan.id).strip("-")[:_LONGEST_NAME].rstrip("-")
    return f"{number:0{width}d}-{stem or 'tanpa-nama'}.docx"


def _chosen(document: Document, only: Sequence[str]) -> tuple[tuple[int, Jabatan], ...]:
    """Return the positions that `only` names, with their numbers; all of them if it is empty.

    Raises `UsageError` for a name that is nobody's.
    """
    numbered = tuple(enumerate(document.jabatan, 1))
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
    return tuple((number, jabatan) for number, jabatan in numbered if number in picked)


def _is_meant(wanted: str, number: int, jabatan: Jabatan) -> bool:
    if wanted.isdecimal():
        return wanted.lstrip("0") == str(number)
    named = wanted.strip().lower()
    return wanted == jabatan.id or (named != "" and named in jabatan.jabatan.lower())


def _left_over(output: Path, written: set[Path]) -> Iterator[Path]:
    """Yield the numbered documents of an earlier build that this one did not make."""
    if not output.is_dir():
        return
    for path in sorted(output.iterdir()):
        if path not in written and _NUMBERED.fullmatch(path.name):
            yield path
