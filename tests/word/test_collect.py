"""Reading filled documents back: every edit of `mutations`, and edits at random."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iki_docgen.office.package import open_package
from iki_docgen.office.xml import parse_xml, qn
from iki_docgen.word.anchors import value_digest
from iki_docgen.word.collect import Collected
from tests.word.edited import INDICATORS, ROWS, TYPED, Edited, P
from tests.word.mutations import MUTATIONS, Mutation
from tests.word.scripts import Script, scripts, scripts_with_anchors

TOKEN = re.compile(r"[a-z]+-[A-Z]\d*\b")
"""What was typed, or stood in a cell, with the letter of its row; X belongs to none."""
LETTERS = {
    ("seksi" if letter in ROWS else "bidang", words): letter
    for letter, (words, _, _) in INDICATORS.items()
}
GENERATED = {letter: values for letter, (_, *values) in INDICATORS.items()}

CASES = [
    pytest.param(ident, one, id=f"{'book' if ident == '*' else 'single'}: {name}")
    for name, one in MUTATIONS.items()
    for ident in ("seksi", "*")
    if one.only in {"", "book" if ident == "*" else "single"}
]


def edited(ident: str, one: Mutation) -> Edited:
    doc = Edited(ident).filled()
    one.change(doc)
    return doc


def rows_of(found: Collected) -> dict[str, list[tuple[str | None, str | None]]]:
    """Return, for the letter of an indicator, the values of each row taken for it."""
    rows: dict[str, dict[tuple[int, int], dict[str, str]]] = {}
    for answer in found.answers:
        letter = LETTERS[answer.jabatan, answer.indikator]
        row = rows.setdefault(letter, {}).setdefault((answer.table, answer.row), {})
        row[answer.column] = answer.theirs
    return {
        letter: sorted(
            ((row.get("penjelasan"), row.get("sumber_data")) for row in taken.values()), key=str
        )
        for letter, taken in rows.items()
    }


def tokens_in(data: bytes) -> Counter[str]:
    """Return the tokens that stand in a file, wherever that is, hidden and deleted ones too."""
    found: Counter[str] = Counter()
    for name, part in open_package(data, "a.docx").items():
        if name.startswith("word/") and name.endswith(".xml"):
            for paragraph in parse_xml(part).iter(P):
                texts = paragraph.iter(qn("w:t"), qn("w:delText"))
                words = "".join(text.text or "" for text in texts)
                found.update(TOKEN.findall(words.replace("\u00ad", "")))
    return found


def unmentioned(data: bytes, found: Collected) -> set[str]:
    """Return the typed tokens of a file that neither an answer nor a finding shows."""
    known = [value for values in GENERATED.values() for value in values]
    said = "\n".join([answer.theirs for answer in found.answers] + messages(found) + known)
    return set(tokens_in(data)) - set(TOKEN.findall(said))


def messages(found: Collected) -> list[str]:
    return [finding.message for finding in found.findings]


def misplaced(found: Collected) -> list[str]:
    """Return the values that were taken for another indicator than they were typed for.

    What was typed with the letter X may stand anywhere.
    """
    return [
        answer.theirs
        for answer in found.answers
        for token in TOKEN.findall(answer.theirs)
        if token.split("-")[1][0] not in {"X", LETTERS[answer.jabatan, answer.indikator]}
    ]


def test_there_are_enough_edits() -> None:
    assert len(MUTATIONS) >= 40


@pytest.mark.parametrize(("ident", "one"), CASES)
def test_each_edit_is_read_right_or_reported(ident: str, one: Mutation) -> None:
    doc = edited(ident, one)
    found = doc.collected()
    expected = {letter: [TYPED[letter]] for letter in ROWS}
    if ident == "*":
        expected |= {letter: [tuple(GENERATED[letter])] for letter in "EF"}
    expected |= {letter: sorted(rows, key=str) for letter, rows in one.rows.items()}
    assert rows_of(found) == {letter: rows for letter, rows in expected.items() if rows}
    codes = [finding.code.id for finding in found.findings]
    assert sorted(codes) == one.codes.split(), messages(found)
    assert misplaced(found) == []
    assert unmentioned(doc.data(), found) == set()
    for answer in found.answers:
        letter = LETTERS[answer.jabatan, answer.indikator]
        if letter in ROWS:
            generated = GENERATED[letter][answer.column == "sumber_data"]
            assert answer.base == (value_digest(generated) if one.based else None)
            assert found.source.slice(answer.span).split()[:1] or not answer.theirs


def test_no_edit_puts_a_value_into_a_wrong_place() -> None:
    wrong = [
        (name, value)
        for name, one in MUTATIONS.items()
        for ident in ("seksi", "*")
        if one.only in {"", "book" if ident == "*" else "single"}
        for value in misplaced(edited(ident, one).collected())
    ]
    assert wrong == []


@given(st.sampled_from(["seksi", "*"]), scripts)
def test_nothing_that_was_typed_is_lost_in_silence(
    ident: str, script: list[tuple[str, int, int]]
) -> None:
    doc = Edited(ident).filled()
    hands = Script(doc)
    for operation, first, second in script:
        hands.do(operation, first, second)
    assert unmentioned(doc.data(), doc.collected()) == set()


@given(st.sampled_from(["seksi", "*"]), scripts_with_anchors)
def test_values_with_their_anchors_never_change_their_place(
    ident: str, script: list[tuple[str, int, int]]
) -> None:
    doc = Edited(ident).filled()
    hands = Script(doc)
    for operation, first, second in script:
        hands.do(operation, first, second)
    assert misplaced(doc.collected()) == []
