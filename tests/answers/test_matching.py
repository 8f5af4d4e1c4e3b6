"""How answers find their indicator: exactly, by wording, by position, or not at all."""

from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iki_docgen.answers import Answers, Applied, Position, apply
from iki_docgen.answers.matching import find_homes
from iki_docgen.answers.model import indicator_names
from iki_docgen.diagnostics import Code
from iki_docgen.records import Document
from iki_docgen.source import Span, Text
from tests.answers.samples import answers, document, entry, jabatan, lumajang, position


def _codes(applied: Applied) -> list[Code]:
    return [found.code for found in applied.findings]


def _penjelasan(applied: Applied) -> list[list[str]]:
    return [[row.penjelasan for row in one.semua_indikator()] for one in applied.document.jabatan]


def test_the_same_wording_gets_its_answer_and_nothing_is_said() -> None:
    applied = apply(
        document(jabatan("camat", "Camat", "Jumlah A", "Jumlah B", sumber="Dinas")),
        answers(
            position("camat", "Camat", entry("Jumlah  B", "b", "Buku"), entry("Jumlah A", "a"))
        ),
    )
    rows = list(applied.document.jabatan[0].semua_indikator())
    assert [(row.penjelasan, row.sumber_data) for row in rows] == [("a", "Dinas"), ("b", "Buku")]
    assert (applied.findings, applied.homeless) == ((), ())


def test_an_answer_that_was_emptied_on_purpose_stays_empty() -> None:
    applied = apply(
        document(jabatan("camat", "Camat", "Jumlah A", sumber="Dinas")),
        answers(position("camat", "Camat", entry("Jumlah A", None, ""))),
    )
    assert next(applied.document.jabatan[0].semua_indikator()).sumber_data == ""


def test_a_near_wording_gets_the_answer_and_both_wordings_are_shown() -> None:
    new = Text("Persentase peningkatan penanganan PMKS", Span(7, 45))
    applied = apply(
        document(jabatan("camat", "Camat", new)),
        answers(position("camat", "Camat", entry("Prosentase peningkatan penanganan PMKS", "a"))),
    )
    assert _penjelasan(applied) == [["a"]]
    (found,) = applied.findings
    assert found.code is Code.CARRIED_OVER
    assert "`Prosentase peningkatan penanganan PMKS`" in found.message
    assert f"`{new}`" in found.message
    assert (found.span, found.jabatan) == (Span(7, 45), "Camat")


def test_a_far_wording_leaves_the_answer_without_a_home_and_says_all_of_it() -> None:
    applied = apply(
        document(jabatan("camat", "Camat", "Nilai IKM")),
        answers(position("camat", "Camat", entry("Jumlah A", "rumus\nA / B", "Buku"))),
    )
    assert _penjelasan(applied) == [[""]]
    (found,) = applied.findings
    assert found.code is Code.ANSWER_WITHOUT_HOME
    for text in ("Jumlah A", "rumus A / B", "Buku"):
        assert text in found.message
    assert [one.entry.indikator for one in applied.homeless] == ["Jumlah A"]


def test_an_entry_without_an_answer_is_never_missed() -> None:
    applied = apply(
        document(jabatan("camat", "Camat", "Nilai IKM")),
        answers(position("camat", "Camat", entry("Jumlah A"), entry("Jumlah B", "", " "))),
    )
    assert (applied.findings, applied.homeless) == ((), ())


def test_two_near_wordings_are_a_doubt_and_nobody_gets_the_answer() -> None:
    rows = ("Jumlah penerima bantuan tahap 1", "Jumlah penerima bantuan tahap 2")
    applied = apply(
        document(jabatan("camat", "Camat", *rows)),
        answers(position("camat", "Camat", entry("Jumlah penerima bantuan tahap 3", "a"))),
    )
    assert _penjelasan(applied) == [["", ""]]
    assert len(applied.homeless) == 1


def test_two_answers_near_one_indicator_are_a_doubt() -> None:
    applied = apply(
        document(jabatan("camat", "Camat", "Jumlah penerima bantuan tahap 3")),
        answers(
            position(
                "camat",
                "Camat",
                entry("Jumlah penerima bantuan tahap 1", "a"),
                entry("Jumlah penerima bantuan tahap 2", "b"),
            )
        ),
    )
    assert _penjelasan(applied) == [[""]]
    assert len(applied.homeless) == 2


def test_exact_beats_near_whatever_the_order() -> None:
    new = document(jabatan("camat", "Camat", "Jumlah penerima bantuan tahap 2"))
    entries = [
        entry("Jumlah penerima bantuan tahap 1", "near"),
        entry("Jumlah penerima bantuan tahap 2", "exact"),
    ]
    for order in (entries, entries[::-1]):
        applied = apply(new, answers(position("camat", "Camat", *order)))
        assert _penjelasan(applied) == [["exact"]]
        assert [one.entry.penjelasan for one in applied.homeless] == ["near"]


def test_equal_indicators_of_one_position_are_told_apart_by_their_number() -> None:
    entries = [entry("Jumlah A", "kedua", ke=2), entry("Jumlah A", "pertama")]
    applied = apply(
        document(jabatan("camat", "Camat", "Jumlah A", "Lain", "Jumlah A")),
        answers(position("camat", "Camat", *entries)),
    )
    assert _penjelasan(applied) == [["pertama", "", "kedua"]]
    once = apply(
        document(jabatan("camat", "Camat", "Jumlah A")),
        answers(position("camat", "Camat", *entries)),
    )
    assert _penjelasan(once) == [["pertama"]]
    assert [one.entry.penjelasan for one in once.homeless] == ["kedua"]


def test_positions_in_another_order_change_nothing() -> None:
    whole = lumajang()
    given_answers = _all_answers(whole)
    turned = msgspec.structs.replace(whole, jabatan=whole.jabatan[::-1])
    applied = apply(turned, given_answers)
    assert (applied.findings, applied.homeless) == ((), ())
    assert applied.document.jabatan[::-1] == apply(whole, given_answers).document.jabatan


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        ("Ka. Sub Bagian Umum", "Ka. Sub Bagian Umum", ("Jumlah A", "Nilai IKM")),
        ("Kepala Sub Bagian Umum", "Kepala Subbagian Umum", ("Jumlah A", "Nilai IKM")),
        ("Kepala Sub Bagian Umum", "Analis Kebijakan", ("Jumlah A", "Opini BPK")),
    ],
    ids=["another id", "a similar name", "half of its indicators"],
)
def test_a_renamed_position_is_recognised(old: str, new: str, rows: tuple[str, ...]) -> None:
    applied = apply(
        document(jabatan("camat", "Camat", "Jumlah Z"), jabatan("baru", new, *rows)),
        answers(position("lama", old, entry("Jumlah A", "a"), entry("Nilai IKM", "b"))),
    )
    kept = ["a", "b" if "Nilai IKM" in rows else ""]
    assert _penjelasan(applied) == [[""], kept]
    assert applied.findings[0].code is Code.CARRIED_OVER
    assert f"`{old}`" in applied.findings[0].message
    assert f"`{new}`" in applied.findings[0].message
    assert len(applied.homeless) == kept.count("")


def test_a_position_with_answers_of_its_own_takes_no_others() -> None:
    applied = apply(
        document(jabatan("baru", "Kepala Sub Bagian Umum", "Jumlah A")),
        answers(
            position("baru", "Kepala Sub Bagian Umum"),
            position("lama", "Kepala Sub Bagian Umum", entry("Jumlah A", "a")),
        ),
    )
    assert _penjelasan(applied) == [[""]]
    assert len(applied.homeless) == 1


def test_two_positions_with_the_same_half_of_indicators_are_a_doubt() -> None:
    applied = apply(
        document(jabatan("x", "Analis", "Jumlah A"), jabatan("y", "Penata", "Jumlah A")),
        answers(position("lama", "Camat", entry("Jumlah A", "a"))),
    )
    assert _penjelasan(applied) == [[""], [""]]
    assert len(applied.homeless) == 1


def test_a_similar_name_without_a_common_indicator_is_another_position() -> None:
    applied = apply(
        document(jabatan("baru", "Kepala Seksi Rehabilitasi A", "Nilai IKM")),
        answers(position("lama", "Kepala Seksi Rehabilitasi B", entry("Jumlah A", "a"))),
    )
    assert _codes(applied) == [Code.ANSWER_WITHOUT_HOME]


# Random years: an old document whose answers meet a new one made of the same few words.

_WORDS = st.sampled_from(
    [
        *("Jumlah penerima bantuan tahap 1", "Jumlah penerima bantuan tahap 2"),
        *("Jumlah  penerima bantuan tahap 1", "Jumlah para penerima bantuan tahap 1"),
        *("Persentase pengaduan", "Prosentase pengaduan", "persentase pengaduan", "Nilai IKM"),
        *("", "x", "caf\u00e9", "cafe\u0301"),
    ]
)
_NAMES = st.sampled_from(
    ["Camat", "Lurah", "Kepala Seksi A", "Kepala Seksi B", "KEPALA SEKSI A", "Ka. Seksi A"]
)
_IDS = st.sampled_from(["a", "b", "c", "d", "e"])


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    ids = draw(st.lists(_IDS, unique=True, max_size=4))
    return document(
        *(jabatan(one, draw(_NAMES), *draw(st.lists(_WORDS, max_size=5))) for one in ids)
    )


@st.composite
def _answers(draw: st.DrawFn) -> Answers:
    """Answers whose texts are all different, so that each can be followed."""
    found: list[Position] = []
    for one in draw(st.lists(_IDS, unique=True, max_size=4)):
        entries = [
            entry(
                text,
                f"p-{one}-{number}" if draw(st.booleans()) else None,
                f"s-{one}-{number}" if draw(st.booleans()) else None,
                draw(st.integers(1, 2)),
            )
            for number, text in enumerate(draw(st.lists(_WORDS, max_size=5)))
        ]
        known = {}
        for made in entries:
            known.setdefault(made.name, made)
        found.append(position(one, draw(_NAMES), *known.values()))
    return answers(*found)


def _texts(one: Document) -> Counter[str]:
    rows = [row for jabatan_ in one.jabatan for row in jabatan_.semua_indikator()]
    return Counter(text for row in rows for text in (row.penjelasan, row.sumber_data) if text)


def _all_answers(whole: Document) -> Answers:
    return answers(
        *(
            position(
                one.id,
                one.jabatan,
                *(
                    entry(row.indikator, f"rumus {number}")
                    for number, row in enumerate(one.semua_indikator())
                ),
            )
            for one in whole.jabatan
        )
    )


@given(_documents(), _answers())
def test_an_answer_stands_once_in_the_document_or_is_homeless(
    new: Document, found: Answers
) -> None:
    applied = apply(new, found)
    given_texts = Counter(
        text
        for one in found.jabatan
        for made in one.indikator
        for text in (made.penjelasan, made.sumber_data)
        if text
    )
    homeless = Counter(
        text
        for one in applied.homeless
        for text in (one.entry.penjelasan, one.entry.sumber_data)
        if text
    )
    assert _texts(applied.document) + homeless == given_texts
    said = " ".join(one.message for one in applied.findings)
    assert all(text in said for text in homeless)


@given(_documents(), _answers())
def test_only_answers_are_changed(new: Document, found: Answers) -> None:
    after = apply(new, found).document
    assert [
        (one.id, one.jabatan, [row.indikator for row in one.semua_indikator()])
        for one in after.jabatan
    ] == [
        (one.id, one.jabatan, [row.indikator for row in one.semua_indikator()])
        for one in new.jabatan
    ]


@given(_documents(), _answers())
def test_exact_always_beats_near(new: Document, found: Answers) -> None:
    homes = find_homes(new, found)
    ids = {one.id: number for number, one in enumerate(new.jabatan)}
    for number, one in enumerate(found.jabatan):
        if one.id in ids:
            assert homes.positions[number] == ids[one.id]
        if number in homes.positions:
            names = _names(new, homes.positions[number])
            for place, made in enumerate(one.indikator):
                if made.name in names:
                    assert homes.entries[number][place] == names.index(made.name)


def _names(new: Document, number: int) -> list[tuple[str, int]]:
    return list(indicator_names(new.jabatan[number]))


@given(_documents(), _answers())
def test_applying_twice_is_applying_once(new: Document, found: Answers) -> None:
    once = apply(new, found)
    assert apply(once.document, found) == once


@given(_documents(), _answers(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_decides_nothing(new: Document, found: Answers, random) -> None:  # noqa: ANN001
    positions = []
    for one in found.jabatan:
        entries = list(one.indikator)
        random.shuffle(entries)
        positions.append(msgspec.structs.replace(one, indikator=tuple(entries)))
    random.shuffle(positions)
    there, here = apply(new, answers(*positions)), apply(new, found)
    assert there.document == here.document
    assert Counter(map(repr, there.findings)) == Counter(map(repr, here.findings))
    assert {id_of(one) for one in there.homeless} == {id_of(one) for one in here.homeless}


def id_of(one) -> tuple[str, str, int]:  # noqa: ANN001
    return one.position.id, *one.entry.name
