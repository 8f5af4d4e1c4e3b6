"""What indicators measure: ratios, two measures in one, none at all."""

import pytest

from iki_docgen.check.measures import has_formula, is_ratio, says_no_measure, two_measures
from iki_docgen.diagnostics import Code
from tests.check.builders import found, post, row


@pytest.mark.parametrize(
    "indikator",
    [
        "% Peningkatan PAD",
        "%Peningkatan PAD",
        "Persentase desa yang menyusun RKP Desa tepat waktu",
        "Prosentase rumah tangga ber-PHBS",
        "PRESENTASE TEMUAN YANG DITINDAKLANJUTI",
        "2. Persentase pegawai yang mengikuti diklat",
        "Rasio dokter per penduduk",
        "Proporsi jabatan yang terisi sesuai kompetensi",
        "Capaian persentase imunisasi dasar lengkap",
        "Tingkat persentase kehadiran pegawai",
        "Tingkat kehadiran pegawai (%)",
    ],
)
def test_a_percentage_or_a_ratio_is_a_quotient(indikator: str) -> None:
    assert is_ratio(indikator)
    assert found(Code.RATIO_WITHOUT_FORMULA, post("Camat", rows=[indikator]))


@pytest.mark.parametrize(
    "indikator",
    [
        "Jumlah desa dengan persentase kemiskinan di atas rata-rata",
        "Nilai Indeks Kepuasan Masyarakat (IKM)",
        "Tingkat kepuasan masyarakat",
        "Rata-rata waktu tunggu rawat jalan",
        "Rasio Gini",
        "Angka kematian bayi",
        "Jumlah dokumen rasionalisasi anggaran",
        "Opini BPK",
        "Jumlah laporan realisasi 100% dana desa",
        "",
    ],
)
def test_other_measures_are_no_quotients(indikator: str) -> None:
    assert not is_ratio(indikator)
    assert not found(Code.RATIO_WITHOUT_FORMULA, post("Camat", rows=[indikator]))


@pytest.mark.parametrize(
    "penjelasan",
    [
        "Jumlah desa tepat waktu dibagi jumlah desa dikali 100%",
        "(Jumlah temuan selesai / jumlah temuan) x 100 %",
        "A/B x 100%",
        "a / b",
        "Realisasi/target x 100%",
        "Persentase = realisasi/pagu",
        "Jumlah ibu hamil K4 : jumlah sasaran ibu hamil",
        "Jumlah balita ditimbang ÷ jumlah balita",
        "Perbandingan jumlah guru bersertifikat dengan jumlah guru",
        "Jumlah surat yang dijawab terhadap jumlah surat masuk",
        "Jumlah pegawai berijazah S1 dari seluruh pegawai",
        "Jumlah kasus per jumlah penduduk",
        "(A tahun n - A tahun n-1) / A tahun n-1 \u00d7 100%",
        "Pembilang: jumlah KK bersanitasi\nPenyebut: jumlah KK",
        "Jumlah aset bersertifikat\ndibagi\njumlah aset",
        "Jumlah kehadiran dikalikan 100 dan dibandingkan hari kerja",
    ],
)
def test_a_numerator_and_a_denominator_are_a_formula(penjelasan: str) -> None:
    assert has_formula(penjelasan)
    rows = [row("Persentase kehadiran", penjelasan)]
    assert not found(Code.RATIO_WITHOUT_FORMULA, post("Camat", rows=rows))


@pytest.mark.parametrize(
    "penjelasan",
    [
        "",
        "Dihitung setiap akhir tahun",
        "Jumlah desa yang tepat waktu",
        "Berdasarkan dokumen Renstra dan/atau Renja",
        "Sesuai Peraturan Bupati Nomor 12/2021",
        "Catatan : dihitung per triwulan",
        "Satuan: persen",
        "Target 100%",
        "Laporan LAKIP/LKjIP tahun berjalan",
    ],
)
def test_what_names_no_denominator_is_no_formula(penjelasan: str) -> None:
    assert not has_formula(penjelasan)
    rows = [row("Persentase kehadiran", penjelasan)]
    assert found(Code.RATIO_WITHOUT_FORMULA, post("Camat", rows=rows))


@pytest.mark.parametrize(
    ("indikator", "parts"),
    [
        ("% Peningkatan Jumlah dan Peran Karang Taruna", ("jumlah", "peran")),
        ("Ketepatan dan kecepatan pelayanan KTP", ("ketepatan", "kecepatan")),
        ("Persentase kualitas serta kuantitas produk hukum", ("kualitas", "kuantitas")),
        ("Tingkat efektivitas dan efisiensi anggaran", ("efektivitas", "efisiensi")),
        ("Tingkat efektifitas dan efisiensi anggaran", ("efektivitas", "efisiensi")),
        ("Jumlah produksi dan produktivitas padi", ("produksi", "produktivitas")),
        ("Nilai dan jumlah investasi", ("nilai", "jumlah")),
        (
            "Jumlah kejadian kebakaran dan jumlah korban jiwa",
            ("jumlah kejadian kebakaran", "jumlah korban jiwa"),
        ),
        (
            "Jumlah dokumen perencanaan dan jumlah laporan keuangan yang disusun",
            ("jumlah dokumen perencanaan", "jumlah laporan keuangan yang disusun"),
        ),
        (
            "Persentase desa mandiri dan % desa maju",
            ("persentase desa mandiri", "persentase desa maju"),
        ),
        (
            "Angka kematian ibu serta angka kematian bayi",
            ("angka kematian ibu", "angka kematian bayi"),
        ),
        ("Nilai IKM dan Nilai SAKIP", ("nilai ikm", "nilai sakip")),
        (
            "Rata-rata lama sekolah dan rata-rata nilai ujian",
            ("rata lama sekolah", "rata nilai ujian"),
        ),
    ],
)
def test_two_measures_in_one_indicator_are_told(indikator: str, parts: tuple[str, str]) -> None:
    assert two_measures(indikator) == parts
    (finding,) = found(Code.DOUBLE_BARRELLED, post("Camat", rows=[indikator]))
    assert f"`{parts[0]}` and `{parts[1]}`" in finding.message


@pytest.mark.parametrize(
    "indikator",
    [
        "Persentase sarana dan prasarana dalam kondisi baik",
        "Jumlah laporan monitoring dan evaluasi",
        "Persentase PMKS yang mendapatkan pelayanan dan rehabilitasi sosial",
        "Persentase pemenuhan administrasi dan operasional perkantoran",
        "Jumlah Laporan Keuangan Semesteran dan Prognosis Realisasi Anggaran",
        "Rasio jumlah guru dan jumlah murid",
        "Perbandingan jumlah tenaga medis dan jumlah penduduk",
        "Persentase selisih antara jumlah kas dan jumlah pembukuan",
        "Persentase desa dengan tingkat kemiskinan dan tingkat pengangguran rendah",
        "Jumlah laporan data jumlah penduduk dan jumlah kelahiran",
        "Jumlah dokumen yang memuat kualitas dan kuantitas air",
        "Persentase laporan yang memenuhi ketepatan dan kelengkapan",
        "Indeks Kualitas dan Kuantitas Air",
        "Nilai dan Predikat SAKIP",
        "Jumlah dan jenis bantuan yang disalurkan",
        "Jumlah laporan (jumlah dan nilai aset) yang disusun",
        "Jumlah pengunjung laki-laki dan perempuan",
        "Nilai Indeks Keterbukaan Informasi dan Komunikasi Publik",
        "Persentase koordinasi dan sinkronisasi program",
        "Tingkat ketenteraman dan ketertiban umum",
        "Jumlah",
        "Jumlah dan",
        "",
    ],
)
def test_one_measure_of_several_things_is_one(indikator: str) -> None:
    assert two_measures(indikator) is None
    assert not found(Code.DOUBLE_BARRELLED, post("Camat", rows=[indikator]))


@pytest.mark.parametrize(
    "indikator",
    [
        "Terlaksananya musyawarah perencanaan pembangunan kecamatan",
        "Tersusunnya dokumen Renja",
        "TERSUSUNNYA LAPORAN KEUANGAN",
        "Tersedianya alat tulis kantor",
        "Meningkatnya kualitas pelayanan publik",
        "Laporan hasil pemeriksaan reguler",
        "Dokumen perencanaan perangkat daerah",
        "Kelancaran administrasi perkantoran",
        "Pembinaan lembaga kemasyarakatan desa",
        "Terlayaninya pasien rawat jalan",
        "Tersusunnya laporan capaian kinerja",
        "Laporan realisasi anggaran",
        "Terlaksananya peningkatan kapasitas aparatur",
    ],
)
def test_an_activity_or_a_thing_is_no_measure(indikator: str) -> None:
    assert says_no_measure(indikator)
    assert found(Code.NO_MEASURE, post("Camat", rows=[indikator]))


@pytest.mark.parametrize(
    "indikator",
    [
        "Jumlah laporan yang disusun",
        "Banyaknya surat masuk yang diagendakan",
        "% temuan yang ditindaklanjuti",
        "Prosentase kehadiran",
        "Nilai SAKIP",
        "Predikat AKIP Perangkat Daerah",
        "Opini BPK atas laporan keuangan",
        "Indeks Profesionalitas ASN",
        "Level maturitas SPIP",
        "Rata-rata lama tinggal wisatawan",
        "Lama tinggal wisatawan",
        "Waktu tanggap darurat",
        "Response time pemadam kebakaran",
        "Panjang jalan yang dipelihara",
        "Luas taman kota",
        "Produksi ikan tangkap",
        "Produktivitas padi",
        "Hasil tangkapan nelayan",
        "Pengeluaran per kapita",
        "Usia harapan hidup",
        "Umur Harapan Hidup",
        "Prevalensi stunting",
        "Cakupan imunisasi dasar lengkap",
        "Pertumbuhan ekonomi",
        "Ketepatan penyampaian LPPD",
        "Frekuensi penyuluhan di posyandu",
        "Kasus kekerasan terhadap anak",
        "Realisasi pendapatan asli daerah",
        "IKM Kecamatan",
        "PDRB atas dasar harga berlaku",
        "12 jenis bantuan",
        "Inflasi",
        "Bed Occupancy Rate (BOR)",
        "Average Length of Stay",
        "Tidak ada temuan",
        "Terlaksananya 4 kali rapat koordinasi",
        "Tersusunnya laporan keuangan tepat waktu",
        "Meningkatnya nilai SAKIP",
        "Kontribusi sektor pariwisata",
        "Peningkatan kunjungan wisatawan",
        "Tercapainya skor Pola Pangan Harapan",
        "",
    ],
)
def test_a_quantity_is_a_measure(indikator: str) -> None:
    assert not says_no_measure(indikator)
    assert not found(Code.NO_MEASURE, post("Camat", rows=[indikator]))
