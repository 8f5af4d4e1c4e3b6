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
