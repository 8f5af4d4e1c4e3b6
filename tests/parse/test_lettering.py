"""Lists with lost or wrong letters: what is certain is lettered again, and nothing else."""

import pytest
from hypothesis import given

from iki_docgen.blocks import Paragraph
from iki_docgen.diagnostics import Code, Diagnostic, Fix
from iki_docgen.mending import mend, without_overlap
from iki_docgen.parse import parse_whole
from iki_docgen.parse.items import parse_items
from iki_docgen.read.text import read_text
from iki_docgen.source import Source, Span
from tests.parse.test_properties import MANY
from tests.texts import texts

LETTERS = {Code.UNLETTERED_ITEM, Code.LETTER_OUT_OF_ORDER}
HEAD = "1. JABATAN : Camat\n2. TUGAS : "
TAIL = "\n3. FUNGSI : a. x;\n"


def _letters(text: str) -> list[Diagnostic]:
    outcome = parse_whole(read_text(Source("x", text)))
    return [found for found in outcome.findings if found.code in LETTERS]


def _fixes(text: str) -> list[Fix]:
    return without_overlap((found.fix for found in _letters(text) if found.fix), len(text))


def _lettered(items: str) -> str:
    text = HEAD + items + TAIL
    return mend(text, _fixes(text)).text.removeprefix(HEAD).removesuffix(TAIL)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "a. kerja satu;\nkerja dua;\nb. kerja tiga;",
            "a. kerja satu;\nb. kerja dua;\nc. kerja tiga;",
        ),
        (
            "kerja satu;\nb. kerja dua;\nkerja tiga;",
            "a. kerja satu;\nb. kerja dua;\nc. kerja tiga;",
        ),
        ("a.kerja satu;\nkerja dua;", "a.kerja satu;\nb.kerja dua;"),
        (
            "1)  kerja satu;\nkerja dua;\n3)  kerja tiga;",
            "1)  kerja satu;\n2)  kerja dua;\n3)  kerja tiga;",
        ),
        (
            "(1) kerja satu;\n  kerja dua;\n(2) kerja tiga;",
            "(1) kerja satu;\n  (2) kerja dua;\n(3) kerja tiga;",
        ),
        (
            "A. kerja satu;\nB. kerja dua;\nB. kerja tiga;",
            "A. kerja satu;\nB. kerja dua;\nC. kerja tiga;",
        ),
        (
            "i. kerja satu;\nii. kerja dua;\nii. kerja tiga;",
            "i. kerja satu;\nii. kerja dua;\niii. kerja tiga;",
        ),
        (
            "a. kerja satu;\na. kerja dua;\nb. kerja tiga;",
            "a. kerja satu;\nb. kerja dua;\nc. kerja tiga;",
        ),
        (
            "a. kerja meliputi:\n1. y satu;\n1. y dua;\nb. kerja tiga;\nkerja empat;",
            "a. kerja meliputi:\n1. y satu;\n2. y dua;\nb. kerja tiga;\nc. kerja empat;",
        ),
    ],
)
def test_a_list_is_lettered_as_its_neighbours_are(before: str, after: str) -> None:
    assert _lettered(before) == after
    assert _letters(HEAD + after + TAIL) == []


def test_the_findings_of_one_list_share_its_fix() -> None:
    found = _letters(HEAD + "a. kerja satu;\nkerja dua;\nc. kerja tiga;\nc. kerja empat;" + TAIL)
    assert {one.code for one in found} == LETTERS
    assert len({one.fix for one in found}) == 1
    assert found[0].fix is not None


@pytest.mark.parametrize(
    "items",
    [
        "a. kerja satu;\nb. kerja dua;\nd. kerja tiga;",  # is c missing?
        "c. kerja satu;\nd. kerja dua;",  # are a and b missing?
        "a. kerja satu;\nb. kerja dua;\na. kerja tiga;\nb. kerja empat;",  # are they two lists?
        "- kerja satu;\nkerja dua;\n- kerja tiga;",
        "1.1. kerja satu;\nkerja dua;\n1.2. kerja tiga;",
        "a. kerja satu;\nb) kerja dua;\nkerja tiga;",
    ],
)
def test_what_is_not_certain_is_left_alone(items: str) -> None:
    assert _lettered(items) == items


def test_a_letter_that_would_not_be_read_as_one_is_not_put_in() -> None:
    items = "a.kerja satu;\n5 laporan;\nb.kerja tiga;"  # `b.5` is no marker
    assert len(_letters(HEAD + items + TAIL)) == 1
    assert _lettered(items) == items


def test_letters_that_word_counts_are_no_text_to_mend() -> None:
    lines = [
        Paragraph(f"kerja {number};", Span(9 * number, 9 * number + 8), marker=marker)
        for number, marker in enumerate(("a.", "a.", "b."))
    ]
    found = parse_items(lines, "Camat").found
    assert [(one.code, one.fix) for one in found] == [(Code.LETTER_OUT_OF_ORDER, None)]


@MANY
@given(texts())
def test_any_one_list_can_be_lettered_without_touching_anything_else(text: str) -> None:
    for fix in _fixes(text):
        for edit in fix.edits:
            assert not (set(text[edit.span.start : edit.span.end]) & set(" \t\r\n;"))
            assert edit.replacement


def test_a_list_longer_than_any_is_counted_in_figures_and_not_lettered() -> None:
    found = _letters(HEAD + "b. melaksanakan tugas lain;\n" * 900 + TAIL)
    assert {one.fix for one in found} == {None}
    assert "`901.`" in found[-1].message
    assert max(len(one.message) for one in found) < 200
