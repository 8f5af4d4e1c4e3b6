"""A generated file that is edited as people and programs edit it: on its XML."""

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from xml.sax.saxutils import escape

from lxml import etree

from iki_docgen.office.package import open_package, write_package
from iki_docgen.office.xml import MC, R, W, parse_xml, qn, serialize_xml
from iki_docgen.records import Document, Indikator, Sasaran
from iki_docgen.word.book import render_book
from iki_docgen.word.collect import Collected, collect
from iki_docgen.word.outside import Current
from iki_docgen.word.render import render_position
from iki_docgen.word.template import Template, compile_template
from tests.word.samples import SETTINGS, document, position

P, T, RUN, TR, TC, TBL = (qn(f"w:{tag}") for tag in ("p", "t", "r", "tr", "tc", "tbl"))
SDT, CONTENT = qn("w:sdt"), qn("w:sdtContent")
PROMPT = "Klik untuk menulis penjelasan / formulasi penghitungan"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PENJELASAN, SUMBER = 2, 3

INDICATORS = {
    "A": ("Jumlah TMP yang dipelihara", "", "Dinas Sosial"),
    "B": ("Jumlah event bertema kepahlawanan", "lama-B", ""),
    "C": ("Prosentase layanan tepat waktu", "", "Dinas Sosial"),
    "D": ("Rata-rata lama penyelesaian laporan", "tetap-D", ""),
    "E": ("Jumlah relawan yang dilatih", "", "Dinas Sosial"),
    "F": ("Jumlah TMP yang dipelihara", "lama-F", ""),
}
"""By a letter: words, Penjelasan and Sumber Data.  F, of another position, has the words of A."""
ROWS = ("A", "B", "C", "D")
TYPED = {
    "A": ("rumus-A / jumlah x 100%", "sumber-A"),
    "B": ("rumus-B\nbaris-B", "sumber-B"),
    "C": ("", "Dinas Sosial"),
    "D": ("tetap-D", ""),
}
"""What the file that is edited says: A and B are filled in, C and D are as they were."""


def _group(name: str, letters: str) -> Sasaran:
    rows = (INDICATORS[letter] for letter in letters)
    return Sasaran(
        sasaran=(name,),
        indikator=tuple(
            Indikator(indikator=words, penjelasan=explained, sumber_data=source)
            for words, explained, source in rows
        ),
    )


SECTION = position(
    "seksi",
    jabatan="Kepala Seksi Kepahlawanan",
    sasaran=(_group("Terpeliharanya TMP", "AB"), _group("Meningkatnya layanan", "CD")),
)
OTHER = position(
    "bidang", jabatan="Bidang Perlindungan Sosial", sasaran=(_group("Terlatihnya relawan", "EF"),)
)
DOCUMENT = document(SECTION, OTHER)


@cache
def template() -> Template:
    return compile_template()


@cache
def current(of: Document | None = None) -> Current:
    return Current(of or DOCUMENT, template(), SETTINGS)


@cache
def generated(ident: str) -> bytes:
    if ident == "*":
        return render_book(template(), DOCUMENT, SETTINGS)
    return render_position(template(), DOCUMENT, ident, SETTINGS)


class Edited:
    """A file under the hands of somebody: its members and the tree of its text."""

    def __init__(self, ident: str = "seksi") -> None:
        self.members = open_package(generated(ident), "a.docx")
        self.root = parse_xml(self.members["word/document.xml"])
        self.body = self.root.find(qn("w:body"))
        tables = list(self.root.iter(TBL))
        self.table = tables[0]
        self.others = tables[1:]
        self.heading_rows = 2

    def filled(self) -> "Edited":
        """Type in the cells what `TYPED` says."""
        for letter in "AB":
            for column, text in enumerate(TYPED[letter], PENJELASAN):
                overtype(self.cell(letter, column), text)
        return self

    def row(self, letter: str) -> etree._Element:
        return self.rows()[self.heading_rows + ROWS.index(letter)]

    def rows(self) -> list[etree._Element]:
        return list(self.table.iterfind(TR))

    def cell(self, letter: str, column: int = PENJELASAN) -> etree._Element:
        return list(self.row(letter).iterfind(TC))[column]

    def control(self, letter: str, column: int = PENJELASAN) -> etree._Element:
        return next(self.cell(letter, column).iter(SDT))

    def other_table(self) -> etree._Element:
        """Return a copy of the table of the other position."""
        return deepcopy(next(Edited("bidang").root.iter(TBL)))

    def add_part(self, name: str, kind: str, xml: str) -> None:
        """Add a part beside the text, such as comments."""
        self.members[f"word/{name}.xml"] = (
            f'<w:{name} xmlns:w="{W}" xmlns:r="{R}">{xml}</w:{name}>'.encode()
        )
        links = "word/_rels/document.xml.rels"
        link = f'<Relationship Id="rId{name}" Target="{name}.xml" Type="{RELATED}{kind}"/>'
        self.members[links] = self.members[links].replace(
            b"</Relationships>", f"{link}</Relationships>".encode()
        )

    def data(self) -> bytes:
        return write_package({**self.members, "word/document.xml": serialize_xml(self.root)})

    def collected(self) -> Collected:
        return collect(self.data(), "kiriman.docx", current())


def xml(text: str) -> etree._Element:
    """Return the element that `text` is, with Word's prefixes."""
    wrapped = f'<w:body xmlns:w="{W}" xmlns:mc="{MC}" xmlns:r="{R}">{text}</w:body>'
    return etree.fromstring(wrapped)[0]


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str) -> str:
    return "<w:p>" + run(text) + "</w:p>"


def new_paragraph(text: str) -> etree._Element:
    return xml(paragraph(text))


def content_of(cell: etree._Element) -> etree._Element:
    """Return what holds the paragraphs of a cell: its control, if it has one."""
    control = next(cell.iter(SDT), None)
    return cell if control is None else control.find(CONTENT)


def overtype(cell: etree._Element, text: str) -> None:
    """Replace the text of a cell, in its control."""
    content = content_of(cell)
    for old in list(content):
        if old.tag in {P, SDT, TBL}:
            content.remove(old)
    content.extend(new_paragraph(line) for line in text.split("\n"))


def plain(cell: etree._Element, text: str) -> None:
    """Replace all that is in a cell, its control too."""
    for old in list(cell):
        if old.tag in {P, SDT, TBL}:
            cell.remove(old)
    cell.extend(new_paragraph(line) for line in text.split("\n"))


def set_words(element: etree._Element, text: str) -> None:
    """Replace the words in `element` and leave its anchors."""
    for number, found in enumerate(list(element.iter(T))):
        found.text = text if not number else ""


def unwrap(wrapper: etree._Element, content: etree._Element) -> None:
    """Put the children of `content` where `wrapper` is."""
    parent = wrapper.getparent()
    place = parent.index(wrapper)
    parent[place : place + 1] = list(content)


def unwrap_controls(root: etree._Element) -> None:
    for control in list(root.iter(SDT)):
        unwrap(control, control.find(CONTENT))


def drop(root: etree._Element, *tags: str) -> None:
    for found in list(root.iter(*map(qn, tags))):
        found.getparent().remove(found)


def wrap_in_control(element: etree._Element, tag: str) -> None:
    """Put a content control round a run, a cell or a row."""
    control = xml(f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent/></w:sdt>')
    element.getparent().replace(element, control)
    control.find(CONTENT).append(element)


def tag_of(control: etree._Element) -> str:
    return control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))


Change = Callable[[Edited], None]
