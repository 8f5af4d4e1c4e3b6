"""What the validator does not look at, and Word or a reader of answers trips over."""

from collections import Counter
from collections.abc import Iterable
from posixpath import dirname, join, normpath

from lxml import etree

from iki_docgen.office.package import open_package
from iki_docgen.office.xml import parse_xml, qn

BLOCKS = {qn("w:p"), qn("w:tbl"), qn("w:sdt")}


def parts(data: bytes) -> dict[str, etree._Element]:
    """Return the XML parts of a Word file, parsed, by name."""
    members = open_package(data, "test.docx")
    return {name: parse_xml(xml) for name, xml in members.items() if name.endswith(("xml", "rels"))}


def body(data: bytes) -> etree._Element:
    return parts(data)["word/document.xml"].find(qn("w:body"))


def text(element: etree._Element) -> str:
    """Return the text of an element, a tab as a tab."""
    return "".join(
        "\t" if found.tag == qn("w:tab") else found.text or ""
        for found in element.iter(qn("w:t"), qn("w:tab"))
        if found.getparent().tag == qn("w:r")
    )


def texts(element: etree._Element) -> list[str]:
    """Return the text of each paragraph."""
    return [text(paragraph) for paragraph in element.iter(qn("w:p"))]


def rows(table: etree._Element) -> list[list[str]]:
    """Return the texts of a table's cells, the paragraphs of a cell joined by a newline."""
    return [
        ["\n".join(texts(cell)) for cell in row.iterfind(qn("w:tc"))]
        for row in table.iterfind(qn("w:tr"))
    ]


def styles_of(element: etree._Element) -> list[str | None]:
    """Return the style of each paragraph."""
    found = (
        paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}") for paragraph in element.iter(qn("w:p"))
    )
    return [None if style is None else style.get(qn("w:val")) for style in found]


def assert_sound(data: bytes) -> None:
    """Assert what every generated Word file keeps."""
    files = parts(data)
    root = files["word/document.xml"]
    assert _repeated(_values(root, "w:sdtPr", "w:id")) == [], "ids of controls"
    assert _repeated(_values(root, "w:sdtPr", "w:tag")) == [], "tags of controls"
    _assert_bookmarks(root)
    _assert_tables(root)
    _assert_styles(files)
    _assert_links(data, files)
    for tag in _values(root, "w:sdtPr", "w:tag") + _values(root, "w:sdtPr", "w:alias"):
        assert len(tag.encode("utf-16-le")) // 2 <= 64


def _values(root: etree._Element, parent: str, child: str) -> list[str]:
    return [found.get(qn("w:val")) for found in root.iterfind(f".//{qn(parent)}/{qn(child)}")]


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _assert_bookmarks(root: etree._Element) -> None:
    started, ended = list(root.iter(qn("w:bookmarkStart"))), list(root.iter(qn("w:bookmarkEnd")))
    names = [start.get(qn("w:name")) for start in started]
    ids = [start.get(qn("w:id")) for start in started]
    assert _repeated(names) == []
    assert _repeated(ids) == []
    assert sorted(ids) == sorted(end.get(qn("w:id")) for end in ended)
    assert all(len(name) <= 40 and name.isidentifier() for name in names)
    assert all(0 < int(number) < 2**31 for number in ids)
    targets = {link.get(qn("w:anchor")) for link in root.iter(qn("w:hyperlink"))}
    assert targets <= {*names, None}


def _assert_tables(root: etree._Element) -> None:
    for cell in root.iter(qn("w:tc")):
        last = [child for child in cell if child.tag in BLOCKS][-1]
        while last.tag == qn("w:sdt"):
            last = [child for child in last.find(qn("w:sdtContent")) if child.tag in BLOCKS][-1]
        assert last.tag == qn("w:p"), "a cell ends with a paragraph"
    for table in root.iter(qn("w:tbl")):
        grid = [int(column.get(qn("w:w"))) for column in table.iterfind(f".//{qn('w:gridCol')}")]
        width = table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}")
        if width is not None and width.get(qn("w:type")) == "dxa":
            assert sum(grid) == int(width.get(qn("w:w")))
        for row in table.iterfind(qn("w:tr")):
            cells = list(row.iterfind(qn("w:tc")))
            widths = [
                int(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w"))) for cell in cells
            ]
            assert widths == grid


def _assert_styles(files: dict[str, etree._Element]) -> None:
    defined = {style.get(qn("w:styleId")) for style in files["word/styles.xml"].iter(qn("w:style"))}
    for name, root in files.items():
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next", "w:link"):
            used = {found.get(qn("w:val")) for found in root.iter(qn(tag))}
            assert used <= defined, f"{name} uses {used - defined}"


def _assert_links(data: bytes, files: dict[str, etree._Element]) -> None:
    members = open_package(data, "test.docx")
    for name, root in files.items():
        if name.endswith(".rels"):
            folder = dirname(dirname(name))
            for link in root:
                if link.get("TargetMode") != "External":
                    target = link.get("Target")
                    place = target[1:] if target[:1] == "/" else normpath(join(folder, target))
                    assert place in members, f"{name} points to {place}"
    types = files["[Content_Types].xml"]
    named = {entry.get("PartName") for entry in types.iter(qn("ct:Override"))}
    assert {name[1:] for name in named} <= set(members)
    assert len(named) == len(list(types.iter(qn("ct:Override"))))
