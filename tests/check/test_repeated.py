"""Indicators and lists that stand twice."""

import pytest

from iki_docgen.diagnostics import Code
from tests.check.builders import found, post

DINAS = (
    "perumusan kebijakan teknis di bidang kearsipan",
    "pengelolaan arsip statis dan arsip dinamis",
    "pembinaan kearsipan pada perangkat daerah",
    "pelestarian naskah kuno",
    "pelaksanaan fungsi lain yang diberikan oleh Bupati",
)


def _bidang(name: str, work: str, *, head: str = "Kepala Dinas") -> tuple[str, ...]:
    del name
    return (
        f"penyusunan rencana kerja {work}",
        f"pelaksanaan kebijakan teknis {work}",
        f"pelaksanaan pendataan {work}",
        f"pelaksanaan monitoring dan evaluasi {work}",
        f"pemberian saran dan pertimbangan kepada {head}",
        f"pelaksanaan fungsi lain yang diberikan oleh {head}",
    )


ROADS = _bidang("Jalan", "pemeliharaan jalan kabupaten")
BRIDGES = _bidang("Jembatan", "pembangunan jembatan")


def test_an_indicator_twice_in_a_position_is_found_at_the_second() -> None:
    (finding,) = found(
        Code.DUPLICATE_INDICATOR,
        post("Camat Dau", rows=["% desa mandiri", "Jumlah desa", "2. Prosentase  Desa Mandiri."]),
    )
    assert "`2. Prosentase  Desa Mandiri.` is in this position already" in finding.message


def test_the_indicator_of_the_superior_is_not_ones_own() -> None:
    (finding,) = found(
        Code.DUPLICATE_INDICATOR,
        post("Kepala Dinas Kesehatan", rows=["Persentase stunting", "Angka kematian ibu"]),
        post("Sekretaris", rows=["Persentase (%) Stunting", "Nilai SAKIP"]),
    )
    assert "that of the superior, `Kepala Dinas Kesehatan`" in finding.message
    assert finding.jabatan == "Sekretaris"


@pytest.mark.parametrize(
    "posts",
    [
        [  # sisters measure the same of their own work
            post("Camat Dau", rows=["Nilai SAKIP"]),
            post("Kepala Seksi Pelayanan", rows=["Jumlah kegiatan yang difasilitasi"]),
            post("Kepala Seksi Pemerintahan", rows=["Jumlah kegiatan yang difasilitasi"]),
        ],
        [  # each place measures its own services
            post("Camat Dau", rows=["Nilai Indeks Kepuasan Masyarakat"]),
            post("Lurah Tlogomas", rows=["Nilai Indeks Kepuasan Masyarakat"]),
        ],
        [
            post("Kepala Dinas Kesehatan", rows=["Nilai IKM"]),
            post("Kepala UPT Puskesmas Ciptomulyo", rows=["Nilai IKM"]),
            post("Kepala Puskesmas Dinoyo", rows=["Nilai IKM"]),
        ],
        [  # other words
            post("Kepala Dinas Kesehatan", rows=["Persentase stunting"]),
            post("Sekretaris", rows=["Persentase stunting di lokus"]),
        ],
        [post("Camat Dau", rows=["", ""])],  # empty cells have findings of their own
    ],
)
def test_equal_words_for_other_things_are_no_duplicates(posts: list) -> None:
    assert not found(Code.DUPLICATE_INDICATOR, *posts)


def test_a_list_copied_from_the_superior_is_found() -> None:
    (finding,) = found(
        Code.COPIED_LIST,
        post("Kepala Dinas Kearsipan", fungsi=DINAS),
        post("Bidang Layanan Arsip", fungsi=DINAS),
    )
    assert finding.jabatan == "Bidang Layanan Arsip"
    assert "5 of the 5 items of FUNGSI" in finding.message
    assert "`Kepala Dinas Kearsipan`" in finding.message


def test_a_list_copied_from_a_sister_is_found_at_the_later_one() -> None:
    (finding,) = found(
        Code.COPIED_LIST,
        post("Kepala Dinas Pekerjaan Umum"),
        post("Kepala Bidang Jalan", tugas=ROADS),
        post("Kepala Bidang Jembatan", tugas=tuple(item.capitalize() for item in ROADS)),
    )
    assert finding.jabatan == "Kepala Bidang Jembatan"


def test_a_copy_with_a_few_items_changed_is_one() -> None:
    work = [f"pelayanan perizinan jenis {number}" for number in range(10)]
    changed = [*work[:8], "pelayanan pengaduan", "pelayanan informasi"]
    posts = [post("Kepala Dinas"), post("Bidang A", fungsi=work)]
    assert found(Code.COPIED_LIST, *posts, post("Bidang B", fungsi=changed))
    assert not found(Code.COPIED_LIST, *posts, post("Bidang B", fungsi=[*changed[1:], "lain-lain"]))


@pytest.mark.parametrize(
    "posts",
    [
        [  # alike in shape, not in words
            post("Kepala Dinas Pekerjaan Umum"),
            post("Kepala Bidang Jalan", fungsi=ROADS),
            post("Kepala Bidang Jembatan", fungsi=BRIDGES),
        ],
        [  # only the items that every list has
            post("Camat Wagir"),
            *(
                post(
                    f"Kepala Seksi {name}",
                    tugas=[
                        "menyusun rencana kerja dan anggaran seksi",
                        "menyiapkan bahan perumusan kebijakan teknis",
                        "melaksanakan monitoring, evaluasi dan pelaporan",
                        "menilai kinerja bawahan sesuai ketentuan",
                        f"membina {name.lower()} di desa",
                        "memberikan saran dan pertimbangan kepada Camat",
                        "melaksanakan tugas lain yang diberikan oleh Camat",
                    ],
                )
                for name in ("Pemerintahan", "Pelayanan", "Kesejahteraan")
            ),
        ],
        [  # the same job in other places
            post("Camat Wagir"),
            post("Lurah Kauman", tugas=DINAS),
            post("Lurah Sisir", tugas=DINAS),
        ],
        [
            post("Inspektur Daerah"),
            post("Inspektur Pembantu Wilayah I", fungsi=ROADS),
            post("Inspektur Pembantu Wilayah II", fungsi=ROADS),
        ],
        [
            post("Kepala Puskesmas Ciptomulyo"),
            post("Bidan Desa Sukun", tugas=ROADS),
            post("Bidan Desa Bandungrejosari", tugas=ROADS),
        ],
        [  # too few to tell
            post("Kepala Dinas"),
            post("Bidang A", fungsi=ROADS[:2]),
            post("Bidang B", fungsi=ROADS[:2]),
        ],
        [  # parts of wholes that are alike
            post("Kepala Dinas Kesehatan"),
            post("Kepala UPT Puskesmas A"),
            post("Sub Bagian Tata Usaha A", tugas=[*ROADS, "lain yang diberikan Kepala UPT"]),
            post("Kepala UPT Puskesmas B"),
            post(
                "Sub Bagian Tata Usaha B",
                tugas=[*ROADS, "tugas lain yang diberikan Kepala UPT Puskesmas B"],
            ),
        ],
    ],
)
def test_lists_that_are_rightly_alike_are_no_copies(posts: list) -> None:
    assert not found(Code.COPIED_LIST, *posts)
