"""What holds for any two documents."""

from collections import Counter
from collections.abc import Sequence

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from iki_docgen.diff import apply_changes, compare
from iki_docgen.diff.coded import changes_from_json, changes_to_json
from iki_docgen.diff.model import Change, Kind
from iki_docgen.diff.words import Side, redline
from iki_docgen.records import Document, Jabatan, Sasaran
from tests.diff.edits import lumajang, small
from tests.texts import documents

_MIRRORED = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}
_WORDS = st.text(st.sampled_from("ab %,.\n1"), max_size=30)


def _told(changes: Sequence[Change]) -> Counter[tuple[str, str, str | None, str | None]]:
    return Counter((one.kind, one.field, one.old, one.new) for one in changes)


def _mirrored(changes: Sequence[Change]) -> Counter[tuple[str, str, str | None, str | None]]:
    return Counter(
        (_MIRRORED.get(one.kind, one.kind), _old_field(one), one.new, one.old) for one in changes
    )


def _old_field(change: Change) -> str:
    """Return the field in the old document: an item may have moved from FUNGSI to TUGAS."""
    if change.field not in {"tugas", "fungsi"} or change.old_path is None:
        return change.field
    return str(change.old_path[2])


@st.composite
def revised(draw: st.DrawFn) -> tuple[Document, Document]:
    """A real document, and what a person made of it: lists shuffled, cut, doubled and reworded."""
    old = draw(st.sampled_from([lumajang(), small()]))
    jabatan = list(old.jabatan)
    for _ in range(draw(st.integers(0, 6))):
        if jabatan:
            number = draw(st.integers(0, len(jabatan) - 1))
            jabatan[number] = draw(_revised_position(jabatan[number], jabatan))
        if draw(st.integers(0, 5)) == 0:
            jabatan = draw(st.permutations(jabatan))[draw(st.integers(0, 1)) :]
    return old, msgspec.structs.replace(old, jabatan=tuple(jabatan))


@st.composite
def _revised_position(draw: st.DrawFn, jabatan: Jabatan, others: Sequence[Jabatan]) -> Jabatan:
    other = draw(st.sampled_from(others))
    name = draw(st.sampled_from(["tugas", "fungsi", "sasaran", "jabatan", "indikator"]))
    if name == "jabatan":
        return msgspec.structs.replace(jabatan, jabatan=f"{jabatan.jabatan} dan Umum")
    if name == "indikator":
        groups = tuple(draw(_revised_group(group)) for group in jabatan.sasaran)
        return msgspec.structs.replace(jabatan, sasaran=groups)
    values = [*getattr(jabatan, name), *draw(st.sampled_from([(), getattr(other, name)]))]
    values = draw(st.permutations(values))[draw(st.integers(0, 2)) :]
    if values and isinstance(values[0], str):
        values[0] = f"{values[0]} {draw(st.sampled_from(['x', 'tahun 2026', '.']))}"
    return msgspec.structs.replace(jabatan, **{name: tuple(values)})


@st.composite
def _revised_group(draw: st.DrawFn, group: Sasaran) -> Sasaran:
    rows = draw(st.permutations(group.indikator))[draw(st.integers(0, 1)) :]
    rows = [msgspec.structs.replace(row, penjelasan=draw(_WORDS)) for row in rows]
    return msgspec.structs.replace(group, indikator=tuple(rows))


def _holds(old: Document, new: Document) -> None:
    changes = compare(old, new).changes
    assert bool(changes) == (old != new)
    text = changes_to_json(changes, lambda _: (None, None))
    assert changes_from_json(text) == changes
    assert apply_changes(old, changes_from_json(text)) == new
    assert _told(compare(new, old).changes) == _mirrored(changes)


@given(documents, documents)
def test_changes_of_random_documents_are_complete_and_mirrored(
    old: Document, new: Document
) -> None:
    _holds(old, new)


@given(revised())
def test_changes_of_a_revised_document_are_complete_and_mirrored(
    pair: tuple[Document, Document],
) -> None:
    _holds(*pair)


@given(documents)
def test_a_document_does_not_differ_from_itself(document: Document) -> None:
    assert not compare(document, document).changes


@given(_WORDS, _WORDS)
def test_a_redline_gives_both_texts_back(old: str, new: str) -> None:
    stretches = redline(old, new)
    assert "".join(one.text for one in stretches if one.side is not Side.NEW) == old
    assert "".join(one.text for one in stretches if one.side is not Side.OLD) == new
    assert all(one.text for one in stretches)
