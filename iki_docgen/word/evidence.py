"""Which indicator a row belongs to.

Three things tell: the tags of its controls, the bookmark round its Indikator, and the words of
the Indikator.  Every program loses some of them.  Those that are there must agree; where they do
not, or too little is left, the row belongs to nobody: a missing answer is seen, one in the wrong
place is not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from iki_docgen.records import Document
from iki_docgen.word.anchors import Mark, document_anchors, folded_value, key_of
from iki_docgen.word.rows import INDIKATOR, VALUES, Row

NEAR = 0.82
"""How alike two wordings of one indicator are at least, from 0 to 1."""
MARGIN = 0.05
"""How much more alike than the second best, where nothing else tells."""
NEAR_NAME = 0.85
"""How alike two names of one position are at least."""
_MOST_REPEATS = 3
"""Times that one text may stand in a position for a key of it to be known again."""


@dataclass(frozen=True, slots=True)
class Known:
    """An indicator of the document: its key, the id of its position, and its words."""

    kunci: str
    jabatan: str
    name: str
    indikator: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """The positions that a table may belong to, by id.

    `sure` says that a row without anchors may be taken for one of that position; no ids at all
    means that nothing is known.
    """

    ids: frozenset[str]
    sure: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """What a row says it is: the indicator, and the mark with the digests of its old values.

    `exact` says that the words are those of the indicator, `keyed` that anchors say the same;
    `old` are the words of an earlier source, where the anchors are of those.
    """

    known: Known
    exact: bool
    keyed: bool = False
    mark: Mark | None = None
    old: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a row belongs to nobody; `about` are the keys of the indicators it may be of."""

    reason: str
    about: frozenset[str] = frozenset()


@dataclass(slots=True)
class Register:
    """The indicators of a document, by key and by position."""

    document: Document
    by_key: dict[str, Known] = field(default_factory=dict)
    by_position: dict[str, tuple[Known, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """List the indicators."""
        for jabatan, anchors in zip(
            self.document.jabatan, document_anchors(self.document), strict=True
        ):
            rows = zip(jabatan.semua_indikator(), anchors, strict=True)
            known = tuple(
                Known(
                    anchor.kunci,
                    jabatan.id,
                    jabatan.jabatan,
                    row.indikator,
                    folded_words(row.indikator),
                )
                for row, anchor in rows
            )
            self.names[jabatan.id] = jabatan.jabatan
            self.by_position[jabatan.id] = known
            self.by_key.update((one.kunci, one) for one in known)

    def scope(self, owner: str | None, file_id: str) -> Scope:
        """Return which positions a table belongs to.

        `owner` is the name that stands above it, `file_id` the id that the file says it has.
        """
        own = frozenset({file_id}) if file_id in self.by_position else frozenset()
        if owner is None:
            return Scope(own, sure=bool(own))
        named = self._named(owner)
        if own and named & own:
            return Scope(own, sure=True)
        if own:
            return Scope(named or own, sure=False)
        return Scope(named, sure=len(named) == 1)

    def _named(self, owner: str) -> frozenset[str]:
        """Return the ids of the positions with the name `owner`, or one nearly like it."""
        wanted = folded_words(owner)
        names = {ident: folded_words(name) for ident, name in self.names.items()}
        if exact := frozenset(ident for ident, name in names.items() if name == wanted):
            return exact
        scores = sorted(((_alike(wanted, name), ident) for ident, name in names.items()))[-2:]
        if not scores or scores[-1][0] < NEAR_NAME:
            return frozenset()
        if len(scores) > 1 and scores[-1][0] - scores[0][0] < MARGIN:
            return frozenset(ident for _, ident in scores)
        return frozenset({scores[-1][1]})

    def identify(self, row: Row, scope: Scope, file_id: str) -> Claim | Doubt:
        """Return the indicator that `row` belongs to, or why none does."""
        if doubt := _shape_doubt(row):
            return doubt
        keys = {tag.kunci for tag in row.tags} | {mark.kunci for mark in row.marks}
        known = {key: self.by_key[key] for key in keys if key in self.by_key}
        text = indikator_text(row)
        if len(known) > 1:
            names = " and ".join(f"`{one.indikator}`" for one in known.values())
            return Doubt(f"it carries the anchors of {names}", frozenset(known))
        if known:
            return self._by_key(next(iter(known.values())), row, scope, text)
        return self._by_words(row, scope, text, file_id, keys)

    def _by_key(self, known: Known, row: Row, scope: Scope, text: str) -> Claim | Doubt:
        about = frozenset({known.kunci})
        if scope.ids and known.jabatan not in scope.ids:
            return Doubt(f"its anchors belong to the position `{known.name}`", about)
        if not text:
            return Doubt(f"its Indikator is empty; it was `{known.indikator}`", about)
        words = folded_words(text)
        score = _alike(words, known.words)
        best = max(_alike(words, other.words) for other in self.by_position[known.jabatan])
        if score < NEAR or score < best:
            reason = f"its anchors belong to `{known.indikator}`, but its Indikator says otherwise"
            return Doubt(reason, about)
        mark = _mark(row, known.kunci)
        return Claim(known, words == known.words, keyed=True, mark=mark)

    def _by_words(
        self, row: Row, scope: Scope, text: str, file_id: str, keys: set[str]
    ) -> Claim | Doubt:
        """Return whose row it is by its words alone; `keys` are of no indicator of today."""
        if not text:
            return Doubt("its Indikator is empty")
        if not scope.sure:
            return Doubt("it is not said which position it belongs to")
        words = folded_words(text)
        candidates = [one for ident in scope.ids for one in self.by_position[ident]]
        mark = _mark(row, next(iter(keys))) if len(keys) == 1 else None
        exact = [one for one in candidates if one.words == words]
        if len(exact) > 1:
            about = frozenset(one.kunci for one in exact)
            return Doubt(f"{len(exact)} indicators of its position read `{text}`", about)
        if exact:
            return Claim(exact[0], exact=True, mark=mark)
        found = _nearest(candidates, words)
        if isinstance(found, Known):
            return _near_claim(found, text, keys, {*scope.ids, file_id}, mark)
        return found


def indikator_text(row: Row) -> str:
    """Return the words in the Indikator cell of a row, on one line."""
    return " ".join(" ".join(cell.text for cell in row.of_column(INDIKATOR)).split())


def folded_words(text: str) -> str:
    """Return `text` as two wordings are compared: without regard to capitals and white space."""
    return " ".join(folded_value(text).casefold().split())


def settled(
    verdicts: Mapping[int, Claim | Doubt], texts: Mapping[int, tuple[str, ...]]
) -> dict[int, Doubt]:
    """Return the doubts that arise where several rows claim one indicator, by row.

    `texts` are the Indikator and the values of each row.  The row with the very words is stronger
    than one with words like them, which was copied from it and changed; and one with anchors is
    stronger than one without.  Between rows of one strength that differ nobody can choose, but
    for copies with all that makes a row: both their answers count.
    """
    rows: dict[str, list[int]] = {}
    claims = {place: one for place, one in verdicts.items() if isinstance(one, Claim)}
    for place, claim in claims.items():
        rows.setdefault(claim.known.kunci, []).append(place)
    doubts: dict[int, Doubt] = {}
    for kunci, places in rows.items():
        strongest = max(_strength(claims[place]) for place in places)
        best = [place for place in places if _strength(claims[place]) == strongest]
        if strongest != _STRONGEST and len({texts[place] for place in best}) > 1:
            best = []
        reason = f"another row claims the indicator `{claims[places[0]].known.indikator}` as well"
        doubt = Doubt(reason, frozenset({kunci}))
        doubts.update((place, doubt) for place in places if place not in best)
    return doubts


def _strength(claim: Claim) -> tuple[bool, bool]:
    return claim.exact, claim.keyed


_STRONGEST = (True, True)


def _nearest(candidates: Sequence[Known], words: str) -> Known | Doubt:
    """Return the indicator whose words are nearly `words`, and much nearer than the next."""
    scored = sorted(
        ((_alike(words, one.words), number) for number, one in enumerate(candidates)), reverse=True
    )
    if not scored or scored[0][0] < NEAR:
        return Doubt("no indicator of its position reads like it")
    best = candidates[scored[0][1]]
    if len(scored) > 1 and scored[0][0] - scored[1][0] < MARGIN:
        second = candidates[scored[1][1]]
        reason = f"both `{best.indikator}` and `{second.indikator}` read like it"
        return Doubt(reason, frozenset({best.kunci, second.kunci}))
    return best


def _near_claim(
    known: Known, text: str, keys: set[str], ids: set[str], mark: Mark | None
) -> Claim | Doubt:
    """Return a claim on the indicator that `text` is like; `keys` are those that the row has.

    Keys of no indicator of today are those of an earlier wording, if they fit the words.
    """
    if not keys:
        return Claim(known, exact=False, mark=mark)
    if keys <= _keys_of(text, ids):
        return Claim(known, exact=False, mark=mark, old=text)
    reason = f"its anchors are of another source; `{known.indikator}` reads like it"
    return Doubt(reason, frozenset({known.kunci}))


def _keys_of(text: str, ids: set[str]) -> set[str]:
    """Return the keys that a row with this Indikator has if it was generated so."""
    return {key_of(ident, text, number) for ident in ids for number in range(1, _MOST_REPEATS + 1)}


def _shape_doubt(row: Row) -> Doubt | None:
    """Return what is wrong with the cells of a row, before anybody asks whose it is."""
    about = frozenset(tag.kunci for tag in row.tags) | {mark.kunci for mark in row.marks}
    for cell in row.cells:
        if cell.several:
            return Doubt("a cell reaches over more than one column", about)
        names = {tag.column for tag in cell.tags}
        if names and names != {cell.column}:
            return Doubt("a cell carries the anchor of another column", about)
    for column in VALUES:
        cells = row.of_column(column)
        if len(cells) > 1:
            return Doubt("a column has more than one cell", about)
        if any(cell.merge for cell in cells):
            return Doubt("a cell is merged with the one above or below", about)
    return None


def _mark(row: Row, kunci: str) -> Mark | None:
    """Return the mark with the digests of the values, None where copies of it differ."""
    marks = {mark for mark in row.marks if mark.kunci == kunci and mark.penjelasan}
    return marks.pop() if len(marks) == 1 else None


def _alike(one: str, other: str) -> float:
    """Return how alike two folded texts are, from 0 to 1."""
    return fuzz.ratio(one, other) / 100
