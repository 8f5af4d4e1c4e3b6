"""The answers as values: what was typed for which indicator of which position."""

import unicodedata
from collections.abc import Iterator
from typing import Literal

from iki_docgen.records import Jabatan, Record

VERSION = 1
"""The version of the file's format; a reader refuses a later one."""

Column = Literal["penjelasan", "sumber_data"]
COLUMNS: tuple[Column, ...] = ("penjelasan", "sumber_data")


class Entry(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What was typed for one indicator.

    None where nobody answered; the empty string where somebody emptied the cell on purpose.  `ke`
    tells equal indicators of one position apart: 2 is the second of them.
    """

    indikator: str
    ke: int = 1
    penjelasan: str | None = None
    sumber_data: str | None = None

    @property
    def name(self) -> "Name":
        """What the entry is found by within its position."""
        return folded(self.indikator), self.ke

    def typed(self) -> str:
        """Return all that was typed, on one line."""
        return " | ".join(filter(None, (" ".join((text or "").split()) for text in self._texts())))

    def _texts(self) -> tuple[str | None, str | None]:
        return self.penjelasan, self.sumber_data


class Position(Record, frozen=True, kw_only=True):
    """The answers of one position, whose `id` and name are those of the records."""

    id: str
    jabatan: str
    indikator: tuple[Entry, ...] = ()


class Answers(Record, frozen=True, kw_only=True):
    """All answers of an agency, in the order of the file."""

    versi: int = VERSION
    jabatan: tuple[Position, ...] = ()


Name = tuple[str, int]
"""The folded text of an indicator, and which of the equal ones of its position it is (from 1)."""


def indicator_names(jabatan: Jabatan) -> Iterator[Name]:
    """Yield the name of each indicator of a position, in the order of the document."""
    seen: dict[str, int] = {}
    for row in jabatan.semua_indikator():
        text = folded(row.indikator)
        seen[text] = number = seen.get(text, 0) + 1
        yield text, number


def storable(text: str) -> str:
    """Return `text` as a file can hold it: lone halves of characters show as U+FFFD."""
    if text.isascii():
        return str.__str__(text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def folded(text: str) -> str:
    """Return `text` as indicators are compared: NFC, white space folded to one space."""
    return " ".join(unicodedata.normalize("NFC", storable(text)).split())


def comparable(value: str) -> str:
    """Return a value as values are compared: each line folded, empty lines dropped, NFC."""
    text = unicodedata.normalize("NFC", storable(value))
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
