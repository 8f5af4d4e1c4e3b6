"""Writing answers into their file: under a lock, whole, and with nothing of it lost."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from iki_docgen.answers.loading import decoded, read_data
from iki_docgen.answers.merging import Change, Differing, Plan, merge
from iki_docgen.errors import InputError, OutputError
from iki_docgen.files import leftovers, make_folder, refusal, write_atomically
from iki_docgen.records import Document

_PATIENCE = 20.0
"""Seconds to wait for another process; each holds the lock for a moment."""
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of changes: written now, there already, or meanwhile different and left."""

    stored: tuple[Change, ...]
    known: tuple[Change, ...]
    differing: tuple[Differing, ...]


def store(
    path: Path, document: Document, changes: Sequence[Change], *, patience: float = _PATIENCE
) -> Stored:
    """Write `changes` into the file at `path`, which is made if there is none.

    `document` is the source's, without answers; its order is that of new entries.  The file is read
    again under a lock, so what others stored since it was loaded stays, and a change whose value is
    no longer the expected one is not made.  `patience` is how many seconds to wait for the lock.

    Raises `InputError` for a file that cannot be understood, `OutputError` if it cannot be written
    or the lock not be had; the file is then as it was.
    """
    if path.is_symlink():  # a rename would put a file in its place
        path = path.resolve()
    make_folder(path.parent)
    with locked(path, patience):
        for left in leftovers(path):
            with suppress(OSError):
                left.unlink()
        data = read_data(path) or b""
        text, plan = _changed(path, decoded(data, path), document, changes)
        if plan.stored:
            if b"\r\n" in data:
                text = text.replace("\n", "\r\n")
            mark = _MARK if data.startswith(_MARK) else b""
            write_atomically(path, mark + text.encode(), movable=False)
    return Stored(tuple(plan.stored), tuple(plan.known), tuple(plan.differing))


def _changed(
    path: Path, text: str, document: Document, changes: Sequence[Change]
) -> tuple[str, Plan]:
    """Return the new text of the file, read again and found to say what it should."""
    from iki_docgen.answers.patching import patched  # noqa: PLC0415 - heavy: PyYAML
    from iki_docgen.answers.reading import read  # noqa: PLC0415

    if text and not text.endswith("\n"):
        text += "\n"
    file = read(text, str(path))
    plan = merge(file.answers, document, changes)
    if not plan.stored:
        return text, plan
    new = patched(file, plan)
    try:
        good = read(new, str(path)).answers == plan.answers()
    except InputError:
        good = False
    if not good:
        raise OutputError(
            f"{path} was not written: it is laid out in a way that cannot be added to",
            hint="write it like the example in docs/answers.md, then run the same command again",
        )
    return new, plan


@contextmanager
def locked(path: Path, patience: float) -> Iterator[None]:
    """Keep other processes from writing the file at `path`.

    The operating system releases the lock when a process ends, however it ends.  The lock's file
    stays: to delete it would let two processes hold locks of the same name.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - heavy, and only writers need it

    lock = path.with_name(f".{path.name}.lock")
    try:
        with FileLock(lock, timeout=patience):
            yield
    except Timeout as error:
        raise OutputError(
            f"{path} was not written: another program has kept it locked for {patience:.0f} s",
            hint=f"run the same command again when no other iki runs; if none does, delete {lock}",
        ) from error
    except OSError as error:
        raise refusal(path, error, movable=False) from error
