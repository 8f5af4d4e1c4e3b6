"""A file -> its source and blocks.  Each format is one module; the content decides which."""

from pathlib import Path

from iki_docgen.blocks import Reading
from iki_docgen.errors import InputError
from iki_docgen.read.text import decode, read_text
from iki_docgen.source import Source

_ZIP, _OLE, _PDF, _RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf"
_OTHER_KINDS = {
    _ZIP: "a Word, OpenDocument or other zipped file",
    _OLE: "an old Word file (.doc)",
    _PDF: "a PDF",
    _RTF: "a rich text file (RTF)",
}


def read(path: str | Path) -> Reading:
    """Return the text and the blocks of the file at `path`.

    Raises `InputError` for a file that does not exist, cannot be read, or holds no text.
    """
    return read_bytes(load(Path(path)), str(path))


def read_bytes(data: bytes, name: str) -> Reading:
    """Return the text and the blocks of a file's content; `name` is what people know it by."""
    for magic, kind in _OTHER_KINDS.items():
        if data.startswith(magic):
            raise InputError(
                f"{name} is {kind}; this version reads plain text",
                hint="open it in Word, choose Save As, and take `Plain text (*.txt)`, UTF-8",
            )
    text, encoding, guessed = decode(data, name)
    if not text.strip():
        raise InputError(f"{name} is empty", hint="was the right file given, and saved?")
    return read_text(Source(name, text, encoding, guessed))


def load(path: Path) -> bytes:
    """Return the bytes of the file at `path`.

    Raises `InputError` that says why they cannot be had.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist", hint="check the name and the folder") from error
    except IsADirectoryError as error:
        raise InputError(f"{path} is a folder", hint="give a file inside it") from error
    except PermissionError as error:
        if path.is_dir():  # what Windows says of a folder
            raise InputError(f"{path} is a folder", hint="give a file inside it") from error
        raise InputError(
            f"{path} may not be read", hint="is it open elsewhere, or somebody else's?"
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {error}") from error
