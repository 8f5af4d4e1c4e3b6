"""Zip-based office files: opened safely, written the same way on every machine.

A file that came by e-mail may be broken or hostile, so nothing here trusts what it says of
itself: names, sizes and checksums are looked at before anybody parses a member.  The sentences
are for people who know Word, not zip files.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from struct import Struct
from typing import NamedTuple

from iki_docgen.errors import InputError
from iki_docgen.office.refusals import (
    refuse_bad_name,
    refuse_macros,
    refuse_other_formats,
    refuse_prepared_xml,
)

MEBIBYTE = 1 << 20
MAX_FILE = 32 * MEBIBYTE
"""The largest file that is opened, in bytes."""
MAX_MEMBERS = 2000
MAX_MEMBER = 24 * MEBIBYTE
MAX_TOTAL = 48 * MEBIBYTE
"""All members together, unpacked, in bytes."""
MAX_RATIO = 200
"""Unpacked to packed size of a member over `_RATIO_COUNTS`; honest text stays under 100."""
_RATIO_COUNTS = 4 * MEBIBYTE  # a thousand equal rows of an empty table pack better than a bomb
CONTENT_TYPES = "[Content_Types].xml"
LEVEL = 6
"""How hard zlib tries: as Word and all others do."""

_CENTRAL_HEADER = b"PK\x01\x02"
_ENCRYPTED = 0x1 | 0x40
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_AGAIN = "copy or download the file again; if it stays so, ask the sender for a new copy"
_BOMB = "do not open it; ask the sender where it comes from, and for a copy saved by Word"
_SAVE_AGAIN = (
    "open it in Word, save it under a new name as Word Document (.docx), and use that file"
)

_LOCAL = Struct("<4s5H3L2H")
_CENTRAL = Struct("<4s6H3L5HL")  # its last field, the offset, is put in when it is known
_OFFSET = Struct("<L").pack
_END = Struct("<4s4H2LH")
_DATE = (1980 - 1980) << 9 | 1 << 5 | 1  # 1 January 1980, the first day a zip file can name
_ZIP_2_0 = 20
_UTF8_NAME = 0x800


class Packed(NamedTuple):
    """A member that is deflated already, so that it can be written many times."""

    stream: bytes
    size: int
    checksum: int


def open_package(data: bytes, name: str) -> dict[str, bytes]:
    """Return the members of the zip-based office file `data`, in their order.

    `name` is what people know the file by.  Raises `InputError` for what is not such a file, is
    broken, would not fit into memory, carries macros, or was prepared to do harm.
    """
    refuse_other_formats(data, name)
    if len(data) > MAX_FILE:
        message = f"{name} is too large: {_size(len(data))}, at most {_size(MAX_FILE)} is read"
        raise InputError(message, hint="take out the pictures, save it again, and use that file")
    if data.count(_CENTRAL_HEADER) > MAX_MEMBERS:  # before a list of them is made
        message = f"{name} was not opened: it is packed from far more parts than a document has"
        raise InputError(message, hint=_BOMB)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_entries(entries, name, len(data))
            members = dict(_read(archive, entries, name))
    except _BROKEN as error:
        raise InputError(f"{name} is damaged or cut off", hint=_AGAIN) from error
    refuse_macros(members, name)
    refuse_prepared_xml(members, name)
    return members


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a later zip version, or packed as a patch
    RuntimeError,  # encryption that only the member's own header tells of
    ValueError,  # names that are no text, offsets before the start
    OverflowError,
)


def same_content(a: bytes, b: bytes) -> bool:
    """Return whether two office files hold the same members, packed the same way or not.

    What zlib makes of the same bytes differs from one version of it to another.
    """
    if a == b:
        return True
    try:
        return open_package(a, "the document") == open_package(b, "the document")
    except InputError:
        return False


def _refuse_entries(entries: list[zipfile.ZipInfo], name: str, file_size: int) -> None:
    """Raise `InputError` for what the list of members says, before one is unpacked."""
    seen: set[str] = set()
    total = 0
    for entry in entries:
        member = entry.orig_filename
        refuse_bad_name(member, name)
        if member.casefold() in seen:
            message = f"{name} was not opened: it holds two parts with the name `{member}`"
            raise InputError(message, hint=_SAVE_AGAIN)
        seen.add(member.casefold())
        if entry.flag_bits & _ENCRYPTED:
            message = f"{name} is protected by a password (its part `{member}` is encrypted)"
            raise InputError(message, hint="remove the password and save the file again")
        if entry.compress_type not in _PACKINGS:
            message = f"{name} is packed in a way that office programs do not use"
            raise InputError(message, hint=_SAVE_AGAIN)
        total += entry.file_size
        packed = max(min(entry.compress_size, file_size), 1)
        if entry.file_size > _RATIO_COUNTS and entry.file_size > packed * MAX_RATIO:
            times = entry.file_size // packed
            message = (
                f"{name} was not opened: its part `{member}` unpacks to {times} times its size"
            )
            raise InputError(message, hint=_BOMB)
        if entry.file_size > MAX_MEMBER or total > MAX_TOTAL:
            message = f"{name} was not opened: it would grow to at least {_size(total)} in memory"
            raise InputError(message, hint=_SMALLER)


_SMALLER = "take out pictures and embedded files, save it again, and use that file"


def _read(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each member; never more than it declared, which was looked at."""
    for entry in entries:
        if entry.is_dir():
            continue
        chunks = []
        size = 0
        with archive.open(entry) as stream:
            while chunk := stream.read(MEBIBYTE):
                chunks.append(chunk)
                size += len(chunk)
                if size > entry.file_size:
                    message = f"{name} is damaged: its part `{entry.filename}` is too long"
                    raise InputError(message, hint=_BOMB)
        if size != entry.file_size:
            message = f"{name} is damaged or cut off: its part `{entry.filename}` is too short"
            raise InputError(message, hint=_AGAIN)
        yield entry.filename, b"".join(chunks)


def _size(count: int) -> str:
    return f"{count / MEBIBYTE:.0f} MB"


def pack(data: bytes) -> Packed:
    """Return `data` deflated, ready for `write_package`."""
    return Packed(zlib.compress(data, LEVEL, -zlib.MAX_WBITS), len(data), zlib.crc32(data))


class Entry(NamedTuple):
    """A member as it stands in a zip file: its local header and stream, and its directory entry.

    The directory entry lacks the offset of the member, which stands between its two halves.
    """

    local: bytes
    directory: bytes
    name: bytes

    def directory_at(self, offset: int) -> tuple[bytes, bytes, bytes]:
        """Return the directory entry in pieces, for a member that begins at `offset`."""
        return self.directory, _OFFSET(offset), self.name


def entry(name: str, member: bytes | Packed) -> Entry:
    """Return `member` ready for `write_package`, which then only copies it."""
    stream, size, checksum = member if isinstance(member, Packed) else pack(member)
    file_name = name.encode()
    flags = 0 if name.isascii() else _UTF8_NAME
    kind = (_ZIP_2_0, flags, zipfile.ZIP_DEFLATED, 0, _DATE)
    about = (*kind, checksum, len(stream), size, len(file_name), 0)
    local = _LOCAL.pack(b"PK\x03\x04", *about) + file_name + stream
    central = _CENTRAL.pack(_CENTRAL_HEADER, _ZIP_2_0, *about, 0, 0, 0, 0)
    return Entry(local, central, file_name)


def in_order(names: Iterable[str]) -> list[str]:
    """Return the names of members with `[Content_Types].xml` first, as Word writes them."""
    return sorted(names, key=lambda name: name != CONTENT_TYPES)


def end_of_package(count: int, length: int, offset: int) -> bytes:
    """Return what ends a zip file of `count` members.

    Its directory is `length` bytes long, and begins at `offset`.
    """
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, length, offset, 0)


def write_package(members: Mapping[str, bytes | Packed | Entry]) -> bytes:
    """Return a zip file of `members`: the same bytes for the same members, on every machine.

    `[Content_Types].xml` comes first, the others keep their order.
    """
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name in in_order(members):
        member = members[name]
        found = member if isinstance(member, Entry) else entry(name, member)
        body.append(found.local)
        directory += found.directory_at(offset)
        offset += len(found.local)
    length = sum(map(len, directory))
    return b"".join((*body, *directory, end_of_package(len(members), length, offset)))
