"""Automatic numbers of Word: the markers that it shows."""

import pytest

from iki_docgen.blocks import Paragraph
from iki_docgen.parse import parse
from iki_docgen.read import read_bytes
from tests.read.wordxml import abstract, cell, docx, level, listed, num, p, table


def markers(body: str, numbering: str, styles: str = "") -> list[str]:
    reading = read_bytes(docx(body, numbering=numbering, styles=styles), "iki.docx")
    return [block.marker for block in reading.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("kind", "text", "start", "shown"),
    [
        ("decimal", "%1.", 1, ["1.", "2."]),
        ("decimal", "%1)", 9, ["9)", "10)"]),
        ("lowerLetter", "%1.", 26, ["z.", "aa."]),
        ("upperLetter", "(%1)", 1, ["(A)", "(B)"]),
        ("lowerRoman", "%1.", 3, ["iii.", "iv."]),
        ("upperRoman", "%1", 9, ["IX", "X"]),
        ("decimalZero", "%1.", 9, ["09.", "10."]),
        ("bullet", "\uf0b7", 1, ["•", "•"]),
        ("bullet", "o", 1, ["•", "•"]),
        ("bullet", "-", 1, ["-", "-"]),
        ("none", "", 1, ["", ""]),
        ("ordinal", "%1.", 1, ["1.", "2."]),  # a format without spelling here counts in digits
    ],
)
def test_a_number_is_shown_in_its_format(
    kind: str, text: str, start: int, shown: list[str]
) -> None:
    numbering = abstract(0, level(0, kind, text, start=start)) + num(1, 0)
    assert markers(listed("x") + listed("y"), numbering) == shown


def test_deeper_levels_start_again_and_may_show_the_levels_above() -> None:
    numbering = abstract(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "%1.%2"))
    body = "".join(listed("x", depth) for depth in (0, 1, 1, 0, 1))
    assert markers(body, numbering + num(1, 0)) == ["1.", "1.a", "1.b", "2.", "2.a"]


def test_a_level_that_never_restarts_counts_on() -> None:
    second = level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    numbering = abstract(0, level(0, "upperRoman", "%1."), second) + num(1, 0)
    body = "".join(listed("x", depth) for depth in (0, 1, 0, 1))
    assert markers(body, numbering) == ["I.", "1)", "II.", "2)"]


def test_a_legal_level_shows_the_levels_above_in_digits() -> None:
    second = level(1, "decimal", "%1.%2.", "<w:isLgl/>")
    numbering = abstract(0, level(0, "upperRoman", "%1."), second) + num(1, 0)
    assert markers(listed("x") + listed("y", 1), numbering) == ["I.", "1.1."]


def test_lists_of_one_kind_count_on_and_a_start_override_starts_again_once() -> None:
    over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = (
        abstract(0, level(0, "lowerLetter", "%1.")) + num(1, 0) + num(2, 0) + num(3, 0, over)
    )
    body = "".join(listed("x", 0, number) for number in (1, 1, 2, 3, 3))
    assert markers(body, numbering) == ["a.", "b.", "c.", "a.", "b."]


def test_a_list_may_change_a_level() -> None:
    over = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "%1)")}</w:lvlOverride>'
    numbering = abstract(0, level(0, "lowerLetter", "%1.")) + num(1, 0, over)
    assert markers(listed("x"), numbering) == ["1)"]


def test_a_style_brings_its_list_and_a_paragraph_can_switch_it_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Dasar"><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Butir"><w:basedOn w:val="Dasar"/></w:style>'
    )
    second = level(1, "decimal", "%2.", '<w:pStyle w:val="Dasar"/>')
    numbering = abstract(0, level(0, "lowerLetter", "%1."), second) + num(1, 0)
    body = p("x", '<w:pStyle w:val="Butir"/>')
    body += p("y", '<w:pStyle w:val="Butir"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    body += p("z", '<w:pStyle w:val="Butir"/><w:numPr><w:ilvl w:val="0"/></w:numPr>')
    assert markers(body, numbering, styles) == ["1.", "", "a."]


def test_a_list_may_take_its_levels_from_a_list_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="Daftar"><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = abstract(0, level(0, "decimal", "%1."), more='<w:styleLink w:val="Daftar"/>')
    numbering += abstract(1, more='<w:numStyleLink w:val="Daftar"/>') + num(1, 0) + num(2, 1)
    assert markers(listed("x") + listed("y", 0, 2), numbering, styles) == ["1.", "2."]


def test_styles_based_on_each_other_in_a_circle_end() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    assert markers(p("x", '<w:pStyle w:val="A"/>'), "", styles) == [""]


def test_a_number_with_words_is_text() -> None:
    numbering = abstract(0, level(0, "decimal", "Pasal %1")) + num(1, 0)
    reading = read_bytes(docx(listed("Tugas"), numbering=numbering), "iki.docx")
    assert [block.text for block in reading.blocks if isinstance(block, Paragraph)] == [
        "Pasal 1 Tugas"
    ]


LABELS = abstract(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "%2."))
HEADING = [cell(p(text)) for text in ("No", "Sasaran", "Indikator", "Penjelasan", "Sumber Data")]


def test_labels_items_and_rows_may_all_be_numbered_by_word() -> None:
    numbering = LABELS + abstract(1, level(0, "decimal", "%1.")) + num(1, 0) + num(2, 1)
    body = listed("JABATAN : Camat") + listed("TUGAS :")
    body += listed("menyusun rencana", 1) + listed("menilai kinerja", 1)
    body += listed("FUNGSI : penyusunan rencana.")
    row = [cell(listed("", 0, 2)), *(cell(p(text)) for text in ("S", "I", "P", "D"))]
    body += table(HEADING, row)
    document, findings = parse(read_bytes(docx(body, numbering=numbering), "iki.docx"))
    camat = document.jabatan[0]
    assert findings == ()
    assert (camat.jabatan, camat.tugas, camat.fungsi) == (
        "Camat",
        ("menyusun rencana", "menilai kinerja"),
        ("penyusunan rencana",),
    )
    assert camat.sasaran[0].indikator[0].indikator == "I"


def test_levels_of_one_format_make_lists_inside_lists() -> None:
    numbering = abstract(0, level(0, "decimal", "%1."), level(1, "decimal", "%2.")) + num(1, 0)
    body = p("JABATAN : Camat") + p("TUGAS :")
    for text, depth in (("menyusun:", 0), ("rencana;", 1), ("laporan;", 1), ("menilai.", 0)):
        body += listed(text, depth)
    tugas = parse(read_bytes(docx(body, numbering=numbering), "iki.docx"))[0].jabatan[0].tugas
    assert [getattr(item, "butir", item) for item in tugas] == ["menyusun", "menilai"]
    assert getattr(tugas[0], "rincian", ()) == ("rencana", "laporan")


def test_what_word_numbers_and_what_is_typed_after_it_are_told_apart() -> None:
    numbering = abstract(0, level(0, "lowerLetter", "%1.")) + num(1, 0)
    body = p("JABATAN : Camat") + p("TUGAS :") + listed("1) urusan pertama;") + listed("akhir.")
    tugas = parse(read_bytes(docx(body, numbering=numbering), "iki.docx"))[0].jabatan[0].tugas
    assert tugas == ("1) urusan pertama", "akhir")


def test_numbers_in_a_penjelasan_are_kept_as_people_see_them() -> None:
    numbering = abstract(0, level(0, "decimal", "%1.")) + num(1, 0)
    row = [cell(p("S")), cell(p("I")), cell(listed("jumlah A") + listed("jumlah B")), cell(p("D"))]
    body = p("JABATAN : Camat") + table(HEADING[1:], row)
    document, _ = parse(read_bytes(docx(body, numbering=numbering), "iki.docx"))
    assert document.jabatan[0].sasaran[0].indikator[0].penjelasan == "1. jumlah A\n2. jumlah B"
