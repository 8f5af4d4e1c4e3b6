"""Time whole commands on the Lumajang text, beside bare Python and a script that uses docxtpl.

    python benchmarks/commands.py [--runs 9]

Runs are interleaved, so that a slow moment of the machine falls on all of them.  Printed: the
median wall and CPU time, the CPU time beside that of the script, and the largest memory of any
run.  The script writes the same sixteen documents from the same template, and does nothing else:
it neither reads the text nor checks it, and makes no book.  A cold build finds nothing that an
earlier run kept in the user's caches, a warm one does.  With nothing to do, it finds the stamp that
an ordinary build of the same options left; after an edit that changes no document it finds none.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from measuring import ROOT, Report, Run, Table, measured, median_of, options, show

IKI = (sys.executable, "-m", "iki_docgen")
BARE, HELP, SCRIPT = "python -c pass", "iki --help", "docxtpl script, 16 documents"
COLD, WARM = "iki build (all written, cold)", "iki build (all written, warm)"
SAME, EDITED = "iki build (nothing to do)", "iki build (text edited, nothing to do)"
TEXT = "source/iki-dinas-sosial-lumajang.txt"
FINDINGS = 1
"""The exit code of a command that worked and has something to say."""


class Command(NamedTuple):
    """A command; it keeps its caches in `{new}` or `{kept}`, and writes into such a folder.

    `edited` is a text to which an empty line is added before each run.
    """

    words: Sequence[str]
    caches: str = "{kept}"
    edited: str = ""


COMMANDS = {
    BARE: Command((sys.executable, "-c", "pass")),
    HELP: Command((*IKI, "--help")),
    "iki check": Command((*IKI, "check")),
    "iki parse": Command((*IKI, "parse")),
    SCRIPT: Command(
        (
            sys.executable,
            str(ROOT / "benchmarks" / "docxtpl_script.py"),
            "contexts.json",
            str(ROOT / "templates" / "iki.docx"),
            "{new}",
        )
    ),
    COLD: Command((*IKI, "build", "--output", "{new}/output"), caches="{new}"),
    WARM: Command((*IKI, "build", "--output", "{new}")),
    SAME: Command((*IKI, "build", "--output", "same")),
    EDITED: Command((*IKI, "build", "edited"), edited=f"edited/{TEXT}"),
}


def prepare(folder: Path) -> None:
    """Copy the Lumajang project into `folder`, and put beside it what the script needs.

    Its contexts are made in another process, so that this one stays small: a process counts the
    memory of the one that it was started from.
    """
    for place in (folder, folder / "edited"):
        shutil.copytree(ROOT / "source", place / "source")
        shutil.copy(ROOT / "iki.toml", place)
    measured((sys.executable, __file__, "--contexts", str(folder)), folder)


def write_contexts(folder: Path) -> None:
    """Write what the sixteen documents print."""
    from iki_docgen.parse import parse  # noqa: PLC0415 - the process that measures does without
    from iki_docgen.project import find  # noqa: PLC0415
    from iki_docgen.read import read  # noqa: PLC0415
    from iki_docgen.word.context import document_context  # noqa: PLC0415

    document, _ = parse(read(folder / TEXT))
    settings = find(folder).settings
    contexts = [document_context(document, jabatan, settings) for jabatan in document.jabatan]
    (folder / "contexts.json").write_text(json.dumps(contexts), encoding="utf-8")


def run_all(folder: Path, rounds: int) -> dict[str, Run]:
    """Return the medians of all commands, run in turns."""
    runs: dict[str, list[Run]] = {name: [] for name in COMMANDS}
    first = -1 if rounds else 0  # a round before the others fills the caches and does not count
    for number in range(first, max(1, rounds)):
        for turn, (title, command) in enumerate(COMMANDS.items()):
            new, kept = folder / f"new-{number}-{turn}", folder / "kept"
            new.mkdir()
            places = {"{new}": str(new), "{kept}": str(kept)}
            words = [_filled(word, places) for word in command.words]
            caches = {"XDG_CACHE_HOME": _filled(command.caches, places)}
            if command.edited:
                with (folder / command.edited).open("ab") as text:
                    text.write(b"\n")
            run = measured(words, folder, caches)
            if run.code not in (0, FINDINGS):
                raise SystemExit(f"{title} ended with exit code {run.code}")
            if number >= 0:
                runs[title].append(run)
            shutil.rmtree(new)
    return {title: median_of(found) for title, found in runs.items()}


def _filled(word: str, places: Mapping[str, str]) -> str:
    for name, place in places.items():
        word = word.replace(name, place)
    return word


def report(rounds: int) -> Report:
    """Measure all commands."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        runs = run_all(folder, rounds)
    script, bare = runs[SCRIPT].cpu, runs[BARE].cpu
    rows = [
        (
            title,
            f"{1000 * run.wall:.0f}",
            f"{1000 * run.cpu:.0f}",
            f"{run.cpu / script:.2f}",
            f"{run.memory / 1e6:.0f}",
        )
        for title, run in runs.items()
    ]
    columns = ("command", "wall ms", "CPU ms", "CPU : script", "memory MB")
    figures = {
        "help ms": 1000 * (runs[HELP].cpu - bare),
        "cold": runs[COLD].cpu / script,
        "warm": runs[WARM].cpu / script,
        "nothing": runs[SAME].cpu / script,
    }
    about = f"Medians of {rounds} runs; memory is the highest of any run."
    return Report([Table("Whole commands", about, columns, rows)], figures)


def main() -> None:
    """Print the table."""
    parser = options(__doc__)
    parser.add_argument("--runs", type=int, default=9, help="0 is one, the caches empty")
    parser.add_argument("--contexts", type=Path, metavar="FOLDER", help="for its own use")
    given = parser.parse_args()
    if given.contexts:
        write_contexts(given.contexts)
    else:
        show(report(given.runs), as_json=given.json)


if __name__ == "__main__":
    main()
