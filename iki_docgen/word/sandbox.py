"""The Jinja that templates run in: they may print what they are given, and little else.

A template is untrusted.  It cannot reach the machine (`ImmutableSandboxedEnvironment`), a name
that does not exist is an error, and what it prints is escaped.  Bounded are: the text it prints,
numbers it counts to or repeats or pads by, and the time, looked at whenever something is printed
or called.  Not bounded are the time of one filter or method on a long text, of nested loops over
lists in which nothing is printed, and the memory of texts joined with `~` or `{% set %}`; only
a process of its own could bound those.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from functools import cache, wraps
from time import monotonic
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from iki_docgen.word.values import clean, shorten

MAX_TEXT = 1_000_000
"""Characters of one text that an expression may make."""
MAX_RANGE = 10_000
MAX_RENDERED = 32 << 20
"""Characters of one part of a document."""
MAX_SECONDS = 20.0
ALIAS_LENGTH = 64
"""What Word takes as the title or tag of a content control, in UTF-16 units."""

_PADDING = re.compile(
    r"""
    % (\(\w*\))? [-+\ \#0]* (\* | \d{5,} | \d*\.(\* | \d{5,}))   # '%100000d' % x
    | \{ [^{}]* : [^{}]* \d{5,}                               # '{:100000}'.format(x)
    """,
    re.VERBOSE,
)
_TOO_LONG = "it would make a text that is too long"
_deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(["*", "**", "%"])

    # Any, as jinja2 types it.
    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        """Refuse the products that take more memory than a document needs."""
        for text, times in ((left, right), (right, left)):
            if isinstance(text, str | bytes | list | tuple):
                if operator == "%" and text is left:
                    _refuse_padding(str(text))
                elif isinstance(times, int) and len(text) * times > MAX_TEXT:
                    raise SecurityError(_TOO_LONG)
        if operator == "**" and (abs(right) > MAX_RANGE or abs(left) > MAX_TEXT):
            raise SecurityError("the number is too large")
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Refuse calls that count or pad beyond what a document needs, and look at the time."""
        _refuse_late()
        for value in (*args, *kwargs.values()):
            if isinstance(value, int) and abs(value) > MAX_TEXT:
                raise SecurityError(_TOO_LONG)
        owner = getattr(getattr(called, "__wrapped__", called), "__self__", None)
        if isinstance(owner, str):  # '...'.format(), which the sandbox wraps
            _refuse_padding(owner)
        return super().call(context, called, *args, **kwargs)


def _refuse_padding(pattern: str) -> None:
    if _PADDING.search(pattern):
        raise SecurityError(_TOO_LONG)


def _refuse_late() -> None:
    if monotonic() > _deadline.get():
        raise SecurityError(f"it takes longer than {MAX_SECONDS:.0f} seconds")


def _bounded_range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > MAX_RANGE:
        raise SecurityError(f"it counts further than {MAX_RANGE}")
    return numbers


def _bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the filter `function`, which refuses to pad by large numbers."""

    @wraps(function)
    def bounded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        for value in (*args, *kwargs.values()):
            if isinstance(value, int) and abs(value) > MAX_RANGE:
                raise SecurityError(_TOO_LONG)
        return function(*args, **kwargs)

    return bounded


def _bounded_format(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def bounded(value: object, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        _refuse_padding(str(value))
        return function(value, *args, **kwargs)

    return bounded


def _printable(value: object) -> object:
    """Return what `{{ }}` prints, fit for XML; markup passes as it is."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return clean(value)
    return value


def _alias(value: object, prefix: str) -> str:
    """Return the title of a content control, which Word cuts off beyond its limit."""
    return shorten(f"{prefix}: {value}", ALIAS_LENGTH)


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """Return the environment that every template is compiled in."""
    sandbox = _Sandbox(undefined=StrictUndefined, autoescape=True, finalize=_printable)
    sandbox.globals["range"] = _bounded_range
    sandbox.globals.pop("lipsum", None)
    for name in ("center", "indent", "batch", "slice", "wordwrap", "tojson", "pprint", "truncate"):
        sandbox.filters[name] = _bounded(sandbox.filters[name])
    sandbox.filters["format"] = _bounded_format(sandbox.filters["format"])
    sandbox.filters["iki_alias"] = _alias
    return sandbox


def render_bounded(template: Template, context: Mapping[str, object]) -> str:
    """Return what `template` prints of `context`.

    Raises `SecurityError` beyond the bounds, and whatever else Jinja raises.
    """
    token = _deadline.set(monotonic() + MAX_SECONDS)
    try:
        return "".join(_bounded_pieces(template.generate(context)))
    finally:
        _deadline.reset(token)


def _bounded_pieces(pieces: Iterator[str]) -> Iterator[str]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_RENDERED:
            raise SecurityError("it prints more than a document can hold")
        _refuse_late()
        yield piece
