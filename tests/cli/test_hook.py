"""The hook that checks a repository of texts before each commit."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import ROOT

TEXT = "1. JABATAN : Camat\n2. TUGAS : a. memimpin;\nmembina;\nb. lain.\n3. FUNGSI : a. x;\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository of two texts whose hook is that of this one, and work in it.

    The hook runs the program of the machine: an environment of its own would need the network.
    """
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["language"] == "python"
    entry = hook["entry"].split()
    assert entry[0] == "iki"
    local = {**hook, "language": "unsupported"}
    local["entry"] = " ".join([sys.executable, "-m", "iki_docgen", *entry[1:]])
    folder = tmp_path / "teks"
    (folder / "source").mkdir(parents=True)
    (folder / "source/a.txt").write_text(TEXT)
    (folder / "source/b.txt").write_text(TEXT.replace("\nmembina", " membina"))
    (folder / "README.md").write_text("teks\n")
    (folder / "iki.toml").write_text('[periksa]\nabaikan = ["IKI207"]\n')
    config = {"repos": [{"repo": "local", "hooks": [local]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], check=True)
    return folder


def _run() -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_commit_with_findings_is_refused(repository: Path) -> None:
    del repository
    ran = _run()
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "source/a.txt:3:1: IKI101 warning" in ran.stdout
    assert "source/b.txt" not in ran.stdout


def test_a_commit_without_findings_passes(repository: Path) -> None:
    (repository / "source/a.txt").unlink()
    subprocess.run(["git", "add", "-A"], check=True)
    ran = _run()
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Passed" in ran.stdout


def test_the_hook_is_one_that_pre_commit_takes() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"],
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
