"""What people and programs do to a filled document, by name, and what must come of it.

Each entry edits the file of `tests.word.edited`, in which A and B are filled in and C and D are as
they were generated.  What is expected is named only where it differs from that.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field

from iki_docgen.office.xml import parse_xml, qn, serialize_xml
from tests.word.edited import (
    CONTENT,
    INDICATORS,
    PENJELASAN,
    PROMPT,
    ROWS,
    RUN,
    SDT,
    SUMBER,
    TC,
    TR,
    Change,
    Edited,
    P,
    T,
    drop,
    new_paragraph,
    overtype,
    paragraph,
    plain,
    run,
    set_words,
    tag_of,
    unwrap,
    unwrap_controls,
    wrap_in_control,
    xml,
)

Values = tuple[str | None, str | None]
NOTHING: list[Values] = []


@dataclass(frozen=True)
class Mutation:
    """An edit, the rows that come out otherwise than typed, and the codes of its findings.

    `rows` has, for a letter, the values of each row that was taken for that indicator; None where
    no value was taken.  `based` says whether the digests of the generated values are known.
    """

    change: Change
    rows: dict[str, list[Values]] = field(default_factory=dict)
    codes: str = ""
    only: str = ""
    based: bool = True


MUTATIONS: dict[str, Mutation] = {}


def mutation(
    codes: str = "", *, only: str = "", based: bool = True, **rows: list[Values]
) -> Callable[[Change], Change]:
    """Enter an edit under its name; `only` is `single` or `book` where it makes sense in one."""

    def enter(change: Change) -> Change:
        name = change.__name__.replace("_", " ").strip()
        MUTATIONS[name] = Mutation(change, rows, codes, only, based)
        return change

    return enter


def lost(*letters: str) -> dict[str, list[Values]]:
    return dict.fromkeys(letters, NOTHING)


# Rows.


@mutation()
def nothing_is_changed(doc: Edited) -> None:
    del doc


@mutation()
def rows_swapped(doc: Edited) -> None:
    doc.row("A").addprevious(doc.row("D"))


@mutation("IKI703 IKI703", A=[("rumus-A / jumlah x 100%", "sumber-A")] * 2)
def row_duplicated_with_its_controls(doc: Edited) -> None:
    doc.row("A").addnext(deepcopy(doc.row("A")))


@mutation("IKI703 IKI703", A=[("rumus-A / jumlah x 100%", "sumber-A"), ("lain-A", "sumber-A")])
def row_duplicated_and_another_answer_typed_in_it(doc: Edited) -> None:
    copy = deepcopy(doc.row("A"))
    overtype(list(copy.iterfind(TC))[PENJELASAN], "lain-A")
    doc.row("A").addnext(copy)


@mutation("IKI703 IKI706")
def row_duplicated_for_a_new_indicator(doc: Edited) -> None:
    copy = deepcopy(doc.row("A"))
    cells = list(copy.iterfind(TC))
    set_words(cells[1], "Prosentase pejuang yang dikunjungi baru-X")
    overtype(cells[PENJELASAN], "rumus-X")
    doc.row("A").addnext(copy)


@mutation("IKI703 IKI706")
def row_duplicated_for_an_indicator_that_is_nearly_the_same(doc: Edited) -> None:
    copy = deepcopy(doc.row("A"))
    cells = list(copy.iterfind(TC))
    set_words(cells[1], "Jumlah TMP yang dikelola")
    overtype(cells[PENJELASAN], "rumus-X")
    doc.row("A").addnext(copy)


@mutation("IKI706")
def plain_row_added_whose_words_are_nearly_the_same(doc: Edited) -> None:
    cells = "".join(
        f"<w:tc>{paragraph(text)}</w:tc>"
        for text in ("", "Jumlah TMP yang dipelihara X", "rumus-X", "")
    )
    doc.row("D").addnext(xml(f"<w:tr>{cells}</w:tr>"))


@mutation()
def empty_row_added(doc: Edited) -> None:
    cells = "<w:tc><w:p/></w:tc>" * 4
    doc.row("B").addnext(xml(f"<w:tr>{cells}</w:tr>"))


@mutation("IKI706")
def note_across_all_columns_added(doc: Edited) -> None:
    properties = '<w:tcPr><w:gridSpan w:val="4"/></w:tcPr>'
    cell = f"<w:tc>{properties}{paragraph('catatan-X')}</w:tc>"
    doc.row("B").addnext(xml(f"<w:tr>{cell}</w:tr>"))


@mutation("IKI702", **lost("B"))
def row_deleted(doc: Edited) -> None:
    doc.table.remove(doc.row("B"))


@mutation("IKI703 IKI706 IKI706 IKI706", based=False, **lost("A"))
def rows_of_another_position_pasted_in_where_all_anchors_are_lost(doc: Edited) -> None:
    rows_of_another_position_pasted_in_without_anchors(doc)
    stripped_to_text_as_google_docs_does(doc)


@mutation("IKI703 IKI706 IKI706")
def rows_of_another_position_pasted_in(doc: Edited) -> None:
    doc.table.extend(doc.other_table().findall(TR)[2:])


@mutation("IKI703 IKI706 IKI706")
def rows_of_another_position_pasted_in_without_anchors(doc: Edited) -> None:
    """The words of F are those of A."""
    rows = doc.other_table().findall(TR)[2:]
    for row in rows:
        unwrap_controls(row)
        drop(row, "w:bookmarkStart", "w:bookmarkEnd")
        overtype(list(row.iterfind(TC))[PENJELASAN], "rumus-F")
    doc.table.extend(rows)


# Anchors.


@mutation()
def control_unwrapped(doc: Edited) -> None:
    unwrap(doc.control("A"), doc.control("A").find(CONTENT))


@mutation()
def all_controls_unwrapped(doc: Edited) -> None:
    unwrap_controls(doc.table)


@mutation(based=False)
def bookmarks_lost(doc: Edited) -> None:
    drop(doc.table, "w:bookmarkStart", "w:bookmarkEnd")


@mutation(based=False)
def bookmarks_of_an_older_program(doc: Edited) -> None:
    for start in doc.table.iter(qn("w:bookmarkStart")):
        start.set(qn("w:name"), start.get(qn("w:name"))[:20])


@mutation()
def bookmarks_renamed_as_copies(doc: Edited) -> None:
    for start in doc.table.iter(qn("w:bookmarkStart")):
        start.set(qn("w:name"), start.get(qn("w:name")) + " Copy 1")


@mutation()
def tags_lost(doc: Edited) -> None:
    drop(doc.table, "w:tag")


@mutation(based=False)
def tags_and_bookmarks_lost(doc: Edited) -> None:
    drop(doc.table, "w:tag", "w:bookmarkStart", "w:bookmarkEnd")


@mutation()
def controls_round_cells(doc: Edited) -> None:
    for letter in ROWS:
        for cell in list(doc.row(letter).iterfind(TC))[PENJELASAN:]:
            tag = tag_of(next(cell.iter(SDT)))
            unwrap_controls(cell)
            wrap_in_control(cell, tag)


@mutation()
def controls_round_runs(doc: Edited) -> None:
    tag = tag_of(doc.control("A"))
    cell = doc.cell("A")
    unwrap_controls(cell)
    wrap_in_control(next(cell.iter(RUN)), tag)


@mutation()
def control_round_a_row(doc: Edited) -> None:
    tag = tag_of(doc.control("A"))
    row = doc.row("A")
    unwrap_controls(row)
    wrap_in_control(row, tag)


@mutation(based=False)
def stripped_to_text_as_google_docs_does(doc: Edited) -> None:
    unwrap_controls(doc.root)
    drop(doc.root, "w:bookmarkStart", "w:bookmarkEnd", "w:pPr", "w:tblPr", "w:trPr", "w:rPr")


@mutation("IKI706", A=[("", "sumber-A")], B=NOTHING)
def penjelasan_control_moved_to_another_row(doc: Edited) -> None:
    doc.cell("A").append(xml("<w:p/>"))
    doc.cell("B").insert(1, doc.control("A"))


@mutation("IKI706", B=NOTHING)
def penjelasan_control_copied_to_another_row(doc: Edited) -> None:
    doc.cell("B").insert(1, deepcopy(doc.control("A")))


@mutation("IKI706 IKI706", **lost("A", "B"))
def two_penjelasan_cells_swapped(doc: Edited) -> None:
    first, second = doc.cell("A"), doc.cell("B")
    copy = deepcopy(first)
    first.getparent().replace(first, deepcopy(second))
    second.getparent().replace(second, copy)


@mutation("IKI706", **lost("A"))
def tag_and_bookmark_of_different_indicators(doc: Edited) -> None:
    mine, other = (next(doc.row(letter).iter(qn("w:bookmarkStart"))) for letter in "AC")
    mine.set(qn("w:name"), other.get(qn("w:name")))


# The Indikator.


@mutation("IKI703")
def typing_error_in_the_indikator(doc: Edited) -> None:
    set_words(doc.cell("A", 1), "Jumlah TMP yg dipelihara")


@mutation("IKI703", based=False)
def typing_error_in_the_indikator_and_all_anchors_lost(doc: Edited) -> None:
    stripped_to_text_as_google_docs_does(doc)
    set_words(doc.cell("A", 1), "Jumlah TMP yg dipelihara")


@mutation("IKI706", **lost("A"))
def indikator_rewritten(doc: Edited) -> None:
    set_words(doc.cell("A", 1), "Cakupan pemakaman yang terawat-A")


@mutation("IKI706", **lost("A"))
def indikator_replaced_by_that_of_another_row(doc: Edited) -> None:
    set_words(doc.cell("A", 1), INDICATORS["C"][0])


@mutation("IKI706", **lost("A"))
def indikator_emptied(doc: Edited) -> None:
    set_words(doc.cell("A", 1), "")


@mutation()
def indikator_with_other_spaces(doc: Edited) -> None:
    set_words(doc.cell("A", 1), "Jumlah\u00a0TMP  yang \u200edipelihara ")


@mutation("IKI703")
def indikator_in_capitals(doc: Edited) -> None:
    set_words(doc.cell("A", 1), INDICATORS["A"][0].upper())


# Columns.


def _insert_column(doc: Edited, place: int, text: str = "") -> None:
    grid = doc.table.find(qn("w:tblGrid"))
    grid.insert(place, xml('<w:gridCol w:w="1000"/>'))
    for number, row in enumerate(doc.rows()):
        words = {0: "Keterangan", doc.heading_rows: text}.get(number, "")
        properties = '<w:tcPr><w:tcW w:w="1000" w:type="dxa"/></w:tcPr>'
        cells = list(row.iterfind(TC))
        new = xml(f"<w:tc>{properties}{paragraph(words)}</w:tc>")
        if place < len(cells):
            cells[place].addprevious(new)
        else:
            cells[-1].addnext(new)


@mutation("IKI703 IKI703")
def column_inserted_before(doc: Edited) -> None:
    _insert_column(doc, 0, "catatan-X")


@mutation("IKI703 IKI703")
def column_inserted_between(doc: Edited) -> None:
    _insert_column(doc, PENJELASAN, "catatan-X")


@mutation("IKI703 IKI703")
def column_inserted_after(doc: Edited) -> None:
    _insert_column(doc, 4, "catatan-X")


@mutation()
def columns_swapped(doc: Edited) -> None:
    for row in doc.rows():
        cells = list(row.iterfind(TC))
        cells[PENJELASAN].addprevious(cells[SUMBER])


@mutation("IKI706 IKI706 IKI706 IKI706", **lost(*ROWS))
def columns_swapped_but_for_their_headings(doc: Edited) -> None:
    columns_swapped(doc)
    cells = list(doc.rows()[0].iterfind(TC))
    cells[PENJELASAN].addprevious(cells[SUMBER])


@mutation()
def heading_rows_deleted(doc: Edited) -> None:
    for row in doc.rows()[:2]:
        doc.table.remove(row)
    doc.heading_rows = 0


@mutation("IKI702 IKI703 IKI703 IKI703 IKI703 IKI703", **lost(*ROWS))
def heading_rows_and_all_anchors_lost(doc: Edited) -> None:
    heading_rows_deleted(doc)
    stripped_to_text_as_google_docs_does(doc)


@mutation("IKI703 IKI703")
def headings_reworded(doc: Edited) -> None:
    cells = list(doc.rows()[0].iterfind(TC))
    set_words(cells[PENJELASAN], "Rumus Penghitungan")
    set_words(cells[SUMBER], "SUMBER")


@mutation("IKI703 IKI703")
def headings_replaced_by_unknown_words(doc: Edited) -> None:
    cells = list(doc.rows()[0].iterfind(TC))
    set_words(cells[1], "Ukuran-X")
    set_words(cells[PENJELASAN], "Cara-X")


@mutation("IKI703 IKI703 IKI703 IKI703", A=[(None, "sumber-A")], B=[(None, "sumber-B")],
          C=[(None, "Dinas Sosial")], D=[(None, "")], based=False)  # fmt: skip
def heading_unknown_and_all_anchors_lost(doc: Edited) -> None:
    stripped_to_text_as_google_docs_does(doc)
    set_words(list(doc.rows()[0].iterfind(TC))[PENJELASAN], "Cara-X")


@mutation("IKI706", **lost("A"))
def cell_deleted_so_that_the_row_moves_left(doc: Edited) -> None:
    doc.row("A").remove(doc.cell("A", 1))


@mutation()
def row_moved_in_the_grid(doc: Edited) -> None:
    """A border dragged in one row: its cells stand a little beside their headings."""
    grid = doc.table.find(qn("w:tblGrid"))
    widths = [int(column.get(qn("w:w"))) for column in grid]
    grid.insert(3, xml('<w:gridCol w:w="300"/>'))
    grid[2].set(qn("w:w"), str(widths[2] - 300))
    for number, row in enumerate(doc.rows()):
        cell = list(row.iterfind(TC))[SUMBER if number == doc.heading_rows else PENJELASAN]
        cell.find(qn("w:tcPr")).append(xml('<w:gridSpan w:val="2"/>'))


# Tracked changes.


@mutation()
def changes_accepted(doc: Edited) -> None:
    plain(doc.cell("A"), "rumus-A / jumlah x 100%")


def _tracked(kind: str, inner: str) -> str:
    return f'<w:{kind} w:id="9" w:author="a" w:date="2026-01-02T00:00:00Z">{inner}</w:{kind}>'


def _deleted(text: str) -> str:
    return _tracked("del", f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>')


@mutation("IKI705", A=[("rumus-A baru-A", "sumber-A")])
def insertion_and_deletion_pending(doc: Edited) -> None:
    overtype(doc.cell("A"), "")
    place = next(doc.cell("A").iter(P))
    for part in (run("rumus-A "), _deleted("lama-A"), _tracked("ins", run("baru-A"))):
        place.append(xml(part))


@mutation("IKI705", A=[("depan-A rumus-A", "sumber-A")])
def text_moved_with_tracking(doc: Edited) -> None:
    overtype(doc.cell("A"), "")
    place = next(doc.cell("A").iter(P))
    parts = (_tracked("moveTo", run("depan-A ")), run("rumus-A"))
    for part in (*parts, _tracked("moveFrom", run(" depan-A"))):
        place.append(xml(part))


@mutation("IKI705", A=[("rumus-A", "sumber-A")])
def paragraphs_joined_with_tracking(doc: Edited) -> None:
    overtype(doc.cell("A"), "rumus-\nA")
    mark = xml(f"<w:pPr><w:rPr>{_tracked('del', '')}</w:rPr></w:pPr>")
    first = next(doc.cell("A").iter(P))
    first.insert(0, mark)
    first.append(xml(_tracked("ins", run(""))))
    first.append(xml(_deleted("x")))


@mutation("IKI702 IKI705", **lost("B"))
def row_deleted_with_tracking(doc: Edited) -> None:
    doc.row("B").find(qn("w:trPr")).append(xml(_tracked("del", "")))


@mutation("IKI705 IKI706")
def row_inserted_with_tracking(doc: Edited) -> None:
    texts = ("", "Indikator-X", "rumus-X", "")
    cells = "".join(
        f"<w:tc><w:p>{_tracked('ins', run(text)) if text else ''}</w:p></w:tc>" for text in texts
    )
    properties = f"<w:trPr>{_tracked('ins', '')}</w:trPr>"
    doc.row("D").addnext(xml(f"<w:tr>{properties}{cells}</w:tr>"))


# The prompt.


@mutation("IKI704", C=[(None, "Dinas Sosial")])
def prompt_half_overwritten(doc: Edited) -> None:
    set_words(doc.cell("C"), "Klik untuk menulis rumus-C")


@mutation("IKI704", C=[(None, "Dinas Sosial")])
def prompt_overwritten_but_for_its_first_word(doc: Edited) -> None:
    set_words(doc.cell("C"), "Klik rumus-C")


@mutation("IKI704", C=[(None, "Dinas Sosial")])
def prompt_overwritten_but_for_its_end(doc: Edited) -> None:
    set_words(doc.cell("C"), "rumus-C penjelasan / formulasi penghitungan")


@mutation("IKI704", C=[(None, "Dinas Sosial")])
def typed_in_the_middle_of_the_prompt(doc: Edited) -> None:
    set_words(doc.cell("C"), PROMPT.replace("penjelasan", "pen rumus-C jelasan"))


@mutation(C=[("rumus-C", "Dinas Sosial")])
def typed_before_the_prompt(doc: Edited) -> None:
    set_words(doc.cell("C"), f"rumus-C{PROMPT}")


@mutation(C=[("rumus-C", "Dinas Sosial")])
def typed_after_the_prompt(doc: Edited) -> None:
    set_words(doc.cell("C"), f"{PROMPT} rumus-C")


@mutation(C=[("rumus-C", "Dinas Sosial")])
def typed_below_the_prompt(doc: Edited) -> None:
    doc.cell("C").append(new_paragraph("rumus-C"))


@mutation(C=[("rumus-C", "Dinas Sosial")])
def prompt_with_other_spaces(doc: Edited) -> None:
    words = PROMPT.replace(" ", "\u00a0").replace("menulis", "\u200emenulis")
    set_words(doc.cell("C"), f"{words}  rumus-C")


@mutation()
def prompt_deleted(doc: Edited) -> None:
    set_words(doc.cell("C"), "")


@mutation()
def prompt_split_into_runs(doc: Edited) -> None:
    place = next(doc.cell("C").iter(P))
    place.remove(place.find(RUN))
    for word in PROMPT.split(" "):
        place.append(xml(run(f"{word} ")))


# What a cell may hold.


@mutation(A=[("atas-A\nrumus-A / jumlah x 100%\nbawah-A", "sumber-A")])
def text_before_and_after_the_control(doc: Edited) -> None:
    doc.control("A").addprevious(new_paragraph("atas-A"))
    doc.control("A").addnext(new_paragraph("bawah-A"))


@mutation(A=[("rumus-A / jumlah x 100%\nsatu-A\ndua-A", "sumber-A")])
def table_in_the_cell(doc: Edited) -> None:
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("satu-A", "dua-A"))
    doc.cell("A").append(xml(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))
    doc.cell("A").append(xml("<w:p/>"))


@mutation()
def table_in_a_table(doc: Edited) -> None:
    outer = xml("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>")
    doc.table.getparent().replace(doc.table, outer)
    next(outer.iter(TC)).extend((doc.table, xml("<w:p/>")))


@mutation(A=[("rumus-A\n\nlagi-A", "sumber-A")])
def empty_paragraphs(doc: Edited) -> None:
    overtype(doc.cell("A"), "\n \nrumus-A\n\nlagi-A \n\u00a0\n")


@mutation(A=[("\u200frumus-A\u200e", "sumber-A")], D=[("\u200etetap-D", "")])
def marks_of_direction(doc: Edited) -> None:
    overtype(doc.cell("A"), "\u200frumus-A\u200e")
    overtype(doc.cell("D"), "\u200etetap-D")


@mutation(A=[("orang-orang rumus-A\u00a0B", "sumber-A")])
def hyphens_and_spaces_that_do_not_break(doc: Edited) -> None:
    overtype(doc.cell("A"), "")
    parts = "<w:t>orang</w:t><w:noBreakHyphen/><w:t>orang rumus-A\u00a0B</w:t>"
    next(doc.cell("A").iter(P)).append(xml(f"<w:r>{parts}</w:r>"))


@mutation(A=[("kegiatan-A", "sumber-A")])
def soft_hyphens(doc: Edited) -> None:
    overtype(doc.cell("A"), "ke\u00adgi")
    next(doc.cell("A").iter(P)).append(xml("<w:r><w:softHyphen/><w:t>atan-A</w:t></w:r>"))


@mutation(A=[("lihat rumus-A", "sumber-A")])
def field_in_the_cell(doc: Edited) -> None:
    overtype(doc.cell("A"), "lihat ")
    place = next(doc.cell("A").iter(P))
    codes = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end"))
    begin, separate, end = (f"<w:r>{code}</w:r>" for code in codes)
    code = "<w:r><w:instrText>REF rumus</w:instrText></w:r>"
    for part in (begin, code, separate, run("rumus-A"), end):
        place.append(xml(part))


@mutation(A=[("rumus-A", "sumber-A")])
def hyperlink_and_smart_tag(doc: Edited) -> None:
    overtype(doc.cell("A"), "")
    inner = f'<w:smartTag w:element="x">{run("rumus-")}</w:smartTag>{run("A")}'
    next(doc.cell("A").iter(P)).append(xml(f"<w:hyperlink>{inner}</w:hyperlink>"))


@mutation(A=[("rumus-A\nkotak-A", "sumber-A")])
def text_box(doc: Edited) -> None:
    overtype(doc.cell("A"), "rumus-A")
    box = f"<w:txbxContent>{paragraph('kotak-A')}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
    place = next(doc.cell("A").iter(P))
    place.append(xml(f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"))


@mutation("IKI703")
def hidden_text(doc: Edited) -> None:
    hidden = run("rahasia-A", "<w:rPr><w:vanish/></w:rPr>")
    next(doc.cell("A").iter(P)).append(xml(hidden))


@mutation("IKI703")
def picture(doc: Edited) -> None:
    next(doc.cell("A").iter(P)).append(xml("<w:r><w:drawing/></w:r>"))


@mutation(A=[("m² rumus-A = ∑x", "sumber-A")])
def superscript_and_symbol(doc: Edited) -> None:
    overtype(doc.cell("A"), "m")
    place = next(doc.cell("A").iter(P))
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    sign = '<w:r><w:sym w:font="Symbol" w:char="F0E5"/></w:r>'
    for part in (run("2", raised), run(" rumus-A = "), sign, run("x")):
        place.append(xml(part))


@mutation()
def sasaran_cells_unmerged(doc: Edited) -> None:
    drop(doc.table, "w:vMerge")


@mutation("IKI706 IKI706", **lost("A", "B"))
def answers_merged_over_two_rows(doc: Edited) -> None:
    for letter, kind in (("A", "restart"), ("B", "continue")):
        doc.cell(letter).find(qn("w:tcPr")).append(xml(f'<w:vMerge w:val="{kind}"/>'))


@mutation("IKI706", **lost("A"))
def answers_merged_over_two_columns(doc: Edited) -> None:
    doc.row("A").remove(doc.cell("A", SUMBER))
    doc.cell("A").find(qn("w:tcPr")).append(xml('<w:gridSpan w:val="2"/>'))


# The file.


@mutation(only="single")
def no_properties(doc: Edited) -> None:
    for name in ("docProps/custom.xml", "docProps/core.xml"):
        del doc.members[name]


@mutation(only="single", based=False)
def no_properties_and_stripped_to_text(doc: Edited) -> None:
    no_properties(doc)
    stripped_to_text_as_google_docs_does(doc)


@mutation(only="single")
def only_the_identifier_left(doc: Edited) -> None:
    del doc.members["docProps/custom.xml"]
    _remove_jabatan(doc)


def _set_identity(doc: Edited, ident: str) -> None:
    data = doc.members["docProps/custom.xml"]
    assert b">seksi<" in data
    doc.members["docProps/custom.xml"] = data.replace(b">seksi<", f">{ident}<".encode())


@mutation(only="single")
def properties_of_another_position(doc: Edited) -> None:
    _set_identity(doc, "bidang")


@mutation("IKI702 IKI706 IKI706 IKI706 IKI706", only="single", **lost(*ROWS))
def properties_of_another_position_and_no_anchors(doc: Edited) -> None:
    _set_identity(doc, "bidang")
    unwrap_controls(doc.table)
    drop(doc.table, "w:bookmarkStart", "w:bookmarkEnd")


def _remove_jabatan(doc: Edited) -> None:
    for found in list(doc.body.iterfind(P)):
        words = "".join(text.text or "" for text in found.iter(T))
        if words.startswith(("JABATAN", "KEPALA SEKSI")):
            doc.body.remove(found)


def _rename_jabatan(doc: Edited, name: str) -> None:
    for text in doc.root.iter(T):
        if text.text == "Kepala Seksi Kepahlawanan" and text.getparent()[0].text == "JABATAN":
            text.text = name


@mutation()
def jabatan_lines_deleted(doc: Edited) -> None:
    _remove_jabatan(doc)


@mutation("IKI703")
def jabatan_line_with_a_typing_error(doc: Edited) -> None:
    _rename_jabatan(doc, "Ka. Seksi Kepahlawanan")


@mutation("IKI703")
def jabatan_line_of_another_office(doc: Edited) -> None:
    _rename_jabatan(doc, "Analis-X Kebijakan")


@mutation("IKI706 IKI706", only="book", **lost("E", "F"))
def two_tables_merged_into_one(doc: Edited) -> None:
    doc.table.extend(doc.others[0].findall(TR))
    doc.others[0].getparent().remove(doc.others[0])


@mutation(" ".join(["IKI706"] * 6), only="book", **lost(*INDICATORS))
def tables_of_two_positions_exchanged(doc: Edited) -> None:
    theirs = doc.others[0]
    place = theirs.getnext()
    doc.table.addprevious(theirs)
    place.addprevious(doc.table)


@mutation("IKI703 IKI703")
def comment(doc: Edited) -> None:
    inner = f'<w:comment w:id="0">{paragraph("tanya-X")}{paragraph("jawab-X")}</w:comment>'
    doc.add_part("comments", "comments", inner)


@mutation("IKI703")
def footnote(doc: Edited) -> None:
    doc.add_part(
        "footnotes", "footnotes", f'<w:footnote w:id="2">{paragraph("kaki-X")}</w:footnote>'
    )


@mutation("IKI703")
def header_typed(doc: Edited) -> None:
    footer = parse_xml(doc.members["word/footer1.xml"])
    footer.append(new_paragraph("kepala-X"))
    doc.members["word/footer1.xml"] = serialize_xml(footer)


@mutation("IKI703")
def text_typed_between(doc: Edited) -> None:
    doc.table.addnext(new_paragraph("sisipan-X"))


@mutation("IKI703")
def signature_filled_in(doc: Edited) -> None:
    for text in doc.root.iter(T):
        if (text.text or "").endswith(", 2 Januari 2026"):
            text.text = "Lumajang, 5 Januari-X 2026"
            return


@mutation()
def styles_and_runs_rearranged(doc: Edited) -> None:
    drop(doc.root, "w:pStyle", "w:rStyle", "w:tblStyle", "w:jc", "w:ind")
    for found in list(doc.table.iter(T)):
        words = found.text or ""
        half = len(words) // 2
        found.text = words[:half]
        found.set(qn("xml:space"), "preserve")
        found.getparent().addnext(xml(run(words[half:])))
