"""What became of the files of a run."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Self

from msgspec import Struct, field

from iki_docgen.diagnostics import Diagnostic, Severity
from iki_docgen.errors import Exit, IkiError
from iki_docgen.records import Document
from iki_docgen.source import Source


class State(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FAILED = "not written"
    LEFT_OVER = "left over"
    WOULD_WRITE = "would be written"


BAD_STATES = frozenset({State.REFUSED, State.FAILED})


class Written(Struct, frozen=True):
    """A file of a build: its path, what it holds, what became of it, and why if not written.

    `cause` is the reason without the place, if the same may be wrong with many files.
    """

    path: Path
    what: str
    state: State
    reason: str = ""
    hint: str = ""
    cause: str = ""


class Made(Struct, frozen=True, forbid_unknown_fields=True):
    """A file as a build would write it, whatever stands there: what it holds, size and digest."""

    name: str
    what: str
    size: int
    digest: str


class Build(Struct):
    """What a build did.

    `documents` is the number of positions; `findings` are counted by severity; `made` are the
    files that it had to write, or to find written.
    """

    output: Path
    documents: int
    findings: Mapping[Severity, int]
    files: list[Written] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether a file was refused or could not be written."""
        return any(file.state in BAD_STATES for file in self.files)

    @property
    def outdated(self) -> bool:
        """Whether, with `check`, a file would be written."""
        return any(file.state is State.WOULD_WRITE for file in self.files)


class Failure(Struct, frozen=True):
    """Why an agency was not built, what to do, and the exit code of that.

    `cause` is the reason without the place, if the same may be wrong with many agencies; `at` is
    the place, where people must know it also then.
    """

    message: str
    hint: str
    exit_code: Exit
    cause: str = ""
    at: str = ""

    @classmethod
    def of(cls, error: IkiError) -> Self:
        """Return the failure that an error of the run is."""
        return cls(error.message, error.hint, error.exit_code, error.cause)


class Outcome(Struct, frozen=True):
    """What became of one agency of a batch, small whatever the agency's size.

    `files` counts its files by what became of them, `findings` by severity; `documents` is the
    number of positions; `troubles` are the first few files that are not as they should be;
    `cause` is why, if all its trouble has one that other agencies may have too.
    """

    name: str
    documents: int = 0
    files: Mapping[State, int] = field(default_factory=dict)
    findings: Mapping[Severity, int] = field(default_factory=dict)
    troubles: tuple[Written, ...] = ()
    failure: Failure | None = None
    cause: str = ""

    @property
    def troubled(self) -> int:
        """The number of files that were refused or could not be written."""
        return sum(self.files.get(state, 0) for state in BAD_STATES)

    @property
    def exit_code(self) -> Exit:
        """What the shell is told of this agency."""
        if self.failure:
            return self.failure.exit_code
        waits = self.troubled or self.files.get(State.WOULD_WRITE, 0)
        return Exit.FOUND if waits else Exit.FINE


class Batch(Struct):
    """What the building of many agencies did: counts, and the agencies to look at.

    Of an agency that was built without trouble only its name is kept, where documents of earlier
    builds are `left_over`.  `outdated` are those that a build would change, which was only asked.
    `stopped` says why the last `not_tried` agencies were not built, if there was nobody left to
    build them; some of the files of `not_finished` agencies may be written, and nobody counted
    them.
    """

    built: int = 0
    outdated: int = 0
    documents: int = 0
    files: Counter[State] = field(default_factory=Counter)
    findings: Counter[Severity] = field(default_factory=Counter)
    troubled: list[Outcome] = field(default_factory=list)
    failed: list[Outcome] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    worst: Exit = Exit.FINE
    not_tried: int = 0
    not_finished: int = 0
    stopped: Failure | None = None

    @property
    def agencies(self) -> int:
        """How many agencies are done, well or not."""
        return self.built + self.outdated + len(self.troubled) + len(self.failed)

    def add(self, outcome: Outcome) -> None:
        """Count what became of an agency."""
        if outcome.failure:
            self.failed.append(outcome)
        elif outcome.troubled:
            self.troubled.append(outcome)
        elif outcome.files.get(State.WOULD_WRITE):
            self.outdated += 1
        else:
            self.built += 1
        if outcome.files.get(State.LEFT_OVER):
            self.left_over.append(outcome.name)
        self.documents += outcome.documents
        self.files.update(outcome.files)
        self.findings.update(outcome.findings)
        self.worst = max(self.worst, outcome.exit_code)

    def stop(self, reason: Failure, not_tried: int, not_finished: int = 0) -> None:
        """Count the agencies that were not tried or not finished, all for one reason."""
        self.stopped, self.not_tried, self.not_finished = reason, not_tried, not_finished
        self.worst = max(self.worst, reason.exit_code)


class Below(Struct, frozen=True):
    """Agencies below the agency in the folder `top`, which are not built with it: their number.

    `inner` are the folders in `top` in which they stand; without `is_all` there may be more.
    """

    top: Path
    number: int
    inner: tuple[Path, ...]
    is_all: bool = True

    @property
    def folders(self) -> str:
        """How many there are, in words."""
        several = f"{self.number} folder{'s' * (self.number != 1)}"
        return several if self.is_all else f"{several} or more"


class Round(Struct, frozen=True):
    """Findings whose corrections are made together, and the text that their places count in."""

    source: Source
    fixed: tuple[Diagnostic, ...]


class Fixing(Struct, frozen=True):
    """What became of the corrections of a source.

    `rounds` are the corrections that were made (or would be, where `left` says why the file was
    left as it is); `unsafe` are findings whose corrections would change how the text is read.
    """

    path: str
    rounds: tuple[Round, ...] = ()
    unsafe: tuple[Diagnostic, ...] = ()
    left: str = ""


class Checked(Struct, frozen=True):
    """The findings of a source; `told` says what was mended, None where nobody asked."""

    path: str
    findings: tuple[Diagnostic, ...]
    source: Source | None
    document: Document
    told: Fixing | None = None


class Patch(Struct, frozen=True):
    """The bytes of a file before and after its corrections, which are not made."""

    path: str
    old: bytes
    new: bytes
    encoding: str
    told: Fixing


class Started(Struct, frozen=True):
    """A file of a new folder; `kept` says that it was there before and was left alone."""

    path: Path
    kept: bool


class Filled(Struct, frozen=True):
    """How far the cells of one position are filled, of `total` indicators each."""

    id: str
    jabatan: str
    total: int
    penjelasan: int
    sumber_data: int


class Kept(Struct, frozen=True):
    """An answer in penjelasan.yaml whose indicator the source does not have (any more)."""

    jabatan: str
    indikator: str
    penjelasan: str | None
    sumber_data: str | None


class Unread(Struct, frozen=True):
    """A document that could not be read, and why."""

    path: Path
    reason: str


class Status(Struct, frozen=True):
    """How far the work is: what is filled, what waits to be collected, and what comes next.

    `next` is the command to type, empty where nothing is left to do; `why` is why, a sentence
    that may be followed by a colon.
    """

    path: str
    output: Path
    positions: tuple[Filled, ...]
    uncollected: tuple[Path, ...]
    unread: tuple[Unread, ...]
    homeless: tuple[Kept, ...]
    next: str
    why: str


class CollectedFile(Struct, frozen=True):
    """How many cells of a Word file were filled, changed, known, empty, or in conflict.

    `error` says why a file could not be read, with a `hint` what to do; it has no source then.
    """

    path: Path
    source: Source | None
    findings: tuple[Diagnostic, ...]
    filled: int
    changed: int
    known: int
    empty: int
    conflicts: int
    error: str
    hint: str


class Collecting(Struct, frozen=True):
    """What a collect did: the file of answers, how many it stored, and what each file gave.

    `findings` are those of the answers that were there already.
    """

    answers: Path
    stored: int
    dry_run: bool
    files: tuple[CollectedFile, ...]
    findings: tuple[Diagnostic, ...]
