"""Each word of the vocabulary stands in a case, where its records and findings assert it."""

from functools import cache
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from iki_docgen.vocabulary import (
    _DATA,
    _NEAR_HEADING,
    _headings_of,
    _may_be_near,
    match_heading,
    match_label,
)

CASES = Path(__file__).parent / "cases"
LABELS = [(field, words) for field, all_ in _DATA["label"].items() for words in all_]
COLUMNS = [(column, words) for column, all_ in _DATA["column"].items() for words in all_]


@cache
def _lines() -> tuple[str, ...]:
    files = sorted(CASES.glob("*/source.txt"))
    return tuple(
        line
        for file in files
        for line in file.read_text(encoding="utf-8", errors="replace").split("\n")
    )


@cache
def _labels() -> frozenset[str]:
    found = (label for line in _lines() if (label := match_label(line)))
    return frozenset(
        regex.sub(r"^\W*(?:\w{1,4}[.)])?\W*", "", label.found).lower() for label in found
    )


@cache
def _headings() -> frozenset[tuple[str, ...]]:
    cells = {cell for line in _lines() for cell in line.split("\t")}
    return frozenset(tuple(sorted(regex.findall(r"\w+", cell.lower()))) for cell in cells)


@pytest.mark.parametrize(("field", "words"), LABELS)
def test_every_label_is_known_and_stands_in_a_case(field: str, words: str) -> None:
    label = match_label(f"2. {words.upper()} : ...")
    assert label is not None
    assert (label.field, label.exact) == (field, True)
    assert words in _labels()


@pytest.mark.parametrize(("column", "words"), COLUMNS)
def test_every_heading_is_known_and_stands_in_a_case(column: str, words: str) -> None:
    heading = match_heading(words.upper())
    assert heading is not None
    assert (heading.column, heading.exact, heading.second) == (column, True, "")
    assert tuple(sorted(words.split())) in _headings()


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("PENJELASAN/FORMULASI PENGHITUNGAN SUMBER DATA", "penjelasan", "sumber_data"),
        ("Indikator Kinerja Penjelasan", "indikator", "penjelasan"),
        ("No. Sasaran", "sasaran", "nomor"),
    ],
)
def test_two_headings_in_one_cell_are_both_known(text: str, first: str, second: str) -> None:
    heading = match_heading(text)
    assert heading is not None
    assert (heading.column, heading.second) == (first, second)


@given(known=st.sampled_from(sorted(_headings_of(2))), data=st.data())
def test_what_rapidfuzz_finds_near_passes_the_count_of_letters(
    known: str, data: st.DataObject
) -> None:
    letters = list(known)
    for _ in range(data.draw(st.integers(0, 5))):
        letters.insert(data.draw(st.integers(0, len(letters))), data.draw(st.sampled_from("aei ")))
        letters.pop(data.draw(st.integers(0, len(letters) - 1)))
    found = "".join(letters)
    if fuzz.ratio(found, known) >= _NEAR_HEADING:
        assert _may_be_near(found, known)
