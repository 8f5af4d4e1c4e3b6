"""Building many agencies: in chunks, wherever there are workers, each agency for itself.

A chunk is a list of agencies, some hundred documents; it carries paths and options, no records, and
brings back counts.  An agency is never divided: its text is read once, and its book and its count
of left-over files need all its positions.  Chunks are made when a worker is free to take one, so
nothing grows with the number of agencies but the list of their folders.

A chunk that was lost with its worker is done again.  That is safe because a file is written whole
or not at all and its bytes depend on its agency alone: whoever writes it once more, even a worker
that was thought dead and comes back, writes the same.
"""

import threading
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass
from dataclasses import replace as changed
from itertools import chain, islice

from msgspec.structs import replace

from iki_docgen.errors import Exit, IkiError
from iki_docgen.pipeline.agencies import Agency
from iki_docgen.pipeline.building import build, prepare
from iki_docgen.pipeline.executors import Workers, Workplace
from iki_docgen.pipeline.loading import shown
from iki_docgen.pipeline.options import Options, Progress
from iki_docgen.pipeline.stamp import watch_over
from iki_docgen.project import here
from iki_docgen.results import BAD_STATES, Batch, Failure, Outcome

LEAST = 100
"""Documents of a chunk, at least: sending it must cost nothing beside building it."""
_USUAL = 16
"""Documents of an agency, before any was counted."""
_TOLD = 3
"""Files of an agency whose trouble is told; the others are counted."""
_PATIENCE = 15.0
"""Seconds without a result after which it is asked whether anybody still works."""

_one_at_a_time = threading.Lock()
"""A Dask worker has several threads, and they would only wait for each other's Python."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Agencies that are built by one worker, one after another."""

    agencies: tuple[Agency, ...]
    options: Options


@dataclass(frozen=True, slots=True)
class _Lost:
    """A chunk that came to nothing, and why."""

    chunk: Chunk
    error: BaseException
    is_death: bool


def build_all(
    agencies: Sequence[Agency],
    options: Options,
    workplace: Workplace,
    *,
    progress: Progress | None = None,
    least: int = LEAST,
) -> Batch:
    """Build agencies in chunks of at least `least` documents, and count what became of them.

    Raises `IkiError` if the workplace cannot be opened; if that happens on the way, the agencies
    that are left are reported as failed.
    """
    show = progress or (lambda _done, _total, _name: None)
    batch = Batch()
    missing = dict.fromkeys(agency.name for agency in agencies)
    chunks = _chunks(agencies, _for_everywhere(options), batch, least)
    show(0, len(agencies), _left(len(agencies)))
    try:
        for outcome in _outcomes(chunks, workplace):
            batch.add(outcome)
            missing.pop(outcome.name)
            show(batch.agencies, len(agencies), _left(len(missing)))
    except IkiError as error:
        if not batch.agencies:
            raise
        for name in missing:
            batch.add(Outcome(name, failure=Failure.of(error)))
    order = {agency.name: place for place, agency in enumerate(agencies)}
    for told in (batch.troubled, batch.failed):
        told.sort(key=lambda outcome: order[outcome.name])
    return batch


def _for_everywhere(options: Options) -> Options:
    """Return options whose paths mean the same in whatever folder a worker was started."""
    output = options.output and here() / options.output
    template = options.template and here() / options.template
    return replace(options, output=output, template=template)


def _left(number: int) -> str:
    return f"{number} {'agency' if number == 1 else 'agencies'} left"


def _chunks(
    agencies: Iterable[Agency], options: Options, batch: Batch, least: int
) -> Iterator[Chunk]:
    """Yield chunks of as many agencies as hold `least` documents, going by those that are done."""
    taken: list[Agency] = []
    for agency in agencies:
        taken.append(agency)
        usual = batch.documents / batch.agencies if batch.documents else _USUAL
        if len(taken) * usual >= least:
            yield Chunk(tuple(taken), options)
            taken = []
    if taken:
        yield Chunk(tuple(taken), options)


def _outcomes(chunks: Iterator[Chunk], workplace: Workplace) -> Iterator[Outcome]:
    """Yield what became of each agency, in the order in which chunks are done.

    Chunks that were lost are done again by new workers; what is lost once more is done a third
    time with each agency alone, so that only the one that kills its worker is reported.
    """
    while lost := (yield from _until_one_is_lost(chunks, workplace)):
        again = iter([one.chunk for one in lost])
        lost = yield from _until_one_is_lost(again, workplace)
        alone = _alone((*(one.chunk for one in lost), *again))
        while lost := (yield from _until_one_is_lost(alone, workplace, in_flight=1)):
            for one in lost:
                yield _given_up(one)


def _alone(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    return (changed(chunk, agencies=(one,)) for chunk in chunks for one in chunk.agencies)


def _until_one_is_lost(
    chunks: Iterator[Chunk], workplace: Workplace, in_flight: int | None = None
) -> Generator[Outcome, None, list[_Lost]]:
    """Build chunks until there are no more, or one is lost; return those that were lost.

    Not more than `in_flight` are under way at a time; the others stay in `chunks`.
    """
    first = next(chunks, None)
    if first is None:
        return []
    with workplace() as workers:
        most = in_flight or workers.in_flight
        following = chain([first], chunks)
        under_way: dict[Future[tuple[Outcome, ...]], Chunk] = {}
        lost: list[_Lost] = []
        while True:
            if not lost:
                for chunk in islice(following, most - len(under_way)):
                    under_way[_sent(chunk, workers)] = chunk
            if not under_way:
                return lost
            done, _ = wait(under_way, _PATIENCE, FIRST_COMPLETED)
            if not done:
                workers.refuse_gone()
            for future in done:
                chunk = under_way.pop(future)
                error = _error_of(future)
                if error is None:
                    yield from future.result()
                else:
                    lost.append(_Lost(chunk, error, isinstance(error, workers.deaths)))


def _sent(chunk: Chunk, workers: Workers) -> "Future[tuple[Outcome, ...]]":
    """Return the future of a chunk, also where the workers died before it was sent."""
    try:
        return workers.executor.submit(build_chunk, chunk)
    except workers.deaths as error:
        broken: Future[tuple[Outcome, ...]] = Future()
        broken.set_exception(error)
        return broken


def _error_of(future: "Future[tuple[Outcome, ...]]") -> BaseException | None:
    return CancelledError() if future.cancelled() else future.exception()


def _given_up(lost: _Lost) -> Outcome:
    """Return what is said of an agency that came to nothing three times."""
    (agency,) = lost.chunk.agencies
    if lost.is_death:
        message = f"{agency.name} was not built: the process that built it died, each time"
        hint = f"perhaps memory was short: build it alone with `iki build {agency.name}`"
    else:
        error = lost.error
        message = f"{agency.name} was not built: {type(error).__name__}: {error}"
        hint = "this is a fault of the program: please report it, with the text of the agency"
    return Outcome(agency.name, failure=Failure(message, hint, Exit.INPUT))


def build_chunk(chunk: Chunk) -> tuple[Outcome, ...]:
    """Build each agency of a chunk.  One that cannot be built does not keep the others from it."""
    with _one_at_a_time:
        return tuple(_outcome(agency, chunk.options) for agency in chunk.agencies)


def _outcome(agency: Agency, options: Options) -> Outcome:
    options = replace(
        options,
        source=agency.source and str(shown(agency.root / agency.source)),
        output=options.output and shown(options.output),
        template=options.template and shown(options.template),
    )
    try:
        watch = watch_over(agency.root, options, own=agency.own)
        built = watch.recalled() if watch else None
        built = built or build(prepare(agency.project(), options, watch))
    except IkiError as error:
        return Outcome(agency.name, failure=Failure.of(error))
    except OSError as error:  # a folder that may not be entered, a disk that is gone
        path = error.filename or agency.name
        reason = f"{path} cannot be read: {error.strerror or error}"
        hint = "ask who owns the folder; is the disk or the network folder still there?"
        return Outcome(agency.name, failure=Failure(reason, hint, Exit.INPUT))
    bad = [file for file in built.files if file.state in BAD_STATES]
    return Outcome(
        agency.name,
        built.documents,
        Counter(file.state for file in built.files),
        built.findings,
        tuple(bad[:_TOLD]),
    )
