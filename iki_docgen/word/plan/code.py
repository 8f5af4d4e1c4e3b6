"""Instructions -> one Python function.

The program is written here from validated instructions: what a template says stands in it only as
an entry of a tuple of constants, never as a name or an expression.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from itertools import count, groupby
from time import monotonic

import msgspec

from iki_docgen.word.plan import running
from iki_docgen.word.plan.running import HOLE, Layout, Stencil
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

Program = Callable[[Mapping[str, object]], bytes]
"""Prints a context; raises whatever goes wrong."""

_NAMES = {
    "NotPlain": running.NotPlain,
    "MISSING": running.MISSING,
    "clock": monotonic,
    "scalar": running.scalar,
    "text": running.text,
    "quoted": running.quoted,
    "soft": running.soft,
    "joined": running.joined,
    "number": running.number,
    "laid_out": running.laid_out,
    "alone": running.alone,
    "whole": running.whole,
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    **{f"filter_{name}": function for name, function in running.FILTERS.items()},
}
_BUILT_IN = {kind.__name__: kind for kind in (len, enumerate, str, int, list, tuple)}
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
    scope: dict[str, object] = {"__builtins__": _BUILT_IN}
    scope |= _NAMES
    scope["constants"] = tuple(writer.constants)
    exec(compile("\n".join(lines), "<plan>", "exec"), scope)  # noqa: S102 - written above
    return scope["render"]  # type: ignore[return-value]


class _Writer:
    """Writes the program of one part."""

    def __init__(self) -> None:
        self.constants: list[object] = []
        self._known: dict[tuple[type, object], str] = {}
        self._values = count()
        self._stencils: dict[int, list[Stencil]] = {}

    def function(self, body: Body) -> list[str]:
        """Return the lines of the program."""
        lines = list(self._block(body, "        "))
        for place, columns in enumerate(self.constants):
            if isinstance(columns, Columns):
                stencils = tuple(self._stencils.get(columns.slot, ()))
                self.constants[place] = Layout(columns, stencils)
        names = "".join(f"c{number}, " for number in range(len(self.constants)))
        return [
            "def make():",
            f"    {names}= constants",
            "    def render(context):",
            "        out = []",
            f"        left, late = {running.MAX_TURNS}, clock() + {running.MAX_SECONDS}",
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
        pieces: list[Text | Width | Grid | str] = []
        for node in _flat(body):
            if isinstance(node, Text | Grid | Width):
                pieces.append(node)
            elif isinstance(node, Print):
                piece = f"v{next(self._values)}"
                yield from (indent + line for line in self._printed(node, piece))
                pieces.append(piece)
            else:
                yield from self._added(pieces, indent)
                pieces = []
                yield from self._compound(node, indent)
        yield from self._added(pieces, indent)

    def _printed(self, node: Print, piece: str) -> Iterator[str]:
        yield f"{piece} = {self._value(node.of)}"
        unsafe = _UNSAFE.format(piece)
        if node.quoted:
            unsafe += f" or '\"' in {piece}"
        if node.alone:
            unsafe = f"not {piece} or {unsafe}"
        escape = "quoted" if node.quoted else "alone" if node.alone else "text"
        yield f"if {piece}.__class__ is str:"
        yield f" if {unsafe}: {piece} = {escape}({piece})"
        yield f"elif {piece}.__class__ is int: {piece} = str({piece})"
        yield f"else: {piece} = {escape}({piece})"

    def _added(self, pieces: list[Text | Width | Grid | str], indent: str) -> Iterator[str]:
        """Yield the line that adds `pieces` to what is printed."""
        found = [self._piece(list(group)) for _, group in groupby(pieces, _kind)]
        flat = [piece for group in found for piece in group]
        if len(flat) == 1:
            yield f"{indent}out.append({flat[0]})"
        elif flat:
            yield f"{indent}out += ({', '.join(flat)})"

    def _piece(self, group: list[Text | Width | Grid | str]) -> list[str]:
        """Return the expressions for `group`; fixed ones and the widths of a table are one."""
        first = group[0]
        if isinstance(first, str):
            return [piece for piece in group if isinstance(piece, str)]
        if isinstance(first, Width) and first.loop is not None:
            return [self._width(width) for width in group if isinstance(width, Width)]
        slots = {piece.slot for piece in group if isinstance(piece, Width | Grid)}
        texts = [piece for piece in group if not isinstance(piece, str)]
        if not slots:
            return [self._constant("".join(text.text for text in texts if isinstance(text, Text)))]
        if len(slots) > 1:
            return [piece for text in texts for piece in self._piece([text])]
        stencils = self._stencils.setdefault(slots.pop(), [])
        slot = next(text.slot for text in texts if not isinstance(text, Text))
        stencils.append(tuple(texts))
        return [f"w{slot}[{len(stencils) - 1}]"]

    def _width(self, node: Width) -> str:
        """Return the expression for the width of a cell that a loop repeats."""
        table, own = f"s{node.slot}", self._constant(node.own)
        return f"({table}.spanned({node.start} + i{node.loop}, {node.span}) if {table} else {own})"

    def _compound(self, node: Instruction, indent: str) -> Iterator[str]:
        if isinstance(node, For):
            yield from self._loop(node, indent)
        elif isinstance(node, If):
            yield from self._choice(node, indent, "if")
        elif isinstance(node, Element):
            mark = f"e{next(self._values)}"
            yield f"{indent}{mark} = len(out)"
            yield from self._block(_alone(node.body), indent)
            yield f"{indent}if len(out) == {mark}: out.append({self._constant(HOLE)})"
        elif isinstance(node, Set):
            yield f"{indent}x{node.slot} = {self._value(node.of)}"
        elif isinstance(node, Columns):
            piece = f"m{node.slot}"
            yield f"{indent}{piece} = {self._value(node.of)}"
            yield indent + _refuse_no_list(piece)
            yield f"{indent}{piece} = len({piece})"
            yield f"{indent}s{node.slot}, w{node.slot} = laid_out({self._constant(node)}, {piece})"

    def _loop(self, node: For, indent: str) -> Iterator[str]:
        slot, inner = node.slot, indent + " "
        yield f"{indent}l{slot} = {self._value(node.of)}"
        yield indent + _refuse_no_list(f"l{slot}")
        yield f"{indent}n{slot} = len(l{slot})"
        if node.columns is not None:
            yield f"{indent}if n{slot} != m{node.columns}: raise NotPlain"
        yield f"{indent}left -= n{slot}"
        yield f"{indent}if left < 0: raise NotPlain"
        yield f"{indent}for i{slot}, x{slot} in enumerate(l{slot}):"
        yield f"{inner}if clock() > late: raise NotPlain"
        yield from self._block(node.body, inner)
        if node.otherwise:
            yield f"{indent}if not l{slot}:"
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
            case Compared(how=how, left=left, right=right):
                other = value(right) if how.endswith("in") else f"scalar({value(right)})"
                return f"(scalar({value(left)}) {how} {other})"
            case Both(how=how, left=left, right=right):
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


def _flat(body: Body) -> Iterator[Instruction]:
    """Yield `body` with the tags of elements in line, and the content where it is one value."""
    for node in body:
        if isinstance(node, Element) and len(node.body) == 1 and isinstance(node.body[0], Print):
            yield Text(">")
            yield msgspec.structs.replace(node.body[0], alone=True)
            yield Text(f"</{node.end}>")
        elif isinstance(node, Element):
            yield Text(">")
            yield node
            yield Text(f"</{node.end}>")
        else:
            yield node


def _alone(body: Body) -> Body:
    """Return `body` so that each value in it leaves a hole where it is empty."""
    return tuple(map(_leaving_hole, body))


def _leaving_hole(node: Instruction) -> Instruction:
    replace = msgspec.structs.replace
    if isinstance(node, Print):
        return replace(node, alone=not node.quoted)
    if isinstance(node, For | If):
        return replace(node, body=_alone(node.body), otherwise=_alone(node.otherwise))
    return node


def _kind(piece: Text | Width | Grid | str) -> int:
    """Return in which group of pieces `piece` stands."""
    if isinstance(piece, str):
        return 0
    return 1 if isinstance(piece, Width) and piece.loop is not None else 2


def _refuse_no_list(piece: str) -> str:
    kind = f"{piece}.__class__"
    return f"if {kind} is not list and {kind} is not tuple: raise NotPlain"
