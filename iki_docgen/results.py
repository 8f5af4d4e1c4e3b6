"""What became of the files of a run."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from iki_docgen.diagnostics import Diagnostic


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


@dataclass(frozen=True, slots=True)
class Written:
    """A file of a build: its path, what it holds, what became of it, and why if not written."""

    path: Path
    what: str
    state: State
    reason: str = ""
    hint: str = ""


@dataclass(slots=True)
class Build:
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


@dataclass(frozen=True, slots=True)
class Started:
    """A file of a new folder; `kept` says that it was there before and was left alone."""

    path: Path
    kept: bool
