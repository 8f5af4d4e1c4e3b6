"""A zip-based file of which only some members change: all else is laid out once."""

import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from struct import Struct

from iki_docgen.office.package import LEVEL, Entry, Packed, end_of_package, entry, in_order

_OFFSET = Struct("<L")
_SIZES = Struct("<3L")
"""Checksum, packed and unpacked size, which both headers of a member hold in a row."""
_LOCAL_SIZES = 14
_CENTRAL_SIZES = 16
"""Where they begin in the header before the member, and in that of the directory."""


@dataclass(frozen=True, slots=True)
class _Changing:
    """A member that changes: its name, and its headers without sizes, in two halves each."""

    name: str
    local: tuple[bytes, bytes]
    central: tuple[bytes, bytes]
    file_name: bytes


@dataclass(frozen=True, slots=True)
class _Run:
    """Members that stay, in a row, and the one after them that changes.

    `offsets` says where in `directory` the offset of a member belongs, and what it is from the
    first of them.
    """

    body: bytes
    directory: bytes
    offsets: tuple[tuple[int, int], ...]
    changing: _Changing | None

    def directory_at(self, start: int) -> bytes:
        """Return the directory of the members when the first of them begins at `start`."""
        if not start:
            return self.directory
        found = bytearray(self.directory)
        for place, offset in self.offsets:
            _OFFSET.pack_into(found, place, start + offset)
        return bytes(found)


class Frame:
    """The members of a package that stay, laid out round those that change."""

    def __init__(self, entries: Mapping[str, Entry], changing: Collection[str]) -> None:
        """Lay out `entries`, of which those named in `changing` are given anew each time."""
        self._count = len(entries)
        self._runs: list[_Run] = []
        staying: list[Entry] = []
        for name in in_order(entries):
            if name in changing:
                self._runs.append(_run(staying, _changing(name)))
                staying = []
            else:
                staying.append(entries[name])
        self._runs.append(_run(staying, None))

    def filled(self, members: Mapping[str, bytes]) -> bytes:
        """Return what `write_package` makes of all members, with `members` for the changing ones.

        Raises `KeyError` for one that is not there.
        """
        body: list[bytes] = []
        directory: list[bytes] = []
        offset = 0
        for run in self._runs:
            body.append(run.body)
            directory.append(run.directory_at(offset))
            offset += len(run.body)
            if one := run.changing:
                data = members[one.name]
                stream = zlib.compress(data, LEVEL, -zlib.MAX_WBITS)
                sizes = _SIZES.pack(zlib.crc32(data), len(stream), len(data))
                before, after = one.local
                body += (before, sizes, after, stream)
                length = len(before) + len(sizes) + len(after) + len(stream)
                before, after = one.central
                directory += (before, sizes, after, _OFFSET.pack(offset), one.file_name)
                offset += length
        length = sum(map(len, directory))
        return b"".join((*body, *directory, end_of_package(self._count, length, offset)))


def _changing(name: str) -> _Changing:
    empty = entry(name, Packed(b"", 0, 0))
    return _Changing(
        name,
        _halves(empty.local, _LOCAL_SIZES),
        _halves(empty.directory, _CENTRAL_SIZES),
        empty.name,
    )


def _halves(header: bytes, at: int) -> tuple[bytes, bytes]:
    return header[:at], header[at + _SIZES.size :]


def _run(staying: list[Entry], changing: _Changing | None) -> _Run:
    directory = b""
    offsets = []
    offset = 0
    for one in staying:
        offsets.append((len(directory) + len(one.directory), offset))
        directory += b"".join(one.directory_at(offset))
        offset += len(one.local)
    return _Run(b"".join(one.local for one in staying), directory, tuple(offsets), changing)
