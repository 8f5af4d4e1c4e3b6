"""Who is whose superior (`atasan`).

The last item of TUGAS, failing that of FUNGSI, says who gives other duties: "... yang diberikan
oleh Kepala Bidang X".  Where the text names nobody of this document, the order of levels tells:
a part belongs to the nearest whole before it.
"""

from collections.abc import Sequence

import regex
from msgspec.structs import replace

from iki_docgen.records import Item, Jabatan, item_texts
from iki_docgen.vocabulary import rank_of, unit_words

_GIVEN_BY = regex.compile(
    r"\bdiberikan\s+(?:(?:oleh){e<=1}\s+)?(?P<who>\p{L}.*?)"
    r"(?:\s+(?:terkait|sesuai|berkaitan|dalam|untuk|yang|di\s+luar|baik)\b.*)?$",
    regex.IGNORECASE | regex.DOTALL,
)
_TOP_RANK = 2
_LARGEST_SLIP = 90.0


def with_superiors(positions: Sequence[Jabatan]) -> tuple[Jabatan, ...]:
    """Return `positions` with the `atasan` of each filled in, None for the highest."""
    index = _Index(positions)
    above = [index.superior(number) for number in range(len(positions))]
    for number in range(len(positions)):
        if _leads_back(above, number):  # two texts that name each other: the levels decide
            above[number] = index.by_rank(number)
    return tuple(
        replace(position, atasan=None if at is None else positions[at].id)
        for position, at in zip(positions, above, strict=True)
    )


def _leads_back(above: Sequence[int | None], start: int) -> bool:
    """Tell whether going up from `start` comes back to it."""
    at = above[start]
    for _ in above:
        if at is None or at == start:
            break
        at = above[at]
    return at == start


def giver(items: tuple[Item, ...]) -> str:
    """Return who gives other duties by the last of `items`, empty where it does not say."""
    texts = list(item_texts(items))
    match = _GIVEN_BY.search(texts[-1]) if texts else None
    return match["who"].strip(" .;,") if match else ""


class _Index:
    """The positions by the words of the unit each one heads."""

    def __init__(self, positions: Sequence[Jabatan]) -> None:
        self.positions = positions
        self.words = [unit_words(position.jabatan) for position in positions]
        self.ranks = [rank_of(position.jabatan) for position in positions]
        self.by_first: dict[str, list[int]] = {}
        for number, words in enumerate(self.words):
            if words:
                self.by_first.setdefault(words[0], []).append(number)

    def superior(self, number: int) -> int | None:
        """Return the superior of `number`: whom its text names, else by the order of levels."""
        position = self.positions[number]
        for items in (position.tugas, position.fungsi):
            who = giver(items)
            if who and (found := self._named(who, number)) is not None:
                return found
        return self.by_rank(number)

    def _named(self, who: str, number: int) -> int | None:
        """Return the position that `who` names: the nearest before `number`, else after it."""
        words = unit_words(who)
        if not words:
            return None
        near = [at for at in self.by_first.get(words[0], ()) if self._may_lead(at, number)]
        exact = [at for at in near if self.words[at] == words]
        begun = [at for at in near if self.words[at][: len(words)] == words]
        own = set(self.words[number])
        ours = [at for at in begun if own.issuperset(self.words[at])]
        found = exact or ours or begun or self._nearly(words, near)
        before = [at for at in found if at < number]
        return before[-1] if before else (found[0] if found else None)

    def _may_lead(self, at: int, number: int) -> bool:
        """Tell whether `at` can stand above `number`, as the text says: it is no lower."""
        if at == number:
            return False
        above, below = self.ranks[at], self.ranks[number]
        return above is None or below is None or above <= below

    def _nearly(self, words: Sequence[str], near: Sequence[int]) -> list[int]:
        from rapidfuzz import fuzz  # noqa: PLC0415 - only a misspelt name needs it

        wanted = " ".join(words)
        scores = [
            (fuzz.ratio(wanted, " ".join(self.words[at][: len(words) + 1])), at) for at in near
        ]
        best = max(scores, default=(0.0, -1))
        return [best[1]] if best[0] >= _LARGEST_SLIP else []

    def by_rank(self, number: int) -> int | None:
        """Return the nearest position before `number` whose level is the next higher one."""
        rank = self.ranks[number]
        if rank is None or rank <= _TOP_RANK:
            return None
        wanted = self._whole_of(number) if rank > _TOP_RANK + 1 else None
        for at in range(number - 1, -1, -1):
            above = self.ranks[at]
            if above is None or above >= rank:
                continue
            if wanted is None or above == _TOP_RANK or self.words[at][0] in wanted:
                return at
        return None

    def _whole_of(self, number: int) -> frozenset[str] | None:
        """Return the units that a part belongs to: a Sub Bagian to a Sekretariat or Bagian."""
        words = self.words[number]
        if words[0].startswith("sub") and "bagian" in "".join(words[:2]):
            return frozenset({"sekretariat", "bagian", "kecamatan", "kelurahan"})
        return frozenset({"bidang", "inspektur"}) if words[0] == "seksi" else None
