"""Instructions -> one Python function.

The program is written here from validated instructions: what a template says stands in it only as
an entry of a tuple of constants, never as a name or an expression.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from itertools import count

from iki_docgen.word.plan import running
from iki_docgen.word.plan.tree import (
    Body,
    Both,
    Choice,
    Columns,
    Compared,
    Const,
    Defined,
    Element,
    Expression,
    Filtered,
    For,
    Grid,
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
    Width,
)

Program = Callable[[Mapping[str, object]], str]
"""Prints a context; raises whatever goes wrong."""

_NAMES = {
    "NotPlain": running.NotPlain,
    "MISSING": running.MISSING,
    "text": running.text,
    "quoted": running.quoted,
    "soft": running.soft,
    "joined": running.joined,
    "number": running.number,
    "shares": running.shares,
    "whole": running.whole,
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    **{f"filter_{name}": function for name, function in running.FILTERS.items()},
}
_SUMS = {"+": "add", "-": "sub", "*": "mul"}
_LOOPS = {
    "index": "(i{0} + 1)",
    "index0": "i{0}",
    "revindex": "(n{0} - i{0})",
    "revindex0": "(n{0} - i{0} - 1)",
    "first": "(i{0} == 0)",
    "last": "(i{0} == n{0} - 1)",
    "length": "n{0}",
}
_UNSAFE = "not {0}.isprintable() or '&' in {0} or '<' in {0} or '>' in {0}"


def program(body: Body) -> Program:
    """Return the function that prints what the instructions `body` say.

    Raises `SyntaxError`, `RecursionError` or `MemoryError` for what Python finds nested too deep.
    """
    writer = _Writer()
    lines = writer.function(body)
    scope: dict[str, object] = {
        "__builtins__": {
            "len": len,
            "enumerate": enumerate,
            "str": str,
            "list": list,
            "tuple": tuple,
        }
    }
    scope |= _NAMES
    scope["constants"] = tuple(writer.constants)
    exec(compile("\n".join(lines), "<plan>", "exec"), scope)  # noqa: S102 - written above
    return scope["render"]  # type: ignore[return-value]


class _Writer:
    def __init__(self) -> None:
        self.constants: list[object] = []
        self._known: dict[tuple[type, object], str] = {}
        self._values = count()

    def function(self, body: Body) -> list[str]:
        """Return the lines of the program."""
        lines = list(self._block(body, "        "))
        names = "".join(f"c{number}, " for number in range(len(self.constants)))
        return [
            "def make():",
            f"    {names}= constants" if names else "    pass",
            "    def render(context):",
            "        out = []",
            f"        left = {running.MAX_TURNS}",
            *lines,
            "        return whole(out)",
            "    return render",
            "render = make()",
        ]

    def _constant(self, value: object) -> str:
        key = (type(value), value)
        if key not in self._known:
            self._known[key] = f"c{len(self.constants)}"
            self.constants.append(value)
        return self._known[key]

    def _block(self, body: Body, indent: str) -> Iterator[str]:
        """Yield the lines of `body`; what is printed in a row is added at once."""
        pieces: list[str] = []
        for node in body:
            if isinstance(node, Text):
                pieces.append(self._constant(node.text))
            elif isinstance(node, Print):
                piece = f"v{next(self._values)}"
                yield from (indent + line for line in self._printed(node, piece))
                pieces.append(piece)
            elif isinstance(node, Grid | Width):
                pieces.append(self._width(node))
            elif isinstance(node, Element) and len(node.body) == 1 and _is_print(node.body[0]):
                piece = f"v{next(self._values)}"
                yield from (indent + line for line in self._leaf(node, piece))
                pieces.append(piece)
            else:
                yield from _added(pieces, indent)
                pieces = []
                yield from self._compound(node, indent)
        yield from _added(pieces, indent)

    def _printed(self, node: Print, piece: str) -> Iterator[str]:
        yield f"{piece} = {self._value(node.of)}"
        if isinstance(node.of, Loop) and node.of.what not in {"first", "last"}:
            yield f"{piece} = str({piece})"
            return
        unsafe = _UNSAFE.format(piece) + (f" or '\"' in {piece}" if node.quoted else "")
        escape = "quoted" if node.quoted else "text"
        yield f"if {piece}.__class__ is not str or {unsafe}: {piece} = {escape}({piece})"

    def _leaf(self, node: Element, piece: str) -> Iterator[str]:
        """Yield the lines for an element that holds nothing but one value."""
        (content,) = node.body
        assert isinstance(content, Print)  # noqa: S101 - `_block` looked
        yield from self._printed(content, piece)
        end = self._constant(f"</{node.end}>")
        yield f"{piece} = f'>{{{piece}}}{{{end}}}' if {piece} else '/>'"

    def _width(self, node: Grid | Width) -> str:
        table, own = f"w{node.slot}", self._constant(node.own)
        if isinstance(node, Grid):
            found = f"{table}.grid()"
        else:
            turn = "" if node.loop is None else f" + i{node.loop}"
            place = node.start + (node.start < 0)  # there is one end more than there are columns
            if node.span == 1:
                found = f"{table}.widths[{place}{turn}]"
            else:
                found = f"{table}.spanned({node.start}{turn}, {node.span})"
        return f"({found} if {table} else {own})"

    def _compound(self, node: Instruction, indent: str) -> Iterator[str]:
        if isinstance(node, For):
            yield from self._loop(node, indent)
        elif isinstance(node, If):
            yield from self._choice(node, indent, "if")
        elif isinstance(node, Element):
            yield from self._element(node, indent)
        elif isinstance(node, Set):
            yield f"{indent}x{node.slot} = {self._value(node.of)}"
        elif isinstance(node, Columns):
            piece = f"t{node.slot}"
            yield f"{indent}{piece} = {self._value(node.of)}"
            yield indent + _refuse_no_list(piece)
            yield f"{indent}m{node.slot} = len({piece})"
            yield f"{indent}w{node.slot} = shares({self._constant(node)}, m{node.slot})"

    def _loop(self, node: For, indent: str) -> Iterator[str]:
        slot, inner = node.slot, indent + " "
        yield f"{indent}s{slot} = {self._value(node.of)}"
        yield indent + _refuse_no_list(f"s{slot}")
        yield f"{indent}n{slot} = len(s{slot})"
        if node.columns is not None:
            yield f"{indent}if n{slot} != m{node.columns}: raise NotPlain"
        yield f"{indent}left -= n{slot}"
        yield f"{indent}if left < 0: raise NotPlain"
        yield f"{indent}for i{slot}, x{slot} in enumerate(s{slot}):"
        yield inner + "pass"
        yield from self._block(node.body, inner)
        if node.otherwise:
            yield f"{indent}if not s{slot}:"
            yield inner + "pass"
            yield from self._block(node.otherwise, inner)

    def _choice(self, node: If, indent: str, word: str) -> Iterator[str]:
        yield f"{indent}{word} {self._value(node.test)}:"
        yield f"{indent} pass"
        yield from self._block(node.body, indent + " ")
        if len(node.otherwise) == 1 and isinstance(node.otherwise[0], If):
            yield from self._choice(node.otherwise[0], indent, "elif")
        elif node.otherwise:
            yield f"{indent}else:"
            yield f"{indent} pass"
            yield from self._block(node.otherwise, indent + " ")

    def _element(self, node: Element, indent: str) -> Iterator[str]:
        mark = f"e{next(self._values)}"
        yield f"{indent}{mark} = len(out)"
        yield f"{indent}out.append('>')"
        yield from self._block(node.body, indent)
        yield f"{indent}for {mark}p in out[{mark} + 1:]:"
        yield f"{indent} if {mark}p:"
        yield f"{indent}  out.append({self._constant(f'</{node.end}>')})"
        yield f"{indent}  break"
        yield f"{indent}else: out[{mark}] = '/>'"

    def _value(self, node: Expression) -> str:  # noqa: C901, PLR0911, PLR0912 - one per kind
        value = self._value
        match node:
            case Const(value=found):
                return self._constant(found)
            case Name(name=name):
                return f"context[{self._constant(name)}]"
            case Local(slot=slot):
                return f"x{slot}"
            case Loop(slot=slot, what=what):
                return _LOOPS[what].format(slot)
            case Member(of=of, key=key):
                return f"{value(of)}[{self._constant(key)}]"
            case Compared(how=how, left=left, right=right) | Both(how=how, left=left, right=right):
                return f"({value(left)} {how} {value(right)})"
            case Not(of=of):
                return f"(not {value(of)})"
            case Sum(how=how, left=left, right=right):
                return f"number({_SUMS[how]}, {value(left)}, {value(right)})"
            case Defined(of=of):
                return f"({self._soft(of)} is not MISSING)"
            case Choice(test=test, yes=yes, no=no):
                return f"({value(yes)} if {value(test)} else {value(no)})"
            case Listed(of=parts):
                return "[" + "".join(f"{value(part)}, " for part in parts) + "]"
            case Joined(of=parts):
                return "joined((" + "".join(f"{value(part)}, " for part in parts) + "))"
            case Filtered(name=name, of=of, given=given):
                first = self._soft(of) if name.startswith("default") else value(of)
                return f"filter_{name}({', '.join([first, *map(value, given)])})"

    def _soft(self, node: Expression) -> str:
        """Return an expression that is `MISSING` for what is not there."""
        if isinstance(node, Name):
            return f"context.get({self._constant(node.name)}, MISSING)"
        if isinstance(node, Member):
            return f"soft({self._value(node.of)}, {self._constant(node.key)})"
        return self._value(node)


def _is_print(node: Instruction) -> bool:
    return isinstance(node, Print)


def _added(pieces: list[str], indent: str) -> Iterator[str]:
    if len(pieces) == 1:
        yield f"{indent}out.append({pieces[0]})"
    elif pieces:
        yield f"{indent}out += ({', '.join(pieces)})"


def _refuse_no_list(piece: str) -> str:
    kind = f"{piece}.__class__"
    return f"if {kind} is not list and {kind} is not tuple: raise NotPlain"
