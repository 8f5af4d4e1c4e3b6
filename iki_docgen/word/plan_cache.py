"""Prepared templates on disk, so that the next run needs neither docxtpl nor python-docx.

A plan is what `compile_template` makes of the bytes of a template before anything is filled in.
It stands in the user's folder for caches (`caches`).  Its name is a digest of the template and of
the programs that prepared it, so a changed template and a new version find nothing and make a plan
of their own.

A plan holds no code.  It is JSON, read as exactly the types below; `plan.code` writes a function
of its instructions, in which their texts are constants only.  Its sources go through the same
sandbox as those of a template, its members are refused by the same rules.  Whatever goes wrong
here is no error: the template is then prepared as if there were no cache.
"""

import zlib
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from sys import version_info

import msgspec

from iki_docgen.caches import MEBIBYTE, Shelf, programs_in
from iki_docgen.errors import InputError
from iki_docgen.office.package import MAX_MEMBER, MAX_MEMBERS, MAX_TOTAL, Packed
from iki_docgen.office.refusals import refuse_bad_name, refuse_macros, refuse_prepared_xml
from iki_docgen.word.plan.plan import Plan

PLANS = Shelf(b"iki-docgen plan 1\n", ".plan", largest=8 * MEBIBYTE, most=24)
"""The plans that are kept; a larger one is prepared each time."""
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


def plan_path(data: bytes) -> Path | None:
    """Return where the plan of the template `data` stands, None where none may be kept."""
    if PLANS.place("") is None:
        return None
    digest = blake2b(data, digest_size=16)
    try:
        for line in _preparers():
            digest.update(line.encode())
    except (OSError, ImportError, ValueError):  # packages in no folder, such as in a zip file
        return None
    return PLANS.place(digest.hexdigest())


def _preparers() -> Iterator[str]:
    """Yield what changes when a program that prepares templates does."""
    yield f"\n{version_info}"
    yield from programs_in(_PREPARERS)


def stored_plan(path: Path) -> Stored | None:
    """Return the plan in the file at `path`, None where it is missing or not to be trusted."""
    body = PLANS.read(path)
    if body is None:
        return None
    try:
        found = _unpacked(msgspec.json.decode(body, type=_File))
    except (ValueError, RecursionError, zlib.error, InputError):  # msgspec's are ValueErrors
        return None
    PLANS.use(path)
    return found


def store_plan(path: Path, plan: Stored) -> None:
    """Put `plan` into the file at `path`, if that can be done."""
    members = (_Member(name, *packed) for name, packed in plan.packed.items())
    try:
        body = msgspec.json.encode(_File(plan.main, plan.parts, tuple(members)))
    except (ValueError, RecursionError):  # such as a tree that is nested too deep
        return
    PLANS.keep(path, body)


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
