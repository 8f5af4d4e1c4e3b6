"""Tables for a terminal: what became of the files, and what a template may use."""

from collections import Counter
from collections.abc import Iterable, Sequence
from io import StringIO

from iki_docgen.report.subject import counts_line
from iki_docgen.results import BAD_STATES, Build, Started, State, Written

_STYLES = {
    State.WRITTEN: "green",
    State.REPLACED: "green",
    State.UNCHANGED: "dim",
    State.REFUSED: "bold yellow",
    State.FAILED: "bold red",
    State.LEFT_OVER: "yellow",
    State.WOULD_WRITE: "yellow",
}
_MANY = 3
"""Reasons shown in full before the rest is only counted."""


def render_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    width: int,
    color: bool,
    styles: Sequence[str] = (),
) -> str:
    """Return a table as text no wider than `width` columns; `styles` are those of its rows."""
    rows = list(rows)
    if not color and (plain := _plain_table([headings, *rows], width)) is not None:
        return plain
    return _rich_table(headings, rows, width=width, color=color, styles=styles)


def _plain_table(rows: Sequence[Sequence[str]], width: int) -> str | None:
    """Return `rows` in columns; None for what rich has to lay out, which takes longer to load."""
    if not all(cell.isascii() and cell.isprintable() for row in rows for cell in row):
        return None  # letters of two columns or none, tabs, line ends
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + len(_GAP) * (len(widths) - 1) > width:
        return None
    padded = (map(str.ljust, row, widths) for row in rows)
    return "".join(f"{_GAP.join(row).rstrip()}\n" for row in padded)


_GAP = "  "


def _rich_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    width: int,
    color: bool,
    styles: Sequence[str],
) -> str:
    from rich.console import Console  # noqa: PLC0415 - heavy
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="bold" if color else "")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for number, row in enumerate(rows):
        style = styles[number] if styles else ""
        table.add_row(*(Text(cell) for cell in row), style=style)
    out = StringIO()
    console = Console(
        file=out, width=width, force_terminal=color, no_color=not color, highlight=False
    )
    console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().split("\n")[:-1])


def build_report(
    build: Build, *, seconds: float, command: str, width: int, color: bool
) -> tuple[str, str, str]:
    """Return the table of a build, what went wrong, and the closing lines.

    `seconds` is how long it took, `command` shows the findings.
    """
    return (
        build_table(build, width=width, color=color),
        build_troubles(build.files),
        build_summary(build, seconds=seconds, command=command),
    )


def build_table(build: Build, *, width: int, color: bool) -> str:
    """Return the files of a build with what became of each."""
    return render_table(
        ("File", "Holds", "State"),
        [(file.path.name, file.what, file.state.value) for file in build.files],
        width=width,
        color=color,
        styles=[_STYLES[file.state] if color else "" for file in build.files],
    )


def build_troubles(files: Sequence[Written]) -> str:
    """Return why files were not written, and what to do; a few reasons stand for many."""
    bad = [file for file in files if file.state in BAD_STATES]
    lines = []
    for file in bad[:_MANY]:
        reason = file.reason if file.state is not State.REFUSED else f"{file.path}: {file.reason}"
        lines += [reason, f"  help: {file.hint}" if file.hint else ""]
    if len(bad) > _MANY:
        more = len(bad) - _MANY
        lines.append(f"... and {more} more file{'s' * (more != 1)}, as the table shows")
    if any(file.state is State.LEFT_OVER for file in files):
        lines.append(
            "  help: delete what is left over when nobody needs it; it is no part of this build"
        )
    return "".join(f"{line}\n" for line in lines if line)


def build_summary(build: Build, *, seconds: float, command: str) -> str:
    """Return what was written, how long it took, and how to see the findings."""
    counts = Counter(file.state for file in build.files)
    parts = [f"{counts[state]} {state.value}" for state in State if counts[state]]
    lines = [f"{build.output}: {', '.join(parts)} in {seconds:.1f} s"]
    see = f"; see them with: {command}" if any(build.findings.values()) else ""
    lines.append(f"{counts_line(build.findings)}{see}")
    return "".join(f"{line}\n" for line in lines)


def started_table(files: Sequence[Started], *, width: int, color: bool) -> str:
    """Return the files of a new folder."""
    rows = [(str(file.path), "kept as it was" if file.kept else "written") for file in files]
    return render_table(("File", "State"), rows, width=width, color=color)
