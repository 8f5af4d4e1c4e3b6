"""A Dask scheduler that others started, as an executor.  The only module that imports Dask."""

import asyncio
import logging
import os
import platform
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager, suppress
from importlib import metadata
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

from distributed import Client, KilledWorker, Security
from distributed.comm.addressing import get_address_host_port
from distributed.comm.core import connect

from iki_docgen.errors import InputError, UsageError
from iki_docgen.pipeline.chunks import Chunk
from iki_docgen.pipeline.edition import edition

_P = ParamSpec("_P")
_T = TypeVar("_T")

_PATIENCE = 10
"""Seconds after which a scheduler that does not answer, or has no workers, is given up."""
_RETURN = 15
"""Seconds for which it is waited for new workers when all are gone."""
_CONNECTED = "running"
"""What a client of Dask says of itself while it has its scheduler."""
_PORTS = range(1, 65536)
_PACKAGE = "iki-docgen"
_DEATHS = (KilledWorker, CancelledError)
"""What a chunk ends with if Dask gave up its workers, or if the scheduler went away."""


class Cluster(NamedTuple):
    """An executor, the number of workers, and what `executors.Workers` has of the same names."""

    executor: Executor
    workers: int
    deaths: tuple[type[BaseException], ...]
    refuse_gone: Callable[[Callable[[str], None]], None]
    have_died: Callable[[], bool]


@contextmanager
def connected(address: str, folders: Sequence[Path]) -> Iterator[Cluster]:
    """Connect to the scheduler at `address`, whose workers must see all `folders`.

    Raises `UsageError` for what is no address, `InputError` where no scheduler answers, or workers
    could not do the work.
    """
    for name in list(logging.root.manager.loggerDict):  # what matters is said in words
        if name.partition(".")[0] in {"distributed", "tornado", "asyncio"}:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    client = _client(address)
    try:
        names = _fit_workers(client, address, folders)
        yield Cluster(
            _Checking(client, edition()),
            len(names),
            _DEATHS,
            lambda say: _refuse_gone(client, address, say),
            lambda: not names <= _names(client),
        )
    finally:  # what waits is then nobody's, and is forgotten; what was begun is finished
        with suppress(OSError):  # the scheduler went away
            client.close()


class _Checking(Executor):
    """A client's executor in which whoever works has this program and sees what is to be built.

    Workers that come later were never asked, so each call asks anew.
    """

    def __init__(self, client: Client, wanted: str) -> None:
        self._client, self._wanted = client, wanted
        self._executor: Executor = client.get_executor(pure=False)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Return the future of a call.  Raises `CancelledError` if the scheduler went away."""
        if self._client.status != _CONNECTED:
            raise CancelledError
        chunks = [given for given in args if isinstance(given, Chunk)]
        folders = [
            str(one) for chunk in chunks for agency in chunk.agencies for one in agency.folders
        ]
        seen = [folder for folder in folders if os.path.isdir(folder)]  # noqa: PTH112 - as in `_unseen`
        return self._executor.submit(_if_fit, self._wanted, seen, fn, *args, **kwargs)


def _if_fit(
    wanted: str,
    folders: Sequence[str],
    fn: Callable[_P, _T],
    /,
    *args: _P.args,
    **kwargs: _P.kwargs,
) -> _T:
    """Call `fn` if this program is the one that is wanted, and sees `folders`.

    Raises `InputError` if not.
    """
    me = f"a new worker, process {os.getpid()} on {platform.node()},"
    if edition() != wanted:
        raise _other_copy(me)
    if unseen := _unseen(folders):
        raise _blind(me, unseen)
    return fn(*args, **kwargs)


def _client(address: str) -> Client:
    """Return a client of the scheduler at `address`, which is known to be one."""
    url = _url(address)
    try:
        kind = asyncio.run(_kind_of(url))
    except OSError as error:
        raise InputError(
            f"no Dask scheduler answered at `{address}` within {_PATIENCE} seconds",
            hint="start one with `dask scheduler`, and give the address that it prints",
        ) from error
    except (TypeError, ValueError, RuntimeError, MemoryError):  # the first words were no Dask's
        kind = ""
    if kind != "Scheduler":
        what = "a Dask worker" if kind == "Worker" else "no Dask scheduler"
        raise InputError(
            f"what answers at `{address}` is {what}",
            hint="give the address that `dask scheduler` prints, not that of its dashboard",
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # packages of Dask that differ in their versions
        return Client(url, timeout=_PATIENCE, set_as_default=False)


def _url(address: str) -> str:
    """Return `address` with its scheme.

    Raises `UsageError` for what is none, `InputError` for an encrypted one without certificate.
    """
    url = address if "://" in address else f"tcp://{address}"
    scheme = url.partition("://")[0]
    try:
        host, port = get_address_host_port(url, strict=True)
    except (ValueError, TypeError, OSError, KeyError):
        host, port = "", 0
    if scheme not in {"tcp", "tls", "ws", "wss", "ucx"} or not host or port not in _PORTS:
        raise UsageError(
            f"`{address}` is no address of a Dask scheduler",
            hint="it reads like tcp://kantor:8786; `dask scheduler` prints its own",
        )
    if scheme in {"tls", "wss"} and not Security().get_connection_args("client")["ssl_context"]:
        raise InputError(
            f"`{address}` is encrypted, and Dask on this machine has no certificate for it",
            hint="ask who runs the cluster for the certificates (distributed.comm.tls in the"
            " settings of Dask); or is it tcp:// in what `dask scheduler` prints?",
        )
    return url


async def _kind_of(url: str) -> str:
    """Return what a server of Dask says it is.

    A client that is begun where none answers would never come to an end.
    """
    security = Security().get_connection_args("client")
    async with asyncio.timeout(_PATIENCE):
        comm = await connect(url, timeout=_PATIENCE, **security)
        try:
            await comm.write({"op": "identity", "reply": True})
            told = await comm.read()
        finally:
            comm.abort()
    return str(told.get("type", "")) if isinstance(told, dict) else ""


def _names(client: Client) -> frozenset[str]:
    """Return the addresses of the workers; none where the scheduler does not answer."""
    with suppress(OSError):
        if client.status == _CONNECTED:
            return frozenset(client.scheduler_info()["workers"])
    return frozenset()


def _refuse_gone(client: Client, address: str, say: Callable[[str], None]) -> None:
    """Raise `InputError` if all workers are gone; Dask itself would wait for new ones for ever."""
    if client.status != _CONNECTED or _names(client):  # without a scheduler, futures are cancelled
        return
    say(
        f"no workers are left at the Dask scheduler at `{address}`;"
        f" waiting {_RETURN} seconds for one to come"
    )
    with suppress(OSError):
        client.wait_for_workers(1, timeout=_RETURN)
        return
    raise _without_workers(address)


def _without_workers(address: str) -> InputError:
    return InputError(
        f"the Dask scheduler at `{address}` has no workers",
        hint=f"start some on the machines that shall build: dask worker {address}",
    )


def _fit_workers(client: Client, address: str, folders: Sequence[Path]) -> frozenset[str]:
    """Return the addresses of the workers.

    Raises `InputError` if there are none, or one that could not do the work.
    """
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except OSError as error:
        raise _without_workers(address) from error
    try:
        return _same_and_seeing(client, folders)
    except OSError as error:
        raise InputError(
            f"the Dask scheduler at `{address}` or one of its workers stopped answering",
            hint="look whether they still run, then build again; what is right stays as it is",
        ) from error


def _same_and_seeing(client: Client, folders: Sequence[Path]) -> frozenset[str]:
    """Return the workers, which all have this program and see all `folders`."""
    here = metadata.version(_PACKAGE)
    there = client.run(metadata.version, _PACKAGE, on_error="return")
    for worker, version in there.items():
        if version != here:
            found = version if isinstance(version, str) else "none"
            raise InputError(
                f"the worker {worker} has another {_PACKAGE} than this machine: {found}",
                hint=f"install version {here} there, and start the worker again",
            )
    for worker, found in client.run(edition, on_error="return").items():
        if found != edition():
            raise _other_copy(f"the worker {worker}")
    for worker, unseen in client.run(_unseen, [str(folder) for folder in folders]).items():
        if unseen:
            raise _blind(f"the worker {worker}", unseen)
    return frozenset(there)


def _unseen(folders: Sequence[str]) -> str:
    """Return the first of `folders` that is not there, "" if all are."""
    return next((folder for folder in folders if not os.path.isdir(folder)), "")  # noqa: PTH112 - `Path.is_dir` may raise


def _blind(worker: str, folder: str) -> InputError:
    return InputError(
        f"{worker} does not see the folder {folder}",
        hint="all workers need the same disk at the same place, such as a network folder:"
        " stop that worker, or give it the disk",
    )


def _other_copy(worker: str) -> InputError:
    return InputError(
        f"{worker} runs another copy of {_PACKAGE}: of the same version, but with other files",
        hint="install the same copy on all machines, and start the workers again",
    )
