"""A zip-based file of which only some members change: all else is laid out once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from struct import Struct

from iki_docgen.office.package import Entry, end_of_package, entry, in_order

_OFFSET = Struct("<L")


@dataclass(frozen=True, slots=True)
class _Run:
    """Members that stay, in a row, and the name of the one after them that changes.

    `offsets` says where in `directory` the offset of a member belongs, and what it is from the
    first of them.
    """

    body: bytes
    directory: bytes
    offsets: tuple[tuple[int, int], ...]
    changing: str | None

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
                self._runs.append(_run(staying, name))
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
            if run.changing is not None:
                made = entry(run.changing, members[run.changing])
                body.append(made.local)
                directory += made.directory_at(offset)
                offset += len(made.local)
        length = sum(map(len, directory))
        return b"".join((*body, *directory, end_of_package(self._count, length, offset)))


def _run(staying: list[Entry], changing: str | None) -> _Run:
    directory = b""
    offsets = []
    offset = 0
    for one in staying:
        offsets.append((len(directory) + len(one.directory), offset))
        directory += b"".join(one.directory_at(offset))
        offset += len(one.local)
    return _Run(b"".join(one.local for one in staying), directory, tuple(offsets), changing)
