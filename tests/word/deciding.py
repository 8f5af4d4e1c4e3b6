"""What a redline says when its changes are accepted or rejected: ours, and what must come out."""

from dataclasses import dataclass

from lxml import etree

from iki_docgen.office.package import open_package, write_package
from iki_docgen.office.xml import parse_xml, qn, serialize_xml
from iki_docgen.project import Settings
from iki_docgen.records import Document
from iki_docgen.word.context import document_context
from iki_docgen.word.styles import style_ids
from iki_docgen.word.values import GAP, SHORT_GAP, one_line
from tests.word.checks import parts, text, texts

P, TBL, TR, TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
PPR, RPR, TRPR = qn("w:pPr"), qn("w:rPr"), qn("w:trPr")
INS, DEL = qn("w:ins"), qn("w:del")

ROOM = ("iki jarak", "\u00a0")
"""A paragraph that stands in every redline and holds nothing."""
Block = tuple[str, object]
"""A paragraph: its style and text.  A table: `table`, and its rows."""


def decided(data: bytes, *, accept: bool) -> bytes:
    """Return `data` with all its changes accepted, or rejected, as ISO 29500 (17.13.5) says."""
    members = open_package(data, "test.docx")
    root = parse_xml(members["word/document.xml"])
    gone, stays = (DEL, INS) if accept else (INS, DEL)
    _decide_rows(root, gone, stays)
    for mark in list(root.iter(gone)):
        if mark.getparent().tag == P:
            mark.getparent().remove(mark)
    for mark in list(root.iter(stays)):
        parent = mark.getparent()
        place = parent.index(mark)
        parent[place : place + 1] = list(mark) if parent.tag == P else []
    for words in root.iter(qn("w:delText")):
        words.tag = qn("w:t")
    _decide_properties(root, accept=accept)
    _join_paragraphs(root, gone)
    return write_package({**members, "word/document.xml": serialize_xml(root)})


def _decide_rows(root: etree._Element, gone: str, stays: str) -> None:
    for row in list(root.iter(TR)):
        properties = row.find(TRPR)
        if properties is None:
            continue
        if properties.find(gone) is not None:
            table = row.getparent()
            table.remove(row)
            if table.find(TR) is None:
                table.getparent().remove(table)
        for mark in properties.findall(stays):
            properties.remove(mark)


def _decide_properties(root: etree._Element, *, accept: bool) -> None:
    for change in list(root.iter(qn("w:pPrChange"))):
        now = change.getparent()
        now.remove(change)
        if not accept:
            before = change.find(PPR)
            if (end := now.find(RPR)) is not None:
                before.append(end)
            now.getparent().replace(now, before)


def _join_paragraphs(root: etree._Element, gone: str) -> None:
    """Join each paragraph whose end is gone with the next, whose properties stay."""
    for paragraph in list(root.iter(P)):
        if paragraph.find(f"{PPR}/{RPR}/{gone}") is None:
            continue
        following = paragraph.getnext()
        assert following is not None, "the last paragraph cannot go"
        assert following.tag == P, "a paragraph cannot be joined with a table"
        content = [child for child in paragraph if child.tag != PPR]
        place = 1 if following.find(PPR) is not None else 0
        following[place:place] = content
        paragraph.getparent().remove(paragraph)


def outline(data: bytes) -> list[Block]:
    """Return the blocks of a Word file, without the room before tables and at the end.

    Of tables, columns without a heading are left out if nothing stands in them.
    """
    files = parts(data)
    names = {ident: name for name, ident in style_ids(files["word/styles.xml"]).items()}
    found: list[Block] = []
    for block in files["word/document.xml"].find(qn("w:body")):
        if block.tag == P:
            style = block.find(f"{PPR}/{qn('w:pStyle')}")
            name = "" if style is None else names[style.get(qn("w:val"))]
            if (name, text(block)) != ROOM:
                found.append((name, text(block)))
        elif block.tag == TBL:
            found.append(("table", _rows(block)))
    return found


def _rows(table: etree._Element) -> list[list[str]]:
    rows = [["\n".join(texts(cell)) for cell in row.iterfind(TC)] for row in table.iterfind(TR)]
    if not rows:
        return []
    kept = [
        place
        for place, heading in enumerate(rows[0])
        if place < 4 or heading or any(row[place] for row in rows[2:])
    ]
    return [[row[place] for place in kept] for row in rows]


@dataclass(frozen=True)
class Printed:
    """A document as a redline prints it, from what our templates are given."""

    document: Document
    settings: Settings

    def outline(self) -> list[Block]:
        """Return the blocks, as `outline` reads them."""
        tahun = self.document.tahun
        found: list[Block] = [
            ("iki sampul instansi", one_line(self.document.instansi) or self._agency()),
            ("iki sampul judul", "INDIKATOR KINERJA INDIVIDU (IKI)"),
            ("iki sampul tahun", f"TAHUN {SHORT_GAP if tahun is None else tahun}"),
        ]
        for jabatan in self.document.jabatan:
            context = document_context(self.document, jabatan, self.settings)
            found.append(("heading 1", context["jabatan"].upper()))
            found.append(("iki label", f"JABATAN\t:\t{context['jabatan']}"))
            for field in ("tugas", "fungsi"):
                found.append(("iki label", f"{field.upper()}\t:\t{context[field]['kalimat']}"))
                for item in context[field]["butir"]:
                    level = item["tingkat"]
                    name = "iki butir" if level == 1 else f"iki butir {level}"
                    found.append((name, item["teks"]))
            if context["sasaran"]:
                found.append(("table", self._table(context)))
        return found

    def _agency(self) -> str:
        return one_line(self.settings.instansi.lengkap) or GAP

    def _table(self, context: dict) -> list[list[str]]:
        others = context["kolom_lainnya"]
        groups = [group["indikator"] for group in context["sasaran"]]
        shown = [
            place
            for place, heading in enumerate(others)
            if heading or any(one["lainnya"][place] for group in groups for one in group)
        ]
        headings = [
            *("Sasaran / Kinerja Utama", "Indikator Kinerja Utama"),
            *("Penjelasan / Formulasi Penghitungan", "Sumber Data"),
            *(others[place] for place in shown),
        ]
        rows = [headings, []]
        for group in context["sasaran"]:
            for number, row in enumerate(group["indikator"]):
                rows.append(
                    [
                        _sasaran(group["sasaran"]) if number == 0 else "",
                        row["indikator"],
                        *(
                            "\n".join(row[f"{name}_baris"])
                            for name in ("penjelasan", "sumber_data")
                        ),
                        *(row["lainnya"][place] for place in shown),
                    ]
                )
        return rows


def _sasaran(sentences: list[str]) -> str:
    if len(sentences) < 2:
        return "".join(sentences)
    return "\n".join(f"{number})\t{text}" for number, text in enumerate(sentences, 1))


def same(found: list[Block], expected: list[Block]) -> None:
    """Assert that `found` is what is expected; extra columns may be in another order."""
    assert [name for name, _ in found] == [name for name, _ in expected]
    for (name, one), (_, other) in zip(found, expected, strict=True):
        if name == "table":
            assert _by_heading(one) == _by_heading(other)
        else:
            assert one == other


def _by_heading(rows: list[list[str]]) -> list[list[tuple[str, str]]]:
    body = [rows[0], *rows[2:]]
    return [sorted(zip(rows[0], row, strict=True)) for row in body]
