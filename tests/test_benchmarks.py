"""The benchmarks run, measure what they say, and refuse to compare what is not the same."""

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import all as everything
from measuring import ROOT, Report, Table, printed
from plain_template import write_docxtpl_template, write_merge_template
from rendering import SOURCE, refuse_unequal, turn
from ways import Way, ways_of_plain

from iki_docgen.parse import parse
from iki_docgen.read import read

TABLES = (
    "Goals",
    "Rendering: a plain template",
    "Rendering: the program's own template",
    "Whole commands",
    "From a text to its records",
    "Growth",
    "A tree of 2 agencies",
)


def test_one_command_prints_all_tables() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "all.py"), "--quick"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = answer.stdout.splitlines()
    assert [line[4:] for line in lines if line.startswith("### ")] == list(TABLES)
    goals = [line for line in lines if " at least " in line or " at most " in line]
    assert len(goals) == len(everything.GOALS)
    unmeasured = [line for line in goals if "not measured" in line]
    assert len(unmeasured) <= 1, "only what the program cannot do yet is not measured"


def test_a_figure_is_held_against_its_goal_from_the_right_side() -> None:
    at_the_limits = {goal.figure: goal.limit for goal in everything.GOALS}
    assert {row[3] for row in everything.goals_table(at_the_limits).rows} == {"yes"}
    beyond = {
        goal.figure: goal.limit + (-0.01 if goal.side == everything.AT_LEAST else 0.01)
        for goal in everything.GOALS
    }
    assert {row[3] for row in everything.goals_table(beyond).rows} == {"no"}
    assert {row[2] for row in everything.goals_table({}).rows} == {"not measured"}


def test_the_page_names_every_benchmark_and_has_one_place_for_figures() -> None:
    page = everything.PAGE.read_text(encoding="utf-8")
    assert page.count(everything.HEADING) == 1
    for script in (ROOT / "benchmarks").glob("*.py"):
        if "def main()" in script.read_text(encoding="utf-8"):
            assert f"{script.name}`" in page or f"benchmarks/{script.name} " in page


def test_a_table_is_markdown() -> None:
    table = Table("Growth", "Of one run.", ("documents", "ms"), (("16", "4.1"), ("160", "12.25")))
    assert printed(Report([table], {})) == (
        "### Growth\n\nOf one run.\n\n"
        "| documents |    ms |\n| --------- | ----: |\n| 16        |   4.1 |\n| 160       | 12.25 |"
    )


@pytest.fixture
def ways(tmp_path: Path) -> list[Way]:
    document, _ = parse(read(SOURCE))
    plain, merge = tmp_path / "plain.docx", tmp_path / "merge.docx"
    write_docxtpl_template(plain)
    write_merge_template(merge)
    return ways_of_plain(plain, merge, document, tmp_path)


def test_ways_that_write_other_words_are_not_compared(ways: list[Way], tmp_path: Path) -> None:
    other = ways[0]._replace(name="another", write=lambda _n, path: ways[0].write(1, path))
    refuse_unequal(ways, 1, tmp_path)
    with pytest.raises(SystemExit, match="another writes other words than docxtpl as documented"):
        refuse_unequal([*ways, other], 1, tmp_path)


def test_a_turn_goes_on_until_its_seconds_are_used(tmp_path: Path) -> None:
    written: list[int] = []

    def write(number: int, _path: Path) -> None:
        written.append(number)
        sum(range(100_000))

    cost = turn(Way("x", "x", write), 2, tmp_path, 0.02)
    assert written == [0, 1] * (len(written) // 2)
    assert cost.cpu * len(written) >= 0.02
