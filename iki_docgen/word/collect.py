"""What people typed into a generated Word file, read back.

The file may have been renamed, saved by other programs, and edited in any way.  An answer is taken
only where all that is left of its anchors says the same; everything else that somebody typed is
shown in a finding, in full.  Nothing is ever written to the file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from iki_docgen.diagnostics import Code, Diagnostic, in_order
from iki_docgen.errors import InputError
from iki_docgen.office.package import open_package
from iki_docgen.office.strict import in_usual_words
from iki_docgen.office.xml import parse_xml, qn
from iki_docgen.source import NOWHERE, Source, Span
from iki_docgen.word.anchors import folded_value, value_digest
from iki_docgen.word.book import BOOK_ID
from iki_docgen.word.controls import COLUMNS
from iki_docgen.word.evidence import Claim, Doubt, Scope, folded_words, indikator_text, settled
from iki_docgen.word.notes import marks, missing_rows
from iki_docgen.word.outside import Current, edits
from iki_docgen.word.package import targets
from iki_docgen.word.prompts import is_blank, left_over, without_prompts
from iki_docgen.word.properties import CHANGES, JABATAN, KIND, custom_properties
from iki_docgen.word.rows import INDIKATOR, VALUES, Cell, Row
from iki_docgen.word.stories import AnswerTable, Passage, Reading, read_stories

_TITLES = {INDIKATOR: "Indikator", **{column.name: column.title for column in COLUMNS}}
_IDENTIFIER = "iki:"
_NO_CHANGES = "collect the documents that `iki build` wrote; those are the ones to fill in"
_NOT_OURS = "give a Word file that `iki build` made, or a copy of one"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a file says in one cell.

    `kunci` is the key of the indicator (`document_anchors`), `jabatan` the id of its position,
    `column` is `penjelasan` or `sumber_data`.  `theirs` is empty where the cell is; its lines
    are joined by a newline.  `base` is the digest (`value_digest`) of what was generated, None
    where that is not known.  `row` and `table` are counted from 1.
    """

    kunci: str
    jabatan: str
    indikator: str
    column: str
    theirs: str
    base: str | None
    row: int
    table: int
    span: Span

    @property
    def untouched(self) -> bool:
        """Whether the cell says what was generated."""
        return self.base == value_digest(self.theirs)


@dataclass(frozen=True, slots=True)
class Collected:
    """A file that was read: its text with a line for each paragraph or cell, and its answers.

    `answers` has every cell that was understood, untouched ones too; `findings` are those of the
    file alone.  `jabatan` are the ids of the positions in it; `whose` is what the file says it
    is: the id of a position, `*` for the book, empty where it does not say it.
    """

    source: Source
    answers: tuple[Answer, ...]
    findings: tuple[Diagnostic, ...]
    jabatan: frozenset[str]
    whose: str


def collect(data: bytes, name: str, current: Current) -> Collected:
    """Return what the Word file `data`, called `name`, answers.

    Raises `InputError` for what is no Word file, cannot be opened safely, or has nothing to do
    with an IKI document.
    """
    members = in_usual_words(open_package(data, name))
    reading = read_stories(members, name)
    if custom_properties(members).get(KIND) == CHANGES:
        message = f"{name} shows the changes between two documents; it is no document to fill in"
        raise InputError(message, hint=_NO_CHANGES)
    whose = identity(members)
    if not whose and not reading.tables:
        message = f"{name} is a Word file, but not one of an IKI document: it has no such table"
        raise InputError(message, hint=_NOT_OURS)
    return _Collector(current, reading, whose).collected()


def identity(members: Mapping[str, bytes]) -> str:
    """Return the id of the position that a file is of, `*` for the book, "" if it says neither."""
    own = custom_properties(members).get(JABATAN, "").strip()
    return own or next(_identifiers(members), "")


def _identifiers(members: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the id that stands in the core properties: `iki:2026:<id>`."""
    for part in targets(members, "", "core-properties").values():
        if part in members:
            for entry in parse_xml(members[part]).iter(qn("dc:identifier")):
                text = (entry.text or "").strip()
                if text.startswith(_IDENTIFIER) and text.count(":") > 1:
                    yield text.split(":", 2)[2]


@dataclass(slots=True)
class _Place:
    """A row with its table."""

    table: AnswerTable
    row: Row
    scope: Scope


@dataclass(slots=True)
class _Collector:
    """Puts together what one file says."""

    current: Current
    reading: Reading
    whose: str
    answers: list[Answer] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)

    def collected(self) -> Collected:
        """Return all of it."""
        places = list(self._places())
        register = self.current.register
        verdicts: dict[int, Claim | Doubt] = {
            number: register.identify(place.row, place.scope, self.whose)
            for number, place in enumerate(places)
        }
        texts = {number: self._texts(place.row) for number, place in enumerate(places)}
        verdicts |= settled(verdicts, texts)
        passages = [*self.reading.passages, *self._headings()]
        for number, place in enumerate(places):
            verdict = verdicts[number]
            if isinstance(verdict, Claim):
                self._take(place, verdict)
            else:
                self._show(place, verdict)
            passages += self._others(place, verdict)
        expected = self._expected()
        written = self.current.written(self._ours())
        self.findings += missing_rows(register, verdicts.values(), expected, self.seen)
        self.findings += marks(self.reading, written)
        self.findings += edits(passages, written, self.current.prompts)
        return Collected(
            self.reading.source,
            tuple(self.answers),
            in_order(self.findings),
            frozenset(self.seen),
            self.whose,
        )

    def _places(self) -> Iterator[_Place]:
        """Yield the rows in which anything stands, and note the positions of their tables."""
        for table in self.reading.tables:
            scope = self.current.register.scope(table.owner, self.whose)
            self.named |= scope.ids
            if scope.sure:
                self.seen |= scope.ids
            for row in table.rows:
                if not row.heading and not self._is_blank(row):
                    yield _Place(table, row, scope)

    def _is_blank(self, row: Row) -> bool:
        known = {INDIKATOR, *VALUES, ""}
        cells = (cell for cell in row.cells if cell.column in known)
        return all(is_blank(self._value(cell)) for cell in cells)

    def _texts(self, row: Row) -> tuple[str, ...]:
        """Return the Indikator and the values of a row, to tell whether two rows say the same."""
        cells = [cell for column in VALUES for cell in row.of_column(column)]
        values = (folded_value(self._value(cell)) for cell in cells)
        return folded_words(indikator_text(row)), *values

    def _headings(self) -> Iterator[Passage]:
        for table in self.reading.tables:
            for row in table.rows:
                if row.heading or self._is_blank(row):
                    yield from (table.passage(row, cell) for cell in row.cells)

    def _others(self, place: _Place, verdict: Claim | Doubt) -> Iterator[Passage]:
        """Yield the cells of a row that neither an answer nor a finding shows."""
        shown = set(VALUES) if isinstance(verdict, Claim) else {*VALUES, INDIKATOR, ""}
        for cell in place.row.cells:
            if cell.column not in shown:
                yield place.table.passage(place.row, cell)

    def _ours(self) -> set[str]:
        """Return whose files hold the lines that are not edits."""
        known = {self.whose} & {*self.current.register.by_position, BOOK_ID}
        return known if self.whose == BOOK_ID else known | self.seen | self.named

    def _expected(self) -> set[str]:
        """Return the positions whose rows should be in the file."""
        known = set(self.current.register.by_position)
        return known if self.whose == BOOK_ID else self.seen or {self.whose} & known

    def _value(self, cell: Cell) -> str:
        return without_prompts(cell.text, self.current.prompts)

    def _take(self, place: _Place, claim: Claim) -> None:
        """Take the values of a row whose indicator is known."""
        known = claim.known
        self.seen.add(known.jabatan)
        for column in VALUES:
            for cell in place.row.of_column(column):
                self._take_cell(place, claim, column, cell)
        if claim.old:
            self.findings.append(
                Code.CARRIED_OVER.at(
                    self._span(place),
                    about=known.name,
                    old=claim.old,
                    what="the indicator",
                    new=known.indikator,
                )
            )

    def _take_cell(self, place: _Place, claim: Claim, column: str, cell: Cell) -> None:
        known, table = claim.known, place.table
        value = self._value(cell)
        span = table.span(cell)
        if prompt := left_over(value, self.current.prompts):
            self.findings.append(
                Code.PLACEHOLDER_LEFT.at(
                    span,
                    about=known.name,
                    column=_TITLES[column],
                    indikator=known.indikator,
                    row=place.row.number,
                    table=table.number,
                    text=value,
                    prompt=prompt,
                )
            )
            return
        base = getattr(claim.mark, column) if claim.mark else None
        self.answers.append(
            Answer(
                kunci=known.kunci,
                jabatan=known.jabatan,
                indikator=known.indikator,
                column=column,
                theirs=value,
                base=base,
                row=place.row.number,
                table=table.number,
                span=span,
            )
        )

    def _show(self, place: _Place, doubt: Doubt) -> None:
        """Show the texts of a row that belongs to nobody."""
        texts = [
            f"{_TITLES.get(cell.column, 'a cell')} `{value}`"
            for cell in place.row.cells
            if cell.column in {INDIKATOR, *VALUES, ""} and (value := self._value(cell))
        ]
        by_key = self.current.register.by_key
        names = {by_key[key].name for key in doubt.about if key in by_key}
        self.findings.append(
            Code.UNKNOWN_ROW.at(
                self._span(place),
                about=names.pop() if len(names) == 1 else "",
                row=place.row.number,
                table=place.table.number,
                reason=doubt.reason,
                texts=", ".join(texts),
            )
        )

    def _span(self, place: _Place) -> Span:
        """Return the place of the Indikator of a row, or of its first cell."""
        cells = place.row.of_column(INDIKATOR) or place.row.cells
        return place.table.span(cells[0]) if cells else NOWHERE
