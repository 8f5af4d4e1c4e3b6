"""Ways to write the Word file of a position: ours, those of other programs, and the floor.

Each way is given what it needs once, and then asked for one file after another.
"""

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from docxtpl import DocxTemplate
from jinja2 import Environment
from jinja2 import Template as JinjaTemplate
from mailmerge import MailMerge
from plain_template import merge_values, plain_context

from iki_docgen.files import write_atomically
from iki_docgen.office.package import open_package
from iki_docgen.project import Settings
from iki_docgen.records import Document
from iki_docgen.word.context import document_context
from iki_docgen.word.render import render_position
from iki_docgen.word.template import compile_template

Writer = Callable[[int, Path], None]
Contexts = Sequence[dict[str, object]]


class Way(NamedTuple):
    """A way to write files: its key in the figures, its name, and what writes file `number`."""

    key: str
    name: str
    write: Writer


def documented(template: Path, contexts: Contexts) -> Writer:
    """Return docxtpl as its documentation has it."""

    def write(number: int, path: Path) -> None:
        document = DocxTemplate(template)
        document.render(contexts[number])
        document.save(path)

    return write


class _Remembering(Environment):
    """Compiles each source once."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, JinjaTemplate] = {}

    def from_string(self, source: str, *_args: object, **_kwargs: object) -> JinjaTemplate:  # type: ignore[override]
        """Return the program of `source`, compiled when it is first asked for."""
        if source not in self._known:
            self._known[source] = super().from_string(source)
        return self._known[source]


class _Patched(DocxTemplate):  # type: ignore[misc]
    """Patches each source once."""

    known: dict[str, str] = {}  # noqa: RUF012 - one for all documents is the point

    def patch_xml(self, src_xml: str) -> str:
        """Return the patched source, made when it is first asked for."""
        if src_xml not in self.known:
            self.known[src_xml] = str(super().patch_xml(src_xml))
        return self.known[src_xml]


def cached(template: Path, contexts: Contexts, kind: type[DocxTemplate] = DocxTemplate) -> Writer:
    """Return docxtpl with one Jinja environment that compiles each source once."""
    environment = _Remembering()

    def write(number: int, path: Path) -> None:
        document = kind(template)
        document.render(contexts[number], environment)
        document.save(path)

    return write


def merged(template: Path, records: Document) -> Writer:
    """Return docx-mailmerge2 as its documentation has it."""
    values = [merge_values(jabatan) for jabatan in records.jabatan]

    def write(number: int, path: Path) -> None:
        fields, rows = values[number]
        with MailMerge(template) as document:
            document.merge(**fields)
            document.merge_rows("ukuran", rows)
            document.write(path)

    return write


def ours(template: Path | None, contexts: Contexts) -> Writer:
    """Return our own way for any template: compiled once, then rendered."""
    compiled = compile_template(template)

    def write(number: int, path: Path) -> None:
        path.write_bytes(compiled.render(contexts[number]))

    return write


def built(records: Document, settings: Settings, *, safely: bool) -> Writer:
    """Return what `iki build` does for a position, written plainly or as `iki build` writes."""
    compiled = compile_template()
    put = write_atomically if safely else Path.write_bytes

    def write(number: int, path: Path) -> None:
        put(path, render_position(compiled, records, records.jabatan[number], settings))

    return write


def floor(template: bytes, files: Sequence[bytes]) -> Writer:
    """Return what nobody can do without: to deflate the parts that change, and write the file.

    `files` are documents made before; the parts that differ from `template` are deflated again.
    """
    before = open_package(template, "the template")
    changed = [
        [
            data
            for name, data in open_package(file, "a document").items()
            if before.get(name) != data
        ]
        for file in files
    ]

    def write(number: int, path: Path) -> None:
        for part in changed[number]:
            deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
            deflate.compress(part)
            deflate.flush()
        path.write_bytes(files[number])

    return write


def files_of(writer: Writer, count: int, folder: Path) -> list[bytes]:
    """Return the files that a way writes."""
    path = folder / "tried.docx"
    found = []
    for number in range(count):
        writer(number, path)
        found.append(path.read_bytes())
    return found


def _ways_of_docxtpl(template: Path, contexts: Contexts) -> list[Way]:
    patched = cached(template, contexts, _Patched)
    return [
        Way("documented", "docxtpl as documented", documented(template, contexts)),
        Way("cached", "docxtpl, cached environment", cached(template, contexts)),
        Way("patched", "docxtpl, cached environment and source", patched),
    ]


def ways_of_plain(docxtpl: Path, merge: Path, records: Document, folder: Path) -> list[Way]:
    """Return all ways to fill in the plain template."""
    contexts = [plain_context(jabatan) for jabatan in records.jabatan]
    own = ours(docxtpl, contexts)
    made = files_of(own, len(contexts), folder)
    return [
        *_ways_of_docxtpl(docxtpl, contexts),
        Way("merged", "docx-mailmerge2", merged(merge, records)),
        Way("ours", "iki: compile_template, render", own),
        Way("floor", "floor: zlib 6, write", floor(docxtpl.read_bytes(), made)),
    ]


def ways_of_default(
    template: Path, records: Document, settings: Settings, folder: Path
) -> list[Way]:
    """Return all ways to fill in the template that comes with the program."""
    contexts: Contexts = [
        document_context(records, jabatan, settings) for jabatan in records.jabatan
    ]
    own = ours(template, contexts)
    made = files_of(own, len(contexts), folder)
    return [
        *_ways_of_docxtpl(template, contexts),
        Way("ours", "iki: compile_template, render", own),
        Way("built", "iki: as `iki build` fills in", built(records, settings, safely=False)),
        Way("safely", "iki: the same, written safely", built(records, settings, safely=True)),
        Way("floor", "floor: zlib 6, write", floor(template.read_bytes(), made)),
    ]
