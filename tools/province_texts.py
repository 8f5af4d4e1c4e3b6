"""Positions of agencies that do not exist, in words that could be theirs.

An agency has a head, a Sekretariat with two Sub Bagian, and Bidang of three Seksi each.  What it
deals with, how many items and indicators a position has, and how each is worded is drawn by chance.
"""

import random
from dataclasses import dataclass
from itertools import combinations

URUSAN = {
    "Pertanian": ("hortikultura", "padi dan palawija", "penyuluhan", "alat mesin pertanian"),
    "Perikanan": ("perikanan tangkap", "budidaya ikan", "pengolahan hasil laut", "kapal nelayan"),
    "Kesehatan": ("kesehatan ibu dan anak", "gizi", "farmasi", "pencegahan penyakit"),
    "Pendidikan": ("sekolah dasar", "pendidikan anak usia dini", "guru", "kurikulum daerah"),
    "Perhubungan": ("terminal", "lalu lintas", "angkutan sungai", "keselamatan jalan"),
    "Perdagangan": ("pasar rakyat", "metrologi", "ekspor", "distribusi bahan pokok"),
    "Pariwisata": ("desa wisata", "promosi wisata", "ekonomi kreatif", "usaha jasa wisata"),
    "Lingkungan Hidup": ("pengelolaan sampah", "mutu air", "taman kota", "limbah berbahaya"),
    "Tenaga Kerja": ("pelatihan kerja", "penempatan tenaga kerja", "pengupahan", "transmigrasi"),
    "Perpustakaan": ("pembinaan perpustakaan", "arsip daerah", "minat baca", "naskah kuno"),
}
"""Fields of government and what each deals with."""
FIELDS = [(one,) for one in URUSAN] + list(combinations(URUSAN, 2))
"""An agency deals with one field or two."""
REGENCIES = [
    f"Kabupaten {first}{last}"
    for first in ("Sumber", "Karang", "Banyu", "Tanjung", "Wono", "Batu", "Muara", "Giri")
    for last in ("rejo", "asri", "wangi", "jaya", "sari")
]
TUGAS = (
    "menyusun rencana kerja dan anggaran",
    "melaksanakan kebijakan teknis",
    "menyusun pedoman penyelenggaraan",
    "melaksanakan pendataan dan verifikasi",
    "memberikan bimbingan teknis",
    "menyiapkan bahan koordinasi",
    "mengelola data dan informasi",
    "melaksanakan pengawasan",
    "menyusun laporan berkala",
    "mengembangkan kerja sama antarlembaga",
)
FUNGSI = (
    "penyusunan program dan kegiatan",
    "pelaksanaan pembinaan",
    "pengelolaan sarana dan prasarana",
    "pelaksanaan pemantauan dan evaluasi",
    "penyiapan standar operasional prosedur",
    "fasilitasi pemberdayaan masyarakat",
    "pelayanan administrasi",
    "pengoordinasian unsur terkait",
)
SECTIONS = ("Pendataan", "Pembinaan", "Pengembangan")
OUTCOMES = ("Meningkatnya mutu", "Meningkatnya cakupan", "Tertibnya penyelenggaraan")
MEASURES = (
    ("Persentase sasaran {} yang terlayani", "Jumlah terlayani dibagi jumlah sasaran dikali 100%"),
    ("Jumlah kegiatan {} yang terlaksana", "Jumlah kegiatan dalam satu tahun (kegiatan)"),
    ("Nilai kepuasan pengguna layanan {}", "Jumlah nilai seluruh unsur dibagi jumlah unsur"),
    ("Jumlah laporan {} yang tepat waktu", "Jumlah laporan dalam satu tahun (laporan)"),
    ("Persentase petugas {} yang terlatih", "Petugas terlatih / seluruh petugas x 100%"),
)
PLACES = ("di desa pesisir", "di perkotaan", "di wilayah perbatasan", "di kecamatan", "")
MISSPELT = (("yang", "yg"), ("Persentase", "Prosentase"), ("kerja sama", "kerjasama"))
HOW_OFTEN = 0.02
"""How often a word that people misspell is misspelt."""


@dataclass(frozen=True, slots=True)
class Position:
    """What the text of a position says; a row is Indikator, Penjelasan and Sumber Data."""

    name: str
    tugas: tuple[str, ...]
    fungsi: tuple[str, ...]
    sasaran: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency, its region, and its positions in order."""

    name: str
    region: str
    positions: tuple[Position, ...]


def agency(region: str, fields: tuple[str, ...], size: int, chance: random.Random) -> Agency:
    """Return an agency of `size` positions that deals with `fields`."""
    name = "Dinas " + " dan ".join(fields)
    topics = [topic for one in fields for topic in URUSAN[one]]
    chance.shuffle(topics)
    posts = _posts(name, region, topics)[:size]
    return Agency(name, region, tuple(_position(*post, name, chance) for post in posts))


def _posts(name: str, region: str, topics: list[str]) -> list[tuple[str, str, str]]:
    """Return name, topic and superior of each position, as many as there are topics for."""
    head = "Kepala Dinas"
    found = [
        (f"Kepala {name} {region}", topics[0], "Bupati"),
        (f"Sekretariat pada {name}", "administrasi umum", head),
        ("Sub Bagian Umum dan Kepegawaian", "kepegawaian", "Sekretaris"),
        ("Sub Bagian Keuangan", "keuangan", "Sekretaris"),
    ]
    for topic in topics:
        division = topic.title()
        found.append((f"Kepala Bidang {division}", topic, head))
        found += (
            (f"Seksi {work} {division}", f"{work.lower()} {topic}", f"Kepala Bidang {division}")
            for work in SECTIONS
        )
    return found


def _position(
    name: str, topic: str, superior: str, agency_name: str, chance: random.Random
) -> Position:
    """Return a position whose lists and table are drawn by chance."""
    tugas = _items(TUGAS, topic, chance)
    fungsi = _items(FUNGSI, topic, chance)
    return Position(
        name,
        (*tugas, f"melaksanakan tugas lain yang diberikan oleh {superior}"),
        (*fungsi, f"pelaksanaan fungsi lain yang diberikan oleh {superior}"),
        tuple(
            (f"{outcome} {topic}", _rows(topic, agency_name, chance))
            for outcome in chance.sample(OUTCOMES, chance.randint(1, 2))
        ),
    )


def _items(openings: tuple[str, ...], topic: str, chance: random.Random) -> list[str]:
    count = chance.randint(3, len(openings))
    return [
        _misspelt(f"{opening} {topic} {chance.choice(PLACES)}".strip(), chance)
        for opening in chance.sample(openings, count)
    ]


def _rows(topic: str, agency_name: str, chance: random.Random) -> tuple[tuple[str, str, str], ...]:
    explained = chance.random() < 1 / 2
    return tuple(
        (_misspelt(measure.format(topic), chance), formula if explained else "", agency_name)
        for measure, formula in chance.sample(MEASURES, chance.randint(1, 3))
    )


def _misspelt(text: str, chance: random.Random) -> str:
    for right, wrong in MISSPELT:
        if right in text and chance.random() < HOW_OFTEN:
            text = text.replace(right, wrong, 1)
    return text
