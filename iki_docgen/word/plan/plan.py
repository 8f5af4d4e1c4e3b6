"""The plan of one part of a template, made, stored and loaded."""

import msgspec
from jinja2 import nodes

from iki_docgen.word.plan.code import Program, program
from iki_docgen.word.plan.tree import Body

_TOO_DEEP = (SyntaxError, RecursionError, MemoryError)


def plan_part(tree: nodes.Template, name: str) -> Body | None:
    """Return the instructions for the part of a Word file whose template `tree` is.

    None where they cannot say what it says; Jinja renders it then.
    """
    from iki_docgen.word.plan.fitting import put_right  # noqa: PLC0415 - heavy: lxml
    from iki_docgen.word.plan.reading import Unplanned, read_plan  # noqa: PLC0415 - heavy: jinja2
    from iki_docgen.word.plan.shape import shaped, skeleton  # noqa: PLC0415

    try:
        made = skeleton(read_plan(tree), name)
        put_right(made)
        return shaped(made)
    except (Unplanned, RecursionError):
        return None


def program_of(body: Body | None) -> Program | None:
    """Return the program of the instructions `body`, None where there are none that work."""
    if body is None:
        return None
    try:
        return program(body)
    except _TOO_DEEP:
        return None


def to_json(body: Body) -> bytes:
    """Return the instructions as JSON."""
    return msgspec.json.encode(body)


def from_json(data: bytes) -> Body:
    """Return the instructions that `to_json` made; raises `ValueError` for anything else."""
    return msgspec.json.decode(data, type=Body)
