"""A chunk: some agencies of a batch, built by one worker wherever it runs.

A chunk carries paths and options, no records, and brings back counts.
"""

import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from iki_docgen import files
from iki_docgen.errors import Exit, IkiError
from iki_docgen.pipeline.agencies import Agency
from iki_docgen.pipeline.building import build, prepare
from iki_docgen.pipeline.options import Options
from iki_docgen.pipeline.stamp import watch_over
from iki_docgen.project import seen_from, whole_paths
from iki_docgen.results import BAD_STATES, Build, Failure, Outcome, Written

_TOLD = 3
"""Files of an agency whose trouble is told; the others are counted."""
_IN_TREE = {
    files.READ_ONLY: "copy the whole folder to a disk that can be written, and build there",
    files.DENIED: "close the documents in Word first; else ask who owns the folder",
}
"""What to do where --output would not help, since it is for one agency: by cause."""

_one_at_a_time = threading.Lock()
"""A Dask worker has several threads, and they would only wait for each other's Python."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Agencies that are built by one worker, one after another.

    Paths of `options` are whole, so that they mean the same wherever a worker was started.
    `folder` is where the user works, from where paths are told; `run` names the run (`files.run`);
    `documents` is about how many there are.
    """

    agencies: tuple[Agency, ...]
    options: Options
    folder: Path
    run: str
    documents: int


def build_chunk(chunk: Chunk) -> tuple[Outcome, ...]:
    """Build each agency of a chunk.  One that cannot be built does not keep the others from it."""
    with _one_at_a_time:
        mark, whole = files.run.set(chunk.run), whole_paths.set(True)
        try:
            return tuple(_outcome(agency, chunk) for agency in chunk.agencies)
        finally:
            files.run.reset(mark)
            whole_paths.reset(whole)


def _outcome(agency: Agency, chunk: Chunk) -> Outcome:
    source = agency.source and str(agency.root / agency.source)
    options = replace(chunk.options, source=source)
    try:
        watch = watch_over(agency.root, options, own=agency.own)
        built = watch.recalled() if watch else None
        built = built or build(prepare(agency.project(), options, watch))
    except IkiError as error:
        return _failed(agency, Failure.of(error), chunk.folder)
    except OSError as error:  # a folder that may not be entered, a disk that is gone
        why = error.strerror or str(error)
        place = str(error.filename or agency.name)
        reason = f"{place} cannot be read: {why}"
        hint = "ask who owns the folder; is the disk or the network folder still there?"
        failure = Failure(reason, hint, Exit.INPUT, f"files cannot be read: {why}", place)
        return _failed(agency, failure, chunk.folder)
    bad = [file for file in built.files if file.state in BAD_STATES]
    return Outcome(
        agency.name,
        built.documents,
        Counter(file.state for file in built.files),
        built.findings,
        tuple(_told(file, chunk.folder) for file in bad[:_TOLD]),
        cause=_shared_cause(built),
    )


def _shared_cause(built: Build) -> str:
    """Return why all files with trouble could not be written, if it was the same with each."""
    causes = {file.cause for file in built.files if file.state in BAD_STATES}
    return causes.pop() if len(causes) == 1 else ""


def _failed(agency: Agency, failure: Failure, folder: Path) -> Outcome:
    told = replace(
        failure,
        message=seen_from(folder, failure.message),
        hint=seen_from(folder, _IN_TREE.get(failure.cause, failure.hint)),
        at=seen_from(folder, failure.at),
    )
    return Outcome(agency.name, failure=told, cause=failure.cause)


def _told(file: Written, folder: Path) -> Written:
    return replace(
        file,
        path=file.path.relative_to(folder) if file.path.is_relative_to(folder) else file.path,
        reason=seen_from(folder, file.reason),
        hint=seen_from(folder, _IN_TREE.get(file.cause, file.hint)),
    )
