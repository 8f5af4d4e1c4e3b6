"""Time the writing of Word files: ours, docxtpl, a mail merge, and what nobody can do without.

    python benchmarks/rendering.py [--rounds 7] [--seconds 0.5]

One process on one core.  In each round every way writes the sixteen files of the Lumajang text
again and again for so many seconds; the order turns from round to round.  Printed are medians over
the rounds, the writing of the files included.  Before anything is timed, all ways must have
written the same words.
"""

import gc
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from lxml import etree
from measuring import ROOT, Report, Table, on_one_core, options, show
from msgspec.structs import replace
from plain_template import write_docxtpl_template, write_merge_template
from ways import Way, files_of, ways_of_default, ways_of_plain

from iki_docgen import project
from iki_docgen.parse import parse
from iki_docgen.read import read

SOURCE = ROOT / "source" / "iki-dinas-sosial-lumajang.txt"
DEFAULT = ROOT / "templates" / "iki.docx"
MEMORY = Path("/dev/shm")  # noqa: S108 - only what this program makes and reads itself
"""A folder in memory: what a disk is doing meanwhile would fall on whoever writes most."""
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Cost(NamedTuple):
    """Seconds of CPU and wall time for one document."""

    cpu: float
    wall: float


def words_of(file: bytes) -> list[str]:
    """Return the words of a Word file in order."""
    with ZipFile(BytesIO(file)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    elements = root.iter(*(_WORD + tag for tag in ("p", "t", "cr", "br", "tab")))
    texts = ((one.text or "") if one.tag == f"{_WORD}t" else " " for one in elements)
    return "".join(texts).split()


def refuse_unequal(ways: Sequence[Way], count: int, folder: Path) -> None:
    """Raise `SystemExit` if two ways do not write the same words: their times say nothing."""
    first = [words_of(file) for file in files_of(ways[0].write, count, folder)]
    for way in ways[1:]:
        if [words_of(file) for file in files_of(way.write, count, folder)] != first:
            raise SystemExit(f"{way.name} writes other words than {ways[0].name}")


def turn(way: Way, count: int, folder: Path, seconds: float) -> Cost:
    """Return what a document costs when `count` of them are written for at least `seconds`."""
    gc.collect()
    with tempfile.TemporaryDirectory(dir=folder) as name:  # new files: some disks wait for old ones
        written, wall, cpu = 0, time.perf_counter(), time.process_time()
        while written == 0 or time.process_time() - cpu < seconds:
            for number in range(count):
                way.write(number, Path(name, f"{written + number:05}.docx"))
            written += count
        used = time.process_time() - cpu
        return Cost(used / written, (time.perf_counter() - wall) / written)


def compared(
    ways: Sequence[Way], count: int, folder: Path, rounds: int, seconds: float
) -> dict[str, Cost]:
    """Return the median cost of each way by its key, all measured in turns."""
    costs: dict[str, list[Cost]] = defaultdict(list)
    for number in range(rounds):
        start = number % len(ways)
        for way in (*ways[start:], *ways[:start]):
            costs[way.key].append(turn(way, count, folder, seconds))
    return {
        key: Cost(*(statistics.median(part) for part in zip(*found, strict=True)))
        for key, found in costs.items()
    }


def table_of(title: str, about: str, ways: Sequence[Way], costs: Mapping[str, Cost]) -> Table:
    """Return the table of one template."""
    own = costs["ours"].cpu
    rows = [
        (
            way.name,
            f"{1 / costs[way.key].cpu:,.0f}",
            f"{1000 * costs[way.key].cpu:.3f}",
            f"{1000 * costs[way.key].wall:.3f}",
            f"{costs[way.key].cpu / own:.2f}",
        )
        for way in ways
    ]
    columns = ("way", "documents/s", "CPU ms", "wall ms", "time : iki")
    return Table(title, about, columns, rows)


def report(rounds: int, seconds: float, positions: int | None = None) -> Report:
    """Measure both templates, with the first `positions` only, if they are given."""
    document, _ = parse(read(SOURCE))
    records = replace(document, jabatan=document.jabatan[:positions])
    settings = project.find(ROOT).settings
    count, tables, figures = len(records.jabatan), [], {}
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        folder = Path(name)
        plain, merge = folder / "plain.docx", folder / "merge.docx"
        write_docxtpl_template(plain)
        write_merge_template(merge)
        sets = {
            "plain": ways_of_plain(plain, merge, records, folder),
            "default": ways_of_default(DEFAULT, records, settings, folder),
        }
        for kind, ways in sets.items():
            refuse_unequal(ways, count, folder)
            costs = compared(ways, count, folder, rounds, seconds)
            tables.append(table_of(*_TITLES[kind], ways, costs))
            for key, cost in costs.items():
                figures[f"{kind} {key}"] = cost.cpu / costs["ours"].cpu
            figures[f"{kind} over floor"] = costs["ours"].cpu / costs["floor"].cpu
    return Report(tables, figures)


_TITLES = {
    "plain": (
        "Rendering: a plain template",
        "A blank document of python-docx with two lists and a table of four columns.",
    ),
    "default": (
        "Rendering: the program's own template",
        (
            "`iki build` also tells each file what it is. Written safely, it is synced and renamed;"
            " in memory that costs little."
        ),
    ),
}


def main() -> None:
    """Print the tables."""
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--positions", type=int, help="only so many of the sixteen")
    given = parser.parse_args()
    on_one_core()
    show(report(given.rounds, given.seconds, given.positions), as_json=given.json)


if __name__ == "__main__":
    main()
