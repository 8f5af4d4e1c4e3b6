"""Agencies below others: what is below an agency belongs to it, so they are not built with it.

An `iki.toml` that got into the top of a province by mistake would hide the whole province.  People
are therefore told of agencies that are there and not built.
"""

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from iki_docgen import project
from iki_docgen.errors import UsageError
from iki_docgen.pipeline.agencies import Agency, is_searched
from iki_docgen.project import SETTINGS_NAME
from iki_docgen.results import Below

_FURTHEST = 5000
"""Folders that are looked into below one folder: a whole disk may hang below it."""


def hidden_below(agencies: Sequence[Agency]) -> list[Below]:
    """Return what stands below `agencies` and is not among them."""
    built = {agency.root for agency in agencies}
    folders = [Path(agency.name) for agency in agencies if agency.source is None]
    return [found for folder in folders if (found := _below(folder, built))]


def refuse_hidden() -> None:
    """Raise `UsageError` if no `iki.toml` is meant by the working folder, but some stand below."""
    if project.settings_file(project.here()) is None and (found := _below(Path(), ())):
        raise UsageError(
            f"there is no {SETTINGS_NAME} here, but {found.folders} below",
            hint="to build them all: iki build .",
        )


def _below(top: Path, built: Collection[Path]) -> Below | None:
    """Return which agencies stand below the folder `top` and are not `built`; None if none does."""
    root = project.here() / top
    looked = list(islice(_folders(root), _FURTHEST))
    hidden = [path for path, is_agency in looked if is_agency and path not in built]
    inner = dict.fromkeys(top / path.relative_to(root).parts[0] for path in hidden)
    if not hidden:
        return None
    return Below(top, len(hidden), tuple(inner), is_all=len(looked) < _FURTHEST)


def _folders(top: Path) -> Iterator[tuple[Path, bool]]:
    """Yield `top` and the folders below it, and whether another agency stands there.

    Below that one, none is looked for, nor in a package of Python, which has examples only.  Links
    are not followed: they lead elsewhere.
    """
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        with suppress(OSError):  # who builds there says what cannot be read
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            names = {entry.name for entry in entries}
            if "__init__.py" in names:
                continue
            is_agency = folder != top and SETTINGS_NAME in names
            yield folder, is_agency
            if not is_agency:
                inner = [one for one in entries if not one.is_symlink() and is_searched(one)]
                waiting += [folder / entry.name for entry in reversed(inner)]
