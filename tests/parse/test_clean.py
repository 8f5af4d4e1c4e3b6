"""Rules N1-N4 on single values."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iki_docgen.parse.clean import clean, strip_trail


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("menyusun rencana;", "menyusun rencana"),
        ("menyusun rencana ; dan", "menyusun rencana"),
        ("menyusun rencana;dan/atau", "menyusun rencana"),
        ("menyusun rencana; DAN.", "menyusun rencana"),
        ("menyusun; rencana; dan; atau ...", "menyusun; rencana"),
        ("rencana dan", "rencana dan"),
        ("a; ikan", "a; ikan"),
        ("; dan", ""),
        ("", ""),
    ],
)
def test_closing_punctuation_and_conjunctions_go(value: str, kept: str) -> None:
    assert strip_trail(value) == kept


@given(st.lists(st.sampled_from([";", ".", " ", "dan", "atau", "dan/atau", "/", "x"])).map("".join))
def test_nothing_is_left_to_strip(value: str) -> None:
    once = strip_trail(value)
    assert value.startswith(once)
    assert strip_trail(once) == once
    assert not once.endswith((";", ".", " "))


@pytest.mark.parametrize("value", ["; dan" * 200_000, "`. ; `" * 200_000 + "x", " dan" * 200_000])
def test_a_long_tail_takes_no_longer_than_reading_it(value: str) -> None:
    assert len(strip_trail(value)) <= len(value)


def test_a_letter_keeps_thirty_marks() -> None:
    marks = "\u0301\u0323" * 250_000
    assert len(unicodedata.normalize("NFD", clean("a" + marks))) == 31
    assert clean("a" + marks[:30]) == unicodedata.normalize("NFC", "a" + marks[:30])
