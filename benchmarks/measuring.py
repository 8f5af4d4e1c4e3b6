"""What all benchmarks share: medians, commands in processes of their own, tables, the machine.

A benchmark gives a `Report`: tables for people, and the figures that they are about by name, which
`all.py` holds against the goals.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the tree that this file stands in is measured, not an installed one
THIS_TREE = {**os.environ, "PYTHONPATH": str(ROOT)}
"""The environment in which `python -m iki_docgen` is the program of this tree."""
THIS_TREE.pop("PYTHONDONTWRITEBYTECODE", None)  # or each run would compile the program anew
PACKAGES = ("docxtpl", "docx-mailmerge2", "jinja2", "lxml")


class Run(NamedTuple):
    """Seconds of wall and CPU time of a process, its peak of memory in bytes, its exit code."""

    wall: float
    cpu: float
    memory: int
    code: int = 0


class Table(NamedTuple):
    """A table: what it shows, what its reader must know, and its cells as they are printed."""

    title: str
    about: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


class Report(NamedTuple):
    """What a benchmark gives: tables, and figures by name."""

    tables: Sequence[Table]
    figures: Mapping[str, float]


def measured(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Run:
    """Run a command in `folder` and return what it took, its children included."""
    start = time.perf_counter()
    child = subprocess.Popen(
        command,
        cwd=folder,
        env={**THIS_TREE, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)  # it is waited for already
    wall = time.perf_counter() - start
    memory = used.ru_maxrss * 1024
    return Run(wall, used.ru_utime + used.ru_stime, memory, child.returncode)


def median_of(runs: Sequence[Run]) -> Run:
    """Return the median times of `runs`, and their highest memory."""
    return Run(
        statistics.median(run.wall for run in runs),
        statistics.median(run.cpu for run in runs),
        max(run.memory for run in runs),
        max((run.code for run in runs), key=abs),
    )


def machine() -> str:
    """Return in a sentence what the figures were measured on."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.platform(terse=True)}, "
        f"{platform.python_implementation()} {platform.python_version()}, "
        f"zlib {zlib.ZLIB_RUNTIME_VERSION}, {packages}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def commit() -> str:
    """Return the commit that was measured, and whether files differ from it."""
    try:
        found = _git("rev-parse", "--short", "HEAD")
        changed = _git("status", "--porcelain", "iki_docgen", "templates")
    except (OSError, subprocess.CalledProcessError):
        return "no commit"
    return f"{found} with changes" if changed else found


def _git(*words: str) -> str:
    command = ["git", "-C", str(ROOT), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def printed(report: Report) -> str:
    """Return the tables of `report` as Markdown."""
    return "\n\n".join(_printed_table(table) for table in report.tables)


def _printed_table(table: Table) -> str:
    if not table.rows:
        return f"### {table.title}\n\n{table.about}"
    rows = [table.columns, *table.rows]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    aligned = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [_line(row, widths) for row in (table.columns, aligned, *table.rows)]
    about = [table.about, ""] if table.about else []
    return "\n".join([f"### {table.title}", "", *about, *lines])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "| " + " | ".join([first[0].ljust(first[1]), *(c.rjust(w) for c, w in others)]) + " |"


def options(description: str | None) -> argparse.ArgumentParser:
    """Return the options that every benchmark takes."""
    parser = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print for programs")
    return parser


def show(report: Report, *, as_json: bool) -> None:
    """Print `report` for people, or for `reported`."""
    print(json.dumps(report) if as_json else printed(report))


def reported(script: str, *arguments: str) -> Report:
    """Return the report of a benchmark in a process of its own."""
    command = [sys.executable, str(ROOT / "benchmarks" / script), *arguments, "--json"]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    tables, figures = json.loads(answer.stdout)
    return Report([Table(*table) for table in tables], figures)


def on_one_core() -> None:
    """Stay on one core from here on, where the system can be told."""
    keep: Callable[[int, set[int]], None] | None = getattr(os, "sched_setaffinity", None)
    if keep is not None:
        keep(0, {max(os.sched_getaffinity(0))})
