"""The instructions of a plan: plain data that can be stored, and that is validated when loaded.

A plan is untrusted, as a template is.  It can only look up entries of plain dicts and lists,
compare them, repeat, and print what it finds; `code` writes the program, never the plan.
"""

from typing import Annotated, Literal

import msgspec


class Node(msgspec.Struct, frozen=True, array_like=True, tag=True, forbid_unknown_fields=True):
    """An instruction or an expression."""


Slot = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
"""The number of a local variable."""
Few = Annotated[int, msgspec.Meta(ge=0, le=10_000)]


class Const(Node, frozen=True):
    """A value that the template itself gives."""

    value: str | Annotated[int, msgspec.Meta(ge=-1_000_000, le=1_000_000)] | bool | None


class Name(Node, frozen=True):
    """A variable of the context."""

    name: str


class Local(Node, frozen=True):
    """The variable of a loop or of `set`."""

    slot: Slot


class Loop(Node, frozen=True):
    """What `loop` tells of the loop whose variable is `slot`."""

    slot: Slot
    what: Literal["index", "index0", "revindex", "revindex0", "first", "last", "length"]


class Member(Node, frozen=True):
    """An entry of a dict or a list."""

    of: "Expression"
    key: str | Annotated[int, msgspec.Meta(ge=-10_000, le=10_000)]


class Compared(Node, frozen=True):
    """A comparison of two values."""

    how: Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
    left: "Expression"
    right: "Expression"


class Both(Node, frozen=True):
    """`and` or `or`."""

    how: Literal["and", "or"]
    left: "Expression"
    right: "Expression"


class Not(Node, frozen=True):
    """`not`."""

    of: "Expression"


class Sum(Node, frozen=True):
    """Arithmetic with whole numbers."""

    how: Literal["+", "-", "*"]
    left: "Expression"
    right: "Expression"


class Defined(Node, frozen=True):
    """Whether a variable or an entry is there."""

    of: "Name | Member"


class Choice(Node, frozen=True):
    """`yes if test else no`."""

    test: "Expression"
    yes: "Expression"
    no: "Expression"


class Listed(Node, frozen=True):
    """A list that the template makes."""

    of: tuple["Expression", ...]


class Joined(Node, frozen=True):
    """The operands of `~`."""

    of: tuple["Expression", ...]


class Filtered(Node, frozen=True):
    """A value passed through a filter of `running`."""

    name: Literal[
        "upper",
        "lower",
        "trim",
        "length",
        "first",
        "last",
        "join",
        "replace",
        "iki_alias",
        "default",
        "default_false",
    ]
    of: "Expression"
    given: tuple["Expression", ...] = ()


Expression = (
    Const
    | Name
    | Local
    | Loop
    | Member
    | Compared
    | Both
    | Not
    | Sum
    | Defined
    | Choice
    | Listed
    | Joined
    | Filtered
)


class Text(Node, frozen=True):
    """Characters of the document, as they are."""

    text: str


class Print(Node, frozen=True):
    """A value, escaped; `quoted` within the quotation marks of an attribute."""

    of: Expression
    quoted: bool = False


class For(Node, frozen=True):
    """A loop, and what stands instead when the list is empty.

    `columns` is the slot of the table whose columns it makes.
    """

    slot: Slot
    of: Expression
    body: tuple["Instruction", ...]
    otherwise: tuple["Instruction", ...] = ()
    columns: Slot | None = None


class If(Node, frozen=True):
    """A choice between two pieces."""

    test: Expression
    body: tuple["Instruction", ...]
    otherwise: tuple["Instruction", ...] = ()


class Set(Node, frozen=True):
    """A variable of the template's own."""

    slot: Slot
    of: Expression


class Element(Node, frozen=True):
    """The content of an XML element, from the `>` of its start tag to the end of its end tag.

    An element that turns out empty is written as `<w:t/>`.
    """

    body: tuple["Instruction", ...]
    end: str


class Columns(Node, frozen=True):
    """The start of a table whose number of columns depends on the length of `of`.

    Its grid has `own` columns; where it must have others, they share `total` as `before`,
    `each` (once per entry) and `after` say.
    """

    slot: Slot
    of: Expression
    own: Few
    total: int
    before: tuple[int, ...]
    each: int
    after: tuple[int, ...]


class Grid(Node, frozen=True):
    """The columns of the grid of a table, or its `own` where they fit."""

    slot: Slot
    own: str


class Width(Node, frozen=True):
    """The width of a cell, or its `own` where the grid fits.

    It begins at column `start`, counted from the end if negative, and after as many more as the
    turn of the loop `loop` has gone.
    """

    slot: Slot
    own: str
    start: Annotated[int, msgspec.Meta(ge=-10_000, le=10_000)]
    span: Few
    loop: Slot | None = None


Instruction = Text | Print | For | If | Set | Element | Columns | Grid | Width
Body = tuple[Instruction, ...]
