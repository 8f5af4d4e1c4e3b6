"""Time the comparison of two large documents, and how the time grows.

    python benchmarks/diff.py [--runs 3]

The documents are positions like those of the Lumajang text, each with words of its own; the new
one has edits of every kind sprinkled in: about one in three positions is touched.
"""

import argparse
import random
import statistics
import time

from measuring import ROOT
from msgspec.structs import replace

from iki_docgen.diff import compare
from iki_docgen.parse import parse
from iki_docgen.read import read
from iki_docgen.records import Butir, Document, Item, Jabatan, Sasaran

SOURCE = ROOT / "source" / "iki-dinas-sosial-lumajang.txt"
SIZES = (100, 300, 1_000)
_SYLLABLES = ("ba", "di", "ka", "lo", "me", "nu", "pe", "ra", "si", "tu", "ya", "ngo")


def word(chance: random.Random) -> str:
    """Return a word that is not in the text."""
    return "".join(chance.choices(_SYLLABLES, k=4))


def varied(text: str, own: str) -> str:
    """Return a text about something of its own."""
    return text.replace("sosial", own).replace("Sosial", own.capitalize())


def varied_item(item: Item, own: str) -> Item:
    """Return an item about something of its own."""
    if isinstance(item, str):
        return varied(item, own)
    return Butir(
        butir=varied(item.butir, own),
        rincian=tuple(varied_item(inner, own) for inner in item.rincian),
    )


def varied_group(group: Sasaran, own: str) -> Sasaran:
    """Return a group about something of its own."""
    rows = tuple(replace(row, indikator=f"{row.indikator} {own}") for row in group.indikator)
    return replace(group, indikator=rows)


def document_of(size: int, chance: random.Random) -> Document:
    """Return a document of `size` positions."""
    base, _ = parse(read(SOURCE))
    positions = []
    for number in range(size):
        jabatan, own = base.jabatan[number % len(base.jabatan)], word(chance)
        positions.append(
            replace(
                jabatan,
                id=f"{jabatan.id}-{number}",
                jabatan=f"{jabatan.jabatan} {own}",
                atasan=None,
                tugas=tuple(varied_item(item, own) for item in jabatan.tugas),
                fungsi=tuple(varied_item(item, own) for item in jabatan.fungsi),
                sasaran=tuple(varied_group(group, own) for group in jabatan.sasaran),
            )
        )
    return replace(base, jabatan=tuple(positions))


def revised(document: Document, chance: random.Random) -> Document:
    """Return the document of the next year."""
    positions = list(document.jabatan)
    for number in range(len(positions)):
        if chance.random() < 1 / 3:
            positions[number] = revised_position(positions[number], chance)
    for _ in range(len(positions) // 50):
        positions.insert(chance.randrange(len(positions)), positions.pop())
        positions.pop(chance.randrange(len(positions)))
    return replace(document, jabatan=tuple(positions))


def revised_position(jabatan: Jabatan, chance: random.Random) -> Jabatan:
    """Return a position after one edit, or renamed."""
    edit, tugas = chance.randrange(5), [*jabatan.tugas]
    place = chance.randrange(len(tugas))
    if edit == 0:
        tugas[place] = f"{tugas[place]} {word(chance)}"
    elif edit == 1:
        tugas.pop(place)
    elif edit == 2:  # noqa: PLR2004 - the number of the edit
        tugas.insert(0, tugas.pop(place))
    elif edit == 3:  # noqa: PLR2004
        tugas.insert(place, f"menyusun {word(chance)} dan {word(chance)}")
    else:
        name = f"{jabatan.jabatan} {word(chance)}"
        return replace(jabatan, jabatan=name, id=f"{jabatan.id}-{word(chance)}")
    return replace(jabatan, tugas=tuple(tugas))


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    print(f"{'positions':>9}{'changes':>9}{'seconds':>9}{'ms each':>9}")
    for size in SIZES:
        chance = random.Random(size)
        old = document_of(size, chance)
        new = revised(old, chance)
        taken, found = [], 0
        for _ in range(runs):
            start = time.perf_counter()
            found = len(compare(old, new).changes)
            taken.append(time.perf_counter() - start)
        seconds = statistics.median(taken)
        print(f"{size:>9}{found:>9}{seconds:>9.2f}{1000 * seconds / size:>9.2f}")


if __name__ == "__main__":
    main()
