"""The Jinja that templates run in: they may print what they are given, and little else.

A template is untrusted.  It cannot reach the machine (`ImmutableSandboxedEnvironment`), a name
that does not exist is an error, and what it prints is escaped.  `bounds` says how much it may
make and print, and how long it may take; loops, calls, filters and operators all ask there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache, wraps
from typing import Any, cast

from jinja2 import StrictUndefined, Template, nodes, pass_eval_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from iki_docgen.word import bounds
from iki_docgen.word.values import clean, shorten

MAX_RENDERED = 32 << 20
"""Characters of one part of a document."""
ALIAS_LENGTH = 64
"""What Word takes as the title or tag of a content control, in UTF-16 units."""
UNESCAPED = "it lets a `<` or `&` in a text damage the document"
_FOR_PROGRAMS = "it prints for programs, not for people"

REFUSED_FILTERS: Mapping[str, str] = {
    "safe": UNESCAPED,
    "urlize": "it makes links for web pages, which damage a Word document",
    "xmlattr": "it makes attributes for web pages, which damage a Word document",
    "random": "it would print something else each time",
    "tojson": _FOR_PROGRAMS,
    "pprint": _FOR_PROGRAMS,
}
"""Filters that are not allowed, and why; checking a template and filling it in agree on them."""
CHANGES = frozenset(
    {"append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse", "update", "add"}
)
"""Members that would change the data."""
FORMATS = frozenset({"format", "format_map", "translate", "expandtabs", "encode"})
"""Members that can make texts of any length."""
OF_FILES = frozenset({"docxtpl", "docx", "docxcompose"})
"""Libraries whose objects open and save files: they are printed, but have no attributes here."""


class _Code(CodeGenerator):
    """Writes the program of a template so that it asks for permission where it makes something."""

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802 - jinja2's name
        self._turns = [*getattr(self, "_turns", []), node.body]
        super().visit_For(node, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        if any(nodes is body for body in getattr(self, "_turns", [])):
            self.writeline("environment.refuse_late()")
        super().blockvisit(nodes, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.joined_values((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802
        self._counted(super().visit_List, node, frame)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        self._counted(super().visit_Dict, node, frame)

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802
        if node.ctx == "load":
            self._counted(super().visit_Tuple, node, frame)
        else:
            super().visit_Tuple(node, frame)

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        if isinstance(node.arg, nodes.Slice):
            self._counted(super().visit_Getitem, node, frame)
        else:
            super().visit_Getitem(node, frame)

    def visit_EvalContextModifier(  # noqa: N802
        self, node: nodes.EvalContextModifier, frame: Frame
    ) -> None:
        if not escapes(node):
            self.writeline(f"environment.refuse({UNESCAPED!r})", node)
        super().visit_EvalContextModifier(node, frame)

    def _counted(self, visit: Callable[[Any, Frame], None], node: nodes.Expr, frame: Frame) -> None:
        self.write("environment.counted(")
        visit(node, frame)
        self.write(")")


class _Sandbox(ImmutableSandboxedEnvironment):
    code_generator_class = _Code
    intercepted_binops = frozenset(["*", "**", "%", "+"])

    # Any, as jinja2 types it.
    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        """Refuse the products and sums that take more memory than a document needs."""
        bounds.refuse_product(operator, left, right)
        return bounds.counted(super().call_binop(context, operator, left, right))

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Refuse calls that count or make more than a document needs, and look at the time."""
        bounds.refuse_late()
        if called is not bounds.bounded_range:
            bounds.refuse_far((*args, *kwargs.values()))
        owner = getattr(called, "__self__", None)
        if isinstance(owner, str):
            args = tuple(map(_twice, args))
            bounds.refuse_growth(called.__name__, owner, list(args), kwargs)
        return bounds.counted(super().call(context, called, *args, **kwargs))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401
        """Refuse what checking a template refuses as well."""
        if type(obj).__module__.partition(".")[0] in OF_FILES:
            return False
        is_text = isinstance(obj, str) and attr in FORMATS
        return not is_text and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:  # noqa: ANN401
        """Make no exception for `format`."""

    def concat(self, pieces: Iterable[str]) -> str:
        """Return the text of a block, a macro or a filter."""
        return bounds.joined("".join, pieces)

    def joined_values(self, parts: Iterable[Any]) -> str:
        """Return the operands of `~` as one text; markup stays what it is, the rest is escaped."""
        return bounds.joined(markup_join, parts)

    refuse_late = staticmethod(bounds.refuse_late)
    counted = staticmethod(bounds.counted)

    @staticmethod
    def refuse(reason: str) -> None:
        """Raise `SecurityError`."""
        raise SecurityError(reason)


def escapes(node: nodes.EvalContextModifier) -> bool:
    """Return whether what stands in the block is escaped for certain."""
    values = [option.value for option in node.options]
    return all(isinstance(value, nodes.Const) and value.value for value in values)


def _twice(value: Any) -> Any:  # noqa: ANN401
    """Return `value`, an iterator as a list, so that it can be measured first."""
    return list(value) if isinstance(value, Iterator) else value


def _filter(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the filter `function`, which makes no more than a document needs."""
    first = int(hasattr(function, "jinja_pass_arg"))  # the environment or the like goes before

    @wraps(function)
    def bounded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        bounds.refuse_late()
        if reason := REFUSED_FILTERS.get(name):
            raise SecurityError(reason)
        bounds.refuse_far((*args[first + 1 :], *kwargs.values()))
        given = [*args[:first], *map(_twice, args[first : first + 1]), *args[first + 1 :]]
        if len(given) > first:
            bounds.refuse_growth(name, given[first], given[first + 1 :], kwargs)
        return bounds.counted(function(*given, **kwargs))

    return bounded


def _test(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def bounded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        bounds.refuse_late()
        return function(*args, **kwargs)

    return bounded


# With the context it is not applied while the template is compiled, where nothing is bounded.
@pass_eval_context
def _printable(_context: EvalContext, value: object) -> object:
    """Return what `{{ }}` prints, fit for XML; markup passes as it is."""
    if isinstance(value, str):
        return value if hasattr(value, "__html__") else clean(value)
    bounds.refuse_large(bounds.size_of(value))
    return value


def _alias(value: object, prefix: str) -> str:
    """Return the title of a content control, which Word cuts off beyond its limit."""
    return shorten(f"{prefix}: {value}", ALIAS_LENGTH)


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """Return the environment that every template is compiled in."""
    sandbox = _Sandbox(
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_printable,
        optimized=False,  # nothing is made while compiling, where nothing is bounded
    )
    sandbox.globals["range"] = bounds.bounded_range
    sandbox.globals.pop("lipsum", None)
    sandbox.filters["iki_alias"] = _alias
    sandbox.filters.update({name: _filter(name, own) for name, own in sandbox.filters.items()})
    for name, own in list(sandbox.tests.items()):
        sandbox.tests[name] = _test(cast("Callable[..., Any]", own))
    return sandbox


MISTAKES = (TemplateSyntaxError, RecursionError, MemoryError)
"""What `compiled` raises for a source that is no Jinja."""
FAILURES = (
    TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    AssertionError,
    RuntimeError,
    MemoryError,
)
"""What a template raises that was understood, but does not work."""


@lru_cache(maxsize=64)
def compiled(source: str) -> Template:
    """Return the template `source`; raises one of `MISTAKES`."""
    return environment().from_string(source)


def render_bounded(template: Template, context: Mapping[str, object]) -> str:
    """Return what `template` prints of `context`.

    Raises `SecurityError` beyond the bounds, and whatever else Jinja raises.
    """
    with bounds.bounded():
        return "".join(_bounded_pieces(template.generate(context)))


def _bounded_pieces(pieces: Iterator[str]) -> Iterator[str]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_RENDERED:
            raise SecurityError("it prints more than a document can hold")
        bounds.refuse_late()
        yield piece
