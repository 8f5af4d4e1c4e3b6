"""`iki build`: a source -> Word files, book and records, and what became of each file."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from iki_docgen import codec
from iki_docgen.errors import UsageError
from iki_docgen.files import make_folder
from iki_docgen.pipeline.loading import (
    STANDARD_INPUT,
    Loaded,
    load_source,
    refuse_nothing,
    shown,
    source_path,
)
from iki_docgen.pipeline.options import Options, Progress
from iki_docgen.pipeline.stamp import Watch, decisive, made
from iki_docgen.pipeline.writing import Writer, sweep
from iki_docgen.project import BOOK_NAME, RECORDS_NAME, Project, numbered_in
from iki_docgen.records import Document, Jabatan
from iki_docgen.results import Build

_LONGEST_NAME = 100
"""Characters of a file name; with a folder before it, Windows stops at 260."""
_BOOK, _RECORDS = "all positions", "the records"
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


class Prepared(Struct, frozen=True):
    """A source that was read, and where its documents go; nothing is written yet.

    `watch` leaves a stamp when all is written, None where that cannot be done.
    """

    project: Project
    options: Options
    loaded: Loaded
    chosen: tuple[tuple[int, Jabatan], ...]
    output: Path
    watch: Watch | None = None


def prepare(project: Project, options: Options, watch: Watch | None = None) -> Prepared:
    """Read what is to be built.

    With a `watch`, one over this project and these options, the build leaves a stamp.
    Raises `InputError` for a source that cannot be read or holds no position, `UsageError` for a
    position that is not there.
    """
    name = source_path(options.source, project)
    if watch and (name == STANDARD_INPUT or not watch.look(decisive(project, options, name))):
        watch = None
    loaded = load_source(name, project)
    refuse_nothing(loaded)
    output = options.output or shown(project.output(loaded.document.tahun))
    chosen = _chosen(loaded.document, options.only)
    return Prepared(project, options, loaded, chosen, output, watch)


def build(prepared: Prepared, progress: Progress | None = None) -> Build:
    """Write the documents of what was prepared.

    Raises `TemplateError` for a template that cannot be used, `OutputError` if the output folder
    cannot be made.  A single file that cannot be written is reported in the result, and the
    others are written.
    """
    from iki_docgen.pipeline.compiling import (  # noqa: PLC0415 - heavy: lxml, docxtpl
        template_at,
        template_given,
    )
    from iki_docgen.word.book import render_book  # noqa: PLC0415
    from iki_docgen.word.render import render_position  # noqa: PLC0415

    loaded, options, chosen = prepared.loaded, prepared.options, prepared.chosen
    output, settings = prepared.output, prepared.project.settings
    template = template_given(options) or template_at(prepared.project.template)
    if not options.check:
        make_folder(output)
        sweep(output)
    found = Counter(one.severity for one in loaded.findings)
    result = Build(output, len(chosen), found)

    @cache
    def judge() -> Callable[[bytes, str], bool]:  # laid out for the first file typed in
        from iki_docgen.pipeline.collecting import Desk  # noqa: PLC0415 - heavy

        return Desk(loaded.document, template, settings).holds_uncollected

    def holds_uncollected(data: bytes, name: str) -> bool:
        return judge()(data, name)

    to_collect = prepared.project.to_collect
    writer = Writer(options.check, options.force, holds_uncollected, to_collect, result.files)
    total = len(chosen) + (0 if options.only else 2)
    show = progress or (lambda _done, _total, _name: None)
    for done, (number, jabatan) in enumerate(chosen):
        show(done, total, jabatan.jabatan)
        path = output / file_name(number, len(loaded.document.jabatan), jabatan)
        data = render_position(template, loaded.document, jabatan, settings)
        result.made.append(made(path.name, jabatan.jabatan, data))
        writer.put_word(path, jabatan.jabatan, data)
    if not options.only:
        show(total - 2, total, BOOK_NAME)
        book = render_book(template, loaded.document, settings)
        result.made.append(made(BOOK_NAME, _BOOK, book))
        writer.put_word(output / BOOK_NAME, _BOOK, book)
        show(total - 1, total, RECORDS_NAME)
        records = codec.dumps(loaded.document).encode()
        result.made.append(made(RECORDS_NAME, _RECORDS, records))
        writer.put(output / RECORDS_NAME, _RECORDS, records)
        written = {file.path for file in result.files}
        for path in numbered_in(output):
            if path not in written:
                writer.leave(path)
    show(total, total, "")
    if prepared.watch:
        prepared.watch.keep(result)
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
                cause=f"no position is called `{wanted}`",
            )
        picked |= found
    return tuple((number, jabatan) for number, jabatan in numbered if number in picked)


def _is_meant(wanted: str, number: int, jabatan: Jabatan) -> bool:
    if wanted.isdecimal():
        return wanted.lstrip("0") == str(number)
    named = wanted.strip().lower()
    return wanted == jabatan.id or (named != "" and named in jabatan.jabatan.lower())
