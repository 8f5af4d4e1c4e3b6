import copy
import io
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from docx import Document as WordDocument
from docxtpl import DocxTemplate, Listing, RichText
from jinja2 import Environment
from lxml import etree

from iki_docgen.errors import Exit, TemplateError
from iki_docgen.office.package import open_package, write_package
from iki_docgen.office.xml import qn
from iki_docgen.records import Jabatan
from iki_docgen.word.anchors import bookmark_name
from iki_docgen.word.context import document_context
from iki_docgen.word.render import render_position
from iki_docgen.word.template import Template, compile_template
from iki_docgen.word.values import clean, one_line
from tests.word.checks import assert_sound, body, parts, rows, styles_of, text, texts
from tests.word.samples import (
    ALL,
    BARE,
    FILLED,
    FULL,
    HEADING_ONLY,
    HOSTILE,
    NASTY,
    NESTED,
    SETTINGS,
    SHORT,
    WIDE,
    word_document,
)

Compile = Callable[..., Template]
Validate = Callable[[bytes], list[str]]
Convert = Callable[[Path, str], Path]
EVERY = [SHORT, NESTED, FULL, WIDE, BARE, HEADING_ONLY, HOSTILE]


@cache
def default() -> Template:
    return compile_template()


@cache
def rendered(ident: str) -> bytes:
    return render_position(default(), ALL, ident, SETTINGS)


def table(data: bytes) -> etree._Element | None:
    return body(data).find(qn("w:tbl"))


@pytest.fixture
def template(tmp_path: Path) -> Compile:
    """Return a function that compiles a template of these paragraphs, made with python-docx."""

    def compiled(
        *paragraphs: str,
        cells: Sequence[Sequence[str]] = (),
        footer: str = "",
        title: str = "",
    ) -> Template:
        word = word_document(paragraphs, cells)
        word.sections[0].footer.paragraphs[0].text = footer
        word.core_properties.title = title
        path = tmp_path / "templat.docx"
        word.save(path)
        return compile_template(path)

    return compiled


def changed(data: bytes, **members: bytes | None) -> bytes:
    """Return the Word file with these members in place of its own; None takes one out."""
    found = open_package(data, "test.docx")
    for name, content in members.items():
        found[name] = content
    return write_package({name: content for name, content in found.items() if content is not None})


@pytest.mark.parametrize("jabatan", EVERY, ids=lambda jabatan: jabatan.id)
def test_every_position_is_a_sound_word_file(jabatan: Jabatan) -> None:
    assert_sound(rendered(jabatan.id))


@pytest.mark.validator
@pytest.mark.parametrize("jabatan", EVERY, ids=lambda jabatan: jabatan.id)
def test_microsofts_validator_finds_nothing(jabatan: Jabatan, validator: Validate) -> None:
    assert validator(rendered(jabatan.id)) == []


@pytest.mark.validator
def test_the_default_template_itself_is_valid(validator: Validate) -> None:
    path = Path(__file__).parents[2] / "templates" / "iki.docx"
    assert validator(path.read_bytes()) == []


def test_the_committed_template_is_what_the_tool_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    tools = Path(__file__).parents[2] / "tools"
    monkeypatch.syspath_prepend(str(tools))
    from make_template import template as made  # noqa: PLC0415 - after the path is known

    assert made() == (tools.parent / "templates" / "iki.docx").read_bytes()


def test_the_same_position_gives_the_same_bytes() -> None:
    again = render_position(compile_template(), copy.deepcopy(ALL), "lengkap", SETTINGS)
    assert again == rendered("lengkap")


def test_labels_and_items_are_numbered_by_their_styles() -> None:
    data = rendered("bertingkat")
    lines = list(zip(styles_of(body(data)), texts(body(data)), strict=True))
    assert lines[3:15] == [
        ("Heading1", "KEPALA BERTINGKAT"),
        ("IKILabel", "JABATAN\t:\tKepala Bertingkat"),
        ("IKILabel", "TUGAS\t:\tmenyusun rencana kerja."),
        ("IKILabel", "FUNGSI\t:\t"),
        ("IKIButir", "penyusunan:"),
        ("IKIButir2", NESTED.fungsi[0].rincian[0] + ";"),
        ("IKIButir2", "laporan:"),
        ("IKIButir3", "bulanan;"),
        ("IKIButir3", "tahunan:"),
        ("IKIButir4", "awal tahun:"),
        ("IKIButir4", "akhir tahun;"),
        ("IKIButir", "pelaksanaan tugas lain."),
    ]


def test_several_sasaran_are_numbered_and_merged_over_their_rows() -> None:
    cells = rows(table(rendered("lengkap")))
    assert cells[0][0] == "Sasaran / Kinerja Utama"
    assert cells[1] == ["1", "2", "3", "4"]
    assert cells[2][0] == (
        "1)\tMeningkatnya kesejahteraan sosial masyarakat\n2)\tMeningkatnya peran PSKS"
    )
    assert [row[0] for row in cells[3:]] == [""] * 5 + ["Terpeliharanya TMP"]
    merges = [found.get(qn("w:val")) for found in table(rendered("lengkap")).iter(qn("w:vMerge"))]
    assert merges == ["restart", *["continue"] * 5, "restart"]


def test_lines_of_a_penjelasan_are_paragraphs_in_a_control_without_breaks() -> None:
    control = next(table(rendered("lengkap")).iter(qn("w:sdt")))
    assert texts(control) == FILLED.split("\n")
    assert list(control.iter(qn("w:br"))) == []
    assert control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is None


def test_an_empty_penjelasan_is_a_prompt_in_a_locked_control() -> None:
    control = next(table(rendered("pendek")).iter(qn("w:sdt")))
    properties = {child.tag: child.get(qn("w:val")) for child in control.find(qn("w:sdtPr"))}
    assert texts(control) == ["Klik untuk menulis penjelasan / formulasi penghitungan"]
    assert properties[qn("w:alias")] == "Penjelasan: Jumlah layanan"
    assert properties[qn("w:lock")] == "sdtLocked"
    assert qn("w:showingPlcHdr") in properties
    row = document_context(ALL, "pendek")["sasaran"][0]["indikator"][0]
    kunci = row["kunci"]
    assert properties[qn("w:tag")] == f"penjelasan:{kunci}"
    bookmark = next(body(rendered("pendek")).iter(qn("w:bookmarkStart")))
    assert bookmark.get(qn("w:name")) == row["bookmark"] == bookmark_name(kunci, "", "Dinas Sosial")
    assert text(bookmark.getparent()) == "Jumlah layanan"


def test_extra_columns_share_the_width_of_the_text() -> None:
    wide, plain = table(rendered("lebar")), table(rendered("pendek"))
    assert rows(wide)[0][4:] == ["Target", "Satuan"]
    assert rows(wide)[1] == ["1", "2", "3", "4", "5", "6"]
    assert [row[4:] for row in rows(wide)[2:]] == [["12", "dokumen"], ["9", ""]]
    for found in (wide, plain):
        grid = [int(column.get(qn("w:w"))) for column in found.iter(qn("w:gridCol"))]
        assert sum(grid) == 18709 - 2 * 1134


def test_without_sasaran_is_no_table_and_without_indicators_one_row() -> None:
    assert table(rendered("kosong")) is None
    assert "TUGAS\t:\t-" in texts(body(rendered("kosong")))
    assert rows(table(rendered("tanpa-indikator")))[2][:2] == ["Ada", ""]


def test_no_value_is_evaluated_or_changed() -> None:
    data = rendered("jahat")
    expected = one_line(NASTY)
    assert texts(body(data))[4] == f"JABATAN\t:\t{expected}"
    assert rows(table(data))[2][1:3] == [expected, clean(NASTY).strip()]
    assert "\ud800" not in expected


def test_what_the_settings_leave_empty_is_a_dotted_gap() -> None:
    data = render_position(default(), ALL, "pendek", type(SETTINGS)())
    assert texts(body(data))[-1] == "NIP. " + "." * 24


def test_small_groups_and_the_end_of_the_table_stay_on_one_page() -> None:
    kept = [
        all(p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for p in row.iter(qn("w:p")))
        for row in table(rendered("lengkap")).iterfind(qn("w:tr"))
    ]
    assert kept == [False] * 8 + [True]
    assert [
        p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None
        for p in table(rendered("lebar")).findall(qn("w:tr"))[2].iter(qn("w:p"))
    ] == [True] * 5 + [True]


def test_any_template_renders_any_context(template: Compile) -> None:
    found = template(
        "Halo {{ nama }} & {{ umur * 2 }}",
        "{%p for x in daftar %}",
        "{{ loop.index }}. {{ x.indikator }}: {{ x.penjelasan }}",
        "{%p endfor %}",
        "{_{ tetap }_}",
        footer="kaki {{ nama }}",
        title="Judul {{ nama }}",
    )
    data = found.render(
        {"nama": "A & <B>", "umur": 4, "daftar": [{"indikator": "satu", "penjelasan": "a\tb"}]}
    )
    assert texts(body(data)) == ["Halo A & <B> & 8", "1. satu: a\tb", "{{ tetap }}"]
    assert texts(parts(data)["word/footer1.xml"]) == ["kaki A & <B>"]
    assert WordDocument(io.BytesIO(data)).core_properties.title == "Judul A & <B>"
    assert list(body(data).iter(qn("w:sdt"), qn("w:bookmarkStart"))) == []


RESTYLED = (
    ("Sasaran", "Indikator", "Rumus", "Sumber"),
    ("{%tr for s in sasaran %}", "", "", ""),
    ("{%tr for i in s.indikator %}", "", "", ""),
    (
        "{% vm %}{{ s.sasaran|join }}",
        "Ukuran: {{ i.indikator }} ({{ loop.index }})",
        "{{ i.penjelasan }}",
        "{{ i.sumber_data }}",
    ),
    ("{%tr endfor %}", "", "", ""),
    ("{%tr endfor %}", "", "", ""),
)


def test_a_template_without_controls_gets_them(template: Compile) -> None:
    found = template("{{ jabatan }}", cells=RESTYLED)
    data = render_position(found, ALL, "lengkap", SETTINGS)
    assert_sound(data)
    cells = rows(table(data))
    assert cells[1][1:] == ["Ukuran: Persentase TMP ke-0 (1)", FILLED, "Dinas Sosial"]
    assert cells[7][2] == "Klik untuk menulis penjelasan / formulasi penghitungan"
    controls = list(table(data).iter(qn("w:sdt")))
    assert len(controls) == 14
    assert list(controls[0].iter(qn("w:br"))) == []
    assert len(list(body(data).iter(qn("w:bookmarkStart")))) == 7


@pytest.mark.validator
def test_a_template_with_added_controls_is_valid(template: Compile, validator: Validate) -> None:
    data = render_position(template("{{ jabatan }}", cells=RESTYLED), ALL, "lengkap", SETTINGS)
    assert [error for error in validator(data) if "document.xml" in error] == []


def test_a_template_of_other_people_with_our_words_stays_as_it_is(template: Compile) -> None:
    found = template(cells=RESTYLED[2:5][:0] or (("{{ i.indikator }}", "{{ i.penjelasan }}"),))
    data = found.render({"i": {"indikator": "A", "penjelasan": "B\nC"}})
    assert list(body(data).iter(qn("w:sdt"), qn("w:bookmarkStart"))) == []
    assert len(list(body(data).iter(qn("w:br")))) == 1


@pytest.mark.parametrize(
    ("paragraph", "message"),
    [
        ("Yth. {{ jabatn }}", "uses `jabatn`, which is no variable, in the paragraph `Yth."),
        ("{{ penandatangan.namaa }}", "uses `namaa`, which is no variable"),
        ("{{ ''.__class__.__mro__ }}", "what is not allowed"),
        ("{{ range(10**9)|list }}", "what is not allowed"),
        ("{{ 'a' * 10**9 }}", "what is not allowed"),
        ("{{ '%1000000000d' % 1 }}", "what is not allowed"),
        ("{{ '{:1000000000}'.format(1) }}", "what is not allowed"),
        ("{{ 'a'.ljust(10**9) }}", "what is not allowed"),
        ("{{ 'a'|center(1000000000) }}", "what is not allowed"),
        (
            "{% for a in range(9999) %}{% for b in range(9999) %}"
            + "x" * 99
            + "{% endfor %}{% endfor %}",
            "what is not allowed",
        ),
        ("{{ 1 // 0 }}", "does not work in the paragraph"),
        ("{{ jabatan + 1 }}", "does not work"),
        ("{{ '<'|safe }}", "what is not allowed in the paragraph `{{ '<'|safe }}`"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "calls itself without end"),
    ],
)
def test_what_a_template_may_not_do_is_said_with_its_paragraph(
    template: Compile, paragraph: str, message: str
) -> None:
    found = template("Baris pertama", paragraph, "Baris terakhir")
    with pytest.raises(TemplateError) as caught:
        found.render(document_context(ALL, "pendek"))
    assert message in caught.value.message
    assert caught.value.exit_code == Exit.TEMPLATE


def test_a_file_that_filling_in_breaks_is_named_without_words_of_xml(template: Compile) -> None:
    found = template("{% if not jabatan %}", cells=(("{% endif %}",),))
    with pytest.raises(TemplateError, match=r"no readable Word file$") as caught:
        found.render(document_context(ALL, "pendek"))
    assert "iki template check" in caught.value.hint


@pytest.mark.parametrize(
    ("column", "cell", "quoted"),
    [
        (1, "Ukuran {{ i.indikator }} {{ jabatn }}", "Ukuran {{ i.indikator }} {{ jabatn }}`"),
        (2, "{{ i.penjelasan }}{{ jabatn }}", "{{ i.penjelasan }}{{ jabatn }}`"),
        (
            3,
            "{% if x is defined %}a{% endif %}{{ jabatn }}",
            "{% if x is defined %}a{% endif %}{{ jabatn }}`",
        ),
    ],
)
def test_messages_quote_what_the_author_wrote(
    template: Compile, column: int, cell: str, quoted: str
) -> None:
    cells = [list(row) for row in RESTYLED]
    cells[3][column] = cell
    with pytest.raises(TemplateError) as caught:
        render_position(template("a", cells=cells), ALL, "lengkap", SETTINGS)
    assert caught.value.message.endswith(f" in the paragraph `{quoted}")


def test_a_row_that_lacks_its_penjelasan_is_named_by_its_tag(template: Compile) -> None:
    found = template(cells=(("{{ i.indikator }}", "{{ i.penjelasan }}"),))
    with pytest.raises(TemplateError) as caught:
        found.render(
            {
                "i": {
                    "indikator": "A",
                    "kunci": "0",
                    "bookmark": "iki_0",
                    "id_bookmark": 1,
                    "id_penjelasan": 2,
                }
            }
        )
    assert "`penjelasan`" in caught.value.message
    assert "kunci" not in caught.value.message
    assert "iki_baris" not in caught.value.message


def test_an_agency_without_a_region_leaves_no_space_behind() -> None:
    data = render_position(default(), ALL, "pendek", type(SETTINGS)())
    assert texts(body(data))[1] == "DINAS SOSIAL"
    assert texts(body(rendered("pendek")))[1] == "DINAS SOSIAL KABUPATEN LUMAJANG"


@pytest.mark.parametrize("paragraph", ["{% if %}", "{% for x in y %}", "{{ a b }}", "{% vm2 %}"])
def test_jinja_that_cannot_be_understood_is_refused_when_compiled(
    template: Compile, paragraph: str
) -> None:
    with pytest.raises(TemplateError, match="cannot be understood"):
        template(paragraph)


def test_a_misspelt_name_gets_a_suggestion(template: Compile) -> None:
    with pytest.raises(TemplateError) as caught:
        template("{{ jabatn }}").render(document_context(ALL, "pendek"))
    assert "did you mean `jabatan`?" in caught.value.hint


def test_files_that_are_no_template_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="is a folder"):
        compile_template(tmp_path)
    with pytest.raises(TemplateError, match="there is no template"):
        compile_template(tmp_path / "tidak-ada.docx")
    data = (Path(__file__).parents[2] / "templates" / "iki.docx").read_bytes()
    sheet = open_package(data, "x")["[Content_Types].xml"].replace(b"wordprocessingml", b"sheetml")
    macros = open_package(data, "x")["[Content_Types].xml"].replace(
        b"openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"ms-word.document.macroEnabled.main+xml",
    )
    cases = {
        b"%PDF-1.7": "PDF",
        b"": "empty",
        changed(data, **{"word/document.xml": None}): "not a Word document",
        changed(data, **{"_rels/.rels": None}): "not a Word document",
        changed(data, **{"[Content_Types].xml": sheet}): "not of Word",
        changed(data, **{"[Content_Types].xml": macros}): "macros",
        changed(data, **{"word/document.xml": b"<w:document"}): "damaged",
    }
    for number, (content, message) in enumerate(cases.items()):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(content)
        with pytest.raises(TemplateError, match=message):
            compile_template(path)


def test_a_word_template_becomes_a_document_and_loses_its_remote_template(tmp_path: Path) -> None:
    data = (Path(__file__).parents[2] / "templates" / "iki.docx").read_bytes()
    found = open_package(data, "x")
    remote = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" TargetMode="External" Target="http://example.com/x.dotm" Type="'
        b'http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
        b"</Relationships>"
    )
    link = b'<w:attachedTemplate r:id="rId1"/><w:defaultTabStop'
    path = tmp_path / "iki.dotx"
    path.write_bytes(
        changed(
            data,
            **{
                "[Content_Types].xml": found["[Content_Types].xml"].replace(
                    b"document.main+xml", b"template.main+xml"
                ),
                "word/settings.xml": found["word/settings.xml"].replace(b"<w:defaultTabStop", link),
                "word/_rels/settings.xml.rels": remote,
            },
        )
    )
    rendered_file = compile_template(path).render(document_context(ALL, "pendek"))
    with zipfile.ZipFile(io.BytesIO(rendered_file)) as archive:
        assert b"example.com" not in b"".join(map(archive.read, archive.namelist()))
        assert b"template.main" not in archive.read("[Content_Types].xml")


@pytest.mark.soffice
def test_the_pages_are_f4_and_none_is_empty(soffice: Convert, tmp_path: Path) -> None:
    path = tmp_path / "lengkap.docx"
    path.write_bytes(rendered("lengkap"))
    converted = soffice(path, "pdf").read_bytes()
    assert converted.startswith(b"%PDF")
    assert converted.count(b"/Type/Page/") + converted.count(b"/Type/Page\n") in {2, 3}


def test_what_docxtpl_can_do_comes_out_as_docxtpl_does_it(tmp_path: Path) -> None:
    word = WordDocument()
    for line in (
        "Halo {{ nama }} {{r tebal }} {{ daftar_baris }} {%- if x -%} ya {%- endif -%}",
        "{%p for a in daftar %}",
        "{{ a }}",
        "{%p endfor %}",
        "{# komentar #}{_{ a }_} {{ d.k }} {{ 3 * 4 }} “{{ “kutip” }}”",
    ):
        word.add_paragraph(line)
    table = word.add_table(rows=3, cols=4)
    for row, contents in zip(
        table.rows,
        (
            ("{% colspan n %}judul", "b", "c", "d"),
            ("{%tc for a in daftar %}", "{{ a }}", "{%tc endfor %}", "z"),
            ("{% cellbg warna %}merah", "2", "3", "4"),
        ),
        strict=True,
    ):
        for cell, content in zip(row.cells, contents, strict=True):
            cell.text = content
    word.sections[0].header.paragraphs[0].text = "Kepala {{ nama }}"
    path = tmp_path / "templat.docx"
    word.save(path)
    context = {
        "nama": "A & B <c>\tq\nr",
        "x": True,
        "daftar": ["p", "q&", "r", "s"],
        "n": 2,
        "warna": "FF0000",
        "d": {"k": "v"},
        "tebal": RichText("tebal & <b>", bold=True),
        "daftar_baris": Listing("satu\ndua"),
    }
    theirs = DocxTemplate(path)
    theirs.render(context, Environment(autoescape=True))
    saved = io.BytesIO()
    theirs.save(saved)
    ours = compile_template(path).render(context)
    assert list(map(text, body(ours).iter(qn("w:p")))) == texts(body(saved.getvalue()))
    assert rows(body(ours).find(qn("w:tbl"))) == rows(body(saved.getvalue()).find(qn("w:tbl")))
    header = "word/header1.xml"
    assert etree.tostring(parts(ours)[header], method="c14n") == etree.tostring(
        parts(saved.getvalue())[header], method="c14n"
    )
    runs = [etree.tostring(run, method="c14n") for run in body(ours).iter(qn("w:r"))]
    assert runs == [
        etree.tostring(run, method="c14n") for run in body(saved.getvalue()).iter(qn("w:r"))
    ]
