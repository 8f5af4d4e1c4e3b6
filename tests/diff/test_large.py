"""Long lists and long texts: what is alike is found without looking at every pair."""

from iki_docgen.diff import compare
from iki_docgen.diff.model import Kind
from iki_docgen.diff.words import Side, redline
from iki_docgen.records import Document
from tests.diff.edits import edited, line_of, say, small


def _with(*tugas: str) -> Document:
    return edited(small(), say("1.tugas", tugas))


def test_reworded_items_of_a_long_list_are_found_again() -> None:
    old = [f"mengelola arsip kode{number} dan berkas{number}" for number in range(400)]
    new = [text.replace("mengelola", "menata") for text in old]
    changes = compare(_with(*old), _with(*new)).changes
    assert {change.kind for change in changes} == {Kind.CHANGED}
    assert all(change.old_path == change.new_path for change in changes)
    assert len(changes) == 400


def test_thousands_of_equal_items_differ_by_their_number_only() -> None:
    changes = compare(_with(*["menyusun laporan"] * 5_000), _with(*["menyusun laporan"] * 4_998))
    assert [change.kind for change in changes.changes] == [Kind.REMOVED] * 2


def test_of_repeated_items_those_in_order_stay() -> None:
    changes = compare(_with("a", "b", "a", "c"), _with("b", "a", "c")).changes
    assert list(map(line_of, changes)) == ["removed tugas: 1.tugas.0 -> nowhere"]


def test_a_word_changed_in_a_very_long_text_is_one_stretch() -> None:
    words = [f"kata{number}" for number in range(20_000)]
    old = " ".join(words)
    new = " ".join([*words[:10_000], "lain", *words[10_001:]])
    sides = [(one.side, len(one.text)) for one in redline(old, new) if one.side is not Side.BOTH]
    assert sides == [(Side.OLD, len("kata10000")), (Side.NEW, len("lain"))]


def test_very_long_texts_without_a_common_word_are_one_stretch_each() -> None:
    sides = [one.side for one in redline("a " * 20_000 + "x", "b " * 20_000 + "y")]
    assert sides == [Side.OLD, Side.NEW]
