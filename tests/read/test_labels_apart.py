"""Labels that are not written on one line, or in the signs of Markdown."""

import pytest

from iki_docgen.parse import parse
from iki_docgen.read import read_bytes
from iki_docgen.records import Jabatan

TABLE = """
| Sasaran | Indikator Kinerja | Penjelasan | Sumber Data |
|---------|-------------------|------------|-------------|
| Tertibnya surat | Jumlah surat | surat setahun | Agenda |
"""


def position(text: str) -> Jabatan:
    """Return the only position of a text."""
    document, _ = parse(read_bytes((text + TABLE).encode(), "camat.txt"))
    (found,) = document.jabatan
    return found


A_CELL_PER_LINE = """1.

Jabatan

:

Camat Kunir

2.

Tugas

:

a. memimpin kecamatan;

3.

Fungsi

:

-
"""
A_COLON_BELOW = """1.  Jabatan
    : Camat Kunir
2.  Tugas
    : a. memimpin kecamatan;
3.  Fungsi
    : -
"""
ESCAPED = r"""1\. JABATAN : Camat Kunir

2\. TUGAS :

a. memimpin kecamatan;

3\. FUNGSI : -
"""
MARKED = """## Jabatan : Camat Kunir

**Tugas**

a. memimpin \\
kecamatan;

**Fungsi**

Nihil.
"""


@pytest.mark.parametrize("text", [A_CELL_PER_LINE, A_COLON_BELOW, ESCAPED, MARKED])
def test_a_label_is_known_by_its_words(text: str) -> None:
    found = position(text)
    assert (found.jabatan, found.tugas, found.fungsi) == (
        "Camat Kunir",
        ("memimpin kecamatan",),
        (),
    )
    assert found.sasaran[0].indikator[0].sumber_data == "Agenda"


def test_the_place_of_what_follows_such_a_label_is_that_of_its_words() -> None:
    text = "1.\n\nJabatan\n\n:\n\nCamat Kunir\n\n**Tugas :**\n\nmemimpin kecamatan yg luas\n"
    reading = read_bytes((text + TABLE).encode(), "camat.txt")
    _, found = parse(reading)
    missing = next(one for one in found if one.code.id == "IKI104")
    assert reading.source.position(missing.span.start).line == 1


def test_a_colon_below_a_sentence_makes_no_label_of_it() -> None:
    found = position(
        "1. JABATAN : Camat\n2. TUGAS : a. menyusun tugas\n: lanjutan;\n3. FUNGSI : -\n"
    )
    assert found.tugas == ("menyusun tugas : lanjutan",)


@pytest.mark.parametrize(
    "name", ["4. TABEL INDIKATOR", "4. INDIKATOR KINERJA", "4. Sasaran dan Indikator :"]
)
def test_a_numbered_line_that_names_the_table_is_no_item(name: str) -> None:
    found = position(
        f"1. JABATAN : Camat\n2. TUGAS : memimpin.\n3. FUNGSI : a. penyusunan x\n{name}\n"
    )
    assert found.fungsi == ("penyusunan x",)


def test_an_item_that_speaks_of_indicators_stays_one() -> None:
    found = position(
        "1. JABATAN : Camat\n2. TUGAS : memimpin.\n"
        "3. FUNGSI : 1. penyusunan x;\n2. indikator kinerja;\n"
    )
    assert found.fungsi == ("penyusunan x", "indikator kinerja")


def test_numbers_of_columns_are_no_part_of_the_name_of_an_extra_one() -> None:
    text = """\
1. JABATAN : Camat
2. TUGAS : memimpin.
3. FUNGSI : -

| Sasaran (1) | Indikator (2) | Satuan (3) | Penjelasan (4) | Sumber Data (5) |
|---|---|---|---|---|
| Tertibnya surat | Jumlah surat | buah | surat setahun | Agenda |
"""
    document, _ = parse(read_bytes(text.encode(), "camat.txt"))
    assert document.jabatan[0].sasaran[0].indikator[0].lainnya == {"Satuan": "buah"}


def test_signs_that_markdown_escapes_in_a_cell_between_dashes_are_the_authors() -> None:
    text = """\
1. JABATAN : Camat
2. TUGAS : memimpin.
3. FUNGSI : -

Sasaran          Indikator Kinerja   Satuan   Penjelasan      Sumber Data
---------------- ------------------- -------- --------------- -----------
Tertibnya surat  Persentase surat    \\%       surat / masuk   Agenda
"""
    document, _ = parse(read_bytes(text.encode(), "camat.txt"))
    assert document.jabatan[0].sasaran[0].indikator[0].lainnya == {"Satuan": "%"}
