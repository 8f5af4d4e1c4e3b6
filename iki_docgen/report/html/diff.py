"""The page of `iki diff`: what changed, side by side, and what becomes of the answers."""

from collections import Counter
from collections.abc import Mapping, Sequence

from iki_docgen.diff.model import Carry, Change, Comparison, Kind, PositionPair, Weight
from iki_docgen.diff.words import Side
from iki_docgen.records import Document
from iki_docgen.report.compared import Compared
from iki_docgen.report.html.answers import Homes, carried
from iki_docgen.report.html.markup import Markup, Node, tag
from iki_docgen.report.html.page import (
    choice,
    definition,
    facet,
    page,
    position_facet,
    section,
    tile,
)
from iki_docgen.report.html.sides import Numbered, Sides, words
from iki_docgen.report.html.tree import Look, badge, tree
from iki_docgen.report.html.tree import Node as Twig

_LOOKS = {
    Kind.ADDED: Look("new", "diamond", "+"),
    Kind.REMOVED: Look("gone", "octagon", "−"),  # noqa: RUF001 - a minus sign
    Kind.RENAMED: Look("renamed", "circle", "R"),
    Kind.MOVED: Look("moved", "square", "↕"),
    Kind.CHANGED: Look("changed", "triangle", "!"),
    None: Look("same", "square", "="),
}
_DOCUMENT = "The document"


def diff_page(compared: Compared) -> str:
    """Return the page of a comparison."""
    comparison = compared.comparison
    changes = [Numbered(f"c{n}", one) for n, one in enumerate(comparison.changes, 1)]
    homes = _homes(comparison.positions)
    by_home: dict[str, list[Numbered]] = {}
    for one in changes:
        by_home.setdefault(_home(one.change, homes), []).append(one)
    sides = Sides(changes)
    main: list[Node] = [_tree(comparison.positions, by_home)]
    if not changes:
        main.append(tag("p", "The documents say the same.", class_="none"))
    main.append(carried(comparison.answers, homes))
    if by_home.get("p0"):
        main.append(_head_section(by_home["p0"], sides, compared))
    for number, pair in enumerate(comparison.positions, 1):
        key = f"p{number}"
        main.append(_section(key, pair, by_home.get(key, []), sides, compared))
    return page(
        title=f"Changes from {compared.old.path} to {compared.new.path}",
        entry="change",
        header=_header(compared),
        filters=_filters(comparison, by_home),
        main=main,
    )


def _homes(positions: Sequence[PositionPair]) -> Homes:
    """Return the ids of sections by the side and number of their position."""
    homes: dict[tuple[str, object], str] = {}
    for number, pair in enumerate(positions, 1):
        if pair.old_path:
            homes["old", pair.old_path[1]] = f"p{number}"
        if pair.new_path:
            homes["new", pair.new_path[1]] = f"p{number}"
    return homes


def _home(change: Change, homes: Homes) -> str:
    """Return the id of the section that `change` stands in; `p0` is that of the document."""
    side, path = ("new", change.new_path) if change.new_path else ("old", change.old_path)
    return homes.get((side, path[1]), "p0") if path and len(path) > 1 else "p0"


def _name_of(document: Document, key: str) -> str:
    """Return the name of the position whose id is `key`."""
    return next((one.jabatan for one in document.jabatan if one.id == key), key)


def _left(change: Change, compared: Compared) -> Node:
    """Return the position that something left for another one, None where it stayed in its own."""
    if change.kind is not Kind.MOVED or not change.old_path or len(change.old_path) <= 2:  # noqa: PLR2004 - a position itself
        return None
    number = change.old_path[1]
    left = compared.old.document.jabatan[number] if isinstance(number, int) else None
    for pair in compared.comparison.positions:
        if left is not None and pair.old is left and pair.new_path != (change.new_path or ())[:2]:
            return tag("span", left.jabatan, lang="id")
    return None


def _lines(change: Change, compared: Compared) -> str:
    """Return where a change stands: the lines of both texts, as far as there are texts."""
    old, new = compared.lines(change)
    said = [f"old line {old}"] if old else []
    said += [f"new line {new}"] if new else []
    return ", ".join(said) or "show"


def _header(compared: Compared) -> Markup:
    comparison = compared.comparison
    kinds = Counter(one.kind for one in comparison.changes)
    weights = Counter(one.weight for one in comparison.changes)
    carries = Counter(one.carry for one in comparison.answers)
    tiles = [tile(kinds[kind], kind.value, kind.value) for kind in Kind]
    tiles += [
        tile(weights[Weight.SUBSTANCE], "of substance"),
        tile(weights[Weight.WORDING], "of wording"),
    ]
    said = {Carry.FITS: "fit", Carry.LOOK: "to look at", Carry.HOMELESS: "homeless"}
    tiles += [
        tile(carries[one], f"Penjelasan {what}") for one, what in said.items() if carries[one]
    ]
    about = definition(
        [
            ("Agency", tag("span", comparison.new.instansi, lang="id")),
            ("Old", [tag("code", compared.old.path), _year(comparison.old)]),
            ("New", [tag("code", compared.new.path), _year(comparison.new)]),
        ]
    )
    return tag("header", tag("h1", "What changed"), about, tag("ul", tiles, class_="tiles"))


def _year(document: Document) -> str:
    return f" ({document.tahun})" if document.tahun else ""


def _filters(comparison: Comparison, by_home: Mapping[str, Sequence[Numbered]]) -> list[Node]:
    changes = comparison.changes
    kinds = Counter(one.kind for one in changes)
    weights = Counter(one.weight.value for one in changes)
    fields = Counter(one.field for one in changes)
    names = [(f"p{n}", _name(pair)) for n, pair in enumerate(comparison.positions, 1)]
    if by_home.get("p0"):
        names.insert(0, ("p0", _DOCUMENT))
    box = tag("input", type="checkbox", id="only")
    return [
        facet(
            "kind",
            "What was done",
            [
                choice(kind.value, [badge(_LOOKS[kind]), " ", kind.value], kinds[kind])
                for kind in Kind
                if kinds[kind]
            ],
        ),
        facet("weight", "Weight", [choice(one, one, weights[one]) for one in sorted(weights)]),
        facet(
            "field",
            "Field",
            [choice(one, tag("span", one, lang="id"), fields[one]) for one in fields],
        ),
        position_facet(names),
        tag("div", tag("label", box, " hide what is the same"), class_="choices"),
    ]


def _name(pair: PositionPair) -> str:
    there = pair.new or pair.old
    return there.jabatan if there else ""


def _state(pair: PositionPair, own: Sequence[Numbered]) -> Kind | None:
    """Return what was done to a position, None where nothing was."""
    if pair.old is None:
        return Kind.ADDED
    if pair.new is None:
        return Kind.REMOVED
    whole = {one.change.kind for one in own if one.change.new_path == pair.new_path}
    for kind in (Kind.RENAMED, Kind.MOVED):
        if kind in whole:
            return kind
    return Kind.CHANGED if own else None


def _tree(
    positions: Sequence[PositionPair],
    by_home: Mapping[str, Sequence[Numbered]],
) -> Markup:
    old = {one.old.id: f"p{n}" for n, one in enumerate(positions, 1) if one.old}
    new = {one.new.id: f"p{n}" for n, one in enumerate(positions, 1) if one.new}
    twigs = []
    for number, pair in enumerate(positions, 1):
        own = by_home.get(f"p{number}", [])
        look = _LOOKS[_state(pair, own)]
        superior = pair.new.atasan if pair.new else pair.old.atasan if pair.old else None
        parent = (new if pair.new else old).get(superior or "")
        says = f"{look.name}, {_tally(own)}"
        twigs.append(Twig(f"p{number}", parent, _name(pair), look, says, str(len(own) or "")))
    return tree(twigs, _LOOKS.values())


def _tally(own: Sequence[Numbered]) -> str:
    return f"{len(own)} change{'s' * (len(own) != 1)}" if own else "no changes"


def _head_section(own: Sequence[Numbered], sides: Sides, compared: Compared) -> Markup:
    heading = tag("h2", tag("span", _DOCUMENT), " ", tag("small", _tally(own)), id="p0-name")
    listed = tag("ol", [_change(one, "p0", compared) for one in own], class_="entries")
    return section("p0", heading, [listed, sides.document(own)])


def _section(
    key: str,
    pair: PositionPair,
    own: Sequence[Numbered],
    sides: Sides,
    compared: Compared,
) -> Markup:
    look = _LOOKS[_state(pair, own)]
    heading = tag(
        "h2",
        badge(look),
        " ",
        tag("span", _name(pair), lang="id"),
        " ",
        tag("small", f"{look.name}, {_tally(own)}" if own else "no changes"),
        id=f"{key}-name",
    )
    listed = tag("ol", [_change(one, key, compared) for one in own], class_="entries")
    head = tag("div", tag("h3", "Old"), tag("h3", "New"), class_="pairs-head")
    return section(key, heading, [listed if own else None, head, sides.position(pair)])


def _change(one: Numbered, home: str, compared: Compared) -> Markup:
    change = one.change
    weight = change.weight.value
    named = [one for one in change.about if one != "other"]
    about = f"{weight}: {', '.join(named)}" if named else weight
    head = tag(
        "p",
        badge(_LOOKS[change.kind]),
        tag("b", change.kind.value),
        tag("span", change.field, lang="id"),
        tag("span", about, class_="label"),
        tag("a", _lines(change, compared), href=f"#{one.key}", class_="place", data_to=one.key),
        class_="head",
    )
    came = _left(change, compared)
    old, new = change.old or "", change.new or ""
    if change.field == "atasan":
        old, new = _name_of(compared.old.document, old), _name_of(compared.new.document, new)
    return tag(
        "li",
        head,
        tag("p", words(old, new, Side.OLD, Side.NEW), class_="message s lines", lang="id"),
        tag("p", "from ", came, class_="advice") if came else None,
        tag("p", change.remark, class_="advice s") if change.remark else None,
        id=one.key,
        class_=f"entry {change.kind.value}",
        tabindex=-1,
        data_kind=change.kind.value,
        data_weight=weight,
        data_field=change.field,
        data_position=home,
    )
