"""The other commands, and what every command says to bad input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from iki_docgen import codec
from iki_docgen.diagnostics import Code
from tests.cli.conftest import LUMAJANG_FINDINGS, ROOT, Iki

TEXT = "1. JABATAN : Camat\n2. TUGAS : a. memimpin;\nmembina;\nb. lain.\n3. FUNGSI : a. x;\n"


def test_parse_prints_records_and_says_findings_aside(agency: Path, iki: Iki) -> None:
    del agency
    ran = iki("parse")
    assert ran.code == 0
    golden = (ROOT / "tests/cases/lumajang/records.json").read_text(encoding="utf-8")
    assert ran.out == golden
    assert "source/iki-dinas-sosial-lumajang.txt:318:1: IKI101 warning:" in ran.err.replace(
        "\\", "/"
    )


def test_parse_reads_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "iki_docgen", "parse", "-"],
        input=TEXT.encode(),
        capture_output=True,
        check=True,
    )
    document = codec.loads(done.stdout.decode())
    assert document.jabatan[0].tugas == ("memimpin", "membina", "lain")
    for form in ("json", "yaml"):
        again = subprocess.run(
            [sys.executable, "-m", "iki_docgen", "parse", "-"],
            input=codec.dumps(document, format=form).encode(),
            capture_output=True,
            check=True,
        )
        assert codec.loads(again.stdout.decode()) == document


def test_check_shows_the_line_and_a_mark_under_it(
    iki: Iki, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.txt").write_text(TEXT)
    ran = iki("check", "x.txt", "--select", "IKI101")
    assert ran.code == 1
    assert ran.out == (
        "IKI101 warning: an item without a letter in a lettered list: `membina`\n"
        "  --> x.txt:3:1  (Camat)\n"
        "   |\n"
        " 3 | membina;\n"
        "   | ^^^^^^^^\n"
        "  help: put the letter back; it was read as an item of its own after `a.`\n"
        "\n"
        "1 finding (1 warning)\n"
    )
    assert iki("check", "x.txt", "--ignore", "IKI1,IKI2").code == 0
    assert iki("check", "x.txt", "--ignore", "IKI9").code == 2


def test_check_as_json_has_the_keys_of_the_contract(agency: Path, iki: Iki) -> None:
    del agency
    found = json.loads(iki("check", "--format", "json").out)
    assert len(found) == LUMAJANG_FINDINGS
    first = found[0]
    assert list(first) == [
        *("code", "name", "severity", "message", "help", "path", "line", "column"),
        *("end_line", "end_column", "jabatan", "fix", "place", "text"),
    ]
    assert first["jabatan"] == "KEPALA DINAS SOSIAL KABUPATEN LUMAJANG"
    assert {one["line"] for one in found if one["code"] == "IKI101"} == {
        *(318, 320, 323, 561, 627, 690, 868)
    }


def test_check_for_programs_names_every_finding(agency: Path, iki: Iki) -> None:
    del agency
    run = json.loads(iki("check", "--format", "sarif").out)["runs"][0]
    assert len(run["results"]) == LUMAJANG_FINDINGS
    assert (
        run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]["id"]
        == (run["results"][0]["ruleId"])
    )
    lines = iki("check", "--format", "github").out.splitlines()
    assert len(lines) == LUMAJANG_FINDINGS
    assert any(line.startswith("::warning file=source") and "line=318" in line for line in lines)
    assert len(iki("check", "--format", "short").out.splitlines()) == LUMAJANG_FINDINGS


def test_findings_of_records_have_no_line(agency: Path, iki: Iki) -> None:
    iki("parse", "-o", "r.json")
    found = json.loads(iki("check", "r.json", "--format", "json").out)
    codes = {one["code"] for one in found}
    assert {"IKI301", "IKI401", "IKI402"} <= codes
    assert next(one for one in found if one["code"] == "IKI501")["message"].endswith("Sosial`")
    assert min(codes) >= "IKI3"  # what is wrong with a text's layout is not in its records
    assert all(one["line"] is None for one in found)
    assert "r.json: KEPALA DINAS" in iki("check", "r.json").out
    assert (agency / "r.json").is_file()


@pytest.mark.parametrize("code", list(Code), ids=lambda code: code.id)
def test_every_code_is_explained_with_both_examples(code: Code, iki: Iki) -> None:
    ran = iki("explain", code.id.lower())
    assert ran.code == 0
    assert code.label in ran.out
    assert "Bad:" in ran.out
    assert "Good:" in ran.out
    assert iki("explain", code.label).out == ran.out


def test_a_code_that_is_not_known_is_answered_with_a_near_one(iki: Iki) -> None:
    ran = iki("explain", "missing-sumberdata")
    assert ran.code == 2
    assert "did you mean `missing-sumber-data`?" in ran.err
    assert iki("explain", "xyzzy").code == 2
    assert "IKI203" in iki("explain").out


def test_init_makes_a_folder_that_builds(
    tmp_path: Path, iki: Iki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert iki("init", "kantor").code == 0
    monkeypatch.chdir(tmp_path / "kantor")
    assert iki("build").code == 0
    assert iki("check").code == 0
    Path("iki.toml").write_text("[dokumen]\ntahun = 2030\n")
    ran = iki("init")
    assert "kept as it was" in ran.out
    assert Path("iki.toml").read_text() == "[dokumen]\ntahun = 2030\n"


def test_the_default_template_is_right_and_its_variables_are_listed(agency: Path, iki: Iki) -> None:
    del agency
    assert iki("template", "check").code == 0
    assert "sasaran[].indikator[].penjelasan" in iki("template", "variables").out


BAD_FILES = [
    ("none.txt", None, "does not exist"),
    ("empty.txt", b"", "is empty"),
    ("blank.txt", b"\n \n", "is empty"),
    ("binary.txt", b"\x00\x01\x02", "binary file"),
    ("word.docx", b"PK\x03\x04", "cut off"),
    ("r.json", b"{", "not JSON"),
    ("r.yaml", b"a: [", "not YAML"),
    ("latin.json", b'"\xff"', "not UTF-8"),
]


@pytest.mark.parametrize("bad", BAD_FILES, ids=[bad[0] for bad in BAD_FILES])
@pytest.mark.parametrize("command", ["build", "parse", "check"])
def test_a_source_that_cannot_be_read_is_one_message_and_code_3(
    command: str, bad: tuple[str, bytes | None, str], agency: Path, iki: Iki
) -> None:
    name, data, words = bad
    if data is not None:
        (agency / name).write_bytes(data)
    ran = iki(command, name)
    assert ran.code == 3
    assert ran.out == ""
    assert ran.err.startswith("error: ")
    assert words in ran.err
    assert name in ran.err
    assert not (agency / "output").exists()


def test_a_folder_is_no_source_for_check(agency: Path, iki: Iki) -> None:
    ran = iki("check", agency)
    assert ran.code == 3
    assert "is a folder" in ran.err


def test_a_text_without_any_position_is_found_and_nothing_is_built(agency: Path, iki: Iki) -> None:
    (agency / "x.txt").write_text("KEPUTUSAN BUPATI\nMenimbang : a. bahwa;\n")
    assert "IKI001 error" in iki("check", "x.txt").out
    assert iki("check", "x.txt").code == 1
    ran = iki("build", "x.txt")
    assert ran.code == 3
    assert "no position was found" in ran.err
    assert not (agency / "output").exists()
    assert iki("parse", "x.txt").code == 3


SETTINGS = [
    ("[dokumen]\ntahn = 1\n", "unknown key `dokumen.tahn`", "did you mean `dokumen.tahun`?"),
    ("[instansy]\n", "unknown key `instansy`", "did you mean `instansi`?"),
    ("[zzz]\n", "unknown key `zzz`", "known: instansi, dokumen, penandatangan"),
    ("[dokumen\n", "cannot be understood", "line 1"),
    ('[dokumen]\ntahun = "2026"\n', "a whole number such as 2026", "dokumen.tahun"),
    ("dokumen = 3\n", "`dokumen` must be", "a line such as [dokumen]"),
    ("[dokumen]\ntahun = 1899\n", "`dokumen.tahun` must be", "from 1900 to 9999"),
    ("[instansi]\nnama = 3\n", "`instansi.nama` must be", "text in quotes"),
    ("[penandatangan]\nnip = 1.5\n", "`penandatangan.nip` must be", "text in quotes"),
    ("[dokumen]\nsumber = []\n", "`dokumen.sumber` must be", "text in quotes"),
]


@pytest.mark.parametrize(("text", "message", "more"), SETTINGS)
def test_settings_with_a_slip_are_named_with_what_was_meant(
    text: str, message: str, more: str, agency: Path, iki: Iki
) -> None:
    (agency / "iki.toml").write_text(text)
    for command in ("build", "check", "parse"):
        ran = iki(command)
        assert ran.code == 3
        assert "iki.toml" in ran.err
        assert message in ran.err
        assert more in ran.err


def test_without_settings_and_source_the_user_is_told_what_to_type(
    tmp_path: Path, iki: Iki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = iki("build")
    assert ran.code == 2
    assert "iki init" in ran.err


@pytest.mark.parametrize(
    ("data", "words"), [(b"no zip", "Word"), (b"", "empty"), (None, "no template")]
)
def test_a_template_that_is_none_is_code_4(
    data: bytes | None, words: str, agency: Path, iki: Iki
) -> None:
    if data is not None:
        (agency / "t.docx").write_bytes(data)
    ran = iki("build", "--template", "t.docx")
    assert ran.code == 4
    assert words in ran.err
    assert not (agency / "output").exists()


def test_usage_errors_are_code_2(iki: Iki) -> None:
    assert iki("bild").code == 2
    assert iki("build", "--frce").code == 2
    assert iki("check", "--format", "xml").code == 2
    assert iki("--help").code == 0
    assert iki("--version").code == 0


def test_help_loads_no_heavy_module() -> None:
    script = (
        "import sys\nfrom iki_docgen.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'docxtpl', 'docx', 'lxml', 'rich', 'jinja2', 'regex', 'yaml', 'msgspec'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.splitlines()[-1] == b"[]"


def test_a_closed_pipe_is_no_error(agency: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "iki_docgen", "check"],
        cwd=agency,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()


def test_colours_are_for_terminals_and_no_color_is_honoured(agency: Path) -> None:
    pty = pytest.importorskip("pty", reason="a terminal of Unix")
    outputs = []
    for environment in ({}, {"NO_COLOR": "1"}):
        parent, child = pty.openpty()
        with subprocess.Popen(
            [sys.executable, "-m", "iki_docgen", "check", "--select", "IKI201"],
            cwd=agency,
            stdout=child,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **environment},
        ) as running:
            os.close(child)
            seen = b""
            while True:
                try:
                    more = os.read(parent, 65536)
                except OSError:
                    break
                if not more:
                    break
                seen += more
            running.wait()
        os.close(parent)
        outputs.append(seen)
    assert b"\x1b[" in outputs[0]
    assert b"\x1b[" not in outputs[1]
