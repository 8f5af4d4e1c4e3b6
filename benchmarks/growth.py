"""Time the library on more and more documents, and see whether each costs the same.

    python benchmarks/growth.py [--sizes 16,160,1600,16000] [--rounds 5]

Agencies of sixteen positions, each with words and a layout of its own (tools/make_province.py),
are read, filled in and written one after another, the template compiled once.  Each size runs in a
process of its own, the sizes in turns; figures are medians of CPU time, memory is the peak of the
whole process.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from measuring import ROOT, Report, Table, options, show

POSITIONS = 16
SIZES = "16,160,1600,16000"


def measure(documents: int) -> dict[str, float]:
    """Return seconds of CPU time for reading and for writing `documents`, and the peak memory."""
    sys.path.insert(0, str(ROOT / "tools"))
    import rapidfuzz.process  # noqa: F401, PLC0415 - the first odd heading loads it, wherever it is
    from make_province import made, text_of  # noqa: PLC0415 - only the process of its own

    from iki_docgen.parse import parse  # noqa: PLC0415
    from iki_docgen.project import Instansi, Settings  # noqa: PLC0415
    from iki_docgen.read import read_bytes  # noqa: PLC0415
    from iki_docgen.word.render import render_position  # noqa: PLC0415
    from iki_docgen.word.template import compile_template  # noqa: PLC0415

    reading = writing = 0.0
    template = compile_template()
    with tempfile.TemporaryDirectory() as name:
        for number in range(documents // POSITIONS):
            agency = made(number, positions=(POSITIONS, POSITIONS))
            data = text_of(agency, number).encode()
            folder = Path(name, str(number))
            folder.mkdir()
            start = time.process_time()
            document, _ = parse(read_bytes(data, "iki.txt"))
            middle = time.process_time()
            settings = Settings(instansi=Instansi(nama=agency.name, daerah=agency.region))
            for jabatan in document.jabatan:
                file = render_position(template, document, jabatan, settings)
                (folder / f"{jabatan.id[:60]}.docx").write_bytes(file)
            reading += middle - start
            writing += time.process_time() - middle
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        written = sum(1 for _ in Path(name).glob("*/*.docx"))
    if written != documents:
        raise SystemExit(f"{written} documents were written, not {documents}")
    return {"reading": reading, "writing": writing, "memory": peak}


def run(documents: int) -> Mapping[str, float]:
    """Return what `measure` gives in a process of its own."""
    command = [sys.executable, __file__, "--one", str(documents)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: Mapping[str, float] = json.loads(answer.stdout)
    return found


def report(sizes: list[int], rounds: int) -> Report:
    """Measure all sizes in turns."""
    runs: dict[int, list[Mapping[str, float]]] = {size: [] for size in sizes}
    for _ in range(rounds):
        for size in sizes:
            runs[size].append(run(size))
    rows, totals, memories = [], {}, {}
    for size, found in runs.items():
        median = {key: statistics.median(one[key] for one in found) for key in found[0]}
        totals[size] = (median["reading"] + median["writing"]) / size
        memories[size] = median["memory"]
        each = (median["reading"] / size, median["writing"] / size, totals[size])
        rows.append(
            (f"{size:,}", *(f"{1000 * one:.3f}" for one in each), f"{median['memory'] / 1e6:.1f}")
        )
    base = sizes[min(1, len(sizes) - 1)]  # the smallest still pays for starting
    figures = {
        "time": totals[sizes[-1]] / totals[base],
        "memory": memories[sizes[-1]] / memories[base],
    }
    columns = ("documents", "read ms each", "write ms each", "both ms each", "peak memory MB")
    about = f"Medians of {rounds} runs; the last beside {base:,}: time {figures['time']:.2f}"
    about += f" times for each document, memory {figures['memory']:.2f} times."
    return Report([Table("Growth", about, columns, rows)], figures)


def main() -> None:
    """Print the table."""
    parser = options(__doc__)
    parser.add_argument("--sizes", default=SIZES, help=f"whole agencies of {POSITIONS} documents")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--one", type=int, metavar="DOCUMENTS", help="for its own use")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one)))
        return
    sizes = [int(size) for size in given.sizes.split(",")]
    show(report(sizes, given.rounds), as_json=given.json)


if __name__ == "__main__":
    main()
