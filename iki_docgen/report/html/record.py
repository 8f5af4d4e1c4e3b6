"""The record of a position, as its document will show it."""

from collections.abc import Callable, Iterator, Sequence

from iki_docgen.records import Butir, Indikator, Item, Jabatan, Sasaran
from iki_docgen.report.html.markup import Markup, Node, tag
from iki_docgen.source import NOWHERE, Source, span_of

LineOf = Callable[[str], int | None]
"""Tells in which line of the source a text was read."""

_COLUMNS = ("Sasaran", "Indikator", "Penjelasan", "Sumber Data")
_KINDS = "a1ai1"


def line_of(source: Source | None) -> LineOf:
    """Return what tells the lines of the texts that were read from `source`."""

    def line(text: str) -> int | None:
        span = span_of(text)
        if source is None or not 0 <= span.start <= len(source.text) or span == NOWHERE:
            return None
        return source.position(span.start).line

    return line


def record(jabatan: Jabatan, superior: Node, line: LineOf) -> Markup:
    """Return everything that `jabatan` holds; `superior` is what to show as its superior."""
    return tag(
        "div",
        tag("p", tag("b", "Superior: "), superior, class_="superior"),
        _field("TUGAS", jabatan.tugas, line),
        _field("FUNGSI", jabatan.fungsi, line),
        _table(jabatan, line),
        class_="record",
    )


def empty(what: str) -> Markup:
    """Return the sign that something is empty."""
    return tag("span", f"({what})", class_="empty")


def _field(title: str, items: Sequence[Item], line: LineOf) -> Markup:
    heading = tag("h4", title, lang="id")
    if not items:
        return tag("div", heading, tag("p", empty("empty")))
    if len(items) == 1 and isinstance(items[0], str):
        return tag("div", heading, tag("p", _text(items[0], line)))
    return tag("div", heading, _items(items, line, 0))


def _items(items: Sequence[Item], line: LineOf, depth: int) -> Markup:
    kind = _KINDS[depth % len(_KINDS)]
    return tag("ol", [tag("li", _item(one, line, depth)) for one in items], type=kind)


def _item(item: Item, line: LineOf, depth: int) -> Node:
    if isinstance(item, Butir):
        return [_text(item.butir, line), _items(item.rincian, line, depth + 1)]
    return _text(item, line)


def _text(text: str, line: LineOf) -> Node:
    number = line(text)
    words = tag("span", text, class_="s", lang="id")
    if number is None:
        return words
    hint = f"line {number} of the source"
    return [words, " ", tag("a", str(number), href=f"#L{number}", class_="ln", title=hint)]


def _table(jabatan: Jabatan, line: LineOf) -> Markup:
    if not jabatan.sasaran:
        return tag("p", empty("no table"))
    head = tag("tr", [tag("th", name, scope="col") for name in _COLUMNS], lang="id")
    rows = [_rows(group, line) for group in jabatan.sasaran]
    table = tag("table", tag("thead", head), tag("tbody", rows))
    name = f"Table of {jabatan.jabatan}"
    return tag("div", table, class_="scroll", tabindex=0, role="region", aria_label=name)


def _rows(group: Sasaran, line: LineOf) -> Iterator[Markup]:
    sentences = [tag("p", _text(one, line)) for one in group.sasaran] or empty("empty")
    first: Node = tag("td", sentences, rowspan=max(1, len(group.indikator)))
    if not group.indikator:
        yield tag("tr", first, tag("td", empty("no indicator"), colspan=3))
    for row in group.indikator:
        yield tag("tr", first, _cells(row, line))
        first = None


def _cells(row: Indikator, line: LineOf) -> Node:
    others = [
        tag("p", tag("b", f"{heading}: "), _text(value, line), lang="id")
        for heading, value in row.lainnya.items()
    ]
    return [
        tag("td", _text(row.indikator, line) if row.indikator else empty("empty"), others),
        tag("td", tag("div", _text(row.penjelasan, line), class_="lines"))
        if row.penjelasan
        else tag("td", empty("empty")),
        tag("td", _text(row.sumber_data, line) if row.sumber_data else empty("empty")),
    ]
