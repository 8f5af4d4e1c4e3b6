"""Corrections of a text: which go together, and where its places are afterwards."""

from hypothesis import given
from hypothesis import strategies as st

from iki_docgen.diagnostics import Edit, Fix
from iki_docgen.mending import mend, without_overlap
from iki_docgen.source import Span


def _fix(*edits: tuple[int, int, str]) -> Fix:
    return Fix(tuple(Edit(Span(start, end), new) for start, end, new in edits))


def test_edits_change_their_characters_and_no_other() -> None:
    mended = mend("a. satu\r\ntiga\t", [_fix((9, 9, "b. ")), _fix((0, 1, "A"), (3, 7, "dua"))])
    assert mended.text == "A. dua\r\nb. tiga\t"


def test_of_two_that_overlap_the_first_stays() -> None:
    first, second, third = _fix((2, 5, "x")), _fix((4, 6, "y")), _fix((5, 6, "z"))
    assert without_overlap([first, second, third], 10) == [first, third]
    assert without_overlap([first, first], 10) == [first]


def test_insertions_at_one_place_do_not_go_together() -> None:
    one, other, word = _fix((3, 3, "a")), _fix((3, 3, "b")), _fix((3, 6, "kata"))
    assert without_overlap([one, other], 10) == [one]
    assert without_overlap([one, word], 10) == [one]


def test_a_correction_is_made_whole_or_not_at_all() -> None:
    first, half, last = _fix((4, 5, "x")), _fix((0, 1, "y"), (4, 5, "z")), _fix((0, 1, "w"))
    assert without_overlap([first, half, last], 10) == [first, last]
    assert without_overlap([_fix((8, 11, "")), _fix((2, 4, ""), (3, 5, "")), Fix(())], 10) == []


def test_places_move_with_the_text() -> None:
    mended = mend("satu dua tiga", [_fix((5, 8, "empat")), _fix((9, 9, ">>"))])
    assert mended.text == "satu empat >>tiga"
    assert mended.moved(2) == Span(2, 2)
    assert mended.moved(6) == Span(5, 10)
    assert mended.moved(9) == Span(11, 13)
    assert mended.moved(10) == Span(14, 14)
    assert mended.touches(Span(0, 5))
    assert not mended.touches(Span(0, 4))
    assert not mended.touches(Span(10, 13))


_EDITS = st.tuples(st.integers(0, 30), st.integers(0, 5), st.text("xyz", max_size=3)).map(
    lambda drawn: Edit(Span(drawn[0], drawn[0] + drawn[1]), drawn[2])
)


@given(st.lists(_EDITS, max_size=8), st.text("abc\r\n", min_size=20, max_size=30))
def test_what_is_outside_of_edits_stays_and_is_found_where_it_moved(
    edits: list[Edit], text: str
) -> None:
    fixes = without_overlap((Fix((edit,)) for edit in edits), len(text))
    mended = mend(text, fixes)
    for offset, letter in enumerate(text):
        if not mended.touches(Span(offset, offset + 1)):
            assert mended.text[mended.moved(offset).start] == letter
    assert len(mended.text) - len(text) == sum(
        len(edit.replacement) - (edit.span.end - edit.span.start) for edit in mended.edits
    )
