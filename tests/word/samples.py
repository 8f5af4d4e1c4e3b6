"""Documents made by hand, for what the Lumajang text does not have."""

import io
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

from docx import Document as WordDocument
from docx.document import Document as WordDocumentType

from iki_docgen.office.package import open_package, write_package
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
                Butir(
                    butir="laporan",
                    rincian=(
                        "bulanan",
                        Butir(
                            butir="tahunan",
                            rincian=(Butir(butir="awal tahun", rincian=("akhir tahun",)),),
                        ),
                    ),
                ),
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


def _picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return start + chunk(b"IDAT", zlib.compress(b"\0" * 4)) + chunk(b"IEND", b"")


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def letterhead(path: Path) -> Path:
    """Write a template with pictures, a header, a footnote and an endnote that print variables."""
    word = WordDocument()
    word.add_paragraph("{{ jabatan }}", style="Heading 1")
    word.add_paragraph("satu FOOT dua END tiga")
    word.add_picture(io.BytesIO(_picture()))
    section = word.sections[0]
    section.header.paragraphs[0].text = "Kop {{ instansi }}"
    section.header.paragraphs[0].add_run().add_picture(io.BytesIO(_picture()))
    section.footer.paragraphs[0].text = "{{ jabatan }}"
    word.save(path)
    members = open_package(path.read_bytes(), "kop")
    xml = members["word/document.xml"].decode()
    links, types = "", ""
    for place, kind in (("FOOT", "footnote"), ("END", "endnote")):
        reference = f'</w:t></w:r><w:r><w:{kind}Reference w:id="2"/></w:r><w:r><w:t>'
        xml = xml.replace(place, reference)
        separators = "".join(
            f'<w:{kind} w:type="{name}" w:id="{number}"><w:p><w:r><w:{name}/></w:r></w:p>'
            f"</w:{kind}>"
            for number, name in ((-1, "separator"), (0, "continuationSeparator"))
        )
        text = "<w:t>{{ jabatan }}: catatan " + kind + "</w:t>"
        note = (
            f'<w:{kind} w:id="2"><w:p><w:r><w:{kind}Ref/></w:r><w:r>{text}</w:r></w:p></w:{kind}>'
        )
        members[f"word/{kind}s.xml"] = f"<w:{kind}s {_W}>{separators}{note}</w:{kind}s>".encode()
        links += (
            f'<Relationship Id="rId{kind}" Type="{_OFFICE}/relationships/{kind}s"'
            f' Target="{kind}s.xml"/>'
        )
        types += (
            f'<Override PartName="/word/{kind}s.xml" ContentType="application/'
            f'vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"/>'
        )
    members["word/document.xml"] = xml.encode()
    for name, end, more in (
        ("word/_rels/document.xml.rels", "</Relationships>", links),
        ("[Content_Types].xml", "</Types>", types),
    ):
        members[name] = members[name].replace(end.encode(), (more + end).encode())
    path.write_bytes(write_package(members))
    return path


def word_document(
    paragraphs: Sequence[str], cells: Sequence[Sequence[str]] = ()
) -> WordDocumentType:
    """Return a document of python-docx with these paragraphs, and a table below them."""
    word = WordDocument()
    for paragraph in paragraphs:
        word.add_paragraph(paragraph)
    if cells:
        grid = word.add_table(rows=len(cells), cols=len(cells[0]))
        for row, contents in zip(grid.rows, cells, strict=True):
            for cell, content in zip(row.cells, contents, strict=True):
                cell.text = content
    return word
