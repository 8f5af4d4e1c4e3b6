"""Random texts made of what real ones are made of, and documents for the codec."""

from hypothesis import strategies as st

from iki_docgen.records import VERSION, Butir, Document, Indikator, Jabatan, Sasaran

_LABELS = st.sampled_from(
    [
        "1. JABATAN\t: Kepala Bidang Umum",
        " 1.JABATAN\t:",
        "1. Jabatan : Camat",
        "JABATAN. : Lurah",
        "J A B A T A N : Staf",
        "I. JABATAN KEPALA DINAS",
        "NAMA JABATAN : Analis",
        "1. JABTAN : x",
        " 2. TUGAS \t:a. menyusun rencana;",
        "2.TUGAS \t: membantu Bupati.",
        "URAIAN TUGAS :",
        "TUGAS",
        " 3. FUNGSI\t\t\t: ",
        "3.  Fungsi          : penyusunan rencana,",
        "\tFungsi\t\t:  \t  x;",
        "3. FUNGSI : -",
        "FUNGSI : - - Melakukan",
        "b. Tugas : 1. menyusun;",
    ]
)
_ITEMS = st.sampled_from(
    [
        "a. menyusun rencana;",
        "b.melaksanakan kebijakan;",
        "c. memberi saran; dan",
        "g. lagi;",
        "1. sub butir;",
        "a) sub sub butir;",
        "(1) nomor;",
        "- Melakukan pelayanan;",
        "\u2022 butir",
        "i. romawi;",
        "ii. romawi dua;",
        "tanpa huruf;",
        "lanjutan baris",
        "          lanjutan",
        "\t\t  lanjutan dengan tab,",
        "a.n. Bupati",
        "sesuai Pasal 5.",
        "d.",
        ";",
        ".",
        "-",
        "z. akhir.",
        "meliputi:",
        "1.1. desimal;",
        "tugas lain yang diberikan oleh Kepala Bidang Umum.",
    ]
)
_CELLS = st.sampled_from(
    [
        "\tSasaran/Kinerja Utama",
        "\tIndikator Kinerja ",
        "\tPenjelasan / Formulasi Penghitungan",
        "\tSumber Data",
        "\tNo.",
        "\tKEGIATAN",
        "\t1",
        "\t2",
        "\t3",
        "\t4",
        "\t",
        " \t",
        "\t\u00a0 ",
        "\t1) Meningkatnya A",
        "2) Meningkatnya B",
        "\t3. %  Peningkatan A",
        "\tJumlah B.",
        "\tDinas",
        "\tlndikator Kineria Utama",
        "\t(1)",
        "No\tSasaran\tIndikator\tSumber Data",
        "1\tA\tB\tC",
        "\tRENCANA HASIL KERJA",
        "No\tSasaran\tIndikator\tPenjelasan\tSumber Data",
        "Catatan penting\tA\tB\tC\tD",
        "1 Meningkatnya\t\tB\tC",
        "A\tB\tC\tD",
        "\tB\t\tD",
        "\t:  Sasaran",
    ]
)
_DIALECTS = st.sampled_from(
    [
        "| Sasaran | Indikator | Sumber Data |",
        "|---|---|---|",
        "| 1) Meningkatnya A | Jumlah B | Dinas |",
        "| | \\% C | |",
        "|Terwujudnya A   |Jumlah   |",
        "+---------+-----------+-------------+",
        "+=========+===========+=============+",
        "| Sasaran | Indikator | Sumber Data |",
        "|         | Jumlah C  | UPT         |",
        "|         +-----------+-------------+",
        "| A                   | UPT         |",
        "  ------------------------------------",
        "  --------- ----------- --------------",
        "  Sasaran   Indikator   Sumber Data",
        "  Naiknya A Jumlah B    Dinas",
        "            Persentase  Klik untuk",
        "            yang naik   menulis sumber data",
        "Sasaran / Kinerja Utama",
        "Indikator Kinerja",
        "Penjelasan",
        "Sumber Data",
        "1",
        "2",
        "Meningkatnya A",
        "Klik untuk menulis sumber data",
        "perundang-",
        "undangan",
    ]
)
_FORMS = st.sampled_from(
    [
        "Sasaran\tIndikator\tPenjelasan/Formulasi Penghitungan Sumber Data",
        "\tPENJELASAN/FORMULASI PENGHITUNGAN SUMBER DATA",
        "Sasaran Indikator\tPenjelasan\tSumber Data",
        "No\tSasaran\tIndikator\tALASAN\tFORMULASI\tSumber Data",
        "No\tSasaran\tIndikator\tPenjelasan/\tSumber",
        "\tKinerja\tKinerja Utama\tFormulasi Perhitungan\tData",
        "(4)\t(5)\t(6)\t(7)",
        "\tSASARAN KINERJA (4)",
        "\tS a s a r a n",
        "1\tMeningkatnya",
        "pelayanan\tJumlah layanan yang selesai",
        "dalam setahun\tSeksi Pelayanan",
        "Catatan : setahun\tDinas",
        "2\tMeningkatnya B\tJumlah B\tJumlah B setahun\tDinas",
        "A\tB\tC\tD\tE\tF",
        "a. b. c..",
        "c.",
        "h. i. j..",
        "1) 2)",
        "Luwuk, 3 Januari 2022",
        "\t\t\tMengetahui,\t\tLuwuk, 3 Januari 2022",
        "Kepala Dinas,\t\t\tKepala Bidang Aset,",
        "Kepala Seksi Pelayanan,",
        "SITI AMINAH\t\t\tRUDI",
        "NIP. 19780616 200012 2 001\t\tNIP. 19680616 199012 1 001",
        "RENCANA HASIL KERJA\tASPEK\tINDIKATOR KINERJA INDIVIDU\tTARGET",
        "1. JABATAN : Lurah",
        "1. JABATAN : Kepala Seksi Pelayanan",
    ]
)
_PAGES = st.sampled_from(
    [
        (
            "INDIKATOR KINERJA INDIVIDU",
            "No\tSasaran\tIndikator\tPenjelasan\tSumber Data",
            "1\tTertibnya aset\tJumlah aset\tJumlah setahun\tBidang",
            "",
            "\t\tLuwuk, 3 Januari 2022",
            "\t\tKepala Bidang Aset,",
            "\t\tNIP. 19780616 200012 2 001",
        ),
        (
            "1. JABATAN : Lurah",
            "2. TUGAS :",
            "a. b..",
            "memimpin kelurahan;",
            "memberi saran.",
            "Sasaran\tIndikator\tPenjelasan\tSumber Data",
            "Naiknya mutu\tJumlah layanan\tJumlah layanan",
            "dalam setahun\tSeksi",
        ),
        (
            "| Sasaran | Indikator | Penjelasan | Sumber Data |",
            "|---|---|---|---|",
            "| Naiknya A | Jumlah A | Jumlah setahun | Dinas |",
        ),
        (
            "  Sasaran        Indikator          Sumber Data",
            "  Naiknya A      Jumlah A yang      Dinas",
            "                 dihitung",
            "- 3 -",
            "                 Persentase B       UPT",
        ),
        (
            "| Sasaran | Indikator | Penjelasan/Formulasi Penghitungan Sumber Data |",
            "|---|---|---|",
            "| | | Klik untuk menulis sumber data |",
        ),
    ]
)
"""Lines that are a form only together: a page that somebody signs, tables of several dialects."""
_OTHERS = st.sampled_from(
    [
        "",
        "",
        " ",
        "\t\t  ",
        "INDIKATOR KINERJA INDIVIDU ( IKI )",
        "DINAS X",
        "- 3 -",
        "12",
        "Halaman 3 dari 9",
        "Lumajang, 2 Januari 2026",
        "NIP. 19780616 199612 1 001",
        "Catatan: x",
        "B. MEMBINA DESA;",
        "PEMERINTAH KABUPATEN",
        "Terwujudnya A",
        "KEPALA DINAS,",
        "\x0c",
        "\u200b",
        "\ufeff",
        "a\u0301",
        "\ud800",
        "MEMUTUSKAN :",
        "\u2028",
        "x\u0085y",
    ]
)
LINES = st.one_of(_LABELS, _ITEMS, _CELLS, _DIALECTS, _FORMS, _OTHERS, st.text(max_size=30))
_PIECES = st.one_of(LINES.map(lambda line: (line,)), _PAGES)
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A text of up to forty pieces: labels, items, cells, pages, tabs and rubbish in any order."""
    lines = [line for piece in draw(st.lists(_PIECES, max_size=40)) for line in piece]
    end = draw(ENDS)
    return end.join(lines)


_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ["jumlah A / jumlah B x 100%", "a: b", "- x", "'", "2026", "null", "a\n  b\n", "#"]
)


def _items() -> st.SearchStrategy[tuple[str | Butir, ...]]:
    item = st.recursive(
        _WORDS,
        lambda inner: st.builds(
            Butir, butir=_WORDS, rincian=st.lists(inner, max_size=3).map(tuple)
        ),
        max_leaves=5,
    )
    return st.lists(item, max_size=3).map(tuple)


_indikator = st.builds(
    Indikator,
    indikator=_WORDS,
    penjelasan=_WORDS,
    sumber_data=_WORDS,
    lainnya=st.dictionaries(_WORDS, _WORDS, max_size=2),
)
_sasaran = st.builds(
    Sasaran,
    sasaran=st.lists(_WORDS, max_size=2).map(tuple),
    indikator=st.lists(_indikator, max_size=3).map(tuple),
)
_IDS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)


@st.composite
def _positions(draw: st.DrawFn) -> tuple[Jabatan, ...]:
    """Up to three positions with ids of their own; a superior stands before its people."""
    ids = draw(st.lists(_IDS, max_size=3, unique=True))
    return tuple(
        Jabatan(
            id=own,
            jabatan=draw(_WORDS),
            atasan=draw(st.sampled_from([None, *ids[:number]])),
            tugas=draw(_items()),
            fungsi=draw(_items()),
            sasaran=tuple(draw(st.lists(_sasaran, max_size=2))),
        )
        for number, own in enumerate(ids)
    )


documents = st.builds(
    Document,
    versi=st.just(VERSION),
    instansi=_WORDS,
    tahun=st.none() | st.integers(1900, 9999),
    jabatan=_positions(),
)


_PLAIN_WORDS = st.sampled_from(
    [
        *("menyusun", "rencana", "kerja", "Dinas Sosial", "bidang", "PMKS", "(PSKS)", "dan/atau"),
        *("100 %", "No. 12", "a.n.", "x", "&", "<w:p>", "{{ jabatan }}", "'satu'", '"kutip"', "²"),
        *("é", "orang-orang", "A/B", "1.", "a)", "JABATAN", "tugas", "Sumber Data", "Nomor 5"),
    ]
)
_SENTENCE = st.lists(_PLAIN_WORDS, max_size=8).map(lambda words: " ".join(("Uraian", *words)))
"""A sentence opens with a word: one that opens with a marker or a label is read as such."""


def _without_trail(text: str) -> str:
    """Return `text` as rule N4 leaves it: no dot or semicolon at its end."""
    return text.rstrip(".; ")


_VALUE = _SENTENCE.map(_without_trail)
_LINES = st.lists(_SENTENCE, max_size=3).map("\n".join)
"""A Penjelasan keeps its punctuation, and may be empty or of several lines."""


def _readable_items() -> st.SearchStrategy[tuple[str | Butir, ...]]:
    """Items to the depth that our template numbers (four); no list below an item is empty."""
    item: st.SearchStrategy[str | Butir] = _VALUE
    for _ in range(3):
        below = st.lists(item, min_size=1, max_size=3).map(tuple)
        item = _VALUE | st.builds(Butir, butir=_VALUE, rincian=below)
    return st.lists(item, max_size=3).map(tuple)


_readable_indikator = st.builds(
    Indikator, indikator=_VALUE, penjelasan=_LINES, sumber_data=_LINES, lainnya=st.just({})
)
"""Columns of other kinds are left out: our layout has none for them."""


@st.composite
def _readable_sasaran(draw: st.DrawFn) -> tuple[Sasaran, ...]:
    """Groups with texts of their own: one that repeats the group above it continues it."""
    groups = []
    for number in range(draw(st.integers(1, 3))):
        texts = draw(st.lists(_VALUE, min_size=1, max_size=2))
        texts[0] = f"Sasaran {'ABC'[number]} {texts[0]}"
        indikator = draw(st.lists(_readable_indikator, min_size=1, max_size=3))
        groups.append(Sasaran(sasaran=tuple(texts), indikator=tuple(indikator)))
    return tuple(groups)


@st.composite
def _readable_documents(draw: st.DrawFn) -> Document:
    """One to three positions whose values the rules N1 to N5 leave as they are."""
    names = draw(st.lists(_VALUE, min_size=1, max_size=3, unique=True))
    positions = tuple(
        Jabatan(
            id=f"jabatan-{number}",
            jabatan=name,
            atasan=None,
            tugas=draw(_readable_items()),
            fungsi=draw(_readable_items()),
            sasaran=draw(_readable_sasaran()),
        )
        for number, name in enumerate(names)
    )
    return Document(versi=VERSION, instansi="", tahun=2026, jabatan=positions)


readable_documents = _readable_documents()
