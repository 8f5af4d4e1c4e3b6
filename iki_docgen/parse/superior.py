"""Who is whose superior (`atasan`).

The last item of TUGAS, failing that of FUNGSI, says who gives other duties: "... yang diberikan
oleh Kepala Bidang X".  Where the text names nobody of this document, the order of levels tells:
a part belongs to the nearest whole before it.

A document may have thousands of positions, so nothing here looks at all of them for each.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from iki_docgen.mentions import giver
from iki_docgen.records import Item, Jabatan, item_texts
from iki_docgen.vocabulary import rank_of, unit_words

_TOP_RANK = 2
_LARGEST_SLIP = 90.0
_WHOLES_OF_SUB_BAGIAN = frozenset(
    {"sekretariat", "bagian", "kecamatan", "kelurahan", "puskesmas", "upt", "uptd"}
)
_WHOLES_OF_SEKSI = frozenset({"bidang", "inspektorat", "kelurahan"})
_Ranked = dict[int | None, list[int]]
"""Numbers of positions by their rank, in the order of the document."""


def with_superiors(positions: Sequence[Jabatan]) -> tuple[Jabatan, ...]:
    """Return `positions` with the `atasan` of each filled in, None for the highest."""
    index = _Index(positions)
    above = [index.superior(number) for number in range(len(positions))]
    _break_circles(above, index.by_rank)
    return tuple(
        replace(position, atasan=None if at is None else positions[at].id)
        for position, at in zip(positions, above, strict=True)
    )


def _break_circles(above: list[int | None], by_rank: Callable[[int], int | None]) -> None:
    """Let the levels decide where texts name each other; where they lead back too, nobody."""
    safe: set[int] = set()
    mended: set[int] = set()
    for number in range(len(above)):
        while circle := _circle_above(above, number, safe):
            first = min(circle)
            above[first] = None if first in mended else by_rank(first)
            mended.add(first)


def _circle_above(above: Sequence[int | None], start: int, safe: set[int]) -> list[int]:
    """Return the positions that the way up from `start` goes round in, else add it to `safe`."""
    path: dict[int, None] = {}
    at: int | None = start
    while at is not None and at not in safe:
        if at in path:
            way = list(path)
            return way[way.index(at) :]
        path[at] = None
        at = above[at]
    safe.update(path)
    return []


def _last_giver(items: tuple[Item, ...]) -> str:
    """Return who gives other duties by the last of `items`, empty where it does not say."""
    texts = list(item_texts(items))
    return giver(texts[-1]) if texts else ""


class _Names(Struct):
    """The names that go on alike: those that end here, all that begin so, and what comes next."""

    ending: _Ranked = field(default_factory=dict)
    beginning: _Ranked = field(default_factory=dict)
    following: dict[str, "_Names"] = field(default_factory=dict)

    def add(self, words: Sequence[str], rank: int | None, number: int) -> None:
        """Take in the name `words` of the position `number`."""
        names = self
        for word in words:
            names = names.following.setdefault(word, _Names())
            names.beginning.setdefault(rank, []).append(number)
        names.ending.setdefault(rank, []).append(number)

    def at(self, words: Sequence[str]) -> "_Names":
        """Return the names that begin with `words`."""
        names = self
        for word in words:
            if word not in names.following:
                return _Names()
            names = names.following[word]
        return names

    def of(self, allowed: frozenset[str]) -> Iterator[_Ranked]:
        """Yield the positions whose names go on with `allowed` words only."""
        pending = [self]
        while pending:
            names = pending.pop()
            yield names.ending
            pending += [names.following[word] for word in allowed if word in names.following]


class _Index:
    """The positions by the words of the unit each one heads."""

    def __init__(self, positions: Sequence[Jabatan]) -> None:
        self.positions = positions
        self.words = [unit_words(position.jabatan) for position in positions]
        self.ranks = [rank_of(position.jabatan) for position in positions]
        self.names = _Names()
        self.wholes: dict[str, _Ranked] = {}
        self.levels: _Ranked = {}
        self.heads: dict[tuple[str, int], Mapping[str, _Ranked]] = {}
        self.slips: dict[tuple[str, int | None], list[int]] = {}
        for number, (words, rank) in enumerate(zip(self.words, self.ranks, strict=True)):
            if words:
                self.names.add(words, rank, number)
                self.levels.setdefault(rank, []).append(number)
                self.wholes.setdefault(words[0], {}).setdefault(rank, []).append(number)

    def superior(self, number: int) -> int | None:
        """Return the superior of `number`: whom its text names, else by the order of levels."""
        position = self.positions[number]
        for items in (position.tugas, position.fungsi):
            who = _last_giver(items)
            if who and (found := self._named(who, number)) is not None:
                return found
        return self.by_rank(number)

    def _named(self, who: str, number: int) -> int | None:
        """Return the position that `who` names: the nearest before `number`, else after it."""
        words = unit_words(who)
        if not words:
            return None
        own = frozenset(self.words[number])
        named = self.names.at(words)
        ours = named.of(own) if own.issuperset(words) else ()
        level = rank_of(who)  # `Inspektur` is no Inspektur Pembantu
        alike: _Ranked = {level: named.beginning.get(level, [])} if level else {}
        choices: Iterable[Iterable[_Ranked]] = ([named.ending], ours, [alike], [named.beginning])
        for found in choices:
            at = _nearest(found, number, self.ranks[number])
            if at is not None:
                return at
        return self._nearly(words, number)

    def _nearly(self, words: Sequence[str], number: int) -> int | None:
        """Return the position whose name is `words` but for a slip of spelling, None if none is."""
        key = (" ".join(words), self.ranks[number])
        if key not in self.slips:
            self.slips[key] = self._slips(words, self.ranks[number])
        return next((at for at in self.slips[key] if at != number), None)

    def _slips(self, words: Sequence[str], rank: int | None) -> list[int]:
        """Return the two positions that come nearest to `words`: one of them may be who asks."""
        heads = self._heads(words[0], len(words) + 1)
        if not heads:
            return []
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a misspelt name needs it

        wanted = " ".join(words)
        near = process.extract(
            wanted, list(heads), scorer=fuzz.ratio, score_cutoff=_LARGEST_SLIP, limit=None
        )
        scores = [
            (score, at)
            for head, score, _ in near
            for above, numbers in heads[head].items()
            if _may_lead(above, rank)
            for at in numbers[-2:]
        ]
        return [at for _, at in sorted(scores, reverse=True)[:2]]

    def _heads(self, first: str, length: int) -> Mapping[str, _Ranked]:
        """Return the positions whose names begin with `first`, by their first `length` words."""
        if (first, length) not in self.heads:
            heads: dict[str, _Ranked] = {}
            for rank, numbers in self.wholes.get(first, {}).items():
                for at in numbers:
                    head = heads.setdefault(" ".join(self.words[at][:length]), {})
                    head.setdefault(rank, []).append(at)
            self.heads[first, length] = heads
        return self.heads[first, length]

    def by_rank(self, number: int) -> int | None:
        """Return the nearest position before `number` whose level is the next higher one."""
        rank = self.ranks[number]
        if rank is None or rank <= _TOP_RANK:
            return None
        wanted = self._whole_of(number) if rank > _TOP_RANK + 1 else None
        before = []
        for above, all_of_level in self.levels.items():
            if above is None or above >= rank:
                continue
            lists = [all_of_level]
            if wanted is not None and above != _TOP_RANK:
                lists = [self.wholes.get(word, {}).get(above, []) for word in wanted]
            for numbers in lists:
                at = bisect_left(numbers, number)
                before += numbers[at - 1 : at] if at else []
        return max(before, default=None)

    def _whole_of(self, number: int) -> frozenset[str] | None:
        """Return the units that a part belongs to: a Sub Bagian to a Sekretariat or Bagian."""
        words = self.words[number]
        if words[0].startswith("sub") and "bagian" in "".join(words[:2]):
            return _WHOLES_OF_SUB_BAGIAN
        if words[0] == "sekretariat":  # that of a Kelurahan; others are of a higher level
            return frozenset({"kelurahan"})
        return _WHOLES_OF_SEKSI if words[0] == "seksi" else None


def _may_lead(above: int | None, below: int | None) -> bool:
    """Tell whether a post of the rank `above` can stand over one of `below`, as the text says."""
    return above is None or below is None or above <= below


def _nearest(found: Iterable[_Ranked], number: int, rank: int | None) -> int | None:
    """Return the last of `found` before `number`, else the first after it, that may lead it."""
    before, after = [], []
    for ranked in found:
        for above, numbers in ranked.items():
            if _may_lead(above, rank):
                at = bisect_left(numbers, number)
                before += numbers[at - 1 : at] if at else []
                at = bisect_right(numbers, number)
                after += numbers[at : at + 1]
    return max(before) if before else min(after, default=None)
