"""The tree of made-up agencies: its texts say what they were made of, the same each time."""

import argparse
import sys
from pathlib import Path

import pytest

from iki_docgen import project
from iki_docgen.errors import IkiError
from iki_docgen.parse import parse
from iki_docgen.pipeline.building import prepare
from iki_docgen.pipeline.options import Options
from iki_docgen.read import read_bytes

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import make_province as province
from province_layouts import LAYOUTS


@pytest.mark.parametrize("number", range(2 * len(LAYOUTS)))
def test_each_layout_is_read_as_it_was_meant(number: int) -> None:
    agency = province.made(number, positions=(8, 20))
    document, _ = parse(read_bytes(province.text_of(agency, number).encode(), "iki.txt"))
    read = [
        (
            jabatan.jabatan,
            jabatan.tugas,
            jabatan.fungsi,
            tuple(
                (
                    " ".join(group.sasaran),
                    tuple((i.indikator, i.penjelasan, i.sumber_data) for i in group.indikator),
                )
                for group in jabatan.sasaran
            ),
        )
        for jabatan in document.jabatan
    ]
    assert read == [(one.name, one.tugas, one.fungsi, one.sasaran) for one in agency.positions]


def test_a_small_tree_is_the_beginning_of_a_large_one(tmp_path: Path) -> None:
    small = province.write_tree(tmp_path / "small", 3)
    large = province.write_tree(tmp_path / "large", 52)
    assert [path.relative_to(tmp_path / "large").as_posix() for path in large][49:] == [
        "kab-01/opd-050",
        "kab-02/opd-001",
        "kab-02/opd-002",
    ]
    for one, other in zip(small, large, strict=False):
        for name in ("iki.toml", "source/iki.txt"):
            assert (one / name).read_bytes() == (other / name).read_bytes()


def test_agencies_of_one_regency_bear_different_names() -> None:
    assert len({province.made(number).name for number in range(50)}) == 50


def test_another_seed_gives_other_texts() -> None:
    assert province.made(0, seed=2) != province.made(0, seed=1)


def test_numbers_of_positions_are_a_number_or_a_range_that_there_are_words_for() -> None:
    assert province.sizes("7") == (7, 7)
    assert province.sizes("8-20") == (8, 20)
    assert all(len(province.made(n, positions=(20, 20)).positions) == 20 for n in range(50))
    for wrong in ("0", "9-8", "21"):
        with pytest.raises(argparse.ArgumentTypeError, match="within 1-20"):
            province.sizes(wrong)


def test_of_a_broken_agency_nothing_can_be_written(tmp_path: Path) -> None:
    failed = 0
    for folder in province.write_tree(tmp_path, 6, broken=3):
        try:
            assert len(prepare(project.at(folder), Options()).loaded.document.jabatan) == 16
        except IkiError:
            failed += 1
    assert failed == 3
