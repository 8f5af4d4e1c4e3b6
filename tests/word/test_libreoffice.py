"""Clerks type in a real LibreOffice, save as they like, and every word comes back."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from iki_docgen import codec
from iki_docgen.office.text import element_text
from iki_docgen.office.xml import qn
from iki_docgen.records import Document
from iki_docgen.word.book import render_book
from iki_docgen.word.collect import Answer, collect
from iki_docgen.word.outside import Current
from iki_docgen.word.render import render_position
from iki_docgen.word.template import compile_template
from tests.conftest import ROOT
from tests.word.checks import body
from tests.word.office import work_in_office
from tests.word.samples import SETTINGS

KINDS = ("", "-odt", "-doc")
"""What stands in the name of a file after saving: nothing, and the format it went through."""
BOOK = "buku"


@cache
def lumajang() -> Document:
    records = ROOT / "tests/cases/lumajang/records.json"
    return codec.loads(records.read_text(encoding="utf-8"))


def typed(number: int) -> str:
    """Return the text for a cell; no two are alike."""
    return (
        f'Jumlah "A{number}" / jumlah <B> & C\u2019s x 100 % (m² · CO₂ · 10⁻³)\n'
        f"Keterangan:\ttabel {number}\n"
        f"\u201ckutip\u201d \u2013 a \u2264 b; 'satu' {{{{ x }}}} \\n {number}."
    )


def names() -> list[str]:
    return [f"{number:02}" for number in range(1, len(lumajang().jabatan) + 1)]


def texts() -> dict[str, list[str]]:
    """Return the texts for each file, a different one for every cell."""
    number = 0
    found: dict[str, list[str]] = {}
    for name, jabatan in zip(names(), lumajang().jabatan, strict=True):
        count = len(list(jabatan.semua_indikator()))
        found[name] = [typed(number + place) for place in range(count)]
        number += count
    found[BOOK] = [typed(1000 + place) for place in range(number)]
    return found


@pytest.fixture(scope="module")
def sent_back(
    soffice: Callable[[Path, str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return the folder with the files that LibreOffice has saved."""
    del soffice  # it skips where LibreOffice is not there, and says what to install
    folder = tmp_path_factory.mktemp("typing")
    template = compile_template()
    files = {
        name: render_position(template, lumajang(), jabatan, SETTINGS)
        for name, jabatan in zip(names(), lumajang().jabatan, strict=True)
    }
    files[BOOK] = render_book(template, lumajang(), SETTINGS)
    (folder / "in").mkdir()
    for name, data in files.items():
        (folder / "in" / f"{name}.docx").write_bytes(data)
    typing = [
        {"path": str(folder / "in" / f"{name}.docx"), "texts": words}
        for name, words in texts().items()
    ]
    return work_in_office("uno_typing.py", folder, {"files": typing})


def values(answers: tuple[Answer, ...], column: str) -> list[str]:
    return [answer.theirs for answer in answers if answer.column == column]


@pytest.mark.soffice
@pytest.mark.parametrize("kind", KINDS, ids=["docx", "by way of odt", "by way of doc"])
def test_what_was_typed_in_libreoffice_comes_back_to_the_letter(sent_back: Path, kind: str) -> None:
    current = Current(lumajang(), compile_template(), SETTINGS)
    keys = []
    for name, words in texts().items():
        found = collect((sent_back / f"{name}{kind}.docx").read_bytes(), "kiriman.docx", current)
        assert values(found.answers, "penjelasan") == words, name
        assert found.findings == (), name
        untouched = [a.untouched for a in found.answers if a.column == "sumber_data"]
        assert untouched == [True] * len(words), name
        assert not any(a.untouched for a in found.answers if a.column == "penjelasan")
        if name != BOOK:
            keys += [answer.kunci for answer in found.answers if answer.column == "penjelasan"]
    assert len(set(keys)) == 44


@pytest.mark.soffice
def test_the_text_really_stands_in_the_files(sent_back: Path) -> None:
    """Look at a file without our reader: the test above must not agree with itself only."""
    data = (sent_back / "12.docx").read_bytes()
    lines = element_text(body(data)).split("\n")
    for text in texts()["12"]:
        assert set(text.split("\n")) <= set(lines)
    assert len(list(body(data).iter(qn("w:tr")))) == 5
