"""Who is whose superior."""

import pytest

from iki_docgen.parse.superior import with_superiors
from iki_docgen.records import Jabatan


def _position(number: int, name: str, giver: str = "") -> Jabatan:
    tugas = (f"melaksanakan tugas lain yang diberikan oleh {giver}",) if giver else ()
    return Jabatan(id=f"p{number}", jabatan=name, atasan=None, tugas=tugas, fungsi=(), sasaran=())


def _above(*named: str | tuple[str, str]) -> list[str | None]:
    """Return the name of the superior of each position, given as its name, or with its text."""
    positions = [
        _position(number, *([one] if isinstance(one, str) else one))
        for number, one in enumerate(named)
    ]
    names = {position.id: position.jabatan for position in positions}
    found = with_superiors(positions)
    return [None if one.atasan is None else names[one.atasan] for one in found]


def test_levels_tell_where_the_text_does_not() -> None:
    assert _above("Kepala Dinas X", "Sekretariat", "Sub Bagian Umum", "Bidang A", "Seksi B") == [
        *(None, "Kepala Dinas X", "Sekretariat", "Kepala Dinas X", "Bidang A")
    ]


def test_an_inspektur_pembantu_is_a_part_of_the_inspektorat() -> None:
    assert _above(
        "Inspektur Daerah",
        "Sekretaris Inspektorat",
        ("Inspektur Pembantu I", "Inspektur"),
        ("Inspektur Pembantu II", "Inspektur"),
        "Irban III",
        "Sub Bagian Umum",
    ) == [
        None,
        *["Inspektur Daerah"] * 4,
        "Sekretaris Inspektorat",
    ]


def test_the_secretary_of_a_lurah_answers_to_the_lurah() -> None:
    assert _above(
        "Camat A", "Sekretaris Camat", "Lurah B", "Sekretaris Lurah", "Sekretaris Kelurahan B"
    ) == [None, "Camat A", "Camat A", "Lurah B", "Lurah B"]


@pytest.mark.parametrize("giver", ["Kepala Bidang Dua", "Kabid Dua", "Kepala Bidang Dau"])
def test_the_text_names_the_superior_even_after_the_position(giver: str) -> None:
    assert _above(("Seksi A", giver), "Bidang Satu", "Bidang Dua")[0] == "Bidang Dua"


def test_names_that_go_round_are_broken_by_the_levels() -> None:
    above = _above("Kepala Dinas X", ("Bidang A", "Kepala Bidang B"), ("Bidang B", "Bidang A"))
    assert above == [None, "Kepala Dinas X", "Bidang A"]
    assert _above(("Staf A", "Staf B"), ("Staf B", "Staf C"), ("Staf C", "Staf A")).count(None) == 1


@pytest.mark.parametrize("giver", ["", "Kepala Bidang", "Kepala Bidang Nomr", "Staf 9 Nomor"])
def test_thousands_of_positions_are_no_trouble(giver: str) -> None:
    positions = [_position(number, f"Bidang Nomor {number}", giver) for number in range(12_500)]
    assert len(with_superiors(positions)) == 12_500
