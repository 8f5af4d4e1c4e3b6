"""Anchors: what a Word file carries so that typed answers find their indicator again.

Each indicator has a key made from what it says and where it belongs, so next year's document and
this year's agree on it, and ids for its bookmark and its two content controls.  All are unique in
the whole document, since the book holds every position.

The name of the bookmark also carries digests of the two values that were generated, so that a
reader knows whether anybody has typed in a cell.  It survives every program, as other places do
not.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from iki_docgen.records import Document
from iki_docgen.word.values import clean

BOOKMARK_PREFIX = "iki_"
"""Before the key in the name of the bookmark round an indicator; Word cuts names at 40."""
PENJELASAN_TAG = "penjelasan:"
SUMBER_DATA_TAG = "sumber_data:"
MAX_ID = 0x7FFFFFFF
"""Word reads ids as signed numbers of 32 bits, and zero as no id."""


class Anchor(NamedTuple):
    """The key of one indicator (16 hexadecimal digits), its bookmark's name, and three ids."""

    kunci: str
    bookmark: str
    id_bookmark: int
    id_penjelasan: int
    id_sumber_data: int

    @property
    def ids(self) -> tuple[int, int, int]:
        """The ids of the bookmark and of the two controls."""
        return self.id_bookmark, self.id_penjelasan, self.id_sumber_data


class Mark(NamedTuple):
    """What the name of a bookmark says: a key, and the digests of the generated values.

    The digests are empty where the file is of a time before they were written.
    """

    kunci: str
    penjelasan: str = ""
    sumber_data: str = ""


class Tag(NamedTuple):
    """What the tag of a content control says: its column and the key of its indicator."""

    column: str
    kunci: str


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

    A key depends on the id of its position, the text of its indicator, and which occurrence of
    that text it is; so a change of one position leaves the others as they were.
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
            kunci = key_of(*name, number)
            bookmark = bookmark_name(kunci, indikator.penjelasan, indikator.sumber_data)
            anchors.append(_anchor(kunci, bookmark, taken))
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


def key_of(jabatan: str, indikator: str, occurrence: int) -> str:
    """Return the key of an indicator: of the position with the id `jabatan`, by its text.

    `occurrence` counts (from 1) the indicators of the position that have this text.
    """
    return _digest("\n".join((jabatan, _folded(indikator), str(occurrence))), 8)


def bookmark_name(kunci: str, penjelasan: str, sumber_data: str) -> str:
    """Return the name of the bookmark round an indicator whose row has these values."""
    return f"{BOOKMARK_PREFIX}{kunci}_{value_digest(penjelasan)}_{value_digest(sumber_data)}"


def read_bookmark(name: str) -> Mark | None:
    """Return what the bookmark `name` says, None where it is not one of ours."""
    found = _MARK.match(name)  # a copy's name may go on: programs number it
    return Mark(*found.groups("")) if found else None


def read_tag(value: str) -> Tag | None:
    """Return what the tag `value` of a control says, None where it is not one of ours."""
    found = _TAG.fullmatch(value.strip())
    return Tag(found[1], found[2]) if found else None


_MARK = re.compile(r"iki_([0-9a-f]{16})(?:_([0-9a-f]{8})_([0-9a-f]{8}))?")
_TAG = re.compile(r"(penjelasan|sumber_data):([0-9a-f]{16})")


def value_digest(value: str) -> str:
    """Return the digest (8 hexadecimal digits) of what `folded_value` keeps of `value`."""
    return _digest(folded_value(value), 4)


def folded_value(value: str) -> str:
    """Return `value` as two of them are compared.

    White space is folded in each line and empty lines are dropped; signs that nobody sees do not
    count, and neither does the difference between two hyphens, since programs change both.
    """
    text = unicodedata.normalize("NFC", clean(value))
    seen = "".join(letter for letter in text if unicodedata.category(letter) != _UNSEEN)
    folded = (" ".join(line.split()) for line in seen.replace("\u2011", "-").split("\n"))
    return "\n".join(line for line in folded if line)


_UNSEEN = "Cf"
"""The category of soft hyphens, marks of direction and the like."""


def _anchor(kunci: str, bookmark: str, taken: set[int]) -> Anchor:
    return Anchor(
        kunci,
        bookmark,
        free_id(f"bookmark:{kunci}", taken),
        free_id(f"{PENJELASAN_TAG}{kunci}", taken),
        free_id(f"{SUMBER_DATA_TAG}{kunci}", taken),
    )


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _digest(name: str, size: int) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
