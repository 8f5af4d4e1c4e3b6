"""What is lost is done again; only the agency that is to blame is given up."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from iki_docgen.errors import Exit, InputError
from iki_docgen.pipeline.agencies import Agency, find_agencies
from iki_docgen.pipeline.batch import Chunk, build_all
from iki_docgen.pipeline.building import Options
from iki_docgen.pipeline.executors import Workers
from tests.batch.trees import AGENCIES, built_files


@dataclass
class Breaking(Executor):
    """A pool that does its work only when it is asked for, and breaks at some agencies.

    As in a real one, all chunks under way are lost with it, and it takes no more.
    """

    deadly: set[str]
    error: type[Exception] = BrokenProcessPool
    waiting: list[Callable[[], None]] = field(default_factory=list)
    broken: bool = False
    sizes: list[int] = field(default_factory=list)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> "Future[Any]":
        if self.broken:
            raise self.error
        (chunk,) = args
        assert isinstance(chunk, Chunk)
        self.sizes.append(len(chunk.agencies))
        future: Future[Any] = Future()
        self.waiting.append(lambda: self._do(future, fn, chunk))
        if len(self.waiting) == 2:
            self.finish()
        return future

    def _do(self, future: "Future[Any]", fn: Callable[..., Any], chunk: Chunk) -> None:
        if self.broken or any(Path(one.name).name in self.deadly for one in chunk.agencies):
            self.broken = True
            future.set_exception(self.error("it broke"))
        else:
            future.set_result(fn(chunk))

    def finish(self) -> None:
        for work in self.waiting:
            work()
        self.waiting.clear()


@dataclass
class Places:
    """Opens breaking pools, and knows which."""

    deadly: set[str]
    error: type[Exception] = BrokenProcessPool
    in_flight: int = 2
    opened: list[Breaking] = field(default_factory=list)

    @contextmanager
    def __call__(self) -> Iterator[Workers]:
        pool = Breaking(self.deadly, self.error)
        self.opened.append(pool)
        yield Workers(pool, self.in_flight, (BrokenProcessPool,))


@pytest.fixture
def agencies(tree: Path) -> list[Agency]:
    found, _ = find_agencies([tree])
    return found
