"""Prepared templates on disk, so that the next run needs neither docxtpl nor python-docx.

A plan is what `compile_template` makes of the bytes of a template before anything is filled in.
It stands in the user's folder for caches (`cache_folder`), which may be deleted at any time.  Its
name is a digest of the template and of the programs that prepared it, so a changed template and a
new version find nothing and make a plan of their own.

A plan holds no code.  It is JSON, read as exactly the types below; `plan.code` writes a function
of its instructions, in which their texts are constants only.  Its sources go through the same
sandbox as those of a template, its members are refused by the same rules.  A file that is
torn, not the user's own, or open to others for writing is no plan, and is written anew.  Whatever
goes wrong here is no error: the template is then prepared as if there were no cache.
"""

import contextlib
import os
import stat
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

import msgspec

from iki_docgen.errors import InputError
from iki_docgen.office.package import (
    MAX_MEMBER,
    MAX_MEMBERS,
    MAX_TOTAL,
    MEBIBYTE,
    Packed,
)
from iki_docgen.office.refusals import refuse_bad_name, refuse_macros, refuse_prepared_xml
from iki_docgen.word.plan.plan import Plan

SWITCH = "IKI_NO_CACHE"
"""Environment variable: when it is set to anything, no plan is read or written."""
MAX_PLAN = 8 * MEBIBYTE
"""The largest plan that is kept, in bytes; what is larger is prepared each time."""
MAX_PLANS = 24
"""Plans that are kept; those used longest ago go first."""
HEAD = b"iki-docgen plan 1\n"
"""A plan begins with this line, the digest of its body (`digest_of`), and the body."""
START = len(HEAD) + 32
"""Where the body begins."""
_ABANDONED = 3600.0
"""Seconds after which nobody writes a temporary file any more."""

_SUFFIX = ".plan"
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_PREPARERS = (
    "iki_docgen.word",
    "iki_docgen.word.plan",
    "iki_docgen.office",
    "docxtpl",
    "jinja2",
    "lxml",
)
"""Packages whose files decide what a plan says."""


class PartPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part to fill in: its Jinja with anchors, and as the author wrote it where that differs.

    `tree` are the instructions that print it without Jinja, where there are any.
    """

    name: str
    source: str
    written: str = ""
    tree: Plan | None = None


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A prepared template: its main part, its parts to fill in, and all members as they are."""

    main: str
    parts: tuple[PartPlan, ...]
    members: Mapping[str, bytes]
    packed: Mapping[str, Packed]


class _Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    stream: bytes
    size: int
    checksum: int


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    main: str
    parts: tuple[PartPlan, ...]
    members: tuple[_Member, ...]


def cache_folder() -> Path | None:
    """Return the folder of the plans, None where there is no home for it."""
    if given := os.environ.get("XDG_CACHE_HOME"):
        base = Path(given)
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", ""))
    else:
        inside = "Library/Caches" if sys.platform == "darwin" else ".cache"
        base = Path(os.path.expanduser("~"), inside)  # noqa: PTH111 - `Path.home` raises without one
    return base / "iki-docgen" if base.is_absolute() else None


def plan_path(data: bytes) -> Path | None:
    """Return where the plan of the template `data` stands, None where none may be kept."""
    folder = None if os.environ.get(SWITCH) else cache_folder()
    if folder is None:
        return None
    digest = blake2b(data, digest_size=16)
    try:
        for line in _preparers():
            digest.update(line.encode())
    except (OSError, ImportError, ValueError):  # packages in no folder, such as in a zip file
        return None
    return folder / f"{digest.hexdigest()}{_SUFFIX}"


def _preparers() -> Iterator[str]:
    """Yield what changes when a program that prepares templates does.

    Asking packages for their versions would take longer than rendering; and a version does not
    tell of a file that was edited.
    """
    yield f"\n{sys.version_info}"
    for package in _PREPARERS:
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            with os.scandir(folder) as entries:
                files = [entry for entry in entries if entry.name.endswith((".py", ".so", ".pyd"))]
            for entry in sorted(files, key=lambda entry: entry.name):
                about = entry.stat()
                yield f"\n{package}/{entry.name} {about.st_size} {about.st_mtime_ns}"


def stored_plan(path: Path) -> Stored | None:
    """Return the plan in the file at `path`, None where it is missing or not to be trusted."""
    try:
        data = _trusted(path)
        if data is None:
            return None
        body = data[START:]
        if data[:START] != HEAD + digest_of(body):
            return None
        found = _unpacked(msgspec.json.decode(body, type=_File))
    except (
        OSError,
        ValueError,
        RecursionError,
        zlib.error,
        InputError,
    ):  # msgspec's errors are ValueErrors
        return None
    with contextlib.suppress(OSError):
        os.utime(path)  # used just now
    return found


def store_plan(path: Path, plan: Stored) -> None:
    """Put `plan` into the file at `path`, if that can be done; whoever reads it sees all or none.

    A file that is not the user's own is left alone, and so is a folder.
    """
    members = (_Member(name, *packed) for name, packed in plan.packed.items())
    try:
        body = msgspec.json.encode(_File(plan.main, plan.parts, tuple(members)))
        data = HEAD + digest_of(body) + body
        if len(data) <= MAX_PLAN:
            path.parent.parent.mkdir(exist_ok=True)  # a home that is missing is meant to be
            path.parent.mkdir(mode=0o700, exist_ok=True)
            if _is_own(path.parent.lstat(), stat.S_ISDIR):
                _replace(path, data)
                _make_room(path.parent)
    except (OSError, ValueError, RecursionError):  # such as a tree that is nested too deep
        return


def digest_of(body: bytes) -> bytes:
    """Return what tells a plan that was torn by a crash or a full disk from a whole one."""
    return blake2b(body, digest_size=START - len(HEAD)).digest()


def _trusted(path: Path) -> bytes | None:
    """Return the content of a file that nobody else can have written."""
    if not _is_own(path.parent.lstat(), stat.S_ISDIR):
        return None
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NONBLOCK", 0)  # a pipe would be waited for
    with os.fdopen(os.open(path, flags), "rb") as file:
        about = os.fstat(file.fileno())
        if not _is_own(about, stat.S_ISREG) or about.st_size > MAX_PLAN:
            return None
        return file.read(MAX_PLAN + 1)


def _is_own(about: os.stat_result, is_kind: object) -> bool:
    """Tell whether a file or folder of the right kind is the user's, and only theirs to write."""
    if not (callable(is_kind) and is_kind(about.st_mode)):
        return False
    if not hasattr(os, "geteuid"):  # Windows: the folder is the user's by its access list
        return True
    return about.st_uid == os.geteuid() and not about.st_mode & _OTHERS_WRITE


def _unpacked(stored: _File) -> Stored:
    """Return the plan that was stored; raises `ValueError` for one that cannot be meant."""
    names = [member.name for member in stored.members]
    parts = [part.name for part in stored.parts]
    if len(set(names)) != len(names) or len(names) > MAX_MEMBERS:
        raise ValueError("a member twice, or too many")
    if len(set(parts)) != len(parts) or not {stored.main, *parts} <= set(names):
        raise ValueError("a part that is no member")
    if sum(member.size for member in stored.members) > MAX_TOTAL:
        raise ValueError("too much to be unpacked")
    members = {member.name: _inflated(member) for member in stored.members}
    for name in names:
        refuse_bad_name(name, "the plan")
    refuse_macros(members, "the plan")
    refuse_prepared_xml(members, "the plan")
    packed = {one.name: Packed(one.stream, one.size, one.checksum) for one in stored.members}
    return Stored(main=stored.main, parts=stored.parts, members=members, packed=packed)


def _inflated(member: _Member) -> bytes:
    if not 0 <= member.size <= MAX_MEMBER:
        raise ValueError("too large a member")
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    data = inflate.decompress(member.stream, member.size + 1)
    whole = inflate.eof and not inflate.unused_data and len(data) == member.size
    if not whole or zlib.crc32(data) != member.checksum:
        raise ValueError("not what was packed")
    return data


def _replace(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step, for the user's eyes only."""
    handle, name = tempfile.mkstemp(suffix=".tmp", dir=path.parent)  # of mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)  # not synced: the digest tells of a crash
        os.replace(name, path)  # noqa: PTH105 - the name is a string
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise


def _make_room(folder: Path) -> None:
    """Delete the plans that were used longest ago, and what killed processes left."""
    plans = []
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            used = path.lstat().st_mtime
            if path.suffix == _SUFFIX:
                plans.append((used, path))
            elif path.suffix == ".tmp" and time.time() - used > _ABANDONED:
                path.unlink()
    for _, path in sorted(plans, reverse=True)[MAX_PLANS:]:
        with contextlib.suppress(OSError):
            path.unlink()
