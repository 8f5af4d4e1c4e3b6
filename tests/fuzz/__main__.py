"""Look for bytes that a reader or the parser cannot stand, guided by the lines they reach.

    python -m tests.fuzz pdf                           until something is found
    python -m tests.fuzz docx -max_total_time=600      ten minutes; any option of libFuzzer
    python -m tests.fuzz parse FOLDER                  keep there what reaches new lines

A find is written to `crash-...`, `timeout-...` or `oom-...`.  Once what it breaks is mended, move
it into `tests/fuzz/cases/TARGET/`: there it is read again with each run of the tests.
"""

import logging
import sys
import tempfile
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["iki_docgen", "pdfminer", "olefile"]):
    from tests.fuzz.targets import TARGETS
from tests.fuzz.mutators import mutator
from tests.fuzz.seeds import seeds

LONGEST = 65_536
DEFAULTS = ("-timeout=5", "-rss_limit_mb=1024", f"-max_len={LONGEST}")


def main() -> None:
    """Run libFuzzer with a target's seeds, its mutator, and the limits that a reader must keep."""
    if sys.argv[1:2] == [] or sys.argv[1] not in TARGETS:
        sys.exit(f"what to search in: {', '.join(TARGETS)}")
    name, *options = sys.argv[1:]
    logging.disable()  # a reader's libraries speak of each thing that they find odd
    change = mutator(name)

    def mutated(data: bytes, longest: int, seed: int) -> bytes:
        new = change(data, Random(seed), lambda part: atheris.Mutate(part, longest))
        return new if len(new) <= longest else data

    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as scratch:
        for number, data in enumerate(seeds(name)):
            (Path(folder) / f"{number:03}").write_bytes(data)
        flags = [one for one in options if one.startswith("-")]
        folders = [one for one in options if not one.startswith("-")]
        arguments = [sys.argv[0], *DEFAULTS, *flags, *(folders or [scratch]), folder]
        atheris.Setup(arguments, TARGETS[name], custom_mutator=mutated)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
