"""Two documents side by side, with what went out and what came in marked word by word."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from iki_docgen.diff.model import (
    Change,
    GroupPair,
    ItemPair,
    Kind,
    Path,
    PositionPair,
    RowPair,
    SentencePair,
)
from iki_docgen.diff.words import Side, redline
from iki_docgen.records import Butir, Indikator, Item
from iki_docgen.report.html.markup import Markup, Node, tag

_SIDES = {"before": "old: ", "after": "new: "}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A change with its id in the page."""

    key: str
    change: Change


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands side by side: the texts of both sides by the name of their field.

    `mark` is the number or letter of an item on each side; `depth` counts lists within lists.
    """

    old: Mapping[str, str] | None
    new: Mapping[str, str] | None
    old_path: Path | None
    new_path: Path | None
    mark: tuple[str, str] = ("", "")
    depth: int = 0


class Sides:
    """Draws the pairs of a comparison, whose changes it knows by their places."""

    def __init__(self, changes: Sequence[Numbered]) -> None:
        """Sort `changes` by where they were and where they are."""
        self._old: dict[Path, list[Numbered]] = {}
        self._new: dict[Path, list[Numbered]] = {}
        for one in changes:
            if one.change.old_path is not None:
                self._old.setdefault(_row_path(one.change.old_path), []).append(one)
            if one.change.new_path is not None:
                self._new.setdefault(_row_path(one.change.new_path), []).append(one)

    def position(self, pair: PositionPair) -> Markup:
        """Return all rows of a position."""
        old = {"jabatan": pair.old.jabatan} if pair.old else None
        new = {"jabatan": pair.new.jabatan} if pair.new else None
        return tag(
            "div",
            self._row(_Row(old, new, pair.old_path, pair.new_path)),
            self._field("TUGAS", pair.tugas),
            self._field("FUNGSI", pair.fungsi),
            [self._group(one) for one in pair.sasaran],
            class_="pairs",
        )

    def document(self, changes: Sequence[Numbered]) -> Markup:
        """Return a row for each change of what stands at the head of the document."""
        rows = [
            _Row(
                {one.change.field: one.change.old or "-"},
                {one.change.field: one.change.new or "-"},
                one.change.old_path,
                one.change.new_path,
            )
            for one in changes
        ]
        return tag("div", [self._row(row) for row in rows], class_="pairs")

    def _field(self, title: str, pairs: Sequence[ItemPair]) -> Node:
        alone = len(pairs) == 1  # a field that is one sentence is no list
        return [_heading(title), [self._item(one, 0, alone) for one in pairs]] if pairs else None

    def _item(self, pair: ItemPair, depth: int, alone: bool = False) -> Node:  # noqa: FBT001, FBT002 - private
        marks = (_letter(pair.old_path, depth), _letter(pair.new_path, depth))
        row = _Row(
            _item_text(pair.old),
            _item_text(pair.new),
            pair.old_path,
            pair.new_path,
            ("", "") if alone else marks,
            depth,
        )
        return [self._row(row), [self._item(one, depth + 1) for one in pair.rincian]]

    def _group(self, pair: GroupPair) -> Node:
        return [
            self._group_head(pair),
            [self._sentence(one) for one in pair.sasaran],
            [self._indikator(one) for one in pair.indikator],
        ]

    def _group_head(self, pair: GroupPair) -> Node:
        there = [*self._old.get(pair.old_path or (), ()), *self._new.get(pair.new_path or (), ())]
        keys = list(dict.fromkeys(one.key for one in there))
        pins = [_pin(one) for one in _distinct(there)]
        return tag(
            "h4",
            "Sasaran",
            pins,
            class_="pairs-heading",
            lang="id",
            data_of=" ".join(keys) or None,
        )

    def _sentence(self, pair: SentencePair) -> Markup:
        old = None if pair.old is None else {"sasaran": pair.old}
        new = None if pair.new is None else {"sasaran": pair.new}
        return self._row(_Row(old, new, pair.old_path, pair.new_path))

    def _indikator(self, pair: RowPair) -> Markup:
        cells = _cells(pair.old), _cells(pair.new)
        return self._row(_Row(*cells, pair.old_path, pair.new_path, depth=1))

    def _row(self, row: _Row) -> Markup:
        changes = self._of(row)
        old, new = self._texts(row, changes)
        kind = changes[0].change.kind.value if changes else "same"
        return tag(
            "div",
            _cell(row.mark[0], old, "before"),
            _cell(row.mark[1], new, "after"),
            tag("div", [_pin(one) for one in changes], class_="pins") if changes else None,
            class_=f"pair {kind} depth{min(row.depth, 3)}",
            data_of=" ".join(one.key for one in changes) or None,
        )

    def _of(self, row: _Row) -> list[Numbered]:
        """Return the changes of `row`."""
        old = self._old.get(row.old_path, []) if row.old_path is not None else []
        new = self._new.get(row.new_path, []) if row.new_path is not None else []
        return _distinct([*new, *old])

    def _texts(self, row: _Row, changes: Sequence[Numbered]) -> tuple[Node, Node]:
        """Return what to show on both sides, None for a side that has nothing here."""
        if row.old is not None and row.new is not None:
            return _both(row.old, row.new)
        moved = next((one.change for one in changes if one.change.kind is Kind.MOVED), None)
        here = row.new if row.old is None else row.old
        if here is None:
            return None, None
        if moved is not None and moved.old is not None and moved.new is not None:
            first = next(iter(here))
            sides = _both({**here, first: moved.old}, {**here, first: moved.new})
            sided = sides[1] if row.old is None else sides[0]
        else:
            name = "ins" if row.old is None else "del"
            sided = [_value(key, tag(name, text, class_="s")) for key, text in here.items() if text]
        return (None, sided) if row.old is None else (sided, None)


def _row_path(path: Path) -> Path:
    """Return the path of the row for one of a cell in it."""
    return path[: path.index("lainnya")] if "lainnya" in path else path


def _distinct(changes: Sequence[Numbered]) -> list[Numbered]:
    return list({one.key: one for one in changes}.values())


def _item_text(item: Item | None) -> Mapping[str, str] | None:
    if item is None:
        return None
    return {"": item.butir if isinstance(item, Butir) else item}


def _cells(row: Indikator | None) -> Mapping[str, str] | None:
    if row is None:
        return None
    cells = {"Indikator": row.indikator, "Penjelasan": row.penjelasan}
    return {**cells, "Sumber Data": row.sumber_data, **row.lainnya}


def _letter(path: Path | None, depth: int) -> str:
    """Return the marker of the item at `path`: letters outside, numbers within."""
    number = path[-1] if path else None
    if not isinstance(number, int):
        return ""
    if depth:
        return f"{number + 1}."
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return f"{letters}."


def _both(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Node, Node]:
    """Return the texts of both sides with the words marked that the other has not."""
    before: list[Node] = []
    after: list[Node] = []
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key, ""), new.get(key, "")
        if one or other:
            before.append(_value(key, tag("span", words(one, other, Side.OLD), class_="s")))
            after.append(_value(key, tag("span", words(one, other, Side.NEW), class_="s")))
    return before, after


def words(old: str, new: str, *sides: Side) -> Iterator[Node]:
    """Yield what stands on `sides` of two texts: what both have, and marked what one has.

    What went out stands before what came in its place.
    """
    arrived: list[Node] = []
    for stretch in redline(old, new):
        if stretch.side is Side.NEW and Side.NEW in sides:
            arrived.append(tag("ins", stretch.text))
        elif stretch.side is Side.OLD and Side.OLD in sides:
            yield tag("del", stretch.text)
        elif stretch.side is Side.BOTH:
            yield from arrived
            arrived.clear()
            yield stretch.text
    yield from arrived


def _value(key: str, text: Node) -> Node:
    if key in {"", "jabatan", "sasaran"}:
        return tag("p", text)
    return tag("p", tag("b", f"{key}: ", class_="key"), text)


def _cell(mark: str, content: Node, side: str) -> Markup:
    filled = content is not None
    marker = tag("span", mark, class_="mark") if filled and mark else None
    label = tag("span", _SIDES[side], class_="side", lang="en") if filled else None
    return tag(
        "div",
        label,
        marker,
        tag("div", content) if filled else None,
        class_=f"cell {side}{'' if filled else ' nothing'}",
        lang="id",
    )


def _pin(one: Numbered) -> Markup:
    kind = one.change.kind.value
    return tag("a", kind, href=f"#{one.key}", class_=f"pin {kind}", data_of=one.key)


def _heading(title: str) -> Markup:
    return tag("h4", title, class_="pairs-heading", lang="id")
