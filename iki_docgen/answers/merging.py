"""New answers among those of the file: what the file shall say, and which place each thing has.

Pure: nothing is read or written here, and nothing that stands in the file is moved or dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from iki_docgen.answers.matching import find_homes, numbers_by_id
from iki_docgen.answers.model import (
    Answers,
    Column,
    Entry,
    Name,
    Position,
    comparable,
    folded,
    indicator_names,
    storable,
)
from iki_docgen.records import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A value to store: `value` in `column` of the indicator `indikator`, the `ke`th of its text.

    `jabatan_id` and `jabatan` are the position's id and name.  `expected` is what the document
    with its answers said when this was decided; another value by now means that somebody else
    stored one meanwhile.
    """

    jabatan_id: str
    jabatan: str
    indikator: str
    ke: int = 1
    column: Column
    value: str
    expected: str


@dataclass(frozen=True, slots=True)
class Differing:
    """A change that was not made, since the value is `now` another than was expected."""

    change: Change
    now: str


# Plans are compared by identity: two new ones may say the same.
@dataclass(slots=True, eq=False)
class EntryPlan:
    """An entry as it shall be; `origin` is its place in the file, None for a new one."""

    origin: int | None
    entry: Entry


@dataclass(slots=True, eq=False)
class PositionPlan:
    """A position as it shall be; `origin` is its place in the file, None for a new one."""

    origin: int | None
    id: str
    jabatan: str
    entries: list[EntryPlan] = field(default_factory=list)


_Plan = TypeVar("_Plan", EntryPlan, PositionPlan)


@dataclass(slots=True)
class Plan:
    """The whole file as it shall be, and what became of the changes."""

    positions: list[PositionPlan]
    stored: list[Change] = field(default_factory=list)
    known: list[Change] = field(default_factory=list)
    differing: list[Differing] = field(default_factory=list)

    def answers(self) -> Answers:
        """Return what the file shall say."""
        return Answers(
            jabatan=tuple(
                Position(
                    id=position.id,
                    jabatan=position.jabatan,
                    indikator=tuple(plan.entry for plan in position.entries),
                )
                for position in self.positions
            )
        )


def merge(answers: Answers, document: Document, changes: Sequence[Change]) -> Plan:
    """Return what the file shall say after `changes`; `document` is that of the source alone.

    An entry that was carried over to a new wording or name is brought up to it when its indicator
    gets a new answer, so the old wording does not stay behind as an answer without a home.
    """
    merger = _Merger(answers, document)
    for change in changes:
        merger.take(change)
    return merger.plan


class _Merger:
    """Puts changes into a plan, one by one."""

    def __init__(self, answers: Answers, document: Document) -> None:
        self.numbers = numbers_by_id(document.jabatan)
        self.jabatan = document.jabatan
        self.names = [list(indicator_names(jabatan)) for jabatan in document.jabatan]
        self.rows = [list(jabatan.semua_indikator()) for jabatan in document.jabatan]
        self.plan = Plan([_planned(*numbered) for numbered in enumerate(answers.jabatan)])
        homes = find_homes(document, answers)
        self.positions = {
            ours: self.plan.positions[theirs] for theirs, ours in homes.positions.items()
        }
        self.entries: list[dict[int, EntryPlan]] = [{} for _ in document.jabatan]
        for theirs, ours in homes.positions.items():
            plans = self.plan.positions[theirs].entries
            self.entries[ours] = {
                home: plans[place] for place, home in homes.entries[theirs].items()
            }

    def take(self, change: Change) -> None:
        """Store a change, or note why not."""
        number = self.numbers.get(change.jabatan_id)
        name = folded(change.indikator), change.ke
        if number is None or name not in self.names[number]:
            self._take_unknown(change, name)
            return
        place = self.names[number].index(name)
        plan = self.entries[number].get(place)
        row = self.rows[number][place]
        answer = getattr(plan.entry, change.column) if plan else None
        now = getattr(row, change.column) if answer is None else answer
        if not self._is_to_store(change, now):
            return
        position = self._position(number)
        if plan is None:
            plan = EntryPlan(None, _bare_entry(row.indikator, change.ke))
            _insert(position.entries, plan, place, self.entries[number])
        elif plan.entry.name != name:
            text = folded(row.indikator)
            plan.entry = msgspec.structs.replace(plan.entry, indikator=text, ke=change.ke)
        _set(plan, change)

    def _take_unknown(self, change: Change, name: Name) -> None:
        """Store an answer for what the document does not have: it must not be lost either."""
        number = self.numbers.get(change.jabatan_id)
        if number is not None:
            position = self.positions.get(number)
        else:
            plans = self.plan.positions
            position = next((one for one in plans if one.id == change.jabatan_id), None)
        entries = position.entries if position else []
        plan = next((one for one in entries if one.entry.name == name), None)
        now = getattr(plan.entry, change.column) if plan else None
        if not self._is_to_store(change, now or ""):
            return
        if number is not None:
            position = self._position(number)
        elif position is None:
            position = _new_position(change.jabatan_id, change.jabatan)
            self.plan.positions.append(position)
        if plan is None:
            plan = EntryPlan(None, _bare_entry(change.indikator, change.ke))
            position.entries.append(plan)
        _set(plan, change)

    def _is_to_store(self, change: Change, now: str) -> bool:
        if comparable(now) == comparable(change.value):
            self.plan.known.append(change)
        elif comparable(now) != comparable(change.expected):
            self.plan.differing.append(Differing(change, now))
        else:
            self.plan.stored.append(change)
            return True
        return False

    def _position(self, number: int) -> PositionPlan:
        """Return the position of the file for one of the document, brought up to its name."""
        jabatan = self.jabatan[number]
        position = self.positions.get(number)
        if position is None:
            position = _new_position(jabatan.id, jabatan.jabatan)
            _insert(self.plan.positions, position, number, self.positions)
        elif position.id != jabatan.id:
            position.id, position.jabatan = storable(jabatan.id), folded(jabatan.jabatan)
        return position


def _planned(number: int, position: Position) -> PositionPlan:
    plans = [EntryPlan(place, entry) for place, entry in enumerate(position.indikator)]
    return PositionPlan(number, position.id, position.jabatan, plans)


def _new_position(number: str, name: str) -> PositionPlan:
    return PositionPlan(None, storable(number), folded(name))


def _bare_entry(indikator: str, ke: int) -> Entry:
    return Entry(indikator=folded(indikator), ke=ke)


def _set(plan: EntryPlan, change: Change) -> None:
    plan.entry = msgspec.structs.replace(plan.entry, **{change.column: storable(change.value)})


def _insert(plans: list[_Plan], new: _Plan, place: int, known: dict[int, _Plan]) -> None:
    """Put `new` into the file's order: behind what precedes it in the document, else before.

    `known` are the plans of the document's places; `new` becomes the one of `place`.
    """
    before = [one for one in known if one < place]
    after = [one for one in known if one > place]
    if before:
        plans.insert(plans.index(known[max(before)]) + 1, new)
    elif after:
        plans.insert(plans.index(known[min(after)]), new)
    else:
        plans.append(new)
    known[place] = new
