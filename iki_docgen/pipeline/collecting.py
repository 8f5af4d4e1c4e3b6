"""`iki collect`: what people typed into Word files -> penjelasan.yaml.

Three values of a cell are compared: what was generated (base), what the file says (theirs), and
what a build would write today (ours).  Theirs is taken where ours is still the base, or empty;
where both have changed, a person decides.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from iki_docgen.answers import COLUMNS, Answers, Change, Column, apply, folded, load, store
from iki_docgen.diagnostics import Code, Diagnostic, Severity, in_order
from iki_docgen.errors import Exit, IkiError, InputError
from iki_docgen.pipeline.loading import load_source, refuse_nothing, shown, source_path
from iki_docgen.project import Project, Settings, find
from iki_docgen.read import load as load_bytes
from iki_docgen.records import Document, Indikator, Jabatan
from iki_docgen.results import CollectedFile, Collecting
from iki_docgen.word.anchors import document_anchors, folded_value, value_digest
from iki_docgen.word.collect import Answer, Collected
from iki_docgen.word.collect import collect as read_answers
from iki_docgen.word.fingerprint import touched
from iki_docgen.word.outside import Current
from iki_docgen.word.template import Template, compile_template

Progress = Callable[[int, int, str], None]
_COLUMNS: dict[str, Column] = {"penjelasan": "penjelasan", "sumber_data": "sumber_data"}
_TITLES = {"penjelasan": "Penjelasan", "sumber_data": "Sumber Data"}
_OURS = "what is stored"


@dataclass(frozen=True, slots=True)
class Options:
    """How to collect: `use` settles conflicts, with `theirs` or `ours`; empty leaves them."""

    dry_run: bool = False
    use: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An indicator of the document: its position, the row, and which of equal ones it is."""

    jabatan: Jabatan
    indikator: Indikator
    ke: int

    def ours(self, column: str) -> str:
        """Return what a build would write there today."""
        return self.indikator.penjelasan if column == "penjelasan" else self.indikator.sumber_data


@dataclass(slots=True)
class _Reading:
    """A file of the call: what it says, or why it cannot be read."""

    path: Path
    collected: Collected | None = None
    error: IkiError | None = None
    found: list[Diagnostic] = field(default_factory=list)
    outcomes: dict[str, int] = field(default_factory=dict)

    def count(self, outcome: str) -> None:
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1


_Typed = tuple[_Reading, Answer]


_Emptied = tuple[str, str, int, str]
"""A cell that somebody emptied on purpose: position, indicator, which of equal ones, column."""


class Desk:
    """What answers are compared with: the document of today, with its answers, by key.

    `emptied` are the cells that somebody emptied on purpose, which an old copy may not refill.
    """

    def __init__(
        self,
        document: Document,
        template: Template,
        settings: Settings,
        emptied: frozenset[_Emptied] = frozenset(),
    ) -> None:
        """Lay out `document`, which has its answers, as a build would write it."""
        self.current = Current(document, template, settings)
        self.places = dict(_places(document))
        self.emptied = emptied

    def holds_uncollected(self, data: bytes, name: str) -> bool:
        """Tell whether a Word file holds words that are neither generated nor stored.

        Raises `InputError` for a file that cannot be read.
        """
        collected = read_answers(data, name, self.current)
        if any(found.severity is not Severity.NOTE for found in collected.findings):
            return True
        return any(not self.is_known(answer) for answer in collected.answers)

    def is_known(self, answer: Answer) -> bool:
        """Tell whether a cell says what was generated, or what a build would write today."""
        place = self.places.get(answer.kunci)
        if answer.untouched or place is None:
            return answer.untouched
        return folded_value(answer.theirs) == folded_value(place.ours(answer.column))


def _emptied(answers: Answers) -> Iterator[_Emptied]:
    for position in answers.jabatan:
        for entry in position.indikator:
            for column, value in zip(COLUMNS, (entry.penjelasan, entry.sumber_data), strict=True):
                if value == "":
                    yield position.id, folded(entry.indikator), entry.ke, column


def _places(document: Document) -> Iterator[tuple[str, Place]]:
    for jabatan, anchors in zip(document.jabatan, document_anchors(document), strict=True):
        seen: dict[str, int] = {}
        for indikator, anchor in zip(jabatan.semua_indikator(), anchors, strict=True):
            text = " ".join(indikator.indikator.split())
            seen[text] = ke = seen.get(text, 0) + 1
            yield anchor.kunci, Place(jabatan, indikator, ke)


def collect(path: str | Path) -> Collected:
    """Return what the Word file at `path` answers, beside the project of the working folder.

    Nothing is stored.  Raises `IkiError` where the file or the project cannot be read.

    >>> [answer.theirs for answer in collect("masuk/umum.docx").answers]
    """
    current = _desk(find()).current
    return read_answers(load_bytes(Path(path)), str(path), current)


def collect_files(
    project: Project, paths: Sequence[Path], options: Options, progress: Progress | None = None
) -> Collecting:
    """Take the answers of Word files into penjelasan.yaml.

    Raises `IkiError` where the project or its answers cannot be read, or the answers not be
    written; a Word file that cannot be read is reported in the result.
    """
    loaded = load_source(source_path(None, project), project, answered=False)
    refuse_nothing(loaded)
    answers_file = shown(project.answers)
    answers = load(answers_file)
    applied = apply(loaded.document, answers)
    template = compile_template(project.template)
    emptied = frozenset(_emptied(answers))
    desk = Desk(applied.document, template, project.settings, emptied)
    readings = []
    for number, path in enumerate(paths):
        if progress:
            progress(number, len(paths), path.name)
        readings.append(_read(path, desk.current))
    changes = list(_settle(desk, readings, options))
    if changes and not options.dry_run:
        stored = store(answers_file, loaded.document, [change for change, _ in changes])
        owners = dict(changes)
        for differing in stored.differing:
            _conflict(desk, owners[differing.change], differing.now, "the file of answers, by now")
    return Collecting(
        answers=answers_file,
        stored=len(changes),
        dry_run=options.dry_run,
        files=tuple(_result(one) for one in readings),
        findings=applied.findings,
    )


def word_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files that are meant: of a folder, the Word files in it."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.glob("*.docx"))
            found += [one for one in inside if not one.name.startswith(("~$", "."))]
        else:
            found.append(path)
    return found


def uncollected_in(project: Project) -> Callable[[Path], bool]:
    """Return what tells whether a Word file of `project` holds answers that are not stored.

    It raises `IkiError` and `OSError` for a file that cannot be read.
    """
    desks: list[Desk] = []

    def uncollected(path: Path) -> bool:
        data = load_bytes(path)
        if not touched(data):
            return False
        if not desks:  # most folders hold no touched file, and a desk takes time to lay out
            desks.append(_desk(project))
        return desks[0].holds_uncollected(data, str(path))

    return uncollected


def _desk(project: Project) -> Desk:
    loaded = load_source(source_path(None, project), project)
    return Desk(loaded.document, compile_template(project.template), project.settings)


def _read(path: Path, current: Current) -> _Reading:
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe would never end
            raise InputError(f"{path} is not a file", hint="give a Word file")
        collected = read_answers(load_bytes(path), str(path), current)
    except IkiError as error:
        return _Reading(path, error=error)
    return _Reading(path, collected, found=list(collected.findings))


def _settle(
    desk: Desk, readings: Sequence[_Reading], options: Options
) -> Iterator[tuple[Change, _Typed]]:
    """Yield the changes to store, each with the cell it comes from; note what became of others."""
    cells: dict[tuple[str, str], list[_Typed]] = {}
    for reading in readings:
        for answer in reading.collected.answers if reading.collected else ():
            if desk.is_known(answer):
                ours = desk.places[answer.kunci].ours(answer.column)
                reading.count("empty" if not ours and not answer.theirs else "known")
            else:
                cells.setdefault((answer.kunci, answer.column), []).append((reading, answer))
    for (kunci, _), typed in cells.items():
        yield from _settle_cell(desk, desk.places[kunci], typed, options)


def _settle_cell(
    desk: Desk, place: Place, typed: Sequence[_Typed], options: Options
) -> Iterator[tuple[Change, _Typed]]:
    """Yield the change of one cell, if it is clear which it is."""
    first = typed[0]
    reading, answer = first
    ours = place.ours(answer.column)
    if options.use == "ours" and ours:
        for one in typed:
            _keep(desk, one, ours)
        return
    values = {folded_value(one.theirs) for _, one in typed}
    if len(values) > 1:
        for one in typed:
            file, rival = next(two for two in typed if not _same(one[1], two[1]))
            _conflict(desk, one, rival.theirs, f"{file.path.name} (row {rival.row})")
        return
    if answer.base is None and not answer.theirs:
        reading.count("empty")  # nobody knows what stood there, and nothing does now
        return
    clear = bool(answer.theirs) and (not ours or answer.base == value_digest(ours))
    clear = clear and not _is_of_the_other_column(answer, place)
    cell = (place.jabatan.id, folded(place.indikator.indikator), place.ke, answer.column)
    clear = clear and cell not in desk.emptied
    if not clear and options.use != "theirs":
        for one in typed:
            _conflict(desk, one, ours, _OURS)
        return
    for other, _ in typed:
        other.count("changed" if ours else "filled")
    change = Change(
        jabatan_id=place.jabatan.id,
        jabatan=place.jabatan.jabatan,
        indikator=place.indikator.indikator,
        ke=place.ke,
        column=_COLUMNS[answer.column],
        value=_without_blank_lines(answer.theirs),
        expected=ours,
    )
    yield change, first


def _without_blank_lines(text: str) -> str:
    """Return a text as records have it; a trip through .doc puts empty paragraphs into cells."""
    return "\n".join(line.rstrip() for line in text.split("\n") if line.strip())


def _is_of_the_other_column(answer: Answer, place: Place) -> bool:
    """Tell whether a cell says what belongs beside it: the two may have been exchanged."""
    other = "sumber_data" if answer.column == "penjelasan" else "penjelasan"
    return folded_value(answer.theirs) == folded_value(place.ours(other)) != ""


def _same(one: Answer, other: Answer) -> bool:
    return folded_value(one.theirs) == folded_value(other.theirs)


def _conflict(desk: Desk, typed: _Typed, ours: str, other: str) -> None:
    """Note that a file and what is stored, or two files, differ."""
    _note(desk, typed, Code.CONFLICT, ours, other)
    typed[0].count("conflict")


def _keep(desk: Desk, typed: _Typed, ours: str) -> None:
    """Note what a file says where what is stored stays."""
    _note(desk, typed, Code.ANSWER_NOT_TAKEN, ours, _OURS)
    typed[0].count("known")


def _note(desk: Desk, typed: _Typed, code: Code, ours: str, other: str) -> None:
    reading, answer = typed
    place = desk.places[answer.kunci]
    reading.found.append(
        code.at(
            answer.span,
            about=place.jabatan.jabatan,
            column=_TITLES[answer.column],
            indikator=place.indikator.indikator,
            row=answer.row,
            table=answer.table,
            theirs=answer.theirs,
            other=other,
            ours=ours,
        )
    )


def _result(reading: _Reading) -> CollectedFile:
    collected = reading.collected
    return CollectedFile(
        path=reading.path,
        source=collected.source if collected else None,
        findings=in_order(reading.found),
        filled=reading.outcomes.get("filled", 0),
        changed=reading.outcomes.get("changed", 0),
        known=reading.outcomes.get("known", 0),
        empty=reading.outcomes.get("empty", 0),
        conflicts=reading.outcomes.get("conflict", 0),
        error=reading.error.message if reading.error else "",
        hint=reading.error.hint if reading.error else "",
    )


def exit_code(done: Collecting) -> Exit:
    """Return the exit code: unreadable files first, then what needs a person."""
    if any(file.error for file in done.files):
        return Exit.INPUT
    needs = any(
        found.severity is not Severity.NOTE
        for findings in (done.findings, *(file.findings for file in done.files))
        for found in findings
    )
    return Exit.FOUND if needs else Exit.FINE
