"""A text with a fault in every line: as many findings as somebody can read, the rest counted."""

from collections import Counter

from iki_docgen.diagnostics import Code
from iki_docgen.parse import parse
from iki_docgen.read import read_bytes

HEAD = "JABATAN : Camat\nTUGAS :\n"


def _found(text: str) -> tuple[Counter[Code], list[str]]:
    _, findings = parse(read_bytes(text.encode(), "camat.txt"))
    left_out = [found.message for found in findings if found.code is Code.FINDINGS_LEFT_OUT]
    return Counter(found.code for found in findings), left_out


def test_a_thousand_of_a_code_are_listed_and_the_rest_counted() -> None:
    counts, left_out = _found(HEAD + "b. menyusun rencana;\n" * 1300)
    assert counts[Code.LETTER_OUT_OF_ORDER] == 1000
    assert left_out == ["300 more findings IKI102 are not listed: nearly every line here has one"]


def test_another_list_has_findings_of_its_own() -> None:
    one = "TUGAS :\n" + "b. menyusun rencana;\n" * 1000
    counts, left_out = _found(f"JABATAN : Camat\n{one}JABATAN : Lurah\n{one}")
    assert counts[Code.LETTER_OUT_OF_ORDER] == 2000
    assert left_out == []


def test_lines_between_the_fields_are_counted_for_the_text() -> None:
    counts, left_out = _found(HEAD + "a. menyusun rencana.\n" + "- 3 -\n" * 5000)
    listed = 1000 + len(HEAD + "a. menyusun rencana.\n" + "- 3 -\n" * 5000) // 200
    assert counts[Code.PAGE_FURNITURE] == listed
    assert left_out == [
        f"{5000 - listed} more findings IKI107 are not listed: nearly every line here has one"
    ]


def test_positions_without_their_fields_are_counted_for_the_text() -> None:
    text = "JABATAN : Camat\n" * 3000
    counts, left_out = _found(text)
    listed = 1000 + len(text) // 200
    assert counts[Code.MISSING_FIELD] == listed
    assert counts[Code.DUPLICATE_JABATAN] == listed
    assert (
        f"{6000 - listed} more findings IKI104 are not listed: nearly every line here has one"
        in left_out
    )
