"""Edits of a document as a person makes them, and the two documents they are made to.

A place is written from the list of positions on: `3.tugas.6`, `3.sasaran.0.indikator.1.penjelasan`.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec

import iki_docgen as iki
from iki_docgen import codec
from iki_docgen.diff.model import Change, Kind, Weight
from iki_docgen.records import Butir, Document, Indikator, Jabatan, Sasaran

SOURCE = Path(__file__).parents[2] / "source" / "iki-dinas-sosial-lumajang.txt"

Tree = dict[str, object]
Edit = Callable[[Tree], None]


@cache
def lumajang() -> Document:
    """Return the records of the Lumajang text."""
    return iki.parse(iki.read(SOURCE))[0]


def row(indikator: str, penjelasan: str = "", sumber: str = "Bagian", **lainnya: str) -> Indikator:
    return Indikator(
        indikator=indikator, penjelasan=penjelasan, sumber_data=sumber, lainnya=lainnya
    )


@cache
def small() -> Document:
    """Return an agency of three with sub-items, filled Penjelasan and a column of its own."""
    return Document(
        versi=1,
        instansi="Kecamatan Sukamaju",
        tahun=2025,
        jabatan=(
            Jabatan(
                id="camat",
                jabatan="Camat",
                atasan=None,
                tugas=("memimpin penyelenggaraan pemerintahan kecamatan",),
                fungsi=(
                    "pengoordinasian ketertiban umum",
                    Butir(
                        butir="pembinaan desa, meliputi",
                        rincian=(
                            "pembinaan administrasi keuangan desa",
                            "pembinaan perangkat desa",
                            "fasilitasi musyawarah desa",
                        ),
                    ),
                    "pelayanan perizinan usaha mikro",
                ),
                sasaran=(
                    Sasaran(
                        sasaran=("Meningkatnya mutu pelayanan publik",),
                        indikator=(
                            row(
                                "Indeks kepuasan masyarakat",
                                "Jumlah nilai dibagi 9 unsur dikali 25",
                                Satuan="indeks",
                            ),
                            row("Jumlah izin yang terbit", "Izin yang terbit dalam 1 tahun"),
                        ),
                    ),
                    Sasaran(
                        sasaran=("Meningkatnya ketertiban wilayah",),
                        indikator=(row("Persentase kasus yang selesai", "A / B x 100%"),),
                    ),
                ),
            ),
            Jabatan(
                id="sekretaris",
                jabatan="Sekretaris Kecamatan",
                atasan="camat",
                tugas=("menyusun anggaran kecamatan", "mengelola arsip", "mengurus kepegawaian"),
                fungsi=(),
                sasaran=(
                    Sasaran(
                        sasaran=("Tertibnya administrasi", "Tersedianya anggaran"),
                        indikator=(row("Jumlah dokumen anggaran"), row("Jumlah arsip tertata")),
                    ),
                ),
            ),
            Jabatan(
                id="kasi-pelayanan",
                jabatan="Kepala Seksi Pelayanan",
                atasan="camat",
                tugas=("melayani permohonan kartu keluarga", "melayani surat pindah penduduk"),
                fungsi=(),
                sasaran=(
                    Sasaran(
                        sasaran=("Cepatnya pelayanan",),
                        indikator=(row("Rata-rata waktu pelayanan", "paling lama 3 hari kerja"),),
                    ),
                ),
            ),
        ),
    )


def edited(document: Document, *edits: Edit) -> Document:
    """Return `document` after the edits, one after another."""
    tree = json.loads(codec.dumps(document))
    for edit in edits:
        edit(tree)
    return msgspec.convert(tree, Document)


def _at(tree: Tree, place: str) -> tuple[object, str | int]:
    """Return what holds a place, and its key there."""
    parts = [int(part) if part.isdigit() else part for part in place.split(".")]
    at: object = tree["jabatan"] if isinstance(parts[0], int) else tree
    for part in parts[:-1]:
        at = at[part]
    return at, parts[-1]


def _plain(value: object) -> object:
    return json.loads(msgspec.json.encode(value, enc_hook=str.__str__))


def say(place: str, value: object) -> Edit:
    """Write `value` at a place."""

    def edit(tree: Tree) -> None:
        holder, key = _at(tree, place)
        holder[key] = _plain(value)

    return edit


def reword(place: str, old: str, new: str) -> Edit:
    """Replace words of the text at a place."""

    def edit(tree: Tree) -> None:
        holder, key = _at(tree, place)
        assert holder[key].count(old) == 1, (place, old)
        holder[key] = holder[key].replace(old, new)

    return edit


def drop(place: str) -> Edit:
    """Take out what stands at a place."""

    def edit(tree: Tree) -> None:
        holder, key = _at(tree, place)
        del holder[key]

    return edit


def put(place: str, value: object) -> Edit:
    """Insert `value` so that it stands at a place."""

    def edit(tree: Tree) -> None:
        holder, key = _at(tree, place)
        holder.insert(key, _plain(value))

    return edit


def move(old: str, new: str) -> Edit:
    """Take out what stands at `old`, then insert it so that it stands at `new`."""

    def edit(tree: Tree) -> None:
        holder, key = _at(tree, old)
        value = holder.pop(key)
        holder, key = _at(tree, new)
        holder.insert(key, value)

    return edit


def line_of(change: Change) -> str:
    """Return a change as the table of cases writes it."""
    places = [_place(path) for path in (change.old_path, change.new_path)]
    weight = "wording" if change.weight is Weight.WORDING else ",".join(change.about)
    return f"{change.kind} {change.field}: {places[0]} -> {places[1]} {weight}".rstrip()


def _place(path: tuple[str | int, ...] | None) -> str:
    if path is None:
        return "nowhere"
    return ".".join(map(str, path[1:] if path[0] == "jabatan" else path))


_MIRRORED = {Kind.ADDED: "removed", Kind.REMOVED: "added"}


def mirrored(line: str) -> str:
    """Return the line of the change that undoes the one of `line`."""
    head, rest = line.split(": ", 1)
    kind, field = head.split(" ")
    places, _, about = rest.partition(" -> ")
    new, _, about = about.partition(" ")
    if field in {"tugas", "fungsi"} and places != "nowhere":
        field = next(part for part in places.split(".") if part in {"tugas", "fungsi"})
    kind = _MIRRORED.get(Kind(kind), kind)
    return f"{kind} {field}: {new} -> {places} {about}".rstrip()
