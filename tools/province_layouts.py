"""How agencies lay out the text of a position: labels, markers, headings, dialects of table."""

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from province_texts import Position

Rows = list[tuple[str, ...]]
PLAIN = ("Sasaran / Kinerja Utama", "Indikator Kinerja", "Penjelasan / Formulasi Penghitungan")
SLANTED = ("SASARAN/KINERJA UTAMA", "INDIKATOR KINERJA UTAMA", "PENJELASAN/FORMULASI PERHITUNGAN")
STRATEGIC = ("SASARAN STRATEGIS", "INDIKATOR KINERJA UTAMA", "ALASAN/PENJELASAN")


def as_cells(rows: Rows) -> Iterator[str]:
    """Yield each cell on a line of its own, which a tab opens."""
    for row in rows:
        yield from (f"\t{cell}" for cell in row)
        yield ""


def as_rows(rows: Rows) -> Iterator[str]:
    """Yield each row on a line, tabs between its cells."""
    yield from ("\t".join(row) for row in rows)


def as_pipes(rows: Rows) -> Iterator[str]:
    """Yield the table as Markdown has it."""
    head, *body = ("| " + " | ".join(row) + " |" for row in rows)
    yield from ("", head, "|" + "---|" * len(rows[0]), *body)


def as_grid(rows: Rows) -> Iterator[str]:
    """Yield the table as pandoc draws it, columns as wide as their longest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield ""
    for number, row in enumerate(rows):
        line = "=" if number == 1 else "-"
        yield "+" + "+".join(line * (width + 2) for width in widths) + "+"
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "| " + " | ".join(cells) + " |"
    yield "+" + "+".join("-" * (width + 2) for width in widths) + "+"


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """One way to lay out a position; `wrapped` is where lines are broken by hand, if they are."""

    labels: tuple[str, str, str]
    marker: Callable[[int], str] = lambda number: f"{'abcdefghijklmnop'[number]}. "
    headings: tuple[str, ...] = (*PLAIN, "Sumber Data")
    numbers: tuple[str, ...] = ()
    table: Callable[[Rows], Iterator[str]] = as_cells
    title: str = "INDIKATOR KINERJA INDIVIDU (IKI)"
    indent: str = ""
    wrapped: int = 0


LAYOUTS = (
    Layout(
        labels=(" 1. JABATAN\t: ", " 2. TUGAS \t: ", " 3. FUNGSI\t\t\t: "),
        marker=lambda number: f"{'abcdefghijklmnop'[number]}.",
        numbers=("1", "2", "3", "4"),
        indent="\t\t\t ",
    ),
    Layout(labels=("1. Jabatan : ", "2. Tugas : ", "3. Fungsi : "), headings=(*SLANTED, "SUMBER")),
    Layout(
        labels=("a. Jabatan : ", "b. Tugas :\n", "c. Fungsi :\n"),
        marker=lambda number: f"{number + 1}. ",
        headings=(
            "SASARAN KINERJA (4)",
            "INDIKATOR KINERJA (5)",
            "PENJELASAN/FORMULASI PERHITUNGAN (6)",
            "SUMBER DATA (7)",
        ),
    ),
    Layout(
        labels=("JABATAN. : ", "TUGAS. : ", "FUNGSI.\n"),
        headings=(
            "KINERJA",
            "INDIKATOR KINERJA",
            "PENJELASAN/FORMULASI PERHITUNGAN",
            "SUMBER DATA",
        ),
        table=as_rows,
    ),
    Layout(
        labels=("1. NAMA JABATAN : ", "2. URAIAN TUGAS : ", "3. FUNGSI : "),
        headings=(*STRATEGIC, "SUMBER DATA"),
        numbers=("(1)", "(2)", "(3)", "(4)"),
        title="",
    ),
    Layout(labels=("I. JABATAN : ", "II. TUGAS : ", "III. FUNGSI : "), table=as_pipes),
    Layout(
        labels=("1. JABATAN : ", "2. TUGAS :\n", "3. FUNGSI :\n"),
        marker=lambda _number: "- ",
        table=as_grid,
    ),
    Layout(
        labels=("1. JABATAN\t: ", "2. TUGAS\t: ", "3. Fungsi          : "),
        numbers=("1", "2", "3", "4"),
        indent="             ",
        wrapped=110,
    ),
)


def lines_of(position: Position, layout: Layout) -> Iterator[str]:
    """Yield the lines of `position` in `layout`."""
    jabatan, tugas, fungsi = layout.labels
    yield from ("", layout.title, "") if layout.title else ("", "")
    yield jabatan + position.name
    yield from _items(tugas, position.tugas, layout)
    yield from _items(fungsi, position.fungsi, layout)
    rows: Rows = [layout.headings]
    if layout.numbers:
        rows.append(layout.numbers)
    for sasaran, indicators in position.sasaran:
        rows += (
            (sasaran if number == 0 else "", *indicator)
            for number, indicator in enumerate(indicators)
        )
    yield from layout.table(rows)


def _items(label: str, items: tuple[str, ...], layout: Layout) -> Iterator[str]:
    """Yield a list, its first item on the label's line unless that ends with a line end."""
    for number, item in enumerate(items):
        ending = "." if number == len(items) - 1 else ";"
        line = f"{layout.marker(number)}{item}{ending}"
        pieces = textwrap.wrap(line, layout.wrapped) if layout.wrapped else [line]
        before = label if number == 0 else layout.indent
        yield before + pieces[0]
        yield from (layout.indent + piece for piece in pieces[1:])
