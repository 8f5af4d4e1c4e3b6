"""Records to and from JSON and YAML."""

from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given

from iki_docgen import codec
from iki_docgen.errors import InputError
from iki_docgen.records import Butir, Document, Indikator, Jabatan, Sasaran
from tests.texts import documents

ROOT = Path(__file__).parent.parent


@given(documents)
def test_json_and_back_gives_the_same_records(document: Document) -> None:
    assert codec.loads(codec.dumps(document)) == document


@given(documents)
def test_yaml_and_back_gives_the_same_records(document: Document) -> None:
    assert codec.loads(codec.dumps(document, format="yaml"), format="yaml") == document


@given(documents)
def test_what_is_written_meets_the_schema(document: Document) -> None:
    tree = msgspec.json.decode(codec.dumps(document))
    jsonschema.validate(tree, msgspec.json.decode(codec.schema()))


def test_the_committed_schema_is_current() -> None:
    assert (ROOT / "docs/records.schema.json").read_text(encoding="utf-8") == codec.schema()


def _small() -> Document:
    row = Indikator(indikator="Jumlah A", penjelasan="a\nb", sumber_data="Dinas")
    return Document(
        versi=1,
        instansi="Dinas",
        tahun=2026,
        jabatan=(
            Jabatan(
                id="camat",
                jabatan="Camat",
                atasan=None,
                tugas=("memimpin", Butir(butir="meliputi", rincian=("satu", "dua"))),
                fungsi=(),
                sasaran=(Sasaran(sasaran=("Meningkatnya A",), indikator=(row,)),),
            ),
        ),
    )


def test_json_has_one_value_per_line_and_no_empty_lainnya() -> None:
    lines = codec.dumps(_small()).split("\n")
    assert '        "memimpin",' in lines
    assert '          "butir": "meliputi",' in lines
    assert not any("lainnya" in line for line in lines)


def test_yaml_writes_lines_as_a_block() -> None:
    assert "penjelasan: |-\n" in codec.dumps(_small(), format="yaml")


_PLACE = '"jabatan": "X", "tugas": [], "fungsi": [], "sasaran": []'
_BAD = (
    '{"versi": 1, "instansi": "", "tahun": null, "jabatan": ['
    f'{{"id": "a", "atasan": null, {_PLACE}}}, {{"id": "b", "atasan": "a", {_PLACE}}}]}}'
)
"""Records that are right; each case makes them wrong in one place."""


def _deep(levels: int) -> str:
    return '{"butir": "x", "rincian": [' * levels + "]}" * levels


def test_the_records_that_are_made_wrong_are_right() -> None:
    assert [jabatan.atasan for jabatan in codec.loads(_BAD).jabatan] == [None, "a"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "this is not JSON"),
        ("[]", "not records of iki"),
        ('{"versi": 2}', "format version 2"),
        ('{"versi": 1, "instansi": "", "tahun": null, "jabatan": [{"id": 3}]}', "$.jabatan[0].id"),
        ('{"versi": 1, "instansi": "", "tahun": null, "jabatan": [], "extra": 1}', "`extra`"),
        ("\ud800", "this is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        (_BAD.replace("1,", "0,", 1), "$.versi"),
        (_BAD.replace("null", "1899", 1), "$.tahun"),
        (_BAD.replace("null", "10000", 1), "$.tahun"),
        (_BAD.replace('"id": "a"', '"id": "../a"'), "small letters and digits"),
        (_BAD.replace('"id": "a"', '"id": "a\\n"'), "no line end"),
        (_BAD.replace('"id": "b"', '"id": "a"'), "two positions have the id `a`"),
        (_BAD.replace('"id": "a", "atasan": null', '"id": "a", "atasan": "c"'), "the id `c`"),
        (_BAD.replace('"id": "a", "atasan": null', '"id": "a", "atasan": "b"'), "in a circle"),
        (_BAD.replace('"id": "a", "atasan": null', '"id": "a", "atasan": "a"'), "in a circle"),
        (_BAD.replace('"versi": 1', '"versi": 1, "versi": 1'), "`versi` stands twice"),
        (_BAD.replace('"tugas": []', f'"tugas": [{_deep(400)}]', 1), "nested too deeply"),
    ],
)
def test_json_that_is_no_record_is_refused_with_its_place(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words.replace("$", r"\$").replace("[", r"\[")):
        codec.loads(text)


@pytest.mark.parametrize("text", ["a: [", "\t- x", "versi: !!python/object:os.system x", "x: \x01"])
def test_yaml_that_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        codec.loads(text, format="yaml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("versi: &a 1\n", "no anchors"),
        ("a: &x [1]\nb: [*x, *x]\n", "no anchors"),
        ("[" * 100_000, "nested too deeply"),
        ("- " * 100_000, "nested too deeply"),
        ("versi: 1\nversi: 1\n", "`versi` stands twice"),
    ],
)
def test_yaml_that_would_do_harm_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        codec.loads(text, format="yaml")
