"""From the file's bytes to its answers."""

from pathlib import Path

from iki_docgen.answers.model import Answers
from iki_docgen.errors import InputError


def load(path: Path) -> Answers:
    """Return the answers in the file at `path`, none if there is no file.

    Raises `InputError` that names the line and what is wrong with it.
    """
    data = read_data(path)
    if data is None:
        return Answers()
    from iki_docgen.answers.reading import read  # noqa: PLC0415 - heavy: PyYAML

    return read(decoded(data, path), str(path)).answers


def read_data(path: Path) -> bytes | None:
    """Return the bytes of the file at `path`, None if there is none.

    Raises `InputError` if it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error


def decoded(data: bytes, path: Path) -> str:
    """Return the text of the file, without a byte order mark and with line ends as one character.

    Raises `InputError` with the line that is no UTF-8.
    """
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{path}:{line}: this is not UTF-8 text", hint="save the file as UTF-8 in your editor"
        ) from error
