"""`iki diff`: what changed, for people and for programs, and how the command ends."""

import io
import json
import re
from pathlib import Path

import pytest

from iki_docgen import codec
from iki_docgen.answers import Change, store
from iki_docgen.diff import apply_changes
from iki_docgen.diff.coded import changes_from_json
from iki_docgen.pipeline.comparing import compare_sources, rendered
from iki_docgen.pipeline.loading import load_source
from iki_docgen.project import find
from tests.cli.conftest import Iki
from tests.diff.edits import drop, edited, lumajang, move, reword, say, small

TEXT = "source/iki-dinas-sosial-lumajang.txt"


@pytest.fixture
def revised(agency: Path) -> Path:
    """Return a copy of the text with a word changed, a word mended and an item taken out."""
    text = (agency / TEXT).read_text(encoding="utf-8")
    for old, new in (
        ("f. melakukan administrasi kepegawaian;\n", ""),
        ("kerjasama, dan hubungan", "kerja sama, dan hubungan"),
        ("melakukan urusan gaji pegawai", "melakukan urusan cuti pegawai"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = agency / "baru.txt"
    path.write_text(text, encoding="utf-8")
    return path


def _records(path: Path, document: object) -> Path:
    path.write_text(codec.dumps(document), encoding="utf-8")
    return path


def test_the_text_tells_what_was_done_where_and_with_which_words(iki: Iki, revised: Path) -> None:
    ran = iki("diff", TEXT, revised)
    assert ran.code == 1
    assert ran.err == ""
    assert ran.out == (
        f"""{TEXT} -> {revised}

Sekretariat pada Dinas Sosial Kabupaten Lumajang
  changed Fungsi, line 67 -> 67 (wording only)
      pengelolaan dan pelayanan administrasi umum, [-kerjasama-]{{+kerja sama+}}, \
dan hubungan masyarakat

Ka.Sub Bagian Umum dan Kepegawaian
  removed Tugas, line 131 of the old text
      [-melakukan administrasi kepegawaian-]

Sub bagian Keuangan
  changed Tugas, line 207 -> 206
      melakukan urusan [-gaji-]{{+cuti+}} pegawai

3 changes (1 removed, 2 changed); 1 of them wording only
"""
    )


def test_equal_sources_are_said_to_be_so(iki: Iki, agency: Path) -> None:
    path = _records(agency / "sama.json", lumajang())
    ran = iki("diff", path, path)
    assert (ran.code, ran.out) == (0, f"{path} and {path} say the same\n")
    assert iki("diff", path, path, "--format", "json").out == "[]\n"


def test_the_json_has_the_lines_and_makes_the_new_document(
    iki: Iki, agency: Path, revised: Path
) -> None:
    ran = iki("diff", TEXT, revised, "--format", "json", "-o", "beda.json")
    assert (ran.code, ran.out) == (1, "")
    text = (agency / "beda.json").read_text(encoding="utf-8")
    changed = json.loads(text)[2]
    assert list(changed)[:7] == [
        *("kind", "jabatan", "field", "old", "new", "old_line", "new_line"),
    ]
    assert (changed["old_line"], changed["new_line"]) == (207, 206)
    old, new = (load_source(str(path), find()).document for path in (TEXT, revised))
    assert apply_changes(old, changes_from_json(text)) == new


def test_one_side_may_come_from_standard_input(
    iki: Iki, revised: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(revised.read_bytes()))
    monkeypatch.setattr("sys.stdin", stdin)
    ran = iki("diff", TEXT, "-")
    assert ran.code == 1
    assert ran.out.startswith(f"{TEXT} -> <standard input>\n")
    both = iki("diff", "-", "-")
    assert both.code == 2
    assert "standard input" in both.err


@pytest.mark.usefixtures("agency")
def test_what_cannot_be_read_ends_with_3(iki: Iki, tmp_path: Path) -> None:
    assert iki("diff", TEXT, "tidak-ada.txt").code == 3
    empty = tmp_path / "kosong.txt"
    empty.write_text("bukan IKI\n", encoding="utf-8")
    assert iki("diff", empty, TEXT).code == 3
    assert iki("diff", TEXT).code == 2


def test_stored_answers_belong_to_the_own_text(iki: Iki, agency: Path) -> None:
    project = find()
    bare = load_source(TEXT, project).document
    lama = _records(agency / "lama.json", bare)
    one = bare.jabatan[0]
    answer = Change(
        jabatan_id=one.id,
        jabatan=one.jabatan,
        indikator=one.sasaran[0].indikator[0].indikator,
        column="penjelasan",
        value="A dibagi B",
        expected="",
    )
    store(project.answers, bare, [answer])
    ran = iki("diff", lama, TEXT)
    assert ran.code == 1
    assert "  changed Penjelasan of `% Peningkatan Penanganan PMKS`, line 34 of the new" in ran.out
    assert "{+A dibagi B+}" in ran.out


def _report(tmp_path: Path, *edits: object, color: bool = False) -> str:
    old = _records(tmp_path / "lama.json", small())
    new = _records(tmp_path / "baru.json", edited(small(), *edits))
    text = rendered(compare_sources(str(old), str(new), find(tmp_path)), "text", color=color)
    assert isinstance(text, str)
    return text


def test_what_becomes_of_each_penjelasan_is_told(tmp_path: Path) -> None:
    text = _report(
        tmp_path,
        say("0.sasaran.0.indikator.0.penjelasan", ""),
        reword("0.sasaran.0.indikator.1.indikator", "terbit", "ditolak"),
        say("0.sasaran.0.indikator.1.penjelasan", ""),
        drop("0.sasaran.1"),
    )
    assert text.endswith(
        """
Penjelasan of the old document: 4
  filled in the new one: 1
  can be carried over (the new one has the indicator, without a Penjelasan): 1
    Camat: Indeks kepuasan masyarakat
  to be looked at (the indicator has changed): 1
    Camat: Jumlah izin yang terbit
  without a home (the indicator is gone): 1
    Camat: Persentase kasus yang selesai
"""
    )


def test_moves_tell_where_from_and_superiors_have_names(tmp_path: Path) -> None:
    text = _report(
        tmp_path, move("1.tugas.2", "2.tugas.0"), say("2.atasan", "sekretaris"), say("tahun", 2026)
    )
    assert "The whole document\n  changed the year\n      [-2025-]{+2026+}\n" in text
    assert "  moved superior\n      `Camat` -> `Sekretaris Kecamatan`\n" in text
    assert "  moved Tugas, from `Sekretaris Kecamatan`\n      mengurus kepegawaian\n" in text


def test_colours_mark_what_went_and_came_without_brackets(tmp_path: Path) -> None:
    text = _report(tmp_path, reword("1.tugas.1", "arsip", "surat"), color=True)
    assert "mengelola \x1b[9;31marsip\x1b[0m\x1b[32msurat\x1b[0m" in text
    assert "[-" not in re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_a_long_text_is_shortened_round_the_change(tmp_path: Path) -> None:
    long = " ".join(f"kata{number}" for number in range(40))
    old = _records(tmp_path / "lama.json", edited(small(), say("1.tugas.0", long)))
    new = _records(
        tmp_path / "baru.json",
        edited(small(), say("1.tugas.0", long.replace("kata20", "\x1b[31mlain"))),
    )
    text = rendered(compare_sources(str(old), str(new), find(tmp_path)), "text", color=False)
    assert isinstance(text, str)
    assert (
        "      ... kata14 kata15 kata16 kata17 kata18 kata19 [-kata20-]{+ [31mlain+} "
        "kata21 kata22 kata23 kata24 kata25 kata26 ...\n"
    ) in text


def test_what_moved_within_its_list_tells_its_places(tmp_path: Path) -> None:
    text = _report(tmp_path, move("1.tugas.2", "1.tugas.0"), move("2", "1"))
    assert "  moved Tugas, from place 3 to 1\n      mengurus kepegawaian\n" in text
    assert "Kepala Seksi Pelayanan\n  moved position, from place 3 to 2\n\n" in text


def test_what_an_added_or_removed_thing_holds_is_told(tmp_path: Path) -> None:
    text = _report(tmp_path, drop("0.fungsi.1"), drop("0.sasaran.0"), drop("2"))
    assert "[-pembinaan desa, meliputi-]\n      - pembinaan administrasi keuangan desa\n" in text
    assert "[-Meningkatnya mutu pelayanan publik-]\n      - Indeks kepuasan masyarakat\n" in text
    assert "[-Kepala Seksi Pelayanan-]\n      - with 2 Tugas, 0 Fungsi, 1 Indikator\n" in text


def test_what_moved_away_is_said_not_to_be_counted(tmp_path: Path) -> None:
    text = _report(tmp_path, move("2.tugas.0", "1.tugas.0"), drop("2"))
    assert "- with 1 Tugas, 0 Fungsi, 1 Indikator besides what moved\n" in text


def test_an_empty_indicator_is_no_line(tmp_path: Path) -> None:
    text = _report(tmp_path, say("0.sasaran.0.indikator.0.indikator", ""), drop("0.sasaran.0"))
    assert "      - \n" not in text


def test_an_indicator_has_no_verb(tmp_path: Path) -> None:
    text = _report(tmp_path, reword("0.sasaran.0.indikator.1.indikator", "Jumlah", "Persentase"))
    assert "  changed Indikator (unit)\n" in text


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_a_result_never_replaces_what_it_is_about(
    agency: Path, revised: Path, iki: Iki, form: str
) -> None:
    before = revised.read_bytes()
    for command in (
        ("diff", TEXT, revised, "--format", form),
        ("diff", revised, TEXT, "--format", form),
        ("check", TEXT, revised),
        ("parse", revised),
    ):
        ran = iki(*command, "-o", agency / "." / "baru.txt")
        assert ran.code == 2
        assert "baru.txt was not written: it is a source of this result" in ran.err
        assert revised.read_bytes() == before
    own = (agency / TEXT).read_bytes()
    for command in ("check", "parse"):
        assert iki(command, "-o", TEXT).code == 2
        assert (agency / TEXT).read_bytes() == own


def test_a_column_of_its_own_is_named(tmp_path: Path) -> None:
    text = _report(tmp_path, say("0.sasaran.0.indikator.0.lainnya", {}))
    assert "  removed another column of `Indeks kepuasan masyarakat` (column Satuan)\n" in text


def test_a_duty_that_changed_its_field_tells_both(tmp_path: Path) -> None:
    text = _report(tmp_path, move("0.fungsi.0", "0.tugas.1"))
    assert "  moved Fungsi to Tugas\n      pengoordinasian ketertiban umum\n" in text
