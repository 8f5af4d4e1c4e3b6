"""Expressions of a plan -> Python, with what the template says only as a constant's number."""

from itertools import count

from iki_docgen.word.plan.tree import (
    Both,
    Choice,
    Compared,
    Const,
    Defined,
    Expression,
    Filtered,
    Joined,
    Listed,
    Local,
    Loop,
    Member,
    Name,
    Not,
    Sum,
)

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
_CHEAP = frozenset({"length", "first", "last", "default", "default_false"})


class Spelling:
    """Spells expressions, and keeps the constants that they need."""

    def __init__(self) -> None:
        """Begin without a constant."""
        self.constants: list[object] = []
        self.counted: set[int] = set()
        """The loops whose turns somebody asked the number of."""
        self.costly = 0
        """How many expressions were spelled that may take long with long texts."""
        self.loops: set[int] = set()
        """The loops whose body is being spelled."""
        self.looked_into: set[int] = set()
        """Those of them whose variable must be a dict."""
        self._known: dict[tuple[type, object], str] = {}
        self._values = count()

    def constant(self, value: object) -> str:
        """Return the name of a constant."""
        key = (type(value), value)
        if key not in self._known:
            self._known[key] = f"c{len(self.constants)}"
            self.constants.append(value)
        return self._known[key]

    def variable(self, kind: str) -> str:
        """Return the name of a new variable that begins with the letter `kind`."""
        return f"{kind}{next(self._values)}"

    def turn(self, slot: int) -> str:
        """Return the name of the number of a loop's turn."""
        self.counted.add(slot)
        return f"i{slot}"

    def value(self, node: Expression) -> str:  # noqa: C901, PLR0911, PLR0912 - one per kind
        """Return the expression for `node`."""
        value = self.value
        match node:
            case Const(value=found):
                return self.constant(found)
            case Name(name=name):
                return f"context[{self.constant(name)}]"
            case Local(slot=slot):
                return f"x{slot}"
            case Loop(slot=slot, what=what):
                self.turn(slot)
                return _LOOPS[what].format(slot)
            case Member():
                return self._member(node)
            case Compared():
                return self._compared(node)
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
                self.costly += 1
                return "joined((" + "".join(f"{value(part)}, " for part in parts) + "))"
            case Filtered(name=name, of=of, given=given):
                self.costly += name not in _CHEAP
                first = self._soft(of) if name.startswith("default") else value(of)
                return f"filter_{name}({', '.join([first, *map(value, given)])})"

    def _compared(self, node: Compared) -> str:
        left = self._scalar(node.left)
        if node.how.endswith("in"):  # looks through all of a text or a list
            self.costly += 1
            return f"({left} {node.how} container({self.value(node.right)}))"
        return f"({left} {node.how} {self._scalar(node.right)})"

    def _scalar(self, node: Expression) -> str:
        found = self.value(node)
        return found if isinstance(node, Const | Loop) else f"scalar({found})"

    def _member(self, node: Member) -> str:
        of, key = self.value(node.of), self.constant(node.key)
        return f"{of}[{key}]" if self._is_in_dict(node) else f"member({of}, {key})"

    def _is_in_dict(self, node: Member) -> bool:
        """Return whether `node` is an entry of what a loop will have made sure is a dict."""
        if isinstance(node.of, Local) and node.of.slot in self.loops and isinstance(node.key, str):
            self.looked_into.add(node.of.slot)
            return True
        return False

    def _soft(self, node: Expression) -> str:
        """Return an expression that is `MISSING` for what is not there."""
        if isinstance(node, Name):
            return f"context.get({self.constant(node.name)}, MISSING)"
        if isinstance(node, Member):
            of, key = self.value(node.of), self.constant(node.key)
            return f"{of}.get({key}, MISSING)" if self._is_in_dict(node) else f"soft({of}, {key})"
        return self.value(node)
