"""Random edit scripts: what clerks, colleagues and programs may do to a file, in any order."""

from copy import deepcopy
from itertools import count

from hypothesis import strategies as st
from lxml import etree

from iki_docgen.office.xml import parse_xml, qn, serialize_xml
from tests.word.edited import (
    CONTENT,
    INDICATORS,
    PROMPT,
    RUN,
    SDT,
    TBL,
    TC,
    TR,
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
    unwrap,
    unwrap_controls,
    wrap_in_control,
    xml,
)

TRACKED = '<w:{0} w:id="9" w:author="a" w:date="2026-01-02T00:00:00Z">{1}</w:{0}>'
BOOKMARK = qn("w:bookmarkStart")
NAME = qn("w:name")
PLACES = {
    "below": paragraph,
    "deleted": lambda token: (
        "<w:p>" + TRACKED.format("del", f"<w:r><w:delText>{token}</w:delText></w:r>") + "</w:p>"
    ),
    "inserted": lambda token: "<w:p>" + TRACKED.format("ins", run(token)) + "</w:p>",
    "moved here": lambda token: "<w:p>" + TRACKED.format("moveTo", run(token)) + "</w:p>",
    "hidden": lambda token: f"<w:p>{run(token, '<w:rPr><w:vanish/></w:rPr>')}</w:p>",
    "linked": lambda token: f"<w:p><w:hyperlink>{run(token)}</w:hyperlink></w:p>",
    "in a control": lambda token: f"<w:sdt><w:sdtContent>{paragraph(token)}</w:sdtContent></w:sdt>",
    "in a field": lambda token: (
        f'<w:p><w:fldSimple w:instr="REF x">{run(token)}</w:fldSimple></w:p>'
    ),
    "in a box": lambda token: (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent>"
        f"{paragraph(token)}</w:txbxContent></mc:Choice></mc:AlternateContent></w:r></w:p>"
    ),
    "in a table": lambda token: (
        f"<w:tbl><w:tr><w:tc>{paragraph(token)}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    ),
    "after a prompt": lambda token: paragraph(f"{PROMPT} {token}"),
    "in a prompt": lambda token: paragraph(f"Klik untuk menulis {token} penghitungan"),
}
"""How a token is typed: the paragraphs that are added to a cell or to the text."""


class Script:
    """Carries out operations; numbers choose what they are done to."""

    def __init__(self, doc: Edited) -> None:
        self.doc = doc
        self.tokens = (f"ketik-X{number}" for number in count())

    def all(self, tag: str) -> list[etree._Element]:
        return list(self.doc.root.iter(tag))

    def some(self, tag: str, number: int) -> etree._Element | None:
        found = self.all(tag)
        return found[number % len(found)] if found else None

    def do(self, operation: str, first: int, second: int) -> None:
        """Carry out an operation, if there is anything to do it to."""
        getattr(self, operation)(first, second)

    def type_in_cell(self, first: int, second: int) -> None:
        if (cell := self.some(TC, first)) is not None:
            kind = list(PLACES.values())[second % len(PLACES)]
            cell.append(xml(kind(next(self.tokens))))
            cell.append(xml("<w:p/>"))

    def type_in_text(self, first: int, second: int) -> None:
        kind = list(PLACES.values())[second % len(PLACES)]
        body = self.doc.body
        body.insert(first % len(body), xml(kind(next(self.tokens))))

    def type_in_words(self, first: int, second: int) -> None:
        if (found := self.some(T, first)) is not None:
            words = found.text or ""
            place = second % (len(words) + 1)
            found.text = f"{words[:place]} {next(self.tokens)} {words[place:]}"

    def overtype_cell(self, first: int, second: int) -> None:
        if (cell := self.some(TC, first)) is not None:
            (overtype if second % 2 else plain)(cell, next(self.tokens))

    def swap_rows(self, first: int, second: int) -> None:
        self._swap(self.some(TR, first), self.some(TR, second))

    def swap_cells(self, first: int, second: int) -> None:
        self._swap(self.some(TC, first), self.some(TC, second))

    def swap_controls(self, first: int, second: int) -> None:
        self._swap(self.some(SDT, first), self.some(SDT, second))

    def _swap(self, one: etree._Element | None, other: etree._Element | None) -> None:
        if one is None or other is None or one is other:
            return
        if one in list(other.iterancestors()) or other in list(one.iterancestors()):
            return
        copy = deepcopy(one)
        one.getparent().replace(one, deepcopy(other))
        other.getparent().replace(other, copy)

    def copy_row(self, first: int, second: int) -> None:
        one, other = self.some(TR, first), self.some(TR, second)
        if one is not None:
            other.addnext(deepcopy(one))

    def copy_cell(self, first: int, second: int) -> None:
        one, other = self.some(TC, first), self.some(TC, second)
        if one is not None:
            other.addnext(deepcopy(one))

    def delete_row(self, first: int, second: int) -> None:
        del second
        self._remove(self.some(TR, first))

    def delete_cell(self, first: int, second: int) -> None:
        del second
        self._remove(self.some(TC, first))

    def delete_paragraph(self, first: int, second: int) -> None:
        del second
        self._remove(self.some(P, first))

    def _remove(self, element: etree._Element | None) -> None:
        if element is not None:
            element.getparent().remove(element)

    def unwrap_control(self, first: int, second: int) -> None:
        del second
        if (control := self.some(SDT, first)) is not None:
            unwrap(control, control.find(CONTENT))

    def wrap(self, first: int, second: int) -> None:
        tags = [found.get(qn("w:val")) for found in self.all(qn("w:tag"))]
        tag = tags[second % len(tags)] if tags else "x"
        element = self.some((TC, TR, RUN)[second % 3], first)
        if element is not None:
            wrap_in_control(element, tag)

    def lose(self, first: int, second: int) -> None:
        del second
        kinds = ("w:tag", "w:bookmarkStart", "w:pPr", "w:tblGrid", "w:tcPr", "w:trPr", "w:vMerge")
        drop(self.doc.root, kinds[first % len(kinds)])

    def strip(self, first: int, second: int) -> None:
        del first, second
        unwrap_controls(self.doc.root)
        drop(self.doc.root, "w:bookmarkStart", "w:bookmarkEnd")

    def rename_bookmark(self, first: int, second: int) -> None:
        one, other = self.some(BOOKMARK, first), self.some(BOOKMARK, second)
        if one is not None:
            one.set(NAME, other.get(NAME))

    def reword_indikator(self, first: int, second: int) -> None:
        if (start := self.some(BOOKMARK, first)) is not None:
            words = [words for words, _, _ in INDICATORS.values()]
            words += ["", "Jumlah TMP yang di pelihara", "Sasaran", next(self.tokens)]
            set_words(start.getparent(), words[second % len(words)])

    def reword_cell(self, first: int, second: int) -> None:
        words = ["Indikator", "Penjelasan", "Sumber Data", "Sasaran", "Cara", "", "2"]
        if (cell := self.some(TC, first)) is not None:
            set_words(cell, words[second % len(words)])

    def reword_paragraph(self, first: int, second: int) -> None:
        words = ["JABATAN : Bidang Perlindungan Sosial", "TUGAS : a", "JABATAN :", "", "Kepala"]
        words.append(f"1. JABATAN : {next(self.tokens)}")
        if (found := self.some(P, first)) is not None:
            set_words(found, words[second % len(words)])

    def merge(self, first: int, second: int) -> None:
        if (cell := self.some(TC, first)) is not None:
            marks = (
                '<w:vMerge w:val="restart"/>',
                "<w:vMerge/>",
                '<w:gridSpan w:val="2"/>',
                '<w:gridSpan w:val="x"/>',
                "<w:cellDel/>",
            )
            cell.insert(0, xml(f"<w:tcPr>{marks[second % len(marks)]}</w:tcPr>"))

    def mark_row(self, first: int, second: int) -> None:
        if (row := self.some(TR, first)) is not None:
            marks = ("<w:del/>", "<w:ins/>", '<w:gridBefore w:val="1"/>')
            row.insert(0, xml(f"<w:trPr>{marks[second % len(marks)]}</w:trPr>"))

    def nest(self, first: int, second: int) -> None:
        table, cell = self.some(TBL, first), self.some(TC, second)
        if table is not None and cell is not None and cell not in list(table.iter(TC)):
            cell.append(deepcopy(table))
            cell.append(xml("<w:p/>"))

    def wrap_table(self, first: int, second: int) -> None:
        del second
        if (table := self.some(TBL, first)) is not None:
            outer = xml("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>")
            table.getparent().replace(table, outer)
            next(outer.iter(TC)).append(table)

    def paste_other(self, first: int, second: int) -> None:
        if (row := self.some(TR, first)) is not None:
            rows = self.doc.other_table().findall(TR)
            row.addnext(rows[second % len(rows)])

    def add_note(self, first: int, second: int) -> None:
        del second
        name, kind = (("comments", "comment"), ("footnotes", "footnote"))[first % 2]
        if f"word/{name}.xml" not in self.doc.members:
            inner = f"<w:{kind}>{paragraph(next(self.tokens))}</w:{kind}>"
            self.doc.add_part(name, name, inner)

    def type_in_footer(self, first: int, second: int) -> None:
        footer = parse_xml(self.doc.members["word/footer1.xml"])
        places = list(footer.iter(P))
        if second % 2:
            places[first % len(places)].append(xml(run(f" {next(self.tokens)}")))
        else:
            footer.append(new_paragraph(next(self.tokens)))
        self.doc.members["word/footer1.xml"] = serialize_xml(footer)

    def lose_properties(self, first: int, second: int) -> None:
        del second
        name = ("docProps/custom.xml", "docProps/core.xml")[first % 2]
        self.doc.members.pop(name, None)


OPERATIONS = sorted(
    name
    for name, found in vars(Script).items()
    if not name.startswith("_") and name not in {"all", "some", "do"} and callable(found)
)
TYPING = [name for name in OPERATIONS if name.startswith(("type", "overtype"))]
scripts = st.lists(
    st.tuples(st.sampled_from(OPERATIONS + TYPING * 3), st.integers(0, 400), st.integers(0, 400)),
    min_size=1,
    max_size=14,
)
KEEPING = [
    *("swap_rows", "swap_cells", "swap_controls", "copy_row", "copy_cell", "delete_row"),
    *("delete_cell", "merge", "mark_row", "nest", "wrap_table", "paste_other", "type_in_cell"),
    *("type_in_words", "wrap", "reword_indikator", "rename_bookmark", "reword_cell"),
]
"""Operations that leave its anchors with what was typed; then no value may change its place."""
scripts_with_anchors = st.lists(
    st.tuples(st.sampled_from(KEEPING), st.integers(0, 400), st.integers(0, 400)),
    min_size=1,
    max_size=10,
)
