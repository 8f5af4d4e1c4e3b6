"""Word documents of the years 1997-2003, as LibreOffice writes them."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import iki_docgen as iki
from iki_docgen.blocks import Block, Cell, Paragraph, Reading, Table
from iki_docgen.codec import dumps, loads
from iki_docgen.errors import InputError
from iki_docgen.read import read, read_bytes
from iki_docgen.vocabulary import PROMPTS, is_prompt
from iki_docgen.word.book import render_book
from iki_docgen.word.controls import COLUMNS
from iki_docgen.word.render import render_position
from iki_docgen.word.template import compile_template
from tests.conftest import ROOT
from tests.read import hand_made as h
from tests.word.samples import SETTINGS

Convert = Callable[[Path, str], Path]
AsDoc = Callable[..., list[object]]
RECORDS = ROOT / "tests/cases/lumajang/records.json"
FILES = Path(__file__).with_name("files")


def shown(blocks: Sequence[Block]) -> list[object]:
    """Return blocks as plain values: a paragraph with its marker, a table as rows of strings.

    Blank lines are left out.
    """
    values = [
        [[_cell(cell) for cell in row] for row in block.rows]
        if isinstance(block, Table)
        else _line(block)
        for block in blocks
        if isinstance(block, Table | Paragraph)
    ]
    return [value for value in values if value]


def _line(paragraph: Paragraph) -> str:
    return f"{paragraph.marker}> {paragraph.text}" if paragraph.marker else paragraph.text


def _cell(cell: Cell) -> str:
    return " / ".join(map(_line, cell.paragraphs))


def fields(reading: Reading) -> list[dict[str, object]]:
    """Return what must be the same in all formats of a document."""
    document, _ = iki.parse(reading)
    return [
        {name: one[name] for name in ("jabatan", "tugas", "fungsi", "sasaran")}
        for one in json.loads(dumps(document))["jabatan"]
    ]


def gold() -> list[dict[str, object]]:
    return [
        {name: one[name] for name in ("jabatan", "tugas", "fungsi", "sasaran")}
        for one in json.loads(RECORDS.read_text(encoding="utf-8"))["jabatan"]
    ]


@pytest.fixture
def as_doc(soffice: Convert, tmp_path: Path) -> AsDoc:
    """Return a function that makes a .doc of a docx's body and returns what is read from it."""

    def convert(body: list[str], lists: list[str] | None = None) -> list[object]:
        path = tmp_path / "made.docx"
        path.write_bytes(h.document(body, lists))
        return shown(read(soffice(path, "doc")).blocks)

    return convert


@pytest.mark.soffice
def test_every_value_of_the_lumajang_book_comes_back(soffice: Convert, tmp_path: Path) -> None:
    document = loads(RECORDS.read_text(encoding="utf-8"))
    path = tmp_path / "buku.docx"
    path.write_bytes(render_book(compile_template(), document, SETTINGS))
    assert fields(read(soffice(path, "doc"))) == gold()


@pytest.mark.soffice
def test_every_value_of_a_position_comes_back(soffice: Convert, tmp_path: Path) -> None:
    document = loads(RECORDS.read_text(encoding="utf-8"))
    template = compile_template()
    for number in (0, 5, 10):
        path = tmp_path / f"{number}.docx"
        one = document.jabatan[number]
        path.write_bytes(render_position(template, document, one.id, SETTINGS))
        assert fields(read(soffice(path, "doc"))) == [gold()[number]]


@pytest.mark.soffice
def test_the_book_has_the_blocks_of_the_docx_it_was_made_of(
    soffice: Convert, tmp_path: Path
) -> None:
    document = loads(RECORDS.read_text(encoding="utf-8"))
    path = tmp_path / "buku.docx"
    path.write_bytes(render_book(compile_template(), document, SETTINGS))
    assert shown(read(soffice(path, "doc")).blocks) == shown(read(path).blocks)


def test_a_position_comes_back_from_a_file_that_is_kept() -> None:
    assert fields(read(FILES / "jabatan-1.doc")) == gold()[:1]


@pytest.mark.parametrize(
    ("offset", "place"),
    [
        ("JABATAN", "paragraph 5"),
        ("% Peningkatan Penanganan PMKS", "table 1, row 3, column 2"),
        ("NIP.", "paragraph 24"),
    ],
)
def test_each_line_has_a_place(offset: str, place: str) -> None:
    source = read(FILES / "jabatan-1.doc").source
    assert not source.is_plain
    assert source.place(source.text.index(offset)) == place


def test_spans_are_those_of_the_source() -> None:
    reading = read(FILES / "buatan-tangan.doc")
    for block in reading.blocks:
        if isinstance(block, Paragraph):
            assert reading.source.slice(block.span) == block.text
        if isinstance(block, Table):
            for cell in (cell for row in block.rows for cell in row):
                text = "\n".join(paragraph.text for paragraph in cell.paragraphs)
                assert reading.source.slice(cell.span) == text


KEPT = [
    "Kepala Bidang",
    "1.> satu",
    "a)> satu a",
    "b)> satu b",
    "2.> dua",
    "a)> dua a",
    [["judul", "", "x"], ["a", "b", "c"], ["", "d", "e / f"], ["kiri", "kanan", ""]],
    "sela\u00a0\u201ckutip\u201d \u0101",
]


def kept_body() -> list[str]:
    """Return the body of `files/buatan-tangan.doc`; LibreOffice 7.4 made that file of it."""
    return [
        h.paragraph(
            h.run("Kepala") + h.run(" x", h.HIDDEN) + h.deleted(" y") + h.inserted(" Bidang")
        ),
        h.paragraph(h.run("satu"), (101, 0)),
        h.paragraph(h.run("satu a"), (101, 1)),
        h.paragraph(h.run("satu b"), (101, 1)),
        h.paragraph(h.run("dua"), (101, 0)),
        h.paragraph(h.run("dua a"), (101, 1)),
        h.table(
            [2000, 2000, 2000],
            h.cell("judul", 4000, h.SPAN_2) + h.cell("x", 2000),
            h.cell("a", 2000, h.RESTART) + h.cell("b", 2000) + h.cell("c", 2000),
            h.cell("", 2000, h.COVERED)
            + h.cell("d", 2000)
            + h.cell(h.paragraph(h.run("e")) + h.paragraph(h.run("f")), 2000),
            h.cell("kiri", 2000) + h.cell("kanan", 4000, h.SPAN_2),
        ),
        h.paragraph(h.run("sela\u00a0\u201ckutip\u201d \u0101")),
    ]


KEPT_LISTS = [h.level(0, "decimal", "%1.") + h.level(1, "lowerLetter", "%2)")]


def test_a_hand_made_file_that_is_kept_is_read() -> None:
    assert shown(read(FILES / "buatan-tangan.doc").blocks) == KEPT


@pytest.mark.soffice
def test_the_hand_made_file_is_read_the_same_when_made_anew(as_doc: AsDoc) -> None:
    assert as_doc(kept_body(), KEPT_LISTS) == KEPT


@pytest.mark.soffice
def test_lists_count_as_word_shows_them(as_doc: AsDoc) -> None:
    outline = (
        h.level(0, "decimal", "%1.")
        + h.level(1, "lowerLetter", "%2.")
        + h.level(2, "decimal", "%1.%2.%3")
    )
    signs = (
        h.level(0, "upperRoman", "(%1)", 4)
        + h.level(1, "bullet", "\uf0b7")
        + h.level(2, "upperLetter", "%3.", 27)
        + h.level(3, "none", "")
        + h.level(4, "lowerRoman", "%5)", 9)
    )
    steps = [(101, 0), (101, 1), (101, 2), (101, 2), (101, 0), (101, 1), (101, 2)]
    steps += [(102, 0), (102, 1), (102, 2), (102, 2), (102, 3), (102, 4), (102, 0), (101, 0)]
    body = [h.paragraph(h.run("x"), step) for step in steps]
    assert as_doc(body, [outline, signs]) == [
        *("1.> x", "a.> x", "1.a.1> x", "1.a.2> x", "2.> x", "a.> x", "2.a.1> x"),
        *("(IV)> x", "\u2022> x", "AA.> x", "BB.> x", "x", "ix)> x", "(V)> x", "3.> x"),
    ]


@pytest.mark.soffice
def test_special_characters_become_what_is_seen(as_doc: AsDoc) -> None:
    body = [
        h.paragraph(h.run("satu|dua~tiga_empat \U0001d49c \u2264")),
        h.paragraph(h.run("A") + '<w:r><w:br w:type="page"/></w:r>' + h.run("B")),
    ]
    assert as_doc(body) == ["satu", "dua-tigaempat \U0001d49c \u2264", "A", "B"]


@pytest.mark.soffice
def test_of_fields_the_result_is_taken(as_doc: AsDoc) -> None:
    inner = h.complex_field(h.instruction('HYPERLINK "http://b.example"'), h.run("dalam"))
    outer = h.complex_field(h.instruction('HYPERLINK "http://a.example"'), h.run("tautan ") + inner)
    assert as_doc([h.paragraph(h.run("lihat ") + outer + h.run(" akhir"))]) == [
        "lihat tautan dalam akhir"
    ]


@pytest.mark.soffice
def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next(as_doc: AsDoc) -> None:
    gone = '<w:del w:id="9" w:author="x"/>'
    body = [h.paragraph(h.run("awal "), mark=gone), h.paragraph(h.run("lanjut"))]
    assert as_doc(body) == ["awal lanjut"]


@pytest.mark.soffice
def test_a_table_inside_a_cell_is_read_in_its_place(as_doc: AsDoc) -> None:
    inner = h.table([900, 900], h.cell("p", 900) + h.cell("q", 900), h.cell("r", 900) * 2)
    content = h.paragraph(h.run("atas")) + inner + h.paragraph(h.run("bawah"))
    cells = h.cell("kiri", 2000) + h.cell(content, 2000) + h.cell("kanan", 2000)
    body = [h.table([2000, 2000, 2000], cells)]
    assert as_doc([*body, h.paragraph(h.run("x"))]) == [
        [["kiri", "atas / p / q / r / r / bawah", "kanan"]],
        "x",
    ]


@pytest.mark.soffice
def test_a_frame_round_a_table_is_none(as_doc: AsDoc) -> None:
    inner = h.table([900, 900], h.cell("Sasaran", 900) + h.cell("Indikator", 900))
    content = h.paragraph(h.run("1. JABATAN : Camat")) + inner + h.paragraph("")
    assert as_doc([h.table([6000], h.cell(content, 6000)), h.paragraph(h.run("x"))]) == [
        "1. JABATAN : Camat",
        [["Sasaran", "Indikator"]],
        "x",
    ]


@pytest.mark.soffice
def test_a_row_of_many_columns_stands_in_the_data_stream(as_doc: AsDoc) -> None:
    widths = [200] * 40
    cells = "".join(h.cell(str(number), 200) for number in range(40))
    short = h.cell("a", 200) + h.cell("b", 7800, '<w:gridSpan w:val="39"/>')
    [table, _] = as_doc([h.table(widths, cells, short), h.paragraph(h.run("x"))])
    assert table == [[str(number) for number in range(40)], ["a", "b", *[""] * 38]]


@pytest.mark.soffice
def test_text_in_a_box_comes_after_its_paragraph(as_doc: AsDoc) -> None:
    box = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
        'style="position:absolute;width:200pt;height:50pt"><v:textbox><w:txbxContent>'
        f"{h.paragraph(h.run('dalam kotak'))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    body = [h.paragraph(h.run("satu") + box), h.paragraph(h.run("dua"))]
    assert as_doc(body) == ["satu", "dalam kotak", "dua"]


NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "style", "text")
)
BESIDE = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {NAMESPACES} office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles><style:page-layout style:name="halaman"><style:header-style/>
<style:footer-style/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="halaman">
<style:header><text:p>Rahasia</text:p></style:header>
<style:footer><text:p>Sementara</text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text><text:p>1. JABATAN : Camat</text:p><text:p>2. TUGAS<text:note
text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>lihat
Perbup</text:p></text:note-body></text:note><office:annotation><text:p>periksa lagi</text:p>
</office:annotation> : memimpin<text:note text:note-class="endnote"><text:note-citation>i
</text:note-citation><text:note-body><text:p>bagian hukum</text:p></text:note-body></text:note
></text:p>
</office:text></office:body></office:document>
"""


@pytest.mark.soffice
def test_what_stands_beside_the_text_is_named(soffice: Convert, tmp_path: Path) -> None:
    path = tmp_path / "samping.fodt"
    path.write_text(BESIDE, encoding="utf-8")
    reading = read(soffice(path, "doc"))
    assert shown(reading.blocks) == ["1. JABATAN : Camat", "2. TUGAS : memimpin"]
    assert [(one.text, reading.source.place(one.span.start)) for one in reading.aside] == [
        ("lihat Perbup", "footnote 1"),
        ("bagian hukum", "endnote 1"),
        ("periksa lagi", "comment 1"),
        ("Rahasia", "header 1"),
        ("Sementara", "footer 1"),
    ]


def test_prompts_are_those_of_our_own_documents() -> None:
    assert tuple(column.prompt for column in COLUMNS) == tuple(PROMPTS.values())
    assert is_prompt(" klik untuk  menulis Sumber Data ")
    assert not is_prompt("Klik untuk menulis sumber data: laporan")


def changed(offset: int, new: bytes) -> bytes:
    """Return the kept file with bytes of its document's head changed."""
    data = bytearray((FILES / "buatan-tangan.doc").read_bytes())
    start = data.index(b"\xec\xa5\x01\x01") + offset
    data[start : start + len(new)] = new
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (changed(2, b"\x68\x00"), "Word 95"),
        (changed(0, b"\xdc\xa5"), "Word 95"),
        (changed(11, b"\x13"), "password"),
        (changed(0, b"\x00\x00"), "damaged"),
        (changed(76, b"\xff\xff\xff\x7f"), "damaged"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_bytes(data, "lama.doc")
    assert caught.value.hint


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "olefile", None)
    with pytest.raises(InputError, match="needs one more package") as caught:
        read(FILES / "buatan-tangan.doc")
    assert 'pip install "iki-docgen[doc]"' in caught.value.hint
