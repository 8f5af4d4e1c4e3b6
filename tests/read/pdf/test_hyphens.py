"""Words that are parted at the end of a line of a PDF."""

import pytest

from iki_docgen.read.pdf.hyphens import join, mended


@pytest.mark.parametrize(
    ("before", "line", "expected"),
    [
        ("Meningkat", "nya produksi", "Meningkatnya produksi"),
        ("Meningkat-", "nya produksi", "Meningkatnya produksi"),
        ("jumlah surat-", "menyurat", "jumlah surat-menyurat"),
        ("jumlah SOP-", "nya", "jumlah SOP-nya"),
        ("Jumlah", "nyanyian", "Jumlah nyanyian"),
        ("dibagi", "an. Kepala", "dibagi an. Kepala"),
    ],
)
def test_a_word_that_a_line_breaks_is_made_whole(before: str, line: str, expected: str) -> None:
    assert join(before, line) == expected


def test_an_ending_goes_to_the_line_on_which_its_word_begins() -> None:
    assert mended(["Meningkat", "nya produksi"]) == ["Meningkatnya", "produksi"]
