"""Make a tree of agencies, as a province has them, to try and to time batches with.

    python tools/make_province.py FOLDER [--agencies 1000] [--positions 16] [--broken 0] [--seed 1]

Each agency is a folder `kab-xx/opd-yyy` with its `iki.toml` and `source/iki.txt`: its own words,
layout and numbers of items and indicators, and now and then a misspelt word.  `--positions` is a
number or a range such as `8-20`.  An agency depends on the seed and its number only, so a small
tree is the beginning of a large one, on every machine.
"""

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from province_layouts import LAYOUTS, lines_of
from province_texts import FIELDS, REGENCIES, Agency, agency

PER_REGENCY = 50
SIXTEEN = (16, 16)
MOST = 20
"""Positions that there are words for in every agency."""


def sizes(text: str) -> tuple[int, int]:
    """Return the least and the most of a number or a range, as `--positions` takes it."""
    least, _, most = text.partition("-")
    found = int(least), int(most or least)
    if not 1 <= found[0] <= found[1] <= MOST:
        raise argparse.ArgumentTypeError(f"give a number or a range within 1-{MOST}")
    return found


def made(number: int, *, seed: int = 1, positions: tuple[int, int] = SIXTEEN) -> Agency:
    """Return the agency of a number from 0; `positions` are the least and the most it has."""
    regency, place = divmod(number, PER_REGENCY)
    chance = random.Random(f"{seed} {number}")
    size = chance.randint(*positions)
    fields = FIELDS[(place * 7 + regency) % len(FIELDS)]
    return agency(_region(regency), fields, size, chance)


def _region(regency: int) -> str:
    """Return the name of a regency; beyond those there are names for, it gets a number too."""
    turn, place = divmod(regency, len(REGENCIES))
    return REGENCIES[place] + (f" {turn + 1}" if turn else "")


def text_of(one: Agency, number: int) -> str:
    """Return the text of an agency in the layout of its number."""
    layout = LAYOUTS[number % len(LAYOUTS)]
    lines = (line for position in one.positions for line in lines_of(position, layout))
    return "\n".join(lines) + "\n"


SETTINGS = """\
[instansi]
nama = "{name}"
daerah = "{region}"

[dokumen]
tahun = 2026
sumber = "source/iki.txt"
"""


def write(
    folder: Path, number: int, *, seed: int = 1, positions: tuple[int, int] = SIXTEEN
) -> Path:
    """Write the agency of a number below `folder`, and return its own folder."""
    one = made(number, seed=seed, positions=positions)
    regency, place = divmod(number, PER_REGENCY)
    own = folder / f"kab-{regency + 1:02}" / f"opd-{place + 1:03}"
    (own / "source").mkdir(parents=True, exist_ok=True)
    settings = SETTINGS.format(name=one.name, region=one.region)
    (own / "iki.toml").write_text(settings, encoding="utf-8", newline="\n")
    text = text_of(one, number)
    (own / "source" / "iki.txt").write_text(text, encoding="utf-8", newline="\n")
    return own


def damage(own: Path, kind: int) -> None:
    """Break an agency so that nothing can be written of it, in one of three ways."""
    source = own / "source" / "iki.txt"
    if kind == 0:
        source.unlink()
    elif kind == 1:
        source.write_bytes(b"PK\x03\x04 a Word file that was cut off while it was copied")
    else:
        (own / "iki.toml").write_text("[dokumen\ntahun = 2026\n", encoding="utf-8")


def write_tree(
    folder: Path,
    agencies: int,
    *,
    broken: int = 0,
    seed: int = 1,
    positions: tuple[int, int] = SIXTEEN,
) -> list[Path]:
    """Write a tree of agencies, `broken` of them spread over it, and return their folders."""
    folders = [write(folder, number, seed=seed, positions=positions) for number in range(agencies)]
    chosen = random.Random(f"{seed} broken").sample(folders, broken)
    for number, own in enumerate(chosen):
        damage(own, number % 3)
    return folders


def main() -> None:
    """Write the tree that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--agencies", type=int, default=1000)
    parser.add_argument(
        "--positions", type=sizes, default=SIXTEEN, help=f"a number, or a range such as 8-{MOST}"
    )
    parser.add_argument("--broken", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.broken > given.agencies:
        parser.error("there are fewer agencies than are to be broken")
    folders = write_tree(
        given.folder,
        given.agencies,
        broken=given.broken,
        seed=given.seed,
        positions=given.positions,
    )
    print(f"{len(folders)} agencies in {given.folder}, {given.broken} of them broken")


if __name__ == "__main__":
    main()
