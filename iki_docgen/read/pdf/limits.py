"""What a PDF may hold before it is opened: a few bytes can unfold to gigabytes.

Streams are found as bytes, since a reader that is asked for one has unfolded it already.
"""

import re
import zlib

MOST_UNFOLDED = 64_000_000
"""Bytes of all streams, pictures among them."""
_MOST_OF_ONE = 8_000_000
"""Bytes of a stream that is no picture; those of a real book have less than a tenth."""
_MOST_OF_A_TABLE = 2_000_000
"""Bytes of a stream that lists objects, or whose bytes are told from those before them."""
_MOST_PACKED_OTHERWISE = 32_000
"""Packed bytes of a stream that is not packed as usual, such as LZW: one unfolds to 2000."""
_MOST_OBJECTS = 200_000
_STREAM = re.compile(rb"stream\r?\n")
_HEAD = 400
_LISTS = (b"XRef", b"ObjStm", b"Predictor")
_OTHER = (b"LZW", b"RunLength", b"/RL", b"ASCII", b"/A85", b"/AHx", b"#")
_COUNTS = re.compile(rb"/(?:Size|N|First)[\s\0]*(\d{6,})|/Index[\s\0]*\[([\d\s\0]*)\]")


def excess(data: bytes) -> str:
    """Return the limit that the streams or tables of the PDF `data` exceed, empty if none."""
    for found in _COUNTS.finditer(data):
        numbers = (found[1] or found[2]).split()
        if any(len(number) > 9 or int(number) > _MOST_OBJECTS for number in numbers):  # noqa: PLR2004 - digits
            return f"{_MOST_OBJECTS:,} objects"
    left = MOST_UNFOLDED
    end = 0
    for found in _STREAM.finditer(data):
        head = data[max(end, found.start() - _HEAD) : found.start()]
        head = head[head.rfind(b" obj") + 1 :]
        end = found.end()
        left -= _unfolded(data, end, head, left)
        if left < 0:
            whole, piece = MOST_UNFOLDED // 1_000_000, _MOST_OF_ONE // 1_000_000
            return f"{whole} MB once unpacked, or {piece} MB in one piece"
    return ""


def _unfolded(data: bytes, start: int, head: bytes, left: int) -> int:
    """Return how many bytes a stream unfolds to, more than `left` if it is too much."""
    picture = b"/Image" in head and b"Predictor" not in head
    limit = left if picture else min(left, _limit(head))
    if not picture and any(name in head for name in _OTHER):
        stop = data.find(b"endstream", start)
        if (stop if stop >= 0 else len(data)) - start > _MOST_PACKED_OTHERWISE:
            return left + 1
    packed = memoryview(data)[start:]
    total = 0
    for _ in range(4):  # packed parts may be packed again
        unfolded = _unfold(packed, limit + 1)
        total += len(unfolded)
        if len(unfolded) > limit:
            return left + 1
        if unfolded[:1] != b"x":
            break
        packed = memoryview(unfolded)
    return total


def _limit(head: bytes) -> int:
    return _MOST_OF_A_TABLE if any(name in head for name in _LISTS) else _MOST_OF_ONE


def _unfold(packed: memoryview, limit: int) -> bytes:
    if packed[:1] not in {b"x", b"h", b"H", b"8", b"X"}:
        return b""
    try:
        return zlib.decompressobj().decompress(packed, limit)
    except zlib.error:
        return b""  # packed in another way, or damaged: that is found when it is read
