"""Changes that come from a file: what does not fit is refused in words."""

import pytest

import iki_docgen as iki
from iki_docgen.diff import apply_changes, compare
from iki_docgen.diff.coded import changes_from_json, changes_to_json
from iki_docgen.errors import InputError
from tests.diff.edits import drop, edited, lumajang, move, small


def test_iki_diff_is_the_comparison() -> None:
    assert iki.diff is compare
    assert not iki.diff(small(), small()).changes


@pytest.mark.parametrize(
    "text", ["{", "{}", '[{"kind": "gone"}]', '[{"kind": "added", "jabatan": "", "field": "x"}]']
)
def test_a_file_that_holds_no_changes_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not changes of iki"):
        changes_from_json(text)


def test_a_record_in_a_field_that_has_none_is_refused() -> None:
    text = changes_to_json(
        compare(small(), edited(small(), drop("1"))).changes, lambda _: (None, None)
    )
    with pytest.raises(InputError, match="not changes of iki"):
        changes_from_json(text.replace('"field": "jabatan"', '"field": "tahun"'))


def test_changes_of_another_document_are_refused() -> None:
    changes = compare(lumajang(), edited(lumajang(), move("3.tugas.9", "3.tugas.1"))).changes
    with pytest.raises(InputError, match="do not fit"):
        apply_changes(small(), changes)
