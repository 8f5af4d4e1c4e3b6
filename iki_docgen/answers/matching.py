"""How answers find their indicator: in this year's document, and in next year's.

A position of the file is that of the document with its id; else one of the same name, else the one
of the most similar name, else the only one that has half of its indicators.  Within a position an
entry belongs to the indicator of the same text, else to the one of the most similar wording.

Similar things are told apart by a margin, seen from both sides, among those that have no exact
match; so the order of entries decides nothing, and no answer stands at two indicators.  What finds
no place is homeless: it stays in the file, and a finding names it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from iki_docgen.answers.model import Answers, Entry, Position, folded, indicator_names
from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.records import Document, Indikator, Jabatan
from iki_docgen.source import NOWHERE, span_of

_WORDING = 0.82
"""How similar the wordings of one indicator are in two years, at least."""
_NAME = 0.85
"""How similar the names of one position are in two years, at least."""
_MARGIN = 0.05
"""How much more similar than the second best, at least."""

Pairs = dict[int, int]
"""Places of the file's things -> places of the document's; nothing stands on a side twice."""


@dataclass(frozen=True, slots=True)
class Homeless:
    """An answer whose indicator the document does not have."""

    position: Position
    entry: Entry


@dataclass(frozen=True, slots=True)
class Applied:
    """A document with the answers in it, what was decided on the way, and what found no place."""

    document: Document
    findings: tuple[Diagnostic, ...]
    homeless: tuple[Homeless, ...]


@dataclass(frozen=True, slots=True)
class Homes:
    """Which position of the document each of the file is, and which indicator each entry.

    `entries` has the pairs of each position in `positions`.
    """

    positions: Pairs
    entries: Mapping[int, Pairs]


def apply(document: Document, answers: Answers) -> Applied:
    """Return `document` with the answers in it.

    Findings: IKI707 for each answer that was carried over to another wording or name, IKI708 for
    each that found no place.
    """
    homes = find_homes(document, answers)
    given: dict[int, dict[int, Entry]] = {}
    findings: list[Diagnostic] = []
    homeless: list[Homeless] = []
    for number, position in enumerate(answers.jabatan):
        home = homes.positions.get(number)
        pairs = homes.entries.get(number, {})
        if home is not None:
            jabatan = document.jabatan[home]
            given[home] = {pairs[place]: position.indikator[place] for place in pairs}
            findings += _carried(position, jabatan, given[home])
        left = [entry for place, entry in enumerate(position.indikator) if place not in pairs]
        homeless += [Homeless(position, entry) for entry in left if entry.typed()]
    findings += [_without_home(one) for one in homeless]
    return Applied(_filled(document, given), tuple(findings), tuple(homeless))


def find_homes(document: Document, answers: Answers) -> Homes:
    """Return where the answers of the file belong in `document`."""
    finder = _Finder(document, answers)
    positions = finder.positions()
    return Homes(
        positions, {theirs: finder.entries(theirs, ours) for theirs, ours in positions.items()}
    )


def numbers_by_id(positions: Sequence[Jabatan]) -> dict[str, int]:
    """Return the place of each id, the first one where records have it twice."""
    return {jabatan.id: number for number, jabatan in reversed([*enumerate(positions)])}


class _Finder:
    """Pairs the positions of a file with those of a document, and the entries within them."""

    def __init__(self, document: Document, answers: Answers) -> None:
        self.document = document.jabatan
        self.file = answers.jabatan
        self.names = [list(indicator_names(jabatan)) for jabatan in document.jabatan]
        self.known = [frozenset(names) for names in self.names]
        self.wanted = [
            frozenset(entry.name for entry in position.indikator) for position in answers.jabatan
        ]

    def positions(self) -> Pairs:
        """Return the positions of the file that the document has, by id, name or indicators."""
        ids = numbers_by_id(self.document)
        found = {
            number: ids[position.id]
            for number, position in enumerate(self.file)
            if position.id in ids
        }
        for likeness, least in ((self._same_name, 1.0), (self._similar_name, _NAME)):
            pairs = _best(self._free(found), likeness, least)
            found |= {theirs: ours for theirs, ours in pairs.items() if self.entries(theirs, ours)}
        # Two that share half their indicators with one position are a doubt, however much each has.
        return found | _best(self._free(found), self._half_of_indicators, 1.0)

    def entries(self, theirs: int, ours: int) -> Pairs:
        """Return the entries of a position of the file that a position of the document has."""
        wanted = [entry.name for entry in self.file[theirs].indikator]
        places = {name: place for place, name in enumerate(self.names[ours])}
        found = {place: places[name] for place, name in enumerate(wanted) if name in places}
        texts = [text.casefold() for text, _ in wanted]
        known = [text.casefold() for text, _ in self.names[ours]]
        free = _Free(_without(len(wanted), found), _without(len(known), found.values()))
        if not free.theirs or not free.ours:
            return found
        return found | _best(free, lambda a, b: _ratio(texts[a], known[b], _WORDING), _WORDING)

    def _free(self, found: Pairs) -> "_Free":
        return _Free(_without(len(self.file), found), _without(len(self.document), found.values()))

    def _same_name(self, theirs: int, ours: int) -> float:
        return float(_name(self.file[theirs]) == _name(self.document[ours]))

    def _similar_name(self, theirs: int, ours: int) -> float:
        return _ratio(_name(self.file[theirs]), _name(self.document[ours]), _NAME)

    def _half_of_indicators(self, theirs: int, ours: int) -> float:
        wanted = self.wanted[theirs]
        return float(bool(wanted) and 2 * len(wanted & self.known[ours]) >= len(wanted))


@dataclass(frozen=True, slots=True)
class _Free:
    """The places of both sides that have no partner yet."""

    theirs: Sequence[int]
    ours: Sequence[int]


def _best(free: _Free, likeness: Callable[[int, int], float], least: float) -> Pairs:
    """Return the pairs at least `least` alike, and by a margin more so than with any other."""
    scores = [
        (likeness(theirs, ours), theirs, ours) for theirs in free.theirs for ours in free.ours
    ]
    rows: dict[int, list[float]] = {}
    columns: dict[int, list[float]] = {}
    for score, theirs, ours in scores:
        if score:
            rows.setdefault(theirs, []).append(score)
            columns.setdefault(ours, []).append(score)
    return {
        theirs: ours
        for score, theirs, ours in scores
        if score >= least and _leads(score, rows[theirs]) and _leads(score, columns[ours])
    }


def _leads(score: float, among: Sequence[float]) -> bool:
    """Return whether `score`, one of `among`, is the best of them by the margin."""
    return sum(other > score - _MARGIN for other in among) == 1


def _ratio(one: str, other: str, least: float) -> float:
    """Return how alike two texts are, from 0 to 1; 0 for less than can matter beside `least`."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - heavy, and most files match exactly

    return fuzz.ratio(one, other, score_cutoff=100 * (least - 2 * _MARGIN)) / 100


def _name(position: Position | Jabatan) -> str:
    return folded(position.jabatan).casefold()


def _without(total: int, taken: Iterable[int]) -> list[int]:
    gone = frozenset(taken)
    return [number for number in range(total) if number not in gone]


def _carried(
    position: Position, jabatan: Jabatan, given: Mapping[int, Entry]
) -> Iterator[Diagnostic]:
    """Yield a finding for the name, and for each wording, that differs from the file's."""
    if position.id != jabatan.id and any(entry.typed() for entry in given.values()):
        yield Code.CARRIED_OVER.at(
            span_of(jabatan.jabatan),
            about=jabatan.jabatan,
            what="the position",
            old=position.jabatan,
            new=jabatan.jabatan,
        )
    names = list(indicator_names(jabatan))
    rows = list(jabatan.semua_indikator())
    for place, entry in given.items():
        if entry.name != names[place] and entry.typed():
            row = rows[place]
            yield Code.CARRIED_OVER.at(
                span_of(row.indikator),
                about=jabatan.jabatan,
                what="the indicator",
                old=entry.indikator,
                new=row.indikator,
            )


def _without_home(homeless: Homeless) -> Diagnostic:
    return Code.ANSWER_WITHOUT_HOME.at(
        NOWHERE,
        about=homeless.position.jabatan,
        indikator=homeless.entry.indikator,
        texts=homeless.entry.typed(),
    )


def _filled(document: Document, given: Mapping[int, Mapping[int, Entry]]) -> Document:
    """Return `document` with the entries at their places."""
    jabatan = tuple(
        _with_entries(one, given[number]) if given.get(number) else one
        for number, one in enumerate(document.jabatan)
    )
    return msgspec.structs.replace(document, jabatan=jabatan)


def _with_entries(jabatan: Jabatan, given: Mapping[int, Entry]) -> Jabatan:
    place = 0
    groups = []
    for group in jabatan.sasaran:
        rows = tuple(
            _with_entry(row, given.get(number)) for number, row in enumerate(group.indikator, place)
        )
        place += len(rows)
        groups.append(msgspec.structs.replace(group, indikator=rows))
    return msgspec.structs.replace(jabatan, sasaran=tuple(groups))


def _with_entry(row: Indikator, entry: Entry | None) -> Indikator:
    if entry is None:
        return row
    return msgspec.structs.replace(
        row,
        penjelasan=row.penjelasan if entry.penjelasan is None else entry.penjelasan,
        sumber_data=row.sumber_data if entry.sumber_data is None else entry.sumber_data,
    )
