"""Jinja's tree of a template -> instructions, as far as these can say the same."""

from collections.abc import Iterable, Iterator
from itertools import count

from jinja2 import nodes

from iki_docgen.word.plan.tree import (
    Body,
    Both,
    Choice,
    Compared,
    Const,
    Defined,
    Expression,
    Filtered,
    For,
    If,
    Instruction,
    Joined,
    Listed,
    Local,
    Loop,
    Member,
    Name,
    Not,
    Print,
    Set,
    Sum,
    Text,
)

_COMPARISONS = {
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "lteq": "<=",
    "gt": ">",
    "gteq": ">=",
    "in": "in",
    "notin": "not in",
}
_OWN_NAMES = frozenset({"range", "dict", "cycler", "joiner", "namespace", "loop", "self", "caller"})
"""Names that are there without being in the context, or mean something else."""
_ALIASES = {"d": "default", "count": "length"}
_ARGUMENTS = {
    "upper": (0, 0),
    "lower": (0, 0),
    "trim": (0, 0),
    "length": (0, 0),
    "first": (0, 0),
    "last": (0, 0),
    "join": (0, 1),
    "replace": (2, 2),
    "iki_alias": (1, 1),
}
"""Filters that a plan knows, and how many arguments they take."""
_LOOP = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length"})
_BUILT_IN = (dict, list, tuple, str, int, float)


class Unplanned(Exception):  # noqa: N818 - no error: somebody else renders it
    """Raised for what the instructions cannot say."""


def read_plan(tree: nodes.Template) -> Body:
    """Return the instructions that print what `tree` prints.

    Raises `Unplanned` for what they cannot say.
    """
    return tuple(_Reader(_own_variables(tree)).body(tree.body, {}, may_set=True))


def _own_variables(tree: nodes.Template) -> frozenset[str]:
    """Return the names that `set` gives a value.

    To Jinja such a name is the template's own from the start of its scope, the context may have it
    or not.  Raises `Unplanned` for a name that has a value in more than one scope.
    """
    scopes: dict[str, set[nodes.Node]] = {}

    def look(node: nodes.Node, scope: nodes.Node) -> None:
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Assign) and isinstance(child.target, nodes.Name):
                scopes.setdefault(child.target.name, set()).add(scope)
            look(child, child if isinstance(child, nodes.For) else scope)

    look(tree, tree)
    targets = {
        loop.target.name for loop in tree.find_all(nodes.For) if isinstance(loop.target, nodes.Name)
    }
    if any(len(found) > 1 or name in targets for name, found in scopes.items()):
        raise Unplanned("scope")
    return frozenset(scopes)


class _Reader:
    """Reads one template; `scope` maps the names of the template's own variables to slots."""

    def __init__(self, own: frozenset[str]) -> None:
        self._own = own
        self._slots = count()

    def body(
        self, found: Iterable[nodes.Node], scope: dict[str, int], *, may_set: bool
    ) -> Iterator[Instruction]:
        for node in found:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    if isinstance(part, nodes.TemplateData):
                        yield Text(part.data)
                    else:
                        yield Print(self.value(part, scope))
            elif isinstance(node, nodes.If):
                yield self._choice(node, scope)
            elif isinstance(node, nodes.For):
                yield self._loop(node, scope)
            elif isinstance(node, nodes.Assign) and may_set:
                yield self._assigned(node, scope)
            else:
                raise Unplanned(type(node).__name__)

    def _choice(self, node: nodes.If, scope: dict[str, int]) -> If:
        otherwise: Body = tuple(self.body(node.else_, scope, may_set=False))
        for other in reversed(node.elif_):
            body = tuple(self.body(other.body, scope, may_set=False))
            otherwise = (If(self.value(other.test, scope), body, otherwise),)
        body = tuple(self.body(node.body, scope, may_set=False))
        return If(self.value(node.test, scope), body, otherwise)

    def _loop(self, node: nodes.For, scope: dict[str, int]) -> For:
        if node.test is not None or node.recursive or not isinstance(node.target, nodes.Name):
            raise Unplanned("for")
        _refuse_own(node.target.name)
        slot = next(self._slots)
        inner = {**scope, node.target.name: slot, "loop": slot}
        outer = {name: number for name, number in scope.items() if name != "loop"}
        return For(
            slot,
            self.value(node.iter, scope),
            tuple(self.body(node.body, inner, may_set=True)),
            tuple(self.body(node.else_, outer, may_set=False)),
        )

    def _assigned(self, node: nodes.Assign, scope: dict[str, int]) -> Set:
        if not isinstance(node.target, nodes.Name):
            raise Unplanned("set")
        _refuse_own(node.target.name)
        value = self.value(node.node, scope)
        slot = next(self._slots)
        scope[node.target.name] = slot
        return Set(slot, value)

    def value(self, node: nodes.Node, scope: dict[str, int]) -> Expression:  # noqa: C901, PLR0911, PLR0912 - one per kind
        def value(part: nodes.Node) -> Expression:
            return self.value(part, scope)

        match node:
            case nodes.Const(value=found) if found is None or isinstance(found, str | int):
                return Const(found)
            case nodes.Name(name=name):
                return self._name(name, scope)
            case nodes.Getattr() | nodes.Getitem():
                return self._member(node, scope)
            case nodes.Compare(expr=left, ops=[operand]):
                how = _COMPARISONS[operand.op]
                return Compared(how, value(left), value(operand.expr))  # type: ignore[arg-type]
            case nodes.And(left=left, right=right):
                return Both("and", value(left), value(right))
            case nodes.Or(left=left, right=right):
                return Both("or", value(left), value(right))
            case nodes.Not(node=of):
                return Not(value(of))
            case nodes.Add(left=left, right=right):
                return Sum("+", value(left), value(right))
            case nodes.Sub(left=left, right=right):
                return Sum("-", value(left), value(right))
            case nodes.Mul(left=left, right=right):
                return Sum("*", value(left), value(right))
            case nodes.CondExpr(test=test, expr1=yes, expr2=no) if no is not None:
                return Choice(value(test), value(yes), value(no))
            case nodes.List(items=items):
                return Listed(tuple(map(value, items)))
            case nodes.Concat(nodes=parts):
                return Joined(tuple(map(value, parts)))
            case nodes.Test():
                return self._test(node, scope)
            case nodes.Filter(node=of) if of is not None:
                return self._filter(node, scope)
        raise Unplanned(type(node).__name__)

    def _name(self, name: str, scope: dict[str, int]) -> Name | Local:
        if name != "loop" and name in scope:
            return Local(scope[name])
        if name in self._own:  # not set yet
            raise Unplanned(name)
        _refuse_own(name)
        return Name(name)

    def _member(self, node: nodes.Getattr | nodes.Getitem, scope: dict[str, int]) -> Expression:
        key: object
        if isinstance(node, nodes.Getattr):
            key = node.attr
            if isinstance(node.node, nodes.Name) and node.node.name == "loop":
                if "loop" not in scope or key not in _LOOP:
                    raise Unplanned("loop")
                return Loop(scope["loop"], key)  # type: ignore[arg-type]
            if key.startswith("_") or any(hasattr(kind, key) for kind in _BUILT_IN):
                raise Unplanned("attribute")  # jinja prefers a method to an entry
        else:
            key = _constant(node.arg)
        if type(key) not in {str, int}:
            raise Unplanned("index")
        return Member(self.value(node.node, scope), key)  # type: ignore[arg-type]

    def _test(self, node: nodes.Test, scope: dict[str, int]) -> Expression:
        of = self.value(node.node, scope)
        if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise Unplanned("test")
        if node.name in {"defined", "undefined"}:
            if not isinstance(of, Name | Member):
                raise Unplanned("defined")
            return Defined(of) if node.name == "defined" else Not(Defined(of))
        raise Unplanned("test")

    def _filter(self, node: nodes.Filter, scope: dict[str, int]) -> Filtered:
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise Unplanned("filter")
        name = _ALIASES.get(node.name, node.name)
        given = list(node.args)
        if name == "default":
            strict = len(given) < 2  # noqa: PLR2004 - the second says whether empty ones count
            if not strict:
                flag = given.pop()
                if not isinstance(flag, nodes.Const) or not isinstance(flag.value, bool):
                    raise Unplanned("default")
                name = "default_false" if flag.value else "default"
            given = given or [nodes.Const("")]
            if len(given) > 1:
                raise Unplanned("default")
        else:
            least, most = _ARGUMENTS.get(name, (1, 0))
            if not least <= len(given) <= most:
                raise Unplanned("filter")
        of = self.value(node.node, scope) if node.node else Const("")
        return Filtered(name, of, tuple(self.value(arg, scope) for arg in given))  # type: ignore[arg-type]


def _constant(node: nodes.Expr) -> object:
    """Return what `node` says without looking anything up, None where it does not."""
    if isinstance(node, nodes.Neg):
        found = _constant(node.node)
        return -found if type(found) is int else None
    return node.value if isinstance(node, nodes.Const) else None


def _refuse_own(name: str) -> None:
    if name in _OWN_NAMES:
        raise Unplanned(name)
