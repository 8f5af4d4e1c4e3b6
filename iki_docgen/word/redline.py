"""Two documents as one Word file with tracked changes.

Accepting all of them gives the new document, rejecting all the old one.  It looks like the book:
the same styles, lists and tables, each position on a page of its own.  It is no document to fill
in, and says so in its properties; it has no content controls and no fingerprint of one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from lxml import etree

from iki_docgen.diff.model import Comparison, PositionPair
from iki_docgen.diff.words import Side
from iki_docgen.errors import InputError
from iki_docgen.office.package import open_package, write_package
from iki_docgen.office.parts import main_part
from iki_docgen.office.xml import R, W, qn, serialize_xml
from iki_docgen.project import Settings
from iki_docgen.records import Document
from iki_docgen.word.book import COVER_TITLE
from iki_docgen.word.properties import (
    CHANGES,
    CHANGES_FINGERPRINT,
    KIND,
    custom_properties,
    with_core_properties,
    with_custom_properties,
)
from iki_docgen.word.redline_lines import Line, position_lines
from iki_docgen.word.redline_marks import Pen
from iki_docgen.word.redline_order import in_both_orders
from iki_docgen.word.redline_package import bare_package, with_footer
from iki_docgen.word.redline_sample import Sample, SampleTable, sample_of
from iki_docgen.word.redline_styles import FOOTER, SPACE, Styled, rename_styles, with_styles
from iki_docgen.word.redline_table import columns_of, table_side, write_table
from iki_docgen.word.styles import BOOK_STYLES
from iki_docgen.word.tables import order_cell_properties
from iki_docgen.word.template import Template, compile_template
from iki_docgen.word.values import GAP, SHORT_GAP, one_line

TITLE = "Perubahan Indikator Kinerja Individu"
NO_YEAR_DATE = "1980-01-01T00:00:00Z"
"""Of the changes where the new document has no year: the same input gives the same file."""
NO_BREAK_SPACE = "\u00a0"
_COVER = tuple(BOOK_STYLES)[:3]
_ROOM = Line(SPACE, NO_BREAK_SPACE, NO_BREAK_SPACE)
"""Room that stays whatever is decided.

It stands before tables, for the end of a paragraph before a table cannot go out in LibreOffice, and
at the end of the text and of positions without a table, so that a paragraph that goes out has one
to be joined with.  It is not empty, and what goes out before it ends in a paragraph of its style:
else LibreOffice gives it the style of the paragraph that is gone.
"""


def render_redline(template: Template, comparison: Comparison, settings: Settings) -> bytes:
    """Return the Word file that shows `comparison` as tracked changes.

    Raises `TemplateError` as `Template.fill` does.
    """
    new = comparison.new
    samples = _Samples(template, settings)
    main = template.main
    styled = with_styles(bare_package(template.members, main), main)
    pen = Pen(styled.ids, _date(new), styled.heading)
    members, footer = with_footer(styled.members, main, styled.ids[FOOTER])
    root = etree.Element(qn("w:document"), nsmap={"w": W, "r": R})
    body = etree.SubElement(root, qn("w:body"))
    blocks = [*_cover(comparison, settings), *_positions(pen, samples, styled, comparison), _ROOM]
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if isinstance(block, Line):
            side = following.side if isinstance(following, Line) else Side.BOTH
            body.append(pen.paragraph(block, side))
        else:
            body.append(block)
    _end_page(body[len(_COVER) - 1])
    body.append(_section(samples.of(()), footer))
    order_cell_properties(root)
    text = serialize_xml(root)
    core = {
        "dc:title": f"{TITLE} - {_agency(new, settings)}",
        "dc:creator": _agency(new, settings),
        "dc:language": "id-ID",
    }
    members |= with_core_properties(members, core)
    own = {KIND: CHANGES, CHANGES_FINGERPRINT: _fingerprint(text)}
    members |= with_custom_properties(members, own)
    return write_package({**members, main: text})


def is_untouched_redline(data: bytes) -> bool:
    """Tell whether `data` is a file of `render_redline` in which nobody has decided or typed."""
    try:
        members = open_package(data, "the document")
        generated = custom_properties(members).get(CHANGES_FINGERPRINT)
        return generated == _fingerprint(members[main_part(members, "the document")])
    except InputError:
        return False


def _fingerprint(text: bytes) -> str:
    return blake2b(text, digest_size=16).hexdigest()


def _date(document: Document) -> str:
    return NO_YEAR_DATE if document.tahun is None else f"{document.tahun}-01-01T00:00:00Z"


def _agency(document: Document, settings: Settings) -> str:
    return one_line(document.instansi) or one_line(settings.instansi.lengkap) or GAP


def _cover(comparison: Comparison, settings: Settings) -> Iterator[Line]:
    """Yield the lines of the cover: agency, title, year."""
    old, new = comparison.old, comparison.new
    agency, title, year = _COVER
    yield Line(agency, _agency(old, settings), _agency(new, settings))
    yield Line(title, COVER_TITLE, COVER_TITLE)
    yield Line(year, _year(old), _year(new), "TAHUN ")


def _year(document: Document) -> str:
    return SHORT_GAP if document.tahun is None else str(document.tahun)


def _positions(
    pen: Pen, samples: "_Samples", styled: Styled, comparison: Comparison
) -> Iterator[Line | etree._Element]:
    """Yield the paragraphs and tables of all positions."""
    dan = samples.settings.dokumen.dan
    for pair in in_both_orders(comparison.positions, comparison.old):
        yield from position_lines(pair, dan=dan)
        side = table_side(pair)
        whole = _side_of(pair) if side is None else side
        if whole is not Side.BOTH:
            old, new = (NO_BREAK_SPACE if whole is one else None for one in (Side.OLD, Side.NEW))
            yield Line(SPACE, old, new)
        if side is not None or whole is not Side.BOTH:
            yield _ROOM
        if side is not None:
            yield write_table(pen, samples.table(columns_of(pair), styled), pair, side)


def _side_of(pair: PositionPair) -> Side:
    if pair.old is None:
        return Side.NEW
    return Side.OLD if pair.new is None else Side.BOTH


def _end_page(paragraph: etree._Element) -> None:
    """Let a page end after `paragraph`: headings come and go, so that none of them can begin it."""
    run = etree.SubElement(paragraph, qn("w:r"))
    etree.SubElement(run, qn("w:br"), {qn("w:type"): "page"})


def _section(sample: Sample, footer: str) -> etree._Element:
    section = etree.Element(qn("w:sectPr"))
    reference = {qn("w:type"): "default", f"{{{R}}}id": footer}
    etree.SubElement(section, qn("w:footerReference"), reference)
    section.extend(sample.page)
    return section


@dataclass(slots=True)
class _Samples:
    """The tables of a template, by their extra columns; each is asked for once."""

    template: Template
    settings: Settings
    known: dict[tuple[str, ...], Sample] = field(default_factory=dict)
    tables: dict[tuple[str, ...], SampleTable] = field(default_factory=dict)

    def of(self, headings: tuple[str, ...]) -> Sample:
        """Return how the template lays out a position with the extra columns `headings`."""
        if headings not in self.known:
            self.known[headings] = sample_of(self.template, headings, self.settings)
        return self.known[headings]

    def table(self, headings: tuple[str, ...], styled: Styled) -> SampleTable:
        """Return the template's table, ours where it has another shape than a row for each."""
        if headings not in self.tables:
            table = self.of(headings).table
            if table is None:
                table = sample_of(compile_template(), headings, self.settings).table
                assert table is not None, "our own template has the table"  # noqa: S101
                rename_styles([table.properties, *table.headings], styled)
            self.tables[headings] = table
        return self.tables[headings]
