"""Pairs of documents with edits that are known, and exactly these are reported."""

from collections import Counter
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from iki_docgen.diff import apply_changes, compare
from iki_docgen.diff.coded import changes_from_json, changes_to_json
from iki_docgen.diff.model import Carry
from iki_docgen.records import Butir, Document, Jabatan, Sasaran
from tests.diff.edits import (
    Edit,
    drop,
    edited,
    line_of,
    lumajang,
    mirrored,
    move,
    put,
    reword,
    row,
    say,
    small,
)


class Case(NamedTuple):
    old: Document
    edits: list[Edit]
    changes: list[str]


L, S = lumajang(), small()
_NEW_SEKSI = Jabatan(
    id="seksi-pengaduan",
    jabatan="Seksi Pengaduan",
    atasan="camat",
    tugas=("menerima keluhan warga", "menjawab surat pembaca"),
    fungsi=(),
    sasaran=(),
)
CASES = {
    # words
    "a word of an item": Case(
        L, [reword("3.tugas.6", "gaji", "cuti")], ["changed tugas: 3.tugas.6 -> 3.tugas.6 other"]
    ),
    "the verb of an item": Case(
        L,
        [reword("3.tugas.6", "melakukan", "mengurus")],
        ["changed tugas: 3.tugas.6 -> 3.tugas.6 verb"],
    ),
    "a word of one of many alike items": Case(
        L,
        [reword("7.tugas.3", "pedoman", "petunjuk")],
        ["changed tugas: 7.tugas.3 -> 7.tugas.3 other"],
    ),
    "two neighbours that are alike": Case(
        L,
        [reword("7.tugas.0", "rencana", "rancangan"), reword("7.tugas.1", "program", "agenda")],
        [
            "changed tugas: 7.tugas.0 -> 7.tugas.0 other",
            "changed tugas: 7.tugas.1 -> 7.tugas.1 other",
        ],
    ),
    "the verb in every item of a list": Case(
        L,
        [reword(f"3.tugas.{n}", "melakukan", "menjalankan") for n in (1, 4, 5, 6, 7, 8, 9, 10)],
        [f"changed tugas: 3.tugas.{n} -> 3.tugas.{n} verb" for n in (1, 4, 5, 6, 7, 8, 9, 10)],
    ),
    "spelling": Case(
        L,
        [reword("0.fungsi.2", "system", "sistem")],
        ["changed fungsi: 0.fungsi.2 -> 0.fungsi.2 wording"],
    ),
    "case of letters and a comma": Case(
        L,
        [reword("3.tugas.4", "urusan akuntansi, dan", "Urusan Akuntansi dan")],
        ["changed tugas: 3.tugas.4 -> 3.tugas.4 wording"],
    ),
    "a misspelt word of an indicator": Case(
        L,
        [reword("3.sasaran.0.indikator.0.indikator", "Prosentase", "Persentase")],
        ["changed indikator: 3.sasaran.0.indikator.0 -> 3.sasaran.0.indikator.0 wording"],
    ),
    # items
    "an item added": Case(
        L,
        [put("3.tugas.5", "menatausahakan hibah barang")],
        ["added tugas: nowhere -> 3.tugas.5"],
    ),
    "an item removed": Case(L, [drop("3.tugas.5")], ["removed tugas: 3.tugas.5 -> nowhere"]),
    "one of many alike items removed": Case(
        L, [drop("12.fungsi.6")], ["removed fungsi: 12.fungsi.6 -> nowhere"]
    ),
    "an item replaced by another": Case(
        L,
        [say("3.tugas.2", "menatausahakan hibah barang")],
        ["removed tugas: 3.tugas.2 -> nowhere", "added tugas: nowhere -> 3.tugas.2"],
    ),
    "an item moved up its list": Case(
        L, [move("3.tugas.9", "3.tugas.1")], ["moved tugas: 3.tugas.9 -> 3.tugas.1"]
    ),
    "the first item moved to the end": Case(
        L, [move("12.fungsi.0", "12.fungsi.12")], ["moved fungsi: 12.fungsi.0 -> 12.fungsi.12"]
    ),
    "an item moved and reworded": Case(
        L,
        [move("3.tugas.9", "3.tugas.1"), reword("3.tugas.1", "laporan", "pembukuan")],
        ["moved tugas: 3.tugas.9 -> 3.tugas.1 other"],
    ),
    "an item from fungsi to tugas": Case(
        L, [move("0.fungsi.3", "0.tugas.1")], ["moved tugas: 0.fungsi.3 -> 0.tugas.1"]
    ),
    "an item moved to another position": Case(
        L, [move("3.tugas.8", "2.tugas.4")], ["moved tugas: 3.tugas.8 -> 2.tugas.4"]
    ),
    "a standard item dropped here and added there": Case(
        L,
        [
            drop("2.tugas.12"),
            put("7.tugas.0", "memberikan saran dan pertimbangan kepada Sekretaris"),
        ],
        ["removed tugas: 2.tugas.12 -> nowhere", "added tugas: nowhere -> 7.tugas.0"],
    ),
    "fungsi emptied": Case(
        S,
        [say("0.fungsi", [])],
        [f"removed fungsi: 0.fungsi.{n} -> nowhere" for n in range(3)],
    ),
    # sub-items
    "a word of a sub-item": Case(
        S,
        [reword("0.fungsi.1.rincian.1", "perangkat", "aparatur")],
        ["changed fungsi: 0.fungsi.1.rincian.1 -> 0.fungsi.1.rincian.1 other"],
    ),
    "a sub-item added": Case(
        S,
        [put("0.fungsi.1.rincian.1", "pengawasan aset milik desa")],
        ["added fungsi: nowhere -> 0.fungsi.1.rincian.1"],
    ),
    "a sub-item becomes an item": Case(
        S,
        [move("0.fungsi.1.rincian.2", "0.fungsi.0")],
        ["moved fungsi: 0.fungsi.1.rincian.2 -> 0.fungsi.0"],
    ),
    "an item gets sub-items": Case(
        S,
        [
            say(
                "1.tugas.1",
                Butir(butir="mengelola arsip", rincian=("arsip aktif", "arsip inaktif")),
            )
        ],
        [f"added tugas: nowhere -> 1.tugas.1.rincian.{n}" for n in range(2)],
    ),
    "an item with sub-items removed": Case(
        S, [drop("0.fungsi.1")], ["removed fungsi: 0.fungsi.1 -> nowhere"]
    ),
    "an item with sub-items moved": Case(
        S, [move("0.fungsi.1", "0.fungsi.0")], ["moved fungsi: 0.fungsi.0 -> 0.fungsi.1"]
    ),
    # the table
    "an indicator reworded": Case(
        L,
        [reword("11.sasaran.0.indikator.0.indikator", "dipelihara", "direhabilitasi")],
        ["changed indikator: 11.sasaran.0.indikator.0 -> 11.sasaran.0.indikator.0 other"],
    ),
    "an indicator added": Case(
        L,
        [put("10.sasaran.0.indikator.2", row("Jumlah taruna siaga yang dilatih"))],
        ["added indikator: nowhere -> 10.sasaran.0.indikator.2"],
    ),
    "an indicator removed": Case(
        L,
        [drop("9.sasaran.0.indikator.3")],
        ["removed indikator: 9.sasaran.0.indikator.3 -> nowhere"],
    ),
    "an indicator moved to another Sasaran": Case(
        L,
        [move("3.sasaran.1.indikator.2", "3.sasaran.0.indikator.1")],
        ["moved indikator: 3.sasaran.1.indikator.2 -> 3.sasaran.0.indikator.1"],
    ),
    "an indicator moved to another position": Case(
        L,
        [move("9.sasaran.0.indikator.5", "10.sasaran.0.indikator.0")],
        ["moved indikator: 9.sasaran.0.indikator.5 -> 10.sasaran.0.indikator.0"],
    ),
    "the order of indicators": Case(
        L,
        [move("10.sasaran.0.indikator.4", "10.sasaran.0.indikator.0")],
        ["moved indikator: 10.sasaran.0.indikator.4 -> 10.sasaran.0.indikator.0"],
    ),
    "a Sasaran reworded": Case(
        L,
        [reword("3.sasaran.1.sasaran.0", "Meningkatnya jumlah", "Bertambahnya jumlah")],
        ["changed sasaran: 3.sasaran.1.sasaran.0 -> 3.sasaran.1.sasaran.0 verb"],
    ),
    "a Sasaran replaced over the same rows": Case(
        S,
        [say("2.sasaran.0.sasaran.0", "Puasnya para pemohon")],
        ["changed sasaran: 2.sasaran.0.sasaran.0 -> 2.sasaran.0.sasaran.0 verb,other"],
    ),
    "a Sasaran split into two": Case(
        S,
        [
            put("1.sasaran.1", Sasaran(sasaran=(), indikator=())),
            move("1.sasaran.0.sasaran.1", "1.sasaran.1.sasaran.0"),
            move("1.sasaran.0.indikator.0", "1.sasaran.1.indikator.0"),
        ],
        [
            "added sasaran: nowhere -> 1.sasaran.1",
            "moved sasaran: 1.sasaran.0.sasaran.1 -> 1.sasaran.1.sasaran.0",
            "moved indikator: 1.sasaran.0.indikator.0 -> 1.sasaran.1.indikator.0",
        ],
    ),
    "a Sasaran added with its rows": Case(
        S,
        [
            put(
                "1.sasaran.1",
                Sasaran(sasaran=("Amannya kantor",), indikator=(row("Jumlah ronda"),)),
            )
        ],
        ["added sasaran: nowhere -> 1.sasaran.1"],
    ),
    "the order of Sasaran": Case(
        S, [move("0.sasaran.1", "0.sasaran.0")], ["moved sasaran: 0.sasaran.1 -> 0.sasaran.0"]
    ),
    "a Sasaran moved to another position": Case(
        S, [move("0.sasaran.1", "2.sasaran.0")], ["moved sasaran: 0.sasaran.1 -> 2.sasaran.0"]
    ),
    # cells
    "a number in a Penjelasan": Case(
        S,
        [reword("2.sasaran.0.indikator.0.penjelasan", "3", "2")],
        ["changed penjelasan: 2.sasaran.0.indikator.0 -> 2.sasaran.0.indikator.0 number"],
    ),
    "a number and its unit": Case(
        S,
        [reword("2.sasaran.0.indikator.0.penjelasan", "3 hari kerja", "24 jam kerja")],
        ["changed penjelasan: 2.sasaran.0.indikator.0 -> 2.sasaran.0.indikator.0 number,unit"],
    ),
    "a Penjelasan filled": Case(
        S,
        [say("1.sasaran.0.indikator.0.penjelasan", "dokumen yang ditetapkan")],
        ["changed penjelasan: 1.sasaran.0.indikator.0 -> 1.sasaran.0.indikator.0"],
    ),
    "a Penjelasan emptied": Case(
        S,
        [say("0.sasaran.1.indikator.0.penjelasan", "")],
        ["changed penjelasan: 0.sasaran.1.indikator.0 -> 0.sasaran.1.indikator.0"],
    ),
    "a Sumber Data": Case(
        S,
        [say("0.sasaran.0.indikator.0.sumber_data", "Dukcapil")],
        ["changed sumber_data: 0.sasaran.0.indikator.0 -> 0.sasaran.0.indikator.0 other"],
    ),
    "another column filled": Case(
        S,
        [say("0.sasaran.0.indikator.1.lainnya", {"Satuan": "izin"})],
        ["added lainnya: nowhere -> 0.sasaran.0.indikator.1.lainnya.Satuan"],
    ),
    "another column changed": Case(
        S,
        [say("0.sasaran.0.indikator.0.lainnya.Satuan", "persen")],
        [
            (
                "changed lainnya: 0.sasaran.0.indikator.0.lainnya.Satuan -> "
                "0.sasaran.0.indikator.0.lainnya.Satuan unit"
            )
        ],
    ),
    # positions
    "a position renamed": Case(
        L,
        [
            say("4.jabatan", "Bidang Layanan dan Rehabilitasi Sosial"),
            say("4.id", "bidang-layanan-dan-rehabilitasi-sosial"),
            *(say(f"{n}.atasan", "bidang-layanan-dan-rehabilitasi-sosial") for n in (5, 6, 7)),
        ],
        ["renamed jabatan: 4 -> 4 other"],
    ),
    "a position renamed in capitals": Case(
        S, [say("1.jabatan", "SEKRETARIS KECAMATAN")], ["renamed jabatan: 1 -> 1 wording"]
    ),
    "a position added": Case(S, [put("1", _NEW_SEKSI)], ["added jabatan: nowhere -> 1"]),
    "a position removed": Case(L, [drop("11")], ["removed jabatan: 11 -> nowhere"]),
    "the order of positions": Case(L, [move("6", "5")], ["moved jabatan: 6 -> 5"]),
    "a whole Bidang moved": Case(
        L,
        [
            move("8", "15"),
            move("8", "15"),
            move("8", "15"),
            move("8", "15"),
            say("0.id", L.jabatan[0].id),
        ],
        [
            *(f"moved jabatan: {n} -> {n + 4}" for n in range(8, 12)),
        ],
    ),
    "another superior": Case(
        L,
        [say("6.atasan", L.jabatan[8].id)],
        ["moved atasan: 6 -> 6"],
    ),
    "another agency and year": Case(
        S,
        [say("tahun", 2026), say("instansi", "Kecamatan Sukamakmur")],
        ["changed instansi: instansi -> instansi", "changed tahun: tahun -> tahun"],
    ),
    # several at once
    "a section merged into another": Case(
        L,
        [
            *(move("14.tugas.0", f"13.tugas.{n}") for n in range(9)),
            *(move("14.sasaran.0.indikator.0", "13.sasaran.0.indikator.0") for _ in range(3)),
            drop("14"),
        ],
        [
            *(f"moved tugas: 14.tugas.{n} -> 13.tugas.{n}" for n in range(9)),
            *(
                f"moved indikator: 14.sasaran.0.indikator.{n} -> 13.sasaran.0.indikator.{2 - n}"
                for n in range(3)
            ),
            "removed jabatan: 14 -> nowhere",
        ],
    ),
    "a section split off": Case(
        L,
        [
            put("4", replace(_NEW_SEKSI, tugas=(), atasan=L.jabatan[1].id)),
            *(move("3.tugas.7", f"4.tugas.{n}") for n in range(4)),
        ],
        [
            "added jabatan: nowhere -> 4",
            *(f"moved tugas: 3.tugas.{n + 7} -> 4.tugas.{n}" for n in range(4)),
        ],
    ),
    "a section replaced by another with a like duty": Case(
        L,
        [
            say(
                "3",
                replace(
                    _NEW_SEKSI,
                    jabatan="Sub Bagian Perencanaan",
                    tugas=(
                        "menyusun rencana program kerja dan anggaran Sub Bagian Perencanaan",
                        "melakukan penyusunan rencana strategis",
                        "memberikan saran dan pertimbangan kepada Sekretaris",
                    ),
                    atasan=L.jabatan[1].id,
                ),
            )
        ],
        ["removed jabatan: 3 -> nowhere", "added jabatan: nowhere -> 3"],
    ),
    "a duty merged with a section and reworded": Case(
        S,
        [
            move("2.tugas.0", "1.tugas.0"),
            move("2.tugas.0", "1.tugas.0"),
            drop("2"),
            reword("1.tugas.1", "kartu keluarga", "kartu keluarga baru"),
        ],
        [
            "moved tugas: 2.tugas.1 -> 1.tugas.0",
            "removed jabatan: 2 -> nowhere",
            "added tugas: nowhere -> 1.tugas.1",
        ],
    ),
    "several edits of one position": Case(
        L,
        [
            drop("3.tugas.2"),
            put("3.tugas.0", "menatausahakan hibah barang"),
            reword("3.tugas.7", "administrasi keuangan", "tata usaha keuangan"),
            say("3.sasaran.0.indikator.0.sumber_data", "BPKAD"),
        ],
        [
            "added tugas: nowhere -> 3.tugas.0",
            "removed tugas: 3.tugas.2 -> nowhere",
            "changed tugas: 3.tugas.7 -> 3.tugas.7 other",
            "changed sumber_data: 3.sasaran.0.indikator.0 -> 3.sasaran.0.indikator.0 other",
        ],
    ),
    "nothing": Case(L, [], []),
}


@pytest.mark.parametrize("name", CASES)
def test_exactly_the_known_edits_are_reported(name: str) -> None:
    case = CASES[name]
    changes = compare(case.old, edited(case.old, *case.edits)).changes
    assert Counter(map(line_of, changes)) == Counter(case.changes)


@pytest.mark.parametrize("name", CASES)
def test_swapping_the_sides_mirrors_the_edits(name: str) -> None:
    case = CASES[name]
    back = compare(edited(case.old, *case.edits), case.old).changes
    assert Counter(map(line_of, back)) == Counter(map(mirrored, case.changes))


@pytest.mark.parametrize("name", CASES)
def test_the_edits_read_from_json_can_be_made_and_undone(name: str) -> None:
    case = CASES[name]
    new = edited(case.old, *case.edits)
    for one, other in ((case.old, new), (new, case.old)):
        text = changes_to_json(compare(one, other).changes, lambda _: (None, None))
        assert apply_changes(one, changes_from_json(text)) == other


@pytest.mark.parametrize(
    ("name", "remarks"),
    [
        ("a section merged into another", {f"merged into {L.jabatan[13].jabatan}"}),
        ("a section split off", {f"split from {L.jabatan[3].jabatan}"}),
        ("a position added", set()),
    ],
)
def test_split_and_merged_sections_are_said_to_be_so(name: str, remarks: set[str]) -> None:
    case = CASES[name]
    changes = compare(case.old, edited(case.old, *case.edits)).changes
    assert {change.remark for change in changes} - {""} == remarks


def test_a_superior_that_was_only_renamed_is_no_change() -> None:
    case = CASES["a position renamed"]
    assert not any(
        change.field == "atasan"
        for change in compare(case.old, edited(case.old, *case.edits)).changes
    )


def test_what_moved_away_is_not_in_the_record_of_what_was_removed() -> None:
    case = CASES["a section merged into another"]
    changes = compare(case.old, edited(case.old, *case.edits)).changes
    gone = next(change.record for change in changes if change.field == "jabatan")
    assert isinstance(gone, Jabatan)
    assert gone.tugas == L.jabatan[14].tugas[9:]
    assert gone.sasaran[0].indikator == ()


def test_the_fate_of_every_penjelasan_is_told() -> None:
    new = edited(
        S,
        reword("0.sasaran.0.indikator.0.indikator", "Indeks", "indeks"),
        say("0.sasaran.0.indikator.0.penjelasan", ""),
        reword("0.sasaran.0.indikator.1.indikator", "terbit", "ditolak"),
        say("0.sasaran.0.indikator.1.penjelasan", ""),
        drop("0.sasaran.1"),
    )
    answers = compare(S, new).answers
    assert [(one.carry, one.new_path and one.new_path[-3:]) for one in answers] == [
        (Carry.FITS, (0, "indikator", 0)),
        (Carry.LOOK, (0, "indikator", 1)),
        (Carry.HOMELESS, None),
        (Carry.KEPT, (0, "indikator", 0)),
    ]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 45
