"""New positions and entries as lines of YAML, or in braces where a person wrote in braces."""

from collections.abc import Iterable, Iterator

from iki_docgen.answers.merging import EntryPlan, PositionPlan
from iki_docgen.answers.model import Entry
from iki_docgen.answers.scalars import Written, block, inline


def entry_values(entry: Entry, *, with_first: bool = False) -> Iterator[tuple[str, str | int]]:
    """Yield the keys of an entry with their values; `with_first` the `ke` of a first one too."""
    yield "indikator", entry.indikator
    if entry.ke != 1 or with_first:
        yield "ke", entry.ke
    if entry.penjelasan is not None:
        yield "penjelasan", entry.penjelasan
    if entry.sumber_data is not None:
        yield "sumber_data", entry.sumber_data


def item_lines(plan: PositionPlan | EntryPlan, column: int, deepest: int) -> list[str]:
    """Return a new item of a list, whose dash stands in `column` (from 0).

    The comments below it start in column `deepest` at most.
    """
    if isinstance(plan, EntryPlan):
        return _key_lines(entry_values(plan.entry), column, deepest)
    lines = _key_lines([("id", plan.id), ("jabatan", plan.jabatan)], column, deepest)
    lines.append(f"{' ' * (column + 2)}indikator:")
    for entry in plan.entries:
        lines += item_lines(entry, column + 4, deepest)
    return lines


def in_braces(plan: PositionPlan | EntryPlan) -> str:
    """Return a new item of a list that stands in brackets."""
    if isinstance(plan, PositionPlan):
        names = [("id", plan.id), ("jabatan", plan.jabatan)]
        head = ", ".join(f"{key}: {inline(value, in_flow=True)}" for key, value in names)
        return f"{{{head}, indikator: [{', '.join(map(in_braces, plan.entries))}]}}"
    pairs = entry_values(plan.entry)
    return "{" + ", ".join(f"{key}: {flow_value(value)}" for key, value in pairs) + "}"


def flow_value(value: str | int) -> str:
    """Return a value as it stands in braces."""
    return str(value) if isinstance(value, int) else inline(value, in_flow=True)


def block_value(value: str | int, column: int, deepest: int) -> Written:
    """Return a value for a key in `column`, outside braces; see `scalars.block`."""
    return Written(str(value)) if isinstance(value, int) else block(value, column, deepest)


def joined(lines: Iterable[str]) -> str:
    """Return lines as text that ends in a line end."""
    return "".join(f"{line}\n" for line in lines)


def _key_lines(pairs: Iterable[tuple[str, str | int]], column: int, deepest: int) -> list[str]:
    lines: list[str] = []
    for number, (key, value) in enumerate(pairs):
        written = block_value(value, column + 2, deepest)
        lines.append(f"{' ' * column}{'  ' if number else '- '}{key}: {written.head}")
        lines += written.below
    return lines
