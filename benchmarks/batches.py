"""Time `iki build` on a tree of agencies with one worker and with two.

    python benchmarks/batches.py [--agencies 100] [--rounds 5] [--workers 1,2]

The tree is made by tools/make_province.py; every run writes all of it anew, and no two runs at a
time.  Workers share the wall time, so that is what is compared; CPU time shows what sharing costs.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from measuring import ROOT, THIS_TREE, Report, Run, Table, measured, median_of, options, show

IKI = (sys.executable, "-m", "iki_docgen")
POSITIONS = 16
FINDINGS = 1
_PR_SET_CHILD_SUBREAPER = 36


def can_batch() -> bool:
    """Return whether `iki build` takes workers."""
    command = [*IKI, "build", "--help"]
    answer = subprocess.run(command, env=THIS_TREE, stdout=subprocess.PIPE, text=True, check=True)
    return "--workers" in answer.stdout


def adopt_orphans() -> None:
    """Ask Linux for the processes whose parent ends, as those of a pool, so that they count."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def with_orphans(run: Run) -> Run:
    """Return `run` with the CPU time and memory of the processes that it left behind."""
    while True:
        try:
            _, _, used = os.wait4(-1, 0)
        except ChildProcessError:
            return run
        memory = max(run.memory, used.ru_maxrss * 1024)
        run = run._replace(cpu=run.cpu + used.ru_utime + used.ru_stime, memory=memory)


def build(tree: Path, workers: int, documents: int) -> Run:
    """Build all of `tree` anew; raises `SystemExit` if a document is missing."""
    for output in tree.glob("*/*/output"):
        shutil.rmtree(output)
    run = measured((*IKI, "build", str(tree), "--workers", str(workers)), tree)
    run = with_orphans(run)
    written = sum(1 for _ in tree.glob("*/*/output/*/[0-9]*.docx"))
    if run.code not in (0, FINDINGS) or written != documents:
        raise SystemExit(f"exit code {run.code}, {written} of {documents} documents")
    return run


def report(agencies: int, rounds: int, workers: list[int]) -> Report:
    """Measure the numbers of workers in turns."""
    title = f"A tree of {agencies:,} agencies"
    if not can_batch():
        return Report([Table(title, "Not measured: `iki build` has no `--workers`.", (), ())], {})
    adopt_orphans()
    documents = agencies * POSITIONS
    runs: dict[int, list[Run]] = {number: [] for number in workers}
    with tempfile.TemporaryDirectory() as name:
        script = str(ROOT / "tools" / "make_province.py")
        size = ("--agencies", str(agencies), "--positions", str(POSITIONS))
        subprocess.run([sys.executable, script, name, *size], stdout=subprocess.PIPE, check=True)
        for _ in range(rounds):
            for number in workers:
                runs[number].append(build(Path(name), number, documents))
    medians = {number: median_of(found) for number, found in runs.items()}
    first = medians[workers[0]]
    rows = [
        (
            str(number),
            f"{run.wall:.2f}",
            f"{run.cpu:.2f}",
            f"{documents / run.wall:,.0f}",
            f"{first.wall / run.wall:.2f}",
            f"{run.memory / 1e6:.0f}",
        )
        for number, run in medians.items()
    ]
    columns = ("workers", "wall s", "CPU s", "documents/s", "times as fast", "memory MB")
    about = f"{documents:,} documents and their books; medians of {rounds} runs."
    about += " Memory is that of the largest process."
    figures = {"workers": first.wall / medians[workers[-1]].wall}
    return Report([Table(title, about, columns, rows)], figures)


def main() -> None:
    """Print the table."""
    parser = options(__doc__)
    parser.add_argument("--agencies", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", default="1,2", help="numbers of workers, the first is 1")
    given = parser.parse_args()
    workers = [int(number) for number in given.workers.split(",")]
    show(report(given.agencies, given.rounds, workers), as_json=given.json)


if __name__ == "__main__":
    main()
