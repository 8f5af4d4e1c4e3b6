"""A comparison for people: by position, what was done and where, with the words that changed."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from iki_docgen.diff.model import Answer, Carry, Change, Kind, Weight
from iki_docgen.diff.words import Side, Stretch, redline
from iki_docgen.records import Butir, Indikator, Jabatan, Sasaran, item_texts
from iki_docgen.report.compared import Compared
from iki_docgen.report.subject import encodable

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_CONTEXT = 6
"""Words shown beside a change; what is further away is left out."""
_COLORS = {
    Kind.ADDED: "1;32",
    Kind.REMOVED: "1;31",
    Kind.CHANGED: "1;33",
    Kind.MOVED: "1;36",
    Kind.RENAMED: "1;35",
}
_MARKS = {Side.OLD: ("[-", "-]", "9;31"), Side.NEW: ("{+", "+}", "32")}
_FIELDS = {
    "jabatan": "position",
    "atasan": "superior",
    "tugas": "Tugas",
    "fungsi": "Fungsi",
    "sasaran": "Sasaran",
    "indikator": "Indikator",
    "penjelasan": "Penjelasan",
    "sumber_data": "Sumber Data",
    "lainnya": "another column",
    "instansi": "the agency's name",
    "tahun": "the year",
    "versi": "the version of the records",
}
_CELLS = frozenset({"penjelasan", "sumber_data", "lainnya"})
_POSITION = 2
"""The length of the path of a position: `("jabatan", 3)`."""
_CARRIES = {
    Carry.KEPT: "filled in the new one",
    Carry.FITS: "can be carried over (the new one has the indicator, without a Penjelasan)",
    Carry.LOOK: "to be looked at (the indicator has changed)",
    Carry.HOMELESS: "without a home (the indicator is gone)",
}


def to_text(compared: Compared) -> str:
    """Return the changes of each position, how many there are, and what becomes of Penjelasan."""
    changes = compared.comparison.changes
    if not changes:
        return encodable(f"{compared.old.path} and {compared.new.path} say the same\n")
    sections = [f"{compared.old.path} -> {compared.new.path}\n"]
    for name, group in groupby(changes, lambda change: change.jabatan):
        head = _painted(_printable(name) or "The whole document", "1", compared)
        sections.append("".join([f"{head}\n", *(_change(compared, one) for one in group)]))
    sections.append(_summary(changes))
    sections += _answers(compared.comparison.answers)
    return encodable("\n".join(sections))


def _change(compared: Compared, change: Change) -> str:
    """Return a change: what, where, and under it the words."""
    kind = _painted(change.kind.value, _COLORS[change.kind], compared)
    row = _row(compared, change)
    what = f"{_what(change)} of `{_printable(row)}`" if row else _what(change)
    parts = [f"  {kind} {what}", *_where(compared, change)]
    notes = ", ".join(_notes(change))
    lines = [", ".join(parts) + (f" ({notes})" if notes else "")]
    lines += [f"      {line}" for line in _words(compared, change) if line]
    lines += [f"      - {_printable(line)}" for line in _inside(compared, change) if line]
    return "".join(f"{line}\n" for line in lines)


def _what(change: Change) -> str:
    name = _FIELDS.get(change.field, change.field)
    old, new = (_list_of(change, path) for path in (change.old_path, change.new_path))
    if change.kind is Kind.MOVED and old and new and old != new:
        return f"{_FIELDS.get(old, old)} to {name}"
    return name


def _list_of(change: Change, path: Sequence[str | int] | None) -> str:
    """Return the TUGAS or FUNGSI that a path leads into, if any."""
    if path is None or change.field not in {"tugas", "fungsi"}:
        return ""
    return next((str(part) for part in path if part in {"tugas", "fungsi"}), "")


def _where(compared: Compared, change: Change) -> Iterator[str]:
    """Yield the lines of both texts, and the position that something came from."""
    old, new = compared.lines(change)
    if old and new:
        yield f"line {old} -> {new}"
    elif old or new:
        yield f"line {old or new} of {'the old' if old else 'the new'} text"
    if change.kind is Kind.MOVED:
        left = _position_left(compared, change)
        yield from [f"from `{_printable(left)}`"] if left else _places(change)


def _places(change: Change) -> Iterator[str]:
    """Yield the places, counted from 1, of what moved within a list of its position."""
    old, new = change.old_path or (), change.new_path or ()
    lists = old[_POSITION:-1], new[_POSITION:-1]
    if lists[0] == lists[1] and len(lists[0]) <= 1 and change.field != "atasan":
        yield "from place {} to {}".format(*(int(path[-1]) + 1 for path in (old, new)))


def _row(compared: Compared, change: Change) -> str:
    """Return the indicator whose cell has changed, empty for what is no cell."""
    if change.field not in _CELLS:
        return ""
    if change.new_path is not None:
        return compared.new.named(change.new_path)
    return compared.old.named(change.old_path or ())


def _position_left(compared: Compared, change: Change) -> str:
    """Return the name of another position that something came from, empty where there is none."""
    if change.old_path is None or change.new_path is None or len(change.old_path) == _POSITION:
        return ""
    position = change.old_path[:_POSITION]
    if compared.homes[position] == change.new_path[:_POSITION]:
        return ""
    return compared.old.named(position)


def _notes(change: Change) -> Iterator[str]:
    if change.weight is Weight.WORDING:
        yield "wording only"
    elif change.about not in {(), ("other",)}:
        yield " and ".join(topic for topic in change.about if topic != "other")
    if change.remark:
        yield _printable(change.remark)


def _words(compared: Compared, change: Change) -> Iterator[str]:
    """Yield the text of a change, with what went out and what came in marked."""
    if change.field == "atasan":
        old = _superior(change.old, compared.old.names)
        yield f"{old} -> {_superior(change.new, compared.new.names)}"
    elif change.kind is Kind.MOVED and change.field == "jabatan":
        return
    elif change.old is None or change.new is None:
        yield _marked(compared, change)
    elif change.old != change.new:
        yield _redlined(compared, redline(change.old, change.new))
    else:
        yield _printable(change.new)


def _inside(compared: Compared, change: Change) -> Iterator[str]:
    """Yield what an added or removed thing holds, a line each; of a position, how much."""
    record = change.record
    if isinstance(record, Jabatan):
        counts = _counts(record)
        moved = " besides what moved" if counts != _counts(compared.position(change)) else ""
        yield "with {} Tugas, {} Fungsi, {} Indikator".format(*counts) + moved
    elif isinstance(record, Sasaran):
        yield from (row.indikator for row in record.indikator)
    elif isinstance(record, Butir):
        yield from item_texts(record.rincian)
    elif isinstance(record, Indikator) and record.penjelasan:
        yield record.penjelasan


def _counts(position: Jabatan) -> tuple[int, int, int]:
    rows = sum(1 for _ in position.semua_indikator())
    return len(position.tugas), len(position.fungsi), rows


def _superior(one: str | None, names: Mapping[str, str]) -> str:
    """Return the name of a superior."""
    return "nobody" if one is None else f"`{_printable(names.get(one, one))}`"


def _marked(compared: Compared, change: Change) -> str:
    side, text = (Side.NEW, change.new) if change.old is None else (Side.OLD, change.old)
    return _stretch(compared, Stretch(side, text or "")) if text else ""


def _redlined(compared: Compared, stretches: Sequence[Stretch]) -> str:
    last = len(stretches) - 1
    return "".join(
        _near(stretch.text, before=number > 0, after=number < last)
        if stretch.side is Side.BOTH
        else _stretch(compared, stretch)
        for number, stretch in enumerate(stretches)
    )


def _near(text: str, *, before: bool, after: bool) -> str:
    """Return common words that stand behind a change, before one, or between two, shortened."""
    words = re.findall(r"\s*\S+\s*$|\s*\S+", _printable(text)) or [_printable(text)]
    shown = _CONTEXT * (before + after)
    if len(words) <= shown + 1:
        return "".join(words)
    head = "".join(words[:_CONTEXT]) if before else ""
    tail = "".join(words[-_CONTEXT:]) if after else ""
    return f"{head} ...{tail}" if head else f"...{tail}"


def _stretch(compared: Compared, stretch: Stretch) -> str:
    opening, closing, color = _MARKS[stretch.side]
    text = _printable(stretch.text)
    return _painted(text, color, compared) if compared.color else f"{opening}{text}{closing}"


def _summary(changes: Sequence[Change]) -> str:
    counts = Counter(change.kind for change in changes)
    wording = sum(change.weight is Weight.WORDING for change in changes)
    parts = [f"{counts[kind]} {kind.value}" for kind in Kind if counts[kind]]
    tail = f"; {wording} of them wording only" if wording else ""
    plural = "s" * (len(changes) != 1)
    return f"{len(changes)} change{plural} ({', '.join(parts)}){tail}\n"


def _answers(answers: Sequence[Answer]) -> Iterator[str]:
    """Yield what becomes of the Penjelasan of the old document."""
    if not answers:
        return
    counts = Counter(answer.carry for answer in answers)
    lines = [f"Penjelasan of the old document: {len(answers)}"]
    for carry, meaning in _CARRIES.items():
        if counts[carry]:
            lines.append(f"  {meaning}: {counts[carry]}")
            lines += [
                f"    {_printable(one.jabatan)}: {_printable(one.indikator)}"
                for one in answers
                if one.carry is carry is not Carry.KEPT
            ]
    yield "".join(f"{line}\n" for line in lines)


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)


def _painted(text: str, color: str, compared: Compared) -> str:
    return f"\x1b[{color}m{text}\x1b[0m" if compared.color else text
