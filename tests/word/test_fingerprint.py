from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from iki_docgen.office.package import open_package, write_package
from iki_docgen.office.xml import qn
from iki_docgen.word.fingerprint import text_fingerprint, touched
from iki_docgen.word.properties import custom_properties
from iki_docgen.word.render import render_position
from iki_docgen.word.template import compile_template
from tests.word.checks import parts
from tests.word.samples import ALL, SETTINGS

Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="module")
def generated() -> bytes:
    return render_position(compile_template(), ALL, "lengkap", SETTINGS)


def edited(data: bytes, old: bytes, new: bytes) -> bytes:
    members = open_package(data, "test.docx")
    assert old in members["word/document.xml"]
    members["word/document.xml"] = members["word/document.xml"].replace(old, new, 1)
    return write_package(members)


def test_a_generated_file_says_what_it_is(generated: bytes) -> None:
    properties = custom_properties(open_package(generated, "test.docx"))
    assert properties == {
        "iki_jabatan": "lengkap",
        "iki_tahun": "2026",
        "iki_format": "1",
        "iki_sidik": text_fingerprint(generated),
    }
    core = {child.tag: child.text for child in parts(generated)["docProps/core.xml"]}
    assert core[qn("dc:identifier")] == "iki:2026:lengkap"
    assert core[qn("dc:title")] == "Indikator Kinerja Individu - Kepala Lengkap"
    assert core[qn("dc:creator")] == "Dinas Sosial Kabupaten Lumajang"
    assert core[qn("dc:language")] == "id-ID"


def test_a_generated_file_is_not_touched(generated: bytes) -> None:
    assert not touched(generated)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Periode: tahunan", b"Periode: bulanan"),
        (b"Klik untuk menulis penjelasan", b"Rumus"),
        (
            b">Periode: tahunan</w:t>",
            b">Periode: </w:t></w:r><w:ins><w:r><w:t>x</w:t></w:r></w:ins><w:r><w:t/>",
        ),
        (b'<w:t xml:space="preserve">Dinas Sosial</w:t>', b"<w:delText>Dinas Sosial</w:delText>"),
    ],
)
def test_a_change_of_text_is_seen(generated: bytes, old: bytes, new: bytes) -> None:
    assert touched(edited(generated, old, new))


def test_white_space_split_runs_and_computed_text_do_not_count(generated: bytes) -> None:
    split = b'>Periode:</w:t></w:r><w:r><w:t xml:space="preserve">  tahunan </w:t>'
    assert not touched(edited(generated, b">Periode: tahunan</w:t>", split))
    field = (
        b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText>'
        b'</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
        b'<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        b'<w:p><w:fldSimple w:instr="DATE"><w:r><w:t>8</w:t></w:r></w:fldSimple></w:p>'
        b'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        b"</w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Isi</w:t></w:r></w:p>"
        b"</w:sdtContent></w:sdt><w:sectPr>"
    )
    assert not touched(edited(generated, b"<w:sectPr>", field))


def test_a_comment_counts_as_touched(generated: bytes) -> None:
    members = open_package(generated, "test.docx")
    members["word/comments.xml"] = (
        b'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b'<w:comment w:id="0"><w:p><w:r><w:t>tolong cek</w:t></w:r></w:p></w:comment></w:comments>'
    )
    members["word/_rels/document.xml.rels"] = members["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Target="comments.xml" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/comments"/></Relationships>',
    )
    assert touched(write_package(members))


def test_foreign_and_broken_files_count_as_touched(generated: bytes) -> None:
    assert touched(b"")
    assert touched(b"PK\x03\x04")
    assert touched(generated[:-200])
    members = open_package(generated, "test.docx")
    without = {name: data for name, data in members.items() if name != "docProps/custom.xml"}
    assert touched(write_package(without))
    no_body = {name: data for name, data in members.items() if name != "word/document.xml"}
    assert touched(write_package(no_body))
    assert touched(write_package(members | {"word/document.xml": b"<broken"}))


def test_a_position_changes_no_other_file(generated: bytes) -> None:
    other = ALL.jabatan[:1] + tuple(reversed(ALL.jabatan[1:]))
    reordered = type(ALL)(versi=1, instansi=ALL.instansi, tahun=2026, jabatan=other)
    assert render_position(compile_template(), reordered, "lengkap", SETTINGS) == generated


@pytest.mark.soffice
@pytest.mark.parametrize("ident", ["lengkap", "bertingkat", "lebar", "kosong"])
def test_saving_again_in_libreoffice_is_no_change(
    ident: str, soffice: Convert, tmp_path: Path
) -> None:
    data = render_position(compile_template(), ALL, ident, SETTINGS)
    path = tmp_path / "asli.docx"
    path.write_bytes(data)
    saved = soffice(path, "docx").read_bytes()
    assert saved != data
    assert not touched(saved)


def test_text_of_a_box_is_read_once() -> None:
    box = etree.fromstring(
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r>'
        "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>kotak</w:t></w:r></w:p></mc:Choice>"
        "<mc:Fallback><w:p><w:r><w:t>kotak</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p>"
    )
    from iki_docgen.word.fingerprint import tree_fingerprint  # noqa: PLC0415 - beside its only use

    single = etree.fromstring(
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r>'
        "<w:t>kotak</w:t></w:r></w:p>"
    )
    assert tree_fingerprint(_wrap(box)) == tree_fingerprint(_wrap(single))


def _wrap(element: etree._Element) -> etree._Element:
    root = etree.Element("root")
    root.append(element)
    return root
