"""Words that a narrow column broke are whole again; others stay apart."""

import pytest

from iki_docgen.wrapping import unwrapped


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (("Meningkatny", "a mutu"), "Meningkatnya mutu"),
        (("kesiapsiagaa", "n warga"), "kesiapsiagaan warga"),
        (("tahun", "n dibagi"), "tahun n dibagi"),
        (("jumlah data", "n"), "jumlah data n"),
        (("anggota keluarga", "a. n. Camat"), "anggota keluarga a. n. Camat"),
    ],
)
def test_a_last_letter_alone_on_a_line_belongs_to_its_word(
    lines: tuple[str, ...], whole: str
) -> None:
    assert unwrapped(lines) == whole
