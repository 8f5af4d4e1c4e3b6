"""The text of a file that is no plain text: a line per paragraph, each with its place."""

from iki_docgen.read.lines import Lines
from iki_docgen.source import Span


def test_each_paragraph_is_a_line_that_knows_its_place() -> None:
    lines = Lines()
    (first,) = lines.add("1. JABATAN : Camat", "paragraph 1")
    (second,) = lines.add("Jumlah", "table 1, row 2, column 2", marker="a.", level=1)
    source = lines.source("iki.docx")
    assert [source.slice(one.span) for one in (first, second)] == ["1. JABATAN : Camat", "Jumlah"]
    assert source.place(second.span.start) == "table 1, row 2, column 2"
    assert source.position(second.span.start) == (2, 1)
    assert (second.marker, second.level) == ("a.", 1)
    assert not source.is_plain


def test_a_line_break_makes_two_lines_of_one_place_and_the_first_with_words_has_the_marker() -> (
    None
):
    lines = Lines()
    found = lines.add("\nsatu\r\ndua", "paragraph 7", marker="b.")
    source = lines.source("iki.docx")
    assert [(one.text, one.marker) for one in found] == [("", "b."), ("satu", "b."), ("dua", "")]
    assert [source.slice(one.span) for one in found] == ["", "satu", "dua"]
    assert {source.place(one.span.start) for one in found} == {"paragraph 7"}


def test_an_empty_cell_has_a_place_although_it_has_no_line() -> None:
    lines = Lines()
    lines.add("satu", "paragraph 1")
    here = lines.place_here()
    lines.add("dua", "paragraph 2")
    assert here == Span(5, 5)


def test_nothing_is_no_plain_text_either() -> None:
    source = Lines().source("kosong.docx")
    assert (source.text, source.is_plain, source.place(0)) == ("", False, "")
