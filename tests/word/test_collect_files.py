"""Which files are read back at all, and how anchors of other times and templates are read."""

import io
import zipfile
from pathlib import Path

import msgspec
import pytest
from docx import Document as WordDocument

from iki_docgen.errors import InputError
from iki_docgen.office.package import open_package, write_package
from iki_docgen.records import Document, Indikator, Sasaran
from iki_docgen.word.anchors import bookmark_name, folded_value, read_bookmark, read_tag
from iki_docgen.word.anchors import value_digest as digest
from iki_docgen.word.collect import Collected, collect
from iki_docgen.word.default import default_template
from iki_docgen.word.outside import Current
from iki_docgen.word.prompts import left_over, without_prompts
from iki_docgen.word.render import render_position
from iki_docgen.word.template import compile_template
from tests.word.edited import (
    DOCUMENT,
    INDICATORS,
    PROMPT,
    SECTION,
    Edited,
    current,
    generated,
    overtype,
    paragraph,
    set_words,
    unwrap_controls,
    xml,
)
from tests.word.samples import ALL, SETTINGS, document, position

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
DTD = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
MACROS = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled"/></Types>'


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def with_member(name: str, data: bytes) -> bytes:
    return zipped({**open_package(generated("seksi"), "a.docx"), name: data})


def flipped() -> bytes:
    data = bytearray(zipped(open_package(generated("seksi"), "a.docx"), zipfile.ZIP_STORED))
    data[data.index(b"Jumlah TMP")] ^= 1
    return bytes(data)


def with_flag() -> bytes:
    data = bytearray(generated("seksi"))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


HOSTILE = {
    "inflates to more than memory": (lambda: with_member("a.bin", bytes(8 << 20)), "unpacks to"),
    "too many members": (
        lambda: zipped({str(number): b"" for number in range(2001)}),
        "far more parts",
    ),
    "a document type": (lambda: with_member("word/styles.xml", DTD), "document type"),
    "a name that leads out": (lambda: with_member("../../x.xml", b"<a/>"), "points outside"),
    "an absolute name": (lambda: with_member("/etc/x", b"<a/>"), "points outside"),
    "a name twice": (lambda: with_member("word/DOCUMENT.xml", b"<a/>"), "two parts"),
    "a wrong checksum": (flipped, "damaged"),
    "macros": (lambda: with_member("[Content_Types].xml", MACROS), "macros"),
    "nested without end": (
        lambda: with_member("word/document.xml", b"<w>" * 100_000 + b"</w>" * 100_000),
        "damaged",
    ),
    "cut off": (lambda: generated("seksi")[:-300], "cut off"),
    "encrypted": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "encrypted members": (with_flag, "password"),
    "empty": (lambda: b"", "is empty"),
    "zeros": (lambda: bytes(4096), "is empty"),
    "old": (lambda: OLE + "WordDocument".encode("utf-16-le"), "old kind"),
    "no text": (lambda: zipped({"[Content_Types].xml": b"<Types/>"}), "not a Word document"),
    "broken xml": (lambda: with_member("word/document.xml", b"<w:document>"), "damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_and_broken_files_are_refused_with_a_sentence_of_their_own(name: str) -> None:
    make, words = HOSTILE[name]
    with pytest.raises(InputError) as caught:
        collect(make(), "kiriman.docx", current())
    assert words in caught.value.message
    assert "kiriman.docx" in caught.value.message
    assert caught.value.hint


def test_a_foreign_word_file_is_refused() -> None:
    file = io.BytesIO()
    WordDocument().save(file)
    with pytest.raises(InputError, match="not one of an IKI document"):
        collect(file.getvalue(), "surat.docx", current())


def codes(found: Collected) -> list[str]:
    return [finding.code.id for finding in found.findings]


def test_names_of_bookmarks_and_tags_are_read_as_they_are_written() -> None:
    name = bookmark_name("0123456789abcdef", " a\n\n b\u00adc ", "")
    assert len(name) == 38
    mark = read_bookmark(name)
    assert mark == ("0123456789abcdef", digest("a\nbc"), digest(""))
    assert read_bookmark("iki_0123456789abcdef") == ("0123456789abcdef", "", "")
    assert read_bookmark("_GoBack") is None
    assert read_tag(" sumber_data:0123456789abcdef ") == ("sumber_data", "0123456789abcdef")
    assert read_tag("penjelasan:x") is None
    assert folded_value(" a\u00a0 b\r\n\u200b\nc\u2011d\x07") == "a b\nc-d"


@pytest.mark.parametrize("ident", [one.id for one in ALL.jabatan])
def test_a_file_that_nobody_touched_says_what_was_generated(ident: str) -> None:
    now = Current(ALL, compile_template(), SETTINGS)
    found = collect(render_position(compile_template(), ALL, ident, SETTINGS), "a.docx", now)
    assert codes(found) == []
    assert all(answer.untouched for answer in found.answers)


def reworded(words: str, ident: str = "seksi") -> Current:
    """Return this year's document, in which the first indicator has other words."""
    rows = tuple(
        msgspec.structs.replace(
            group,
            indikator=tuple(
                msgspec.structs.replace(row, indikator=words)
                if row.indikator == INDICATORS["A"][0]
                else row
                for row in group.indikator
            ),
        )
        for group in SECTION.sasaran
    )
    changed = msgspec.structs.replace(SECTION, id=ident, sasaran=rows)
    return Current(document(changed, DOCUMENT.jabatan[1]), compile_template(), SETTINGS)


def test_a_file_of_last_year_is_carried_over_where_the_words_changed_a_little() -> None:
    doc = Edited().filled()
    found = collect(doc.data(), "a.docx", reworded("Jumlah TMP yang dipelihara dinas"))
    first = found.answers[0]
    assert (first.indikator, first.theirs) == (
        "Jumlah TMP yang dipelihara dinas",
        "rumus-A / jumlah x 100%",
    )
    assert first.base == digest("")
    carried = next(one for one in found.findings if one.code.id == "IKI707")
    assert "`Jumlah TMP yang dipelihara`" in carried.message
    assert "`Jumlah TMP yang dipelihara dinas`" in carried.message


def test_a_file_of_last_year_whose_words_changed_much_is_shown_and_not_taken() -> None:
    found = collect(Edited().filled().data(), "a.docx", reworded("Cakupan pemakaman"))
    assert "Cakupan pemakaman" not in {answer.indikator for answer in found.answers}
    unknown = next(one for one in found.findings if one.code.id == "IKI706")
    assert "rumus-A / jumlah x 100%" in unknown.message


def test_a_typing_error_in_a_row_of_last_year_is_too_little_to_go_by() -> None:
    doc = Edited().filled()
    set_words(doc.cell("A", 1), "Jumlah TMP yg dipelihara")
    found = collect(doc.data(), "a.docx", reworded("Jumlah TMP yang dipelihara dinas"))
    assert "IKI706" in codes(found)
    assert all("rumus-A" not in answer.theirs for answer in found.answers)


def test_a_position_with_a_new_id_is_known_by_its_name() -> None:
    found = collect(Edited().filled().data(), "a.docx", reworded(INDICATORS["A"][0], "seksi-baru"))
    assert {answer.jabatan for answer in found.answers} == {"seksi-baru"}
    assert len(found.answers) == 8
    assert "IKI706" not in codes(found)


TWINS = document(
    position(
        "kembar",
        sasaran=(
            Sasaran(
                sasaran=("Ada",),
                indikator=tuple(
                    Indikator(indikator="Jumlah laporan", penjelasan=text, sumber_data="")
                    for text in ("satu", "dua")
                ),
            ),
        ),
    )
)


def test_two_indicators_with_the_same_words_are_told_by_their_anchors() -> None:
    now = Current(TWINS, compile_template(), SETTINGS)
    data = render_position(compile_template(), TWINS, "kembar", SETTINGS)
    found = collect(data, "a.docx", now)
    assert [answer.theirs for answer in found.answers] == ["satu", "", "dua", ""]
    assert len({answer.kunci for answer in found.answers}) == 2
    doc = Edited()
    doc.members = open_package(data, "a.docx")
    doc.members["word/document.xml"] = (
        doc.members["word/document.xml"].replace(b"iki_", b"x_").replace(b"penjelasan:", b"x:")
    ).replace(b"sumber_data:", b"x:")
    found = collect(write_package(doc.members), "a.docx", now)
    assert found.answers == ()
    assert codes(found) == ["IKI706", "IKI706"]


def plain_template(path: Path) -> Path:
    """Return a template as an office makes it: a layout table, and no controls."""
    word = WordDocument()
    layout = word.add_table(rows=1, cols=3)
    for cell, text in zip(layout.rows[0].cells, ("JABATAN", ":", "{{ jabatan }}"), strict=True):
        cell.text = text
    texts = (
        ("Indikator Kinerja", "Rumus", "Sumber"),
        ("{%tr for s in sasaran %}", "", ""),
        ("{%tr for i in s.indikator %}", "", ""),
        (
            "{{ i.indikator }}",
            "{{ i.penjelasan or '-' }}",
            "{{ i.sumber_data }}",
        ),
        ("{%tr endfor %}", "", ""),
        ("{%tr endfor %}", "", ""),
    )
    table = word.add_table(rows=0, cols=3)
    for row in texts:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    word.save(path)
    return path


def test_a_plain_template_of_an_office_is_read_too(tmp_path: Path) -> None:
    template = compile_template(plain_template(tmp_path / "templat.docx"))
    now = Current(DOCUMENT, template, SETTINGS)
    for ident in ("seksi", "bidang"):
        data = render_position(template, DOCUMENT, ident, SETTINGS)
        found = collect(data, "a.docx", now)
        assert codes(found) == []
        assert found.jabatan == {ident}
        assert all(answer.untouched for answer in found.answers)
    members = open_package(render_position(template, DOCUMENT, "seksi", SETTINGS), "a.docx")
    del members["docProps/custom.xml"], members["docProps/core.xml"]
    found = collect(write_package(members), "a.docx", now)
    assert found.whose == ""
    assert found.jabatan == {"seksi"}
    assert len(found.answers) == 8


@pytest.mark.parametrize("prompt", ["-", "Tulis rumus di sini"])
def test_a_template_of_an_office_has_its_own_prompt(tmp_path: Path, prompt: str) -> None:
    path = tmp_path / "templat.docx"
    members = open_package(default_template(), "iki.docx")
    members["word/document.xml"] = members["word/document.xml"].replace(
        PROMPT.encode(), prompt.encode()
    )
    path.write_bytes(write_package(members))
    template = compile_template(path)
    now = Current(DOCUMENT, template, SETTINGS)
    assert prompt in now.prompts
    data = render_position(template, DOCUMENT, "seksi", SETTINGS)
    assert prompt.encode() in open_package(data, "a.docx")["word/document.xml"]
    found = collect(data, "a.docx", now)
    assert codes(found) == []
    assert all(answer.untouched for answer in found.answers)


def test_a_prompt_of_one_word_is_one_only_where_it_stands_alone() -> None:
    assert without_prompts(" - ", ("-",)) == ""
    assert without_prompts("a - b", ("-",)) == "a - b"
    assert left_over("a - b", ("-",)) == ""


def test_contents_that_word_writes_are_no_edits() -> None:
    doc = Edited()
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    control = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{paragraph('Isi 7')}"
    doc.body.insert(0, xml(f"{control}</w:sdtContent></w:sdt>"))
    assert codes(doc.collected()) == []


def test_what_stands_in_a_deleted_row_of_another_table_is_shown() -> None:
    doc = Edited()
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('rahasia')}</w:tc></w:tr>"
    doc.body.insert(0, xml(f"<w:tbl>{deleted}</w:tbl>"))
    found = doc.collected()
    assert codes(found) == ["IKI703"]
    assert "`rahasia`" in found.findings[0].message


def neighbours() -> Document:
    """Return two positions, and two indicators in each, that are nearly alike."""
    rows = tuple(
        Indikator(indikator=f"Jumlah kegiatan bidang {letter}", penjelasan="", sumber_data="")
        for letter in "XY"
    )
    return document(
        *(
            position(
                f"satu-{letter}",
                jabatan=f"Kepala Seksi Pelayanan {letter}",
                sasaran=(Sasaran(sasaran=("Ada",), indikator=rows),),
            )
            for letter in "AB"
        )
    )


def without_anchors(ident: str, *changes: tuple[str, str]) -> bytes:
    """Return a file of a neighbour without anchors and properties, with words exchanged."""
    members = open_package(
        render_position(compile_template(), neighbours(), ident, SETTINGS), "a.docx"
    )
    del members["docProps/custom.xml"], members["docProps/core.xml"]
    text = members["word/document.xml"].decode()
    for old, new in (("iki_", "x_"), ("penjelasan:", "x:"), ("sumber_data:", "x:"), *changes):
        assert old in text
        text = text.replace(old, new)
    members["word/document.xml"] = text.encode()
    return write_package(members)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ([("Seksi Pelayanan A", "Seksi Pelayanan C")], "which position it belongs to"),
        ([("kegiatan bidang X", "kegiatan bidang Z")], "read like it"),
        ([("Jumlah kegiatan bidang X", "")], "Indikator is empty"),
    ],
)
def test_between_two_that_are_alike_nothing_is_guessed(
    changes: list[tuple[str, str]], reason: str
) -> None:
    now = Current(neighbours(), compile_template(), SETTINGS)
    assert len(collect(without_anchors("satu-A"), "a.docx", now).answers) == 4
    filled = (PROMPT, "rumus")
    found = collect(without_anchors("satu-A", filled, *changes), "a.docx", now)
    unknown = [one.message for one in found.findings if one.code.id == "IKI706"]
    assert unknown
    assert reason in unknown[0]
    assert "Penjelasan `rumus`" in unknown[0]


def test_a_file_in_words_strict_format_is_read() -> None:
    doc = Edited().filled()
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    members = open_package(doc.data(), "a.docx")
    members["word/document.xml"] = members["word/document.xml"].replace(usual, strict)
    found = collect(write_package(members), "a.docx", current())
    assert [answer.theirs for answer in found.answers][:2] == [
        "rumus-A / jumlah x 100%",
        "sumber-A",
    ]
    assert codes(found) == []


def test_an_answer_has_the_row_that_people_count_and_a_place() -> None:
    doc = Edited().filled()
    found = doc.collected()
    answer = next(one for one in found.answers if one.theirs == "rumus-B\nbaris-B")
    assert (answer.table, answer.row) == (1, 4)
    assert found.source.slice(answer.span) == "rumus-B baris-B"
    assert found.source.path == "kiriman.docx"
    assert found.whose == "seksi"


def test_a_document_without_indicators_gives_no_prompts_but_ours() -> None:
    bare = Document(versi=1, instansi="", tahun=None, jabatan=(position("kosong", sasaran=()),))
    now = Current(bare, compile_template(), SETTINGS)
    found = collect(generated("seksi"), "a.docx", now)
    assert found.answers == ()
    assert codes(found).count("IKI706") == 4


def test_nothing_is_known_of_an_unknown_position_but_everything_is_shown() -> None:
    doc = Edited().filled()
    unwrap_controls(doc.root)
    overtype(doc.cell("C"), "rumus-C")
    other = Current(document(DOCUMENT.jabatan[1]), compile_template(), SETTINGS)
    found = collect(doc.data(), "a.docx", other)
    said = "\n".join(finding.message for finding in found.findings)
    assert found.answers == ()
    for text in ("rumus-A", "rumus-B", "baris-B", "rumus-C", "sumber-A"):
        assert text in said
