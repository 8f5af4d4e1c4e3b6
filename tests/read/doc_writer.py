"""Writes small .doc files by [MS-DOC], also such as no program at hand writes."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SECTOR = 512
TEXT_AT = 2 * SECTOR
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
MAIN, FOOTNOTES, HEADERS, COMMENTS, ENDNOTES, TEXT_BOXES, HEADER_BOXES = 0, 1, 2, 4, 5, 6, 7
STRUCTURES = 93


@dataclass(frozen=True)
class Run:
    """Characters, and the properties in which they differ."""

    text: str
    sprms: bytes = b""


@dataclass(frozen=True)
class Para:
    """A paragraph: runs or a plain string, which end with its mark."""

    runs: str | Sequence[Run]
    sprms: bytes = b""
    istd: int = 0

    def parts(self) -> Sequence[Run]:
        return [Run(self.runs)] if isinstance(self.runs, str) else self.runs


@dataclass
class Doc:
    """A document: paragraphs of all texts in the order of the file, and what else it holds.

    `pieces` are (first character in the file, count, Prm); all in one where there are none.
    `lengths` are the characters of each text; all in the main one where there are none.
    """

    paragraphs: Sequence[Para]
    pieces: Sequence[tuple[int, int, int]] = ()
    changes: Sequence[bytes] = ()
    lengths: Mapping[int, int] = field(default_factory=dict)
    structures: Mapping[int, bytes] = field(default_factory=dict)
    data: bytes = b""

    def to_bytes(self) -> bytes:
        text, characters, marks = "", [], []
        for one in self.paragraphs:
            for run in one.parts():
                characters.append((len(text), len(text) + len(run.text), _chpx(run.sprms)))
                text += run.text
            start = marks[-1][1] if marks else 0
            marks.append((start, len(text), struct.pack("<H", one.istd) + one.sprms))
        body = text.encode("utf-16-le")
        body += bytes(-len(body) % SECTOR)
        first_page = (TEXT_AT + len(body)) // SECTOR
        pages, papx_bins = _pages(marks, 13, first_page)
        more, chpx_bins = _pages(characters, 1, first_page + len(pages) // SECTOR)
        pieces = self.pieces or [(0, len(text), 0)]
        structures = {
            12: chpx_bins,
            13: papx_bins,
            33: _clx(pieces, self.changes),
            **self.structures,
        }
        table, pairs = b"", [(0, 0)] * STRUCTURES
        for number, value in structures.items():
            pairs[number] = (len(table), LIST_SIZE if number == 73 else len(value))
            table += value
        total = sum(count for _, count, _ in pieces)
        lengths = [(self.lengths or {MAIN: total}).get(number, 0) for number in range(8)]
        document = _fib(lengths, pairs) + body + pages + more
        return compound({"WordDocument": document, "1Table": table, "Data": self.data})


LIST_SIZE = 30
"""What the head says of the table of lists: the levels behind it are not counted."""


def sprm(code: int, operand: int = 1) -> bytes:
    """Return a property with an operand of fixed size."""
    size = (1, 1, 2, 4, 2, 2, 0, 3)[code >> 13]
    return struct.pack("<H", code) + operand.to_bytes(size, "little")


def definition(edges: Sequence[int], merges: Sequence[int] = ()) -> bytes:
    """Return the definition of a row; `merges` are the flags of its cells."""
    flags = [*merges, *[0] * (len(edges) - 1 - len(merges))]
    body = bytes([len(edges) - 1]) + struct.pack(f"<{len(edges)}h", *edges)
    body += b"".join(struct.pack("<H", flag) + bytes(18) for flag in flags)
    return struct.pack("<HH", 0xD608, len(body) + 1) + body


IN_TABLE = sprm(0x2416)
ROW_END = IN_TABLE + sprm(0x2417)


def row(cells: Sequence[str], merges: Sequence[int] = (), edges: Sequence[int] = ()) -> list[Para]:
    """Return the paragraphs of a row."""
    found = [Para(f"{cell}\x07", IN_TABLE) for cell in cells]
    bounds = edges or [2000 * number for number in range(len(cells) + 1)]
    return [*found, Para("\x07", ROW_END + definition(bounds, merges))]


def level(kind: int, text: str, start: int = 1) -> bytes:
    """Return a level of a list (LVL)."""
    return (
        struct.pack("<IB22xB", start, kind, 0)
        + struct.pack("<H", len(text))
        + text.encode("utf-16-le")
    )


def lists(*levels: bytes) -> bytes:
    """Return the table of lists with a single one, number 7."""
    filled = [*levels, *[level(255, "")] * (9 - len(levels))]
    return struct.pack("<HI4x18xH", 1, 7, 0) + b"".join(filled)


def uses(*overrides: Sequence[bytes]) -> bytes:
    """Return the uses of that list; each has the overrides (LFOLVL) given."""
    heads = b"".join(struct.pack("<I8xB3x", 7, len(one)) for one in overrides)
    bodies = b"".join(struct.pack("<I", FREE) + b"".join(one) for one in overrides)
    return struct.pack("<I", len(overrides)) + heads + bodies


def style(sti: int, kind: int, base: int, *sprm_lists: bytes) -> bytes:
    """Return an entry of the style sheet (STD), with its size."""
    std = struct.pack("<HHHHH", sti, kind | base << 4, len(sprm_lists), 0, 0) + struct.pack("<H", 0)
    std += b"\0\0"
    for one in sprm_lists:
        std += struct.pack("<H", len(one)) + one + b"\0" * (len(one) % 2)
    return struct.pack("<H", len(std)) + std


def sheet(*styles: bytes) -> bytes:
    """Return the style sheet."""
    return struct.pack("<HHH", 4, len(styles), 10) + b"".join(styles)


def plc(starts: Sequence[int], *entries: bytes) -> bytes:
    """Return a table of first characters, and what belongs to each."""
    return struct.pack(f"<{len(starts)}I", *starts) + b"".join(entries)


def _chpx(sprms: bytes) -> bytes:
    return sprms


def _pages(runs: list[tuple[int, int, bytes]], entry: int, first: int) -> tuple[bytes, bytes]:
    """Return the formatted pages of runs, and the table that names them."""
    pages: list[bytes] = []
    edges = [TEXT_AT]
    left = list(runs)
    while left:
        count, free = 0, SECTOR - 1 - 4
        while count < len(left):
            free -= 4 + entry + len(left[count][2]) + 3
            if free < 0:
                break
            count += 1
        pages.append(_page(left[:count], entry))
        edges.append(TEXT_AT + 2 * left[count - 1][1])
        left = left[count:]
    numbers = range(first, first + len(pages))
    return b"".join(pages), plc(edges) + struct.pack(f"<{len(pages)}I", *numbers)


def _page(runs: Sequence[tuple[int, int, bytes]], entry: int) -> bytes:
    page = bytearray(SECTOR)
    page[-1] = len(runs)
    edges = [*(start for start, _, _ in runs), runs[-1][1]]
    struct.pack_into(f"<{len(edges)}I", page, 0, *(TEXT_AT + 2 * edge for edge in edges))
    at = SECTOR - 1
    for number, (_, _, value) in enumerate(runs):
        if entry == 1:
            found = bytes([len(value)]) + value
        elif len(value) % 2:
            found = bytes([(len(value) + 1) // 2]) + value
        else:
            found = bytes([0, len(value) // 2]) + value
        at = (at - len(found)) & ~1
        page[at : at + len(found)] = found
        page[4 * len(edges) + entry * number] = at // 2
    return bytes(page)


def _clx(pieces: Sequence[tuple[int, int, int]], changes: Sequence[bytes]) -> bytes:
    starts, entries = [0], b""
    for first, count, change in pieces:
        starts.append(starts[-1] + count)
        entries += struct.pack("<HIH", 0, TEXT_AT + 2 * first, change)
    table = plc(starts) + entries
    lists = b"".join(b"\1" + struct.pack("<H", len(one)) + one for one in changes)
    return lists + b"\2" + struct.pack("<I", len(table)) + table


def _fib(lengths: Sequence[int], pairs: Sequence[tuple[int, int]]) -> bytes:
    head = bytearray(TEXT_AT)
    struct.pack_into("<HH", head, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", head, 10, 0x0200)
    struct.pack_into("<H", head, 32, 14)
    struct.pack_into("<H", head, 62, 22)
    struct.pack_into("<8I", head, 64 + 12, *lengths)
    struct.pack_into("<H", head, 152, STRUCTURES)
    for number, pair in enumerate(pairs):
        struct.pack_into("<II", head, 154 + 8 * number, *pair)
    return bytes(head)


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file ([MS-CFB]) with these streams, none of them small."""
    sectors: list[bytes] = []
    chain: list[int] = []
    entries = [_entry("Root Entry", 5, 1, END, (0, FREE))]
    for number, (name, value) in enumerate(streams.items(), 1):
        padded = value + bytes(max(4096 - len(value), -len(value) % SECTOR))
        count = len(padded) // SECTOR
        first = len(chain)
        sectors += [padded[at : at + SECTOR] for at in range(0, len(padded), SECTOR)]
        chain += [*range(first + 1, first + count), END]
        right = number + 1 if number < len(streams) else FREE
        entries.append(_entry(name, 2, FREE, first, (max(len(value), 4096), right)))
    directory = b"".join(entries)
    directory += bytes(-len(directory) % SECTOR)
    first_directory = len(chain)
    count = len(directory) // SECTOR
    sectors += [directory[at : at + SECTOR] for at in range(0, len(directory), SECTOR)]
    chain += [*range(first_directory + 1, first_directory + count), END]
    needed = 1
    while needed * 128 < len(chain) + needed:
        needed += 1
    fat_at = list(range(len(chain), len(chain) + needed))
    chain += [FAT] * needed
    chain += [FREE] * (needed * 128 - len(chain))
    fat = struct.pack(f"<{len(chain)}I", *chain)
    head = struct.pack("<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, needed, first_directory, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", *fat_at, *[FREE] * (109 - needed))
    return head + b"".join(sectors) + fat


def _entry(name: str, kind: int, child: int, first: int, extent: tuple[int, int]) -> bytes:
    """Return an entry of the directory; `extent` is its size, and the number of the next one."""
    size, right = extent
    title = name.encode("utf-16-le") + b"\0\0"
    entry = struct.pack("<64sHBBIII", title, len(title), kind, 1, FREE, right, child)
    return entry + bytes(36) + struct.pack("<IQ", first, size)
