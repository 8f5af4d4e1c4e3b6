"""Where chunks of a batch are built: in this process, in processes beside it, or on a cluster.

All are executors as `concurrent.futures` knows them, so that a batch is one piece of code.
"""

import multiprocessing
import multiprocessing.connection
import multiprocessing.context
import os
import signal
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from importlib.util import find_spec
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import NamedTuple, ParamSpec, TypeVar

from iki_docgen.errors import InputError, UsageError
from iki_docgen.files import is_full

_P = ParamSpec("_P")
_T = TypeVar("_T")

_AHEAD = 2
"""Chunks under way for each worker: one that it builds, and one that waits for it."""
_DYING = 5.0
"""Seconds in which a process that was killed is gone."""
_FORK_SERVER = "forkserver"
_STOPPING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
"""Signals that end a run; Windows has no SIGHUP."""
_PRELOADED = ["iki_docgen.pipeline.chunks", "iki_docgen.word.book", "iki_docgen.word.template"]
"""Heavy modules that the first process loads once, for all workers that are made from it."""


Say = Callable[[str], None]
"""Called with a sentence that people should read while they wait."""


class Workers(NamedTuple):
    """An executor, how many chunks to send ahead, and what it raises where a worker died.

    `refuse_gone` raises `IkiError` if nobody is left who could do the work, and says first what it
    waits for; `have_died` tells whether some died whose work others took over.
    """

    executor: Executor
    in_flight: int
    deaths: tuple[type[BaseException], ...] = ()
    refuse_gone: Callable[[Say], None] = lambda _say: None
    have_died: Callable[[], bool] = lambda: False


Workplace = Callable[[], AbstractContextManager[Workers]]
"""Opens workers, new ones each time; raises `IkiError` where there are none to be had."""


class AtOnce(Executor):
    """An executor that calls the function right away, in this process."""

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Return a future that is done."""
        future: Future[_T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - kept for who asks for the result
            future.set_exception(error)
        return future


@contextmanager
def in_this_process() -> Iterator[Workers]:
    """Build one chunk after another here."""
    yield Workers(AtOnce(), 1)


def in_processes(number: int) -> Workplace:
    """Return a workplace of `number` processes on this machine."""

    @contextmanager
    def opened() -> Iterator[Workers]:
        others = {*multiprocessing.active_children()}
        with ExitStack() as ending:
            try:
                context = _context()
                _start_server()
                pool = ProcessPoolExecutor(number, mp_context=context, initializer=_start_worker)
                ending.callback(pool.shutdown, wait=False, cancel_futures=True)
                ending.callback(lambda: _end({*multiprocessing.active_children()} - others))
                _start(pool, number)
            except (OSError, EOFError, RuntimeError) as error:
                raise _not_started(error) from error
            yield Workers(pool, _AHEAD * number, (BrokenProcessPool,))
            ending.pop_all()  # not so after Ctrl-C, or if workers hang: nobody waits for these
        pool.shutdown()

    return opened


def _not_started(error: Exception) -> InputError:
    """Return what to say where the system gives no processes, or nothing to talk to them with."""
    full = isinstance(error, OSError) and is_full(error)
    reason = "the disk is full" if full else getattr(error, "strerror", "") or error
    return InputError(
        f"the workers could not be started: {reason or 'they ended at once'}",
        hint="they need room for temporary files, and the right to start processes;"
        " without --workers, or with `--workers 1`, none are needed",
    )


def _context() -> multiprocessing.context.BaseContext:
    """Return how processes are started.

    Never by a plain fork, which copies whatever threads hold at that moment.  A fork server loads
    what workers need once; Windows has none.
    """
    if _FORK_SERVER not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context(_FORK_SERVER)
    context.set_forkserver_preload(_PRELOADED)
    return context


def _start_server() -> None:
    """Start the process from which workers are forked, and the one that tidies up after it.

    They are deaf to what ends a run, as their children would be left to nobody.
    """
    if _FORK_SERVER not in multiprocessing.get_all_start_methods():
        return
    from multiprocessing.forkserver import ensure_running  # noqa: PLC0415 - no Windows has it

    with _when_stopped(signal.SIG_IGN):
        ensure_running()


def _start(pool: ProcessPoolExecutor, number: int) -> None:
    """Start all processes of a pool, so that those that are there can be ended at any time.

    Ctrl-C in the meantime would leave a process that nobody knows; it waits until they are there.
    """
    asked: list[int] = []
    with (
        _when_stopped(lambda number, _frame: asked.append(number)),
        suppress(BrokenProcessPool),  # who sends chunks is told
    ):
        wait([pool.submit(os.getpid) for _ in range(number)])
    if asked:
        raise KeyboardInterrupt


@contextmanager
def _when_stopped(
    answer: signal.Handlers | Callable[[int, FrameType | None], object],
) -> Iterator[None]:
    """Answer in this way to what ends a run; what the user has switched off stays so."""
    if threading.current_thread() is not threading.main_thread():  # which alone is told
        yield
        return
    ours = {number: signal.getsignal(number) for number in _STOPPING}
    try:
        for number, handler in ours.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, answer)
        yield
    finally:
        for number, handler in ours.items():
            signal.signal(number, handler)


def _end(workers: Collection[BaseProcess]) -> None:
    """Kill processes, and wait until they are gone; one that a dead disk holds is not to be had."""
    for worker in workers:
        worker.kill()
    for worker in workers:
        multiprocessing.connection.wait([worker.sentinel], _DYING)


def _start_worker() -> None:
    """Leave Ctrl-C to the parent, which ends the workers; follow it where it is killed.

    So it is with a window that is closed.  SIGTERM is how a broken pool ends its processes.
    """
    for number in _STOPPING:
        is_ours = number == signal.SIGTERM
        signal.signal(number, signal.SIG_DFL if is_ours else signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # what it was writing is a temporary file, which nothing reads


def on_cluster(address: str, folders: Sequence[Path]) -> Workplace:
    """Return the workplace that a Dask scheduler leads; its workers must see all `folders`.

    Raises `UsageError` if Dask is not installed.
    """
    if find_spec("distributed") is None:
        raise UsageError(
            "--cluster needs Dask, which is not installed",
            hint='install it with: python -m pip install "iki-docgen[cluster]"',
        )

    @contextmanager
    def opened() -> Iterator[Workers]:
        from iki_docgen.pipeline.cluster import connected  # noqa: PLC0415 - heavy, and an extra

        with connected(address, folders) as cluster:
            ahead = _AHEAD * cluster.workers
            yield Workers(
                cluster.executor, ahead, cluster.deaths, cluster.refuse_gone, cluster.have_died
            )

    return opened
