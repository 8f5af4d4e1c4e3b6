"""What a template sees of a position: plain strings and lists, ready to be printed."""

from collections.abc import Iterator
from typing import TypedDict

import msgspec

from iki_docgen.errors import UsageError
from iki_docgen.project import Settings
from iki_docgen.records import Butir, Document, Indikator, Item, Jabatan
from iki_docgen.word.anchors import Anchor, document_anchors
from iki_docgen.word.values import GAP, SHORT_GAP, clean, lines, one_line

_NO_SETTINGS = Settings()

DEEPEST = 4
"""Levels of items that a template lays out; deeper ones stand on the last."""


class PrintedItem(TypedDict):
    """An item of a list: its text with the punctuation of its place, and its level from 1."""

    teks: str
    tingkat: int


class PrintedField(TypedDict):
    """TUGAS or FUNGSI: one sentence, or the items depth first; the other is empty."""

    kalimat: str
    butir: list[PrintedItem]


def document_context(
    document: Document, jabatan: Jabatan | str, settings: Settings = _NO_SETTINGS
) -> dict[str, object]:
    """Return what a template may print for `jabatan`, a position of `document` or its id.

    `iki template variables` lists the names.  What the settings leave empty is a dotted gap.
    Raises `UsageError` when the document has no such position.

    >>> document_context(document, "kepala-dinas-sosial-kabupaten-lumajang")["tahun"]
    '2026'
    """
    number = _number_of(document, jabatan)
    record = document.jabatan[number]
    kolom = extra_columns(record)
    return {
        "instansi": one_line(settings.instansi.nama) or one_line(document.instansi) or GAP,
        "daerah": one_line(settings.instansi.daerah),
        "tahun": SHORT_GAP if document.tahun is None else str(document.tahun),
        "jabatan": one_line(record.jabatan),
        "tugas": printed_field(record.tugas, dan=settings.dokumen.dan),
        "fungsi": printed_field(record.fungsi, dan=settings.dokumen.dan),
        "sasaran": _groups(record, kolom, document_anchors(document)[number]),
        "kolom_lainnya": [one_line(heading) for heading in kolom],
        "penandatangan": {
            name: one_line(value) or GAP
            for name, value in msgspec.structs.asdict(settings.penandatangan).items()
        },
    }


def extra_columns(jabatan: Jabatan) -> list[str]:
    """Return the headings of the columns beside the four standard ones, as they first appear."""
    return list(dict.fromkeys(key for row in jabatan.semua_indikator() for key in row.lainnya))


def _number_of(document: Document, jabatan: Jabatan | str) -> int:
    for number, record in enumerate(document.jabatan):
        if record is jabatan or record.id == jabatan:
            return number
    if isinstance(jabatan, Jabatan) and jabatan in document.jabatan:
        return document.jabatan.index(jabatan)
    name = jabatan.id if isinstance(jabatan, Jabatan) else jabatan
    known = ", ".join(record.id for record in document.jabatan[:3])
    raise UsageError(f"the document has no position `{name}`", hint=f"it has: {known}, ...")


def printed_field(items: tuple[Item, ...], *, dan: bool) -> PrintedField:
    """Return TUGAS or FUNGSI: one sentence, or items with their punctuation and level."""
    if not items:
        return {"kalimat": "-", "butir": []}
    if len(items) == 1 and isinstance(items[0], str):
        sentence = _bare(items[0])
        return {"kalimat": f"{sentence}." if sentence else "-", "butir": []}
    return {"kalimat": "", "butir": list(_flat(items, 1, ".", dan=dan))}


def _flat(items: tuple[Item, ...], level: int, ending: str, *, dan: bool) -> Iterator[PrintedItem]:
    """Yield the items depth first; `ending` closes the last of them (UU 12/2011, Lampiran II)."""
    for number, item in enumerate(items, 1):
        if number == len(items):
            own = ending
        else:
            own = "; dan" if dan and number == len(items) - 1 else ";"
        tingkat = min(level, DEEPEST)
        if isinstance(item, Butir) and item.rincian:
            yield {"teks": f"{_bare(item.butir).rstrip(': ')}:", "tingkat": tingkat}
            yield from _flat(item.rincian, level + 1, own, dan=dan)
        else:
            text = item.butir if isinstance(item, Butir) else item
            yield {"teks": _bare(text) + own, "tingkat": tingkat}


def _bare(text: str) -> str:
    """Return `text` without final punctuation, which records of other origin may still have."""
    return one_line(text).rstrip("; .")


def _groups(
    jabatan: Jabatan, kolom: list[str], anchors: tuple[Anchor, ...]
) -> list[dict[str, object]]:
    remaining = iter(anchors)
    return [
        {
            "sasaran": [one_line(text) for text in group.sasaran],
            "indikator": [_row(row, kolom, next(remaining)) for row in group.indikator]
            or [_BLANK_ROW | {"lainnya": [""] * len(kolom)}],
        }
        for group in jabatan.sasaran
    ]


# A Sasaran without indicators keeps its row; without a key it gets no anchors.
_BLANK_ROW: dict[str, object] = {
    "indikator": "",
    "penjelasan": "",
    "penjelasan_baris": [],
    "sumber_data": "",
    "sumber_data_baris": [],
}


def _row(row: Indikator, kolom: list[str], anchor: Anchor) -> dict[str, object]:
    return {
        "indikator": one_line(row.indikator),
        "penjelasan": clean(row.penjelasan).strip(),
        "penjelasan_baris": lines(row.penjelasan),
        "sumber_data": clean(row.sumber_data).strip(),
        "sumber_data_baris": lines(row.sumber_data),
        "lainnya": [clean(row.lainnya.get(heading, "")).strip() for heading in kolom],
        **anchor._asdict(),
    }
