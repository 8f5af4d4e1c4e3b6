import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from docx import Document as WordDocument
from lxml import etree

from iki_docgen.errors import UsageError
from iki_docgen.office.package import open_package, write_package
from iki_docgen.office.xml import W, qn
from iki_docgen.records import Document
from iki_docgen.word.book import render_book
from iki_docgen.word.fingerprint import touched
from iki_docgen.word.render import render_position
from iki_docgen.word.template import compile_template
from iki_docgen.word.values import one_line
from tests.word.checks import assert_sound, body, parts, styles_of, text, texts
from tests.word.samples import ALL, SETTINGS, SHORT, document, letterhead

Validate = Callable[[bytes], list[str]]
Convert = Callable[[Path, str], Path]


@cache
def book() -> bytes:
    return render_book(compile_template(), ALL, SETTINGS)


def sections(data: bytes) -> list[etree._Element]:
    return list(body(data).iter(qn("w:sectPr")))


def test_the_book_is_a_sound_word_file_and_the_same_each_time() -> None:
    assert_sound(book())
    assert render_book(compile_template(), ALL, SETTINGS) == book()
    assert not touched(book())


@pytest.mark.validator
def test_microsofts_validator_finds_nothing(validator: Validate) -> None:
    assert validator(book()) == []


def test_cover_and_contents_stand_before_the_positions() -> None:
    lines = texts(body(book()))
    assert lines[:3] == [
        "Dinas Sosial Kabupaten Lumajang",
        "INDIKATOR KINERJA INDIVIDU (IKI)",
        "TAHUN 2026",
    ]
    assert lines[3:6] == ["DAFTAR ISI", "1.\tKepala Pendek", "2.\tKepala Bertingkat"]


def test_each_entry_of_the_contents_leads_to_its_heading() -> None:
    found = body(book())
    headings = {
        start.get(qn("w:name")): text(start.getparent())
        for start in found.iter(qn("w:bookmarkStart"))
    }
    for link in found.iter(qn("w:hyperlink")):
        name = text(link).split("\t")[1]
        assert headings[link.get(qn("w:anchor"))] == name.upper()


def test_each_position_is_a_section_that_counts_its_own_pages() -> None:
    found = sections(book())
    assert len(found) == 2 + len(ALL.jabatan)
    assert all(one.find(qn("w:type")).get(qn("w:val")) == "nextPage" for one in found)
    for front in found[:2]:
        assert list(front.iter(qn("w:footerReference"))) == []
    for one in found[2:]:
        assert one.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert len(list(one.iter(qn("w:footerReference")))) == 1
    footer = parts(book())["word/footer1.xml"]
    codes = "".join(found.text for found in footer.iter(qn("w:instrText")))
    assert codes.split() == ["PAGE", "SECTIONPAGES"]


def test_a_position_looks_in_the_book_as_in_its_own_file() -> None:
    own = body(render_position(compile_template(), ALL, "lengkap", SETTINGS))
    start = texts(body(book())).index("KEPALA LENGKAP") - 3
    count = len(texts(own))
    assert texts(body(book()))[start : start + count] == texts(own)
    assert styles_of(body(book()))[start : start + count] == styles_of(own)


def test_a_book_with_a_plain_template_gets_its_styles_and_a_footer_for_each_position(
    tmp_path: Path,
) -> None:
    word = WordDocument()
    word.add_paragraph("{{ jabatan }}", style="Heading 1")
    word.add_table(rows=1, cols=1).rows[0].cells[0].text = "{{ tahun }}"
    word.sections[0].footer.paragraphs[0].text = "{{ jabatan }}"
    path = tmp_path / "polos.docx"
    word.save(path)
    data = render_book(compile_template(path), ALL, SETTINGS)
    assert_sound(data)
    footers = [name for name in parts(data) if re.match(r"word/footer\d", name)]
    assert len(footers) == len(ALL.jabatan)


def test_each_position_keeps_its_own_notes(tmp_path: Path) -> None:
    data = render_book(compile_template(letterhead(tmp_path / "kop.docx")), ALL, SETTINGS)
    for kind in ("footnote", "endnote"):
        notes = {note.get(qn("w:id")): text(note) for note in parts(data)[f"word/{kind}s.xml"]}
        found = [one.get(qn("w:id")) for one in body(data).iter(qn(f"w:{kind}Reference"))]
        assert [notes[number] for number in found] == [
            f"{one_line(jabatan.jabatan)}: catatan {kind}" for jabatan in ALL.jabatan
        ]
        assert len(notes) == len(found) + 2
        assert len(set(found)) == len(found)
    assert not touched(data)


@pytest.mark.validator
def test_a_book_with_notes_is_valid(tmp_path: Path, validator: Validate) -> None:
    data = render_book(compile_template(letterhead(tmp_path / "kop.docx")), ALL, SETTINGS)
    assert [error for error in validator(data) if "notes.xml" in error] == []


def test_a_document_without_positions_makes_no_book() -> None:
    with pytest.raises(UsageError):
        render_book(compile_template(), document(), SETTINGS)


@pytest.mark.soffice
def test_saving_the_book_again_in_libreoffice_is_no_change(
    soffice: Convert, tmp_path: Path
) -> None:
    # LibreOffice 7.4 writes text of several scripts in a control more than once: without HOSTILE.
    path = tmp_path / "buku.docx"
    path.write_bytes(render_book(compile_template(), document(*ALL.jabatan[:-1]), SETTINGS))
    assert not touched(soffice(path, "docx").read_bytes())


SIMPLE_FIELD = '<w:fldSimple w:instr="NUMPAGES"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def messy_template(path: Path) -> Path:
    """Return a template as people leave it: bookmarks, comments, two sections, a table last."""
    data = render_position(compile_template(), ALL, "kosong", SETTINGS)
    members = open_package(data, "x")
    xml = members["word/document.xml"].decode()
    start = '<w:p w14:paraId="00000001"><w:pPr><w:sectPr/></w:pPr></w:p>'
    start += '<w:p><w:bookmarkStart w:id="0" w:name="_GoBack"/><w:commentRangeStart w:id="0"/>'
    start += "<w:r><w:t>{{ jabatan }}</w:t></w:r>"
    start += '<w:commentRangeEnd w:id="0"/><w:bookmarkEnd w:id="0"/></w:p>'
    start += (
        '<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
    )
    end = '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9"/></w:tblGrid><w:tr><w:tc><w:tcPr>'
    end += '<w:tcW w:w="9" w:type="dxa"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl><w:sectPr'
    xml = xml.replace("<w:body>", "<w:body>" + start).replace("<w:sectPr", end, 1)
    xml = xml.replace(end, "<w:sectPr", 1)[::-1].replace("<w:sectPr"[::-1], end[::-1], 1)[::-1]
    xml = xml.replace(
        "<w:document ",
        '<w:document xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" ',
    )
    members["word/document.xml"] = xml.encode()
    members["word/footer1.xml"] = (
        members["word/footer1.xml"].decode().replace("</w:pPr>", f"</w:pPr>{SIMPLE_FIELD}").encode()
    )
    path.write_bytes(write_package(members))
    return path


def test_what_a_template_brings_to_every_position_stands_in_the_book_once(tmp_path: Path) -> None:
    template = compile_template(messy_template(tmp_path / "templat.docx"))
    data = render_book(template, document(*ALL.jabatan[:3]), SETTINGS)
    assert_sound(data)
    found = body(data)
    names = [start.get(qn("w:name")) for start in found.iter(qn("w:bookmarkStart"))]
    assert len(names) == 3
    assert all(name.startswith("jabatan_") for name in names)
    assert list(found.iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"))) == []
    assert [one.get(qn("w:val")) for one in found.iter(qn("w:id"))] == ["7"]
    kinds = [one.find(qn("w:pgNumType")) is not None for one in sections(data)]
    assert kinds == [False, False] + [True, False] * 3
    footer = parts(data)["word/footer1.xml"]
    assert [f.get(qn("w:instr")) for f in footer.iter(qn("w:fldSimple"))] == ["SECTIONPAGES"]
    assert [text.text for text in footer.iter(qn("w:t"))].count("…") == 2


@pytest.mark.validator
def test_the_book_of_a_messy_template_is_valid(tmp_path: Path, validator: Validate) -> None:
    template = compile_template(messy_template(tmp_path / "templat.docx"))
    assert validator(render_book(template, document(*ALL.jabatan[:3]), SETTINGS)) == []


def test_the_smallest_word_file_that_there_is_makes_a_book(tmp_path: Path) -> None:
    members = open_package(render_position(compile_template(), ALL, "kosong", SETTINGS), "x")
    small = {name: members[name] for name in ("[Content_Types].xml", "_rels/.rels")}
    body_only = f'<w:document xmlns:w="{W}"><w:body/></w:document>'
    path = tmp_path / "kecil.docx"
    path.write_bytes(write_package(small | {"word/document.xml": body_only.encode()}))
    data = render_book(compile_template(path), document(*ALL.jabatan[:2]), SETTINGS)
    assert len(sections(data)) == 4
    assert len(list(body(data).iter(qn("w:bookmarkStart")))) == 2


def test_a_document_without_a_name_and_year_still_makes_a_book() -> None:
    nameless = Document(versi=1, instansi="", tahun=None, jabatan=(SHORT,))
    data = render_book(compile_template(), nameless, type(SETTINGS)())
    assert_sound(data)
    assert texts(body(data))[0] == "." * 24
    assert texts(body(data))[2] == "TAHUN ........"
