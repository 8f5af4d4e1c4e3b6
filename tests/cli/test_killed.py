"""A process that is killed at any moment leaves whole files, no lost answer and no stuck lock."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from zipfile import ZipFile

import pytest

from iki_docgen import answers, codec
from tests.cli.conftest import Iki
from tests.cli.test_collect import FIRST, _type

ROUNDS = 100 if os.environ.get("CI") else 8
"""For build and for collect each."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a signal of Unix")


def _killed(agency: Path, *arguments: str, longest: float) -> None:
    """Start a command and kill it after a random time."""
    running = subprocess.Popen(
        [sys.executable, "-m", "iki_docgen", *arguments],
        cwd=agency,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(random.uniform(0, longest))  # noqa: S311 - no secret
    running.send_signal(signal.SIGKILL)
    running.wait()


def _duration(agency: Path, *arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "iki_docgen", *arguments],
        cwd=agency,
        capture_output=True,
        check=False,
    )
    return time.perf_counter() - started


def test_a_killed_build_leaves_whole_files(agency: Path, iki: Iki) -> None:
    longest = _duration(agency, "build")
    settings = agency / "iki.toml"
    text = settings.read_text(encoding="utf-8")
    folder = agency / "output/2026"
    for number in range(ROUNDS):  # each build has every file to write anew
        settings.write_text(text.replace('tempat = ""', f'tempat = "{number}"'), encoding="utf-8")
        _killed(agency, "build", longest=longest)
        for path in folder.glob("*.docx"):
            with ZipFile(path) as archive:
                assert archive.testzip() is None
        codec.loads((folder / "records.json").read_text(encoding="utf-8"))
    assert iki("build").code == 0
    assert "18 unchanged" in iki("build").out
    if sys.platform == "linux":  # which tells at once that nobody writes them any more
        assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_killed_collect_loses_no_answer(agency: Path, iki: Iki) -> None:
    iki("build")
    path = agency / "output/2026" / FIRST
    _type(path, "jawaban 0")
    longest = _duration(agency, "collect", str(path))
    before = "jawaban 0"
    for number in range(1, ROUNDS + 1):
        _type(path, f"jawaban {number}", instead_of=f"jawaban {number - 1}")
        _killed(agency, "collect", str(path), "--use", "theirs", longest=longest)
        kept = answers.load(agency / "source/penjelasan.yaml")
        (stored,) = [one.penjelasan for position in kept.jabatan for one in position.indikator]
        assert stored in {before, f"jawaban {number}"}
        before = stored or ""
    assert iki("collect", path, "--use", "theirs").code == 0
    kept = answers.load(agency / "source/penjelasan.yaml")
    assert kept.jabatan[0].indikator[0].penjelasan == f"jawaban {ROUNDS}"
