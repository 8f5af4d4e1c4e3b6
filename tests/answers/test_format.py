"""`source/penjelasan.yaml`: every text comes back, and people's own writing in it stays."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from iki_docgen.answers import Answers, apply, load, store
from iki_docgen.answers.reading import read
from iki_docgen.answers.scalars import block, inline
from tests.answers.samples import (
    ROOT,
    TEXTS,
    answers,
    change,
    document,
    entry,
    jabatan,
    lumajang,
    position,
)

CAMAT = jabatan("camat", "Camat", "Jumlah A", "Jumlah B", "Jumlah C", sumber="Dinas")
LURAH = jabatan("lurah", "Lurah", "Jumlah D")
SMALL = document(CAMAT, LURAH)


@given(TEXTS, st.sampled_from([0, 4, 8]))
@example("a\n\tb", 8)
@example("\n a", 8)
def test_a_text_is_read_as_it_was_written(text: str, column: int) -> None:
    written = block(text, column)
    lines = [f"{' ' * column}k: {written.head}", *written.below, f"{' ' * column}l: x", ""]
    assert yaml.safe_load("\n".join(lines)) == {"k": text, "l": "x"}
    flow = f"{{k: {inline(text, in_flow=True)}, l: x}}\n"
    assert yaml.safe_load(flow) == {"k": text, "l": "x"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\ud800b", "a\ufffdb"), ("\udc00 x", "\ufffd x"), ("\ud83d\ude00", "\U0001f600")],
)
def test_half_a_character_shows_and_two_halves_are_one(text: str, shown: str) -> None:
    assert yaml.safe_load(f"k: {inline(text)}") == {"k": shown}


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Laporan PMKS", "Laporan PMKS"),
        ("% naik", '"% naik"'),
        ('Buku "A"', 'Buku "A"'),
        ('"A" dan B', "'\"A\" dan B'"),
        ("2026", '"2026"'),
        ("no", '"no"'),
        ("rumus: a", '"rumus: a"'),
        ("Pukul 10:30", "Pukul 10:30"),
        ("", '""'),
        ("a\nb", "|-"),
        ("a\n\nb", "|-"),
        (" a\nb", "|2-"),
        ("a \nb", '"a \\nb"'),
        ("a\x07b", '"a\\u0007b"'),
    ],
)
def test_a_text_is_written_as_people_like_to_read_it(text: str, head: str) -> None:
    assert block(text, 0).head == head


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=3))
def test_what_is_stored_is_loaded(tmp_path_factory, pairs: list[tuple[str, str]]) -> None:  # noqa: ANN001
    path = tmp_path_factory.mktemp("answers") / "penjelasan.yaml"
    rows = [row.indikator for row in CAMAT.semua_indikator()]
    changes = [
        change(CAMAT, row, value, column=column, expected=expected)
        for row, values in zip(rows, pairs, strict=False)
        for column, value, expected in (
            ("penjelasan", values[0], ""),
            ("sumber_data", values[1], "Dinas"),
        )
    ]
    done = store(path, SMALL, changes)
    assert len(done.stored) + len(done.known) == len(changes)
    applied = apply(SMALL, load(path)).document.jabatan[0]
    given_now = list(applied.semua_indikator())
    for one in done.stored:
        row = given_now[rows.index(one.indikator)]
        assert getattr(row, one.column) == one.value


def test_a_new_file_reads_like_a_list(tmp_path: Path) -> None:
    path = tmp_path / "source" / "penjelasan.yaml"
    changes = [
        change(LURAH, "Jumlah D", "satu"),
        change(CAMAT, "Jumlah B", "A / B\n\nCatatan: x"),
        change(CAMAT, "Jumlah A", "Laporan", column="sumber_data", expected="Dinas"),
    ]
    store(path, SMALL, changes)
    assert path.read_text(encoding="utf-8") == (
        "# What was typed for each indicator.  You may edit it; comments stay.\n"
        "versi: 1\n"
        "jabatan:\n"
        "  - id: camat\n"
        "    jabatan: Camat\n"
        "    indikator:\n"
        "      - indikator: Jumlah A\n"
        "        sumber_data: Laporan\n"
        "      - indikator: Jumlah B\n"
        "        penjelasan: |-\n"
        "          A / B\n"
        "\n"
        "          Catatan: x\n"
        "  - id: lurah\n"
        "    jabatan: Lurah\n"
        "    indikator:\n"
        "      - indikator: Jumlah D\n"
        "        penjelasan: satu\n"
    )


BY_HAND = """\
# Kepala file

versi: 1   # jangan diubah
jabatan:
- id: camat   # yang pertama
  jabatan: 'Camat'
  indikator:

      # dicek Bu Rina
      - indikator: "Jumlah A"
        penjelasan: |-   # rumus
            A /
            B
          # sesudah rumus
        sumber_data:   Dinas   # lihat arsip
          # lanjutan tentang A

      # tentang C
      - {indikator: Jumlah C, penjelasan: lama}   # singkat
# akhir
"""


def test_only_what_changes_changes(tmp_path: Path) -> None:
    path = tmp_path / "penjelasan.yaml"
    path.write_text(BY_HAND, encoding="utf-8")
    changes = [
        change(CAMAT, "Jumlah A", "baru\nsekali", expected="A /\nB"),
        change(CAMAT, "Jumlah A", "Arsip: A", column="sumber_data", expected="Dinas"),
        change(CAMAT, "Jumlah B", "tengah"),
        change(CAMAT, "Jumlah C", "x, y", expected="lama"),
        change(CAMAT, "Jumlah C", "Buku", column="sumber_data", expected="Dinas"),
        change(LURAH, "Jumlah D", "akhir"),
    ]
    assert len(store(path, SMALL, changes).stored) == len(changes)
    expected = (
        BY_HAND.replace("            A /\n            B\n", "           baru\n           sekali\n")
        .replace("  Dinas   # lihat", '  "Arsip: A"   # lihat')
        .replace(
            "          # lanjutan tentang A\n",
            "          # lanjutan tentang A\n"
            "      - indikator: Jumlah B\n        penjelasan: tengah\n",
        )
        .replace("penjelasan: lama}", 'penjelasan: "x, y", sumber_data: "Buku"}')
        .replace(
            "# akhir\n",
            "- id: lurah\n  jabatan: Lurah\n  indikator:\n"
            "    - indikator: Jumlah D\n      penjelasan: akhir\n# akhir\n",
        )
    )
    assert path.read_text(encoding="utf-8") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# hanya komentar\n",
        "# tanpa baris akhir",
        "---\n",
        "versi: 1",
        "versi: 1\njabatan:",
        "versi: 1\njabatan: []",
        "versi: 1\njabatan: []   # kosong\n",
        "versi: 1\njabatan: ~   # kosong\n",
        "versi: 1\njabatan: [\n  # catatan\n]\n",
        "versi: 1\njabatan:\n# belum ada\n",
        "{versi: 1}",
        "{versi: 1, jabatan: []}",
        "{versi: 1, jabatan: }",
        '{"versi": 1, "jabatan": [{"id": "lurah", "jabatan": "Lurah"}]}\n',
        '{"versi": 1, "jabatan": [{"id": "camat", "jabatan": "C", "indikator": []}]}',
        (
            '{"versi": 1, "jabatan": [{"id": "camat", "jabatan": "C", "indikator":\n'
            '  [{"indikator": "Jumlah A", "penjelasan": ""}]}]}'
        ),
        "versi: 1\njabatan:\n  - id: camat\n    jabatan: Camat\n",
        "versi: 1\njabatan:\n  - id: camat\n    indikator:\n    jabatan: Camat\n",
        "versi: 1\njabatan:\n  - id: camat\n    jabatan: Camat\n    indikator: []\n",
        (
            "versi: 1\njabatan:\n  - id: camat\n    jabatan: Camat\n    indikator:\n"
            "    - indikator: Jumlah A\n      penjelasan:\n"
        ),
        (
            "versi: 1\njabatan:\n  - id: camat\n    jabatan: Camat\n    indikator:\n"
            "    - indikator: Jumlah A\n      penjelasan:   # belum\n      sumber_data: null"
        ),
        (
            "versi: 1\njabatan:\n  -\n    id: camat\n    jabatan: Camat\n    indikator:\n"
            "      - # catatan - satu\n        penjelasan:\n          \n"
            "        indikator: Jumlah A\n"
        ),
        "versi: 1\r\njabatan:\r\n  - id: camat\r\n    jabatan: Camat\r\n",
        "\ufeffversi: 1\njabatan:\n",
        (
            "versi: 1\njabatan:\n  - jabatan: Lurah\n    id: lurah\n    indikator:\n"
            "      # tentang D\n      - indikator: Jumlah D\n        penjelasan: |+\n"
            "          a\n\n\n      # akhir\n"
        ),
        (
            "versi: 1\njabatan:\n  - jabatan: Lurah\n    id: lurah\n    indikator:\n"
            "      - indikator: Jumlah D\n        penjelasan: >\n          a\n          b"
        ),
    ],
)
def test_new_answers_are_added_to_what_a_person_wrote(tmp_path: Path, text: str) -> None:
    path = tmp_path / "penjelasan.yaml"
    path.write_bytes(text.encode())
    before = load(path)
    changes = [
        change(CAMAT, "Jumlah B", "dua\nbaris"),
        change(CAMAT, "Jumlah A", "satu: 1"),
        change(CAMAT, "Jumlah A", "Buku", column="sumber_data", expected="Dinas"),
        change(LURAH, "Jumlah D", "Kantor", column="sumber_data"),
    ]
    assert len(store(path, SMALL, changes).stored) == len(changes)
    data = path.read_bytes()
    now = apply(SMALL, load(path))
    rows = [row for one in now.document.jabatan for row in one.semua_indikator()]
    assert [(row.penjelasan, row.sumber_data) for row in rows[:3]] == [
        ("satu: 1", "Buku"),
        ("dua\nbaris", "Dinas"),
        ("", "Dinas"),
    ]
    assert rows[3].sumber_data == "Kantor"
    old = [one.penjelasan for one in _entries(before) if one.penjelasan]
    assert [
        text for text in old if text not in {one.penjelasan for one in _entries(load(path))}
    ] == []
    for comment in re.findall(r"#.*", text):
        assert comment.strip().encode() in data
    assert data.startswith(b"\xef\xbb\xbf") == text.startswith("\ufeff")
    assert (b"\r\n" in data) == ("\r\n" in text)
    assert b"\r\n" not in data or data.count(b"\r\n") == data.count(b"\n")


def _entries(found: Answers) -> list:
    return [entry for position in found.jabatan for entry in position.indikator]


@given(st.data())
def test_comments_and_untouched_lines_stay(tmp_path_factory, data: st.DataObject) -> None:  # noqa: ANN001
    """Write answers in random order, put a comment under every line, and write others."""
    path = tmp_path_factory.mktemp("answers") / "penjelasan.yaml"
    cells = [
        (number, row.indikator, column, row.sumber_data if column == "sumber_data" else "")
        for number, one in enumerate(SMALL.jabatan)
        for row in one.semua_indikator()
        for column in ("penjelasan", "sumber_data")
    ]
    first = data.draw(st.lists(st.sampled_from(cells), unique=True, min_size=1))
    path.write_text("versi: 1\njabatan:\n", encoding="utf-8")
    values = st.sampled_from(["satu", "dua\nbaris", "a: b", "tiga\n\nbaris", "", "# x", "1"])
    expected = {}
    for number, text, column, old in first:
        one = SMALL.jabatan[number]
        value = data.draw(values)
        store(path, SMALL, [change(one, text, value, column=column, expected=old)])
        expected[one.id, text, column] = value
    lines = []
    inside: int | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n")):
        column = len(line) - len(line.lstrip())
        inside = None if inside is not None and line.strip() and column <= inside else inside
        lines.append(line)
        if inside is None and line.endswith(("|-", "|2-")):
            inside = column
        if inside is None and line:
            lines.append(f"{' ' * column}# komentar {number}")
    path.write_text("\n".join(lines), encoding="utf-8")
    comments = [line.strip() for line in lines if "# komentar" in line]
    for number, text, column, old in data.draw(st.lists(st.sampled_from(cells), unique=True)):
        one = SMALL.jabatan[number]
        value = data.draw(values)
        now = expected.get((one.id, text, column), old)
        store(path, SMALL, [change(one, text, value, column=column, expected=now)])
        expected[one.id, text, column] = value
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"# komentar \d+$", text, re.MULTILINE) == comments
    shown = {
        (one.id, row.indikator, column): getattr(row, column)
        for one in apply(SMALL, load(path)).document.jabatan
        for row in one.semua_indikator()
        for column in ("penjelasan", "sumber_data")
    }
    assert {key: shown[key] for key in expected} == expected


def test_new_entries_stand_in_the_order_of_the_document(tmp_path: Path) -> None:
    path = tmp_path / "penjelasan.yaml"
    whole = lumajang()
    cells = [(one, row) for one in whole.jabatan for row in one.semua_indikator()]
    for one, row in [*cells[1::3], *cells[::3][::-1], *cells[2::3]]:
        store(path, whole, [change(one, row.indikator, "x", expected=row.penjelasan)])
    assert [(one.id, row.indikator) for one, row in cells] == [
        (one.id, row.indikator) for one in load(path).jabatan for row in one.indikator
    ]


def test_a_file_that_cannot_be_added_to_is_left_alone(tmp_path: Path) -> None:
    from iki_docgen.errors import OutputError  # noqa: PLC0415

    path = tmp_path / "penjelasan.yaml"
    text = "versi: 1\rjabatan:\r  - id: camat\r    jabatan: Camat\r"  # an old Mac's line ends
    path.write_bytes(text.encode())
    with pytest.raises(OutputError, match="laid out in a way"):
        store(path, SMALL, [change(LURAH, "Jumlah D", "x"), change(CAMAT, "Jumlah A", "y")])
    assert path.read_bytes() == text.encode()


def test_blocks_of_every_kind_are_read_without_their_last_line_ends() -> None:
    text = "versi: 1\njabatan:\n- id: a\n  jabatan: |\n    A\n  indikator:\n"
    text += "  - indikator: >+\n      B\n      C\n\n\n  - indikator: Z\n"
    expected = answers(position("a", "A", entry("B C"), entry("Z")))
    assert read(text, "x").answers == expected


def test_the_example_of_the_documentation_is_read() -> None:
    page = (ROOT / "docs/answers.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    (camat,) = read(example, "x").answers.jabatan
    assert camat.indikator[0].penjelasan == (
        "Jumlah pengaduan yang ditangani / jumlah pengaduan x 100%\nDiukur setiap triwulan"
    )
    assert camat.indikator[1].ke == 2


def test_a_first_answer_stands_above_the_comment_of_the_old_first(tmp_path: Path) -> None:
    path = tmp_path / "penjelasan.yaml"
    store(path, SMALL, [change(CAMAT, "Jumlah B", "b")])
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("      - ind", "      # umum\n\n      # tentang B\n      - ind"),
        encoding="utf-8",
    )
    store(path, SMALL, [change(CAMAT, "Jumlah A", "a")])
    assert path.read_text(encoding="utf-8").endswith(
        "      # umum\n\n      - indikator: Jumlah A\n        penjelasan: a\n"
        "      # tentang B\n      - indikator: Jumlah B\n        penjelasan: b\n"
    )
