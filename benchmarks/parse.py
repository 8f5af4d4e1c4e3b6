"""Time the way from a text to its records, and how time and memory grow with the text.

    python benchmarks/parse.py [--runs 5]

`repeated` is the Lumajang text ten to a thousand times.  What is known of a line is remembered by
its text, so `varied` stands beside it: each of its sentences holds a word of its own.  Each figure
is the median of runs in processes of their own, the sizes interleaved; memory is the highest
resident size above that of the program before it reads the text, and the text.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping

from measuring import ROOT

from iki_docgen.parse import parse
from iki_docgen.read import read_bytes

SOURCE = ROOT / "source" / "iki-dinas-sosial-lumajang.txt"
COPIES = (10, 100, 1_000)
KINDS = ("repeated", "varied")
_SYLLABLES = ("ba", "di", "ka", "lo", "me", "nu", "pe", "ra", "si", "tu", "ya", "ngo")
_SHORTEST = 12
"""Letters of a line that is a sentence, and no label, heading or number."""


def text_of(kind: str, copies: int) -> bytes:
    """Return the Lumajang text `copies` times, as it is or with a word of its own in each line."""
    base = SOURCE.read_bytes()
    if kind == "repeated":
        return base * copies
    chance = random.Random(1)
    lines = base.decode().splitlines(keepends=True)
    return "".join(_varied(line, chance) for _ in range(copies) for line in lines).encode()


def _varied(line: str, chance: random.Random) -> str:
    """Return a sentence with its second word replaced by one that no other line has."""
    words = line.split(" ")
    small = [
        number for number, word in enumerate(words[1:], 1) if word.isalpha() and word.islower()
    ]
    if len(line) < _SHORTEST or not small:
        return line
    words[small[0]] = "".join(chance.choices(_SYLLABLES, k=5))
    return " ".join(words)


def measure(kind: str, copies: int) -> dict[str, float]:
    """Return seconds of processor time for reading and parsing, and the memory of both."""
    read_bytes(SOURCE.read_bytes(), "warm.txt")  # what is loaded once is not the text's
    data = text_of(kind, copies)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    reading = read_bytes(data, "text.txt")
    middle = time.process_time()
    document, findings = parse(reading)
    end = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {
        "bytes": len(data),
        "read": middle - start,
        "parse": end - middle,
        "memory": max(0, peak) * 1024 + len(data),
        "positions": len(document.jabatan),
        "findings": len(findings),
    }


def run(kind: str, copies: int) -> Mapping[str, float]:
    """Return what `measure` gives in a process of its own."""
    command = [sys.executable, __file__, "--one", kind, str(copies)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    found: Mapping[str, float] = json.loads(answer.stdout)
    return found


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--one", nargs=2)
    given = options.parse_args()
    if given.one:
        print(json.dumps(measure(given.one[0], int(given.one[1]))))
        return
    found: dict[tuple[str, int], list[Mapping[str, float]]] = {}
    for _ in range(given.runs):
        for kind in KINDS:
            for copies in COPIES:
                found.setdefault((kind, copies), []).append(run(kind, copies))
    print("text          MB  read MB/s  parse MB/s  both MB/s  memory / text  positions  findings")
    for (kind, _), runs in found.items():
        median = {key: statistics.median(one[key] for one in runs) for key in runs[0]}
        size = median["bytes"] / 1e6
        both = median["read"] + median["parse"]
        print(
            f"{kind:9} {size:6.2f} {size / median['read']:10.1f} {size / median['parse']:11.1f}"
            f" {size / both:10.1f} {median['memory'] / median['bytes']:14.1f}"
            f" {median['positions']:10.0f} {median['findings']:9.0f}"
        )


if __name__ == "__main__":
    main()
