"""Rules about how positions hang together: superiors (IKI502) and Sasaran (IKI504)."""

from collections.abc import Iterator, Sequence

from iki_docgen.check.folding import folded
from iki_docgen.check.jobs import serves_its_own_place
from iki_docgen.check.lineage import Lineage
from iki_docgen.check.rule import Examined, rule
from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.mentions import adviser_of, giver
from iki_docgen.records import Jabatan, item_texts
from iki_docgen.source import span_of
from iki_docgen.vocabulary import rank_of, unit_words

_Named = tuple[str, str]
"""An item, and whom it names as superior."""
_Sasaran = dict[str, set[str]]
"""The Sasaran of each position as rules compare them, by its id."""
_TOP_RANK = 2
_PART_RANK = 3
_KINDS = {"bidang", "sekretariat"}
_OUTSIDE = ("sekretariat daerah", "sekretariat dprd", "sekretariat jenderal")


@rule(Code.WRONG_SUPERIOR)
def wrong_superior(examined: Examined) -> Iterator[Diagnostic]:
    """Find items that name somebody as superior to whom the position does not answer.

    Mostly they came in with a list that was copied from another position.

    Bad:  Kepala Seksi Rambu: memberikan saran dan pertimbangan kepada Kepala Dinas
    Good: Kepala Seksi Rambu: memberikan saran dan pertimbangan kepada Kepala Bidang Lalu Lintas
    """
    lineage = Lineage.of(examined.document)
    names = {unit_words(position.jabatan) for position in examined.document.jabatan}
    part: Jabatan | None = None
    for jabatan in examined.document.jabatan:
        rank = rank_of(jabatan.jabatan)
        superior = lineage.superior(jabatan)
        named = list(_named(jabatan)) if superior and rank is not None else []
        if superior and part and rank_of(superior.jabatan) == _TOP_RANK:
            superior = part if _belongs_to(jabatan, part, named) else superior
        for text, who in named:
            if superior and _is_wrong(who, superior, jabatan, names):
                yield Code.WRONG_SUPERIOR.at(
                    span_of(text), about=jabatan.jabatan, found=who, superior=superior.jabatan
                )
        if rank is not None and rank <= _PART_RANK:
            part = jabatan


def _named(jabatan: Jabatan) -> Iterator[_Named]:
    """Yield the items that name a superior, each with whom; `melalui` names the way to him."""
    for items in (jabatan.tugas, jabatan.fungsi):
        for text in item_texts(items):
            who = giver(text) or adviser_of(text)
            if who and "melalui" not in text.lower():
                yield text, who


def _belongs_to(jabatan: Jabatan, part: Jabatan, named: Sequence[_Named]) -> bool:
    """Tell whether `jabatan` is a part of `part`, the last Bidang or Sekretariat before it.

    A Seksi is one of its Bidang, whomever it names; a Sub Bagian one of a Sekretariat that it names
    (that of a small Kecamatan may answer to the Camat).
    """
    words, whole = unit_words(jabatan.jabatan), unit_words(part.jabatan)
    if whole[:1] == ("bidang",):
        return words[:1] == ("seksi",) or words[:2] == ("sub", "bidang")
    if whole[:1] == ("sekretariat",) and words[:2] == ("sub", "bagian"):
        return any(unit_words(who)[:1] == ("sekretariat",) for _, who in named)
    return False


def _is_wrong(who: str, superior: Jabatan, jabatan: Jabatan, names: set[tuple[str, ...]]) -> bool:
    """Tell whether `who` is certainly somebody else than the `superior` of `jabatan`.

    One of another level is, and one of the same level that the document has, or whose unit is of
    another kind.  A level between the two may be missing: a text of a few positions of an agency
    gives a Seksi to the Kepala Dinas for want of its Bidang.  A Puskesmas Pembantu may answer to a
    Puskesmas, though both are of one level.
    """
    words, ours = unit_words(who), unit_words(superior.jabatan)
    level, right, own = rank_of(who), rank_of(superior.jabatan), rank_of(jabatan.jabatan)
    if level is None or right is None or own is None or " ".join(words).startswith(_OUTSIDE):
        return False
    if right < level < own and words not in names:
        return False
    if level != right:
        return level < own or not serves_its_own_place(jabatan.jabatan)
    other_kind = {words[0], ours[0]} == _KINDS
    return other_kind or (ours[: len(words)] != words and words in names)


@rule(Code.SASARAN_NOT_CASCADED)
def sasaran_not_cascaded(examined: Examined) -> Iterator[Diagnostic]:
    """Find positions that carry the Sasaran of others instead of their own part of it.

    Each level has its own Sasaran: outcomes above, and below what brings them about.  All Sasaran
    of the superior repeated say nothing about the position; one of somebody further up that the
    superior does not have leaves out a level.

    Bad:  Kepala Dinas and each Kepala Seksi: Meningkatnya kualitas jalan kabupaten
    Good: Kepala Seksi: Terlaksananya pemeliharaan jalan sesuai jadwal
    """
    lineage = Lineage.of(examined.document)
    known: _Sasaran = {
        position.id: {folded(text) for text in _texts(position)}
        for position in examined.document.jabatan
    }
    for jabatan in examined.document.jabatan:
        superior = lineage.superior(jabatan)
        texts = _texts(jabatan)
        if superior is None or not texts or not known[superior.id]:
            continue
        if known[jabatan.id] <= known[superior.id]:
            yield Code.SASARAN_NOT_CASCADED.at(
                span_of(texts[0]),
                about=jabatan.jabatan,
                what="every Sasaran of this position is word for word that of its superior",
                superior=superior.jabatan,
                advice="write what this position itself brings about towards it",
            )
        else:
            further = list(lineage.above(superior))
            yield from _skipping(jabatan, superior, further, known)


def _skipping(
    jabatan: Jabatan, superior: Jabatan, further: Sequence[Jabatan], known: _Sasaran
) -> Iterator[Diagnostic]:
    """Yield the Sasaran of those further up that the superior of `jabatan` does not have."""
    for text in _texts(jabatan):
        key = folded(text)
        owner = next((above for above in further if key in known[above.id]), None)
        if owner is not None and key not in known[superior.id]:
            yield Code.SASARAN_NOT_CASCADED.at(
                span_of(text),
                about=jabatan.jabatan,
                what=(
                    f"the Sasaran `{text}` is not among those of the superior"
                    f" `{superior.jabatan}`, but is that of"
                ),
                superior=owner.jabatan,
                advice="give the superior a part in it, or take it out here",
            )


def _texts(jabatan: Jabatan) -> list[str]:
    return [text for group in jabatan.sasaran for text in group.sasaran if folded(text)]
