"""The expressions of a template, followed through its loops: what each name stands for.

Works on Jinja's tree of the mended source (`tag_blocks`), where line n is tag n.
"""

from collections import ChainMap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import cast

from jinja2 import Environment, nodes

from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.word import dangers
from iki_docgen.word.bounds import MAX_RANGE
from iki_docgen.word.filters import attribute_names, filter_result
from iki_docgen.word.shapes import (
    ANY,
    FUNCTION,
    LIST,
    LIST_METHODS,
    LOOP_OTHERS,
    NUMBER,
    TEXT,
    TEXT_METHODS,
    Shape,
    Value,
    nearest,
    suggest_member,
    suggest_name,
)
from iki_docgen.word.tag_blocks import ANYTHING
from iki_docgen.word.tag_finder import syntax
from iki_docgen.word.tags import Tag

_GLOBALS = frozenset({"range", "dict", "cycler", "joiner", "namespace"})
_GIVES_TEXT = TEXT_METHODS - {"split", "rsplit", "splitlines", "partition", "rpartition"}


@dataclass(slots=True)
class Usage:
    """What a template does with our variables.

    `printed` holds paths that it prints; `handed` paths of lists and objects that it gives to
    something of which nothing is known; `names` the names that each tag reads.
    """

    printed: set[str] = field(default_factory=set)
    handed: set[str] = field(default_factory=set)
    names: dict[Tag, set[str]] = field(default_factory=dict)


class Expressions:
    """Finds the value of an expression, reporting what is wrong with it to `report`."""

    def __init__(self, jinja: Environment, report: Callable[[Diagnostic], None]) -> None:
        """Start without a tag; `tag` and `prints` are set as the template is followed."""
        self.usage = Usage()
        self.tag: Tag | None = None
        self.prints = False
        self.scope: ChainMap[str, Value] = ChainMap()
        self.jinja = jinja
        self._report = report

    def value(self, node: nodes.Node) -> Value:
        """Return what `node` stands for."""
        own = getattr(self, f"_{type(node).__name__.lower()}", None)
        if own is not None:
            return cast("Value", own(node))
        if isinstance(node, nodes.BinExpr):
            return self._product(node)
        for child in node.iter_child_nodes():
            self.value(child)
        return ANY

    def report(self, finding: Diagnostic) -> None:
        """Pass a finding on, unless it belongs to what was put in."""
        if self.tag is not None:
            self._report(finding)

    def wrong(self, problem: str, suggestion: str) -> None:
        """Report that the tag cannot be understood."""
        if self.tag is not None:
            self._report(syntax(self.tag.span, problem, suggestion))

    def unsafe(self, node: nodes.Node, problem: str) -> None:
        """Report that the tag does what is not allowed."""
        if self.tag is not None and problem:
            expression = spelled(node) or self.tag.body
            code = Code.UNSAFE_EXPRESSION
            self._report(code.at(self.tag.span, expression=expression, problem=problem))

    def unknown(self, name: str, suggestion: str) -> None:
        """Report a name that does not exist."""
        if self.tag is not None:
            code = Code.UNKNOWN_VARIABLE
            self._report(code.at(self.tag.span, name=name, suggestion=suggestion))

    def mark(self, value: Value) -> Value:
        """Note that `value` is printed, if it is, and return it."""
        if self.prints and value.path:
            self.usage.printed.add(value.path.removesuffix("[]"))
        return value

    def hand_over(self, value: Value) -> None:
        """Note that nobody knows what becomes of `value`."""
        if value.path and value.shape in {Shape.LIST, Shape.OBJECT}:
            self.usage.handed.add(value.path)

    def _name(self, node: nodes.Name) -> Value:
        if self.tag is not None:
            self.usage.names.setdefault(self.tag, set()).add(node.name)
        if node.name == ANYTHING:
            return ANY
        if node.name in self.scope:
            return self.mark(self.scope[node.name])
        if node.name in _GLOBALS:
            return FUNCTION
        if node.name == "lipsum":
            self.unsafe(node, "it invents text")
            return ANY
        if danger := dangers.attribute_danger(node.name) if node.name.startswith("_") else "":
            self.unsafe(node, danger)
            return ANY
        self.unknown(node.name, suggest_name(node.name, dict(self.scope)))
        meant = nearest(node.name, dict(self.scope))
        return self.mark(self.scope[meant]) if meant else ANY

    def _getattr(self, node: nodes.Getattr) -> Value:
        return self.attribute(node, self._quietly(node.node), node.attr, spelled(node.node))

    def _getitem(self, node: nodes.Getitem) -> Value:
        owner = self._quietly(node.node)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self.attribute(node, owner, node.arg.value, spelled(node.node))
        self.value(node.arg)
        if owner.shape is Shape.LIST:
            return self.mark(owner if isinstance(node.arg, nodes.Slice) else owner.item())
        return TEXT if owner.shape is Shape.TEXT else ANY

    def _quietly(self, node: nodes.Node) -> Value:
        """Return the value of the owner of a member, which alone is printed."""
        prints, self.prints = self.prints, False
        owner = self.value(node)
        self.prints = prints
        return owner

    def attribute(self, node: nodes.Node, owner: Value, name: str, written: str) -> Value:
        """Return the member `name` of `owner`, which stands as `written` in the template."""
        if danger := dangers.attribute_danger(name):
            self.unsafe(node, danger)
            return ANY
        if owner.shape in {Shape.ANY, Shape.FUNCTION, Shape.NUMBER}:
            return ANY
        if owner.shape is Shape.OBJECT and (found := owner.member(name)):
            return self.mark(found)
        if owner.path == "loop" and name in LOOP_OTHERS:
            return ANY
        methods = {Shape.TEXT: TEXT_METHODS, Shape.LIST: LIST_METHODS}.get(owner.shape, frozenset())
        if name in methods:
            self.mark(owner)
            return FUNCTION
        owner_name = written or "this"
        self.unknown(f"{owner_name}.{name}", suggest_member(name, owner_name, owner))
        known = owner.members if owner.shape is Shape.OBJECT else ()
        meant = owner.member(nearest(name, [member.name for member in known]))
        return self.mark(meant) if meant else ANY

    def _call(self, node: nodes.Call) -> Value:
        called = self.value(node.node)
        arguments = [*node.args, *(keyword.value for keyword in node.kwargs)]
        for argument in arguments:
            self.hand_over(self.value(argument))
        name = spelled(node.node)
        if called.shape in {Shape.TEXT, Shape.NUMBER, Shape.LIST, Shape.OBJECT}:
            self.unsafe(node, f"`{name}` is no function; write it without brackets")
        elif name == "range":
            size = dangers.range_size(node)
            self.unsafe(node, "it counts too far" if size > MAX_RANGE else "")
            return LIST
        else:
            self.unsafe(node, dangers.call_danger(arguments))
        if isinstance(node.node, nodes.Getattr) and called is FUNCTION:
            return TEXT if node.node.attr in _GIVES_TEXT else ANY
        return ANY

    def _filter(self, node: nodes.Filter) -> Value:
        base = ANY if node.node is None else self.value(node.node)
        arguments = [*node.args, *(keyword.value for keyword in node.kwargs)]
        for argument in arguments:
            self.value(argument)
        if node.name not in self.jinja.filters:
            near = nearest(node.name, list(self.jinja.filters))
            hint = f"did you mean `{near}`?" if near else "take it away, with its `|`"
            self.wrong(f"there is no filter `{node.name}`", hint)
            return base
        danger = dangers.filter_danger(node) or dangers.call_danger(arguments)
        if danger:
            self.unsafe(node, danger)
        owner = base if node.name == "attr" else base.item()
        for name in attribute_names(node):
            written = spelled(node.node) if node.node is not None else ""
            for step in name.split("."):
                owner = self.attribute(node, owner, step, written)
                written = f"{written}.{step}"
        result = filter_result(node.name, base, owner)
        if result is ANY:
            self.hand_over(base)
        return self.mark(result) if node.name == "map" else result

    def _test(self, node: nodes.Test) -> Value:
        is_question = node.name in {"defined", "undefined"}
        if not (is_question and isinstance(node.node, nodes.Name)):
            self.value(node.node)
        for argument in node.args:
            self.value(argument)
        if node.name not in self.jinja.tests:
            near = nearest(node.name, list(self.jinja.tests))
            hint = f"did you mean `{near}`?" if near else "take it away"
            self.wrong(f"there is no test `is {node.name}`", hint)
        return NUMBER

    def _product(self, node: nodes.BinExpr) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        shapes = {left.shape, right.shape}
        is_text = bool(shapes & {Shape.TEXT, Shape.LIST})
        self.unsafe(node, dangers.product_danger(node, is_text=is_text))
        if isinstance(node, nodes.And | nodes.Or):
            return left if left.shape is right.shape else ANY
        if Shape.LIST in shapes:
            return left if left.shape is Shape.LIST else right
        return TEXT if Shape.TEXT in shapes else ANY

    def _concat(self, node: nodes.Concat) -> Value:
        for part in node.nodes:
            self.value(part)
        return TEXT

    def _condexpr(self, node: nodes.CondExpr) -> Value:
        self._quietly(node.test)
        first = self.value(node.expr1)
        second = self.value(node.expr2) if node.expr2 else first
        return first if first.shape is second.shape else ANY

    def _const(self, node: nodes.Const) -> Value:
        return TEXT if isinstance(node.value, str) else NUMBER

    def _list(self, node: nodes.List | nodes.Tuple) -> Value:
        for item in node.items:
            self.hand_over(self.value(item))
        return LIST

    _tuple = _list


def spelled(node: nodes.Node) -> str:
    """Return `node` as it stands in a template, empty when it is more than names and dots."""
    parts: Iterator[str] = _spelled_parts(node)
    names = list(parts)
    return "".join(reversed(names)) if all(names) else ""


def _spelled_parts(node: nodes.Node) -> Iterator[str]:
    while isinstance(node, nodes.Getattr | nodes.Getitem | nodes.Call):
        if isinstance(node, nodes.Getattr):
            yield f".{node.attr}"
        elif isinstance(node, nodes.Call):
            yield "(...)" if node.args or node.kwargs else "()"
        elif isinstance(node.arg, nodes.Const):
            yield f"[{node.arg.value!r}]"
        else:
            yield "[...]"
        node = node.node
    yield node.name if isinstance(node, nodes.Name) else ""
