"""The user's folder for caches: files that nobody else can have written, whole or not there.

What stands there may be deleted at any time.  A file begins with the line of its kind and a
digest of the rest, so that one that a crash or a full disk tore is none.  One that is not the
user's own, or that others may write, is none either, and is written anew.  Nothing here fails:
where a file cannot be kept, the work is done again.
"""

import contextlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from iki_docgen.files import is_abandoned, replace_whole

SWITCH = "IKI_NO_CACHE"
"""Environment variable: when it is set to any text, nothing is read or written."""
MEBIBYTE = 1 << 20
_DIGEST = 32
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_PROGRAMS = (".py", ".so", ".pyd")


def cache_folder() -> Path | None:
    """Return the folder of the caches, None where there is no home for it."""
    if given := os.environ.get("XDG_CACHE_HOME"):
        base = Path(given)
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", ""))
    else:
        inside = "Library/Caches" if sys.platform == "darwin" else ".cache"
        base = Path(os.path.expanduser("~"), inside)  # noqa: PTH111 - `Path.home` raises without one
    return base / "iki-docgen" if base.is_absolute() else None


def files_below(folder: str) -> Iterator[str]:
    """Yield a line for each file in a package's folder and those below, as `programs_in` does."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if not entry.is_dir(follow_symlinks=False):
            yield _line(folder, entry)
        elif entry.name != "__pycache__":
            yield from files_below(entry.path)


def programs_in(packages: Iterable[str]) -> Iterator[str]:
    """Yield a line for each program of these packages, which is another when its file changes.

    Asking packages for their versions would take longer than rendering; and a version does not
    tell of a file that was edited.  Raises `OSError`, `ImportError` or `ValueError` for packages
    that are in no folder, such as in a zip file.
    """
    for package in packages:
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            with os.scandir(folder) as entries:
                files = [entry for entry in entries if entry.name.endswith(_PROGRAMS)]
            for entry in sorted(files, key=lambda entry: entry.name):
                yield _line(package, entry)


def _line(place: str, entry: "os.DirEntry[str]") -> str:
    """Return what tells one version of a file from another: its content changes its times."""
    about = entry.stat()
    times = f"{about.st_mtime_ns} {about.st_ctime_ns}"
    return f"\n{place}/{entry.name} {about.st_size} {times}"


class Shelf(Struct, frozen=True):
    """The files of one kind in the folder of the caches.

    `head` is the line that each begins with; one of more than `largest` bytes is not kept, and
    of more than `most` those used longest ago go.
    """

    head: bytes
    suffix: str
    largest: int
    most: int

    def place(self, name: str) -> Path | None:
        """Return where the file `name` stands, None where none may be kept."""
        folder = None if os.environ.get(SWITCH) else cache_folder()
        return folder and folder / f"{name}{self.suffix}"

    def read(self, path: Path) -> bytes | None:
        """Return what was kept at `path`, None where it is missing or not to be trusted."""
        try:
            data = self._trusted(path)
        except (OSError, ValueError):
            return None
        if data is None:
            return None
        body = data[len(self.head) + _DIGEST :]
        return body if data == self.whole(body) else None

    def use(self, path: Path) -> None:
        """Note that the file at `path` was used just now."""
        with contextlib.suppress(OSError):
            os.utime(path)

    def keep(self, path: Path, body: bytes) -> None:
        """Put `body` into the file at `path`, if that can be done; whoever reads sees all or none.

        A file that is not the user's own is left alone, and so is a folder.
        """
        data = self.whole(body)
        if len(data) > self.largest:
            return
        with contextlib.suppress(OSError, ValueError):
            path.parent.parent.mkdir(exist_ok=True)  # a home that is missing is meant to be
            path.parent.mkdir(mode=0o700, exist_ok=True)
            if _is_own(path.parent.lstat(), stat.S_ISDIR):
                replace_whole(path, data, 0o600, synced=False)  # the digest tells of a crash
                self._make_room(path.parent)

    def whole(self, body: bytes) -> bytes:
        """Return the file that holds `body`."""
        return self.head + blake2b(body, digest_size=_DIGEST).digest() + body

    def _trusted(self, path: Path) -> bytes | None:
        """Return the content of a file that nobody else can have written."""
        if not _is_own(path.parent.lstat(), stat.S_ISDIR):
            return None
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        flags |= getattr(os, "O_NONBLOCK", 0)  # a pipe would be waited for
        with os.fdopen(os.open(path, flags), "rb") as file:
            about = os.fstat(file.fileno())
            if not _is_own(about, stat.S_ISREG) or about.st_size > self.largest:
                return None
            return file.read(self.largest + 1)

    def _make_room(self, folder: Path) -> None:
        """Delete the files that were used longest ago, and what killed processes left."""
        names = os.listdir(folder)  # noqa: PTH208 - names only: there may be thousands
        for name in names:
            if name.endswith(".tmp") and is_abandoned(folder / name):
                with contextlib.suppress(OSError):
                    (folder / name).unlink()
        ours = [folder / name for name in names if name.endswith(self.suffix)]
        if len(ours) <= self.most:
            return
        used = []
        for path in ours:
            with contextlib.suppress(OSError):
                used.append((path.lstat().st_mtime, path))
        for _, path in sorted(used, reverse=True)[self.most :]:
            with contextlib.suppress(OSError):
                path.unlink()


def _is_own(about: os.stat_result, is_kind: object) -> bool:
    """Tell whether a file or folder of the right kind is the user's, and only theirs to write."""
    if not (callable(is_kind) and is_kind(about.st_mode)):
        return False
    if not hasattr(os, "geteuid"):  # Windows: the folder is the user's by its access list
        return True
    return about.st_uid == os.geteuid() and not about.st_mode & _OTHERS_WRITE
