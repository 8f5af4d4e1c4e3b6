"""PATHs -> agencies: folders with an `iki.toml`, wherever they stand in a tree, and single sources.

A folder with an `iki.toml` is one agency, and what is below it belongs to it: no agency is looked
for there, unless the user names it as a PATH of its own.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from iki_docgen import project, shell
from iki_docgen.errors import IkiError, InputError, UsageError
from iki_docgen.project import SETTINGS_NAME, Project
from iki_docgen.results import Failure, Outcome

_NOT_SEARCHED = frozenset({"output"})
"""Folders of generated files, in which no agency stands."""


@dataclass(frozen=True, slots=True)
class Agency:
    """What is built as one: a folder with an `iki.toml`, or the source that a user named.

    `name` is how the user would write it, `root` an absolute folder that is found on every machine
    with the same disks; `own` says that the `iki.toml` must stand in `root` itself.
    """

    name: str
    root: Path
    source: str | None = None
    own: bool = False

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that whoever builds the agency must see: its root, and that of its source."""
        return (self.root, (self.root / self.source).parent) if self.source else (self.root,)

    def project(self) -> Project:
        """Return the settings and folders; raises as `project.at` and `project.find` do."""
        if not self.own:
            return project.find(self.root)
        return replace(project.at(self.root), called="" if self.name == "." else self.name)


def find_agencies(paths: Sequence[Path]) -> tuple[list[Agency], list[Outcome]]:
    """Return the agencies that `paths` mean, in a stable order, and what could not be searched.

    Without paths, it is the one of the working folder.  What several paths mean is built once.
    Raises `UsageError` for a folder in which no agency stands.
    """
    if not paths:
        return [Agency(".", project.here())], []
    found: dict[str, Agency] = {}
    failed: dict[str, Outcome] = {}
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - a name too long for a file is no error yet
            source = Agency(str(path), project.here(), source=str(path))
            found.setdefault(os.path.realpath(path), source)
            continue
        is_empty = True
        for one in _in_tree(path):
            is_empty = False
            if isinstance(one, Path):
                agency = Agency(str(one), project.here() / one, own=True)
                found.setdefault(os.path.realpath(one), agency)
            else:
                failed.setdefault(os.path.realpath(one.name), one)
        if is_empty:
            raise UsageError(
                f"{path} has no {SETTINGS_NAME}, and no folder below it has one",
                hint="give a text inside it, or make it a folder to work in:"
                f" iki init {shell.word(path)}",
            )
    return list(found.values()), list(failed.values())


def folders_of(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the folders that `paths` mean or stand in, whole; the working folder without any.

    Only those that are there: what is wrong with the others is said of their agencies.
    """
    here = project.here()
    meant: list[Path] = []
    for path in paths or [here]:
        whole = here / path
        meant += [whole] if os.path.isdir(whole) else [here, whole.parent]  # noqa: PTH112 - as above
    return tuple(folder for folder in dict.fromkeys(meant) if os.path.isdir(folder))  # noqa: PTH112


def _in_tree(top: Path) -> Iterator[Path | Outcome]:
    """Yield each agency's folder at or below `top`, by name, and each folder that stays closed.

    Hidden folders and those of generated files are passed over.  A link to a folder is followed,
    and no folder is entered twice, so links in a circle come to an end.
    """
    waiting = [top]
    seen: set[tuple[int, int]] = set()
    while waiting:
        folder = waiting.pop()
        try:
            status = folder.stat()
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield _closed(folder, error)
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        if any(entry.name == SETTINGS_NAME for entry in entries):
            yield folder
        else:
            inner = [Path(entry.path) for entry in entries if is_searched(entry)]
            waiting += reversed(inner)


def is_searched(entry: "os.DirEntry[str]") -> bool:
    """Tell whether an entry is a folder in which agencies are looked for."""
    if entry.name.startswith(".") or entry.name in _NOT_SEARCHED:
        return False
    with suppress(OSError):  # a link that leads to itself is no folder
        return entry.is_dir()
    return False


def _closed(folder: Path, error: OSError) -> Outcome:
    reason = f"{folder} cannot be looked into: {error.strerror or error}"
    failure = Failure(
        reason, "ask who owns the folder, or name only the others", InputError.exit_code
    )
    return Outcome(str(folder), failure=failure)


def with_own_folders(agencies: Iterable[Agency]) -> tuple[list[Agency], list[Outcome]]:
    """Return the agencies that can be built, and those whose settings or records are not readable.

    Only settings are read, and records that say their own year.  Raises `UsageError` if two
    agencies would write over each other's documents.
    """
    from iki_docgen.pipeline.loading import shown  # noqa: PLC0415 - heavy: readers and rules

    owners: dict[str, str] = {}
    ready: list[Agency] = []
    failed: list[Outcome] = []
    for agency in agencies:
        try:
            folder = output_of(agency)
        except IkiError as error:
            failure = Failure.of(error)
            message = project.seen_from(project.here(), failure.message)
            failed.append(Outcome(agency.name, failure=replace(failure, message=message)))
            continue
        except OSError as error:  # a folder that may not be entered
            failed.append(_closed(agency.root, error))
            continue
        place = os.path.normcase(os.path.realpath(folder))
        if place in owners:
            raise UsageError(
                f"{owners[place]} and {agency.name} would both be written into {shown(folder)}",
                hint="build each with a folder of its own: iki build PATH --output DIR",
            )
        owners[place] = agency.name
        ready.append(agency)
    return ready, failed


def output_of(agency: Agency) -> Path:
    """Return where the documents of an agency go."""
    from iki_docgen.pipeline.loading import (  # noqa: PLC0415 - heavy
        STANDARD_INPUT,
        source_path,
        year_of,
    )
    from iki_docgen.read import load  # noqa: PLC0415

    there = agency.project()
    name = source_path(agency.source, there)
    if name == STANDARD_INPUT:
        raise UsageError(
            "standard input is built alone", hint="build the other PATHs with a second command"
        )
    if agency.source is not None:
        load(Path(name))  # what cannot be read writes nothing, and is in nobody's way
    return there.output(year_of(name, there))
