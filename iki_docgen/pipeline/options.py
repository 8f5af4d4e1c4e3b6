"""What `iki build` is asked."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

Progress = Callable[[int, int, str], None]
"""Called with the number of files done, their total, and the one that comes next."""


class Options(Struct, frozen=True):
    """How to build.

    `only` picks positions by number, id or part of their name; `check` writes nothing; `force`
    replaces files that a person has touched, and keeps each as `.bak`.
    """

    source: str | None = None
    only: tuple[str, ...] = ()
    output: Path | None = None
    template: Path | None = None
    check: bool = False
    force: bool = False
