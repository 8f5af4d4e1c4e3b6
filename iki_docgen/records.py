"""The records: what an IKI document says, free of how it was laid out.

Nouns of the document stay Indonesian (`docs/glossary.md`).  All records are frozen; change one
with `msgspec.structs.replace`.  Strings that were read from a text are `source.Text`, so they know
their place; those of a JSON or YAML file are plain.
"""

from collections.abc import Iterator
from typing import Annotated

import msgspec

VERSION = 1
"""The version of the record format; a reader refuses a later one."""

Versi = Annotated[int, msgspec.Meta(ge=1)]
Tahun = Annotated[int, msgspec.Meta(ge=1900, le=9999)]
Id = Annotated[str, msgspec.Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Words of small letters and digits, joined by hyphens."""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of all records: frozen, by keyword, strict about what it holds."""


class Butir(Record, frozen=True, kw_only=True):
    """An item that has sub-items."""

    butir: str
    rincian: tuple["str | Butir", ...]


Item = str | Butir
"""An item of TUGAS or FUNGSI."""


class Indikator(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One row of the table: what is measured, how, and where the data come from.

    `lainnya` holds the columns that the four standard ones do not cover, by their heading; it is
    absent from files when empty.
    """

    indikator: str
    penjelasan: str
    sumber_data: str
    lainnya: dict[str, str] = {}


class Sasaran(Record, frozen=True, kw_only=True):
    """The rows that share one (merged) first cell, which may hold several sentences."""

    sasaran: tuple[str, ...]
    indikator: tuple[Indikator, ...]


class Jabatan(Record, frozen=True, kw_only=True):
    """One position.  `atasan` is the id of its superior, None for the highest one."""

    id: Id
    jabatan: str
    atasan: str | None
    tugas: tuple[Item, ...]
    fungsi: tuple[Item, ...]
    sasaran: tuple[Sasaran, ...]

    def semua_indikator(self) -> Iterator[Indikator]:
        """Yield the indicators of every group, in the order of the document."""
        for group in self.sasaran:
            yield from group.indikator


class Document(Record, frozen=True, kw_only=True):
    """All positions of one agency in one year, in the order of the document.

    `tahun` is None where no year is known.
    """

    versi: Versi
    instansi: str
    tahun: Tahun | None
    jabatan: tuple[Jabatan, ...]


def item_texts(items: tuple[Item, ...]) -> Iterator[str]:
    """Yield the text of every item and sub-item, depth first."""
    for item in items:
        if isinstance(item, Butir):
            yield item.butir
            yield from item_texts(item.rincian)
        else:
            yield item
