"""`[periksa]` of iki.toml, `--fail-on`, and several sources."""

import json
from pathlib import Path

import pytest

from iki_docgen.pipeline.loading import load_source
from iki_docgen.project import find
from tests.cli.conftest import Iki

TEXT = "1. JABATAN : Camat\n2. TUGAS : a. memimpin;\nmembina desa;\nb. lain.\n3. FUNGSI : a. x;\n"
HEAD = '[dokumen]\nsumber = "x.txt"\n\n[periksa]\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a text and settings, and work in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.txt").write_text(TEXT)
    (tmp_path / "iki.toml").write_text(HEAD)
    return tmp_path


def _codes(iki: Iki, *options: str) -> list[str]:
    return [one["code"] for one in json.loads(iki("check", "--format", "json", *options).out)]


def test_what_is_ignored_is_shown_only_where_it_is_selected(folder: Path, iki: Iki) -> None:
    assert _codes(iki) == ["IKI207", "IKI101"]
    (folder / "iki.toml").write_text(HEAD + 'abaikan = ["unlettered-item"]\n')
    assert _codes(iki) == ["IKI207"]
    assert _codes(iki, "--select", "IKI1") == ["IKI101"]
    assert "IKI101" not in iki("parse").err
    (folder / "iki.toml").write_text(HEAD + 'abaikan = ["IKI1", "207"]\n')
    assert iki("check").code == 0


@pytest.mark.parametrize("teks", ["membina desa;", " membina   desa; ", "membina ..."])
def test_an_accepted_finding_is_shown_nowhere(folder: Path, iki: Iki, teks: str) -> None:
    entry = f'terima = [{{ kode = "IKI101", teks = "{teks}", alasan = "begini di peraturan" }}]\n'
    (folder / "iki.toml").write_text(HEAD + entry)
    assert _codes(iki) == ["IKI207"]
    assert _codes(iki, "--select", "IKI1") == []
    assert "IKI101" not in iki("parse").err
    assert "1 finding" in iki("build").out
    assert "IKI006" not in iki("check", "x.txt").out


@pytest.mark.parametrize("words", ["membina desa;", "membina   desa;"], ids=["words", "spaces"])
def test_the_text_of_a_finding_accepts_it(folder: Path, iki: Iki, words: str) -> None:
    (folder / "x.txt").write_text(TEXT.replace("membina desa;", words))
    found = json.loads(iki("check", "--format", "json").out)
    entries = ", ".join(
        f"{{ kode = {json.dumps(one['code'])}, teks = {json.dumps(one['text'])} }}" for one in found
    )
    (folder / "iki.toml").write_text(f"{HEAD}terima = [{entries}]\n")
    assert _codes(iki) == []


def test_an_acceptance_without_finding_is_a_finding_of_its_own(folder: Path, iki: Iki) -> None:
    entries = '{ kode = "IKI101", teks = "membina" }, { kode = "207", teks = "1. JABATAN : Camat" }'
    (folder / "iki.toml").write_text(f"{HEAD}terima = [{entries}]\n")
    assert _codes(iki) == ["IKI006", "IKI101"]
    assert "accepts `membina` of IKI101" in iki("check").out
    (folder / "y.txt").write_text("1. JABATAN : Lurah\n")
    assert "IKI006" not in _codes(iki, "y.txt")  # the entry is about the agency's own text


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ('abaikan = ["IKI9"]', "`periksa.abaikan` names no finding: `IKI9`", ""),
        ('abaikan = ["unletered-item"]', "unletered-item", "did you mean `unlettered-item`?"),
        ('terima = [{ kode = "x", teks = "y" }]', "`periksa.terima[0].kode` names no finding", ""),
        ('terima = [{ kode = "IKI101", teks = " " }]', "`periksa.terima[0].teks` is empty", "text"),
        (
            'terima = [{ kode = "IKI101", tex = "y" }]',
            "unknown key `periksa.terima[0].tex`",
            "did you mean `periksa.terima[0].teks`?",
        ),
        ('abaikn = ["IKI101"]', "unknown key `periksa.abaikn`", "did you mean `periksa.abaikan`?"),
        ('abaikan = "IKI101"', "`periksa.abaikan` must be a list in square brackets", ""),
        ("terima = [{ kode = 'IKI101' }]", "teks", ""),
        ("kata = { a = 1 }", "must be text in quotes", ""),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(
    folder: Path, iki: Iki, line: str, message: str, hint: str
) -> None:
    (folder / "iki.toml").write_text(f"{HEAD}{line}\n")
    ran = iki("check")
    assert ran.code == 3
    assert message in ran.err
    assert hint in ran.err


def test_words_of_the_agency_are_no_findings_by_themselves(folder: Path) -> None:
    (folder / "iki.toml").write_text(HEAD + 'kata = { memimpim = "memimpin" }\nistilah = {}\n')
    project = find(folder)
    assert project.settings.periksa.kata == {"memimpim": "memimpin"}
    assert load_source("x.txt", project).document.jabatan


@pytest.mark.parametrize(
    ("severity", "options", "code"),
    [
        ("warning", ["--fail-on", "error"], 0),
        ("warning", ["--fail-on", "warning"], 1),
        ("warning", ["--fail-on", "note"], 1),
        ("warning", ["--fail-on", "never"], 0),
        ("note", [], 0),
        ("note", ["--fail-on", "note"], 1),
        ("error", ["--fail-on", "error"], 1),
        ("error", ["--fail-on", "never"], 0),
    ],
)
def test_the_exit_code_counts_what_is_asked(
    folder: Path, iki: Iki, severity: str, options: list[str], code: int
) -> None:
    texts = {
        "error": "tidak ada jabatan",
        "warning": TEXT,
        "note": TEXT.replace("\nmembina", " membina").replace("FUNGSI", "Fungsi") + "- 3 -\n",
    }
    (folder / "x.txt").write_text(texts[severity])
    ran = iki("check", "--ignore", "missing-table,IKI0" if severity == "note" else "207", *options)
    assert f" {severity}: " in ran.out
    assert ran.code == code


def test_several_sources_are_counted_together(folder: Path, iki: Iki) -> None:
    (folder / "y.txt").write_text(TEXT)
    ran = iki("check", "x.txt", "y.txt", "--select", "IKI101")
    assert "--> x.txt:3:1" in ran.out
    assert "--> y.txt:3:1" in ran.out
    assert ran.out.endswith("\n2 findings (2 warnings)\n")
    assert ran.out.count("findings") == 1
    listed = json.loads(iki("check", "x.txt", "y.txt", "--format", "json").out)
    assert {one["path"] for one in listed} == {"x.txt", "y.txt"}
    (run,) = json.loads(iki("check", "x.txt", "y.txt", "--format", "sarif").out)["runs"]
    assert len(run["results"]) == len(listed) == 4
    assert len(iki("check", "x.txt", "y.txt", "--format", "short").out.splitlines()) == 4
    assert iki("check", "x.txt", "y.txt", "--diff").out.count("--- a/") == 2


def test_a_source_that_cannot_be_read_does_not_stop_the_others(folder: Path, iki: Iki) -> None:
    del folder
    ran = iki("check", "tidak-ada.txt", "x.txt", "--format", "short")
    assert ran.code == 3
    assert "tidak-ada.txt does not exist" in ran.err
    assert "x.txt:3:1: IKI101" in ran.out
