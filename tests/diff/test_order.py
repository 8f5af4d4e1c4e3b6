"""Which things of two lists keep their order does not depend on which list is the old one."""

from collections.abc import Hashable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from iki_docgen.diff.order import common_order, worth

short_lists = st.lists(st.sampled_from("abcd"), max_size=7)


def pairs(olds: Sequence[Hashable], news: Sequence[Hashable]) -> list[tuple[int, int]]:
    return common_order(olds, news, [worth(repr(one), "", 1) for one in olds])


def test_of_a_doubled_thing_the_one_nearest_to_the_heads_is_the_same_one() -> None:
    once, twice = ["anggaran", "arsip", "pegawai"], ["arsip 2", "pegawai", "arsip 3", "pegawai"]
    assert pairs(once, twice) == [(2, 1)]
    assert pairs(twice, once) == [(1, 2)]


@given(short_lists, short_lists)
def test_swapping_the_lists_swaps_the_pairs(olds: list[str], news: list[str]) -> None:
    assert [(new, old) for old, new in pairs(olds, news)] == pairs(news, olds)


@given(short_lists, short_lists)
def test_as_many_as_can_be_keep_their_order(olds: list[str], news: list[str]) -> None:
    best = [[0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for row, old in enumerate(olds):
        for column, new in enumerate(news):
            longer = best[row][column] + (old == new)
            best[row + 1][column + 1] = max(longer, best[row][column + 1], best[row + 1][column])
    found = pairs(olds, news)
    assert len(found) == best[-1][-1]
    assert found == sorted(found)
    assert all(olds[old] == news[new] for old, new in found)
