"""Anchors: what a Word file carries so that typed answers find their indicator again.

Each indicator has a key made from what it says and where it belongs, so next year's document and
this year's agree on it, and ids for its bookmark and its two content controls.  All are unique in
the whole document, since the book holds every position.
"""

import unicodedata
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from iki_docgen.records import Document

BOOKMARK_PREFIX = "iki_"
"""Before the key in the name of the bookmark round an indicator."""
PENJELASAN_TAG = "penjelasan:"
SUMBER_DATA_TAG = "sumber_data:"
MAX_ID = 0x7FFFFFFF
"""Word reads ids as signed numbers of 32 bits, and zero as no id."""


class Anchor(NamedTuple):
    """The key of one indicator (16 hexadecimal digits) and the ids made from it."""

    kunci: str
    id_bookmark: int
    id_penjelasan: int
    id_sumber_data: int


class _Same:
    """A document as a key: another reading of the same file is another one."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.document is other.document

    def __hash__(self) -> int:
        return id(self.document)


def document_anchors(document: Document) -> tuple[tuple[Anchor, ...], ...]:
    """Return the anchors of every position, and within it of every indicator, in order.

    An anchor depends on the id of its position, the text of its indicator, and which occurrence
    of that text it is; so a change of one position leaves the others as they were.
    """
    return _anchors(_Same(document))


@lru_cache(maxsize=4)
def _anchors(same: _Same) -> tuple[tuple[Anchor, ...], ...]:
    """Return the anchors; every position of a document asks for them in turn."""
    occurrences: dict[tuple[str, str], int] = {}
    taken: set[int] = set()
    found = []
    for jabatan in same.document.jabatan:
        anchors = []
        for indikator in jabatan.semua_indikator():
            name = (jabatan.id, _folded(indikator.indikator))
            occurrences[name] = number = occurrences.get(name, 0) + 1
            anchors.append(_anchor((*name, str(number)), taken))
        found.append(tuple(anchors))
    return tuple(found)


def free_id(name: str, taken: set[int]) -> int:
    """Return an id made from `name` that is not in `taken`, and put it there."""
    digest = _digest(name, 4)
    found = int(digest, 16) & MAX_ID
    while not found or found in taken:
        found = (found + 1) & MAX_ID
    taken.add(found)
    return found


def _anchor(parts: tuple[str, ...], taken: set[int]) -> Anchor:
    kunci = _digest("\n".join(parts), 8)
    return Anchor(
        kunci,
        free_id(f"bookmark:{kunci}", taken),
        free_id(f"{PENJELASAN_TAG}{kunci}", taken),
        free_id(f"{SUMBER_DATA_TAG}{kunci}", taken),
    )


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _digest(name: str, size: int) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
