"""PDFs of all kinds that programs write, and those that are meant to do harm."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from iki_docgen.blocks import Paragraph, Reading, Table
from iki_docgen.errors import IkiError, InputError
from iki_docgen.parse import parse
from iki_docgen.read import read_bytes
from tests.read.pdf.pdf_writer import document, drawn, lzw, ruled, stream

ITEM = "a. menyusun rencana kerja;"
LINE = drawn(50, 700, ITEM)


def lines(reading: Reading) -> list[str]:
    """Return the paragraphs of a reading."""
    return [one.text for one in reading.blocks if isinstance(one, Paragraph)]


def rows(reading: Reading) -> list[list[list[str]]]:
    """Return the rows of each table of a reading, a text for each cell."""
    return [
        [" / ".join(one.text for one in cell.paragraphs) for cell in row]
        for table in reading.blocks
        if isinstance(table, Table)
        for row in table.rows
    ]


def beside(reading: Reading) -> list[tuple[str, str]]:
    """Return what stands beside the text: where, and its words."""
    return [(reading.source.place(one.span.start), one.text) for one in reading.aside]


def test_a_table_that_goes_on_over_a_page_is_one() -> None:
    first = (
        ruled((50, 250, 450), (80, 100, 120))
        + drawn(60, 105, "Sasaran")
        + drawn(260, 105, "Indikator Kinerja")
        + drawn(60, 85, "Tertibnya arsip")
        + drawn(260, 85, "Jumlah arsip")
    )
    second = (
        ruled((50, 250, 450), (710, 730, 750))
        + drawn(60, 735, "Lancarnya rapat")
        + drawn(260, 735, "Jumlah rapat")
        + drawn(60, 715, "Rapinya kantor")
        + drawn(260, 715, "Jumlah ruang")
    )
    assert rows(read_bytes(document(first, second), "a.pdf")) == [
        ["Sasaran", "Indikator Kinerja"],
        ["Tertibnya arsip", "Jumlah arsip"],
        ["Lancarnya rapat", "Jumlah rapat"],
        ["Rapinya kantor", "Jumlah ruang"],
    ]


def test_level_rules_part_the_rows_of_a_table_without_upright_ones() -> None:
    content = "".join(f"50 {y} m 550 {y} l S\n" for y in (720, 690, 650, 620))
    content += drawn(50, 700, "Sasaran") + drawn(250, 700, "Indikator Kinerja")
    content += drawn(450, 700, "Sumber Data")
    content += drawn(50, 675, "Tertibnya arsip") + drawn(
        250, 675, "Jumlah arsip yang telah selesai"
    )
    content += drawn(250, 660, "tertata") + drawn(450, 675, "Arsiparis")
    content += drawn(50, 630, "Lancarnya rapat") + drawn(250, 630, "Jumlah rapat")
    content += drawn(450, 630, "Camat")
    assert rows(read_bytes(document(content), "a.pdf")) == [
        ["Sasaran", "Indikator Kinerja", "Sumber Data"],
        ["Tertibnya arsip", "Jumlah arsip yang telah selesai tertata", "Arsiparis"],
        ["Lancarnya rapat", "Jumlah rapat", "Camat"],
    ]


def test_a_file_that_only_forbids_changes_is_read() -> None:
    assert lines(read_bytes(document(LINE, password=b""), "a.pdf")) == [ITEM]


def test_a_file_with_a_password_is_said_to_be_locked() -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(document(LINE, password=b"rahasia"), "a.pdf")
    assert caught.value.message == "a.pdf is locked with a password"


def test_a_stream_packed_by_lzw_is_read() -> None:
    data = document(LINE, packed=lambda data: stream(lzw(data), "/Filter/LZWDecode"))
    assert lines(read_bytes(data, "a.pdf")) == [ITEM]


@pytest.mark.parametrize(
    ("turn", "matrix"), [(90, "0 1 -1 0"), (180, "-1 0 0 -1"), (270, "0 -1 1 0")]
)
def test_a_page_that_is_shown_turned_is_read_as_it_is_shown(turn: int, matrix: str) -> None:
    content = f"BT /F1 10 Tf {matrix} 300 400 Tm ({ITEM}) Tj ET"
    reading = read_bytes(document(content, page=f"/Rotate {turn}"), "a.pdf")
    assert (lines(reading), beside(reading)) == ([ITEM], [])


def _nested(depth: int) -> bytes:
    """Return a PDF whose text stands in drawings inside one another."""
    form = "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>{}>>"
    added = [
        stream(b"/X Do", form.format(f"/XObject<</X {100 + number} 0 R>>"))
        for number in range(1, depth)
    ]
    added.append(stream(LINE.encode(), form.format("")))
    return document("/X Do", resources="/XObject<</X 100 0 R>>", added=added)


def test_text_in_drawings_inside_one_another_is_read() -> None:
    assert lines(read_bytes(_nested(5), "a.pdf")) == [ITEM]


def test_drawings_too_deep_inside_one_another_are_refused() -> None:
    with pytest.raises(InputError, match="more than 40 drawings inside one another"):
        read_bytes(_nested(300), "a.pdf")


@pytest.mark.parametrize(
    "content",
    [
        "[" * 900_000,
        "<<" * 450_000,
        "(" * 900_000,
        "(" + "()" * 450_000 + ")",
        "q " * 450_000,
        "BI /W 10 /H 10 ID " + "E" * 900_000,
        "BI /W 10 /H 10 /F /A85 ID " + "~" * 900_000,
    ],
    ids=lambda content: content[:8],
)
def test_what_takes_long_to_read_is_refused_with_its_limit(content: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(document(LINE + content), "a.pdf")
    assert caught.value.message.startswith("a.pdf is too large: it holds more than 250,000")
    assert "only the pages that hold the IKI" in str(caught.value.hint)


def test_an_image_without_its_end_takes_nothing_from_the_text_before_it() -> None:
    content = LINE + "BI /W 10 /H 10 ID " + "x" * 900_000
    assert lines(read_bytes(document(content), "a.pdf")) == [ITEM]


IMAGE = stream(b"\0", "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8")
SCAN = "q 600 0 0 800 0 0 cm /X Do Q\n"


def test_pages_that_are_only_images_are_said_to_be_a_scan() -> None:
    data = document(SCAN, resources="/XObject<</X 100 0 R>>", added=[IMAGE])
    with pytest.raises(InputError, match=r"a\.pdf is a scan"):
        read_bytes(data, "a.pdf")


def test_one_page_that_is_only_an_image_is_named() -> None:
    data = document(LINE, SCAN, resources="/XObject<</X 100 0 R>>", added=[IMAGE])
    reading = read_bytes(data, "a.pdf")
    assert [place for place, _ in beside(reading)] == ["page that is only an image (page 2)"]
    _, found = parse(reading)
    assert "IKI107" in {one.code.id for one in found}


def test_the_letters_that_a_program_saw_on_a_scan_are_read() -> None:
    data = document(SCAN + "3 Tr\n" + LINE, resources="/XObject<</X 100 0 R>>", added=[IMAGE])
    assert lines(read_bytes(data, "a.pdf")) == [ITEM]


def test_hidden_text_is_named() -> None:
    reading = read_bytes(document(LINE + "3 Tr\n" + drawn(50, 600, "rahasia")), "a.pdf")
    assert lines(reading) == [ITEM]
    assert beside(reading) == [("line of hidden text (page 1)", "rahasia")]


def test_text_beyond_the_edge_of_the_page_is_named() -> None:
    content = LINE + drawn(20, 780, "iki.indd 4")
    reading = read_bytes(document(content, page="/CropBox[40 40 560 760]"), "a.pdf")
    assert lines(reading) == [ITEM]
    assert beside(reading) == [("line beyond the edge (page 1)", "iki.indd 4")]


@pytest.mark.parametrize(
    "matrix", ["0 1 -1 0", "0 -1 1 0", "-1 0 0 -1", "0.7071 0.7071 -0.7071 0.7071"]
)
def test_turned_text_is_named_once_whatever_its_angle(matrix: str) -> None:
    content = LINE + f"BT /F1 30 Tf {matrix} 300 400 Tm (SALINAN ASLI) Tj ET"
    reading = read_bytes(document(content, content.replace("kerja", "rapat")), "a.pdf")
    assert lines(reading) == [ITEM, ITEM.replace("kerja", "rapat")]
    assert beside(reading) == [("line of turned text (page 1)", "SALINAN ASLI")]


def test_running_heads_and_feet_are_named_once() -> None:
    pages = [
        drawn(50, 770, "DINAS SOSIAL KABUPATEN")
        + drawn(50, 600, f"{letter}. menyusun rencana {word};")
        + drawn(50, 40, f"Lampiran Keputusan Nomor {number}")
        + drawn(290, 20, str(number))
        for number, letter, word in ((1, "a", "kerja"), (2, "b", "rapat"), (3, "c", "arsip"))
    ]
    reading = read_bytes(document(*pages), "a.pdf")
    assert [line.strip() for line in lines(reading)] == [
        "a. menyusun rencana kerja;",
        "b. menyusun rencana rapat;",
        "c. menyusun rencana arsip;",
    ]
    assert beside(reading) == [
        ("running head (page 1)", "DINAS SOSIAL KABUPATEN"),
        ("running foot (page 1)", "Lampiran Keputusan Nomor 1"),
    ]


def test_comments_and_what_is_typed_into_a_form_are_named() -> None:
    notes = (
        "/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(ganti sasaran ini)>>"
        "<</Type/Annot/Subtype/Widget/Rect[0 0 9 9]/FT/Tx/V(Camat Tekung)>>]"
    )
    assert beside(read_bytes(document(LINE, page=notes), "a.pdf")) == [
        ("comment (page 1)", "ganti sasaran ini"),
        ("form field (page 1)", "Camat Tekung"),
    ]


@pytest.mark.soffice
def test_a_damaged_file_of_a_real_program_ends_in_words(
    soffice: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "iki.txt"
    path.write_text("1. JABATAN : Camat Tekung\n2. TUGAS :\n" + f"{ITEM}\n" * 5, encoding="utf-8")
    whole = soffice(path, "pdf").read_bytes()
    assert lines(read_bytes(whole, "iki.pdf"))[0] == "1. JABATAN : Camat Tekung"
    chance = random.Random(5)  # noqa: S311 - the same damage each time
    refused = 0
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(chance.choice((1, 4, 20))):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        try:
            parse(read_bytes(bytes(broken), "iki.pdf"))
        except IkiError:
            refused += 1
    assert 0 < refused < 150
