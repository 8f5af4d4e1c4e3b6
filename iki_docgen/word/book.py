"""All positions of a document in one Word file: cover, contents, and a section for each.

Every position is rendered with the same template as its own file and its pages are moved into the
book, so styles and numbering are shared and the list starts again under each heading by itself.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from html import escape
from itertools import chain

from lxml import etree

from iki_docgen.errors import UsageError
from iki_docgen.office.xml import parse_xml, qn, serialize_xml
from iki_docgen.project import Settings
from iki_docgen.records import Document
from iki_docgen.word.anchors import document_anchors, free_id
from iki_docgen.word.book_parts import Feet, Notes, without_repeats
from iki_docgen.word.context import document_context
from iki_docgen.word.package import targets
from iki_docgen.word.plain import plain_text
from iki_docgen.word.render import TITLE, fill_position, with_identity
from iki_docgen.word.styles import add_book_styles, parse_fragment, style_ids
from iki_docgen.word.template import Filled, Template, number_drawings
from iki_docgen.word.values import GAP, SHORT_GAP, one_line

BOOK_ID = "*"
"""Stands for the id of a position in the properties of the book, which is of all of them."""
COVER_TITLE = "INDIKATOR KINERJA INDIVIDU (IKI)"
CONTENTS_TITLE = "DAFTAR ISI"
BOOKMARK_PREFIX = "jabatan_"

_BODY, _P, _SECTION, _PROPERTIES = qn("w:body"), qn("w:p"), qn("w:sectPr"), qn("w:pPr")
_STYLE, _VAL, _ID, _T = qn("w:pStyle"), qn("w:val"), qn("w:id"), qn("w:t")
_REFERENCES = ("headerReference", "footerReference")
_SECTION_ORDER = (
    *(*_REFERENCES, "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc", "pgBorders"),
    *("lnNumType", "pgNumType", "cols", "formProt"),
)
_THIN = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
"""Holds a section break where no paragraph of the text can; a full line could start a page."""


def render_book(template: Template, document: Document, settings: Settings) -> bytes:
    """Return the Word file with every position of `document`, in order.

    Raises `TemplateError` as `Template.render` does, `UsageError` when there is no position.
    """
    if not document.jabatan:
        raise UsageError("a document without positions makes no book", hint="is the source right?")
    pages = [
        fill_position(template, document_context(document, jabatan, settings))
        for jabatan in document.jabatan
    ]
    book = _bound(document, settings, pages)
    title = f"{TITLE} - {one_line(settings.instansi.lengkap or document.instansi)}"
    main = serialize_xml(book.root)
    # What is put round plain pages, cover, links and bookmarks, is plain too.
    text = plain_text(main.decode()) if all(page.is_plain for page in pages) else None
    return with_identity(book, document, settings, BOOK_ID, title, text).packed(main)


def _bound(document: Document, settings: Settings, pages: list[Filled]) -> Filled:
    """Return the first position's file with the pages of all in it."""
    first = pages[0]
    feet = Feet(first.members, first.main)
    notes = Notes(first.members, first.main)
    part, styles = _styles(first)
    own_styles = add_book_styles(styles)
    heading = style_ids(styles).get("heading 1", "")
    taken = {number for row in chain(*document_anchors(document)) for number in row.ids}
    names = [_heading_name(jabatan.id, taken) for jabatan in document.jabatan]
    bodies = [_own_body(page) for page in pages]
    front = list(_front(document, settings, own_styles, [name for name, _ in names], bodies[0]))
    controls: set[str] = set()
    for number, (page, body) in enumerate(zip(pages, bodies, strict=True)):
        without_repeats(body, controls)
        notes.take(body, page.members)
        _mark_heading(body, heading, *names[number])
        sections = list(body.iter(_SECTION))
        for section in sections:
            feet.attach(section, page.members)
        _start_section(sections[0])
        if number < len(pages) - 1:
            _end_section(body, sections[-1])
    bodies[0][:0] = front
    for body in bodies[1:]:
        bodies[0].extend(list(body))
    number_drawings(bodies[0])
    if part:
        feet.members[part] = serialize_xml(styles)
    return replace(first, members=feet.members | notes.parts())


def _styles(filled: Filled) -> tuple[str, etree._Element]:
    """Return the part with the styles, and its tree; an empty one where there is none."""
    for part in targets(filled.members, filled.main, "styles").values():
        if part in filled.members:
            return part, parse_xml(filled.members[part])
    return "", etree.Element(qn("w:styles"))


def _own_body(page: Filled) -> etree._Element:
    """Return the body of a position, which always ends in section properties."""
    body = page.root.find(_BODY)
    if body is None:
        body = etree.SubElement(page.root, _BODY)
    if body.find(_SECTION) is None:
        etree.SubElement(body, _SECTION)
    return body


def _heading_name(ident: str, taken: set[int]) -> tuple[str, int]:
    """Return name and id of the bookmark at a position's heading."""
    number = free_id(f"heading:{ident}", taken)
    return f"{BOOKMARK_PREFIX}{number:08x}", number


def _mark_heading(body: etree._Element, style: str, name: str, number: int) -> None:
    """Put a bookmark round the heading of a position, or what stands first."""
    paragraphs = [p for p in body.iter(_P) if p.find(f".//{_T}") is not None]
    headings = (p for p in paragraphs if _style_of(p) == style)
    paragraph = next(headings, paragraphs[0] if paragraphs else None)
    if paragraph is None:
        paragraph = etree.Element(_P)
        body.insert(0, paragraph)
    start = etree.Element(qn("w:bookmarkStart"), {_ID: str(number), qn("w:name"): name})
    paragraph.insert(1 if paragraph.find(_PROPERTIES) is not None else 0, start)
    etree.SubElement(paragraph, qn("w:bookmarkEnd"), {_ID: str(number)})


def _style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{_PROPERTIES}/{_STYLE}")
    return "" if style is None else style.get(_VAL, "")


def _start_section(section: etree._Element) -> None:
    """Let `section` start on a page of its own, numbered 1."""
    _put(section, "type", "nextPage")
    numbers = section.find(qn("w:pgNumType"))
    style = None if numbers is None else numbers.get(qn("w:fmt"))
    found = _put(section, "pgNumType")
    if style:
        found.set(qn("w:fmt"), style)
    found.set(qn("w:start"), "1")


def _put(section: etree._Element, tag: str, value: str = "") -> etree._Element:
    """Return a new element `tag` in `section`, in the place that the schema wants."""
    for old in section.findall(qn(f"w:{tag}")):
        section.remove(old)
    before = {qn(f"w:{name}") for name in _SECTION_ORDER[: _SECTION_ORDER.index(tag)]}
    place = sum(1 for child in section if child.tag in before)
    found = etree.Element(qn(f"w:{tag}"))
    if value:
        found.set(_VAL, value)
    section.insert(place, found)
    return found


def _end_section(body: etree._Element, section: etree._Element) -> None:
    """Move the section properties at the end of `body` into its last paragraph."""
    body.remove(section)
    last = body[-1] if len(body) else None
    if last is None or last.tag != _P or last.find(f"{_PROPERTIES}/{_SECTION}") is not None:
        last = parse_fragment(_THIN)
        body.append(last)
    properties = last.find(_PROPERTIES)
    if properties is None:
        properties = etree.Element(_PROPERTIES)
        last.insert(0, properties)
    properties.append(section)


def _front(
    document: Document,
    settings: Settings,
    styles: dict[str, str],
    names: list[str],
    body: etree._Element,
) -> Iterator[etree._Element]:
    """Yield the cover and the contents, each a section without headers and footers."""
    agency = settings.instansi.lengkap or document.instansi
    year = SHORT_GAP if document.tahun is None else str(document.tahun)
    cover = [
        _paragraph(styles["IKI Sampul Instansi"], _run(one_line(agency) or GAP)),
        _paragraph(styles["IKI Sampul Judul"], _run(COVER_TITLE)),
        _paragraph(styles["IKI Sampul Tahun"], _run(f"TAHUN {year}")),
    ]
    contents = [_paragraph(styles["IKI Judul Isi"], _run(CONTENTS_TITLE))]
    for number, (jabatan, name) in enumerate(zip(document.jabatan, names, strict=True), 1):
        entry = _run(f"{number}.") + "<w:r><w:tab/></w:r>" + _run(one_line(jabatan.jabatan))
        link = f'<w:hyperlink w:anchor="{name}" w:history="1">{entry}</w:hyperlink>'
        contents.append(_paragraph(styles["toc 1"], link))
    for blocks in (cover, contents):
        page = etree.Element(_BODY)
        page.extend(map(parse_fragment, blocks))
        section = deepcopy(next(body.iter(_SECTION)))
        for child in list(section):
            if child.tag not in {qn("w:pgSz"), qn("w:pgMar")}:
                section.remove(child)
        _put(section, "type", "nextPage")
        page.append(section)
        _end_section(page, section)
        yield from list(page)


def _paragraph(style: str, content: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'
