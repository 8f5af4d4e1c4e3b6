"""Every template that docxtpl fills in gives an equal document here.

Equal are the canonical XML of each part that is XML, and the bytes of all others.  `_agreed` holds
the differences that are meant; docs/template.md says why.
"""

import io
from collections.abc import Mapping
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from docxtpl import DocxTemplate, Listing, RichText, RichTextParagraph
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from iki_docgen.office.package import open_package
from iki_docgen.office.xml import qn
from iki_docgen.word.tables import order_cell_properties
from iki_docgen.word.template import Template, compile_template
from tests.word.docxtpl_templates import SAMPLES, Sample, made

FEW = max(settings.default.max_examples // 20, 5)
"""Contexts for one template; docxtpl takes 15 ms for each."""
_SIGNS = "ab Z9.&<>\"'{}%#-;\n\t=/\\éñ漢😀مע\u0301\u200f\u00a0"
_WORDS = (
    "{{ nama }}",
    "{% if %}",
    "&amp;",
    "</w:t>",
    "<w:p>",
    "]]>",
    "{#",
    "%}",
    "a  b",
    " x ",
    "\n\n",
)
texts = st.lists(st.one_of(st.text(_SIGNS, max_size=6), st.sampled_from(_WORDS)), max_size=3).map(
    "".join
)
colours = st.sampled_from(["FF0000", "00FF00", "auto"])
markup = st.lists(
    st.sampled_from(["satu", "\a", "\n", "\t", "\f", "<&>", " ", "{{ x }}"]), max_size=6
).map("".join)


@st.composite
def contexts(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what the templates print: texts, numbers, lists of them, and docxtpl's own markup."""
    kaya = RichText(draw(texts), bold=draw(st.booleans()), color=draw(colours))
    kaya.add(draw(markup), italic=True, size=20)
    row = st.fixed_dictionaries(
        {
            "nama": texts,
            "nilai": st.integers(-9, 99),
            "ada": st.booleans(),
            "warna": colours,
            "anak": st.lists(texts, max_size=3),
        }
    )
    return {
        "nama": draw(texts),
        "umur": draw(st.integers(0, 90)),
        "angka": draw(st.floats(-99, 99)),
        "ada": draw(st.booleans()),
        "lain": draw(st.booleans()),
        "warna": draw(colours),
        "n": draw(st.integers(1, 4)),
        "daftar": draw(st.lists(texts, max_size=4)),
        "kolom": draw(st.lists(texts, min_size=1, max_size=5)),
        "kosong": [],
        "baris": draw(st.lists(row, min_size=1, max_size=4)),
        "kamus": {"kunci": draw(texts), "pendek": draw(st.text("ab &<", max_size=9))},
        "listing": Listing(draw(markup)),
        "kaya": kaya,
        "paragraf": RichTextParagraph(kaya, parastyle="Heading1"),
    }


@cache
def compiled(sample: Sample, folder: Path) -> Template:
    path = folder / "templat.docx"
    path.write_bytes(made(sample))
    return compile_template(path)


def by_docxtpl(data: bytes, context: Mapping[str, object]) -> bytes:
    template = DocxTemplate(io.BytesIO(data))
    template.render(dict(context), autoescape=True)
    saved = io.BytesIO()
    template.save(saved)
    return saved.getvalue()


def canonical(data: bytes, *, theirs: bool = False, fitted: bool = False) -> dict[str, bytes]:
    """Return the members, those of XML in their canonical form without the meant differences.

    `fitted` says that widths are not compared, as docxtpl leaves a grid that does not fit.
    """
    members = open_package(data, "test.docx")
    return {name: _canonical(name, part, theirs, fitted) for name, part in members.items()}


@lru_cache(maxsize=64)
def _canonical(name: str, data: bytes, theirs: bool, fitted: bool) -> bytes:  # noqa: FBT001
    if not name.endswith((".xml", ".rels")):
        return data
    root = _agreed(name, data, theirs=theirs, fitted=fitted)
    return etree.tostring(root, method="c14n", exclusive=True)


def _agreed(name: str, data: bytes, *, theirs: bool, fitted: bool) -> etree._Element:
    root = etree.fromstring(data)
    if name == "docProps/core.xml":
        for element in root:
            if not element.text:
                root.remove(element)  # docxtpl adds what is empty
            elif theirs:
                element.text = unescape(element.text)  # docxtpl escapes what XML escapes again
    if theirs:
        order_cell_properties(root)  # docxtpl leaves an order that the schema does not allow
    _drop_white_space(root)
    if fitted:
        _drop_widths(root)
    return root


def _drop_white_space(root: etree._Element) -> None:
    """Drop what stands between elements, where docxtpl leaves it in some parts only."""
    for element in root.iter():
        if len(element) and not (element.text or "").strip():
            element.text = None
        if not (element.tail or "").strip():
            element.tail = None


def _drop_widths(root: etree._Element) -> None:
    for found in root.iter(qn("w:tblGrid")):
        found[:] = []
    for width in root.iter(qn("w:tcW")):
        width.attrib.clear()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("templat")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
@settings(max_examples=FEW)
@given(context=contexts())
def test_docxtpls_document_is_ours(sample: Sample, folder: Path, context: dict[str, Any]) -> None:
    data = made(sample)
    theirs = canonical(by_docxtpl(data, context), theirs=True, fitted=sample.fitted)
    ours = canonical(compiled(sample, folder).render(context), fitted=sample.fitted)
    assert differing(ours, theirs) == []


def differing(ours: Mapping[str, bytes], theirs: Mapping[str, bytes]) -> list[str]:
    """Return the names of the members that are not the same, without their long contents."""
    return [name for name in sorted({*ours, *theirs}) if ours.get(name) != theirs.get(name)]


def tables(data: bytes) -> list[etree._Element]:
    members = open_package(data, "test.docx")
    parts = [etree.fromstring(members[name]) for name in sorted(members) if name in _WITH_TABLES]
    return [table for part in parts for table in part.iter(qn("w:tbl"))]


_WITH_TABLES = ("word/document.xml", "word/header1.xml")


def grid(table: etree._Element) -> list[int]:
    return [int(column.get(qn("w:w"), "0")) for column in table.find(qn("w:tblGrid"))]


def columns(row: etree._Element) -> int:
    spans = [cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}") for cell in row.iter(qn("w:tc"))]
    return sum(1 if span is None else int(span.get(qn("w:val"))) for span in spans)


@pytest.mark.parametrize(
    "sample",
    [sample for sample in SAMPLES if sample.fitted and sample.name != "a table in a table"],
    ids=lambda sample: sample.name,
)
@settings(max_examples=FEW)
@given(context=contexts())
def test_a_grid_has_the_columns_of_its_rows_and_keeps_its_width(
    sample: Sample, folder: Path, context: dict[str, Any]
) -> None:
    written = tables(made(sample))
    filled = tables(compiled(sample, folder).render(context))
    for before, after in zip(written, filled, strict=True):
        assert len(grid(after)) == max(columns(row) for row in after.iter(qn("w:tr")))
        assert sum(grid(after)) == sum(grid(before))


def body(data: bytes) -> str:
    root = etree.fromstring(open_package(data, "test.docx")["word/document.xml"])
    return etree.tostring(root, encoding="unicode", method="text")


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("{_{ nama }_} {_% if %_}", "{_{ nama }_} {_% if %_}"),  # docxtpl makes tags of them
        ("a\x0cb\x07c\x00d\ufffe", "abcd"),  # a page, a paragraph, and a damaged file
        ("a\ud800b", "ab"),  # docxtpl loses the rest of the document
    ],
)
def test_a_text_stays_a_text_where_docxtpl_reads_it(folder: Path, value: str, printed: str) -> None:
    sample = next(sample for sample in SAMPLES if sample.name == "a variable")
    assert body(compiled(sample, folder).render({"nama": value})) == f"Yth. {printed},"


def test_endnotes_and_all_properties_are_filled_in_which_docxtpl_leaves(tmp_path: Path) -> None:
    sample = Sample(
        "more", notes={"endnotes": "Akhir {{ nama }}"}, properties={"keywords": "{{ nama }}"}
    )
    path = tmp_path / "templat.docx"
    path.write_bytes(made(sample))
    members = open_package(compile_template(path).render({"nama": "A"}), "test.docx")
    assert b"Akhir A<" in members["word/endnotes.xml"]
    assert b">A</cp:keywords>" in members["docProps/core.xml"]
