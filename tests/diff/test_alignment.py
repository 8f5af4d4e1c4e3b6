"""The alignment: everything of both documents stands in it, in the order of the new one."""

from iki_docgen.diff import compare
from iki_docgen.diff.model import ItemPair
from tests.diff.edits import drop, edited, lumajang, move, put, reword, small


def _both(pairs: tuple[ItemPair, ...]) -> list[tuple[object, object]]:
    return [(pair.old, pair.new) for pair in pairs]


def test_what_was_removed_stands_where_it_stood() -> None:
    new = edited(small(), drop("1.tugas.1"), put("1.tugas.2", "mengurus rumah tangga"))
    assert _both(compare(small(), new).positions[1].tugas) == [
        ("menyusun anggaran kecamatan", "menyusun anggaran kecamatan"),
        ("mengelola arsip", None),
        ("mengurus kepegawaian", "mengurus kepegawaian"),
        (None, "mengurus rumah tangga"),
    ]


def test_what_moved_stands_twice_each_time_with_both_places() -> None:
    new = edited(small(), move("1.tugas.1", "1.tugas.2"))
    gone, _, come = compare(small(), new).positions[1].tugas[1:]
    places = (("jabatan", 1, "tugas", 1), ("jabatan", 1, "tugas", 2))
    assert (gone.old, gone.new, gone.old_path, gone.new_path) == ("mengelola arsip", None, *places)
    assert (come.old, come.new, come.old_path, come.new_path) == (None, "mengelola arsip", *places)


def test_sub_items_are_paired_within_their_item() -> None:
    new = edited(small(), reword("0.fungsi.1.rincian.1", "perangkat", "aparatur"))
    pair = compare(small(), new).positions[0].fungsi[1]
    assert _both(pair.rincian)[1] == ("pembinaan perangkat desa", "pembinaan aparatur desa")


def test_a_moved_position_stands_once_where_it_is_now() -> None:
    new = edited(lumajang(), move("6", "1"), drop("5"))
    pairs = compare(lumajang(), new).positions
    assert [pair.new for pair in pairs if pair.new] == [*new.jabatan]
    assert [pair.old for pair in pairs if pair.new is None] == [lumajang().jabatan[4]]
    assert len(pairs) == 16
    moved = pairs[1]
    assert (moved.old_path, moved.new_path) == (("jabatan", 6), ("jabatan", 1))
    assert moved.old == moved.new
