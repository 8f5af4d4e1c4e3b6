"""Ctrl-C: workers are stopped, nothing is half written, and shells are told 130."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.batch.conftest import Dask, running_with
from tests.batch.trees import ROOT, built_files, leftovers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
SAID = (
    "\nerror: stopped\n"
    "  help: files already written are whole; to go on, run the same command again\n"
)


def _start(
    folder: Path,
    mark: str,
    *arguments: str,
    before: Callable[[], None] | None = None,
    **settings: str,
) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "iki_docgen", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "IKI_MARK": mark, **settings},
        preexec_fn=before or _hearing,  # noqa: PLW1509 - no threads here
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a terminal interrupts all processes of a session
    )


def _hearing() -> None:
    """Hear all signals, whatever started the tests: `nohup` and `&` make their programs deaf."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _interrupt(
    process: "subprocess.Popen[str]", number: signal.Signals = signal.SIGINT
) -> tuple[int, str, str]:
    os.killpg(process.pid, number)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.mark.parametrize("way", ["--workers=1", "--workers=2", "--cluster"])
def test_a_build_that_is_stopped_leaves_whole_files_and_no_process(
    tree: Path, expected: dict[str, bytes], way: str, request: pytest.FixtureRequest
) -> None:
    if way == "--cluster":
        dask: Dask = request.getfixturevalue("dask")
        way = f"--cluster={dask.address}"
    process = _start(tree.parent, str(tree), "build", "kabupaten", way)
    deadline = time.monotonic() + 60
    while not built_files(tree) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert _interrupt(process) == (130, "", SAID)
    assert running_with(f"IKI_MARK={tree}") == []
    while leftovers(tree) and time.monotonic() < deadline:  # of others' workers, which go on
        time.sleep(0.1)
    assert leftovers(tree) == []
    assert built_files(tree).items() <= expected.items()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("is_alone", [True, False])
@pytest.mark.parametrize("way", ["--workers=1", "--workers=2"])
def test_a_window_that_is_closed_or_a_system_that_ends_is_as_ctrl_c(
    tree: Path, expected: dict[str, bytes], number: signal.Signals, way: str, *, is_alone: bool
) -> None:
    temporary = Path(mkdtemp(dir="/tmp"))  # names of sockets have a limit
    process = _start(tree.parent, str(tree), "build", "kabupaten", way, TMPDIR=str(temporary))
    deadline = time.monotonic() + 60
    while not built_files(tree) and time.monotonic() < deadline:
        time.sleep(0.01)
    if is_alone:
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        told = (process.returncode, out, err)
    else:
        told = _interrupt(process, number)
    assert told == (130, "", SAID)
    assert running_with(f"IKI_MARK={tree}") == []
    assert leftovers(tree) == []
    temporary.rmdir()  # which holds nothing
    assert built_files(tree).items() <= expected.items()


def test_what_nohup_switched_off_stays_so(tree: Path) -> None:
    process = _start(tree.parent, str(tree), "build", "kabupaten", before=_deaf)
    while not built_files(tree):
        time.sleep(0.01)
    code, _, _ = _interrupt(process, signal.SIGHUP)
    assert code == 0


def _deaf() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


@pytest.mark.parametrize("after", [0, 0.05, 0.3])
def test_a_build_that_is_stopped_while_its_workers_start_says_no_more(
    tree: Path, after: float
) -> None:
    process = _start(tree.parent, str(tree), "build", "kabupaten", "--workers", "2")
    while len(running_with(f"IKI_MARK={tree}")) < 2 and process.poll() is None:
        time.sleep(0.005)
    time.sleep(after)
    code, _, said = _interrupt(process)
    assert "Traceback" not in said
    assert (code, said) in [(130, SAID), (0, "")]
    assert running_with(f"IKI_MARK={tree}") == []


def _wait_until_it_waits(process: "subprocess.Popen[str]") -> None:
    """Return when a process has done nothing for half a second."""
    idle, before = 0, ""
    while idle < 10:
        about = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        worked = " ".join(about[11:13])  # its ticks in user and system mode
        idle = idle + 1 if about[0] == "S" and worked == before else 0
        before = worked
        time.sleep(0.05)


def test_all_commands_tell_shells_the_same(tmp_path: Path) -> None:
    process = _start(tmp_path, str(tmp_path), "check", "-")
    _wait_until_it_waits(process)
    assert _interrupt(process) == (130, "", SAID)


STOPPED_WHILE_LOADING = """
import runpy, sys
class Stopping:
    def find_spec(self, name, path=None, target=None):
        if name == "click":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stopping())
runpy.run_module("iki_docgen", run_name="__main__")
"""


def test_a_program_that_is_stopped_while_it_is_loaded_says_so(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", STOPPED_WHILE_LOADING],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (130, "")
    assert ran.stderr == "\nerror: stopped\n  help: nothing was done yet\n"
