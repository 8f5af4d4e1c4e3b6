"""The pages as HTML: what is in them, and that text of documents never becomes markup."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from iki_docgen.codec import loads
from iki_docgen.diagnostics import Code, Edit, Fix
from iki_docgen.diff import compare
from iki_docgen.errors import UsageError
from iki_docgen.parse import parse
from iki_docgen.pipeline.loading import load_source
from iki_docgen.project import find
from iki_docgen.read import read_bytes
from iki_docgen.records import Document, Indikator, Jabatan, Sasaran
from iki_docgen.report.compared import Compared, Side
from iki_docgen.report.formats import to_html
from iki_docgen.report.html.check import check_page
from iki_docgen.report.html.diff import diff_page
from iki_docgen.report.html.markup import Markup, tag, visible
from iki_docgen.report.html.parts import parts
from iki_docgen.report.html.tree import Look, Node, tree, wrapped
from iki_docgen.report.subject import Subject
from iki_docgen.source import Source, Span

ROOT = Path(__file__).parents[2]
LUMAJANG = ROOT / "source/iki-dinas-sosial-lumajang.txt"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7 }} &lt; \u2028 \u202e"
LOOK = Look("note", "circle", "i")


class _Elements(HTMLParser):
    """Collects elements and the text outside style and script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "script"}:
            self.text += data

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]


def _read(text: str, path: str = "x.txt") -> Subject:
    reading = read_bytes(text.encode(), path)
    document, found = parse(reading)
    return Subject(path, tuple(found), reading.source, document=document)


@pytest.fixture(scope="module")
def lumajang() -> Subject:
    loaded = load_source(str(LUMAJANG), find())
    return Subject("source/iki.txt", loaded.findings, loaded.source, document=loaded.document)


def hostile_text() -> str:
    return (
        f"1. JABATAN : Kepala {HOSTILE}\n2. TUGAS : a. menyusun {HOSTILE};\n b. {HOSTILE}\n"
        f"3. FUNGSI :\n\tSasaran\n\tIndikator\n\tPenjelasan\n\tSumber Data\n"
        f"\t{HOSTILE}\n\t{HOSTILE}\n\t{HOSTILE}\n\t\n"
    )


def _changed(document: Document) -> Document:
    first, *others = document.jabatan
    renamed = msgspec.structs.replace(first, jabatan=f"{first.jabatan} dan Umum")
    return msgspec.structs.replace(document, jabatan=(renamed, *others[:-1]))


def _diff(old: Document, new: Document, before: str = "a.txt", after: str = "b.txt") -> str:
    sides = Side(before, old, None), Side(after, new, None)
    return diff_page(Compared(compare(old, new), *sides))


def _ids_are_unique_and_links_lead_somewhere(page: str) -> None:
    elements = _Elements(page)
    assert not elements.open
    ids = [a["id"] for _, a in elements.elements if "id" in a]
    assert len(ids) == len(set(ids))
    links = {a["href"] for a in elements.all("a")}
    assert all(link and link.startswith("#") and link[1:] in ids for link in links)
    for _, attributes in elements.elements:
        assert set((attributes.get("data-of") or "").split()) <= set(ids)


def test_a_page_is_one_file_that_loads_and_runs_nothing_else(lumajang: Subject) -> None:
    elements = _Elements(check_page(lumajang))
    names = {name for name, _ in elements.elements}
    assert not names & {"img", "iframe", "object", "embed", "base", "form"}
    assert len(elements.all("script")) == 1
    attributes = {key for _, found in elements.elements for key in found}
    assert "style" not in attributes
    assert not any(key.startswith("on") for key in attributes)
    assert not {"src", "srcset", "action"} & attributes
    policy = next(a["content"] for a in elements.all("meta") if "http-equiv" in a)
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_every_finding_is_listed_and_every_line_is_shown(lumajang: Subject) -> None:
    page = check_page(lumajang)
    elements = _Elements(page)
    entries = [a for a in elements.all("li") if "entry" in (a.get("class") or "").split()]
    assert [a["data-code"] for a in entries] == [found.code.id for found in lumajang.findings]
    assert lumajang.source is not None
    shown = {a["id"] for a in elements.all("div") if a.get("class") == "line"}
    for number in range(1, len(lumajang.source.lines) + 1):
        if lumajang.source.line(number).strip():
            assert f"L{number}" in shown
    assert len(page.encode()) < 1_000_000


def test_the_same_gives_the_same_page(lumajang: Subject) -> None:
    assert check_page(lumajang) == check_page(lumajang)


def test_ids_are_unique_and_links_lead_somewhere(lumajang: Subject) -> None:
    _ids_are_unique_and_links_lead_somewhere(check_page(lumajang))
    document = lumajang.document
    assert document is not None
    _ids_are_unique_and_links_lead_somewhere(_diff(document, _changed(document)))


def test_text_of_a_document_stays_text() -> None:
    subject = _read(hostile_text(), f"{HOSTILE}.txt")
    assert subject.document is not None
    other = _changed(subject.document)
    pages = [check_page(subject), _diff(subject.document, other, HOSTILE, HOSTILE)]
    for page in pages:
        elements = _Elements(page)
        assert len(elements.all("script")) == 1
        assert not elements.all("img")
        assert not elements.open
        assert "alert(2)> {{ 7 }} &lt;" in elements.text
        assert "[U+2028]" in elements.text
        assert "[U+202E]" in elements.text


def test_a_line_belongs_to_the_position_below_its_title() -> None:
    title = "INDIKATOR KINERJA INDIVIDU ( IKI )"
    subject = _read(
        f"kata awal\n\n{title}\n\n1. JABATAN : Kepala A\n2. TUGAS : a. x;\n\n{title}\n"
        "1. JABATAN : Kepala B\n2. TUGAS : a. y;\n"
    )
    assert [part.lines for part in parts(subject)] == [range(1, 3), range(3, 8), range(8, 12)]
    assert sum(len(part.findings) for part in parts(subject)) == len(subject.findings)
    assert "kata awal" in _Elements(check_page(subject)).text


def test_findings_within_each_other_mark_the_line_in_pieces() -> None:
    source = Source("x.txt", "satu dua tiga\nempat")
    found = (
        Code.NO_JABATAN.at(Span(0, 19)),
        Code.ENCODING_GUESSED.at(Span(5, 8), encoding="x"),
        Code.ENCODING_GUESSED.at(Span(13, 13), encoding="x"),
    )
    page = check_page(Subject("x.txt", found, source))
    marks = re.findall(r'<mark class="([a-z ]+)" data-of="([f0-9 ]+)">([^<]*)</mark>', page)
    assert marks == [
        ("error", "f1", "satu "),
        ("error several", "f1 f2", "dua"),
        ("error", "f1", " tiga"),
        ("error", "f1", "empat"),
    ]
    assert page.count('class="pin error"') == 1
    assert page.count('class="pin note"') == 2


def test_a_correction_of_white_space_can_be_seen() -> None:
    source = Source("iki.txt", "% \t Peningkatan")
    for edit, seen in (
        (Edit(Span(1, 4), " "), "␣⇥␣ → ␣"),
        (Edit(Span(1, 4), ""), "␣⇥␣ → (nothing)"),
    ):
        found = Code.NO_JABATAN.at(Span(1, 4), fix=Fix((edit,)))
        assert seen in _Elements(check_page(Subject("iki.txt", (found,), source))).text


def test_a_fix_shows_what_it_does() -> None:
    source = Source("x.txt", "prosentase")
    fix = Fix((Edit(Span(0, 10), "persentase"),))
    page = check_page(Subject("x.txt", (Code.NO_JABATAN.at(Span(0, 10), fix=fix),), source))
    assert '<del lang="id">prosentase</del> → <ins lang="id">persentase</ins>' in page


def test_records_have_a_page_without_places(lumajang: Subject) -> None:
    assert lumajang.document is not None
    elements = _Elements(
        check_page(Subject("x.json", lumajang.findings, document=lumajang.document))
    )
    assert not [a for a in elements.all("div") if a.get("class") == "source"]
    assert len([a for a in elements.all("li") if "data-code" in a]) == len(lumajang.findings)


def test_a_page_shows_one_source(lumajang: Subject) -> None:
    with pytest.raises(UsageError, match="one source"):
        to_html(lumajang, lumajang)
    assert to_html(lumajang) == check_page(lumajang)


def test_nothing_found_is_said() -> None:
    empty = loads('{"versi":1,"instansi":"","tahun":null,"jabatan":[]}', format="json")
    assert "Nothing was found." in check_page(Subject("x.json", (), document=empty))
    assert "The documents say the same." in _diff(empty, empty)


def test_each_change_stands_in_its_position(lumajang: Subject) -> None:
    assert lumajang.document is not None
    old = lumajang.document
    comparison = compare(old, _changed(old))
    elements = _Elements(_diff(old, _changed(old)))
    entries = [a for a in elements.all("li") if "data-kind" in a]
    assert [a["data-kind"] for a in entries] == [one.kind.value for one in comparison.changes]
    placed = {key for _, a in elements.elements for key in (a.get("data-of") or "").split()}
    assert placed == {a["id"] for a in entries}
    assert ("p1", "renamed") in {(a["data-position"], a["data-kind"]) for a in entries}


def _position(name: str, *tugas: str, atasan: str | None = None) -> Jabatan:
    return Jabatan(
        id=name.lower().replace(" ", "-"),
        jabatan=name,
        atasan=atasan,
        tugas=tugas,
        fungsi=(),
        sasaran=(),
    )


def _document(*positions: Jabatan) -> Document:
    return Document(versi=1, instansi="Dinas", tahun=2026, jabatan=positions)


def test_what_moved_to_another_position_says_where_it_was() -> None:
    item = "menyelenggarakan pelatihan keterampilan bagi penyandang disabilitas"
    others = ("menyusun rencana kerja", "melaksanakan tugas lain")
    old = _document(_position("Seksi Satu", *others, item), _position("Seksi Dua", *others))
    new = _document(_position("Seksi Satu", *others), _position("Seksi Dua", *others, item))
    page = _diff(old, new)
    assert '<p class="advice">from <span lang="id">Seksi Satu</span></p>' in page
    assert page.count('class="pair moved') == 2


def test_a_new_superior_is_told_by_name() -> None:
    satu, dua = _position("Bidang Satu"), _position("Bidang Dua")
    old = _document(satu, dua, _position("Seksi A", "menyusun", atasan="bidang-satu"))
    new = _document(satu, dua, _position("Seksi A", "menyusun", atasan="bidang-dua"))
    page = _diff(old, new)
    assert "Bidang <del>Satu</del><ins>Dua</ins>" in page
    assert 'aria-label="Seksi A: moved, 1 change"' in page


def _table(jabatan: Jabatan, penjelasan: str, *indikator: str) -> Jabatan:
    rows = tuple(
        Indikator(indikator=one, penjelasan=penjelasan, sumber_data="Dinas") for one in indikator
    )
    group = Sasaran(sasaran=("Meningkatnya pelayanan",), indikator=rows)
    return msgspec.structs.replace(jabatan, sasaran=(group,))


def test_answers_that_the_new_document_lacks_are_shown_by_what_becomes_of_them() -> None:
    kepala = _position("Kepala Seksi", "menyusun")
    stays, goes = "Jumlah warga yang dilayani", "Persentase laporan keuangan tepat waktu"
    old = _document(_table(kepala, "dihitung setiap bulan", stays, goes))
    page = _diff(old, _document(_table(kepala, "", stays)))
    text = _Elements(page).text
    assert "1 can be carried over" in text
    assert "1 homeless: the indicator is gone" in text
    assert "Penjelasan of the old document" not in _Elements(_diff(old, old)).text


def test_the_year_of_the_document_has_a_section_of_its_own() -> None:
    old = _document(_position("Kepala", "memimpin"))
    page = _diff(old, msgspec.structs.replace(old, tahun=2027))
    assert 'id="p0"' in page
    assert "<ins>2027</ins>" in page


def _node(key: str, parent: str | None, name: str = "Seksi") -> Node:
    return Node(key, parent, name, LOOK, "1 note", "1")


@pytest.mark.parametrize("count", [1, 16, 200, 3000])
def test_a_tree_of_any_depth_has_every_position_once(count: int) -> None:
    chain = [_node(f"p{n}", f"p{n - 1}" if n else None) for n in range(count)]
    drawn = _Elements(tree(chain, [LOOK])).all("a")
    assert [a["href"] for a in drawn].count("#p0") == 1
    assert len(drawn) == count


def test_superiors_in_a_circle_or_unknown_are_drawn_too() -> None:
    nodes = [_node("p1", "p2"), _node("p2", "p1"), _node("p3", "p9"), _node("p4", "p4")]
    assert len(_Elements(tree(nodes, [LOOK])).all("a")) == 4


def test_boxes_of_a_column_do_not_overlap() -> None:
    tall = "Kepala Bidang " * 20
    nodes = [_node("p1", None, tall), _node("p2", "p1"), _node("p3", None), _node("p4", "p3", tall)]
    boxes = _Elements(tree(nodes, [LOOK])).all("rect")
    columns: dict[str, list[tuple[int, int]]] = {}
    for box in boxes:
        top = int(box["y"] or 0)
        columns.setdefault(box["x"] or "", []).append((top, top + int(box["height"] or 0)))
    for column in columns.values():
        ordered = sorted(column)
        assert all(one[1] <= other[0] for one, other in pairwise(ordered))


def test_long_names_are_wrapped_whole() -> None:
    name = f"Kepala {'x' * 70} dan Umum"
    lines = wrapped(name, 20)
    assert max(map(len, lines)) <= 20
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")


def test_markup_escapes_what_is_not_markup() -> None:
    assert (
        tag("p", "<b>", Markup("<i>"), class_='"', hidden=False)
        == '<p class="&quot;">&lt;b&gt;<i></p>'
    )
    assert visible("a\u200bb\x00") == "a[U+200B]b[U+0000]"


def test_a_position_without_text_is_shown() -> None:
    bare = Jabatan(id="x", jabatan="", atasan=None, tugas=(), fungsi=(), sasaran=())
    document = Document(versi=1, instansi="", tahun=None, jabatan=(bare,))
    assert "(no name)" in check_page(Subject("x.json", (), document=document))
