"""The rules about wording: what they find, where, and how it is mended."""

import pytest
from msgspec.structs import replace

from iki_docgen import codec
from iki_docgen.check import Preferences, check
from iki_docgen.diagnostics import Code
from iki_docgen.parse import parse
from iki_docgen.read import read_bytes
from iki_docgen.records import Document
from iki_docgen.source import NOWHERE
from tests.check.samples import document_text, findings_in, found_in, mended

# A TUGAS, the text at the place of the finding, and the TUGAS after mending.
MISSPELT = [
    ("menerapkan Perda Nomor 4 Tahun 2016 tentang Tata Kerja Dan Susunan yg telah diubah", "yg",
     "menerapkan Perda Nomor 4 Tahun 2016 tentang Tata Kerja Dan Susunan yang telah diubah"),
    ("menghitung Prosentase warga", "Prosentase", "menghitung Persentase warga"),
    ("mendata warga yg pindah", "yg", "mendata warga yang pindah"),
    ("mengelola surat   menyurat", "surat   menyurat", "mengelola surat-menyurat"),
    ("menata obyek/lokasi wisata", "obyek", "menata objek/lokasi wisata"),
    ("melayani tanggal 1 s/d 5", "s/d", "melayani tanggal 1 s.d. 5"),
    ("menandatangani surat a/n Camat", "a/n", "menandatangani surat a.n. Camat"),
    ("melaporkan bulan Nopember", "Nopember", "melaporkan bulan November"),
    ("menata data system informasi", "system", "menata data sistem informasi"),
    ("menerbitkan (ijin) usaha", "ijin", "menerbitkan (izin) usaha"),
    ("menjalankan tugas 0leh sendiri", "0leh", "menjalankan tugas oleh sendiri"),
    ("melaksanakan UU Nomor 5 Tahun 2014 tentang Aparatur Sipil Negara dimana perlu",
     "dimana",
     "melaksanakan UU Nomor 5 Tahun 2014 tentang Aparatur Sipil Negara di mana perlu"),
]  # fmt: skip

SPACED = [
    ("melayani warga ; dan tamu", " ", "melayani warga; dan tamu"),
    ("melayani warga , tamu", " ", "melayani warga, tamu"),
    ("melayani warga,tamu dan anak", ",", "melayani warga, tamu dan anak"),
    ("melayani  warga", "  ", "melayani warga"),
    ("melayani \u00a0warga", " \u00a0", "melayani warga"),
    ("membina PSM (Pekerja Sosial Masyarakat)yang aktif", "(Pekerja Sosial Masyarakat)",
     "membina PSM (Pekerja Sosial Masyarakat) yang aktif"),
]  # fmt: skip


def _read(text: str) -> Document:
    return parse(read_bytes(text.encode(), "teks.txt"))[0]


def _tugas(text: str) -> str:
    return document_text(tugas=(text,))


@pytest.mark.parametrize(("tugas", "place", "right"), MISSPELT)
def test_a_misspelt_word_is_found_and_mended(tugas: str, place: str, right: str) -> None:
    assert ("IKI301", place) in found_in(_tugas(tugas))
    assert mended(_tugas(tugas)) == _tugas(right)
    assert found_in(_tugas(right)) == []


@pytest.mark.parametrize(("tugas", "place", "right"), SPACED)
def test_spaces_are_found_and_mended(tugas: str, place: str, right: str) -> None:
    assert found_in(_tugas(tugas)) == [("IKI303", place)]
    assert mended(_tugas(tugas)) == _tugas(right)


def test_a_word_within_a_proper_name_is_left_to_a_person() -> None:
    text = _tugas("membina mahasiswa Universitas Praktek Indonesia")
    assert found_in(text) == [("IKI301", "Praktek")]
    assert mended(text) == text


def test_each_occurrence_of_a_misspelt_word_is_a_finding() -> None:
    assert found_in(_tugas("mendata warga yg datang dan yg pindah")) == [("IKI301", "yg")] * 2


def test_a_word_in_a_text_of_capitals_is_mended_in_capitals() -> None:
    text = document_text(sasaran="MENINGKATNYA IJIN USAHA")
    assert found_in(text) == [("IKI301", "IJIN")]
    assert mended(text) == document_text(sasaran="MENINGKATNYA IZIN USAHA")


def test_a_word_in_the_name_of_a_post_is_left_to_a_person() -> None:
    text = document_text(jabatan="Kepala Seksi Kerjasama Desa")
    assert found_in(text) == [("IKI301", "Kerjasama")]
    assert mended(text) == text


def test_a_pair_parted_by_a_line_end_is_found_and_left_to_a_person() -> None:
    text = _tugas("mengelola surat\n      menyurat")
    _, found = findings_in(text)
    assert [(one.code, one.fix) for one in found] == [(Code.NONSTANDARD_WORD, None)]


def test_words_stand_at_their_place_behind_a_page_foot() -> None:
    text = _tugas("mendata warga\n- 3 -\nyg pindah  domisili")
    source, found = findings_in(text)
    assert [source.slice(one.span) for one in found] == ["yg", "  "]
    assert [source.position(one.span.start).line for one in found] == [4, 4]


def test_a_page_foot_is_no_part_of_the_text() -> None:
    assert found_in(_tugas("mendata warga\nHalaman 3 dari 9\nyang pindah")) == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_do_not_matter(end: str) -> None:
    text = _tugas("mendata warga\n   yg pindah ;").replace("\n", end)
    assert found_in(text) == [("IKI301", "yg"), ("IKI303", " ")]


def test_an_agency_adds_words_and_takes_them_away() -> None:
    text = _tugas("mendata warga yg pindah ke poskamling lingkungan")
    kata = {"yg": "", "Poskamling": "pos kamling"}
    assert found_in(text, Preferences(kata=kata)) == [("IKI301", "poskamling")]
    assert found_in(text, Preferences(kata={"YG": ""})) == []
    event = _tugas("menata event desa di sentra")
    assert found_in(event, Preferences(istilah={"event": "", "sentra": "pusat"})) == [
        ("IKI302", "sentra")
    ]


def test_an_outdated_term_is_reported_once_for_a_position_with_its_count() -> None:
    text = document_text(tugas=("menyusun LAKIP", "mengirim LAKIP"), jabatan="Sub Bagian Umum")
    _, found = findings_in(text)
    assert [one.message for one in found] == [
        "`Sub Bagian` stands once in this position; official texts now write `Subbagian`",
        "`LAKIP` stands 2 times in this position; official texts now write `LKjIP`",
    ]
    assert all(one.fix is None for one in found if one.code is Code.OUTDATED_TERM)
    assert len([one for one in found if one.code is Code.OUTDATED_TERM]) == 2


def test_a_comma_before_yang_is_reported_in_a_table_and_not_mended() -> None:
    text = document_text(indikator=("Jumlah pengurus, yang dibina",))
    assert found_in(text) == [("IKI303", ",")]
    assert mended(text) == text


@pytest.mark.parametrize("word", ["Yang", "Dan", "Untuk", "Dengan", "Dari", "Oleh", "Ke"])
def test_a_small_word_with_a_capital_is_mended(word: str) -> None:
    text = _tugas(f"memimpin rapat {word} sidang")
    assert found_in(text) == [("IKI304", word)]
    assert mended(text) == _tugas(f"memimpin rapat {word.lower()} sidang")


def test_a_small_first_letter_of_an_indicator_is_mended() -> None:
    text = document_text(indikator=("Jumlah warga", "Jumlah desa", "jumlah dusun"))
    assert found_in(text) == [("IKI304", "jumlah")]
    assert mended(text) == document_text(indikator=("Jumlah warga", "Jumlah desa", "Jumlah dusun"))


def test_a_capital_item_among_small_ones_is_mended() -> None:
    text = document_text(tugas=("menyusun rencana", "membina desa", "Melaksanakan tugas lain"))
    assert found_in(text) == [("IKI304", "Melaksanakan")]
    assert "c. melaksanakan tugas lain" in mended(text)


def test_a_small_word_in_the_name_of_a_position_is_reported() -> None:
    assert found_in(document_text(jabatan="Kepala seksi Pelayanan")) == [("IKI304", "seksi")]


MIXED = [
    ("menyusun dan pelaksanaan standar", "menyusun dan pelaksanaan"),
    ("menyusun, membina, dan pengawasan desa", "menyusun, membina, dan pengawasan"),
    ("pelaksanaan kegiatan desa", "pelaksanaan"),
    ("Penyusunan rencana desa", "Penyusunan"),
]


@pytest.mark.parametrize(("tugas", "place"), MIXED)
def test_tugas_are_verbs(tugas: str, place: str) -> None:
    assert found_in(_tugas(tugas)) == [("IKI305", place)]
    assert mended(_tugas(tugas)) == _tugas(tugas)


@pytest.mark.parametrize(
    ("fungsi", "place"),
    [
        ("melaksanakan pembinaan", "melaksanakan"),
        ("penyusunan dan melaksanakan rencana", "penyusunan dan melaksanakan"),
        ("pembinaan dan/atau mengawasi usaha", "pembinaan dan/atau mengawasi"),
    ],
)  # fmt: skip
def test_fungsi_are_nouns(fungsi: str, place: str) -> None:
    assert found_in(document_text(fungsi=(fungsi,))) == [("IKI305", place)]


def test_two_forms_of_a_term_are_found_only_where_both_stand() -> None:
    both = ("memenuhi standar pelayanan minimal", "menilai standar pelayanan minimum")
    assert found_in(document_text(tugas=both)) == [("IKI306", "standar pelayanan minimum")]
    assert found_in(document_text(tugas=both[1:])) == []


def test_a_percent_sign_is_found_beside_the_word_only() -> None:
    rows = ("% warga yang puas", "Persentase desa mandiri")
    assert found_in(document_text(indikator=rows)) == [("IKI306", "%")]
    assert found_in(document_text(indikator=rows[:1])) == []


def test_an_abbreviation_is_reported_once_at_its_first_place() -> None:
    text = document_text(tugas=("membina TKSK", "menilai TKSK dan KPSPAMS"))
    source, found = findings_in(text)
    assert [source.slice(one.span) for one in found] == ["TKSK", "KPSPAMS"]
    assert source.position(found[0].span.start).line == 2


EXPLAINED = [
    "membina tenaga kesejahteraan sosial kecamatan (TKSK)",
    "membina TKSK (tenaga kesejahteraan sosial kecamatan)",
    "membina tenaga kesejahteraan sosial kecamatan/TKSK",
    "membina tenaga kesejahteraan sosial kecamatan / TKSK",
    "membina tempat pemakaman umum yang dipelihara (TPU)",
    "membina kelompok usaha bersama (KUBE)",
    "membina tim penggerak dan pembina usaha desa (TPPUD)",
    "membina tenaga kesejahteraan\n      sosial kecamatan (TKSK)",
    "membina kelompok yang selanjutnya disebut KPSPAMS",
    "membina pos pelayanan terpadu (POSYANDU) desa",
]


@pytest.mark.parametrize("tugas", EXPLAINED)
def test_an_explained_abbreviation_is_not_found(tugas: str) -> None:
    assert found_in(_tugas(tugas)) == []


@pytest.mark.parametrize(
    "tugas", ["membina warga (TKSK)", "membina Tim Kerja/TKSK", "membina TKSK (kecamatan)"]
)
def test_words_that_do_not_fit_explain_nothing(tugas: str) -> None:
    assert found_in(_tugas(tugas)) == [("IKI307", "TKSK")]


def test_findings_of_records_have_no_place_and_no_fix() -> None:
    plain = codec.loads(codec.dumps(_read(_tugas("mendata warga yg pindah"))))
    found = [one for one in check(plain) if one.code is Code.NONSTANDARD_WORD]
    assert [(one.span, one.fix) for one in found] == [(NOWHERE, None)]


def test_mending_twice_changes_nothing_more() -> None:
    text = document_text(
        tugas=("mendata  warga yg pindah ;", "membina anak,wanita", "Melaksanakan tugas lain"),
        indikator=("Prosentase warga Yang puas", "jumlah warga", "Jumlah desa"),
    )
    once = mended(text)
    assert once != text
    assert mended(once) == once


@pytest.mark.parametrize(
    "filler", ["a", " ", ",", "A", "PP ", "a  ", '"', "(", "yg ", ".", "A-", "-"]
)
def test_hostile_texts_take_no_square_of_their_length(filler: str) -> None:
    """A rule that takes the square of a text's length would not come back from these."""
    text = f"x{filler * (200_000 // len(filler))}x"
    jabatan = codec.loads(codec.dumps(_read(document_text()))).jabatan[0]
    jabatan = replace(jabatan, tugas=(text,), jabatan=text)
    document = Document(versi=1, instansi="", tahun=None, jabatan=(jabatan,))
    assert all(found.code.id.startswith("IKI") for found in check(document))


def test_a_word_of_a_wrapped_cell_is_found_in_its_own_column() -> None:
    text = (
        "1. JABATAN : Kepala Seksi Tangkap\n2. TUGAS : membina kelompok.\n\n"
        "Sasaran              Indikator Kinerja        Penjelasan       Sumber Data\n\n"
        "Meningkatnya         Persentase nelayan yang  Jumlah nelayan   Bidang Tangkap\n"
        "produksi             memiliki kartu dan       yg aktif         dan Budidaya\n"
    )
    document, _ = parse(read_bytes(text.encode(), "teks.txt"))
    reading = read_bytes(text.encode(), "teks.txt")
    found = [one for one in check(document, reading.source) if one.code is Code.NONSTANDARD_WORD]
    assert [reading.source.slice(one.span) for one in found] == ["yg"]


def test_the_second_half_of_a_word_with_a_hyphen_is_not_small_in_a_name() -> None:
    text = (
        "1. JABATAN : Kepala Bagian Peraturan Perundang-undangan\n2. TUGAS : menyusun peraturan.\n"
    )
    reading = read_bytes(text.encode(), "teks.txt")
    document, _ = parse(reading)
    codes = {one.code for one in check(document, reading.source)}
    assert Code.CAPITALISATION not in codes
