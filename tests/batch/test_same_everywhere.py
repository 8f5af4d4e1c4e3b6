"""One process, several, or a cluster: the same files, also where a worker is killed."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from iki_docgen.errors import Exit, InputError
from iki_docgen.pipeline import batch as batch_module
from iki_docgen.pipeline import cluster
from iki_docgen.pipeline.agencies import find_agencies, with_own_folders
from iki_docgen.pipeline.batch import build_all
from iki_docgen.pipeline.executors import (
    Workers,
    Workplace,
    in_processes,
    in_this_process,
    on_cluster,
)
from iki_docgen.pipeline.options import Options
from iki_docgen.results import Batch, State
from tests.batch.conftest import Dask, line_with, running
from tests.batch.trees import AGENCIES, ROOT, built_files, leftovers

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of Unix")


def _build(
    tree: Path,
    workplace: Workplace,
    then: Callable[[], None] | None = None,
    say: Callable[[str], None] | None = None,
) -> Batch:
    """Build a tree with a chunk for each agency; `then` is called when the first ones are done."""
    agencies, closed = find_agencies([tree])
    ready, failed = with_own_folders(agencies)
    assert (closed, failed) == ([], [])
    waiting = [then] if then else []

    def progress(done: int, _total: int, _name: str) -> None:
        if done >= 2 and waiting:
            waiting.pop()()

    batch = build_all(ready, Options(), workplace, progress=progress, say=say, least=1)
    assert not waiting
    return batch


def _assert_whole(batch: Batch, tree: Path, expected: dict[str, bytes]) -> None:
    assert (batch.built, batch.troubled, batch.failed) == (len(AGENCIES), [], [])
    assert built_files(tree) == expected
    known = {State.WRITTEN, State.UNCHANGED}
    assert sum(batch.files.values()) == len(expected)
    assert set(batch.files) <= known
    assert leftovers(tree) == []


def test_the_tree_has_many_kinds_of_agencies(expected: dict[str, bytes]) -> None:
    assert {name.partition("/output/")[0] for name in expected} == set(AGENCIES)
    assert "tanpa tahun/output/tanpa-tahun/01-staf.docx" in expected
    assert len(expected) > 60


def test_one_process_gives_what_each_agency_gives_alone(
    tree: Path, expected: dict[str, bytes]
) -> None:
    batch = _build(tree, in_this_process)
    _assert_whole(batch, tree, expected)
    assert batch.files[State.WRITTEN] == len(expected)
    again = _build(tree, in_this_process)
    assert again.files == {State.UNCHANGED: len(expected)}


def test_two_processes_give_the_same(tree: Path, expected: dict[str, bytes]) -> None:
    batch = _build(tree, in_processes(2))
    _assert_whole(batch, tree, expected)
    assert batch.files[State.WRITTEN] == len(expected)


def test_a_dask_cluster_gives_the_same(tree: Path, expected: dict[str, bytes], dask: Dask) -> None:
    batch = _build(tree, on_cluster(dask.address, [tree]))
    _assert_whole(batch, tree, expected)
    assert batch.files[State.WRITTEN] == len(expected)


def test_a_killed_process_loses_and_doubles_nothing(tree: Path, expected: dict[str, bytes]) -> None:
    opened = []

    @contextmanager
    def counted() -> Iterator[Workers]:
        with in_processes(2)() as workers:
            opened.append(workers)
            yield workers

    def kill() -> None:
        multiprocessing.active_children()[0].kill()

    batch = _build(tree, counted, kill)
    assert len(opened) > 2, "the first pool broke, lost chunks had one, and the rest another"
    _assert_whole(batch, tree, expected)


def test_a_killed_worker_of_a_cluster_loses_and_doubles_nothing(
    tree: Path, expected: dict[str, bytes], dask: Dask
) -> None:
    batch = _build(tree, on_cluster(dask.address, [tree]), dask.workers[0].kill)
    assert dask.workers[0].wait(5) == -signal.SIGKILL
    _assert_whole(batch, tree, expected)


def test_a_worker_that_comes_back_late_changes_nothing(
    tree: Path, expected: dict[str, bytes], dask: Dask
) -> None:
    late = dask.workers[0]
    batch = _build(tree, on_cluster(dask.address, [tree]), lambda: late.send_signal(signal.SIGSTOP))
    _assert_whole(batch, tree, expected)
    late.send_signal(signal.SIGCONT)
    time.sleep(3)
    assert built_files(tree) == expected


def test_workers_that_hang_are_given_up_and_ended(
    tree: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop() -> None:
        for name, seconds in {"PATIENCE": 0.1, "LONGEST": 1.0, "LONGEST_EACH": 0}.items():
            monkeypatch.setattr(batch_module, f"_{name}", seconds)
        for worker in multiprocessing.active_children():
            assert worker.pid
            os.kill(worker.pid, signal.SIGSTOP)

    batch = _build(tree, in_processes(2), stop)
    assert multiprocessing.active_children() == []
    assert batch.built >= 2
    assert batch.failed
    assert batch.not_tried
    assert batch.agencies + batch.not_tried == len(AGENCIES)
    assert leftovers(tree) == []
    assert built_files(tree).items() <= expected.items()


@pytest.mark.parametrize("is_older", [False, True])
def test_a_worker_with_another_copy_of_the_program_is_refused(
    tree: Path, dask: Dask, tmp_path: Path, *, is_older: bool
) -> None:
    copytree(ROOT / "iki_docgen", tmp_path / "copy/iki_docgen")
    copytree(ROOT / "templates", tmp_path / "copy/templates")
    with (tmp_path / "copy/iki_docgen/word/book.py").open("a") as changed:
        changed.write("# one word more\n")
    if is_older:  # than this comparison
        (tmp_path / "copy/iki_docgen/pipeline/edition.py").unlink()
    options = ("--no-nanny", "--nthreads", "1", "--no-dashboard")
    there = {"PYTHONPATH": str(tmp_path / "copy")}
    with running("worker", dask.address, *options, **there) as other:
        name = line_with(other, r"Start worker at:\s+(tcp://\S+)")
        line_with(other, r"(Registered to)")
        with pytest.raises(InputError) as refused:
            _build(tree, on_cluster(dask.address, [tree]))
    assert refused.value.message == (
        f"the worker {name} runs another copy of iki-docgen: of the same version,"
        " but with other files"
    )
    assert built_files(tree) == {}


def test_a_worker_that_comes_later_must_have_the_same_program_too(
    tree: Path, dask: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one here becomes another once the workers were asked, as theirs cannot."""

    def asked(*_: object) -> frozenset[str]:
        monkeypatch.setattr(cluster, "edition", lambda: "another")
        return frozenset(dask.worker_addresses)

    monkeypatch.setattr(cluster, "_fit_workers", asked)
    batch = _build(tree, on_cluster(dask.address, [tree]))
    assert batch.stopped
    assert "a new worker, process " in batch.stopped.message
    assert "runs another copy of iki-docgen" in batch.stopped.message
    assert batch.built == 0
    assert batch.not_tried + batch.not_finished == len(AGENCIES)
    assert built_files(tree) == {}


def _is_hidden(folder: Path) -> bool:
    """Tell whether processes can be started here that do not see `folder`, and others do."""
    hiding = [*_HIDING, str(folder), "test", "-e", str(folder / "iki.toml")]
    try:
        return subprocess.run(hiding, capture_output=True, check=False).returncode == 1
    except OSError:
        return False


_HIDING = ["unshare", "-m", "sh", "-c", 'mount -t tmpfs none "$0" && exec "$@"']


def test_a_worker_that_comes_later_must_see_the_folders_too(
    tree: Path, expected: dict[str, bytes], dask: Dask, tmp_path: Path
) -> None:
    if not _is_hidden(tree / "upt"):
        pytest.skip("needs the right to mount (root on Linux)")
    options = ("--no-nanny", "--nthreads", "1", "--no-dashboard")
    late = [*_HIDING, str(tree / "kecamatan"), sys.executable, "-m", "dask", "worker", dask.address]
    late += [*options, "--local-directory", str(tmp_path / "late")]
    started = []

    def replace_all() -> None:
        for worker in dask.workers:
            worker.kill()
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        started.append(subprocess.Popen(late, stderr=subprocess.DEVNULL, env=environment))

    try:
        batch = _build(tree, on_cluster(dask.address, [tree]), replace_all)
    finally:
        for process in started:
            process.kill()
            process.wait()
    assert batch.failed == []
    assert batch.stopped
    message = batch.stopped.message
    assert message.startswith("a new worker, process ")
    assert message.endswith(f" does not see the folder {tree}/kecamatan/a")
    assert "stop that worker, or give it the disk" in batch.stopped.hint
    assert built_files(tree).items() <= expected.items()


def test_a_folder_that_is_gone_is_no_fault_of_a_worker(tree: Path, dask: Dask) -> None:
    batch = _build(tree, on_cluster(dask.address, [tree]), lambda: rmtree(tree / "wide"))
    assert batch.stopped is None
    assert [Path(outcome.name).name for outcome in batch.failed] == ["wide"]


@pytest.mark.parametrize("gone", ["scheduler", "workers"])
def test_a_cluster_that_goes_away_is_said_once_for_all_agencies_that_are_left(
    tree: Path,
    expected: dict[str, bytes],
    dask: Dask,
    gone: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def kill() -> None:
        for process in [dask.scheduler] if gone == "scheduler" else dask.workers:
            process.kill()

    monkeypatch.setattr(cluster, "_PATIENCE", 2)
    monkeypatch.setattr(cluster, "_RETURN", 2)
    said: list[str] = []
    batch = _build(tree, on_cluster(dask.address, [tree]), kill, said.append)
    assert batch.built >= 2
    assert batch.failed == []
    assert batch.not_finished > 0, "what was sent, nobody knows how far it came"
    assert batch.not_tried + batch.not_finished == len(AGENCIES) - batch.built
    assert batch.worst == Exit.INPUT
    assert batch.stopped
    assert f"`{dask.address}`" in batch.stopped.message
    assert batch.stopped.hint.endswith("it goes on from there, files that are written are whole")
    assert said == [
        "a worker or the connection to it was lost; what it had in hand is built again"
        if gone == "scheduler"
        else f"no workers are left at the Dask scheduler at `{dask.address}`;"
        " waiting 2 seconds for one to come"
    ]
    assert _build(tree, in_this_process).failed == []
    assert built_files(tree) == expected
