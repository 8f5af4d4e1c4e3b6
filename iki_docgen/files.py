"""Writing files so that a crash, a full disk or a reader never sees half of one."""

import os
import stat
import tempfile
from contextlib import suppress
from errno import EDQUOT, ENOSPC, EROFS
from glob import escape
from pathlib import Path

from iki_docgen.errors import OutputError

_FULL = {ENOSPC, EDQUOT}
_PREFIX = 40  # characters of its name that the temporary file bears: names have a limit

_MASK = os.umask(0)  # it can only be read by setting it, so once, before there are threads
os.umask(_MASK)


def write_atomically(path: Path, data: bytes, *, movable: bool = True) -> None:
    """Put `data` at `path`: a temporary file in the same folder, synced, then renamed.

    A link stays, and the file it leads to is replaced.  What is no regular file, such as a pipe
    or `/dev/null`, is written into.  A process that is killed may leave the temporary file,
    `.<name>.*.tmp`; nothing reads it.  `movable` says that --output may put the file elsewhere,
    for the advice in an error.

    Raises `OutputError` that says why it cannot be written; what stood there before stays.
    """
    try:
        mode = _mode(path)
        if mode is None:
            path.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(path)), data, mode)
    except OSError as error:
        raise refusal(path, error, movable=movable) from error


def _replace(path: Path, data: bytes, mode: int) -> None:
    prefix = f".{path.name[:_PREFIX]}."
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
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


def refusal(path: Path, error: OSError, *, movable: bool = True) -> OutputError:
    """Return the error that says why the file at `path` was not written, and what to do."""
    if is_full(error):
        return OutputError(
            f"{path} was not written: the disk is full",
            hint="make room on the disk, then run the same command again",
        )
    if error.errno == EROFS:
        return OutputError(
            f"{path} was not written: the disk is read-only",
            hint="give another folder with --output"
            if movable
            else "copy the whole folder to a disk that can be written, and work there",
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
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return OutputError(
            f"{path} was not written: its folder does not exist", hint="make the folder first"
        )
    return OutputError(f"{path} was not written: {error.strerror or error}")
