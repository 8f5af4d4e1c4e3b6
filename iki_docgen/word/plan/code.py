"""Instructions -> one Python function.

The function is written here from validated instructions: what a template says stands in it only as
an entry of a tuple of constants, never as a name or an expression.

It is written in two ways.  The quick one adds values as they are and looks at all of them together
when it is done; where one needs escaping it gives up, and the careful one, which looks at each,
begins anew.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import groupby
from time import monotonic
from typing import Literal

import msgspec

from iki_docgen.word.plan import running
from iki_docgen.word.plan.running import Layout, Stencil
from iki_docgen.word.plan.spelling import Spelling
from iki_docgen.word.plan.tree import (
    Body,
    Choice,
    Columns,
    Const,
    Element,
    Expression,
    Filtered,
    For,
    Grid,
    If,
    Instruction,
    Loop,
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
    "HOLE": running.HOLE,
    "BLANK": running.BLANK,
    "clock": monotonic,
    "scalar": running.scalar,
    "text": running.text,
    "quoted": running.quoted,
    "word": running.word,
    "soft": running.soft,
    "member": running.member,
    "container": running.container,
    "joined": running.joined,
    "number": running.number,
    "laid_out": running.laid_out,
    "whole": running.whole,
    "whole_if_safe": running.whole_if_safe,
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    **{f"filter_{name}": function for name, function in running.FILTERS.items()},
}
_BUILT_IN = {kind.__name__: kind for kind in (len, enumerate, str, int, list, tuple, dict)}
_UNSAFE = "not {0}.isprintable() or '&' in {0} or '<' in {0} or '>' in {0}"
_COLUMN = 64
"""Characters that are enough for a column of a grid, a width, or a number."""
_LONG = 200
"""Lines of a loop that are as costly together as one expression that may take long."""


def program(body: Body) -> Program:
    """Return the function that prints what the instructions `body` say.

    Raises `SyntaxError`, `RecursionError` or `MemoryError` for what Python finds nested too deep.
    """
    quick = _function(_Quick(), body)
    careful = cache(lambda: _function(_Careful(), body))

    def render(context: Mapping[str, object]) -> bytes:
        try:
            made = quick(context)
        except UnicodeEncodeError:  # half of a pair of surrogates
            made = None
        return careful()(context) if made is None else made

    return render


def _function(writer: "_Writer", body: Body) -> Callable[[Mapping[str, object]], bytes]:
    lines = writer.function(body)
    scope: dict[str, object] = {"__builtins__": _BUILT_IN}
    scope |= _NAMES
    scope["constants"] = tuple(writer.spelling.constants)
    exec(compile("\n".join(lines), "<plan>", "exec"), scope)  # noqa: S102 - written here
    return scope["render"]  # type: ignore[return-value]


Piece = Text | Width | Grid | str
"""Something printed; a string is the expression for it."""


class _Writer:
    """Writes the function of one part."""

    _begin = ("out = []",)
    _end: str

    def __init__(self) -> None:
        self.spelling = Spelling()
        self._stencils: dict[int, list[Stencil]] = {}

    def function(self, body: Body) -> list[str]:
        """Return the lines of the function, and of what gives it its constants."""
        lines = list(self._block(body, "        "))
        end = self._end.format(longest=self._longest())
        constants = self.spelling.constants
        for place, columns in enumerate(constants):
            if isinstance(columns, Columns):
                stencils = tuple(self._stencils.get(columns.slot, ()))
                constants[place] = Layout(columns, stencils)
        names = "".join(f"c{number}, " for number in range(len(constants)))
        return [
            "def make():",
            f"    {names}= constants",
            "    def render(context):",
            *(f"        {line}" for line in self._begin),
            f"        left, late = {running.MAX_TURNS}, clock() + {running.MAX_SECONDS}",
            *lines,
            f"        return {end}",
            "    return render",
            "render = make()",
        ]

    def _constant(self, text: str) -> str:
        """Return the name of what is printed as it is."""
        return self.spelling.constant(text.encode())

    def _longest(self) -> int:
        """Return a length that no piece has which is not a value."""
        constants = self.spelling.constants
        tables = [found for found in constants if isinstance(found, Columns)]
        grid = _COLUMN * max([1, *(running.most_columns(table) for table in tables)])
        stencils = (
            sum(_length(piece, grid) for piece in stencil)
            for found in self._stencils.values()
            for stencil in found
        )
        texts = (len(text) for text in constants if isinstance(text, bytes))
        return max([_COLUMN, *texts, *stencils])

    def _block(self, body: Body, indent: str) -> Iterator[str]:
        """Yield the lines of `body`; what is printed in a row is added at once."""
        pieces: list[Piece] = []
        prints: list[tuple[str, Print]] = []
        for node in _flat(body):
            if isinstance(node, Text | Grid | Width):
                pieces.append(node)
            elif isinstance(node, Print):
                piece = self.spelling.variable("v")
                yield from (indent + line for line in self._printed(node, piece))
                pieces.append(f"{piece} or {node.empty}" if isinstance(node, Placed) else piece)
                prints.append((piece, node))
            elif isinstance(node, If) and (choice := self._choice_of_texts(node)):
                pieces.append(choice)
            else:
                yield from self._added(pieces, prints, indent)
                pieces, prints = [], []
                yield from self._compound(node, indent)
        yield from self._added(pieces, prints, indent)

    def _printed(self, node: Print, piece: str) -> Iterator[str]:
        """Yield the lines that make of a value the variable `piece`."""
        raise NotImplementedError

    def _choice_of_texts(self, node: If) -> str:
        """Return the expression for a choice between texts, empty where it is another choice."""
        yes, no = _text_of(node.body), _text_of(node.otherwise)
        if not (yes and no):  # what prints nothing must not look like something printed
            return ""
        test = self.spelling.value(node.test)
        return f"({self._constant(yes)} if {test} else {self._constant(no)})"

    def _added(
        self,
        pieces: list[Piece],
        prints: list[tuple[str, Print]],  # noqa: ARG002 - the quick way looks at them later
        indent: str,
    ) -> Iterator[str]:
        """Yield the lines that add `pieces` to what is printed; `prints` are the values in it."""
        found = [self._piece(list(group)) for _, group in groupby(pieces, _kind)]
        yield from _extended("out", [piece for group in found for piece in group], indent)

    def _piece(self, group: list[Piece]) -> list[str]:
        """Return the expressions for `group`; fixed ones and the widths of a table are one."""
        first = group[0]
        if isinstance(first, str):
            return [piece for piece in group if isinstance(piece, str)]
        if isinstance(first, Width) and first.loop is not None:
            return [self._width(width) for width in group if isinstance(width, Width)]
        slots = {piece.slot for piece in group if isinstance(piece, Width | Grid)}
        texts = [piece for piece in group if not isinstance(piece, str)]
        if not slots:
            whole = "".join(text.text for text in texts if isinstance(text, Text))
            return [self._constant(whole)]
        if len(slots) > 1:
            return [piece for text in texts for piece in self._piece([text])]
        stencils = self._stencils.setdefault(slots.pop(), [])
        slot = next(text.slot for text in texts if not isinstance(text, Text))
        stencils.append(tuple(texts))
        return [f"w{slot}[{len(stencils) - 1}]"]

    def _width(self, node: Width) -> str:
        """Return the expression for the width of a cell that a loop repeats."""
        table, own = f"s{node.slot}", self._constant(node.own)
        turn = self.spelling.turn(node.loop or 0)
        return f"({table}.spanned({node.start} + {turn}, {node.span}) if {table} else {own})"

    def _compound(self, node: Instruction, indent: str) -> Iterator[str]:
        value = self.spelling.value
        if isinstance(node, For):
            yield from self._loop(node, indent)
        elif isinstance(node, If):
            yield from self._choice(node, indent, "if")
        elif isinstance(node, Element):
            mark = self.spelling.variable("e")
            yield f"{indent}{mark} = len(out)"
            yield from self._block(_with_holes(node.body), indent)
            yield f"{indent}if len(out) == {mark}: out.append(HOLE)"
        elif isinstance(node, Set):
            yield f"{indent}x{node.slot} = {value(node.of)}"
        elif isinstance(node, Columns):
            piece, layout = f"m{node.slot}", self.spelling.constant(node)
            yield f"{indent}{piece} = {value(node.of)}"
            yield indent + _refuse_no_list(piece)
            yield f"{indent}{piece} = len({piece})"
            yield f"{indent}s{node.slot}, w{node.slot} = laid_out({layout}, {piece})"

    def _loop(self, node: For, indent: str) -> Iterator[str]:
        slot, inner = node.slot, indent + " "
        yield f"{indent}l{slot} = {self.spelling.value(node.of)}"
        yield indent + _refuse_no_list(f"l{slot}")
        yield f"{indent}n{slot} = len(l{slot})"
        if node.columns is not None:
            yield f"{indent}if n{slot} != m{node.columns}: raise NotPlain"
        yield f"{indent}left -= n{slot}"
        yield f"{indent}if left < 0: raise NotPlain"
        costly = self.spelling.costly
        self.spelling.loops.add(slot)
        body = list(self._block(node.body, inner)) or [f"{inner}pass"]
        self.spelling.loops.remove(slot)
        if slot in self.spelling.counted:
            yield f"{indent}for i{slot}, x{slot} in enumerate(l{slot}):"
        else:
            yield f"{indent}for x{slot} in l{slot}:"
        if self.spelling.costly > costly or len(body) > _LONG:  # else the turns are bound enough
            yield f"{inner}if clock() > late: raise NotPlain"
        if slot in self.spelling.looked_into:
            yield f"{inner}if x{slot}.__class__ is not dict: raise NotPlain"
        yield from body
        if node.otherwise:
            yield f"{indent}if not l{slot}:"
            yield from self._indented(node.otherwise, inner)

    def _choice(self, node: If, indent: str, word: str) -> Iterator[str]:
        yield f"{indent}{word} {self.spelling.value(node.test)}:"
        yield from self._indented(node.body, indent + " ")
        if len(node.otherwise) == 1 and isinstance(node.otherwise[0], If):
            yield from self._choice(node.otherwise[0], indent, "elif")
        elif node.otherwise:
            yield f"{indent}else:"
            yield from self._indented(node.otherwise, indent + " ")

    def _indented(self, body: Body, indent: str) -> list[str]:
        """Return the lines of `body`, of which Python wants at least one."""
        return list(self._block(body, indent)) or [f"{indent}pass"]


class _Careful(_Writer):
    """Looks at each value, and escapes it."""

    _end = "whole(out)"

    def _printed(self, node: Print, piece: str) -> Iterator[str]:
        yield f"{piece} = {self.spelling.value(node.of)}"
        unsafe = _UNSAFE.format(piece)
        if node.quoted:
            unsafe += f" or '\"' in {piece}"
        escape = "quoted" if node.quoted else "text"
        yield f"if {piece}.__class__ is str:"
        yield f" if {unsafe}: {piece} = {escape}({piece})"
        yield f"elif {piece}.__class__ is int: {piece} = str({piece})"
        yield f"else: {piece} = {escape}({piece})"
        yield f"{piece} = {piece}.encode()"


class _Quick(_Writer):
    """Gathers the values, and looks at them when all is printed."""

    _begin = ("out, values, marks = [], [], []",)
    _end = "whole_if_safe(out, values, marks, {longest})"

    def _printed(self, node: Print, piece: str) -> Iterator[str]:
        value = self.spelling.value(node.of)
        if _is_number(node.of):
            yield f"{piece} = str({value}).encode()"
        else:
            yield f"{piece} = {value}"
            yield f"if {piece}.__class__ is not str: {piece} = word({piece})"
            yield f"{piece} = {piece}.encode()"

    def _added(
        self, pieces: list[Piece], prints: list[tuple[str, Print]], indent: str
    ) -> Iterator[str]:
        yield from super()._added(pieces, prints, indent)
        seen = [(piece, node) for piece, node in prints if not _is_number(node.of)]
        yield from _extended("values", [piece for piece, node in seen if not node.quoted], indent)
        yield from _extended("marks", [piece for piece, node in seen if node.quoted], indent)


def _length(piece: Text | Width | Grid, grid: int) -> int:
    """Return how long `piece` is at most, in a table whose grid has at most `grid` characters."""
    if isinstance(piece, Text):
        return len(piece.text)
    return max(len(piece.own), grid if isinstance(piece, Grid) else _COLUMN)


def _text_of(body: Body) -> str:
    """Return what `body` prints if that is always the same, else an empty text."""
    texts = [piece.text for piece in body if isinstance(piece, Text)]
    return "".join(texts) if len(texts) == len(body) else ""


def _is_number(node: Expression) -> bool:
    """Return whether `node` is always a whole number (or `True`), and needs no escaping."""
    return isinstance(node, Loop | Sum) or (isinstance(node, Filtered) and node.name == "length")


def _extended(name: str, pieces: list[str], indent: str) -> Iterator[str]:
    """Yield the line that adds `pieces` to the list `name`, none for none."""
    if len(pieces) == 1:
        yield f"{indent}{name}.append({pieces[0]})"
    elif pieces:
        yield f"{indent}{name} += ({', '.join(pieces)})"


class Placed(Print, frozen=True):
    """A value in an element, and the name of what stands there where it is empty."""

    empty: Literal["HOLE", "BLANK"] = "HOLE"


def _flat(body: Body) -> Iterator[Instruction]:
    """Yield `body` with the tags of elements in line, and the content where it is one value."""
    for node in body:
        if not isinstance(node, Element):
            yield node
            continue
        yield Text(">")
        only = _only_value(node.body)
        yield node if only is None else Placed(only, empty="BLANK")
        yield Text(f"</{node.end}>")


def _only_value(body: Body) -> Expression | None:
    """Return the value that is all that `body` prints, None where it is not one value."""
    match body:
        case (Print(of=of),):
            return of
        case (If(test=test, body=(Print(of=of),), otherwise=()),):
            return Choice(test, of, Const(""))
    return None


def _with_holes(body: Body) -> Body:
    """Return `body` so that each value in it leaves a hole where it is empty."""
    return tuple(map(_leaving_hole, body))


def _leaving_hole(node: Instruction) -> Instruction:
    if isinstance(node, Print) and not node.quoted:
        return Placed(node.of)
    if isinstance(node, For | If):
        body, otherwise = _with_holes(node.body), _with_holes(node.otherwise)
        return msgspec.structs.replace(node, body=body, otherwise=otherwise)
    return node


def _kind(piece: Piece) -> int:
    """Return in which group of pieces `piece` stands."""
    if isinstance(piece, str):
        return 0
    return 1 if isinstance(piece, Width) and piece.loop is not None else 2


def _refuse_no_list(piece: str) -> str:
    kind = f"{piece}.__class__"
    return f"if {kind} is not list and {kind} is not tuple: raise NotPlain"
