"""What an expression of a template stands for, as far as the tree of variables tells."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum, auto

from iki_docgen.word.variables import VARIABLES, Kind, Variable, variables


class Shape(Enum):
    """What can be done with a value."""

    TEXT = auto()
    NUMBER = auto()
    LIST = auto()
    OBJECT = auto()
    FUNCTION = auto()
    ANY = auto()
    """Nothing is known of it, so nothing is said of it."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a template: its shape, and for our variables their path and members."""

    shape: Shape
    path: str = ""
    members: tuple[Variable, ...] = ()

    def member(self, name: str) -> "Value | None":
        """Return the member `name` of an object, None when it has none of that name."""
        for variable in self.members:
            if variable.name == name:
                return of_variable(variable, f"{self.path}.{name}")
        return None

    def item(self) -> "Value":
        """Return what a loop over the value gives in each turn."""
        if self.shape is not Shape.LIST or not self.path:
            return ANY
        return Value(Shape.OBJECT if self.members else Shape.TEXT, f"{self.path}[]", self.members)


ANY = Value(Shape.ANY)
TEXT = Value(Shape.TEXT)
NUMBER = Value(Shape.NUMBER)
LIST = Value(Shape.LIST)
FUNCTION = Value(Shape.FUNCTION)

_SHAPES = {
    Kind.TEXT: Shape.TEXT,
    Kind.NUMBER: Shape.NUMBER,
    Kind.LIST: Shape.LIST,
    Kind.OBJECT: Shape.OBJECT,
}


def of_variable(variable: Variable, path: str) -> Value:
    """Return the value of a variable that stands at `path`."""
    return Value(_SHAPES[variable.kind], path, variable.members)


def top_level() -> dict[str, Value]:
    """Return the names that a template starts with."""
    return {variable.name: of_variable(variable, variable.name) for variable in VARIABLES}


def _number(name: str) -> Variable:
    return Variable(name=name, kind=Kind.NUMBER)


LOOP = Value(
    Shape.OBJECT,
    "loop",
    tuple(
        map(
            _number,
            (
                "index",
                "index0",
                "revindex",
                "revindex0",
                "first",
                "last",
                "length",
                "depth",
                "depth0",
            ),
        )
    ),
)
LOOP_OTHERS = frozenset({"previtem", "nextitem", "cycle", "changed"})
TEXT_METHODS = frozenset(
    [
        "upper",
        "lower",
        "title",
        "capitalize",
        "casefold",
        "swapcase",
        "strip",
        "lstrip",
        "rstrip",
        "split",
        "rsplit",
        "splitlines",
        "replace",
        "startswith",
        "endswith",
        "removeprefix",
        "removesuffix",
        "find",
        "rfind",
        "index",
        "rindex",
        "count",
        "join",
        "isdigit",
        "isalpha",
        "isalnum",
        "isupper",
        "islower",
        "isspace",
        "isnumeric",
        "istitle",
        "partition",
        "rpartition",
        "center",
        "ljust",
        "rjust",
        "zfill",
    ]
)
LIST_METHODS = frozenset({"index", "count"})


def required_paths() -> Iterator[tuple[str, str]]:
    """Yield the path of each required variable, and how a template prints it."""
    names = {"sasaran[].indikator[]": "i", "sasaran[]": "s", "tugas.butir[]": "b"}
    names["fungsi.butir[]"] = "b"
    for path, variable in variables():
        if variable.required:
            parent, _, name = path.rpartition(".")
            owner = names.get(parent, parent)
            full = f"{owner}.{name}" if owner else name
            if variable.kind is Kind.LIST:
                yield path, f"`{{{{ {full}|join('; ') }}}}`"
            else:
                yield path, f"`{{{{ {full} }}}}`"


def suggest_name(name: str, known: dict[str, Value]) -> str:
    """Return what to write instead of the unknown `name`."""
    if name == "loop":
        return "`loop` is known only between a `for` and its `endfor`"
    if near := nearest(name, known):
        return f"did you mean `{near}`?"
    for owner, value in reversed(known.items()):
        if value.shape is Shape.OBJECT and value.path != "loop" and value.member(name):
            return f"did you mean `{owner}.{name}`?"
    for path, _ in variables():
        if "[]" in path and path.endswith(f".{name}"):
            loop = path.rpartition("[].")[0]
            return f"`{name}` is known only in a loop over `{loop}`, by the name of the loop"
    return "`iki template variables` lists what exists"


def suggest_member(name: str, owner: str, value: Value) -> str:
    """Return what to write instead of `name`, which `value` (written as `owner`) lacks."""
    if value.shape is Shape.OBJECT:
        members = [variable.name for variable in value.members if not variable.internal]
        if near := nearest(name, members):
            return f"did you mean `{owner}.{near}`?"
        return f"`{owner}` has {', '.join(f'`{member}`' for member in members)}"
    if value.shape is Shape.LIST:
        return f"`{owner}` is a list: loop over it, as in `{{%p for x in {owner} %}}`"
    return f"`{owner}` is plain text and has no parts; print it as `{{{{ {owner} }}}}`"


def nearest(name: str, known: Iterator[str] | list[str] | dict[str, Value]) -> str:
    """Return the known name that `name` was probably meant to be, empty when none is near."""
    names = {word.casefold(): word for word in known}
    found = get_close_matches(name.casefold(), names, n=1, cutoff=0.7)
    return names[found[0]] if found else ""
