"""Rules about what stands twice: indicators (IKI404) and whole lists (IKI501)."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

from msgspec import Struct, field

from iki_docgen.check.folding import folded
from iki_docgen.check.jobs import is_same_work, serves_its_own_place
from iki_docgen.check.lineage import Lineage
from iki_docgen.check.rule import Examined, rule
from iki_docgen.check.word_lists import job_words
from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.mentions import adviser_of, giver
from iki_docgen.records import Item, Jabatan, item_texts
from iki_docgen.source import NOWHERE, Source, span_of

_FEWEST = 3
"""Fewer equal items than these may be chance."""
_NEARLY_ALL = 0.8
_REMEMBERED = 8
"""How many positions of one superior are remembered for an item that they share."""


@rule(Code.DUPLICATE_INDICATOR)
def duplicate_indicator(examined: Examined) -> Iterator[Diagnostic]:
    """Find indicators that stand twice in a position, or repeat those of its superior.

    Who is measured by the figure of somebody else is not measured.

    Bad:  Kepala Dinas: Persentase jalan mantap; Sekretaris: Persentase jalan mantap
    Good: Kepala Dinas: Persentase jalan mantap; Sekretaris: Nilai SAKIP Dinas
    """
    lineage = Lineage.of(examined.document)
    measured = {
        position.id: {folded(row.indikator) for row in position.semua_indikator()}
        for position in examined.document.jabatan
    }
    for jabatan in examined.document.jabatan:
        superior = lineage.superior(jabatan)
        inherits = superior is not None and not serves_its_own_place(jabatan.jabatan)
        above = measured[superior.id] if superior and inherits else frozenset()
        seen: set[str] = set()
        for indikator in jabatan.semua_indikator():
            key = folded(indikator.indikator)
            if key and key in seen:
                yield _duplicate(jabatan, indikator.indikator, None)
            elif key and key in above:
                yield _duplicate(jabatan, indikator.indikator, superior)
            seen.add(key)


def _duplicate(jabatan: Jabatan, indikator: str, superior: Jabatan | None) -> Diagnostic:
    """Return the finding of an indicator of `superior`, or, without one, of `jabatan` itself."""
    if superior is None:
        whose = "in this position already"
        advice = "delete one of the two, or say how they differ"
    else:
        whose = f"that of the superior, `{superior.jabatan}`"
        advice = "measure what this position itself brings about"
    return Code.DUPLICATE_INDICATOR.at(
        span_of(indikator), about=jabatan.jabatan, indikator=indikator, whose=whose, advice=advice
    )


class _List(Struct, frozen=True):
    """TUGAS or FUNGSI of a position: what is its own, without the items that everybody has."""

    owner: Jabatan
    field: str
    items: tuple[Item, ...]
    own: Counter[str]

    def repeats(self, other: "_List") -> bool:
        """Tell whether nearly all own items stand in `other`."""
        equal = sum(min(count, other.own[item]) for item, count in self.own.items())
        return equal >= _FEWEST and equal >= _NEARLY_ALL * self.own.total()


class _Siblings(Struct):
    """The lists of positions with one superior, by the items they hold."""

    lists: list[_List] = field(default_factory=list)
    holders: dict[str, list[int]] = field(default_factory=dict)

    def add(self, new: _List) -> None:
        """Take in `new`, the last so far."""
        for item in new.own:
            holders = self.holders.setdefault(item, [])
            if len(holders) < _REMEMBERED:
                holders.append(len(self.lists))
        self.lists.append(new)

    def likest(self, wanted: _List) -> _List | None:
        """Return the first of those that share the most items with `wanted`."""
        votes = Counter(at for item in wanted.own for at in self.holders.get(item, ()))
        best = min(votes, key=lambda at: (-votes[at], at), default=None)
        return None if best is None else self.lists[best]


@rule(Code.COPIED_LIST)
def copied_list(examined: Examined) -> Iterator[Diagnostic]:
    """Find TUGAS and FUNGSI that were copied from the superior or from a sister position.

    Nearly all items are word for word those of the other, beyond the few that every list has.

    Bad:  FUNGSI of a Seksi that lists what its whole Bidang does
    Good: FUNGSI of a Seksi that lists its own part of the work of the Bidang
    """
    lineage = Lineage.of(examined.document)
    lists = {position.id: _lists(position) for position in examined.document.jabatan}
    families: dict[tuple[str, str], _Siblings] = {}
    for jabatan in examined.document.jabatan:
        superior = lineage.superior(jabatan)
        if superior is None:
            continue
        for name, wanted in lists[jabatan.id].items():
            family = families.setdefault((superior.id, name), _Siblings())
            for original in (lists[superior.id].get(name), family.likest(wanted)):
                if original is not None and _is_copy(wanted, original):
                    yield _copied(wanted, original, examined.source)
                    break
            family.add(wanted)


def _is_copy(wanted: _List, original: _List) -> bool:
    return wanted.repeats(original) and not is_same_work(
        wanted.owner.jabatan, original.owner.jabatan
    )


def _copied(wanted: _List, original: _List, source: Source | None) -> Diagnostic:
    texts = list(item_texts(wanted.items))
    theirs = list(item_texts(original.items))
    place = span_of(theirs[0])
    line = source.position(place.start).line if source and place != NOWHERE else None
    return Code.COPIED_LIST.at(
        span_of(texts[0]),
        about=wanted.owner.jabatan,
        equal=(Counter(map(folded, texts)) & Counter(map(folded, theirs))).total(),
        total=len(texts),
        field=wanted.field,
        original=original.owner.jabatan,
        where=f" (line {line})" if line else "",
    )


def _lists(jabatan: Jabatan) -> dict[str, _List]:
    """Return TUGAS and FUNGSI of `jabatan`, as far as they have enough of their own."""
    found = {}
    for name, items in (("TUGAS", jabatan.tugas), ("FUNGSI", jabatan.fungsi)):
        own = Counter(
            key
            for text in item_texts(items)
            if not _standard().issuperset((key := folded(text)).split())
            and not giver(text)
            and not adviser_of(text)
        )
        if own.total() >= _FEWEST:
            found[name] = _List(jabatan, name, items, own)
    return found


@cache
def _standard() -> frozenset[str]:
    return frozenset(job_words()["standard"]["words"])
