"""A Dask scheduler that others started, as an executor.  The only module that imports Dask."""

import logging
import os
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager, suppress
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from distributed import Client, KilledWorker
from distributed.comm.addressing import get_address_host_port

from iki_docgen.errors import InputError

_PATIENCE = 5
"""Seconds after which a scheduler that does not answer, or has no workers, is given up."""
_PACKAGE = "iki-docgen"
_DEATHS = (KilledWorker, CancelledError)
"""What a chunk ends with if Dask gave up its workers, or if the scheduler went away."""


class Cluster(NamedTuple):
    """An executor, the number of workers, what a chunk ends with if they die, and a check."""

    executor: Executor
    workers: int
    deaths: tuple[type[BaseException], ...]
    refuse_gone: Callable[[], None]


@contextmanager
def connected(address: str, folder: Path) -> Iterator[Cluster]:
    """Connect to the scheduler at `address`, whose workers must see `folder`.

    Raises `InputError` where nobody answers, or workers could not do the work.
    """
    for name in list(logging.root.manager.loggerDict):  # what matters is said in words
        if name.partition(".")[0] in {"distributed", "tornado", "asyncio"}:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    client = _client(address)
    try:
        workers = _fit_workers(client, address, folder)
        executor = client.get_executor(pure=False)
        try:
            yield Cluster(executor, workers, _DEATHS, lambda: _refuse_gone(client, address))
        finally:
            executor.shutdown(wait=False)
    finally:
        client.close()


def _client(address: str) -> Client:
    url = address if "://" in address else f"tcp://{address}"
    try:
        get_address_host_port(url, strict=True)  # a client of what is no address never ends
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # packages of Dask that differ in their versions
            return Client(url, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(
            f"no Dask scheduler answers at `{address}`",
            hint="start one with `dask scheduler`, and give the address that it prints",
        ) from error


def _refuse_gone(client: Client, address: str) -> None:
    """Raise `InputError` if all workers are gone; Dask itself would wait for new ones for ever."""
    with suppress(OSError):
        client.wait_for_workers(1, timeout=_PATIENCE)
        return
    raise _without_workers(address)


def _without_workers(address: str) -> InputError:
    return InputError(
        f"the Dask scheduler at `{address}` has no workers",
        hint=f"start some on the machines that shall build: dask worker {address}",
    )


def _fit_workers(client: Client, address: str, folder: Path) -> int:
    """Return how many workers there are.

    Raises `InputError` if there are none, or one that could not do the work.
    """
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except OSError as error:
        raise _without_workers(address) from error
    try:
        return _seeing(client, folder)
    except OSError as error:
        raise InputError(
            f"the Dask scheduler at `{address}` or one of its workers stopped answering",
            hint="look whether they still run, then build again; what is right stays as it is",
        ) from error


def _seeing(client: Client, folder: Path) -> int:
    """Return how many workers see `folder` and have this version of the program: all of them."""
    here = metadata.version(_PACKAGE)
    there = client.run(metadata.version, _PACKAGE, on_error="return")
    for worker, version in there.items():
        if version != here:
            found = version if isinstance(version, str) else "none"
            raise InputError(
                f"the worker {worker} has another {_PACKAGE} than this machine: {found}",
                hint=f"install version {here} there, and start the worker again",
            )
    for worker, is_there in client.run(os.path.isdir, str(folder)).items():
        if not is_there:
            raise InputError(
                f"the worker {worker} does not see the folder {folder}",
                hint="all workers need the same disk at the same place, such as a network folder",
            )
    return len(there)
