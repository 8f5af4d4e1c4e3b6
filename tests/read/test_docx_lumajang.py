"""The sixteen positions of the Lumajang text, written as Word files and read back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from iki_docgen import codec
from iki_docgen.diagnostics import Code
from iki_docgen.parse import parse
from iki_docgen.project import Instansi, Settings
from iki_docgen.read import read as read_file
from iki_docgen.read import read_bytes
from iki_docgen.records import Document, Jabatan
from iki_docgen.word.book import render_book
from iki_docgen.word.render import render_position
from iki_docgen.word.template import Template, compile_template
from tests.read.typed_office import typed_book
from tests.test_cases import CASES

Convert = Callable[[Path, str], Path]
SETTINGS = Settings(instansi=Instansi(nama="Dinas Sosial", daerah="Kabupaten Lumajang"))


@pytest.fixture(scope="module")
def gold() -> Document:
    return codec.loads((CASES / "lumajang/records.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def template() -> Template:
    return compile_template()


def values(jabatan: Jabatan) -> tuple[object, ...]:
    return jabatan.jabatan, jabatan.tugas, jabatan.fungsi, jabatan.sasaran


def test_the_book_gives_every_value_of_the_records(gold: Document, template: Template) -> None:
    read, _ = parse(read_bytes(render_book(template, gold, SETTINGS), "buku-iki.docx"))
    assert [values(one) for one in read.jabatan] == [values(one) for one in gold.jabatan]


def test_each_position_file_gives_every_value_of_its_record(
    gold: Document, template: Template
) -> None:
    for jabatan in gold.jabatan:
        data = render_position(template, gold, jabatan, SETTINGS)
        read, _ = parse(read_bytes(data, f"{jabatan.id}.docx"))
        assert [values(one) for one in read.jabatan] == [values(jabatan)]


def test_our_own_book_gives_no_finding_of_its_layout(gold: Document, template: Template) -> None:
    _, findings = parse(read_bytes(render_book(template, gold, SETTINGS), "buku-iki.docx"))
    codes = {found.code for found in findings}
    assert codes == {
        Code.FRONT_MATTER_SKIPPED,  # the cover
        Code.EMPTY_FIELD,  # FUNGSI of ten positions
        Code.PAGE_FURNITURE,  # the signature blocks
        Code.SEVERAL_SASARAN_IN_ONE_CELL,  # as in the text
    }


def test_the_book_saved_as_odt_by_libreoffice_gives_every_value(
    gold: Document, template: Template, soffice: Convert, tmp_path: Path
) -> None:
    book = tmp_path / "buku-iki.docx"
    book.write_bytes(render_book(template, gold, SETTINGS))
    read, _ = parse(read_file(soffice(book, "odt")))
    assert [values(one) for one in read.jabatan] == [values(one) for one in gold.jabatan]


@pytest.mark.parametrize("kind", ["docx", "odt", "doc"])
def test_a_book_with_typed_letters_gives_every_value(
    gold: Document, request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "ketik.docx"
    path.write_bytes(typed_book(gold))
    if kind != "docx":
        soffice: Convert = request.getfixturevalue("soffice")
        path = soffice(path, kind)
    read, _ = parse(read_file(path))
    assert [values(one) for one in read.jabatan] == [values(one) for one in gold.jabatan]
