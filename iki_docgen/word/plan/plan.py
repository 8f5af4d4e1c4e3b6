"""The plan of one part of a template, made, stored and loaded."""

from typing import Any

import msgspec

from iki_docgen.word.plain import is_plain
from iki_docgen.word.plan.code import Program, program
from iki_docgen.word.plan.tree import Body

_TOO_DEEP = (SyntaxError, RecursionError, MemoryError)


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The instructions for one part; `is_plain` says that `plain_text` can read what they print."""

    body: Body
    is_plain: bool = False


def plan_part(tree: Any, name: str, *, is_main: bool) -> Plan | None:  # noqa: ANN401 - jinja2 is heavy
    """Return the plan for the part of a Word file whose template `tree` (`nodes.Template`) is.

    None where the instructions cannot say what it says; Jinja renders it then.
    """
    from iki_docgen.word.plan.fitting import put_right  # noqa: PLC0415 - heavy: lxml
    from iki_docgen.word.plan.reading import Unplanned, read_plan  # noqa: PLC0415 - heavy: jinja2
    from iki_docgen.word.plan.shape import shaped, skeleton  # noqa: PLC0415

    try:
        made = skeleton(read_plan(tree), name)
        put_right(made, is_main=is_main)
        return Plan(shaped(made), is_plain(made.root))
    except (Unplanned, RecursionError):
        return None


def program_of(plan: Plan | None) -> Program | None:
    """Return the program of `plan`, None where there is none that works."""
    if plan is None:
        return None
    try:
        return program(plan.body)
    except _TOO_DEEP:
        return None
