"""What a comparison of two documents says: an alignment of everything, and the changes in it.

    comparison := positions pairs { position pair }
    position   := the pairs of its tugas, its fungsi, and its groups
    group      := the pairs of its sasaran sentences, and of its rows

An alignment shows both documents whole, in the order of the new one, with what went out standing
where it stood: it is what a page side by side or a redline is made of.  A change is one edit that a
person made; the list of them is what is counted, printed and applied.
"""

from dataclasses import dataclass
from enum import StrEnum

from iki_docgen.records import Document, Indikator, Item, Jabatan, Sasaran


class Kind(StrEnum):
    """What was done.  A thing that moved and was reworded on the way is `moved`."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    RENAMED = "renamed"


class Weight(StrEnum):
    """How much a change means: spelling, case, spaces and punctuation, or what is said."""

    WORDING = "wording"
    SUBSTANCE = "substance"


Path = tuple[str | int, ...]
"""A place in a document: `("jabatan", 3, "tugas", 5)`, as in its JSON; numbers from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One edit.

    `jabatan` is the name of the position in the new document, in the old one where it is gone.
    `old` and `new` are the texts before and after, None where there is none; of a position its
    name, of a Sasaran group its sentences joined by newlines, of a row its Indikator.  `record` is
    the record in full where the text is not all of it (an added or removed position, group, row
    or item with sub-items), without what moved there from elsewhere.  `old_path` and `new_path`
    say where; one is None for what was added or removed.  `about` names what the change of
    substance is about (`number`, `unit`, `verb`, `other`), `remark` tells people what the rest
    does not say, such as which position a new one was split from.  `id` is the new id of a renamed
    position that got one.

    A change of a cell has the path of its row, one of another column (`lainnya`) that of the cell,
    which ends in the heading.  An item that became one with sub-items, or ceased to be one, says
    so by the items in it; only where none are in it `record` tells which of the two it is now.
    A position has moved where it has another superior (field `atasan`, the ids in `old` and `new`)
    or another place in the order (field `jabatan`).
    """

    kind: Kind
    field: str
    jabatan: str
    old: str | None
    new: str | None
    old_path: Path | None
    new_path: Path | None
    record: Jabatan | Sasaran | Indikator | Item | None = None
    weight: Weight = Weight.SUBSTANCE
    about: tuple[str, ...] = ()
    remark: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPair:
    """An item in both documents, or in one: `old` or `new` is None where it does not stand here.

    What moved stands twice: where it was (`new` None) and where it is (`old` None), each time with
    both paths.  What was added or removed has one path.
    """

    old: Item | None
    new: Item | None
    old_path: Path | None
    new_path: Path | None
    rincian: tuple["ItemPair", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SentencePair:
    """A sentence of a Sasaran cell, as `ItemPair` tells."""

    old: str | None
    new: str | None
    old_path: Path | None
    new_path: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPair:
    """A row of the table, as `ItemPair` tells."""

    old: Indikator | None
    new: Indikator | None
    old_path: Path | None
    new_path: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPair:
    """The rows of a Sasaran cell, as `ItemPair` tells, with its sentences and rows paired."""

    old: Sasaran | None
    new: Sasaran | None
    old_path: Path | None
    new_path: Path | None
    sasaran: tuple[SentencePair, ...]
    indikator: tuple[RowPair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionPair:
    """A position with everything in it paired.

    A position of another order or superior stands once, where it is in the new document.
    """

    old: Jabatan | None
    new: Jabatan | None
    old_path: Path | None
    new_path: Path | None
    tugas: tuple[ItemPair, ...]
    fungsi: tuple[ItemPair, ...]
    sasaran: tuple[GroupPair, ...]


class Carry(StrEnum):
    """What becomes of a Penjelasan of the old document in the new one."""

    KEPT = "kept"
    """The new document has one already."""
    FITS = "fits"
    """The indicator is the same, but for its wording: it can be carried over."""
    LOOK = "look"
    """The indicator changed in substance: a person decides."""
    HOMELESS = "homeless"
    """The indicator is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A Penjelasan of the old document: its position and indicator there, and what becomes of it.

    `new_path` is the row of the new document it belongs to, None for a homeless one.
    """

    carry: Carry
    jabatan: str
    indikator: str
    penjelasan: str
    old_path: Path
    new_path: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two documents, everything in them paired, the changes, and the answers of the old one.

    `changes` is empty exactly where the documents are equal.
    """

    old: Document
    new: Document
    positions: tuple[PositionPair, ...]
    changes: tuple[Change, ...]
    answers: tuple[Answer, ...]
