from pathlib import Path

import pytest
from lxml import etree

from iki_docgen.errors import UsageError
from iki_docgen.office.package import open_package, write_package
from iki_docgen.office.xml import W, qn
from iki_docgen.project import Dokumen, Settings
from iki_docgen.records import Document, Sasaran
from iki_docgen.word.anchors import document_anchors, free_id
from iki_docgen.word.context import document_context
from iki_docgen.word.properties import custom_properties
from iki_docgen.word.render import render_position
from iki_docgen.word.tables import fit_columns, order_cell_properties
from iki_docgen.word.template import compile_template
from iki_docgen.word.values import GAP, clean, lines, one_line, shorten
from tests.word.checks import assert_sound, body, parts, rows, texts
from tests.word.samples import (
    ALL,
    BARE,
    HOSTILE,
    LONG_ITEM,
    NESTED,
    SETTINGS,
    SHORT,
    document,
    position,
    row,
)


def test_values_keep_what_people_wrote_and_lose_what_xml_cannot_hold() -> None:
    assert (
        clean("a\x07b\x0cc\ud800d\ufffee\tf\r\ng\u2028h\x85i\x0bj\rk") == "abcde\tf\ng\nh\ni\nj\nk"
    )
    assert one_line(" a \n\n b\tc ") == "a b\tc"
    assert lines(" a\n\nb\n") == ["a", "", "b"]
    assert lines(" \n ") == []


@pytest.mark.parametrize("text", ["a" * 100, "😀" * 40, "a b " * 30])
def test_a_shortened_text_fits_as_word_counts(text: str) -> None:
    found = shorten(text, 64)
    assert len(found.encode("utf-16-le")) // 2 <= 64
    assert found.endswith("…")


def test_the_context_is_what_the_contract_says() -> None:
    context = document_context(document(NESTED), "bertingkat", SETTINGS)
    assert list(context) == [
        *("instansi", "daerah", "tahun", "jabatan", "tugas", "fungsi", "sasaran"),
        *("kolom_lainnya", "penandatangan"),
    ]
    assert (context["instansi"], context["daerah"]) == ("Dinas Sosial", "Kabupaten Lumajang")
    assert context["tugas"] == {"kalimat": "menyusun rencana kerja.", "butir": []}
    assert context["kolom_lainnya"] == []


def test_nothing_is_invented_for_what_is_missing() -> None:
    empty = Document(versi=1, instansi="", tahun=None, jabatan=(BARE,))
    context = document_context(empty, BARE)
    assert context["instansi"] == GAP
    assert context["daerah"] == ""
    assert context["tahun"] == "........"
    assert context["tugas"] == {"kalimat": "-", "butir": []}
    assert set(context["penandatangan"].values()) == {GAP}


def test_the_document_names_the_agency_when_the_settings_do_not() -> None:
    context = document_context(ALL, SHORT)
    assert context["instansi"] == "Dinas Sosial"


def test_items_get_their_punctuation_back() -> None:
    settings = Settings(dokumen=Dokumen(dan=True))
    context = document_context(document(NESTED), NESTED, settings)
    assert [(item["tingkat"], item["teks"][-12:]) for item in context["fungsi"]["butir"]] == [
        (1, "penyusunan:"),
        (2, LONG_ITEM[-7:] + "; dan"),
        (2, "laporan:"),
        (3, "bulanan; dan"),
        (3, "tahunan:"),
        (4, "awal tahun:"),
        (4, "r tahun; dan"),
        (1, " tugas lain."),
    ]


def test_a_final_stop_that_a_record_kept_is_not_doubled() -> None:
    found = position(fungsi=("satu.", "dua ;"), tugas=("tiga.",))
    context = document_context(document(found), found)
    assert [item["teks"] for item in context["fungsi"]["butir"]] == ["satu;", "dua."]
    assert context["tugas"]["kalimat"] == "tiga."


def test_an_unknown_position_is_an_error_that_names_some() -> None:
    with pytest.raises(UsageError) as caught:
        document_context(ALL, "kepala-desa")
    assert "`kepala-desa`" in caught.value.message
    assert "pendek" in caught.value.hint


def test_anchors_are_unique_stable_and_independent_of_other_positions() -> None:
    same = position("sama", sasaran=(Sasaran(sasaran=("a",), indikator=(row("x"), row("x"))),))
    every = [anchor for found in document_anchors(document(same, SHORT)) for anchor in found]
    ids = [number for anchor in every for number in anchor.ids]
    assert len({anchor.kunci for anchor in every}) == len(every) == 3
    assert len(set(ids)) == len(ids)
    assert all(0 < number < 2**31 for number in ids)
    assert all(len(anchor.kunci) == 16 for anchor in every)
    assert document_anchors(document(SHORT))[0] == document_anchors(document(same, SHORT))[1]


def test_ids_that_collide_move_on() -> None:
    taken: set[int] = set()
    assert free_id("a", taken) + 1 == free_id("a", taken)


def test_properties_of_the_template_stay_and_ours_are_replaced(tmp_path: Path) -> None:
    members = open_package(render_position(compile_template(), ALL, "pendek", SETTINGS), "x")
    members["docProps/custom.xml"] = members["docProps/custom.xml"].replace(
        b'pid="2" name="iki_jabatan"', b'pid="2" name="Bagian"'
    )
    members["word/document.xml"] = members["word/document.xml"].replace(
        b"Kepala Pendek", b"{{ jabatan }}"
    )
    path = tmp_path / "templat.docx"
    path.write_bytes(write_package(members))
    data = render_position(compile_template(path), ALL, "lebar", SETTINGS)
    found = custom_properties(open_package(data, "x"))
    assert found["Bagian"] == "pendek"
    assert found["iki_jabatan"] == "lebar"
    numbers = [entry.get("pid") for entry in parts(data)["docProps/custom.xml"]]
    assert numbers == ["2", "3", "4", "5", "6"]


def test_a_template_without_properties_or_expressions_gets_its_identity(tmp_path: Path) -> None:
    members = open_package(render_position(compile_template(), ALL, "pendek", SETTINGS), "x")
    for part in ("docProps/core.xml", "docProps/custom.xml", "docProps/app.xml"):
        del members[part]
    members["_rels/.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Target="/word/document.xml" Type="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
    )
    types = etree.fromstring(members["[Content_Types].xml"])
    for entry in list(types):
        if entry.get("PartName", "").startswith("/docProps"):
            types.remove(entry)
    members["[Content_Types].xml"] = etree.tostring(types)
    path = tmp_path / "templat.docx"
    path.write_bytes(write_package(members))
    data = render_position(compile_template(path), ALL, HOSTILE, SETTINGS)
    assert_sound(data)
    assert custom_properties(open_package(data, "x"))["iki_jabatan"] == "jahat"
    core = {child.tag: child.text for child in parts(data)["docProps/core.xml"]}
    assert core[qn("dc:identifier")] == "iki:2026:jahat"


def grid(*widths: int, cells: str) -> etree._Element:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return etree.fromstring(
        f'<w:body xmlns:w="{W}"><w:tbl><w:tblGrid>{columns}</w:tblGrid>'
        f"<w:tr>{cells}</w:tr></w:tbl></w:body>"
    )


def grid_widths(root: etree._Element) -> list[int]:
    return [int(column.get(qn("w:w"))) for column in root.iter(qn("w:gridCol"))]


def cell(width: str, span: str = "") -> str:
    return f"<w:tc><w:tcPr>{span}<w:tcW {width}/></w:tcPr><w:p/></w:tc>"


def test_a_grid_that_fits_is_left_alone() -> None:
    root = grid(10, 21, cells=cell('w:w="5"') * 2)
    fit_columns(root)
    assert grid_widths(root) == [10, 21]


def test_columns_share_the_width_as_their_cells_say() -> None:
    root = grid(50, 51, cells=cell('w:w="10.5"') + cell('w:w="20"') + cell('w:w="30" w:type="dxa"'))
    fit_columns(root)
    assert sum(grid_widths(root)) == 101
    assert grid_widths(root) == [16, 34, 51]


def test_columns_without_usable_widths_share_evenly() -> None:
    root = grid(50, 50, cells=cell('w:w="5000" w:type="pct"') + cell('w:w="x"') * 3 + "<w:tc/>")
    fit_columns(root)
    assert grid_widths(root) == [20] * 5


def test_spans_count_and_rows_with_gaps_are_left_alone() -> None:
    span = '<w:gridSpan w:val="2"/>'
    root = grid(30, cells=cell('w:w="20"', span) + cell('w:w="10"'))
    fit_columns(root)
    assert grid_widths(root) == [10, 10, 10]
    gaps = grid(30, 30, 30, cells='<w:trPr><w:gridAfter w:val="1"/></w:trPr>' + cell('w:w="1"') * 2)
    fit_columns(gaps)
    assert grid_widths(gaps) == [30, 30, 30]


def test_properties_of_a_cell_stand_in_the_order_of_the_schema() -> None:
    root = grid(1, cells=cell('w:w="1"', '<w:shd/><w:gridSpan w:val="1"/>'))
    order_cell_properties(root)
    assert [child.tag for child in root.find(f".//{qn('w:tcPr')}")] == [
        *(qn("w:tcW"), qn("w:gridSpan"), qn("w:shd")),
    ]


def test_the_position_may_be_given_by_its_id_or_as_a_record() -> None:
    by_id = render_position(compile_template(), ALL, "pendek", SETTINGS)
    assert by_id == render_position(compile_template(), ALL, SHORT, SETTINGS)
    assert by_id == render_position(compile_template(), ALL, position("pendek"), SETTINGS)
    assert "Kepala Pendek" in texts(body(by_id))[4]
    assert rows(body(by_id).find(qn("w:tbl")))[2][1] == "Jumlah layanan"
