"""Where two readings of a table are possible, a note shows the one that was not taken."""

import pytest

from iki_docgen.parse import parse
from iki_docgen.read import read_bytes

HEAD = "1. JABATAN : Camat Tekung\n2. TUGAS : memimpin kecamatan.\n3. FUNGSI : -\n\n"


def notes(table: str) -> list[tuple[int, str]]:
    """Return the line and the message of each guess in a table."""
    reading = read_bytes((HEAD + table).encode(), "camat.txt")
    _, found = parse(reading)
    return [
        (reading.source.position(one.span.start).line, one.message)
        for one in found
        if one.code.id == "IKI108"
    ]


def test_rows_between_bars_without_a_rule_are_a_guess_told_once_with_their_number() -> None:
    table = """\
|Sasaran             |Indikator Kinerja  |Sumber Data |
|Meningkatnya mutu   |Jumlah rapat       |Camat       |
|                    |Jumlah surat       |Sekcam      |
|                    |Jumlah laporan     |Sekcam      |
"""
    assert notes(table) == [
        (
            7,
            (
                "the rows of this table are not marked and were guessed in 2 places: `Jumlah surat`"
                " was read as a new row, but it may go on with the row above"
            ),
        )
    ]


def test_a_line_that_may_begin_a_row_and_was_joined_is_a_guess() -> None:
    table = """\
|Sasaran             |Indikator Kinerja  |Sumber Data |
|Meningkatnya mutu   |Jumlah rapat warga |Camat       |
|                    |Tekung yang dibuka |            |
"""
    assert notes(table) == [
        (
            7,
            (
                "the rows of this table are not marked and were guessed: `Tekung yang dibuka`"
                " was read as going on with the row above, but it may begin a new row"
            ),
        )
    ]


@pytest.mark.parametrize(
    "table",
    [
        # numbers part the rows
        """\
|No |Indikator Kinerja  |Sasaran           |Sumber Data |
|1  |Jumlah rapat       |Meningkatnya mutu |Camat       |
|2  |Jumlah surat       |Tertibnya arsip   |Camat       |
""",
        # a rule makes each line a row
        """\
|Sasaran             |Indikator Kinerja  |Sumber Data |
|--------------------|-------------------|------------|
|Meningkatnya mutu   |Jumlah rapat       |Camat       |
|                    |Jumlah surat       |Sekcam      |
""",
        # blank lines part them
        """\
Sasaran               Indikator Kinerja     Sumber Data

Meningkatnya mutu     Jumlah rapat          Camat

Tertibnya arsip       Jumlah surat          Sekcam
""",
        # a single row whose words clearly go on
        """\
|Sasaran             |Indikator Kinerja  |Sumber Data |
|Meningkatnya mutu   |Jumlah rapat warga |Camat       |
|                    |yang dibuka        |            |
""",
        # the number of columns tells
        "Sasaran\nIndikator Kinerja\nSumber Data\nMutu rapat\nJumlah rapat\nCamat\n",
        "\tSasaran\n\tIndikator Kinerja\n\tSumber Data\n\tMutu\n\tJumlah rapat\n\tCamat\n",
    ],
)
def test_rows_that_the_text_marks_are_no_guess(table: str) -> None:
    assert notes(table) == []


def test_columns_side_by_side_without_blank_lines_are_a_guess() -> None:
    table = """\
Sasaran                           Indikator Kinerja               Sumber Data
Meningkatnya mutu                 Jumlah rapat                    Camat
Tertibnya arsip kecamatan Tekung  Jumlah surat yang diarsipkan    Sekretaris Camat Tekung
"""
    ((line, message),) = notes(table)
    assert line == 7
    # the row and its Sasaran
    assert "in 2 places: `Jumlah surat yang diarsipkan` was read as a new row" in message


def test_lines_that_make_no_full_rows_are_a_guess() -> None:
    table = "Sasaran\nIndikator Kinerja\nSumber Data\nMutu\nJumlah rapat\nyang dibuka\nCamat\n"
    ((_, message),) = notes(table)
    assert message.endswith("was read as a cell of its own, but it may go on with the cell above")


def test_numbered_lines_of_a_cell_that_were_joined_are_a_guess() -> None:
    table = "Sasaran\nIndikator Kinerja\nSumber Data\n1) Mutu\n2) Arsip\nJumlah rapat\nCamat\n"
    assert notes(table) == [
        (
            9,
            (
                "the rows of this table are not marked and were guessed: `2) Arsip` was read as"
                " going on with the cell above, but it may be a cell of its own"
            ),
        )
    ]


def test_full_lines_between_two_rules_that_no_blank_line_parts_are_a_guess() -> None:
    rows = "Meningkatnya mutu   Jumlah rapat        Camat\n"
    rows += "Tertibnya arsip     Jumlah surat        Sekcam\n"
    bar = "-" * 52 + "\n"
    head = "Sasaran             Indikator Kinerja   Sumber Data\n"
    dashes = "------------------- ------------------- ------------\n"
    ((line, message),) = notes(bar + head + dashes + rows + bar)
    assert line == 9
    assert message.endswith(
        "read as going on with the row above, but it may begin a row of its own"
    )
    assert notes(head + dashes + rows + bar) == []  # without the upper bar each line is a row


def test_the_first_row_under_the_numbers_has_no_sasaran_that_it_may_go_on_with() -> None:
    table = """\
|Sasaran             |Indikator Kinerja  |Sumber Data |
|1                   |2                  |3           |
|Meningkatnya        |Jumlah rapat       |Camat       |
|ketertiban          |                   |            |
"""
    assert notes(table) == []


def test_columns_that_go_on_below_a_gap_between_two_rules_may_be_another_row() -> None:
    table = """\
+-----------+--------------+------------+--------+-------------+
| Sasaran   | Indikator    | Penjelasan | Satuan | Sumber Data |
+-----------+--------------+------------+--------+-------------+
| Tertibnya | Jumlah rapat | rapat      | kali   | Camat       |
| rapat     |              | setahun    |        |             |
|           | Jumlah surat | surat      | surat  | Sekcam      |
+-----------+--------------+------------+--------+-------------+
"""
    (note,) = notes(table)
    assert note[0] == 10
    assert "`Jumlah surat` was read as going on with the row above" in note[1]


def test_a_guess_is_told_at_its_own_table_and_at_no_other() -> None:
    table = """\
No   Sasaran              Indikator Kinerja       Sumber Data
1    Meningkatnya mutu    Jumlah rapat yang       Camat
     layanan              Diikuti warga
                          Jumlah surat            Sekcam
"""
    second = HEAD.replace("Tekung", "Kunir") + table.replace("Jumlah surat", "")
    lines = [line for line, _ in notes(f"{table}\n{second}")]
    assert len(lines) == len(set(lines))
