"""Whether a build has nothing to do, as a stamp of an earlier build tells.

What a build writes is decided by bytes: of the source, its `iki.toml`, the answers, the template,
and of the program itself.  A stamp holds digests of all of them and of each file that was made of
them.  Where they are all the same, and each file stands in the output folder byte by byte, a build
would read all, lay out all, and find nothing to do; so it is not done, and its counts are told from
the stamp.  The stamp says nothing of what stands on the disk now: that is read each time.

In any doubt there is no stamp, and the whole build is done: another option or folder, a file that
somebody typed in, a document of an earlier build, one that is open in Word, what a killed build
left.  A stamp is left only by a build after which every file was as it should be, and during which
nothing that decides it was written.  Stamps stand in the user's folder for caches (`caches`).
"""

import os
import stat
import sys
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b, file_digest
from pathlib import Path

import msgspec
from msgspec import Struct

from iki_docgen.caches import MEBIBYTE, Shelf, files_below, programs_in
from iki_docgen.diagnostics import Severity
from iki_docgen.pipeline.options import Options
from iki_docgen.project import Project, is_numbered, settings_file, whole_paths
from iki_docgen.results import Build, Made, State, Written

STAMPS = Shelf(b"iki-docgen stamp 1\n", ".stamp", largest=MEBIBYTE // 4, most=4096)
"""The stamps that are kept: one for each agency and way to build it, of 4 KB with 16 positions."""
_SETTLED = frozenset({State.WRITTEN, State.REPLACED, State.UNCHANGED})
_PACKAGES = (
    *("docxtpl", "docx", "jinja2", "markupsafe", "lxml", "msgspec", "regex", "yaml", "rapidfuzz"),
    *("olefile", "pdfminer", "charset_normalizer"),
)
"""Packages of others whose files decide what a build makes."""
_NOTHING = -1


class Seen(Struct, frozen=True, forbid_unknown_fields=True):
    """A file that decides: where its path leads, its size and digest, or that nothing is there."""

    path: str
    leads_to: str
    size: int
    digest: str


class Stamp(Struct, frozen=True, forbid_unknown_fields=True):
    """What a build was made of, and what it made."""

    command: str
    programs: str
    seen: tuple[Seen, ...]
    output: str
    documents: int
    findings: dict[Severity, int]
    made: tuple[Made, ...]


class Watch(Struct):
    """What decides a build, from before anything was read.

    `moments` tell when each file that decides was last written, as the file system knows.
    """

    path: Path
    command: str
    programs: str
    options: Options
    seen: list[Seen]
    moments: list[tuple[int, ...]]

    def recalled(self) -> Build | None:
        """Return what the build would be, where it would find nothing to do; None in any doubt."""
        body = STAMPS.read(self.path)
        if body is None:
            return None
        try:
            stamp = msgspec.json.decode(body, type=Stamp)
            if (stamp.command, stamp.programs) != (self.command, self.programs):
                return None
            output = Path(stamp.output)
            if not (self._is_settled(output, stamp.made) and all(map(_is_still, stamp.seen))):
                return None
        except (OSError, ValueError, RecursionError):  # msgspec's errors are ValueErrors
            return None
        STAMPS.use(self.path)
        files = [Written(output / one.name, one.what, State.UNCHANGED) for one in stamp.made]
        return Build(output, stamp.documents, stamp.findings, files, list(stamp.made))

    def _is_settled(self, output: Path, files: tuple[Made, ...]) -> bool:
        """Tell whether exactly these `files` stand in `output`, and none needs a second look."""
        there = set(os.listdir(output))  # noqa: PTH208 - names only
        names = {one.name for one in files}
        if not files or not names <= there or any(map(_needs_a_look, there)):
            return False
        if not self.options.only and any(map(is_numbered, there - names)):
            return False
        return all(_holds(output / one.name, one.size, one.digest) for one in files)

    def look(self, paths: Iterable[Path]) -> bool:
        """Look at more files that decide, before they are read.

        Returns False where that cannot be done, as with a pipe.
        """
        try:
            for path in paths:
                seen, moment = _look(str(path))
                self.seen.append(seen)
                self.moments.append(moment)
        except (OSError, ValueError):
            return False
        return True

    def keep(self, build: Build) -> None:
        """Leave a stamp of `build`, unless there is any doubt about it."""
        if any(file.state not in _SETTLED for file in build.files):
            return
        try:
            now = [_look(seen.path) for seen in self.seen]
            if now != list(zip(self.seen, self.moments, strict=True)):
                return  # what was read may have been neither the old nor the new
            stamp = Stamp(
                self.command,
                self.programs,
                tuple(self.seen),
                str(build.output),
                build.documents,
                dict(build.findings),
                tuple(build.made),
            )
            body = msgspec.json.encode(stamp)
        except (OSError, ValueError):  # such as a name that is no Unicode
            return
        STAMPS.keep(self.path, body)


def watch_over(root: Path, options: Options, *, own: bool) -> Watch | None:
    """Return the watch over a build of the agency at `root`, None where it can leave no stamp.

    `own` says that the `iki.toml` must stand in `root` itself.  It is to be asked before anything
    is read.
    """
    try:
        folder = Path(os.path.realpath(root))
        settings = settings_file(folder)
        here = (os.getcwd(), whole_paths.get())  # noqa: PTH109 - they decide how paths are told
        asked = (*here, str(root), str(folder), str(settings), own, options)
        command = repr(asked)
        path = STAMPS.place(blake2b(command.encode(), digest_size=16).hexdigest())
        if path is None:
            return None
        watch = Watch(path, command, programs_at_first(), options, [], [])
    except (OSError, ImportError, ValueError):  # packages in no folder, such as in a zip file
        return None
    return watch if watch.look([settings] if settings else []) else None


def decisive(project: Project, options: Options, name: str) -> list[Path]:
    """Return the files that decide the build of the source `name`, whether they are there or not.

    What iki.toml names is among them where another source is given: whether it leads to the same
    file decides whether the answers are those of the source.
    """
    from iki_docgen.word.default import default_path  # noqa: PLC0415 - for a build only

    template = options.template or project.own_template
    own = [project.source] if project.source else []
    return [Path(name), *own, project.answers, template, default_path()]


def made(name: str, what: str, data: bytes) -> Made:
    """Return what is remembered of a file that a build makes."""
    return Made(name, str(what), len(data), _blake(data).hexdigest())


def _blake(data: bytes = b"") -> blake2b:
    return blake2b(data, digest_size=20)


@cache
def programs_at_first() -> str:
    """Return a digest of the programs that decide what a build makes, as this process found them.

    One that outlives a change of its program, such as a worker of a cluster, works on as the old
    one and with the stamps of the old one; nobody who begins later finds those.
    """
    digest = _blake(f"{sys.version}\n{zlib.ZLIB_RUNTIME_VERSION}".encode())
    for line in program_lines():
        digest.update(line.encode(errors="surrogateescape"))
    return digest.hexdigest()


def program_lines() -> Iterator[str]:
    """Yield a line for each file of the programs that decide what a build makes."""
    yield from files_below(str(Path(__file__).parents[1]))
    yield from programs_in(_PACKAGES)


def _look(path: str) -> tuple[Seen, tuple[int, ...]]:
    """Return what is at `path`, and when it was last written.

    Raises `OSError` where that cannot be told, `ValueError` for what is no regular file.
    """
    leads_to = os.path.realpath(path)
    try:
        about = os.stat(path)  # noqa: PTH116 - the path is a string
    except (FileNotFoundError, NotADirectoryError):
        return Seen(path, leads_to, _NOTHING, ""), ()
    if not stat.S_ISREG(about.st_mode):  # a pipe would be emptied
        raise ValueError("no regular file")
    with open(path, "rb") as file:  # noqa: PTH123
        about = os.fstat(file.fileno())
        digest = file_digest(file, _blake).hexdigest()
    moment = (about.st_dev, about.st_ino, about.st_mtime_ns, about.st_ctime_ns)
    return Seen(path, leads_to, about.st_size, digest), moment


def _is_still(seen: Seen) -> bool:
    """Tell whether a file that decides is what it was."""
    return _look(seen.path)[0] == seen


def _holds(path: Path, size: int, digest: str) -> bool:
    """Tell whether a regular file stands at `path`, of that size and content."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode) or about.st_size != size:
        return False
    data = path.read_bytes()
    return len(data) == size and _blake(data).hexdigest() == digest


def _needs_a_look(name: str) -> bool:
    """Tell whether a name in the output folder is a lock of Word's or what a killed build left."""
    return name.startswith(("~$", ".~lock.")) or (name.startswith(".") and name.endswith(".tmp"))
