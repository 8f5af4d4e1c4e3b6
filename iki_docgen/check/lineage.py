"""The positions of a document by their places in it and their superiors."""

from collections.abc import Iterator
from typing import Self

from msgspec import Struct

from iki_docgen.records import Document, Jabatan

_MOST_LEVELS = 10
"""More levels than any agency has; a longer chain is followed no further."""


class Lineage(Struct, frozen=True):
    """Who stands above whom."""

    by_id: dict[str, Jabatan]

    @classmethod
    def of(cls, document: Document) -> Self:
        """Return the lineage of the positions of `document`."""
        return cls({position.id: position for position in document.jabatan})

    def superior(self, position: Jabatan) -> Jabatan | None:
        """Return the superior of `position`, None for the highest one."""
        return self.by_id.get(position.atasan) if position.atasan is not None else None

    def above(self, position: Jabatan) -> Iterator[Jabatan]:
        """Yield the superior of `position`, the superior's superior, and so on."""
        at = self.superior(position)
        for _ in range(_MOST_LEVELS):
            if at is None:
                return
            yield at
            at = self.superior(at)
