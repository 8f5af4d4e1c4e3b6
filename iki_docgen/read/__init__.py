"""A file -> its source and blocks.  Each format is one module; the content decides which."""

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from iki_docgen.blocks import Reading
from iki_docgen.errors import InputError
from iki_docgen.garbage import kept_for_later
from iki_docgen.read.kinds import FileKind, kind_of
from iki_docgen.read.text import decode, read_text
from iki_docgen.source import Source

_READERS: Mapping[FileKind, str] = {
    FileKind.DOC: "iki_docgen.read.doc:read_doc",
    FileKind.DOCX: "iki_docgen.read.docx:read_docx",
    FileKind.ODT: "iki_docgen.read.odt:read_odt",
    FileKind.PDF: "iki_docgen.read.pdf:read_pdf",
}
"""A kind -> the function that reads it, `module:function` of (data, name): each loads its own."""
_LONGEST_MARK = 4096
"""Bytes of the file that Word leaves beside a document which it has open."""
_SAVE_AS = {
    FileKind.SHEET: "copy the table into a Word document, and give that",
    FileKind.ZIP: "unpack it, and give the document inside",
    FileKind.LOCKED: "open it in Word with its password, take the password away, and save it again",
    FileKind.PICTURE: "give the document that the picture shows; text in pictures is not read",
}
_AS_TEXT = "open it in Word, choose Save As, and take Word Document (.docx) or `Plain text (*.txt)`"


def read(path: str | Path) -> Reading:
    """Return the text and the blocks of the file at `path`.

    Raises `InputError` for a file that does not exist, cannot be read, or holds no text.
    """
    return read_bytes(load(Path(path)), str(path))


@kept_for_later()
def read_bytes(data: bytes, name: str) -> Reading:
    """Return the text and the blocks of a file's content; `name` is what people know it by."""
    if Path(name).name.startswith("~$") and len(data) <= _LONGEST_MARK:
        raise InputError(
            f"{name} is no document, but Word's mark that one is open",
            hint=f"give the document itself: its name ends in {Path(name).name[2:]}",
        )
    kind = kind_of(data)
    if kind in _READERS:
        module, function = _READERS[kind].split(":")
        reading: Reading = getattr(import_module(module), function)(data, name)
        return reading
    if kind is not FileKind.TEXT:
        raise InputError(
            f"{name} is {kind.value}; this version does not read it",
            hint=_SAVE_AS.get(kind, _AS_TEXT),
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
        if os.path.isdir(path):  # noqa: PTH112 - `Path.is_dir` raises; what Windows says of a folder
            raise InputError(f"{path} is a folder", hint="give a file inside it") from error
        raise InputError(
            f"{path} may not be read", hint="is it open elsewhere, or somebody else's?"
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {error}") from error
