"""What an expression of a template may not do, told from its look alone.

The sandbox refuses the same when documents are made; here it is said before, and where.
"""

import re

from jinja2 import nodes
from jinja2.sandbox import (
    UNSAFE_COROUTINE_ATTRIBUTES,
    UNSAFE_FUNCTION_ATTRIBUTES,
    UNSAFE_GENERATOR_ATTRIBUTES,
    UNSAFE_METHOD_ATTRIBUTES,
)

from iki_docgen.word.bounds import MAX_RANGE, MAX_TEXT
from iki_docgen.word.sandbox import CHANGES, FORMATS, REFUSED_FILTERS

_UNSAFE = {
    "mro",
    *UNSAFE_COROUTINE_ATTRIBUTES,
    *UNSAFE_FUNCTION_ATTRIBUTES,
    *UNSAFE_GENERATOR_ATTRIBUTES,
    *UNSAFE_METHOD_ATTRIBUTES,
}
_WIDE = re.compile(r"%[-+ #0]*(\*|\d{5,}|\d*\.(\*|\d{5,}))")
_HUGE = 1e12
LONGEST_FIELD = 200
"""Characters that an unknown text is taken to have."""

STATEMENTS: dict[type[nodes.Node], str] = {
    nodes.Include: "it reads another file",
    nodes.Import: "it reads another file",
    nodes.FromImport: "it reads another file",
    nodes.Extends: "it reads another file",
}


def attribute_danger(name: str) -> str:
    """Return why the attribute `name` may not be used, empty when it may."""
    if name.startswith("_") or name in _UNSAFE:
        return f"`{name}` reaches into the program"
    if name in CHANGES:
        return f"`{name}` changes the data that documents are made from"
    if name in FORMATS:
        return f"`{name}` can make texts of any length; print the parts one by one"
    return ""


def product_danger(node: nodes.BinExpr, *, is_text: bool) -> str:
    """Return why a product, power or formatted text may not be made, empty when it may.

    `is_text` says that a factor is a text or a list, which the product repeats.
    """
    if isinstance(node, nodes.Pow):
        size = _power(_number(node.left), _number(node.right))
        if size is None or size > MAX_TEXT:
            return "the number can become too large"
        return ""
    is_padded = isinstance(node, nodes.Mod) and _is_wide(node.left)
    is_repeated = is_text and isinstance(node, nodes.Mul) and _measure(node) > MAX_RANGE
    return "it would make a text that is too long" if is_padded or is_repeated else ""


def range_size(node: nodes.Node) -> int:
    """Return how far `range(...)` counts as far as it is written in numbers, 0 for all else."""
    if not (isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.args):
        return 0
    if node.node.name != "range":
        return 0
    known = [number for number in map(_number, node.args) if number is not None]
    if any(abs(number) > MAX_TEXT for number in known):
        return MAX_TEXT
    if len(known) != len(node.args):
        return int(max(map(abs, known), default=0))
    try:
        return len(range(*map(int, known)))
    except (TypeError, ValueError):
        return 0


def call_danger(arguments: list[nodes.Expr]) -> str:
    """Return why a filter or function may not have these arguments, empty when it may."""
    for argument in arguments:
        number = _number(argument)
        if number is not None and abs(number) > MAX_RANGE:
            return "the number is larger than a document needs"
    return ""


def filter_danger(node: nodes.Filter) -> str:
    """Return why a filter may not be used, empty when it may."""
    if node.name == "format" and _is_wide(node.node):
        return "it would make a text that is too long"
    return REFUSED_FILTERS.get(node.name, "")


def _is_wide(node: nodes.Expr | None) -> bool:
    return isinstance(node, nodes.Const) and bool(_WIDE.search(str(node.value)))


def _number(node: nodes.Node) -> float | None:
    """Return the number that `node` is, counted only as far as numbers stay small."""
    if isinstance(node, nodes.Const) and isinstance(node.value, int | float):
        return float(min(max(node.value, -_HUGE), _HUGE))
    if isinstance(node, nodes.Neg):
        number = _number(node.node)
        return None if number is None else -number
    if isinstance(node, nodes.Pow):
        return _power(_number(node.left), _number(node.right))
    if isinstance(node, nodes.Add | nodes.Sub | nodes.Mul):
        return _counted(node, _number(node.left), _number(node.right))
    return None


def _counted(node: nodes.BinExpr, left: float | None, right: float | None) -> float | None:
    if left is None or right is None:
        return None
    if isinstance(node, nodes.Mul):
        counted = left * right
    else:
        counted = left + (right if isinstance(node, nodes.Add) else -right)
    return min(max(counted, -_HUGE), _HUGE)


def _power(base: float | None, power: float | None) -> float | None:
    if base is None or power is None:
        return None
    try:
        return min(abs(base) ** power, _HUGE) if 0 <= power <= LONGEST_FIELD else _HUGE
    except OverflowError:
        return _HUGE


def _measure(node: nodes.Node) -> float:
    """Return the number of characters that `node` can make, or the number it is."""
    if isinstance(node, nodes.Mul | nodes.Add | nodes.Concat):
        parts = node.nodes if isinstance(node, nodes.Concat) else [node.left, node.right]
        sizes = [_measure(part) for part in parts]
        if isinstance(node, nodes.Mul):
            return min(sizes[0] * sizes[1], _HUGE)
        return sum(sizes)
    number = _number(node)
    if number is not None:
        return abs(number)
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return len(node.value)
    if isinstance(node, nodes.List | nodes.Tuple):
        return len(node.items)
    return LONGEST_FIELD
