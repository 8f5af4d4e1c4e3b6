"""A PDF -> lines of text and tables.

A PDF knows neither: it says which letter stands where, and where lines are drawn.

    pages.py    what stands on the pages, and beside their text
    device.py   pdfminer, made to count what pages hold;  limits.py before it is opened
    shapes.py   letters -> words and lines
    grids.py    drawn lines -> cells;  aligned.py tables that nothing draws
    tables.py   cells -> tables;  cells.py wrapped lines -> paragraphs
    turning.py  rows and headings that the end of a page, or of a line, parts
    running.py  page numbers, running heads and feet;  hyphens.py parted words
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from iki_docgen.blocks import Block, Doubt, Reading
from iki_docgen.errors import InputError
from iki_docgen.read.lines import Lines
from iki_docgen.read.pdf import tables
from iki_docgen.read.pdf.aligned import AlignedTable, Stretch, parted
from iki_docgen.read.pdf.grids import TooManyRulesError, grids_of
from iki_docgen.read.pdf.hyphens import mended
from iki_docgen.read.pdf.running import (
    heads_and_feet,
    is_blank_to_fill,
    without_numbers,
    without_running,
)
from iki_docgen.read.pdf.shapes import IMAGE_PAGE, Glyph, Page, Rule, TextLine, lines_of
from iki_docgen.read.pdf.tables import DrawnTable

_LEAST_LETTERS = 20
_UNNAMED = "\ufffd"
_ASK = "ask for the Word file, or have it made into text (OCR), and check what comes out"


@dataclass(slots=True)
class _Sheet:
    """A page, its glyphs sorted into tables and lines."""

    page: Page
    tables: list[DrawnTable]
    lines: list[TextLine]
    rules: list[Rule]


Part = TextLine | DrawnTable


def read_pdf(data: bytes, name: str) -> Reading:
    """Return the text and the blocks of a PDF; `name` is what people know it by.

    Raises `InputError` for one that is damaged, locked, too large, or only an image.
    """
    try:
        from iki_docgen.read.pdf.pages import pages_of  # noqa: PLC0415 - an extra, and heavy
    except ImportError as error:
        raise InputError(
            f"{name} is a PDF; reading it needs one more package",
            hint='python -m pip install "iki-docgen[pdf]"',
        ) from error
    pages = pages_of(data, name)
    _check_text(pages, name)
    sheets = [_sheet(page, name) for page in pages]
    kept = without_running([(sheet.page.height, sheet.lines) for sheet in sheets])
    beside = list(_beside(sheets, kept))
    for sheet, lines in zip(sheets, kept, strict=True):
        sheet.lines = lines
    return _reading(sheets, beside, name)


def _beside(
    sheets: Sequence[_Sheet], kept: Sequence[Sequence[TextLine]]
) -> Iterator[tuple[str, str]]:
    """Yield the texts beside the running text, with their places; what pages repeat, once."""
    seen: set[tuple[str, str]] = set()
    for sheet, lines in zip(sheets, kept, strict=True):
        running = heads_and_feet(sheet.page.height, sheet.lines, lines)
        for what, text in (*running, *sheet.page.beside):
            key = what, without_numbers(text) if what.startswith("running") else text
            if key not in seen or what == IMAGE_PAGE:
                yield text, f"{what} (page {sheet.page.number})"
            seen.add(key)


def _check_text(pages: Iterable[Page], name: str) -> None:
    """Refuse a PDF whose pages are images, or whose letters have no names."""
    glyphs = [glyph.text for page in pages for glyph in page.glyphs if glyph.text.strip()]
    if len(glyphs) < _LEAST_LETTERS:
        raise InputError(f"{name} is a scan: its pages are images, without text", hint=_ASK)
    if glyphs.count(_UNNAMED) * 2 > len(glyphs):
        raise InputError(f"{name} does not say which letters it shows", hint=_ASK)


def _sheet(page: Page, name: str) -> _Sheet:
    """Return a page with its drawn tables taken out of its text."""
    try:
        grids, alone = grids_of(page.rules)
    except TooManyRulesError as error:
        raise InputError(
            f"{name} is drawn all over on page {page.number}",
            hint="give only the pages that hold the IKI, or ask for the Word file",
        ) from error
    left: list[Glyph] = list(page.glyphs)
    found: list[DrawnTable] = []
    for grid in grids:
        before = left
        left = [glyph for glyph in before if not grid.take(glyph)]
        table = tables.from_grid(grid, f"page {page.number}, table {len(found) + 1}")
        if table is None:
            left = before
        else:
            found.append(table)
    return _Sheet(page, found, lines_of(left), alone)


def _reading(sheets: Sequence[_Sheet], beside: Iterable[tuple[str, str]], name: str) -> Reading:
    """Return the blocks of all pages, in reading order, and what stands beside them."""
    lines = Lines()
    blocks: list[Block] = []
    doubts: list[Doubt] = []
    open_table: DrawnTable | None = None
    going_on: Sequence[Stretch] = ()
    left = min((line.x0 for sheet in sheets for line in sheet.lines), default=0.0)
    for sheet in sheets:
        parts, going_on = _parts(sheet, going_on)
        first = parts[0] if parts else None
        if open_table and isinstance(first, DrawnTable) and tables.goes_on(open_table, first):
            tables.join(open_table, first)
            del parts[0]
        if open_table and parts:
            blocks.append(tables.block(open_table, lines, doubts))
            open_table = None
        last = parts[-1] if parts else None
        if isinstance(last, DrawnTable):
            open_table = last
            del parts[-1]
        blocks += _blocks(parts, sheet.page.number, left, lines, doubts)
    if open_table:
        blocks.append(tables.block(open_table, lines, doubts))
    aside = [one for text, place in beside for one in lines.add(text, place)]
    return Reading(lines.source(name), tuple(blocks), tuple(aside), tuple(doubts))


def _parts(sheet: _Sheet, going_on: Sequence[Stretch]) -> tuple[list[Part], Sequence[Stretch]]:
    """Return the lines and tables of a page from top to bottom, and what may go on after it."""
    parts: list[Part] = list(sheet.tables)
    found = parted(sheet.lines, sheet.rules, () if sheet.tables else going_on)
    for one in found:
        if isinstance(one, AlignedTable):
            place = f"page {sheet.page.number}, table {len(parts) + 1}"
            parts.append(tables.from_lines(one, place))
    last = found[-1] if found else None
    at_end = isinstance(last, AlignedTable) and last.at_end and not sheet.tables
    columns = last.columns if at_end and isinstance(last, AlignedTable) else ()
    parts += [one for one in found if isinstance(one, TextLine)]
    return sorted(parts, key=lambda part: part.top), columns


def _blocks(
    parts: Sequence[Part], page: int, left: float, lines: Lines, doubts: list[Doubt]
) -> Iterable[Block]:
    """Yield the blocks of a page; lines are counted from its head."""
    number = 0
    waiting: list[tuple[int, str]] = []

    def settled() -> Iterable[Block]:
        texts = mended([text for _, text in waiting])
        for (count, _), text in zip(waiting, texts, strict=True):
            if text.strip():
                yield from lines.add(text, f"page {page}, line {count}")
        waiting.clear()

    for part in parts:
        if isinstance(part, TextLine):
            number += 1
            if not is_blank_to_fill(part.text):
                waiting.append((number, part.spaced(left)))
        else:
            yield from settled()
            yield tables.block(part, lines, doubts)
    yield from settled()
