"""What once broke a reader is read again, and each target is searched a little further."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.mutators import mutator
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).parents[2]
CASES = sorted(path for path in (ROOT / "tests/fuzz/cases").glob("*/*") if path.is_file())
RUNS = 400
SLOW_RUNS = {"parse": 150}


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_once_is_read_or_refused(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_each_seed_is_read_or_refused(target: str) -> None:
    for data in seeds(target):
        TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
def test_the_same_random_numbers_give_the_same_change(target: str) -> None:
    change = mutator(target)
    for data in (*seeds(target)[:3], b"", b"PK\x03\x04"):
        changed = [change(data, Random(number), lambda part: part) for number in range(20)]
        assert changed == [change(data, Random(number), lambda part: part) for number in range(20)]
        assert len(set(changed)) > 1 or not data.strip(b"PK\x03\x04")


@pytest.mark.parametrize("target", TARGETS)
def test_a_short_search_finds_nothing(target: str, tmp_path: Path) -> None:
    if find_spec("atheris") is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no atheris")
        pytest.skip("atheris: pip install atheris (Linux)")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.fuzz", target, "-seed=1"),
            f"-runs={SLOW_RUNS.get(target, RUNS)}",
            f"-artifact_prefix={tmp_path}/",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "DONE" in done.stderr
