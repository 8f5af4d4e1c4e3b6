"""What somebody typed where no answer is collected from.

Nothing that was typed may go unmentioned.  What the program itself would write today is known by
rendering it; each line of the file that is not among its lines was typed by somebody, or is of
an earlier source.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec
from rapidfuzz import fuzz, process

from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.office.package import open_package
from iki_docgen.project import Settings
from iki_docgen.records import Document, Indikator, Jabatan
from iki_docgen.word.anchors import folded_value
from iki_docgen.word.book import BOOK_ID, render_book
from iki_docgen.word.controls import COLUMNS
from iki_docgen.word.evidence import Register
from iki_docgen.word.prompts import is_blank, without_prompts
from iki_docgen.word.render import render_position
from iki_docgen.word.rows import VALUES
from iki_docgen.word.stories import Passage, Reading, read_stories
from iki_docgen.word.template import Template

_LIKE = 60.0
"""How alike (to 100) a line must be to one of ours to be called a change of it."""
_MOST_COMPARED = 500
"""Lines that are compared with ours, which takes time; a file with more is another document."""
_COUNTED = re.compile(r"\d+|…")


@dataclass(slots=True)
class Written:
    """The lines that the program writes, and how often: outside of answers, and in their cells.

    `shapes` are those of the lines with page numbers, which Word works out.
    """

    outside: Counter[str] = field(default_factory=Counter)
    cells: Counter[str] = field(default_factory=Counter)
    shapes: set[str] = field(default_factory=set)

    def add(self, other: "Written") -> None:
        """Take in the lines of another file."""
        self.outside.update(other.outside)
        self.cells.update(other.cells)
        self.shapes |= other.shapes


class Current:
    """What the program would write today: the document, its template and settings.

    `document` has its answers applied.  Renderings are made when they are first asked for, and
    kept: use one `Current` for all files of a call.
    """

    def __init__(
        self, document: Document, template: Template, settings: Settings | None = None
    ) -> None:
        """Keep what is needed to render."""
        self.document = document
        self.register = Register(document)
        self._template = template
        self._settings = settings or Settings()
        self._written: dict[str, Written] = {}
        self._prompts: tuple[str, ...] = ()

    @property
    def prompts(self) -> tuple[str, ...]:
        """What the template says in a cell without an answer, and our own prompts."""
        if not self._prompts:
            found = dict.fromkeys(column.prompt for column in COLUMNS)
            filled = (j for j in self.document.jabatan if any(j.semua_indikator()))
            if (first := next(filled, None)) is not None:
                found |= dict.fromkeys(self._prompts_of(first))
            self._prompts = tuple(sorted(found, key=len, reverse=True))
        return self._prompts

    def written(self, idents: Iterable[str]) -> Written:
        """Return the lines of the files of `idents`; `*` is the book, and so is nothing."""
        chosen = list(idents) or [BOOK_ID]
        result = Written()
        for ident in [BOOK_ID] if BOOK_ID in chosen else chosen:
            if ident not in self._written:
                self._written[ident] = self._lines_of(self._render(ident))
            result.add(self._written[ident])
        return result

    def _render(self, ident: str) -> bytes:
        if ident == BOOK_ID:
            return render_book(self._template, self.document, self._settings)
        return render_position(self._template, self.document, ident, self._settings)

    def _lines_of(self, data: bytes) -> Written:
        reading = read_stories(open_package(data, "the rendering"), "the rendering")
        written = Written()
        for passage in outside_of_answers(reading):
            for line in lines_of(passage.text, self.prompts):
                written.outside[line] += 1
                if passage.computed:
                    written.shapes.add(_shape(line))
            if passage.hidden:
                written.outside[folded_value(passage.hidden)] += 1
        for table in reading.tables:
            for row in table.rows:
                for cell in row.cells:
                    if cell.column in VALUES and not row.heading:
                        written.cells.update(lines_of(cell.text, self.prompts))
        return written

    def _prompts_of(self, jabatan: Jabatan) -> Iterator[str]:
        """Yield what stands in the cells of a position without any answer."""
        empty = msgspec.structs.replace(
            jabatan,
            sasaran=tuple(
                msgspec.structs.replace(group, indikator=tuple(map(_unanswered, group.indikator)))
                for group in jabatan.sasaran
            ),
        )
        document = msgspec.structs.replace(self.document, jabatan=(empty,))
        data = render_position(self._template, document, empty, self._settings)
        reading = read_stories(open_package(data, "the rendering"), "the rendering")
        for table in reading.tables:
            for row in table.rows:
                if not row.heading:
                    for column in VALUES:
                        yield from (
                            cell.text.strip() for cell in row.of_column(column) if cell.text.strip()
                        )


def _unanswered(row: Indikator) -> Indikator:
    return msgspec.structs.replace(row, penjelasan="", sumber_data="")


def outside_of_answers(reading: Reading) -> Iterator[Passage]:
    """Yield all passages but the cells that people fill in, in the order of the file."""
    yield from reading.passages
    for table in reading.tables:
        for row in table.rows:
            for cell in row.cells:
                if row.heading or cell.column not in VALUES:
                    yield table.passage(row, cell)


def lines_of(text: str, prompts: tuple[str, ...]) -> list[str]:
    """Return the lines of `text`, folded, without prompts and empty ones."""
    if is_blank(text):
        return []
    return folded_value(without_prompts(text, prompts)).split("\n")


def edits(
    passages: Iterable[Passage], written: Written, prompts: tuple[str, ...]
) -> list[Diagnostic]:
    """Return a finding for each line of `passages` that the program has not written.

    Each line of `written` stands for one of the file; so a copied line is one too many.
    """
    left = Counter(written.outside)
    cells = Counter(written.cells)
    typed: list[tuple[Passage, str]] = []
    for passage in passages:
        for line in lines_of(passage.text, prompts):
            if passage.computed and _shape(line) in written.shapes:
                continue
            if left[line]:
                left[line] -= 1
            elif passage.in_table and cells[line]:
                cells[line] -= 1
            elif line:
                typed.append((passage, line))
    return [
        _edit(passage, line, left if number < _MOST_COMPARED else Counter())
        for number, (passage, line) in enumerate(typed)
    ]


def _edit(passage: Passage, line: str, left: Counter[str]) -> Diagnostic:
    """Return the finding about a line; its change takes the line of ours that it is like."""
    ours = process.extractOne(
        line, [text for text, count in left.items() if count], scorer=fuzz.ratio, score_cutoff=_LIKE
    )
    change = f"`{line}` was added"
    if ours:
        left[ours[0]] -= 1
        change = f"`{line}` stands there, and `{ours[0]}` is what the source says"
    return Code.EDITED_OUTSIDE.at(passage.span, where=passage.where or "in the text", change=change)


def _shape(line: str) -> str:
    return _COUNTED.sub("#", line)
