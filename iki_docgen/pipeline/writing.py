"""Putting generated files into a folder where people may have typed in some of them."""

import errno
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field

from iki_docgen.errors import IkiError, OutputError
from iki_docgen.files import NO_FILE, is_abandoned, is_special, write_atomically
from iki_docgen.office.package import same_content
from iki_docgen.results import State, Written


class Writer(Struct):
    """Writes the files of a build and notes what became of each.

    With `check` nothing is written; `force` replaces files that a person has touched, and keeps
    each as `.bak`.  `holds_uncollected` tells whether a Word file that was typed in says more
    than is stored, `to_collect` what to type to store it.
    """

    check: bool
    force: bool
    holds_uncollected: Callable[[bytes, str], bool]
    to_collect: Callable[[Path], str]
    files: list[Written] = field(default_factory=list)

    def put_word(self, path: Path, what: str, data: bytes) -> None:
        """Write a Word file, unless a person has typed into the one that is there."""
        from iki_docgen.word.fingerprint import Origin, origin_of  # noqa: PLC0415 - heavy

        try:
            there = _content(path)
        except OSError as error:
            self._refuse_unreadable(path, what, error)
            return
        if there is None or same_content(there, data):
            self._put(path, what, data, there if there is None else data)
            return
        if (lock := lock_of(path)) is not None:
            reason = "it is open in Word or LibreOffice"
            hint = f"close it and build again; if nobody has it open, delete {lock.name}"
            self._note(path, what, State.REFUSED, reason, hint)
            return
        origin = origin_of(there)
        ours = origin is Origin.OURS or (origin is Origin.TYPED and self._is_collected(path, there))
        if ours or self._set_aside(path, what, there, _REASONS[origin.name]):
            self._put(path, what, data, there)

    def _is_collected(self, path: Path, data: bytes) -> bool:
        """Tell whether all that was typed in a file is stored, so that it may be replaced."""
        try:
            return not self.holds_uncollected(data, str(path))
        except IkiError:
            return False

    def leave(self, path: Path) -> None:
        """Note a document of an earlier build, and what somebody typed in it since."""
        from iki_docgen.word.fingerprint import Origin, origin_of  # noqa: PLC0415 - heavy

        what = "from an earlier build"
        try:
            there = _content(path) or b""
        except OSError as error:
            self._refuse_unreadable(path, what, error)
            return
        if origin_of(there) is Origin.TYPED and not self._is_collected(path, there):
            reason, hint = _REASONS[Origin.TYPED.name]
            hint = hint.format(name=path.name, collect=self.to_collect(path))
            self._note(path, what, State.REFUSED, reason, hint)
        else:
            self._note(path, what, State.LEFT_OVER)

    def put(self, path: Path, what: str, data: bytes) -> None:
        """Write a file if it is not there yet as it should be."""
        try:
            there = _content(path)
        except OSError as error:
            self._refuse_unreadable(path, what, error)
        else:
            self._put(path, what, data, there)

    def _put(self, path: Path, what: str, data: bytes, there: bytes | None) -> None:
        if there == data:
            self._note(path, what, State.UNCHANGED)
        elif self.check:
            self._note(path, what, State.WOULD_WRITE)
        elif self._written(path, what, path, data):
            self._note(path, what, State.WRITTEN if there is None else State.REPLACED)

    def _set_aside(self, path: Path, what: str, data: bytes, why: tuple[str, str]) -> bool:
        """Keep a file that is not as we wrote it as `.bak`, if it is to be replaced.

        Returns False, with the refusal noted, if it must stay as it is.
        """
        if not self.force:
            reason, hint = why
            replaced = "or replace it with --force, which keeps a copy as .bak"
            self._note(
                path,
                what,
                State.REFUSED,
                reason,
                f"{hint.format(name=path.name, collect=self.to_collect(path))}; {replaced}",
            )
            return False
        return self.check or self._written(path, what, _backup(path, data), data)

    def _written(self, path: Path, what: str, place: Path, data: bytes) -> bool:
        """Write to `place`; returns False, with the failure noted of `path`, if that fails."""
        try:
            write_atomically(place, data)
        except OutputError as error:
            why = (error.message, error.hint, error.cause)
            self.files.append(Written(path, what, State.FAILED, *why))
            return False
        return True

    def _refuse_unreadable(self, path: Path, what: str, error: OSError) -> None:
        reason = f"it cannot be read ({error.strerror or error}), so it was left as it is"
        hint = f"move or rename {path.name}, or ask who owns it, and build again"
        self._note(path, what, State.REFUSED, reason, hint)

    def _note(self, path: Path, what: str, state: State, reason: str = "", hint: str = "") -> None:
        self.files.append(Written(path, what, state, reason, hint))


_REASONS = {
    "TYPED": (
        "somebody has typed in it, and that would be lost",
        "take it back first: {collect}",
    ),
    "FOREIGN": (
        "it was not made by this program",
        "move {name} elsewhere and build again",
    ),
    "DAMAGED": (
        "it is damaged or no Word file, so nobody can tell whether somebody typed in it",
        "look whether Word can open and repair it; else move {name} elsewhere and build again",
    ),
}
"""Why a file that is not ours any more is refused, and what to do, by the name of its origin."""


def sweep(folder: Path, ended: str = "") -> None:
    """Delete the temporary files that killed builds left in `folder`, those of the run `ended` too.

    What another build may be writing just now stays.
    """
    for left in folder.glob(".*.tmp"):
        if is_abandoned(left, ended):
            with suppress(OSError):
                left.unlink()


def _content(path: Path) -> bytes | None:
    """Return what stands at `path`, None where nothing is.

    Raises `OSError` for what is there and cannot be read; a pipe would be waited for without end.
    """
    try:
        if is_special(path):
            raise OSError(errno.EINVAL, NO_FILE)
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _backup(path: Path, data: bytes) -> Path:
    """Return where a copy of `path` goes, which holds `data`: no copy replaces another.

    It is the one that is there already, if a process was killed after it made it.
    """
    candidate = path.with_name(path.name + ".bak")
    number = 2
    while candidate.exists() and not _holds(candidate, data):
        candidate = path.with_name(f"{path.name}.bak{number}")
        number += 1
    return candidate


def _holds(path: Path, data: bytes) -> bool:
    with suppress(OSError):
        return _content(path) == data
    return False


def lock_of(path: Path) -> Path | None:
    """Return the lock file that Word or LibreOffice keeps beside an open document."""
    for name in (f"~${path.name[2:]}", f"~${path.name}", f".~lock.{path.name}#"):
        lock = path.with_name(name)
        if lock.exists():
            return lock
    return None
