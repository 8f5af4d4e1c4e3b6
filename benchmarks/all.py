"""Run all benchmarks and print their tables, the figures beside their goals first.

    python benchmarks/all.py [--quick] [--rounds 5] [--write]

Each benchmark runs in a process of its own and measures in turns what it compares.  `--quick` is
to see whether all of them work: its figures say little.  `--write` puts all into the page of the
documentation as well.
"""

import argparse
import operator
import statistics
from collections.abc import Mapping
from typing import NamedTuple

import parse as parsing
from measuring import ROOT, Report, Table, commit, machine, printed, reported

PAGE = ROOT / "docs" / "performance.md"
HEADING = "## Figures\n"
AT_LEAST, AT_MOST = "at least", "at most"


class Goal(NamedTuple):
    """What a figure should be: its name for people, the figure, a limit, and a unit."""

    what: str
    figure: str
    side: str
    limit: float
    unit: str = "times"


GOALS = (
    Goal("rendering: docxtpl as documented", "plain documented", AT_LEAST, 70),
    Goal("rendering: docxtpl, cached environment", "plain cached", AT_LEAST, 40),
    Goal("rendering: docx-mailmerge2", "plain merged", AT_LEAST, 20),
    Goal("rendering: iki beside the floor", "plain over floor", AT_MOST, 1.35),
    Goal("own template: docxtpl as documented", "default documented", AT_LEAST, 70),
    Goal("own template: docxtpl, cached environment", "default cached", AT_LEAST, 40),
    Goal("own template: iki beside the floor", "default over floor", AT_MOST, 1.35),
    Goal("warm `iki build` beside the docxtpl script", "warm", AT_MOST, 0.7),
    Goal("`iki build`, nothing to do, beside the script", "nothing", AT_MOST, 0.5),
    Goal("`iki --help` over bare Python", "help ms", AT_MOST, 45, "ms"),
    Goal("growth: time for each document", "time", AT_MOST, 1.1),
    Goal("growth: peak memory", "memory", AT_MOST, 1.1),
    Goal("two workers beside one", "workers", AT_LEAST, 1.7),
)


def goals_table(figures: Mapping[str, float]) -> Table:
    """Return the figures beside their goals."""
    rows = []
    for goal in GOALS:
        found = figures.get(goal.figure)
        meets = operator.ge if goal.side == AT_LEAST else operator.le
        rows.append(
            (
                goal.what,
                f"{goal.side} {goal.limit:g} {goal.unit}",
                "not measured" if found is None else f"{found:.2f} {goal.unit}",
                "" if found is None else "yes" if meets(found, goal.limit) else "no",
            )
        )
    about = "All in CPU time, but workers in wall time.  Times of others are beside ours."
    return Table("Goals", about, ("figure", "goal", "measured", "reached"), rows)


def parse_report(copies: int, rounds: int) -> Report:
    """Return how fast texts become records; `parse.py` alone shows more sizes."""
    runs: dict[str, list[Mapping[str, float]]] = {kind: [] for kind in parsing.KINDS}
    for _ in range(rounds):
        for kind in parsing.KINDS:
            runs[kind].append(parsing.run(kind, copies))
    rows = []
    for kind, found in runs.items():
        median = {key: statistics.median(one[key] for one in found) for key in found[0]}
        size = median["bytes"] / 1e6
        both = median["read"] + median["parse"]
        speeds = (size / median["read"], size / median["parse"], size / both)
        memory = median["memory"] / median["bytes"]
        rows.append((kind, f"{size:.2f}", *(f"{speed:.1f}" for speed in speeds), f"{memory:.1f}"))
    columns = ("text", "MB", "read MB/s", "parse MB/s", "both MB/s", "memory : text")
    about = f"The Lumajang text {copies} times, as it is, or with a word of its own in each line."
    return Report([Table("From a text to its records", about, columns, rows)], {})


def reports(given: argparse.Namespace) -> list[Report]:
    """Run everything, one after another."""
    rounds = str(given.rounds)
    if given.quick:
        return [
            reported("rendering.py", "--rounds", rounds, "--seconds", "0", "--positions", "2"),
            reported("commands.py", "--runs", "0"),
            parse_report(1, given.rounds),
            reported("growth.py", "--rounds", rounds, "--sizes", "16,32"),
            reported("batches.py", "--rounds", rounds, "--agencies", "2"),
        ]
    return [
        reported("rendering.py", "--rounds", rounds),
        reported("commands.py", "--runs", rounds),
        parse_report(100, given.rounds),
        reported("growth.py", "--rounds", str(given.growth_rounds or given.rounds)),
        reported("batches.py", "--rounds", rounds),
    ]


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="only see whether all work")
    parser.add_argument("--rounds", type=int, help="how often each is measured (5, or 1 if quick)")
    parser.add_argument(
        "--growth-rounds", type=int, help="the same for growth, which takes longest"
    )
    parser.add_argument("--write", action="store_true", help=f"put the figures into {PAGE.name}")
    given = parser.parse_args()
    given.rounds = given.rounds or (1 if given.quick else 5)
    found = reports(given)
    figures = {name: value for one in found for name, value in one.figures.items()}
    about = f"Commit {commit()}, medians of {given.rounds}. {machine()}."
    goals = Report([goals_table(figures)], {})
    text = "\n\n".join([about, *(printed(one) for one in (goals, *found))]) + "\n"
    print(text, end="")
    if given.write:
        before, heading, _ = PAGE.read_text(encoding="utf-8").partition(HEADING)
        PAGE.write_text(f"{before}{heading}\n{text}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
