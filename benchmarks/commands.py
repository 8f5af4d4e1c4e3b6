"""Time whole commands on the Lumajang text, beside bare Python, in one run.

    python benchmarks/commands.py [--runs 9]

Runs are interleaved, so that a slow moment of the machine falls on all of them.  Printed: the
median wall and CPU time, the ratio to bare Python, and the largest memory of any run.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
IKI = [sys.executable, "-m", "iki_docgen"]
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "iki --help": [*IKI, "--help"],
    "iki check": [*IKI, "check"],
    "iki parse": [*IKI, "parse"],
    "iki build (all written)": [*IKI, "build", "--output", "{new}"],
    "iki build (nothing to do)": [*IKI, "build", "--output", "{same}"],
}


class Run(NamedTuple):
    """Seconds of wall and CPU time, and the peak of memory in bytes."""

    wall: float
    cpu: float
    memory: int


def measured(command: list[str], folder: Path) -> Run:
    """Run a command in `folder` and return what it took."""
    start = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, used = os.wait4(child.pid, 0)
    child.returncode = 0  # it is waited for already
    return Run(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=9)
    rounds = parser.parse_args().runs
    runs: dict[str, list[Run]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "source", folder / "source")
        shutil.copy(ROOT / "iki.toml", folder)
        same = folder / "same"
        measured([*IKI, "build", "--output", str(same)], folder)
        for number in range(rounds):
            places = {"{new}": str(folder / f"new{number}"), "{same}": str(same)}
            for title, command in COMMANDS.items():
                runs[title].append(measured([places.get(word, word) for word in command], folder))
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, medians of {rounds} runs\n")
    print(f"{'command':<28}{'wall':>9}{'CPU':>9}{'x python':>10}{'memory':>10}")
    bare = statistics.median(run.wall for run in runs["python -c pass"])
    for title, measured_runs in runs.items():
        wall = statistics.median(run.wall for run in measured_runs)
        cpu = statistics.median(run.cpu for run in measured_runs)
        peak = max(run.memory for run in measured_runs) / 1e6
        print(f"{title:<28}{wall:>7.3f} s{cpu:>7.3f} s{wall / bare:>10.1f}{peak:>7.0f} MB")


if __name__ == "__main__":
    main()
