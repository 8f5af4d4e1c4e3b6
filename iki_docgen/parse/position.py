"""One section -> one position."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

import regex
from msgspec import Struct

from iki_docgen.blocks import Cell, CellRun, Table
from iki_docgen.diagnostics import Code
from iki_docgen.parse.clean import joined
from iki_docgen.parse.document import Section
from iki_docgen.parse.found import Findings
from iki_docgen.parse.grid import Grid, Headless, Seen, cell_text, split_run
from iki_docgen.parse.headings import PlacedHeading
from iki_docgen.parse.items import parse_items
from iki_docgen.parse.labels import LabelStyle
from iki_docgen.parse.tables import Groups, add_grid, table_grids
from iki_docgen.records import Item, Jabatan
from iki_docgen.source import Span
from iki_docgen.vocabulary import STANDARD, Heading, match_heading

_NOT_SLUG = regex.compile(r"[^a-z0-9]+")
_LIST_FIELDS = ("tugas", "fungsi")


class Parsed(Struct, frozen=True):
    """A position, and the places that gave no value."""

    jabatan: Jabatan
    recognised: tuple[Span, ...]
    headings: tuple[PlacedHeading, ...]


def parse_position(
    section: Section,
    grids: Sequence[Grid | Headless],
    style: LabelStyle,
    seen: Callable[[], Seen],
    found: Findings,
) -> Parsed:
    """Return the position of `section` with its tables `grids`, and add to what was `found`.

    Labels that are missing are asked for in `style`; `seen` is asked for a table without heading.
    """
    name = joined(section.fields["jabatan"][0])
    if name in {"", "-"}:
        _note_empty(section, "jabatan", "", found)
    groups = Groups(name, found)
    items = {key: _field_items(section, key, groups, style, found) for key in _LIST_FIELDS}
    headings = []
    groups.recognised += _empty_places(section)
    for table in grids:
        grid = table.grid(seen()) if isinstance(table, Headless) else table
        add_grid(groups, grid)
        headings += [
            PlacedHeading(text, text.span, name)
            for cell in grid.heading or ()
            if (text := joined(cell.paragraphs))
        ]
    if not groups.rows:
        found.note(Code.MISSING_TABLE, section.place, about=name)
    jabatan = Jabatan(
        id=slug(name),
        jabatan=name,
        atasan=None,
        tugas=items["tugas"],
        fungsi=items["fungsi"],
        sasaran=groups.sasaran(),
    )
    return Parsed(jabatan, tuple(groups.recognised), tuple(headings))


def _field_items(
    section: Section, key: str, groups: Groups, style: LabelStyle, found: Findings
) -> tuple[Item, ...]:
    name = groups.about
    if key not in section.fields:
        if not found.is_full(Code.MISSING_FIELD):
            label = style.write(key).removesuffix(" :")
            found.note(
                Code.MISSING_FIELD, section.place, about=name, field=STANDARD[key], label=label
            )
        return ()
    items: list[Item] = []
    for lines in section.fields[key]:
        parsed = parse_items(lines, name)
        items += parsed.items
        found.extend(parsed.found)  # counted for its list
        groups.recognised += parsed.recognised
    if not items:
        _note_empty(section, key, name, found)
    return tuple(items)


def _note_empty(section: Section, key: str, name: str, found: Findings) -> None:
    found.note(Code.EMPTY_FIELD, section.labels[key], about=name, field=STANDARD[key])


def grids_of(section: Section) -> list[Grid | Headless]:
    """Return the tables of a section."""
    grids: list[Grid | Headless] = []
    for table in section.tables:
        if isinstance(table, CellRun):
            grids += split_run(table.cells)
        else:
            grids += table_grids(table)
    return grids


def _empty_places(section: Section) -> Iterator[Span]:
    """Yield the places of cells in rows without text: they may have held a prompt."""
    for table in section.tables:
        for row in table.rows if isinstance(table, Table) else ():
            if not any(cell.paragraphs for cell in row):
                yield from (cell.span for cell in row)


def seen_in(grids: Iterable[Grid | Headless]) -> Seen:
    """Return what the tables with a heading show of the columns of a document."""
    sumber_data: set[str] = set()
    penjelasan: bool | None = None
    for grid in grids:
        if isinstance(grid, Headless) or grid.heading is None:
            continue
        columns = [found and found.column for found in map(_heading_of, grid.heading)]
        for row in grid.rows:
            for column, cell in zip(columns, row, strict=False):
                if column == "sumber_data" and (text := cell_text(cell)):
                    sumber_data.add(text)
                elif column == "penjelasan":
                    penjelasan = bool(penjelasan or cell_text(cell))
    return Seen(frozenset(sumber_data), penjelasan)


def _heading_of(cell: Cell) -> Heading | None:
    return match_heading(cell_text(cell))


def slug(name: str) -> str:
    """Return the id of a position: its name in small letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.lower())
    return _NOT_SLUG.sub("-", plain.encode("ascii", "ignore").decode()).strip("-") or "tanpa-nama"
