"""Changes to and from JSON: the contract of `iki diff --format json` (docs/commands.md)."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypedDict

import msgspec

from iki_docgen.diff.model import Change, Kind, Path, Weight
from iki_docgen.errors import InputError
from iki_docgen.records import Indikator, Item, Jabatan, Sasaran

Lines = tuple[int | None, int | None]
"""The lines of a change in the old and the new text, from 1; None where there is no text."""

_RECORDS: Mapping[str, object] = {
    "jabatan": Jabatan,
    "sasaran": Sasaran,
    "indikator": Indikator,
    "tugas": Item,
    "fungsi": Item,
}


class _Read(msgspec.Struct, frozen=True, kw_only=True):
    """A change as it stands in JSON; the lines are for people and are not read."""

    kind: Kind
    jabatan: str
    field: str
    old: str | None
    new: str | None
    old_path: Path | None
    new_path: Path | None
    record: msgspec.Raw = msgspec.Raw(b"null")
    weight: Weight = Weight.SUBSTANCE
    about: tuple[str, ...] = ()
    remark: str = ""
    id: str | None = None


def changes_to_json(changes: Iterable[Change], lines: Callable[[Change], Lines]) -> str:
    """Return the changes as a JSON list, one value per line."""
    trees = [_tree(change, lines(change)) for change in changes]
    text = msgspec.json.encode(trees, enc_hook=_plain)
    return msgspec.json.format(text, indent=2).decode() + "\n"


def changes_from_json(text: str) -> tuple[Change, ...]:
    """Return the changes that a JSON list holds.

    Raises `InputError` where it is none that `changes_to_json` writes.
    """
    try:
        return tuple(map(_change, msgspec.json.decode(text, type=tuple[_Read, ...])))
    except (msgspec.DecodeError, KeyError) as error:
        hint = "`iki diff --format json` prints changes in the right form"
        raise InputError(f"these are not changes of iki: {error}", hint=hint) from error


def _plain(value: object) -> object:
    """Return the plain string of a `source.Text`; msgspec asks for what it does not know."""
    if isinstance(value, str):
        return str.__str__(value)
    raise NotImplementedError(type(value))


class _Tree(TypedDict):
    kind: str
    jabatan: str
    field: str
    old: str | None
    new: str | None
    old_line: int | None
    new_line: int | None
    old_path: Path | None
    new_path: Path | None
    record: object
    weight: str
    about: tuple[str, ...]
    remark: str
    id: str | None


def _tree(change: Change, lines: Lines) -> _Tree:
    return {
        "kind": change.kind,
        "jabatan": change.jabatan,
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "old_line": lines[0],
        "new_line": lines[1],
        "old_path": change.old_path,
        "new_path": change.new_path,
        "record": change.record,
        "weight": change.weight,
        "about": change.about,
        "remark": change.remark,
        "id": change.id,
    }


def _change(read: _Read) -> Change:
    record = None
    if bytes(read.record) != b"null":
        record = msgspec.json.decode(read.record, type=_RECORDS[read.field])
    return Change(
        kind=read.kind,
        field=read.field,
        jabatan=read.jabatan,
        old=read.old,
        new=read.new,
        old_path=read.old_path,
        new_path=read.new_path,
        record=record,
        weight=read.weight,
        about=read.about,
        remark=read.remark,
        id=read.id,
    )
