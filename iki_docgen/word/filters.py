"""What Jinja's filters make of a value."""

from collections.abc import Iterator

from jinja2 import nodes

from iki_docgen.word.shapes import ANY, NUMBER, TEXT, Shape, Value

_TO_TEXT = frozenset(
    [
        "capitalize",
        "center",
        "e",
        "escape",
        "forceescape",
        "format",
        "indent",
        "join",
        "lower",
        "replace",
        "string",
        "striptags",
        "title",
        "tojson",
        "trim",
        "truncate",
        "upper",
        "urlencode",
        "wordwrap",
        "pprint",
        "safe",
        "filesizeformat",
    ]
)
_TO_NUMBER = frozenset({"abs", "count", "float", "int", "length", "round", "wordcount"})
_SAME = frozenset(
    "list sort reverse unique select reject selectattr rejectattr d default".split()  # noqa: SIM905
)
_TO_ITEM = frozenset({"first", "last", "max", "min", "random"})
_BY_ATTRIBUTE = frozenset({"map", "sort", "join", "sum", "unique", "groupby", "min", "max"})
_BY_FIRST = frozenset({"selectattr", "rejectattr", "groupby", "attr"})


def attribute_names(node: nodes.Filter) -> Iterator[str]:
    """Yield the names of members that a filter reads, such as `map(attribute="teks")`."""
    given: list[nodes.Expr] = []
    if node.name in _BY_FIRST and node.args:
        given.append(node.args[0])
    if node.name in _BY_ATTRIBUTE:
        given += [keyword.value for keyword in node.kwargs if keyword.key == "attribute"]
    if node.name in {"join", "sum"} and len(node.args) > (node.name == "join"):
        given.append(node.args[node.name == "join"])
    for argument in given:
        if isinstance(argument, nodes.Const) and isinstance(argument.value, str):
            yield argument.value


def filter_result(name: str, base: Value, member: Value) -> Value:
    """Return what filter `name` makes of `base`; `member` is what its attribute leads to."""
    if name in _TO_TEXT:
        return TEXT
    if name in _TO_NUMBER:
        return NUMBER
    if name in _SAME or (name in {"map", "join", "sum"} and base.shape is Shape.ANY):
        return base if name in _SAME else ANY
    if name in _TO_ITEM:
        return base.item()
    if name == "map" and member.shape in {Shape.TEXT, Shape.NUMBER, Shape.LIST}:
        return Value(Shape.LIST, member.path)
    return member if name == "attr" else ANY
