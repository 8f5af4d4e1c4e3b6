"""A tree of agencies, the files that each of them gives when it is built alone, and Dask."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from iki_docgen import project
from iki_docgen.pipeline.building import build, prepare
from iki_docgen.pipeline.options import Options
from tests.batch.trees import AGENCIES, ROOT, built_files, copy_of, make_tree
from tests.cli.conftest import iki

__all__ = ["iki"]


@pytest.fixture(scope="session", autouse=True)
def same_program_in_workers() -> None:
    """Let processes that tests start load the program that is tested."""
    os.environ["PYTHONPATH"] = str(ROOT)


@pytest.fixture(scope="session")
def unbuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tree(tmp_path_factory.mktemp("trees") / "kabupaten")


@pytest.fixture
def tree(unbuilt: Path, tmp_path: Path) -> Path:
    """Return a tree of agencies to build in."""
    return copy_of(unbuilt, tmp_path / "kabupaten")


@pytest.fixture(scope="session")
def expected(unbuilt: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files that come out if each agency is built for itself, without any batch."""
    top = copy_of(unbuilt, tmp_path_factory.mktemp("alone") / "kabupaten")
    for name in AGENCIES:
        build(prepare(project.at(top / name), Options()))
    return built_files(top)


class Dask(NamedTuple):
    """A scheduler and its workers, which are processes of their own."""

    address: str
    scheduler: "subprocess.Popen[str]"
    workers: list["subprocess.Popen[str]"]
    worker_addresses: list[str]


@contextmanager
def running(*arguments: str, **settings: str) -> "Iterator[subprocess.Popen[str]]":
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        cwd="/",
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.communicate()


def line_with(process: "subprocess.Popen[str]", pattern: str) -> str:
    """Read what a process says until a line fits `pattern`, and return its first group."""
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if found := re.search(pattern, line):
            return found[1]
    raise AssertionError("".join(said))


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    """Start a scheduler and two workers, which nobody starts again when they die."""
    quick = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "3s"}
    with running(
        "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", **quick
    ) as scheduler:
        address = line_with(scheduler, r"Scheduler at:\s+(tcp://\S+)")
        options = ("--no-nanny", "--nthreads", "1", "--no-dashboard")
        place = ("--local-directory", str(tmp_path / "dask"))
        with (
            running("worker", address, *options, *place, **quick) as one,
            running("worker", address, *options, *place, **quick) as other,
        ):
            addresses = []
            for worker in (one, other):
                addresses.append(line_with(worker, r"Start worker at:\s+(tcp://\S+)"))
                line_with(worker, r"(Registered to)")
            yield Dask(address, scheduler, [one, other], addresses)


def running_with(mark: str) -> list[str]:
    """Return the processes that bear a mark in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if mark.encode() in path.read_bytes():
                found.append(path.parent.name)
    return found
