"""Pairs of documents with edits of every kind, for redlines."""

from collections.abc import Callable
from functools import cache

from msgspec.structs import replace

from iki_docgen import codec
from iki_docgen.records import Butir, Document, Indikator, Item, Jabatan, Sasaran
from tests.conftest import ROOT

Edit = Callable[[Jabatan], Jabatan]
NESTED: tuple[Item, ...] = (
    "menyusun rencana",
    Butir(
        butir="melaksanakan pelayanan yang meliputi",
        rincian=(
            "pelayanan umum",
            Butir(butir="pelayanan khusus", rincian=("anak", "lanjut usia")),
            "pelayanan lain",
        ),
    ),
    "melaporkan hasil",
)
PENJELASAN = "Jumlah A dibagi jumlah B\nx 100 %\nPeriode: tahunan"


@cache
def lumajang() -> Document:
    """Return the Lumajang records with a few Penjelasan and nested items in them."""
    records = ROOT / "tests/cases/lumajang/records.json"
    document = codec.loads(records.read_text(encoding="utf-8"))
    first, second, *others = document.jabatan
    first = replace(first, sasaran=tuple(_explained(group) for group in first.sasaran))
    return replace(document, tahun=2026, jabatan=(first, replace(second, tugas=NESTED), *others))


def _explained(group: Sasaran) -> Sasaran:
    rows = tuple(replace(row, penjelasan=PENJELASAN) for row in group.indikator)
    return replace(group, indikator=rows)


def short() -> Document:
    """Return five positions: with a list, nested items, two Sasaran in a cell, empty fields."""
    document = lumajang()
    return replace(document, jabatan=document.jabatan[:3] + document.jabatan[5:7])


def row(text: str, penjelasan: str = "") -> Indikator:
    return Indikator(indikator=text, penjelasan=penjelasan, sumber_data="Dinas Sosial")


def table(*groups: tuple[str, str]) -> Edit:
    """Return an edit that gives a table: the Sasaran of a group (`|` between), its indicators."""
    return lambda one: replace(
        one,
        sasaran=tuple(
            Sasaran(
                sasaran=tuple(filter(None, names.split("|"))),
                indikator=tuple(row(text) for text in rows.split()),
            )
            for names, rows in groups
        ),
    )


def tugas(*items: Item) -> Edit:
    return lambda one: replace(one, tugas=items)


def _changed(document: Document, number: int, edit: Edit) -> Document:
    positions = list(document.jabatan)
    positions[number] = edit(positions[number])
    return replace(document, jabatan=tuple(positions))


FIELDS: dict[str, tuple[Edit, Edit]] = {
    "a word in an item": (tugas("a b c", "d"), tugas("a x c", "d")),
    "an item added first": (tugas("a", "b"), tugas("x", "a", "b")),
    "an item added in the middle": (tugas("a", "b"), tugas("a", "x", "b")),
    "an item added last": (tugas("a", "b"), tugas("a", "b", "x")),
    "an item moved": (tugas("a", "b", "c"), tugas("b", "c", "a")),
    "all items others": (tugas("a", "b"), tugas("x", "y", "z")),
    "a list empty": (tugas("a", "b"), tugas()),
    "a sentence for a list": (tugas("a", "b"), tugas("a")),
    "a sentence for a sentence": (tugas("menyusun a"), tugas("menyusun b")),
    "a sentence for nothing": (tugas(), tugas("a")),
    "nested for flat": (tugas("a", "b"), tugas(*NESTED)),
    "a deep item": (
        tugas("a", Butir(butir="b", rincian=("c", "d")), "e"),
        tugas("a", Butir(butir="b", rincian=("c", "x", "d")), "e"),
    ),
    "a deep list gone": (tugas("a", Butir(butir="b", rincian=("c", "d"))), tugas("a", "b")),
    "a row first": (table(("S", "a b c")), table(("S", "b c"))),
    "a row in the middle": (table(("S", "a b c")), table(("S", "a c"))),
    "a row last": (table(("S", "a b c")), table(("S", "a b"))),
    "all rows others": (table(("S", "a b")), table(("S", "x y z"))),
    "the only row": (table(("S", "a")), table(("S", "x"))),
    "no rows": (table(("S", "a b")), table(("S", ""))),
    "a group first": (table(("S", "a b"), ("T", "c")), table(("T", "c"))),
    "a group last": (table(("S", "a b"), ("T", "c")), table(("S", "a b"))),
    "a group of two sentences": (table(("S|U", "a b"), ("T", "c")), table(("T", "c"))),
    "a sentence more": (table(("S", "a b")), table(("S|T", "a b"))),
    "a sentence less and its row": (table(("S|T", "a b c")), table(("T", "b c"))),
    "a sentence between": (table(("S|T", "a b")), table(("S|U|T", "a b"))),
    "no Sasaran": (table(("S", "a")), table(("", "a"))),
    "no table": (table(("S", "a b")), table()),
    "groups moved": (table(("S", "a"), ("T", "b c")), table(("T", "b c"), ("S", "a"))),
    "a long group": (table(("S", "a b c d e f")), table(("S", "a c d x f g"))),
}
"""Edits of one field: before and after."""


def penjelasan(*texts: str) -> Edit:
    rows = tuple(row(f"baris {number}", text) for number, text in enumerate(texts))
    return lambda one: replace(one, sasaran=(Sasaran(sasaran=("S",), indikator=rows),))


def lainnya(**values: str) -> Edit:
    rows = (replace(row("a"), lainnya=values), row("b"))
    return lambda one: replace(one, sasaran=(Sasaran(sasaran=("S",), indikator=rows),))


FIELDS |= {
    "a Penjelasan reworded": (penjelasan(PENJELASAN), penjelasan(PENJELASAN.replace("A", "C"))),
    "lines of a Penjelasan": (penjelasan("a\nb\nc", "d\ne"), penjelasan("a\nc", "x\nd\ne\nf")),
    "a first line gone": (penjelasan("a\nb"), penjelasan("b")),
    "a Penjelasan typed": (penjelasan("", "a"), penjelasan(PENJELASAN, "")),
    "an extra column": (lainnya(Satuan="Persen"), lainnya(Satuan="Orang", Target="5")),
    "extra columns gone": (lainnya(Satuan="Persen", Target="5"), lainnya()),
    "a name": (lambda one: one, lambda one: replace(one, jabatan="Kepala & <Bidang> Baru")),
    "white space": (tugas("a\tb  c", "d"), tugas("a\tb c", " d\u00a0e")),
}


def order(*numbers: int) -> Callable[[Document], Document]:
    return lambda one: replace(one, jabatan=tuple(one.jabatan[number] for number in numbers))


ORDERS: dict[str, tuple[int, ...]] = {
    "the first position": (1, 2, 3, 4),
    "a position between": (0, 1, 3, 4),
    "the last position": (0, 1, 2, 3),
    "two positions": (0, 3, 4),
    "positions swapped": (0, 2, 1, 4, 3),
    "a position moved far": (4, 0, 1, 2, 3),
    "all turned round and one gone": (4, 3, 1, 0),
    "nearly all": (2,),
}
"""Positions that stay, in their order."""


def _bare(document: Document, *numbers: int) -> Document:
    """Return `document` with positions that have no table and no FUNGSI."""
    for number in numbers:
        document = _changed(document, number, lambda one: replace(one, sasaran=(), fungsi=()))
    return document


def _swapped(document: Document) -> Document:
    """Return `document` with the TUGAS of each position as its FUNGSI, and the other way round."""
    return replace(
        document,
        jabatan=tuple(replace(one, tugas=one.fungsi, fungsi=one.tugas) for one in document.jabatan),
    )


@cache
def pairs() -> dict[str, tuple[Document, Document]]:
    """Return old and new documents by what changed, each in both directions."""
    base = replace(short(), jabatan=short().jabatan[:2])
    found = {
        name: (_changed(base, 0, before), _changed(base, 0, after))
        for name, (before, after) in FIELDS.items()
    }
    found |= {f"{name}, last": (_flipped(a), _flipped(b)) for name, (a, b) in found.items()}
    for name, numbers in ORDERS.items():
        for bare in ((), (0, 2), (1, 3, 4), (0, 1, 2, 3, 4)):
            old = _bare(short(), *bare)
            found[f"{name} {bare}"] = (old, order(*numbers)(old))
    found["TUGAS and FUNGSI swapped"] = (short(), _swapped(short()))
    found["everything"] = (lumajang(), everything())
    return found | {f"{name}, back": (new, old) for name, (old, new) in found.items()}


def _flipped(document: Document) -> Document:
    return replace(document, jabatan=document.jabatan[::-1])


def everything() -> Document:
    """Return the Lumajang records of another year, with edits everywhere."""
    document = replace(lumajang(), tahun=2027, instansi="Dinas Sosial dan P3A")
    positions = list(document.jabatan)
    for number, (_, after) in enumerate(FIELDS.values()):
        place = number % len(positions)
        positions[place] = after(positions[place])
    del positions[6]
    positions.insert(3, positions.pop(9))
    return replace(document, jabatan=tuple(positions))
