"""Sentences of real offices in which the rules about wording must find nothing."""

import pytest

from tests.check.samples import document_text, found_in

TUGAS = [
    # Indonesian as it should be
    "membantu Bupati melaksanakan urusan pemerintahan yang menjadi kewenangan daerah",
    "Kepala Dinas mempunyai tugas membantu Bupati di bidang sosial",
    "melaksanakan pelayanan, pembinaan, dan pengawasan",
    "memberikan pelayanan dan perlindungan bagi lanjut usia",
    "membina usaha mikro, kecil, dan menengah dan perdagangan",
    "mencegah penyakit menular dan penyehatan lingkungan permukiman",
    "mendampingi ibu menyusui dan pemberian makanan tambahan di posyandu",
    "mengoordinasikan penyusunan standar operasional prosedur",
    "menyelenggarakan pemerintahan umum, ketenteraman, dan ketertiban",
    "merumuskan dan melaksanakan kebijakan serta pengendalian program",
    "mempersiapkan bahan penyusunan dan pelaksanaan anggaran",
    "melalui camat, menyampaikan laporan kepada Bupati",
    "analisis jabatan dan analisis beban kerja",
    "fasilitasi penyelesaian sengketa antarwarga",
    "pejabat pembuat komitmen pada kegiatan konstruksi",
    "penanggung jawab layanan aduan masyarakat",
    "perangkat desa yang ditunjuk camat",
    # Spaces and marks
    "menaikkan indeks dari 1,5 menjadi 2,75 pada tahun 2026",
    "mengelola pagu Rp1.000.000,00 dan Rp2.500,50",
    "menjaga rasio 1:1.000 dan 3:2 di kelas",
    "menerima berkas pukul 08.00-15.30 dan melayani pos 24/7",
    "menugaskan Drs.H. Sutrisno, M.Si. dan dr. Ani, Sp.A. sebagai tim",
    "menugaskan Sri Wahyuni, S.Sos., M.AP. dan Budi,S.E. sebagai tim",
    "mengelola laman https://data.go.id/public,system dan www.lumajangkab.go.id",
    "menerima surat melalui survey@lumajangkab.go.id dan public.lumajangkab.go.id",
    "menerima pengembalian (pemer)iksaan dan (per)hitungan",
    "menghitung (n-1)x dan f(x)dx pada rumus",
    "menata ruang baca,A dan ruang B",
    "memelihara sarana/prasarana dan barang milik/kekayaan daerah",
    "menyusun rencana\n      kerja dan\n      anggaran kecamatan",
    "menyusun rencana   \n      kerja kecamatan",
    "menyiapkan data (terpilah), dokumen, dan arsip",
    # Capitals
    "membina kerukunan umat beragama kepada Tuhan Yang Maha Esa",
    "menyampaikan laporan ke Kementerian Dalam Negeri",
    "membina Sekolah Menengah Atas dan Taman Kanak-Kanak",
    "mewakili Bupati di Kabupaten Lumajang",
    "melayani pasien Rumah Sakit Umum Daerah dr. Haryoto",
    "melaksanakan Program Keluarga Harapan (PKH) di desa",
    # Titles, quotations, names
    'menjalankan program "Public Safety Center" dan \u201cSmart System\u201d',
    "menjalankan Public Safety Center dan Early Warning System",
    "menyiapkan public hearing dan standard operating procedure",
    "melaksanakan Undang-Undang Nomor 9 Tahun 1967 tentang Norma dan Standard Pelayanan",
    "menerapkan Peraturan Bupati Nomor 5 Tahun 2020 tentang Tata Kerja Sub Bagian Dan Sub Bidang",
    "menerapkan Permendagri No. 10 Tahun 2019 tentang Pedoman Kerjasama Daerah; dan pedoman lain",
    "menerapkan Keputusan Bupati tentang Kerjasama dan Ijin Usaha",
    "menerapkan Peraturan Menteri tentang pedoman kerjasama yg berlaku",
    "mengelola aplikasi SURVEY (Sistem Urusan Rutin dan Verifikasi Elektronik Yogyakarta)",
    "menjalankan sistem merit (merit system) dan e-government",
    "membina umat membaca Qur'an dan salat Jum'at",
    # Abbreviations
    "menyusun RKA, DPA, dan SPJ sesuai dengan APBD",
    "menilai SKP dan angka kredit ASN golongan III dan IV/a",
    "menilai tahap II, VIII, XII, XIV, dan XXIX",
    "menyusun RKA-PPKD dan APBD-P",
    "menangani COVID-19, limbah B3, dan P3K",
    "mengukur daya 5 MW dan luas 20 HA",
    "menugaskan Ahmad, S.T., M.T. dan Siti Aminah, SKM, MM",
    "menerbitkan NIK, KTP, dan KK bagi WNI",
    "melayani BPJS, PBB, dan PDAM di UPT",
    "melaksanakan tugas PPPK, PNS, dan CPNS",
    "membina RT, RW, PKK, dan BPD",
    # Other offices: a Puskesmas, a BKPSDM, an Inspektorat, treasurers
    "memverifikasi berkas kenaikan pangkat dari golongan II/d ke III/a",
    "melaksanakan tugas sebagai PPTK, PPK-SKPD, dan KPA",
    "menyiapkan bahan LHP BPK-RI dan tindak lanjut rekomendasi APIP",
    "mengevaluasi AKIP perangkat daerah sesuai Permenpan RB Nomor 88 Tahun 2021",
    "melakukan surveilans epidemiologi DBD dan TB",
    "memeriksa tekanan darah ibu hamil K1 dan K4",
    "menyusun DUPAK dan PAK pejabat fungsional",
    "menyusun laporan pertanggungjawaban dana BOK dan JKN",
    "menyusun Renstra, Renja, RKA, DPA, LKjIP, LPPD, dan LKPJ",
    "mengelola aplikasi SIPD, SIMDA, e-Kinerja, e-SAKIP, dan SIPKD",
    "mengelola barang persediaan (ATK, bahan cetak, dan materai)",
    "memfasilitasi Musrenbang desa dan kecamatan serta forum OPD",
    "melaksanakan penilaian RB, ZI menuju WBK/WBBM",
    "membina Linmas, Karang Taruna, PKK, dan LPMD",
    "membina BUM Desa, BUMDes, dan UMKM",
    "melaksanakan perekaman KTP-el dan penerbitan KIA",
    "Melaksanakan tugas kedinasan lain",
    "menetapkan NPHD dan berita acara serah terima",
    "menyiapkan SK CPNS, Karpeg, Karis/Karsu, dan Taspen",
    "menyelenggarakan diklat PIM III dan PIM IV",
    "melakukan audit kinerja, reviu RKA, dan probity audit",
    "merencanakan operasional kegiatan; membagi tugas kepada bawahan; dan",
    "mengelola PNBP/PAD sesuai SOP yang berlaku",
    "melaksanakan urusan rumah tangga dan K3",
    "menyusun DED dan RAB pekerjaan jalan sepanjang 12,5 km",
    "mengawasi LPG 3 kg bersubsidi",
    "Membantu Kepala Puskesmas dalam UKM dan UKP",
    "melaksanakan kegiatan 5R di tempat kerja",
    "melaksanakan kebijakan Bupati Lumajang (Drs. H. As'at, M.Ag.)",
    "melaksanakan monitoring, evaluasi, dan pelaporan",
    "memeriksa SPP-UP, SPP-GU, SPP-LS, dan SPM",
    "menerbitkan SP2D dan SPD",
    "menguji SPJ fungsional dan SPJ administratif",
    "mengelola arsip aktif, inaktif, vital, dan statis",
    "menganalisis data statistik sektoral (satu data)",
    "merumuskan naskah akademik Raperda, Raperbup, dan rancangan MoU",
    "pemimpin rapat desa",
    "petugas pencatat nikah (PPN)",
    "penata layanan operasional",
]

INDIKATOR = [
    "Persentase penduduk ber-KTP",
    "Rata-rata lama sekolah (tahun)",
    "Indeks SPBE",
    "Nilai SAKIP",
    "Persentase desa, kelurahan, dan dusun",
    "Rencana Kerja, yang terdiri atas rancangan awal, dan rancangan akhir",
    "% warga miskin",
    "100% desa tuntas",
    "e-Government yang diterapkan",
    "pH air sungai yang memenuhi baku mutu",
    "Jumlah laporan yang disusun s.d. akhir tahun",
]

PENJELASAN = [
    "Jumlah A dibagi jumlah B dikali 100%",
    "A / B x 100%",
    "(A tahun n - A tahun n-1) / A tahun n-1 x 100%",
    "JP = jumlah peserta",
    "A  = jumlah warga",
    "Ket    : dihitung per tahun",
    "Catatan : survei dua kali setahun",
    "Debit air dalam m3/detik, daya dalam kWh",
    "Jumlah berkas ( A + B ) : jumlah hari",
    "\u03a3 nilai  x  bobot = skor",
]

JABATAN = [
    "Kepala Seksi Pelayanan Umum",
    "KEPALA SEKSI KETENTERAMAN DAN KETERTIBAN UMUM",
    "LURAH CEPOKOMULYO",
    "CAMAT",
    "Kepala Bidang Pengembangan Kompetensi Aparatur pada Badan Kepegawaian",
    "Inspektur Pembantu Wilayah III",
    "Kepala UPTD Puskesmas Ciptomulyo",
    "Analis SDM Aparatur Ahli Muda",
    "Kepala Bidang Pengadaan, Pemberhentian dan Informasi Kepegawaian",
    "Kepala Seksi Pelayanan Dan Rehabilitasi",
    "Kepala dinas sosial",
]


@pytest.mark.parametrize("text", TUGAS)
def test_nothing_is_found_in_tugas(text: str) -> None:
    assert found_in(document_text(tugas=(text,))) == []


@pytest.mark.parametrize("text", INDIKATOR)
def test_nothing_is_found_in_an_indicator(text: str) -> None:
    rows = ("Jumlah warga", "Jumlah desa", text)
    assert found_in(document_text(indikator=rows)) == []


@pytest.mark.parametrize("text", PENJELASAN)
def test_nothing_is_found_in_a_penjelasan(text: str) -> None:
    assert found_in(document_text(penjelasan=text)) == []


@pytest.mark.parametrize("text", JABATAN)
def test_nothing_is_found_in_the_name_of_a_position(text: str) -> None:
    assert found_in(document_text(jabatan=text)) == []


LISTS = [
    ("Rencana Strategis", "rencana kerja", "laporan kinerja", "laporan keuangan"),
    ("Bupati menugaskan camat", "menyusun rencana", "membina desa", "menilai lurah"),
    ("Pembinaan Rohani Islam", "kegiatan pramuka", "kegiatan seni", "kegiatan olahraga"),
    ("Menyusun rencana", "Membina desa", "Menilai lurah"),
    ("Menyusun rencana", "membina desa"),
]


@pytest.mark.parametrize("items", LISTS)
def test_a_capital_that_is_a_name_or_a_habit_is_left_alone(items: tuple[str, ...]) -> None:
    found = found_in(document_text(tugas=items))
    assert [code for code, _ in found if code == "IKI304"] == []


def test_small_indicators_are_left_alone_where_that_is_the_habit() -> None:
    rows = ("jumlah warga", "jumlah desa", "Jumlah dusun")
    assert found_in(document_text(indikator=rows)) == []


def test_what_introduces_a_list_of_fungsi_is_no_fungsi() -> None:
    text = document_text().replace(
        "a. penyelenggaraan pemerintahan.\n",
        "menyelenggarakan fungsi:\na. penyelenggaraan pemerintahan;\nb. pembinaan desa.\n",
    )
    assert found_in(text) == []


def test_items_below_an_item_may_be_nouns() -> None:
    text = document_text().replace(
        "a. memimpin kecamatan.\n",
        "a. menyusun bahan:\n   1. perencanaan;\n   2. pelaporan;\nb. memimpin kecamatan.\n",
    )
    assert found_in(text) == []
