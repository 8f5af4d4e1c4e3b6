"""A redline gives the new document when all is accepted, the old one when all is rejected."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from docx import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from iki_docgen.diff import compare
from iki_docgen.errors import InputError
from iki_docgen.office.package import open_package, write_package
from iki_docgen.office.xml import qn
from iki_docgen.project import Dokumen, Settings
from iki_docgen.records import Document
from iki_docgen.word.collect import collect
from iki_docgen.word.default import default_template
from iki_docgen.word.fingerprint import Origin, origin_of
from iki_docgen.word.outside import Current
from iki_docgen.word.redline import is_untouched_redline, render_redline
from iki_docgen.word.template import Template, compile_template
from tests.texts import documents
from tests.word.checks import assert_sound, body, parts, text
from tests.word.deciding import Printed, decided, outline, same
from tests.word.office import work_in_office
from tests.word.pairing import paired
from tests.word.redlines import pairs
from tests.word.samples import SETTINGS

Validate = Callable[[bytes], list[str]]

TRACKED = (qn("w:ins"), qn("w:del"), qn("w:pPrChange"))
NAMES = tuple(pairs())


@cache
def redline(name: str) -> bytes:
    return drawn(*pairs()[name])


@cache
def template() -> Template:
    return compile_template()


def drawn(old: Document, new: Document, settings: Settings = SETTINGS) -> bytes:
    return render_redline(template(), paired(old, new), settings)


def assert_decides(data: bytes, old: Document, new: Document, settings: Settings) -> None:
    same(outline(decided(data, accept=True)), Printed(new, settings).outline())
    same(outline(decided(data, accept=False)), Printed(old, settings).outline())


@pytest.mark.parametrize("name", NAMES)
def test_accepting_gives_the_new_text_and_rejecting_the_old_one(name: str) -> None:
    assert_decides(redline(name), *pairs()[name], SETTINGS)


@pytest.mark.parametrize("name", NAMES)
def test_what_the_comparison_pairs_comes_out_too(name: str) -> None:
    old, new = pairs()[name]
    assert_decides(render_redline(template(), compare(old, new), SETTINGS), old, new, SETTINGS)


@st.composite
def two_documents(draw: st.DrawFn) -> tuple[Document, Document]:
    """Two documents that share some positions, in any order."""
    old, new = draw(documents), draw(documents)
    ids = draw(st.permutations([one.id for one in old.jabatan]))
    own = [one.id for one in new.jabatan]
    names = list(dict.fromkeys([*ids, *own]))[: len(own)]
    positions = tuple(
        replace(one, id=name, atasan=None) for one, name in zip(new.jabatan, names, strict=True)
    )
    kept = tuple(one for one in old.jabatan if one.id not in names and draw(st.booleans()))
    return old, replace(new, jabatan=(*positions, *kept))


@given(two_documents(), st.sampled_from([SETTINGS, Settings(dokumen=Dokumen(dan=True))]))
def test_any_two_documents_come_out_again(
    both: tuple[Document, Document], settings: Settings
) -> None:
    assert_decides(drawn(*both, settings), *both, settings)
    compared = compare(*both)
    assert_decides(render_redline(template(), compared, settings), *both, settings)


@given(documents)
def test_equal_documents_have_no_tracked_change(document: Document) -> None:
    assert list(body(drawn(document, document)).iter(*TRACKED)) == []


def test_one_word_is_one_change() -> None:
    data = redline("a word in an item")
    changes = [(mark.tag, "".join(mark.itertext())) for mark in body(data).iter(*TRACKED)]
    assert changes == [(qn("w:del"), "b"), (qn("w:ins"), "x")]


def test_a_redline_is_a_sound_file_and_the_same_each_time() -> None:
    for name in ("everything", "everything, back"):
        assert_sound(redline(name))
        assert drawn(*pairs()[name]) == redline(name)
        marks = list(body(redline(name)).iter(*TRACKED))
        ids = [mark.get(qn("w:id")) for mark in marks]
        assert len(set(ids)) == len(ids) > 100
        assert {mark.get(qn("w:author")) for mark in marks} == {"iki (lama)", "iki (baru)"}
        assert not list(body(redline(name)).iter(qn("w:sdt"), qn("w:bookmarkStart")))


def test_text_stands_in_the_elements_that_word_wants() -> None:
    for deleted in body(redline("everything")).iter(qn("w:del")):
        assert not list(deleted.iter(qn("w:t")))
    for kept in body(redline("everything")).iter(qn("w:delText")):
        assert any(above.tag == qn("w:del") for above in kept.iterancestors())


@pytest.mark.validator
def test_the_validator_of_microsoft_finds_nothing(validator: Validate) -> None:
    for name in ("everything", "an extra column, back", "a sentence more", "positions swapped ()"):
        assert validator(redline(name)) == []


def strange_template(tmp_path: Path) -> Template:
    """Return a template that has none of our styles, a table of its own and a list."""
    document = WordDocument()
    document.sections[0].header.paragraphs[0].text = "{{ jabatan }}"
    document.add_paragraph("{{ jabatan }}", style="List Number")
    document.add_table(1, 2).cell(0, 0).text = "{{ sasaran[0].indikator[0].indikator }}"
    document.save(str(tmp_path / "asing.docx"))
    return compile_template(tmp_path / "asing.docx")


def test_a_template_without_our_styles_gets_them(tmp_path: Path, validator: Validate) -> None:
    strange = strange_template(tmp_path)
    for name in ("everything", "an extra column"):
        old, new = pairs()[name]
        data = render_redline(strange, paired(old, new), SETTINGS)
        assert_decides(data, old, new, SETTINGS)
        assert_sound(data)
        assert validator(data) == []
    headings = [p for p in body(data).iter(qn("w:p")) if text(p) == new.jabatan[0].jabatan.upper()]
    assert headings[0].find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
    assert not [part for part in parts(data) if "header" in part]


def test_headings_and_widths_are_those_of_the_template(tmp_path: Path) -> None:
    members = open_package(default_template(), "iki.docx")
    restyled = members["word/document.xml"].replace(b"Sumber Data<", b"Asal Data<")
    members["word/document.xml"] = restyled.replace(b'w:w="2241"', b'w:w="2000"')
    path = tmp_path / "iki.docx"
    path.write_bytes(write_package(members))
    old, new = pairs()["a row first"]
    data = render_redline(compile_template(path), paired(old, new), SETTINGS)
    rows = next(block for name, block in outline(data) if name == "table")
    assert rows[0][3] == "Asal Data"


def test_a_redline_is_never_taken_for_a_document_to_fill_in() -> None:
    data = redline("everything")
    assert origin_of(data) is Origin.FOREIGN
    with pytest.raises(InputError, match="shows the changes between two documents"):
        collect(data, "perubahan.docx", Current(pairs()["everything"][1], template(), SETTINGS))


def test_a_redline_is_untouched_until_somebody_decides() -> None:
    data = redline("everything")
    assert is_untouched_redline(data)
    assert not is_untouched_redline(decided(data, accept=True))
    assert not is_untouched_redline(default_template())
    assert not is_untouched_redline(b"no Word file")


@pytest.fixture(scope="module")
def decided_by_libreoffice(
    soffice: Callable[[Path, str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return the folder with every redline as LibreOffice accepted and rejected it."""
    del soffice  # it skips where LibreOffice is not there, and says what to install
    folder = tmp_path_factory.mktemp("deciding")
    files = []
    for number, name in enumerate(NAMES):
        files.append(folder / f"{number}.docx")
        compared = compare(*pairs()[name])
        files[-1].write_bytes(render_redline(template(), compared, SETTINGS))
    return work_in_office("uno_deciding.py", folder, {"files": list(map(str, files))})


@pytest.mark.soffice
@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_gives_the_new_text_and_the_old_one(
    decided_by_libreoffice: Path, name: str
) -> None:
    number = NAMES.index(name)
    old, new = pairs()[name]
    for decision, document in (("diterima", new), ("ditolak", old)):
        data = (decided_by_libreoffice / f"{number}-{decision}.docx").read_bytes()
        same(outline(data), Printed(document, SETTINGS).outline())
        assert not list(body(data).iter(*TRACKED))
