"""What became of the files of a run."""

from enum import StrEnum
from pathlib import Path

from msgspec import Struct, field

from iki_docgen.diagnostics import Diagnostic
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
    """A file of a build: its path, what it holds, what became of it, and why if not written."""

    path: Path
    what: str
    state: State
    reason: str = ""
    hint: str = ""


class Build(Struct):
    """What a build did."""

    path: str
    output: Path
    findings: tuple[Diagnostic, ...]
    files: list[Written] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether a file was refused or could not be written."""
        return any(file.state in BAD_STATES for file in self.files)

    @property
    def outdated(self) -> bool:
        """Whether, with `check`, a file would be written."""
        return any(file.state is State.WOULD_WRITE for file in self.files)


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
