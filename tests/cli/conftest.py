"""Running the program inside the test, as a user would run it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest

from iki_docgen.cli import main

ROOT = Path(__file__).parents[2]
LUMAJANG_FINDINGS = (
    (ROOT / "tests/cases/lumajang/findings.txt").read_text(encoding="utf-8").count("\n")
)


@dataclass
class Ran:
    """What a run printed and returned."""

    code: int
    out: str
    err: str


Iki = Callable[..., Ran]


@pytest.fixture
def iki(capsys: pytest.CaptureFixture[str]) -> Iki:
    """Return a function that runs a command line."""

    def run(*arguments: str | Path) -> Ran:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        assert isinstance(left.value.code, int)
        return Ran(left.value.code, printed.out, printed.err)

    return run


@pytest.fixture
def agency(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the Lumajang text and its settings, and work in it."""
    folder = tmp_path / "agency"
    folder.mkdir()
    copytree(ROOT / "source", folder / "source")
    (folder / "iki.toml").write_bytes((ROOT / "iki.toml").read_bytes())
    monkeypatch.chdir(folder)
    return folder
