from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from iki_docgen.office.package import open_package, write_package
from iki_docgen.office.xml import MC, qn
from iki_docgen.word.book import render_book
from iki_docgen.word.fingerprint import Origin, fingerprint, origin_of, text_fingerprint, touched
from iki_docgen.word.properties import custom_properties
from iki_docgen.word.render import render_position
from iki_docgen.word.template import compile_template
from tests.word.checks import parts
from tests.word.samples import ALL, SETTINGS, document, letterhead

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
        b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o '
        b'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Isi</w:t>'
        b"</w:r></w:p>"
        b'<w:p><w:r><w:t>Bab 1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        b"<w:sectPr>"
    )
    assert not touched(edited(generated, b"<w:sectPr>", field))


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
ADDED = {
    "equation": f'<m:oMath xmlns:m="{OFFICE}/math"><m:r><m:t>a+b</m:t></m:r></m:oMath>',
    "symbol": '<w:r><w:sym w:font="Symbol" w:char="F0E5"/></w:r>',
    "picture": "<w:r><w:drawing/></w:r>",
    "old picture": "<w:r><w:pict/></w:r>",
    "object": "<w:r><w:object/></w:r>",
    "field with a text": '<w:fldSimple w:instr="FORMTEXT"><w:r><w:t>x</w:t></w:r></w:fldSimple>',
    "field of several runs": (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>FORMTEXT</w:instrText><w:fldChar'
        ' w:fldCharType="separate"/><w:t>x</w:t><w:fldChar w:fldCharType="end"/></w:r>'
    ),
}


@pytest.mark.parametrize("added", ADDED.values(), ids=ADDED)
def test_what_is_no_plain_text_counts_as_touched(generated: bytes, added: str) -> None:
    assert touched(edited(generated, b"<w:sectPr>", f"<w:p>{added}</w:p><w:sectPr>".encode()))


def test_a_second_picture_beside_the_first_counts(generated: bytes) -> None:
    one = edited(generated, b"<w:sectPr>", b"<w:p><w:r><w:drawing/></w:r></w:p><w:sectPr>")
    twice = edited(one, b"<w:drawing/>", b"<w:drawing/><w:drawing/>")
    assert text_fingerprint(one) != text_fingerprint(twice)
    fallback = f'<mc:Fallback xmlns:mc="{MC}"><w:pict/></mc:Fallback>'.encode()
    same = edited(one, b"<w:drawing/>", b"<w:drawing/>" + fallback)
    assert text_fingerprint(one) == text_fingerprint(same)


def linked(data: bytes, kind: str, xml: str) -> bytes:
    """Return the file with one more part."""
    members = open_package(data, "test.docx")
    members[f"word/{kind}9.xml"] = xml.encode()
    members["word/_rels/document.xml.rels"] = members["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rId99" Target="{kind}9.xml" Type="{OFFICE}/relationships/{kind}"/>'
        "</Relationships>".encode(),
    )
    return write_package(members)


@pytest.mark.parametrize("kind", ["footnotes", "endnotes", "header", "footer"])
def test_a_note_and_the_margins_of_a_page_count(generated: bytes, kind: str) -> None:
    paragraph = "<w:p><w:r><w:t>tolong cek</w:t></w:r></w:p>"
    note = f'<w:note w:id="1">{paragraph}</w:note>' if kind.endswith("notes") else paragraph
    data = linked(generated, kind, f"<w:part {W}>{note}</w:part>")
    if kind in {"header", "footer"}:
        assert not touched(data)  # no page shows it
        reference = f'<w:{kind}Reference w:type="default" r:id="rId99"/>'.encode()
        data = edited(data, b"<w:sectPr>", b"<w:sectPr>" + reference)
    assert touched(data)


def test_a_footer_that_somebody_wrote_in_counts(generated: bytes) -> None:
    members = open_package(generated, "test.docx")
    members["word/footer1.xml"] = members["word/footer1.xml"].replace(b">Halaman ", b">Hal. ")
    assert touched(write_package(members))


def test_headers_of_first_and_even_pages_count_where_pages_show_them(generated: bytes) -> None:
    header = f"<w:hdr {W}><w:p><w:r><w:t>sampul</w:t></w:r></w:p></w:hdr>"
    data = linked(generated, "header", header)
    for kind, switch in (("first", b"<w:titlePg/>"), ("even", b"")):
        reference = f'<w:headerReference w:type="{kind}" r:id="rId99"/>'.encode()
        hidden = edited(data, b"<w:sectPr>", b"<w:sectPr>" + reference)
        assert not touched(hidden)
        members = open_package(edited(hidden, reference, reference + switch), "test.docx")
        if not switch:
            members["word/settings.xml"] = members["word/settings.xml"].replace(
                b"<w:compat>", b"<w:evenAndOddHeaders/><w:compat>"
            )
        assert touched(write_package(members))


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
    assert origin_of(generated[:-200]) is Origin.DAMAGED
    assert origin_of(b"%PDF-1.7") is Origin.DAMAGED
    assert origin_of(generated) is Origin.OURS
    assert origin_of(edited(generated, b"Dinas Sosial", b"Dinas Lain")) is Origin.TYPED
    members = open_package(generated, "test.docx")
    without = {name: data for name, data in members.items() if name != "docProps/custom.xml"}
    assert origin_of(write_package(without)) is Origin.FOREIGN
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


@pytest.mark.soffice
def test_a_template_with_pictures_and_notes_survives_libreoffice(
    soffice: Convert, tmp_path: Path
) -> None:
    template = compile_template(letterhead(tmp_path / "kop.docx"))
    position = render_position(template, ALL, "bertingkat", SETTINGS)
    book = render_book(template, document(*ALL.jabatan[:3]), SETTINGS)
    for name, data in (("asli", position), ("buku", book)):
        assert origin_of(data) is Origin.OURS
        path = tmp_path / f"{name}.docx"
        path.write_bytes(data)
        assert origin_of(soffice(path, "docx").read_bytes()) is Origin.OURS


def test_text_of_a_box_is_read_once() -> None:
    box = etree.fromstring(
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r>'
        "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>kotak</w:t></w:r></w:p></mc:Choice>"
        "<mc:Fallback><w:p><w:r><w:t>kotak</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p>"
    )
    single = etree.fromstring(
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r>'
        "<w:t>kotak</w:t></w:r></w:p>"
    )
    assert fingerprint({}, "", _wrap(box)) == fingerprint({}, "", _wrap(single))


def _wrap(element: etree._Element) -> etree._Element:
    root = etree.Element("root")
    root.append(element)
    return root
