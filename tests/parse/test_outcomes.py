"""Several Sasaran in a cell that no paragraphs part are read as one, and that is said."""

import pytest

from iki_docgen.parse import parse
from iki_docgen.read import read_bytes


def reasons(sasaran: str) -> list[str]:
    """Return what is said about the row of a Sasaran."""
    text = f"""\
1. JABATAN : Camat Kunir
2. TUGAS : memimpin.
3. FUNGSI : -

| Sasaran | Indikator Kinerja | Penjelasan | Sumber Data |
|---------|-------------------|------------|-------------|
| {sasaran} | Jumlah surat | surat setahun | Agenda |
"""
    _, found = parse(read_bytes(text.encode(), "camat.txt"))
    return [one.message for one in found if one.code.id == "IKI205"]


@pytest.mark.parametrize(
    "sasaran",
    [
        "Meningkatnya minat baca Meningkatnya kunjungan",
        "Terwujudnya layanan prima. Tersedianya data",
        "1) Meningkatnya mutu 2) Lancarnya rapat",
        "Tertibnya surat<br>Lancarnya rapat",
    ],
)
def test_two_outcomes_in_a_cell_are_reported(sasaran: str) -> None:
    assert reasons(sasaran) == ["a row with 2 Sasaran in one cell, read as one"]


@pytest.mark.parametrize(
    "sasaran",
    [
        "Meningkatnya Kualitas dan Terwujudnya Layanan",
        "Meningkatnya mutu layanan serta lancarnya rapat",
        "1) Meningkatnya mutu<br>2) Lancarnya rapat",
        "Meningkatnya Kesejahteraan Rakyat Kota Surabaya",
    ],
)
def test_one_sentence_is_not(sasaran: str) -> None:
    assert reasons(sasaran) == []
