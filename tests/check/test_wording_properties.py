"""What holds for any text: findings have places in it, and mending changes words only."""

import re

from hypothesis import given, reject

from iki_docgen import codec
from iki_docgen.diagnostics import Code
from iki_docgen.errors import InputError
from iki_docgen.parse import parse
from iki_docgen.read import read_bytes
from iki_docgen.records import Document
from tests.check.samples import findings_in, mended
from tests.test_cases import LUMAJANG
from tests.texts import texts

_LETTERS = re.compile(r"[^a-z]")


def _document(text: str) -> Document:
    return parse(read_bytes(text.encode(), "teks.txt"))[0]


@given(texts())
def test_findings_stand_in_the_text_and_fixes_within_their_reach(text: str) -> None:
    try:
        source, found = findings_in(text.encode(errors="replace").decode())
    except InputError:  # no text at all
        reject()
    for one in found:
        assert 0 <= one.span.start <= one.span.end <= len(source.text)
        assert source.slice(one.span)
        for edit in one.fix.edits if one.fix else ():
            assert one.span.start <= edit.span.start <= edit.span.end <= one.span.end


def test_mending_the_lumajang_text_leaves_nothing_certain_and_changes_words_only() -> None:
    text = LUMAJANG.read_text(encoding="utf-8")
    once = mended(text)
    assert once.count("\n") == text.count("\n")
    assert once.count("\t") == text.count("\t")
    left = [one for one in findings_in(once)[1] if one.fix]
    assert left == []
    assert [one.code for one in findings_in(once)[1] if one.code is Code.NONSTANDARD_WORD] == []
    before, after = _document(text), _document(once)
    assert len(before.jabatan) == len(after.jabatan)
    for old, new in zip(before.jabatan, after.jabatan, strict=True):
        assert len(old.tugas) == len(new.tugas)
        assert len(old.fungsi) == len(new.fungsi)
        assert len(list(old.semua_indikator())) == len(list(new.semua_indikator()))


def test_spaces_and_capitals_are_mended_without_touching_a_letter() -> None:
    """Of the sentences that change, only misspelt words get other letters."""
    text = LUMAJANG.read_text(encoding="utf-8")
    old = _LETTERS.sub("", codec.dumps(_document(text)).lower())
    new = _LETTERS.sub("", codec.dumps(_document(mended(text))).lower())
    for wrong, right in (
        ("prosentase", "persentase"), ("yg", "yang"), ("ijin", "izin"), ("system", "sistem"),
        ("public", "publik"), ("diberikanleh", "diberikanoleh"),
        ("mengkoordinasikan", "mengoordinasikan"),
        ("pengkoordinasian", "pengoordinasian"),
    ):  # fmt: skip
        old = old.replace(wrong, right)
    assert new == old
