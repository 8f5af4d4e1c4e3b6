"""Writing files so that a crash, a full disk or a reader never sees half of one."""

import os
import tempfile
from contextlib import suppress
from errno import EDQUOT, ENOSPC, EROFS
from pathlib import Path

from iki_docgen.errors import OutputError

_FULL = {ENOSPC, EDQUOT}


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` at `path`: a temporary file in the same folder, synced, then renamed.

    Raises `OutputError` that says why it cannot be written; what stood there before stays.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise _refusal(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(path))
        temporary.replace(path)
    except OSError as error:
        raise _refusal(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make the folder at `path` and those above it.

    Raises `OutputError` that says why it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise OutputError(
            f"{path} is a file, and a folder is needed there", hint="move or rename the file"
        ) from error
    except OSError as error:
        raise _refusal(path, error) from error


def _mode(path: Path) -> int:
    """Return the permissions for the file at `path`: those it has, else those of a new file."""
    with suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _refusal(path: Path, error: OSError) -> OutputError:
    if error.errno in _FULL:
        return OutputError(
            f"{path} was not written: the disk is full",
            hint="make room on the disk, then run the same command again",
        )
    if error.errno == EROFS:
        return OutputError(
            f"{path} was not written: the disk is read-only",
            hint="give another folder with --output",
        )
    if isinstance(error, PermissionError):
        return OutputError(
            f"{path} was not written: it may not be changed",
            hint="close it in Word first; else ask who owns the folder, or use --output",
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return OutputError(
            f"{path} was not written: its folder does not exist", hint="make the folder first"
        )
    return OutputError(f"{path} was not written: {error.strerror or error}")
