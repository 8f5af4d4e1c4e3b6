"""The compound file that a .doc is ([MS-CFB]): its streams, read by olefile.

olefile believes the sizes that a file states, so they are compared with the file's own first.
"""

from io import BytesIO
from typing import NamedTuple

from iki_docgen.errors import InputError
from iki_docgen.read.doc.binary import DamagedError, Stream

_HEADER = 512
_SHIFTS = (9, 12)
_MINI_SHIFT = 6
_SPARE = 109
"""Sectors of the allocation table that the header itself names; a program may keep some empty."""
_FAULTS = (OSError, ValueError, TypeError, IndexError, AttributeError, RecursionError)
"""What olefile raises where it runs into damage (its own exception is an OSError)."""


class Streams(NamedTuple):
    """The streams of a document: its text, its tables by name, and large properties."""

    document: Stream
    tables: dict[str, Stream]
    data: Stream


def open_streams(data: bytes, name: str) -> Streams:
    """Return the streams of the compound file `data`.

    Raises `InputError` without olefile, and `DamagedError` for a file that is none.
    """
    try:
        import olefile  # noqa: PLC0415 - an extra: other formats are read without it
    except ImportError as error:
        raise InputError(
            f"{name} is an old Word document (.doc); reading it needs one more package",
            hint='python -m pip install "iki-docgen[doc]"',
        ) from error
    _check_header(data)
    found: dict[str, Stream] = {}
    try:
        with olefile.OleFileIO(BytesIO(data)) as container:
            # The small streams stand in one that the root holds.
            if int(getattr(container.root, "size", 0)) > len(data):
                raise DamagedError
            for stream in ("WordDocument", "0Table", "1Table", "Data"):
                if container.exists(stream) and container.get_size(stream) <= len(data):
                    found[stream] = Stream(container.openstream(stream).read())
    except _FAULTS as error:
        raise DamagedError from error
    if "WordDocument" not in found:
        raise DamagedError
    tables = {key: stream for key, stream in found.items() if key.endswith("Table")}
    return Streams(found["WordDocument"], tables, found.get("Data", Stream(b"")))


def _check_header(data: bytes) -> None:
    """Refuse a header whose sizes are beyond the file: following them would take for ever."""
    header = Stream(data).part(0, _HEADER)
    shifts = header.u16(30), header.u16(32)
    if shifts[0] not in _SHIFTS or shifts[1] != _MINI_SHIFT:
        raise DamagedError
    sectors = len(data) >> shifts[0]
    allocation = (sectors << 2 >> shifts[0]) + _SPARE
    if header.u32(44) > allocation or max(header.u32(64), header.u32(72)) > sectors:
        raise DamagedError
