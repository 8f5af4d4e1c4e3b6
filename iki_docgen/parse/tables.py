"""Rows -> groups of indicators.

A column is known by its heading, never by its place, unless there is no heading.  An empty first
cell continues the group above; so does one that repeats it word for word.
"""

from collections.abc import Iterator, Mapping, Sequence

import regex
from msgspec import Struct, field
from msgspec.structs import replace

from iki_docgen.blocks import Cell, Paragraph, Row, Table
from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.parse.broken import mended
from iki_docgen.parse.clean import cleaned, join_texts, joined, strip_trail, wording
from iki_docgen.parse.double import doubles_in, parted
from iki_docgen.parse.found import Findings
from iki_docgen.parse.grid import (
    Grid,
    are_under_one,
    cell_text,
    goes_on,
    instead,
    is_all_headings,
    is_heading_row,
    is_number_row,
    opens_table,
    under,
)
from iki_docgen.parse.headings import without_numbers
from iki_docgen.parse.item_reader import shortened
from iki_docgen.parse.markers import head_of
from iki_docgen.parse.notes import without_notes
from iki_docgen.records import Indikator, Sasaran
from iki_docgen.source import NOWHERE, Span, Text, span_of
from iki_docgen.vocabulary import STANDARD, is_prompt, is_weak_heading, match_heading

STANDARD_COLUMNS = ("sasaran", "indikator", "penjelasan", "sumber_data")
COLUMN_NAMES = {
    "sasaran": "Sasaran",
    "indikator": "Indikator",
    "penjelasan": "Penjelasan",
    "sumber_data": "Sumber Data",
    "nomor": "number",
}
_OTHER = "lainnya"
_SENTENCES = ("sasaran", "indikator")
"""Columns whose cells hold one sentence each."""
_NOTHING = Text("")
_NO_CELL = Cell((), NOWHERE)
"""What a row has in a column that its table lacks."""
_NUMBER_ONLY = regex.compile(r"\W*(?:\d{1,4}|[a-zA-Z]{1,2}|[ivxIVX]{1,5})?\W*")

_LONGEST_PENJELASAN = 2000
"""No page parts a longer one; joining row after row would take the square of their number."""
_TWO = 2
_OUTCOME = regex.compile(
    r"(?:^|(?<!\b(?:dan|serta|atau|yang|dengan|untuk|melalui|guna))(?<=[\p{L}\p{N}).;])\s)\p{Lu}\p{Ll}{3,}nya\b"
)
"""The word that opens a Sasaran, `Meningkatnya`, at its head or after words that had ended."""


class Column(Struct, frozen=True):
    """A column: which field it fills, or, for a column of its own, under which heading."""

    field: str
    heading: str = ""


class Groups(Struct):
    """The groups of one position while its tables are read; what is found goes to `found`.

    `recognised` are the places of headings and numbers, which are in no record.
    """

    about: str
    found: Findings
    rows: list[tuple[tuple[Text, ...], list[Indikator]]] = field(default_factory=list)
    recognised: list[Span] = field(default_factory=list)

    def sasaran(self) -> tuple[Sasaran, ...]:
        """Return the groups as records."""
        return tuple(
            Sasaran(sasaran=texts, indikator=tuple(indikator)) for texts, indikator in self.rows
        )


def table_grids(table: Table) -> Iterator[Grid]:
    """Yield the tables that the rows of `table` are: one for each heading row of its own."""
    rows: list[Row] = []
    heading: Row | None = None
    for row in table.rows:
        if not any(cell.paragraphs for cell in row):
            continue
        if opens_table(row, heading):
            if rows:
                yield _grid(rows)
            rows, heading = [], row
        rows.append(row)
    yield _grid(rows)


def _grid(rows: list[Row]) -> Grid:
    """Return `rows` under their heading row and number row, where they have them."""
    heading = rows.pop(0) if rows and is_heading_row(rows[0]) else None
    numbers: Row = ()
    below: Row = ()
    if heading is not None and rows and are_under_one(heading, rows[0]):
        below, shared = rows.pop(0), heading
        heading = instead(heading, below)
        below += tuple(cell for cell in shared if cell not in heading)  # its place is recognised
    elif heading is not None and rows and goes_on(heading, rows[0]):
        below = rows.pop(0)
        heading = under(heading, below)
    if rows and is_number_row([cell for cell in rows[0] if cell.paragraphs]):
        numbers = rows.pop(0)
    if heading is None:
        return Grid(None, numbers, tuple(rows))
    width = max((len(row) for row in (numbers, *rows)), default=0)
    rows, broken = mended(rows, heading, max(width, len(heading)))
    return Grid(parted(heading, width), numbers, tuple(rows), doubles_in(heading), below, broken)


def add_grid(groups: Groups, grid: Grid) -> None:
    """Add the rows of a table to the groups of its position."""
    groups.recognised += [cell.span for cell in (*grid.below, *grid.numbers)]
    if grid.heading is None:
        if not grid.rows:
            return
        columns = _columns_by_order(grid)
        first = next(cell for row in grid.rows for cell in row if cell.paragraphs)
        groups.found.note(Code.TABLE_WITHOUT_HEADING, _place(first), about=groups.about)
    else:
        groups.recognised += [cell.span for cell in grid.heading]
        columns = list(_columns(groups, grid.heading))
        groups.found.take(_double_headings(groups.about, grid))
        for row in grid.broken:
            _incomplete(groups, row, "a line break inside a cell; its pieces were put together")
    for row in without_notes(groups.found, groups.about, grid.rows):
        if not any(cell.paragraphs for cell in row):
            groups.recognised += [cell.span for cell in row]  # may have held a prompt
            continue
        if grid.heading is not None and (is_all_headings(row) or _is_repeated_numbers(grid, row)):
            groups.recognised += [cell.span for cell in row]
            groups.found.take(_other_words(groups.about, grid, row))
            continue
        _add_row(groups, columns, row, headed=grid.heading is not None)


def _other_words(about: str, grid: Grid, row: Row) -> Iterator[Diagnostic]:
    """Yield a note for a row of headings that are not worded as those of its table."""
    words = [cell_text(cell) for cell in row if cell.paragraphs]
    own = {cell_text(cell) for cell in grid.heading or ()}
    if not own.issuperset(words) and not _is_repeated_numbers(grid, row):
        text = shortened(" | ".join(words))
        yield Code.PAGE_FURNITURE.at(
            _row_place(row), about=about, what="a row that holds headings only", text=text
        )


def _double_headings(about: str, grid: Grid) -> Iterator[Diagnostic]:
    """Yield a note for each cell with two headings: how it was read, and how else it might be."""
    kept = {cell.span for cell in grid.heading or ()}
    for cell in grid.doubles:
        found = match_heading(cell_text(cell))
        if found is None:  # it would be no double heading
            continue
        both = [STANDARD[found.column], STANDARD[found.second]]
        one = cell.span in kept
        many = "one cell for both" if one else "a cell for each"
        yield Code.ODD_HEADING.at(
            _place(cell),
            about=about,
            found=cell_text(cell),
            column=both[0] if one else " and ".join(both),
            reason=f"two headings stand in one cell, and the rows have {many}",
            expected=" | ".join(both),
        )


def _columns_by_order(grid: Grid) -> list[Column]:
    """Return the columns of a table without headings: the standard ones, after a number."""
    standard = [Column(name) for name in STANDARD_COLUMNS]
    numbered = all(
        cell_text(row[0]).rstrip(".").isdigit() for row in grid.rows if row[0].paragraphs
    )
    has_number = numbered and any(row[0].paragraphs for row in grid.rows)
    return [Column("nomor"), *standard] if has_number else standard


def _is_repeated_numbers(grid: Grid, row: Row) -> bool:
    numbers = grid.numbers
    if not numbers or len(numbers) != len(row):
        return False
    return all(
        cell_text(cell) == cell_text(other) for cell, other in zip(row, numbers, strict=True)
    )


def _columns(groups: Groups, heading: Row) -> Iterator[Column]:
    """Yield what the cells of the heading row say; the first column of a kind is the one."""
    taken: set[str] = set()
    firm = {
        found.column
        for cell in heading
        if (found := match_heading(text := cell_text(cell))) and not is_weak_heading(text)
    }
    texts = without_numbers([cell_text(cell) for cell in heading])
    for cell, text in zip(heading, texts, strict=True):
        found = match_heading(text)
        column = found.column if found else _OTHER
        reason = "not one of the standard ones"
        if column in taken or (column in firm and is_weak_heading(text)):
            column, reason = _OTHER, "the second one of its kind"
        if column == _OTHER:
            name = _free_name(text or "kolom", taken)
            taken.add(name)
            if text:
                groups.found.note(
                    Code.EXTRA_COLUMN, _place(cell), about=groups.about, heading=text, reason=reason
                )
            yield Column(_OTHER, name)
            continue
        taken.add(column)
        yield Column(column)
    for column in STANDARD_COLUMNS:
        if column not in taken:
            groups.found.note(
                Code.MISSING_COLUMN,
                _place(heading[0]),
                about=groups.about,
                column=COLUMN_NAMES[column],
            )


def _free_name(name: str, taken: set[str]) -> str:
    """Return `name`, with a number if it is taken; halving keeps many equal names quick."""
    if name not in taken:
        return name
    low, high = 1, 2
    while f"{name} ({high})" in taken:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if f"{name} ({middle})" in taken else (low, middle)
    return f"{name} ({high})"


def _add_row(groups: Groups, columns: Sequence[Column], row: Row, *, headed: bool) -> None:
    cells, other = _by_column(groups, columns, row)
    sasaran = cells.get("sasaran", _NO_CELL)
    texts = _sasaran_texts(sasaran)
    if sasaran.paragraphs and not texts:
        groups.recognised.append(sasaran.span)  # a number without words
    text = _indikator_text(cells.get("indikator", _NO_CELL))
    indikator = Indikator(
        indikator=text or Text("", _row_place(row)),
        penjelasan=cell_value(cells.get("penjelasan", _NO_CELL)),
        sumber_data=cell_value(cells.get("sumber_data", _NO_CELL)),
        lainnya=other,
    )
    _note_joined(groups, cells, row)
    if _put(groups, texts, indikator, row) and headed and len(row) < len(columns):
        _incomplete(groups, row, f"{len(row)} of {len(columns)} cells")


def _put(groups: Groups, texts: tuple[Text, ...], indikator: Indikator, row: Row) -> bool:
    """Put a row to its group; tell whether it has an Indikator, and report it if it has none."""
    if not texts and _put_above(groups, indikator):
        _incomplete(groups, row, "a Penjelasan and nothing else, which was put to the row above")
        return False
    _open_group(groups, texts, row)
    if indikator.indikator or indikator.penjelasan or indikator.sumber_data or indikator.lainnya:
        groups.rows[-1][1].append(indikator)
    if not indikator.indikator:
        _incomplete(groups, row, "no Indikator")
    return bool(indikator.indikator)


def _put_above(groups: Groups, row: Indikator) -> bool:
    """Put a row that holds a Penjelasan alone to the one above, if there is one: say so.

    It is the rest of a cell that the end of a page parted.
    """
    above = groups.rows[-1][1] if groups.rows else []
    if not above or not row.penjelasan or row.indikator or row.sumber_data or row.lainnya:
        return False
    if len(above[-1].penjelasan) > _LONGEST_PENJELASAN:
        return False
    parts = [Text(value, span_of(value)) for value in (above[-1].penjelasan, row.penjelasan)]
    above[-1] = replace(above[-1], penjelasan=join_texts(parts, " "))
    return True


def _by_column(
    groups: Groups, columns: Sequence[Column], row: Row
) -> tuple[dict[str, Cell], dict[str, str]]:
    """Return the cells of a row by the field that they fill, and what stands in other columns."""
    cells: dict[str, Cell] = {}
    other: dict[str, str] = {}
    for column, cell in zip(columns, row, strict=False):
        if column.field == _OTHER:
            if cell.paragraphs and (value := cell_value(cell)):
                other[column.heading] = value
        elif column.field == "nomor":
            _take_number(groups, cell, row, other)
        else:
            cells[column.field] = cell
            if not cell.paragraphs:  # an empty box may have held a prompt, which is no value
                groups.recognised.append(cell.span)
    if len(row) > len(columns):
        _extra_cells(groups, columns, row, other)
    return cells, other


def _note_joined(groups: Groups, cells: Mapping[str, Cell], row: Row) -> None:
    """Report a cell that may hold several sentences, and was read as one."""
    several = {
        name: cell.paragraphs
        for name, cell in cells.items()
        if len(cell.paragraphs) > 1 and name in _SENTENCES
    }
    numbered = sum(head_of(line).marker is not None for line in several.get("indikator", ()))
    if numbered > 1:
        _incomplete(groups, row, f"{numbered} numbered indicators in one cell, read as one")
    for name in _SENTENCES:
        if parts := _sentences(several.get(name, ())):
            column = COLUMN_NAMES[name]
            _incomplete(groups, row, f"{parts} paragraphs in its cell {column}, read as one")
        elif name == "sasaran" and (parts := _outcomes(cells.get(name, _NO_CELL).paragraphs)):
            _incomplete(groups, row, f"{parts} Sasaran in one cell, read as one")


def _sentences(lines: Sequence[Paragraph]) -> int:
    """Return how many sentences the paragraphs of a cell may be, 0 where they are one for sure.

    Lines of a text are wrapped; a paragraph of an office document that opens like a sentence, with
    a capital and no number, may be one.
    """
    if any(line.wrapped or head_of(line).marker for line in lines):
        return 0
    opening = sum(head_of(line).value[:1].isupper() for line in lines)
    return opening if opening > 1 else 0


def _outcomes(lines: Sequence[Paragraph]) -> int:
    """Return how many Sasaran stand in a cell, 0 where each has a paragraph with its number.

    Each opens with what shall be reached, `Meningkatnya` or `Terwujudnya`; after `dan` it is the
    same sentence.
    """
    if sum(line.text.count("nya") for line in lines) < _TWO:
        return 0
    numbered = sum(head_of(line).marker is not None for line in lines)
    found = _OUTCOME.findall(wording(lines))
    return len(found) if len(found) > max(1, numbered) else 0


def _take_number(groups: Groups, cell: Cell, row: Row, other: dict[str, str]) -> None:
    """Pass over the number of a row; words that stand in its column are kept aside."""
    if _NUMBER_ONLY.fullmatch(cell_text(cell)):
        groups.recognised.append(cell.span)
    else:
        other[STANDARD["nomor"]] = cell_value(cell)
        _incomplete(groups, row, "words in the column of its number, kept as `lainnya`")


def _extra_cells(
    groups: Groups, columns: Sequence[Column], row: Row, other: dict[str, str]
) -> None:
    """Keep what stands in cells beyond the last heading."""
    beyond = [value for cell in row[len(columns) :] if (value := cell_value(cell))]
    if beyond:
        other[_free_name("kolom", set(other))] = join_texts(beyond, "\n")
        _incomplete(
            groups,
            row,
            f"{len(row)} cells under {len(columns)} headings, what is beyond is kept aside",
        )


def _open_group(groups: Groups, texts: tuple[Text, ...], row: Row) -> None:
    """Open the group of a row, or stay in the one above."""
    if not groups.rows:
        groups.rows.append((texts, []))
        if not texts:
            _incomplete(groups, row, "no Sasaran, neither in it nor above it")
    elif texts and texts != groups.rows[-1][0]:
        groups.rows.append((texts, []))
    else:
        groups.recognised += [text.span for text in texts]  # it repeats the one above
        return
    if len(texts) > 1:
        groups.found.note(
            Code.SEVERAL_SASARAN_IN_ONE_CELL,
            Span(texts[0].span.start, texts[-1].span.end),
            about=groups.about,
            count=len(texts),
        )


def _incomplete(groups: Groups, row: Row, reason: str) -> None:
    if not groups.found.is_full(Code.INCOMPLETE_ROW):
        place = _row_place(row)
        groups.found.note(Code.INCOMPLETE_ROW, place, about=groups.about, reason=reason)


def _row_place(row: Row) -> Span:
    return next((_place(cell) for cell in row if cell.paragraphs), row[0].span)


def _place(cell: Cell) -> Span:
    """Return where the text of a cell stands."""
    text = joined(cell.paragraphs)
    return text.span if text else cell.span  # invisible characters are no text


def cell_value(cell: Cell) -> Text:
    """Return the text of a cell, a line for each paragraph, its punctuation kept.

    Numbers that the office program makes stand before their lines, as people see them.  A prompt
    of our own documents is no text.
    """
    if not cell.paragraphs:
        return _NOTHING
    if len(cell.paragraphs) == 1:
        value = _as_seen(cell.paragraphs[0]) or _NOTHING
    else:
        value = join_texts([_as_seen(paragraph) for paragraph in cell.paragraphs], "\n")
    return Text("", value.span) if is_prompt(value) else value


def _as_seen(paragraph: Paragraph) -> Text:
    text = cleaned(paragraph)
    return Text(f"{text.marker} {text}", text.span) if text and text.marker else text


def _indikator_text(cell: Cell) -> Text:
    """Return the text of an Indikator cell without the number before it."""
    if not cell.paragraphs:
        return _NOTHING
    first, *others = cell.paragraphs
    head = head_of(first)
    whole = head.text(first.span)
    if others:
        whole = join_texts([whole, *map(cleaned, others)], " ")
    return _without_trail(whole, head.marker.text if head.marker else "")


def _sasaran_texts(cell: Cell) -> tuple[Text, ...]:
    """Return the sentences of a Sasaran cell: one, or one for each numbered paragraph."""
    if not cell.paragraphs:
        return ()
    if len(cell.paragraphs) == 1:
        first = cell.paragraphs[0]
        text = head_of(first).text(first.span)
        return (_without_trail(text, text.marker),) if text else ()
    sentences: list[tuple[str, list[Text]]] = []
    for paragraph in cell.paragraphs:
        head = head_of(paragraph)
        text = head.text(paragraph.span)
        if head.marker is not None or not sentences:
            sentences.append((text.marker, [text]))
        else:
            sentences[-1][1].append(text)
    texts = []
    for marker_text, lines in sentences:
        whole = join_texts(lines, " ")
        if whole:
            texts.append(_without_trail(whole, marker_text))
    return tuple(texts)


def _without_trail(text: Text, marker: str) -> Text:
    """Return `text` without its closing punctuation; of nothing else it is left as it is."""
    value = strip_trail(text) or text
    return text if value == text and marker == text.marker else Text(value, text.span, marker)
