"""Building many agencies: in chunks, wherever there are workers, each agency for itself.

A chunk is a list of agencies, some hundred documents (`chunks`).  An agency is never divided: its
text is read once, and its book and its count of left-over files need all its positions.  Chunks are
made when a worker is free to take one, so nothing grows with the number of agencies but the list of
their folders.

A chunk that was lost with its worker is done again.  That is safe because a file is written whole
or not at all and its bytes depend on its agency alone: whoever writes it once more, even a worker
that was thought dead and comes back, writes the same.  What lost workers left half written is
deleted in the end, for it bears the name of the run.

Nobody is asked how far a chunk is.  While others come back, one may take its time; when none has
come back for very long, those under way hang, on a disk that is gone for example, and are given up.
"""

import os
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import closing, suppress
from dataclasses import dataclass, field
from dataclasses import replace as changed
from itertools import chain, islice
from time import monotonic

from msgspec.structs import replace

from iki_docgen import shell
from iki_docgen.errors import Exit, IkiError, InputError
from iki_docgen.pipeline.agencies import Agency, output_of
from iki_docgen.pipeline.chunks import Chunk, build_chunk
from iki_docgen.pipeline.executors import Say, Workers, Workplace
from iki_docgen.pipeline.options import Options, Progress
from iki_docgen.pipeline.writing import sweep
from iki_docgen.project import here
from iki_docgen.results import Batch, Failure, Outcome

LEAST = 100
"""Documents of a chunk, at least: sending it must cost nothing beside building it."""
_USUAL = 16
"""Documents of an agency, before any was counted."""
_PATIENCE = 5.0
"""Seconds without a result after which it is asked whether anybody still works."""
_SILENCE = 60.0
"""Seconds without a result after which it is said what is waited for."""
_LONGEST = 600.0
_LONGEST_EACH = 5.0
"""Seconds without a result after which a chunk is given up, and more for each of its documents.

That is hundreds of times what they take: a slow disk is none that hangs.  It is also longer than
Dask waits (five minutes) before it gives the work of a worker that gives no sign to another.
"""
_LOST = "a worker or the connection to it was lost; what it had in hand is built again"
_NAMED = 3
"""Agencies that are named where many are meant."""


@dataclass(frozen=True, slots=True)
class _Lost:
    """A chunk that came to nothing, and why."""

    chunk: Chunk
    error: BaseException
    is_death: bool


@dataclass(slots=True)
class _Run:
    """What a batch goes by: where chunks are built, and whom to tell what it waits for.

    `sent` are agencies that were given to a worker, and of which nothing came back yet; `suspects`
    are those in whose folders a lost worker may have left something; `begun` says that there were
    workers.
    """

    agencies: Sequence[Agency]
    options: Options
    workplace: Workplace
    say: Say
    name: str = field(default_factory=lambda: os.urandom(4).hex())
    sent: set[str] = field(default_factory=set)
    suspects: dict[str, Agency] = field(default_factory=dict)
    begun: bool = False

    def suspect(self, agencies: Iterable[Agency]) -> None:
        """Look after these agencies in the end."""
        self.suspects.update((agency.name, agency) for agency in agencies)


class _HangingError(InputError):
    """Agencies whose workers gave no sign for too long."""

    def __init__(self, agencies: Sequence[Agency], seconds: float) -> None:
        super().__init__(f"workers gave no sign for {seconds / 60:.0f} minutes")
        self.agencies = agencies


def most_at_once(agencies: int) -> int:
    """Return how many chunks that many agencies make, before any documents were counted."""
    return -(-agencies // -(-LEAST // _USUAL))


def build_all(  # noqa: PLR0913 - whom to tell, and how much at once
    agencies: Sequence[Agency],
    options: Options,
    workplace: Workplace,
    *,
    progress: Progress | None = None,
    say: Say | None = None,
    least: int = LEAST,
) -> Batch:
    """Build agencies in chunks of at least `least` documents, and count what became of them.

    `say` is told what people should know while they wait.  Raises `IkiError` if the workplace
    cannot be opened; if that happens on the way, the agencies that are left are not finished
    or not tried.
    """
    show = progress or (lambda _done, _total, _name: None)
    run = _Run(agencies, _for_everywhere(options), workplace, say or (lambda _sentence: None))
    batch = Batch()
    left = {agency.name: agency for agency in agencies}
    show(0, len(agencies), _left(len(agencies)))
    try:
        with closing(_outcomes(_chunks(run, batch, least), run)) as outcomes:
            for outcome in outcomes:
                batch.add(outcome)
                del left[outcome.name]
                run.sent.discard(outcome.name)
                show(batch.agencies, len(agencies), _left(len(left)))
    except _HangingError as error:
        for agency in error.agencies:
            batch.add(_not_finished(left.pop(agency.name), error))
        if left:
            _stop(batch, error, left, run.sent)
    except IkiError as error:
        if not run.begun:
            raise
        _stop(batch, error, left, run.sent)
    finally:
        _clean_up(run)
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


def _not_finished(agency: Agency, error: _HangingError) -> Outcome:
    hint = (
        "is the disk or the network folder still there? then run the same command again, and if"
        f" it stops there again: iki build {shell.word(agency.name)}"
    )
    failure = Failure(f"not finished: {error.message}", hint, error.exit_code, error.message)
    return Outcome(agency.name, failure=failure, cause=failure.cause)


def _stop(batch: Batch, error: IkiError, left: Collection[str], sent: Collection[str]) -> None:
    """Count the agencies that are `left`, those that were `sent` to workers apart."""
    unfinished = sum(name in sent for name in left)
    again = "run the same command again: it goes on from there, files that are written are whole"
    hint = f"{error.hint}; then {again}" if error.hint else again
    batch.stop(Failure(error.message, hint, error.exit_code), len(left) - unfinished, unfinished)


def _clean_up(run: _Run) -> None:
    """Delete what lost workers of this run left half written."""
    for agency in run.suspects.values():
        with suppress(IkiError, OSError):
            sweep(run.options.output or output_of(agency), run.name)


def _chunks(run: _Run, batch: Batch, least: int) -> Iterator[Chunk]:
    """Yield chunks of as many agencies as hold `least` documents, going by those that are done."""
    folder = here()
    taken: list[Agency] = []
    for agency in run.agencies:
        taken.append(agency)
        usual = batch.documents / batch.agencies if batch.documents else _USUAL
        if (documents := len(taken) * usual) >= least or agency is run.agencies[-1]:
            yield Chunk(tuple(taken), run.options, folder, run.name, round(documents))
            taken = []


def _outcomes(chunks: Iterator[Chunk], run: _Run) -> Generator[Outcome, None, None]:
    """Yield what became of each agency, in the order in which chunks are done.

    Chunks that were lost are done again by new workers; what is lost once more is done a third
    time with each agency alone, so that only the one that kills its worker is reported.
    """
    while lost := (yield from _until_one_is_lost(chunks, run)):
        again = iter([one.chunk for one in lost])
        lost = yield from _until_one_is_lost(again, run)
        alone = _alone((*(one.chunk for one in lost), *again))
        while lost := (yield from _until_one_is_lost(alone, run, in_flight=1)):
            for one in lost:
                yield _given_up(one)


def _alone(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    return (changed(chunk, agencies=(one,)) for chunk in chunks for one in chunk.agencies)


def _until_one_is_lost(
    chunks: Iterator[Chunk], run: _Run, in_flight: int | None = None
) -> Generator[Outcome, None, list[_Lost]]:
    """Build chunks until there are no more, or one is lost; return those that were lost.

    Not more than `in_flight` are under way at a time; the others stay in `chunks`.
    """
    first = next(chunks, None)
    if first is None:
        return []
    under_way: dict[Future[tuple[Outcome, ...]], Chunk] = {}
    try:
        with run.workplace() as workers:
            run.begun = True
            following = chain([first], chunks)
            most = in_flight or workers.in_flight
            lost = yield from _built(following, workers, most, under_way, run)
            if workers.have_died():  # a cluster does again what they had in hand, and says nothing
                run.suspect(run.agencies)
            return lost
    finally:  # also where workers are ended in the middle of their work
        for chunk in under_way.values():
            run.suspect(chunk.agencies)


def _built(
    chunks: Iterator[Chunk],
    workers: Workers,
    most: int,
    under_way: dict["Future[tuple[Outcome, ...]]", Chunk],
    run: _Run,
) -> Generator[Outcome, None, list[_Lost]]:
    """Keep `most` chunks under way until one is lost; return the lost ones when all are back."""
    lost: list[_Lost] = []
    while True:
        if not lost:
            for chunk in islice(chunks, most - len(under_way)):
                under_way[_sent(chunk, workers, run.sent)] = chunk
        if not under_way:
            return lost
        for future in _next_done(under_way, workers, run.say):
            chunk = under_way.pop(future)
            error = _error_of(future)
            if error is None:
                yield from future.result()
            elif isinstance(error, IkiError):  # of the worker, which began none of its agencies
                run.sent.difference_update(agency.name for agency in chunk.agencies)
                raise error
            else:
                run.suspect(chunk.agencies)
                is_death = isinstance(error, workers.deaths)
                if is_death and not lost:
                    run.say(_LOST)
                lost.append(_Lost(chunk, error, is_death))


def _next_done(
    under_way: dict["Future[tuple[Outcome, ...]]", Chunk], workers: Workers, say: Say
) -> set["Future[tuple[Outcome, ...]]"]:
    """Wait for chunks, and say so if it takes long; return those that are done.

    Raises `IkiError` if nobody is left who could do them, or if none gives a sign any more.
    """
    began, is_said = monotonic(), False
    most = max(chunk.documents for chunk in under_way.values())
    longest = _LONGEST + _LONGEST_EACH * most
    while True:
        done, _ = wait(under_way, _PATIENCE, FIRST_COMPLETED)
        if done:
            return done
        workers.refuse_gone(say)
        silent = monotonic() - began
        agencies = [agency for chunk in under_way.values() for agency in chunk.agencies]
        if silent > longest:
            raise _HangingError(agencies, longest)
        if silent > _SILENCE and not is_said:
            is_said = True
            say(
                f"nothing was finished for {silent:.0f} seconds; waiting at most"
                f" {longest / 60:.0f} minutes for {_named(agencies)}"
            )


def _named(agencies: Sequence[Agency]) -> str:
    names = ", ".join(agency.name for agency in agencies[:_NAMED])
    more = len(agencies) - _NAMED
    return f"{names} and {more} more" if more > 0 else names


def _sent(chunk: Chunk, workers: Workers, sent: set[str]) -> "Future[tuple[Outcome, ...]]":
    """Return the future of a chunk, also where the workers died before it was sent."""
    try:
        future = workers.executor.submit(build_chunk, chunk)
    except workers.deaths as error:
        broken: Future[tuple[Outcome, ...]] = Future()
        broken.set_exception(error)
        return broken
    sent.update(agency.name for agency in chunk.agencies)
    return future


def _error_of(future: "Future[tuple[Outcome, ...]]") -> BaseException | None:
    return CancelledError() if future.cancelled() else future.exception()


def _given_up(lost: _Lost) -> Outcome:
    """Return what is said of an agency that came to nothing three times."""
    (agency,) = lost.chunk.agencies
    if lost.is_death:
        message = f"{agency.name} was not built: the process that built it died, each time"
        hint = f"perhaps memory was short: build it alone: iki build {shell.word(agency.name)}"
    else:
        error = lost.error
        message = f"{agency.name} was not built: {type(error).__name__}: {error}"
        hint = "this is a fault of the program: please report it, with the text of the agency"
    return Outcome(agency.name, failure=Failure(message, hint, Exit.INPUT))
