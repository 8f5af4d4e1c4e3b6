"""Pictures, sub-documents and links come out as docxtpl itself prints them."""

import binascii
import io
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordDocument
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, RichText

from iki_docgen.errors import TemplateError
from iki_docgen.office.package import open_package
from iki_docgen.word.template import compile_template
from tests.word.docxtpl_templates import Sample, made
from tests.word.test_docxtpl_equal import canonical, differing

Objects = Callable[[DocxTemplate], dict[str, Any]]


def png(colour: int) -> bytes:
    """Return a picture of two by two points, all of one grey."""
    pieces = (
        (b"IHDR", struct.pack(">2I5B", 2, 2, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes([0, colour, colour] * 2))),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", binascii.crc32(kind + data))
        for kind, data in pieces
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@dataclass
class Row:
    nama: str
    gambar: Any


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return tmp_path / "templat.docx"


@pytest.fixture
def picture(tmp_path: Path) -> str:
    path = tmp_path / "logo.png"
    path.write_bytes(png(7))
    return str(path)


@pytest.fixture
def document(tmp_path: Path) -> str:
    """Return a Word file with a heading, a list, a table and a picture."""
    word = WordDocument()
    word.add_heading("Lampiran", 1)
    word.add_paragraph("pertama", style="List Number")
    word.add_paragraph("kedua", style="List Number")
    word.add_table(rows=1, cols=2).cell(0, 0).text = "sel"
    word.add_picture(io.BytesIO(png(9)))
    path = tmp_path / "lampiran.docx"
    word.save(path)
    return str(path)


def assert_equal_to_docxtpl(path: Path, sample: Sample, objects: Objects) -> bytes:
    path.write_bytes(made(sample))
    word = DocxTemplate(path)
    word.render(objects(word), autoescape=True)
    saved = io.BytesIO()
    word.save(saved)
    fresh = DocxTemplate(path)
    rendered = compile_template(path).render(objects(fresh), fresh)
    ours, theirs = canonical(rendered), canonical(saved.getvalue(), theirs=True)
    assert differing(ours, theirs) == []
    return rendered


def test_pictures_in_the_body_in_rows_and_in_a_header(template: Path, picture: str) -> None:
    sample = Sample(
        "pictures",
        ("{{ nama }}: {{ gambar }}.", "{% if gambar %}{{ gambar|default('') }}{% endif %}"),
        cells=(
            ("{%tr for b in baris %}", ""),
            ("{{ b.nama }}", "{{ b.gambar }}"),
            ("{%tr endfor %}", ""),
        ),
        margins={"header": "Kop {{ gambar }}", "footer": "{{ nama }}"},
        notes={"footnotes": "{{ nama }}"},
    )

    def objects(word: DocxTemplate) -> dict[str, Any]:
        return {
            "nama": "A & <B>\n",
            "gambar": InlineImage(word, picture, width=Mm(20)),
            "baris": [
                Row("a", InlineImage(word, io.BytesIO(png(1)))),
                Row("b", InlineImage(word, io.BytesIO(png(2)), anchor="https://example.go.id/")),
                Row("c", InlineImage(word, picture, height=Mm(5))),
            ],
        }

    members = open_package(assert_equal_to_docxtpl(template, sample, objects), "test.docx")
    assert sorted(data for name, data in members.items() if name.startswith("word/media/")) == (
        sorted([png(1), png(2), png(7)])
    )


def test_a_sub_document_from_a_file_and_one_made_on_the_spot(template: Path, document: str) -> None:
    sample = Sample("sub-documents", ("awal {{ nama }}", "{{p lampiran }}", "{{p baru }}", "akhir"))

    def objects(word: DocxTemplate) -> dict[str, Any]:
        baru = word.new_subdoc()
        baru.add_paragraph("di tempat <&>")
        return {"nama": "A", "lampiran": word.new_subdoc(document), "baru": baru}

    members = open_package(assert_equal_to_docxtpl(template, sample, objects), "test.docx")
    assert png(9) in members.values()
    assert b"di tempat &lt;&amp;&gt;" in members["word/document.xml"]


def test_a_link_in_a_rich_text(template: Path) -> None:
    sample = Sample("a link", ("lihat {{r tautan }}, {{ nama }}",))

    def objects(word: DocxTemplate) -> dict[str, Any]:
        url = word.build_url_id("https://example.go.id/?a=1&b=2")
        return {"nama": "A", "tautan": RichText("laman", url_id=url, underline=True)}

    members = open_package(assert_equal_to_docxtpl(template, sample, objects), "test.docx")
    assert b"https://example.go.id/?a=1&amp;b=2" in members["word/_rels/document.xml.rels"]


def test_a_picture_of_another_docxtemplate_serves_as_well_and_twice(
    template: Path, picture: str
) -> None:
    template.write_bytes(made(Sample("one picture", ("{{ gambar }}",))))
    found = compile_template(template)
    context = {"gambar": InlineImage(DocxTemplate("tidak-ada.docx"), picture)}
    first = found.render(context)
    assert first == found.render(context)
    assert open_package(first, "test.docx")["word/media/image1.png"] == png(7)


def test_one_docxtemplate_serves_many_documents(template: Path, document: str) -> None:
    template.write_bytes(made(Sample("again", ("{{ nama }}", "{{p lampiran }}"))))
    found = compile_template(template)
    lampiran = DocxTemplate(template).new_subdoc(document)
    first = found.render({"nama": "satu", "lampiran": lampiran})
    second = found.render({"nama": "dua", "lampiran": lampiran})
    assert b">satu<" in open_package(first, "test.docx")["word/document.xml"]
    assert b">dua<" in open_package(second, "test.docx")["word/document.xml"]
    assert found.render({"nama": "satu", "lampiran": lampiran}) == first


@pytest.mark.parametrize(
    "tag",
    [
        "{{ gambar.tpl.save(tempat) }}",
        "{{ gambar['tpl'] }}",
        "{{ gambar|attr('tpl') }}",
        "{{ [gambar]|map(attribute='tpl')|first }}",
        "{{ gambar.image_descriptor }}",
        "{{ lampiran.save(tempat) }}",
        "{{ lampiran.docx.part }}",
        "{{ kaya.xml }}",
        "{{ gambar.__class__ }}",
    ],
)
def test_a_template_reaches_nothing_through_an_object(
    template: Path, picture: str, document: str, tag: str
) -> None:
    template.write_bytes(made(Sample(tag, (tag,))))
    written = template.parent / "ditulis.docx"
    word = DocxTemplate(template)
    context = {
        "gambar": InlineImage(word, picture),
        "lampiran": word.new_subdoc(document),
        "kaya": RichText("a"),
        "tempat": str(written),
    }
    with pytest.raises(TemplateError, match="does what is not allowed"):
        compile_template(template).render(context)
    assert not written.exists()


def _refused(document: str, folder: Path) -> Iterator[tuple[Mapping[str, Any], str]]:
    other = folder / "lain.docx"
    other.write_bytes(made(Sample("another", ("templat lain",))))
    yield {"x": InlineImage(None, str(folder / "tidak-ada.png"))}, "cannot be read: No such file"
    yield {"x": InlineImage(None, document)}, "is no picture that Word can show"
    yield {"x": RichText("a", url_id="rId987")}, r"a link in a rich text \(`rId987`\)"
    yield {"x": DocxTemplate(other).new_subdoc(document)}, "was made for another template"
    pair = [DocxTemplate(folder / "templat.docx").new_subdoc(document) for _ in range(2)]
    yield {"x": pair[0], "y": pair[1]}, "more than one `DocxTemplate`"


def test_objects_that_cannot_be_printed_are_refused_in_words(template: Path, document: str) -> None:
    template.write_bytes(made(Sample("refusals", ("isi {{ x }}",))))
    found = compile_template(template)
    for context, message in _refused(document, template.parent):
        with pytest.raises(TemplateError, match=message) as caught:
            found.render(context)
        assert caught.value.hint


def test_a_context_that_holds_itself_is_looked_through_once(template: Path) -> None:
    template.write_bytes(made(Sample("a circle", ("{{ x.nama }}",))))
    context: dict[str, Any] = {"nama": "A"}
    context["x"] = context
    assert compile_template(template).render(context)


def test_the_bounds_hold_with_pictures_too(template: Path, picture: str) -> None:
    loops = "{% for a in range(9999) %}{% for b in range(9999) %}" + "x" * 99
    template.write_bytes(
        made(Sample("bounds", (f"{{{{ x }}}}{loops}{{% endfor %}}{{% endfor %}}",)))
    )
    with pytest.raises(TemplateError, match="not allowed"):
        compile_template(template).render({"x": InlineImage(DocxTemplate(template), picture)})


def test_rows_keep_their_anchors_beside_a_picture(template: Path, picture: str) -> None:
    template.write_bytes(made(Sample("anchors", ("{{ i.indikator }}", "{{ gambar }}"))))
    row = {"indikator": "A", "kunci": "0", "bookmark": "iki_0", "id_bookmark": 1}
    context = {"i": row, "gambar": InlineImage(DocxTemplate(template), picture)}
    members = open_package(compile_template(template).render(context), "test.docx")
    assert b'w:name="iki_0"' in members["word/document.xml"]
    assert png(7) in members.values()
