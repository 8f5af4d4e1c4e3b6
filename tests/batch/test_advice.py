"""What `iki build` advises about many agencies can be typed as it stands, and helps."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.trees import ROOT
from tests.cli.conftest import Iki
from tests.cli.test_build import _type_into

pytestmark = pytest.mark.skipif(os.name == "nt", reason="commands for a shell of Unix")

AWKWARD = "Dinas Sosial & PMD"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _typed(command: str) -> "subprocess.CompletedProcess[str]":
    """Run a command as a person would, in a shell."""
    program = f'iki() {{ {shlex.quote(sys.executable)} -m iki_docgen "$@"; }}\n'
    return subprocess.run(
        ["sh", "-c", program + command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def _typed_in(folder: Path) -> Path:
    """Type into the first document of an agency."""
    (typed,) = folder.glob("output/*/01-*.docx")
    _type_into(typed)
    return typed


@pytest.mark.parametrize("paths", [["sp"], [f"sp/{AWKWARD}"], ["sp", "--output"]])
def test_what_was_typed_in_a_tree_is_taken_back_by_the_command_that_is_advised(
    iki: Iki, paths: list[str], here: Path
) -> None:
    names = [AWKWARD] if "--output" in paths else [AWKWARD, "b"]
    for name in names:
        iki("init", f"sp/{name}")
    iki("build", "sp")
    typed = _typed_in(Path("sp", AWKWARD))
    elsewhere = [str(here / "sp" / AWKWARD / "output" / typed.parent.name)]
    ran = iki("build", *paths, *(elsewhere if "--output" in paths else []))
    assert ran.code == 1
    (command,) = re.findall(r"take it back first: (.+); or replace", ran.err)
    assert command == f"cd 'sp/{AWKWARD}' && iki collect output/{typed.parent.name}/{typed.name}"
    assert _typed(command).returncode == 0
    assert "A / B" in Path("sp", AWKWARD, "source/penjelasan.yaml").read_text()
    assert iki("build", *paths, *(elsewhere if "--output" in paths else [])).code == 0


def test_in_the_folder_of_the_agency_nobody_is_sent_to_another(iki: Iki) -> None:
    iki("init")
    iki("build", ".")
    _typed_in(Path())
    for paths in ([], ["."]):
        ran = iki("build", *paths)
        assert "take it back first: iki collect output/" in ran.err
        assert "; see them with: iki check\n" in ran.out


def test_findings_are_shown_by_the_command_that_is_advised(iki: Iki) -> None:
    iki("init", f"sp/{AWKWARD}")
    (command,) = re.findall("see them with: (.+)", iki("build", "sp").out)
    assert command == f"cd 'sp/{AWKWARD}' && iki check"
    assert "--> source/contoh.txt:" in _typed(command).stdout


def _province(iki: Iki, *names: str) -> None:
    for name in names:
        iki("init", f"p/{name}")


def test_above_agencies_the_command_that_builds_them_is_said(
    iki: Iki, monkeypatch: pytest.MonkeyPatch
) -> None:
    _province(iki, "kab/a", "kab/b")
    monkeypatch.chdir("p")
    ran = iki("build")
    assert ran.code == 2
    assert ran.err == (
        "error: there is no iki.toml here, but 2 folders below\n"
        "  help: to build them all: iki build .\n"
    )
    assert iki("build", ".").code == 0
    assert len(list(Path().rglob("buku-iki.docx"))) == 2


def test_settings_at_the_top_of_a_province_do_not_hide_it(iki: Iki) -> None:
    _province(iki, "kab 1/a", "kab 1/b", "kab-2", "")
    for ran in (iki("build", "p"), iki("build", "p", "--workers", "2")):
        assert ran.code == 0
        assert ran.err == (
            "note: 3 folders below p have an iki.toml too; they are not built with it\n"
            "  help: if p is no agency itself, delete p/iki.toml;"
            " else: iki build 'p/kab 1' p/kab-2\n"
        )
    assert not list(Path().rglob("kab*/**/buku-iki.docx"))
    assert _typed("iki build 'p/kab 1' p/kab-2").returncode == 0
    assert len(list(Path().rglob("kab*/**/buku-iki.docx"))) == 3
    assert iki("build", "p", "p/kab 1", "p/kab-2").err == ""
    ran = iki("build", "p", "p/kab 1")
    assert ran.err.startswith("note: 1 folder below p has an iki.toml too; it is not built with it")


def test_in_the_folder_itself_it_is_called_so(iki: Iki, monkeypatch: pytest.MonkeyPatch) -> None:
    _province(iki, *(f"k{number}" for number in range(7)), "")
    monkeypatch.chdir("p")
    for paths in ([], ["."]):
        assert iki("build", *paths).err == (
            "note: 7 folders below this folder have an iki.toml too; they are not built with it\n"
            "  help: if this folder is no agency itself, delete iki.toml;"
            " else: iki build k0 k1 k2 k3 k4 ... (name all its folders)\n"
        )


def test_the_examples_of_a_program_are_no_agencies(iki: Iki) -> None:
    _province(iki, "alat/contoh", "alat/contoh/lain", "")
    Path("p/alat/__init__.py").touch()
    assert iki("build", "p").err == ""


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("folder", "is a folder, and a file is needed there"),
        ("dead", "is a link that leads nowhere: to nowhere"),
        ("circle", "is a link that leads nowhere: to iki.toml"),
        ("pipe", "is no file that can be read"),
    ],
)
def test_settings_that_are_no_file_are_called_what_they_are(
    iki: Iki, kind: str, what: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _province(iki, "a", "b")
    settings = Path("p/a/iki.toml")
    settings.unlink()
    make = {
        "folder": settings.mkdir,
        "dead": lambda: settings.symlink_to("nowhere"),
        "circle": lambda: settings.symlink_to("iki.toml"),
        "pipe": lambda: os.mkfifo(settings),
    }
    make[kind]()
    ran = iki("build", "p")
    assert ran.code == 3
    assert ran.err.startswith(f"p/a: failed: p/a/iki.toml {what}\n  help: ")
    assert "iki init" not in ran.err
    assert f"{here}/p/a/iki.toml {what}" in iki("build", "p/a").err
    monkeypatch.chdir("p/a")
    assert f"iki.toml {what}" in iki("build").err
    assert f"iki.toml {what}" in iki("check").err
