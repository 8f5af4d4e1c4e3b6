"""Tables in HTML, as pandoc writes into Markdown what bars cannot say.

    table  := "<table>" { line } "</table>"    a table ends with the line that closes it
    row    := "<tr>" { cell }
    cell   := ( "<th>" | "<td>" ) text { "<p>" text }

Closing tags but the last may be missing.  A cell that spans others covers empty cells.  What the
reader cannot hold (a table in a cell, text between cells, more cells than bounds allow) is no
table: its lines stay what they are, and nothing is lost.
"""

from html import unescape
from html.parser import HTMLParser

import regex

from iki_docgen.blocks import Cell, Paragraph, Row, Table
from iki_docgen.read.columns import LONGEST_LINE, MOST_COLUMNS, Taken
from iki_docgen.read.survey import Survey
from iki_docgen.source import Span

_OPENING = regex.compile(r"\s*+<table\b[^<>]*+>", regex.IGNORECASE)
_CLOSING = regex.compile(r"</table\s*+>\s*+", regex.IGNORECASE)
_CELLS = ("td", "th")
_BREAKS = ("p", "br", "li", "div")
_LISTS = ("ol", "ul")
_FRAME = ("table", "thead", "tbody", "tfoot", "tr", "colgroup")
# The parser takes what stands in these for no markup, or for no text.
_REFUSED = ("script", "style", "textarea", "title", "template", "iframe", "plaintext")
_LONGEST = 200_000
_MOST_ROWS = 5_000
_MOST_SIGNS = 100_000
"""Tags and signs in a text; reading each takes ten times as long as a line."""
_FEW_DIGITS = 4


def openers(survey: Survey) -> list[int]:
    """Return the lines at which a table in HTML opens."""
    whole = survey.whole
    if "</table" not in whole or whole.count("<") + whole.count("&") > _MOST_SIGNS:
        return []
    found = survey.lines_with("<table")
    return [at for at in found if _OPENING.match(survey.texts[at])]


def take(survey: Survey, at: int) -> Taken | None:
    """Return the HTML table that opens at line `at` and the index after it, or None."""
    length = 0
    for end in range(at, len(survey.lines)):
        text = survey.texts[end]
        length += len(text) + 1
        if length > _LONGEST or len(text) > LONGEST_LINE or (end > at and _OPENING.match(text)):
            return None
        if "</" in text and (closing := _CLOSING.search(text)):
            rows = _rows(survey, at, end + 1) if closing.end() == len(text) else []
            return Taken(Table(tuple(rows)), end + 1) if rows else None
    return None


def captions(survey: Survey, at: int, end: int) -> list[Paragraph]:
    """Return the lines of the caption of the HTML table from `at` to `end`, as they stand."""
    first = at if _OPENING.match(survey.texts[at]) else end
    for last in range(first, end):
        if "</caption>" in survey.texts[last].lower():
            return [line for line in survey.lines[first + 1 : last + 1] if line.text]
    return []


def _rows(survey: Survey, at: int, end: int) -> list[Row]:
    """Return the rows of the table in the lines from `at` to `end`, none if it is no plain one."""
    reader = _Reader()
    for line in survey.lines[at:end]:
        if line.text:
            reader.read(line)
        if reader.is_odd:
            return []
    reader.close_cell()
    if len(reader.rows) > _MOST_ROWS:
        return []
    return _filled(reader.rows)


class _Spanning:
    """A cell while it is read: its paragraphs so far, and what it covers."""

    def __init__(self, at: int, columns: int, rows: int) -> None:
        """Open the cell at offset `at`."""
        self.at = at
        self.columns = columns
        self.rows = rows
        self.paragraphs: list[Paragraph] = []


class _Reader(HTMLParser):
    """Gathers the cells of one table, line by line, so that each text knows its place."""

    def __init__(self) -> None:
        """Read signs as they are written: their places are known then."""
        super().__init__(convert_charrefs=False)
        self.rows: list[list[_Spanning]] = []
        self.is_odd = False
        self._cell: _Spanning | None = None
        self._tables = 0
        self._in_caption = False
        self._lists: list[int | None] = []  # the number of the last item of each open list
        self._marker = ""
        self._pieces: list[str] = []
        self._span: Span | None = None
        self._line = Span(0, 0)

    def read(self, line: Paragraph) -> None:
        """Read one line of the table."""
        self._line = line.span
        self.feed(f"{line.text}\n")
        if self.rawdata:  # a tag that goes on in the next line: its places would be lost
            self.is_odd = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a row, a cell or a paragraph."""
        if tag == "table":
            self._tables += 1
        self._look_for_caption(tag)
        if self._tables > 1 or tag in _REFUSED:
            self.is_odd = True
        elif tag in _CELLS:
            self.close_cell()
            if not self.rows:
                self.rows.append([])
            spans = dict(attrs)
            self._cell = _Spanning(
                self._line.end, _number(spans.get("colspan")), _number(spans.get("rowspan"))
            )
            self.rows[-1].append(self._cell)
        elif tag in _FRAME:
            self.close_cell()
            if tag == "tr":
                self.rows.append([])
        elif tag in _LISTS:
            self._close_paragraph()
            self._lists.append(0 if tag == "ol" else None)
        elif tag in _BREAKS:
            self._close_paragraph()
            self._open_item(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a cell or a paragraph."""
        if tag == "caption":
            self._in_caption = False
        if tag in _CELLS or tag in _FRAME:
            self.close_cell()
        elif tag in (*_BREAKS, *_LISTS):
            self._close_paragraph()
            self._lists = self._lists[:-1] if tag in _LISTS else self._lists

    def handle_data(self, data: str) -> None:
        """Take text."""
        self._say(data, len(data.rstrip()), len(data) - len(data.lstrip()))

    def handle_entityref(self, name: str) -> None:
        """Take a sign that is written as its name."""
        self._say(unescape(f"&{name};"), len(name) + 2)

    def handle_charref(self, name: str) -> None:
        """Take a sign that is written as its number."""
        self._say(unescape(f"&#{name};"), len(name) + 3)

    def handle_comment(self, data: str) -> None:
        """Refuse a table with a comment: its words would vanish."""
        self.is_odd = self.is_odd or bool(data.strip())

    def handle_decl(self, decl: str) -> None:
        """Refuse a declaration."""
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        """Refuse an instruction."""
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        """Refuse a marked section."""
        self.handle_comment(data)

    def close_cell(self) -> None:
        """End the cell that is open."""
        self._close_paragraph()
        self._cell = None
        self._lists, self._marker = [], ""

    def _look_for_caption(self, tag: str) -> None:
        """Open a caption; only one that has lines of its own, and ends, is put back as lines."""
        if self._in_caption and tag in (*_CELLS, "tr", "caption"):
            self.is_odd = True
        if tag == "caption":
            self.is_odd = self.is_odd or bool(self.rows) or self.getpos()[1] > 0
            self._in_caption = True

    def _open_item(self, tag: str) -> None:
        """Give the item of a list its marker, which stands outside its text."""
        if tag != "li" or not self._lists:
            return
        number = self._lists[-1]
        self._marker = "-" if number is None else f"{number + 1}."
        self._lists[-1] = None if number is None else number + 1

    def _close_paragraph(self) -> None:
        text = " ".join("".join(self._pieces).split())
        if self._cell is not None and self._span is not None and text:
            level = max(0, len(self._lists) - 1)
            line = Paragraph(text, self._span, wrapped=False, marker=self._marker, level=level)
            self._cell.paragraphs.append(line)
            self._marker = ""
        self._pieces, self._span = [], None

    def _say(self, text: str, length: int, lead: int = 0) -> None:
        """Take `text`, which is `length` characters of the line after `lead` blanks."""
        if self._in_caption:
            return  # `captions` gives its lines
        if text.strip():
            if self._cell is None:
                self.is_odd = True  # text that stands between cells
            here = self._line.start + self.getpos()[1]
            start = here + lead if self._span is None else self._span.start
            self._span = Span(start, min(here + length, self._line.end))
        self._pieces.append(text)


def _number(text: str | None) -> int:
    """Return how many columns or rows a cell spans."""
    plain = (text or "").strip()
    number = int(plain) if plain.isdecimal() and len(plain) <= _FEW_DIGITS else 1
    return max(1, number)


def _filled(rows: list[list[_Spanning]]) -> list[Row]:
    """Return rows of equal width, none if they are wider than a table is."""
    covered: dict[int, int] = {}  # column -> rows below that a cell above still covers
    found: list[list[Cell]] = []
    for row in rows:
        cells: list[Cell] = []
        waiting = list(reversed(row))
        below: dict[int, int] = {}
        while waiting or any(column >= len(cells) for column in covered):
            column = len(cells)
            if column >= MOST_COLUMNS:
                return []
            if column in covered or not waiting:
                cells.append(_empty(cells, row))
                continue
            one = waiting.pop()
            cells.append(_cell_of(one))
            width = min(one.columns, MOST_COLUMNS - column)
            cells += [Cell((), Span(one.at, one.at))] * (width - 1)
            below.update(dict.fromkeys(range(column, column + width), one.rows - 1))
        covered = {column: left - 1 for column, left in covered.items()} | below
        covered = {column: left for column, left in covered.items() if left > 0}
        found.append(cells)
    width = max(map(len, found), default=0)
    return [(*cells, *[_empty(cells, [])] * (width - len(cells))) for cells in found if cells]


def _empty(cells: list[Cell], row: list[_Spanning]) -> Cell:
    at = cells[-1].span.end if cells else row[0].at if row else 0
    return Cell((), Span(at, at))


def _cell_of(one: _Spanning) -> Cell:
    if not one.paragraphs:
        return Cell((), Span(one.at, one.at))
    span = Span(one.paragraphs[0].span.start, one.paragraphs[-1].span.end)
    return Cell(tuple(one.paragraphs), span)
