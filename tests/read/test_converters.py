"""Texts of the real converters, and what a reader must not do with hostile ones."""

import os
import sys
from pathlib import Path

import pytest

from iki_docgen import codec
from iki_docgen.parse import parse
from iki_docgen.read import read, read_bytes

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
import score_formats as formats

WANTED = codec.loads(formats.RECORDS.read_text(encoding="utf-8"))
# What the converter itself loses stands in docs/formats.md.
LEAST = {"pipe.txt": 0.95, "gfm.txt": 0.95, "raw.txt": 0.7}
LEAST |= {f"{layout.file}.pdf": 0.98 for layout in formats.LAYOUTS}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    formats.make_book(folder)
    return folder


@pytest.mark.parametrize("conversion", formats.CONVERSIONS, ids=lambda one: one.target)
def test_the_positions_come_back_from_a_converter(
    conversion: formats.Conversion, book: Path
) -> None:
    path = formats.convert(conversion, book)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(f"CI has no {conversion.command[0]}")
        pytest.skip(f"{conversion.command[0]} or LibreOffice: apt-get install it")
    same, total = formats.score(parse(read(path))[0], WANTED)
    assert same >= total * LEAST.get(conversion.target, 1.0)


@pytest.mark.parametrize("sign", ["|", "+-", "-", " ", "- ", "| ", "+", "Sasaran  "])
def test_a_line_of_nothing_but_signs_is_no_table(sign: str) -> None:
    text = "1. JABATAN : Camat\n" + sign * 200_000
    document, _ = parse(read_bytes(text.encode(), "x.txt"))
    assert [one.sasaran for one in document.jabatan] == [()]
