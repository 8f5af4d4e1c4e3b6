"""Documents made by hand, for what the Lumajang text does not have."""

from iki_docgen.project import Instansi, Penandatangan, Settings
from iki_docgen.records import Butir, Document, Indikator, Jabatan, Sasaran

NASTY = (
    "{{ jabatan }} {% if %} {_{ }_} {# <w:p> & \"kutip\" 'satu' 😀"
    " \u202e\u0645\u0631\u062d\u0628\u0627\u202c \\a \ud800"
)
"""What may stand in data and must come out as it went in, but for the lone surrogate."""
FILLED = "Jumlah TMP yang dipelihara dibagi jumlah TMP seluruhnya\n\tx 100 %\nPeriode: tahunan"
SETTINGS = Settings(
    instansi=Instansi(nama="Dinas Sosial", daerah="Kabupaten Lumajang"),
    penandatangan=Penandatangan(
        jabatan="Kepala Dinas Sosial",
        nama="Drs. H. SUPRIYADI, M.Si.",
        pangkat="Pembina Utama Muda",
        nip="19650101 199003 1 001",
        tempat="Lumajang",
        tanggal="2 Januari 2026",
    ),
)

LONG_ITEM = (
    "rencana kerja tahunan yang memuat seluruh kegiatan dan anggaran seksi beserta rencana"
    " penarikan dana setiap bulan dalam satu tahun anggaran berjalan"
)


def row(indikator: str, penjelasan: str = "", **lainnya: str) -> Indikator:
    return Indikator(
        indikator=indikator, penjelasan=penjelasan, sumber_data="Dinas Sosial", lainnya=lainnya
    )


def position(ident: str = "seksi", **changes: object) -> Jabatan:
    values = {
        "id": ident,
        "jabatan": f"Kepala {ident.title()}",
        "atasan": None,
        "tugas": ("menyusun rencana kerja",),
        "fungsi": ("penyusunan rencana", "pelaksanaan rencana"),
        "sasaran": (
            Sasaran(sasaran=("Meningkatnya layanan",), indikator=(row("Jumlah layanan"),)),
        ),
    }
    return Jabatan(**(values | changes))


def document(*positions: Jabatan) -> Document:
    return Document(versi=1, instansi="Dinas Sosial", tahun=2026, jabatan=positions)


SHORT = position("pendek")
NESTED = position(
    "bertingkat",
    fungsi=(
        Butir(
            butir="penyusunan",
            rincian=(
                LONG_ITEM,
                Butir(butir="laporan", rincian=("bulanan", "tahunan")),
            ),
        ),
        "pelaksanaan tugas lain",
    ),
)
FULL = position(
    "lengkap",
    fungsi=tuple(
        f"pelaksanaan kegiatan nomor {number} pada tahun berjalan" for number in range(13)
    ),
    sasaran=(
        Sasaran(
            sasaran=("Meningkatnya kesejahteraan sosial masyarakat", "Meningkatnya peran PSKS"),
            indikator=tuple(row(f"Persentase TMP ke-{number}", FILLED) for number in range(6)),
        ),
        Sasaran(sasaran=("Terpeliharanya TMP",), indikator=(row("Jumlah TMP"),)),
    ),
)
WIDE = position(
    "lebar",
    sasaran=(
        Sasaran(
            sasaran=("Meningkatnya layanan",),
            indikator=(
                row("Jumlah layanan", Target="12", Satuan="dokumen"),
                row("Mutu", Target="9"),
            ),
        ),
    ),
)
BARE = position("kosong", tugas=(), fungsi=(), sasaran=())
HEADING_ONLY = position("tanpa-indikator", sasaran=(Sasaran(sasaran=("Ada",), indikator=()),))
HOSTILE = position(
    "jahat",
    jabatan=NASTY,
    tugas=(NASTY,),
    fungsi=(NASTY, NASTY),
    sasaran=(Sasaran(sasaran=(NASTY, NASTY), indikator=(row(NASTY, NASTY), row(NASTY))),),
)
ALL = document(SHORT, NESTED, FULL, WIDE, BARE, HEADING_ONLY, HOSTILE)
