"""Findings as people see them."""

from pathlib import Path

from iki_docgen.diagnostics import Code
from iki_docgen.report.subject import Subject
from iki_docgen.report.tables import build_troubles
from iki_docgen.report.text import to_text
from iki_docgen.results import State, Written
from iki_docgen.source import Source, Span


def _excerpt(text: str, start: int, end: int) -> list[str]:
    found = Code.NO_JABATAN.at(Span(start, end))
    return to_text(Subject("x.txt", (found,), Source("x.txt", text))).split("\n")[3:5]


def test_a_short_line_is_shown_whole() -> None:
    assert _excerpt("satu\tdua  \n", 5, 8) == [" 1 | satu dua", "   |      ^^^"]


def test_a_long_line_is_cut_on_both_sides() -> None:
    shown, mark = _excerpt("x" * 500, 200, 210)
    assert shown == f" 1 | ...{'x' * 96}..."
    assert mark == f"   | {' ' * 27}{'^' * 10}"


def test_a_mark_that_goes_on_ends_with_the_line() -> None:
    assert _excerpt("satu\ndua\n", 2, 8) == [" 1 | satu", "   |   ^^"]


def test_many_findings_in_one_long_line_are_shown() -> None:
    text = "x" * 1_000_000
    found = tuple(Code.NO_JABATAN.at(Span(at, at + 1)) for at in range(0, 1_000_000, 1000))
    assert to_text(Subject("x.txt", found, Source("x.txt", text))).count("  --> ") == 1000


def test_one_file_more_is_one_file() -> None:
    def troubles(number: int) -> str:
        return build_troubles([Written(Path("a"), "a", State.FAILED, "why")] * number)

    assert "... and 1 more file, as" in troubles(4)
    assert "... and 2 more files, as" in troubles(5)


def test_what_is_left_over_comes_with_one_line_of_advice() -> None:
    left = build_troubles([Written(Path("a"), "a", State.LEFT_OVER)] * 3)
    assert left.startswith("  help: ")
    assert left.count("\n") == 1
