"""What is lost is done again; only the agency that is to blame is given up."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from iki_docgen.errors import Exit, InputError
from iki_docgen.pipeline import batch as batch_module
from iki_docgen.pipeline.agencies import Agency, find_agencies
from iki_docgen.pipeline.batch import build_all, most_at_once
from iki_docgen.pipeline.chunks import Chunk
from iki_docgen.pipeline.executors import Workers, in_this_process
from iki_docgen.pipeline.options import Options
from iki_docgen.report.batches import batch_table, batch_troubles
from tests.batch.trees import AGENCIES, built_files, leftovers


class Breaking(ThreadPoolExecutor):
    """A pool that breaks at some agencies, once or always, with all that is under way in it."""

    def __init__(self, deadly: list[str], error: Exception, *, once: bool) -> None:
        super().__init__(1)
        self.deadly, self.error, self.once = deadly, error, once
        self.broken = False
        self.sizes: list[int] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> "Future[Any]":  # noqa: ANN401
        if self.broken:
            raise self.error
        self.sizes.append(len(args[0].agencies))
        return super().submit(self._do, fn, args[0])

    def _do(self, fn: Callable[[Chunk], object], chunk: Chunk) -> object:
        hit = {Path(one.name).name for one in chunk.agencies} & {*self.deadly}
        if self.once:
            for name in hit:
                self.deadly.remove(name)
        if hit and isinstance(self.error, BrokenProcessPool):
            self.broken = True
        if hit or self.broken:
            raise self.error
        return fn(chunk)


@dataclass
class Places:
    """Opens such pools, and keeps them to be looked at."""

    deadly: list[str]
    error: Exception = field(default_factory=lambda: BrokenProcessPool("it broke"))
    once: bool = False
    opened: list[Breaking] = field(default_factory=list)

    @contextmanager
    def __call__(self) -> Iterator[Workers]:
        with Breaking(self.deadly, self.error, once=self.once) as pool:
            self.opened.append(pool)
            yield Workers(pool, 4, (BrokenProcessPool,))


@pytest.fixture
def agencies(tree: Path) -> list[Agency]:
    found, _ = find_agencies([tree])
    return found


def test_a_pool_that_breaks_once_costs_nothing(
    agencies: list[Agency], tree: Path, expected: dict[str, bytes]
) -> None:
    batch = build_all(agencies, Options(), Places(["upt", "a"], once=True), least=1)
    assert (batch.built, batch.failed) == (len(AGENCIES), [])
    assert built_files(tree) == expected


@pytest.mark.parametrize("least", [1, 30, 1000])
def test_only_the_agency_that_kills_its_worker_is_given_up(
    agencies: list[Agency], tree: Path, expected: dict[str, bytes], least: int
) -> None:
    places = Places(["upt", "a"])
    batch = build_all(agencies, Options(), places, least=least)
    assert batch.built == len(AGENCIES) - 2
    assert [Path(one.name).name for one in batch.failed] == ["a", "upt"]
    assert batch.worst == Exit.INPUT
    for outcome in batch.failed:
        assert outcome.failure
        assert "the process that built it died" in outcome.failure.message
        assert f"iki build {outcome.name}" in outcome.failure.hint
    kept = {name: data for name, data in expected.items() if "/a/" not in f"/{name}"}
    assert built_files(tree) == {n: data for n, data in kept.items() if not n.startswith("upt/")}
    assert len(places.opened) <= 2 * (3 + 2), "a pool for each loss, and for what follows it"


def test_a_fault_of_the_program_is_reported_as_one(agencies: list[Agency]) -> None:
    places = Places(["inspektorat"], TypeError("no such thing"))
    batch = build_all(agencies, Options(), places, least=1)
    assert batch.built == len(AGENCIES) - 1
    (outcome,) = batch.failed
    assert outcome.failure
    assert "TypeError: no such thing" in outcome.failure.message
    assert "please report it" in outcome.failure.hint


def _left_by(run: str, folder: Path) -> Path:
    """Leave what a worker elsewhere would if it died while it wrote."""
    left = folder / f".01-kepala.docx.abc-1-1-{run}.x7k2.tmp"
    folder.mkdir(parents=True, exist_ok=True)
    left.touch()
    return left


@pytest.mark.parametrize("is_told", [True, False])
def test_what_lost_workers_left_half_written_is_deleted_in_the_end(
    agencies: list[Agency], tree: Path, expected: dict[str, bytes], *, is_told: bool
) -> None:
    """Processes tell that one was lost, while a cluster has its work done again by another."""
    left: list[Path] = []

    class Leaving(Breaking):
        def _do(self, fn: Callable[[Chunk], object], chunk: Chunk) -> object:
            if not left and any(agency.name.endswith("upt") for agency in chunk.agencies):
                left.append(_left_by(chunk.run, tree / "upt/output/2026"))
                if is_told:
                    raise BrokenProcessPool("it broke")
            return super()._do(fn, chunk)

    @contextmanager
    def place() -> Iterator[Workers]:
        with Leaving([], BrokenProcessPool("it broke"), once=True) as pool:
            yield Workers(pool, 4, (BrokenProcessPool,), have_died=lambda: not is_told)

    of_others = _left_by("0badcafe", tree / "upt/output/2026")
    batch = build_all(agencies, Options(), place, least=1)
    assert (batch.built, batch.failed) == (len(AGENCIES), [])
    assert left
    assert leftovers(tree) == [of_others.relative_to(tree).as_posix()]
    assert built_files(tree) == expected


class Sleepy(Executor):
    """An executor in which some agencies are never done."""

    def __init__(self, slow: frozenset[str]) -> None:
        self.slow = slow

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> "Future[Any]":  # noqa: ANN401
        future: Future[Any] = Future()
        if not self.slow & {Path(agency.name).name for agency in args[0].agencies}:
            future.set_result(fn(args[0]))
        return future


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in {
        "PATIENCE": 0.05,
        "SILENCE": 0.1,
        "LONGEST": 0.3,
        "LONGEST_EACH": 0,
    }.items():
        monkeypatch.setattr(batch_module, f"_{name}", seconds)


@pytest.mark.usefixtures("impatient")
def test_agencies_that_hang_are_said_to_be_waited_for_and_given_up(
    agencies: list[Agency], tree: Path, expected: dict[str, bytes]
) -> None:
    @contextmanager
    def place() -> Iterator[Workers]:
        yield Workers(Sleepy(frozenset({"a", "upt"})), 3)

    said: list[str] = []
    batch = build_all(agencies, Options(), place, say=said.append, least=1)
    assert batch.built == len(AGENCIES) - 2
    assert [Path(one.name).name for one in batch.failed] == ["a", "upt"]
    assert batch.not_tried == 0
    assert batch.worst == Exit.INPUT
    for outcome in batch.failed:
        assert outcome.failure
        assert outcome.failure.message == "not finished: workers gave no sign for 0 minutes"
        assert outcome.failure.hint.endswith(f"iki build {outcome.name}")
    (sentence,) = said
    assert sentence.startswith("nothing was finished for 0 seconds; waiting at most 0 minutes for ")
    assert sentence.endswith(f" {tree}/kecamatan/a, {tree}/upt")
    assert len(built_files(tree)) < len(expected)


@pytest.mark.usefixtures("impatient")
def test_where_all_workers_hang_the_other_agencies_are_not_tried(agencies: list[Agency]) -> None:
    @contextmanager
    def place() -> Iterator[Workers]:
        yield Workers(Sleepy(frozenset({"puskesmas", "rumah sakit"})), 2)

    batch = build_all(agencies, Options(), place, least=1)
    assert [Path(one.name).name for one in batch.failed] == ["puskesmas", "rumah sakit"]
    assert batch.not_tried == len(AGENCIES) - 2
    assert batch.stopped
    assert batch.stopped.message == "workers gave no sign for 0 minutes"
    table = batch_table(batch, seconds=1, width=160, color=False)
    assert "Agencies  12      2 failed, 10 not tried" in table


def test_a_worker_that_may_not_do_the_work_ends_the_run(agencies: list[Agency]) -> None:
    places = Places(["inspektorat"], InputError("the worker runs another copy", hint="install it"))
    batch = build_all(agencies, Options(), places, least=1)
    assert batch.stopped
    assert batch.failed == []
    under_way = batch.not_finished
    assert 0 < under_way <= 3
    assert batch.built + batch.not_tried + batch.not_finished == len(AGENCIES)
    troubles = batch_troubles(batch)
    assert troubles == (
        "the worker runs another copy, so"
        f" {under_way} {'agency was' if under_way == 1 else 'agencies were'} not finished"
        f" and {batch.not_tried} agencies were not tried\n"
        "  help: install it; then run the same command again: it goes on from there, files that"
        " are written are whole\n"
    )
    table = batch_table(batch, seconds=1, width=160, color=False)
    assert f"{batch.built} built, {under_way} not finished, {batch.not_tried} not tried" in table
    assert "written, those of agencies not finished are not counted" in table


class Patient(Executor):
    """An executor that begins when three chunks wait for it."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Chunk]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> "Future[Any]":  # noqa: ANN401
        future: Future[Any] = Future()
        self.waiting.append((future, args[0]))
        if len(self.waiting) == 3:
            for waiting, chunk in self.waiting:
                waiting.set_result(fn(chunk))
            self.waiting.clear()
        return future


def test_chunks_are_sent_ahead_so_that_all_workers_begin_at_once(agencies: list[Agency]) -> None:
    def gone(_say: object) -> None:
        raise InputError("the others were not sent")

    @contextmanager
    def place() -> Iterator[Workers]:
        yield Workers(Patient(), 3, (), gone)

    assert build_all(agencies, Options(check=True), place, least=1).outdated == len(AGENCIES)


def test_workers_that_are_not_to_be_had_end_the_run_at_once(agencies: list[Agency]) -> None:
    @contextmanager
    def closed() -> Iterator[Workers]:
        raise InputError("no workers today")
        yield

    with pytest.raises(InputError, match="no workers today"):
        build_all(agencies, Options(), closed)


def test_chunks_hold_the_documents_asked_for_as_soon_as_agencies_are_counted(
    agencies: list[Agency],
) -> None:
    """Sixteen are taken for granted at first; those of the tree have some three each."""
    places = Places([])
    many = agencies * 4
    renamed = [Agency(f"{n}", one.root, own=True) for n, one in enumerate(many)]
    build_all(renamed, Options(check=True), places, least=17)
    (pool,) = places.opened
    assert pool.sizes[0] == 2
    assert max(pool.sizes) > 3
    assert sum(pool.sizes) == len(many)


@pytest.mark.parametrize("number", [1, 7, 8, 12, 14, 15, 36])
def test_no_more_workers_are_started_than_there_are_chunks(
    agencies: list[Agency], number: int
) -> None:
    sent: list[Chunk] = []

    class Collecting(Executor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> "Future[Any]":  # noqa: ANN401
            del fn
            sent.append(args[0])
            future: Future[Any] = Future()
            future.set_result(())
            return future

    @contextmanager
    def place() -> Iterator[Workers]:
        yield Workers(Collecting(), 2 * number)

    many = [Agency(f"{n}", one.root, own=True) for n, one in enumerate(agencies * 3)]
    build_all(many[:number], Options(), place)
    assert most_at_once(number) == len(sent)


def test_a_batch_keeps_nothing_of_agencies_that_were_built(agencies: list[Agency]) -> None:
    batch = build_all(agencies, Options(check=True), in_this_process)
    assert batch.troubled == batch.failed == []
    assert batch.documents > len(AGENCIES)
