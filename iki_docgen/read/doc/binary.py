"""Numbers at offsets of a stream, none of which is trusted."""

import struct


class DamagedError(Exception):
    """A structure that cannot be as the file says; the reader turns it into words."""


class Stream:
    """The bytes of a stream; whatever stands beyond its end is damage, never an exception."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        """Look into `data`."""
        self.data = data

    def __len__(self) -> int:
        """Return the number of bytes."""
        return len(self.data)

    def bytes(self, start: int, size: int) -> bytes:
        """Return `size` bytes from `start`.  Raises `DamagedError` where there are not so many."""
        if start < 0 or size < 0 or start + size > len(self.data):
            raise DamagedError
        return self.data[start : start + size]

    def part(self, start: int, size: int) -> "Stream":
        """Return a part of the stream, whose offsets count from its own start."""
        return Stream(self.bytes(start, size))

    def u8(self, at: int) -> int:
        """Return the byte at `at`."""
        return self.bytes(at, 1)[0]

    def u16(self, at: int) -> int:
        """Return the 16-bit number at `at`."""
        return int.from_bytes(self.bytes(at, 2), "little")

    def u32(self, at: int) -> int:
        """Return the 32-bit number at `at`."""
        return int.from_bytes(self.bytes(at, 4), "little")

    def numbers(self, at: int, count: int) -> tuple[int, ...]:
        """Return `count` 32-bit numbers from `at`."""
        return struct.unpack(f"<{count}I", self.bytes(at, 4 * count)) if count else ()

    def text(self, at: int, count: int) -> str:
        """Return `count` 16-bit characters from `at`, each half of a pair by itself."""
        return "".join(map(chr, struct.unpack(f"<{count}H", self.bytes(at, 2 * count))))
