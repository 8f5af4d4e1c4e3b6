"""What people do wrong in `source/penjelasan.yaml`: each mistake is named with its line."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iki_docgen.answers import Answers, load
from iki_docgen.answers.reading import read
from iki_docgen.errors import InputError
from tests.answers.samples import PIECES

HEAD = "versi: 1\njabatan:\n  - id: camat\n    jabatan: Camat\n    indikator:\n"

MISTAKES = {
    "tab": ("versi: 1\njabatan:\n\t- id: a\n", 3, "a tab at the start", "spaces and no tabs"),
    "tab below": (
        "versi: 1\njabatan:\n  - id: a\n\tjabatan: B\n",
        4,
        "a tab at the start",
        "same column",
    ),
    "too far in": (
        "versi: 1\njabatan:\n  - id: a\n     jabatan: B\n",
        4,
        "`jabatan: B` is not indented like its neighbours",
        "same column",
    ),
    "not far enough": (
        "versi: 1\njabatan:\n  - id: a\n   jabatan: B\n",
        4,
        "`jabatan: B` is not indented",
        "same column",
    ),
    "dash out of line": (
        HEAD + "      - indikator: A\n     - indikator: B\n",
        7,
        "`- indikator: B` is not indented",
        "same column",
    ),
    "block out of line": (
        HEAD + "      - indikator: A\n        penjelasan: |-\n          satu\n        dua\n"
        "      - indikator: B\n",
        9,
        "`dua` belongs to no key",
        "same column",
    ),
    "key twice": (
        HEAD + "      - indikator: A\n        penjelasan: x\n        penjelasan: y\n",
        8,
        "`penjelasan` stands here again, as in line 7",
        "start a new entry",
    ),
    "indicator twice": (
        HEAD + "      - indikator: Jumlah A\n      - indikator: Jumlah  A\n        penjelasan: y\n",
        7,
        "the indicator `Jumlah  A` stands here again, as in line 6",
        "add `ke: 2`",
    ),
    "position twice": (
        HEAD + "  - id: camat\n    jabatan: Lain\n",
        6,
        "the position `camat` stands here again, as in line 3",
        "under one of them",
    ),
    "number": (
        HEAD + "      - indikator: A\n        penjelasan: 100\n",
        7,
        "a number stands where the text of `penjelasan` belongs",
        'penjelasan: "100"',
    ),
    "decimal": (HEAD + "      - indikator: 1.5e3\n", 6, "a number", 'indikator: "1.5e3"'),
    "truth": (HEAD + "      - indikator: true\n", 6, "true or false", 'indikator: "true"'),
    "list": (
        HEAD + "      - indikator: A\n        penjelasan:\n          - satu\n          - dua\n",
        8,
        "a list stands where the text of `penjelasan` belongs",
        "write `|-`",
    ),
    "colon in text": (
        HEAD + "      - indikator: A\n        penjelasan: Rumus: A / B\n",
        7,
        "a second `: ` in the line",
        "in quotes",
    ),
    "map": (
        HEAD + "      - indikator: A\n        penjelasan:\n          Rumus: A\n",
        8,
        "another entry stands where the text",
        "write `|-`",
    ),
    "per cent": (HEAD + "      - indikator: % naik\n", 6, "may not start with `%`", "in quotes"),
    "star": (HEAD + "      - indikator: * naik\n", 6, "may not start with `*`", "in quotes"),
    "quotes open": (HEAD + '      - indikator: "A\n', 6, "never closed", "in quotes"),
    "quotes early": (HEAD + '      - indikator: "A" dan B\n', 6, "`dan B` is left over", "quotes"),
    "unknown key": (
        HEAD + "      - indikator: A\n        penjelasn: x\n",
        7,
        "unknown key `penjelasn`",
        "did you mean `penjelasan`?",
    ),
    "unknown key with a space": (
        HEAD + "      - indikator: A\n        Sumber Data: x\n",
        7,
        "unknown key `Sumber Data`",
        "did you mean `sumber_data`?",
    ),
    "strange key": (HEAD + "      - x: A\n", 6, "unknown key `x`", "known: indikator, ke"),
    "key of the position": ("versi: 1\njabatn: []\n", 2, "unknown key `jabatn`", "`jabatan`?"),
    "no indicator": (
        HEAD + "      - penjelasan: x\n",
        6,
        "`indikator` is missing",
        "write `indikator:",
    ),
    "no id": ("versi: 1\njabatan:\n  - jabatan: A\n", 3, "`id` is missing", "write `id: ...`"),
    "empty id": ("versi: 1\njabatan:\n  - jabatan: A\n    id:\n", 4, "`id` is missing or", "id"),
    "no version": ("# x\njabatan: []\n", 2, "the line `versi: 1` is missing", "write it above"),
    "version in words": ("versi: satu\n", 1, "`versi` is not a whole number", "`versi: 1`"),
    "later version": ("\nversi: 2\n", 2, "format version 2; this program reads 1", "newer iki"),
    "occurrence": (
        HEAD + "      - indikator: A\n        ke: 0\n",
        7,
        "`ke` is not a whole number",
        "ke: 2",
    ),
    "no list": ("versi: 1\njabatan:\n  id: a\n", 3, "`jabatan` is not followed by a list", "- "),
    "text for a position": ("versi: 1\njabatan:\n  - Camat\n", 3, "text or a list stands", "id"),
    "text for the file": ("Camat\n", 1, "text or a list stands where the file", "versi, jabatan"),
    "brackets as key": ("versi: 1\n[a, b]: c\n", 2, "brackets stand where a key", "in quotes"),
    "anchor": (HEAD + "      - indikator: &x A\n", 6, "`&x` names a place", "in quotes"),
    "alias": (HEAD + "      - indikator: *x\n", 6, "`*x` refers to another place", "in quotes"),
    "tag": (HEAD + "      - indikator: !!str A\n", 6, "`!` names a type", "in quotes"),
    "python": ("versi: 1\njabatan: !!python/object:os.system x\n", 2, "`!` names a type", ""),
    "two documents": ("versi: 1\n---\nversi: 1\n", 2, "a second document starts", "delete"),
    "end of document": ("versi: 1\n...\n", 2, "`...` ends the document", "delete"),
    "merge": (
        "versi: 1\n<<<<<<< HEAD\njabatan:\n=======\n>>>>>>> b\n",
        2,
        "an unfinished merge",
        "keep one",
    ),
    "bell": (HEAD + "      - indikator: a\x07b\n", 6, "an invisible character (U+0007)", "delete"),
    "deep": ("versi: 1\njabatan: " + "[" * 40 + "]" * 40, 2, "brackets within brackets", "quotes"),
    "deeper": ("versi: 1\njabatan:\n" + "[" * 50_000 + "\n", 3, "brackets within", "quotes"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_line(name: str) -> None:
    text, line, problem, hint = MISTAKES[name]
    with pytest.raises(InputError) as caught:
        read(text, "source/penjelasan.yaml")
    assert caught.value.message.startswith(f"source/penjelasan.yaml:{line}: ")
    assert problem in caught.value.message
    assert hint in caught.value.hint


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + number)}: &{chr(98 + number)} [{', '.join(['*' + chr(97 + number)] * 9)}]\n"
        for number in range(20)
    )
    with pytest.raises(InputError, match=r"x:1: `&a` names a place"):
        read(bomb, "x")


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "penjelasan.yaml"
    path.write_bytes("versi: 1\n# caf\xe9\n".encode("cp1252"))
    with pytest.raises(InputError, match=r"penjelasan.yaml:2: this is not UTF-8") as caught:
        load(path)
    assert "save the file as UTF-8" in caught.value.hint
    path.write_bytes("versi: 1\n".encode("utf-16"))
    with pytest.raises(InputError, match=r"penjelasan.yaml:1: this is not UTF-8"):
        load(path)


def test_a_folder_in_its_place_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path)


def test_no_file_and_an_empty_one_hold_no_answers(tmp_path: Path) -> None:
    assert load(tmp_path / "penjelasan.yaml") == Answers()
    (tmp_path / "penjelasan.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert load(tmp_path / "penjelasan.yaml") == Answers()


@pytest.mark.parametrize("text", ["no", "2026-01-02", "10:30", "1,5", "1.234.567", "12 bulan"])
def test_what_is_text_to_a_person_is_text(text: str) -> None:
    found = read(HEAD + f"      - indikator: {text}\n", "x").answers
    assert found.jabatan[0].indikator[0].indikator == text


_LINES = st.sampled_from(
    [
        *("versi: 1", "jabatan:", "- id: a", "jabatan: A", "indikator:", "- indikator: B"),
        *("penjelasan: |-", "sumber_data: x", "ke: 2", "teks", "- teks", "# c", "", "{", "}", "]"),
    ]
)


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "  ", "    ", "      ", "\t", "   "]), _LINES), max_size=12
    ).map(lambda lines: "\n".join(indent + line for indent, line in lines))
    | st.lists(st.sampled_from(PIECES)).map("".join)
    | st.text()
)
@example("\u00a0\x1f")
@example("\x00")
@example("\ud800")
@example("%YAML 9.9\n---\na")
@example("a\u2028- b: [")
def test_any_text_is_read_or_refused_with_a_line_that_it_has(text: str) -> None:
    try:
        read(text, "x")
    except InputError as caught:
        error = caught
    else:
        return
    found = re.match(r"x:(\d+): .", error.message)
    assert found is not None
    assert 1 <= int(found.group(1)) <= text.count("\n") + 1
    assert error.hint
