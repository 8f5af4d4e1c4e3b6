"""Writing files so that a crash, a full disk or a reader never sees half of one.

What is being written stands beside its place under a temporary name that says who writes it, so
that what a killed process left can be told from what is being written now (`is_abandoned`).
"""

import os
import re
import stat
from contextlib import suppress
from contextvars import ContextVar
from errno import EDQUOT, ENOSPC, EROFS
from functools import cache
from glob import escape
from pathlib import Path
from time import time

from iki_docgen.errors import OutputError

_NEW = (
    os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
)
"""How a file is opened that must not be there yet."""
_FULL = {ENOSPC, EDQUOT}
_PREFIX = 40  # characters of its name that the temporary file bears: names have a limit

FULL = "the disk is full"
READ_ONLY = "the disk is read-only"
DENIED = "files may not be changed"
"""Causes of an `OutputError`."""
NO_FILE = "it is a pipe or a device, no file"
"""What is said of `is_special`."""

_ABANDONED = 3600.0
"""Seconds after which nobody writes a temporary file any more, whoever it was."""
_TEMPORARY = re.compile(
    r"\..*\.(?P<host>[0-9a-f]+)-(?P<process>\d+)-(?P<started>\d+)-(?P<run>\w*)\.\w+\.tmp"
)
_NOWHERE = "0"
"""The host in a temporary name where the system does not tell who lives on it (all but Linux)."""
_UNTOLD = (OSError, ValueError, LookupError)
"""What asking `/proc` ends with where there is none, or another one than Linux has."""

run: ContextVar[str] = ContextVar("run", default="")
"""Letters and digits that name the run for which files are written, wherever its workers are."""

_MASK = os.umask(0)  # it can only be read by setting it, so once, before there are threads
os.umask(_MASK)


def write_atomically(path: Path, data: bytes, *, movable: bool = True) -> None:
    """Put `data` at `path`: a temporary file in the same folder, synced, then renamed.

    A link stays, and the file it leads to is replaced.  What is no regular file, such as a pipe
    or `/dev/null`, is written into.  A process that is killed may leave the temporary file,
    `.<name>.<writer>.*.tmp`; nothing reads it.  `movable` says that --output may put the file
    elsewhere, for the advice in an error.

    Raises `OutputError` that says why it cannot be written; what stood there before stays.
    """
    try:
        mode = _mode(path)
        if mode is None:
            path.write_bytes(data)
        else:
            replace_whole(Path(os.path.realpath(path)), data, mode)
    except OSError as error:
        raise refusal(path, error, movable=movable) from error


def replace_whole(path: Path, data: bytes, mode: int, *, synced: bool = True) -> None:
    """Put `data` at `path`, which is no link, in one step.  Raises `OSError`.

    Where it is not `synced`, a power cut may leave a file of that name with other content.
    """
    prefix = f".{path.name[:_PREFIX]}.{_writer(os.getpid())}-{run.get()}."
    temporary = path.parent / f"{prefix}{os.urandom(4).hex()}.tmp"
    try:  # from before it is there: Ctrl-C may come at any moment
        handle = os.open(temporary, _NEW, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make the folder at `path` and those above it.

    Raises `OutputError` that says why it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        file = next((one for one in (path, *path.parents) if one.is_file()), path)
        raise OutputError(
            f"{file} is a file, and a folder is needed there", hint="move or rename the file"
        ) from error
    except OSError as error:
        raise refusal(path, error) from error


def is_full(error: OSError) -> bool:
    """Tell whether there was no room left to write."""
    return error.errno in _FULL


def is_special(path: Path) -> bool:
    """Tell whether something stands at `path` that is neither file nor folder, such as a pipe.

    Reading it may have no end.  What nobody may look at is nothing of the kind.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _mode(path: Path) -> int | None:
    """Return the permissions for the file at `path`: those it has, else those of a new file.

    None where something else than a regular file stands there.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return 0o666 & ~_MASK
    return stat.S_IMODE(mode) & 0o777 if stat.S_ISREG(mode) else None


def leftovers(path: Path) -> list[Path]:
    """Return the temporary files that killed processes left beside the file at `path`."""
    return [*path.parent.glob(f".{escape(path.name[:_PREFIX])}.*.tmp")]


@cache
def _writer(process: int) -> str:
    """Return who writes in this process: its host, its number, and when it began."""
    try:
        return f"{_host()}-{process}-{_began(process) or 0}"
    except _UNTOLD:
        return f"{_NOWHERE}-{process}-0"


@cache
def _host() -> str:
    """Return a name of where process numbers mean what they mean here, until the next boot.

    Names of machines are not sure enough: two may share one, and containers have numbers of
    their own.  Raises `OSError` where the system tells nothing of the kind.
    """
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    return f"{boot[:8]}{Path('/proc/self/ns/pid').stat().st_ino:x}"


def _began(process: int) -> int | None:
    """Return when a process of this host began, in ticks since the boot.

    None for one that has ended, though its parent has not asked yet how.  Raises `OSError` where
    nothing is said of it.
    """
    told = Path(f"/proc/{process}/stat").read_bytes()
    state, *others = told[told.rindex(b")") + 1 :].split()  # a name may hold anything before it
    return None if state in {b"Z", b"X"} else int(others[18])


def _has_ended(process: int, began: int) -> bool:
    """Tell whether a process of this host is certainly gone, also if another has its number."""
    try:
        os.kill(process, 0)  # asks only; `/proc` may hide those of other users
        return _began(process) != began
    except (ProcessLookupError, OverflowError):
        return True
    except _UNTOLD:
        return False


def is_abandoned(path: Path, ended: str = "") -> bool:
    """Tell whether nobody writes the temporary file at `path` any more.

    That is sure if its writer was a process of this host that has ended, or if it was written for
    the run `ended`; of others only its age tells.
    """
    found = _TEMPORARY.fullmatch(path.name)
    if found and ended and found["run"] == ended:
        return True
    with suppress(OSError):
        if found and found["host"] == _host():
            process, began = int(found["process"]), int(found["started"])
            if _has_ended(process, began):
                return True
    with suppress(OSError):
        return time() - path.stat().st_mtime > _ABANDONED
    return False


def refusal(path: Path, error: OSError, *, movable: bool = True) -> OutputError:
    """Return the error that says why the file at `path` was not written, and what to do."""
    if is_full(error):
        return OutputError(
            f"{path} was not written: {FULL}",
            hint="make room on the disk, then run the same command again",
            cause=FULL,
        )
    if error.errno == EROFS:
        return OutputError(
            f"{path} was not written: {READ_ONLY}",
            hint="give another folder with --output"
            if movable
            else "copy the whole folder to a disk that can be written, and work there",
            cause=READ_ONLY,
        )
    if isinstance(error, IsADirectoryError) or path.is_dir():  # the second is for Windows
        return OutputError(
            f"{path} was not written: a folder stands there",
            hint="give another name, or move the folder",
        )
    if isinstance(error, PermissionError):
        return OutputError(
            f"{path} was not written: it may not be changed",
            hint="close it in Word first; else ask who owns the folder, or use --output"
            if movable
            else "close it in your editor first; else ask who owns the folder",
            cause=DENIED,
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return OutputError(
            f"{path} was not written: its folder does not exist", hint="make the folder first"
        )
    why = error.strerror or str(error)
    return OutputError(f"{path} was not written: {why}", cause=why)
