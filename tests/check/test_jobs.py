"""JABATAN is the job of a person."""

import pytest

from iki_docgen.check.jobs import is_unit_name
from iki_docgen.diagnostics import Code
from tests.check.builders import found, post


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Seksi Pelayanan Umum", "Kepala Seksi Pelayanan Umum"),
        ("SEKSI PELAYANAN UMUM", "KEPALA SEKSI PELAYANAN UMUM"),
        ("Sub Bagian Keuangan", "Kepala Sub Bagian Keuangan"),
        ("Subbag Umum", "Kepala Subbag Umum"),
        ("Bidang Mutasi dan Promosi", "Kepala Bidang Mutasi dan Promosi"),
        ("Sekretariat BKPSDM", "Sekretaris BKPSDM"),
        ("Kelurahan Kauman", "Lurah Kauman"),
        ("KECAMATAN WAGIR", "CAMAT WAGIR"),
        ("Inspektorat Pembantu Wilayah I", "Inspektur Pembantu Wilayah I"),
        ("UPT Puskesmas Ciptomulyo", "Kepala UPT Puskesmas Ciptomulyo"),
        ("Seksi Pembinaan Guru", "Kepala Seksi Pembinaan Guru"),
        ("Pengelolaan Barang Milik Daerah", "Kepala Seksi Pengelolaan Barang Milik Daerah"),
        ("Humas dan Protokol", "Kepala Seksi Humas dan Protokol"),
        ("Fasilitasi dan Koordinasi Ormas", "Kepala Seksi Fasilitasi dan Koordinasi Ormas"),
    ],
)
def test_a_unit_is_no_job(name: str, expected: str) -> None:
    assert is_unit_name(name)
    (finding,) = found(Code.UNIT_NAME_AS_JABATAN, post(name))
    assert f"`{expected}`" in finding.help


@pytest.mark.parametrize(
    "name",
    [
        "Kepala Dinas Pendidikan",
        "KEPALA SEKSI PELAYANAN",
        "Ka.Sub Bagian Umum dan Kepegawaian",
        "Ka. UPT Puskesmas Dinoyo",
        "Plt. Kepala Bidang Mutasi",
        "Kasubag Keuangan",
        "Kabid Pencegahan",
        "Sekretaris",
        "Sekretaris Kecamatan Dau",
        "Camat Pakisaji",
        "LURAH",
        "Inspektur Pembantu I",
        "Irban III",
        "Direktur RSUD Kanjuruhan",
        "Wakil Direktur Pelayanan",
        "Asisten Pemerintahan dan Kesejahteraan Rakyat",
        "Sub Koordinator Perencanaan",
        "Analis Kepegawaian Ahli Muda",
        "Arsiparis Terampil",
        "Pranata Komputer Mahir",
        "Pengadministrasi Umum",
        "Pengelola Keuangan",
        "Pengemudi",
        "Pramu Bakti",
        "Penyuluh Keluarga Berencana",
        "Pemeriksa Pajak",
        "Perencana Ahli Madya",
        "Perawat Penyelia",
        "Bidan Desa",
        "Dokter Gigi",
        "Guru Kelas",
        "Bendahara Pengeluaran",
        "Jabatan Fungsional Umum",
        "Kelompok Jabatan Fungsional",
        "Staf Seksi Pelayanan",
        "Juru Pungut Retribusi",
        "Auditor Pertama",
        "P2UPD Ahli Muda",
        "Widyaiswara Ahli Utama",
        "Polisi Pamong Praja",
        "Tenaga Kebersihan",
        "Ajudan",
        "Rekam Medis",
        "Cleaning Service",
        "Laboran Kimia",
        "Relawan Kebencanaan",
        "X",
        "",
    ],
)
def test_a_job_is_no_unit(name: str) -> None:
    assert not is_unit_name(name)
    assert not found(Code.UNIT_NAME_AS_JABATAN, post(name))
