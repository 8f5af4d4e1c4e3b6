"""How alike texts are, and the most alike pairs of two lists.

Words that all the texts of a list share (`pelayanan dan rehabilitasi sosial bagi balita ...`) say
little about which is which, so a word weighs the less the more texts have it.  The other half of
the score is the likeness letter by letter.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from iki_docgen.diff.keys import words_of

_WHOLE = 1 << 20
"""The weight of a word that one text has; integers add up the same in any order."""
_FEW = 2_500
"""So many pairs are all looked at; of more only those that share a rare word."""
_RARE = 12
"""A rare word is in at most so many texts of a side."""
_CANDIDATES = 8
_LONGEST = 1_500
"""Characters of a text that are compared letter by letter."""


@dataclass(frozen=True, slots=True)
class Alike:
    """The numbers of two texts in their lists, and how alike they are, from 0 to 1."""

    score: float
    old: int
    new: int


class Likeness:
    """Compares the texts of two lists; `siblings` are the texts that say which words are common."""

    def __init__(self, siblings: tuple[Iterable[str], Iterable[str]]) -> None:
        """Count in how many texts of a list each word is."""
        old, new = (_in_how_many(texts) for texts in siblings)
        self.counts = {word: max(old[word], new[word]) for word in old | new}

    def best(
        self, olds: Sequence[str], news: Sequence[str], least: float, *, margin: float = 0
    ) -> list[Alike]:
        """Return the pairs that are at least `least` alike, the most alike first served.

        With a margin, a pair must be that much better than any other of its two texts.
        """
        left, right = ([frozenset(words_of(text)) for text in texts] for texts in (olds, news))
        found = []
        for old, new in self._candidates(left, right):
            score = self._score((olds[old], left[old]), (news[new], right[new]))
            if score >= least - margin:
                found.append(Alike(score, old, new))
        if margin:
            found = list(_clear(found, margin))
        return _first_served(one for one in found if one.score >= least)

    def _score(self, old: tuple[str, frozenset[str]], new: tuple[str, frozenset[str]]) -> float:
        from rapidfuzz import fuzz  # noqa: PLC0415 - heavy, and most texts match exactly

        shared, total = self._weight(old[1] & new[1]), self._weight(old[1]) + self._weight(new[1])
        words = 2 * shared / total if total else 0.0
        letters = fuzz.ratio(old[0][:_LONGEST].casefold(), new[0][:_LONGEST].casefold()) / 100
        return round((words + letters) / 2, 6)

    def _weight(self, words: Iterable[str]) -> int:
        return sum(_WHOLE // self.counts.get(word, 1) for word in words)

    def _candidates(
        self, olds: Sequence[frozenset[str]], news: Sequence[frozenset[str]]
    ) -> Iterator[tuple[int, int]]:
        """Yield the pairs that are worth a look: all of few, else those that share rare words."""
        if len(olds) * len(news) <= _FEW:
            yield from ((old, new) for old in range(len(olds)) for new in range(len(news)))
            return
        left, right = _places(olds), _places(news)
        rare = {
            word
            for word in left.keys() & right.keys()
            if len(left[word]) <= _RARE and len(right[word]) <= _RARE
        }
        found = set(self._nearest(olds, right, rare))
        found.update((old, new) for new, old in self._nearest(news, left, rare))
        yield from sorted(found)

    def _nearest(
        self, texts: Sequence[frozenset[str]], others: dict[str, list[int]], rare: set[str]
    ) -> Iterator[tuple[int, int]]:
        for number, words in enumerate(texts):
            shared: Counter[int] = Counter()
            for word in words & rare:
                for other in others[word]:
                    shared[other] += _WHOLE // self.counts.get(word, 1)
            near = sorted(shared, key=lambda other: (-shared[other], other))
            yield from ((number, other) for other in near[:_CANDIDATES])


def _in_how_many(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in set(words_of(text)))


def _places(texts: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for number, words in enumerate(texts):
        for word in words:
            places.setdefault(word, []).append(number)
    return places


def _clear(pairs: Sequence[Alike], margin: float) -> Iterator[Alike]:
    """Yield the pairs that are better by the margin than any other of their old or new text."""
    olds: dict[int, list[float]] = {}
    news: dict[int, list[float]] = {}
    for pair in pairs:
        olds.setdefault(pair.old, []).append(pair.score)
        news.setdefault(pair.new, []).append(pair.score)
    for pair in pairs:
        rivals = (*olds[pair.old], *news[pair.new])
        if sum(score > pair.score - margin for score in rivals) == 2:  # noqa: PLR2004 - itself, twice
            yield pair


def _first_served(pairs: Iterable[Alike]) -> list[Alike]:
    """Return the pairs, best first, whose texts have no better partner.

    Of equal ones the nearer in place goes first: in the same way whichever side is the old one.
    """

    def rank(pair: Alike) -> tuple[float, int, int, int]:
        low, high = sorted((pair.old, pair.new))
        return (-pair.score, high - low, low, high)

    taken_old: set[int] = set()
    taken_new: set[int] = set()
    chosen = []
    for pair in sorted(pairs, key=rank):
        if pair.old not in taken_old and pair.new not in taken_new:
            taken_old.add(pair.old)
            taken_new.add(pair.new)
            chosen.append(pair)
    return chosen
