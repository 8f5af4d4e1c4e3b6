"""A PDF gives the lines and tables that people see on its pages."""

import json
import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from iki_docgen import codec
from iki_docgen.blocks import Paragraph, Table
from iki_docgen.errors import IkiError, InputError
from iki_docgen.parse import parse
from iki_docgen.read import read_bytes
from iki_docgen.read.pdf.cells import CellLine, DrawnCell, DrawnRow
from iki_docgen.read.pdf.turning import JOINED, PARTED, take_rest

ROOT = Path(__file__).parents[3]


def pdf(content: str, *, stream: bytes | None = None, trailer: str = "") -> bytes:
    """Return a PDF of one page with this content, Courier as F1."""
    body = stream if stream is not None else content.encode()
    packed = f"<</Length {len(body)}{'/Filter/FlateDecode' if stream is not None else ''}>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        packed.encode() + b"\nstream\n" + body + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<</Size 6/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return out


def text(x: int, y: int, words: str) -> str:
    """Return the drawing of `words` at a place that is counted from the lower left corner."""
    return f"BT /F1 10 Tf {x} {y} Td ({words}) Tj ET\n"


def test_a_drawn_table_has_its_rows_and_an_empty_cell_where_a_merge_covers() -> None:
    drawn = "".join(f"{x} 600 m {x} 700 l S\n" for x in (50, 250, 450))
    drawn += "50 700 m 450 700 l S\n50 680 m 450 680 l S\n50 600 m 450 600 l S\n"
    drawn += "250 640 m 450 640 l S\n"
    reading = read_bytes(
        pdf(
            text(50, 750, "1. JABATAN : Camat Tekung")
            + drawn
            + text(60, 685, "Sasaran")
            + text(260, 685, "Indikator Kinerja")
            + text(60, 665, "Meningkatnya mutu")
            + text(260, 665, "Jumlah rapat")
            + text(260, 620, "Jumlah warga Kecamatan Tekung")
            + text(260, 608, "yang datang tiap hari")
        ),
        "camat.pdf",
    )
    label, table = reading.blocks
    assert isinstance(label, Paragraph)
    assert label.text == "1. JABATAN : Camat Tekung"
    assert reading.source.place(label.span.start) == "page 1, line 1"
    assert isinstance(table, Table)
    assert [[[one.text for one in cell.paragraphs] for cell in row] for row in table.rows] == [
        [["Sasaran"], ["Indikator Kinerja"]],
        [["Meningkatnya mutu"], ["Jumlah rapat"]],
        [[], ["Jumlah warga Kecamatan Tekung yang datang tiap hari"]],
    ]
    place = table.rows[2][1].paragraphs[0].span
    assert reading.source.place(place.start) == "page 1, table 1, row 3, column 2"
    assert reading.source.slice(place) == "Jumlah warga Kecamatan Tekung yang datang tiap hari"


def test_a_table_that_nothing_draws_is_known_by_its_headings() -> None:
    reading = read_bytes(
        pdf(
            text(50, 750, "1. JABATAN : Camat Tekung")
            + text(50, 700, "Sasaran")
            + text(250, 700, "Indikator Kinerja")
            + text(450, 700, "Sumber Data")
            + text(50, 680, "Meningkatnya mutu")
            + text(250, 680, "Jumlah rapat")
            + text(450, 680, "Camat")
            + text(250, 668, "Jumlah surat")
            + text(450, 668, "Sekcam")
        ),
        "camat.pdf",
    )
    table = reading.blocks[1]
    assert isinstance(table, Table)
    assert [[" ".join(p.text for p in cell.paragraphs) for cell in row] for row in table.rows] == [
        ["Sasaran", "Indikator Kinerja", "Sumber Data"],
        ["Meningkatnya mutu", "Jumlah rapat", "Camat"],
        ["", "Jumlah surat", "Sekcam"],
    ]
    (doubt,) = reading.doubts
    assert reading.source.text[doubt.span.start : doubt.span.end] == "Jumlah surat"
    assert (doubt.read, doubt.other) == ("read as a new row", "go on with the row above")
    assert doubt.times == 1


@pytest.mark.parametrize("rows", [("1) Jumlah rapat", "2) Jumlah surat"), ("Rapat", "")])
def test_rows_that_numbers_part_and_a_single_row_are_no_guess(rows: tuple[str, str]) -> None:
    reading = read_bytes(
        pdf(
            text(50, 750, "1. JABATAN : Camat Tekung")
            + text(50, 700, "Sasaran")
            + text(250, 700, "Indikator Kinerja")
            + text(450, 700, "Sumber Data")
            + text(50, 680, "Meningkatnya mutu")
            + text(250, 680, rows[0])
            + text(450, 680, "Camat")
            + (text(250, 668, rows[1]) + text(450, 668, "Sekcam") if rows[1] else "")
        ),
        "camat.pdf",
    )
    assert isinstance(reading.blocks[1], Table)
    assert reading.doubts == ()


def _row(sumber: str, text: str, *, room: float = 0.0, below: float = 0.0) -> DrawnRow:
    line = CellLine(text, room=room, head=40.0, below=below)
    last = CellLine(sumber, room=room, head=40.0, below=below)
    return [DrawnCell("a", [line]), DrawnCell("b", [last] if sumber else [])]


def test_a_row_at_the_head_of_a_page_is_a_guess_where_its_words_do_not_tell() -> None:
    above = [_row("Camat", "Jumlah rapat"), _row("Camat", "Jumlah surat")]
    assert take_rest(above, _row("", "Dinas"))
    assert above[-1][0].text == "Jumlah surat Dinas"
    assert above[-1][0].guesses == [JOINED]

    below = _row("Camat", "Jumlah laporan")
    assert not take_rest([_row("Camat", "Jumlah surat")], below)
    assert below[1].guesses == [PARTED]


def test_a_row_that_clearly_goes_on_or_clearly_begins_is_no_guess() -> None:
    above = [_row("Camat", "Jumlah rapat yang")]
    assert take_rest(above, _row("", "diadakan"))
    assert above[-1][0].guesses == []

    below = _row("Camat", "Jumlah laporan")
    assert not take_rest([_row("Camat", "Jumlah surat", room=90.0)], below)
    assert [cell.guesses for cell in below] == [[], []]


def test_a_doubled_word_keeps_its_hyphen_at_the_end_of_a_line() -> None:
    reading = read_bytes(
        pdf(text(50, 700, "a. melakukan surat-") + text(60, 688, "menyurat dan arsip;")), "a.pdf"
    )
    assert [block.text.strip() for block in reading.blocks if isinstance(block, Paragraph)] == [
        "a. melakukan surat-menyurat",
        "dan arsip;",
    ]


def test_turned_text_and_page_numbers_are_no_text() -> None:
    drawn = "BT /F1 10 Tf 0 1 -1 0 20 300 Tm (SALINAN SALINAN) Tj ET\n"
    reading = read_bytes(
        pdf(text(50, 700, "a. menyusun rencana kerja;") + drawn + text(290, 20, "Halaman 3")),
        "a.pdf",
    )
    assert [one.text for one in reading.blocks if isinstance(one, Paragraph)] == [
        "a. menyusun rencana kerja;"
    ]
    (turned,) = reading.aside
    assert turned.text == "SALINAN SALINAN"
    assert reading.source.place(turned.span.start) == "line of turned text (page 1)"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pdf("0 0 m 100 100 l S"), "is a scan"),
        (pdf(text(50, 700, "a. menyusun rencana kerja;"))[:-200], "is cut off"),
        (b"%PDF-1.7\nnothing at all\n%%EOF", "is damaged"),
        (pdf("", stream=b"x\x9c" + b"\x07" * 60), "is damaged"),
        (pdf("", stream=zlib.compress(b" " * 90_000_000)), "is too large: it holds more than"),
        (
            pdf("", stream=zlib.compress(b"BT /F1 1 Tf (aaaaaaaa) Tj ET " * 9000)),
            "is too large: it holds more than",
        ),
        (
            pdf("", stream=zlib.compress(b"1 1 m " + b"2 2 l " * 100_000 + b"S")),
            "is too large: it holds more than",
        ),
        (pdf("", stream=zlib.compress(b"1 " * 1_000_000)), "is too large: it holds more than"),
        (pdf("", trailer="/Index[0 2000000000]"), "is too large: it holds more than"),
        (
            pdf(
                "",
                trailer="/Encrypt<</Filter/Standard/V 1/R 2/P -4"
                f"/O<{'00' * 32}>/U<{'11' * 32}>>>/ID[<00><00>]",
            ),
            "is locked",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_words(data: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(data, "berkas.pdf")
    assert f"berkas.pdf {words}" in caught.value.message
    assert caught.value.hint


def test_flipped_bytes_never_end_in_anything_but_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    whole = pdf("", stream=zlib.compress(text(50, 700, "a. menyusun rencana kerja;").encode()))
    refused = 0
    for at in range(9, len(whole), 3):
        broken = whole[:at] + bytes([whole[at] ^ 0x15]) + whole[at + 1 :]
        try:
            read_bytes(broken, "berkas.pdf")
        except IkiError:
            refused += 1
    assert refused
    assert not caplog.records


@pytest.mark.soffice
def test_our_book_as_pdf_gives_the_same_records(
    soffice: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    for part in ("iki.toml", "source", "templates"):
        origin = ROOT / part
        copy = shutil.copytree if origin.is_dir() else shutil.copy
        copy(origin, tmp_path / part)
    subprocess.run(
        [sys.executable, "-m", "iki_docgen", "build"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    (book,) = tmp_path.glob("output/*/buku-iki.docx")
    found, _ = parse(read_bytes(soffice(book, "pdf").read_bytes(), "buku-iki.pdf"))
    gold = json.loads((ROOT / "tests/cases/lumajang/records.json").read_text(encoding="utf-8"))
    records = json.loads(codec.dumps(found))
    assert records["jabatan"] == gold["jabatan"]
