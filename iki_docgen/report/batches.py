"""The closing table of a batch, and what is to be done about the agencies that did not come out."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from iki_docgen import shell
from iki_docgen.diagnostics import Severity
from iki_docgen.report.tables import render_table
from iki_docgen.results import BAD_STATES, Batch, Failure, Outcome, State

_PLURALS = {
    Severity.ERROR: "errors",
    Severity.WARNING: "warnings",
    Severity.NOTE: "notes",
}

_NAMED = 5
"""Agencies that are named where many have the same trouble."""


def batch_table(
    batch: Batch, *, seconds: float, width: int, color: bool, check: bool = False
) -> str:
    """Return how many agencies, files and findings there were, and how each kind came out.

    `check` says that nothing was to be written.
    """
    agencies = {
        "up to date" if check else "built": batch.built,
        "to be built": batch.outdated,
        "with troubles": len(batch.troubled),
        "failed": len(batch.failed),
        "not finished": batch.not_finished,
        "not tried": batch.not_tried,
    }
    number = batch.agencies + batch.not_finished + batch.not_tried
    files = {state.value: batch.files[state] for state in State}
    uncounted = "those of agencies not finished are not counted" if batch.not_finished else ""
    findings = {plural: batch.findings[severity] for severity, plural in _PLURALS.items()}
    made = batch.files[State.WRITTEN] + batch.files[State.REPLACED]
    speed = {"documents a second": round(batch.documents / seconds) if seconds and made else 0}
    rows = [
        ("Agencies", f"{number}", _parts(agencies)),
        ("Files", f"{sum(files.values())}", ", ".join(filter(None, (_parts(files), uncounted)))),
        ("Findings", f"{sum(findings.values())}", _parts(findings)),
        ("Seconds", f"{seconds:.1f}", _parts(speed)),
    ]
    return render_table(("", "Number", "Of these"), rows, width=width, color=color)


def _parts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items() if number)


def batch_troubles(batch: Batch) -> str:
    """Return each agency that failed or has files with trouble: the reason, and what to do.

    They come in the order of the tree.  What is the same with several is told once, and so is why
    the last were not tried.
    """
    outcomes = sorted((*batch.troubled, *batch.failed), key=lambda one: Path(one.name).parts)
    shared = _shared(outcomes)
    lines: list[str] = []
    for outcome in outcomes:
        if outcome.cause not in shared:
            lines += (
                _failure(outcome.name, outcome.failure) if outcome.failure else _troubles(outcome)
            )
    for cause, outcomes in shared.items():
        lines += _together(cause, outcomes)
    if batch.stopped:
        lines.append(f"{batch.stopped.message}, so {_left_undone(batch)}")
        lines.append(f"  help: {batch.stopped.hint}")
    lines += _left_over(batch)
    return "".join(f"{line}\n" for line in lines)


def _left_undone(batch: Batch) -> str:
    """Return how many agencies were not finished and not tried, as the end of a sentence."""
    counts = {"not finished": batch.not_finished, "not tried": batch.not_tried}
    parts = [
        f"{number} {'agency was' if number == 1 else 'agencies were'} {what}"
        for what, number in counts.items()
        if number
    ]
    return " and ".join(parts) or "it ended early"


def _shared(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    """Return the causes that several agencies share, with these agencies."""
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.cause:
            found.setdefault(outcome.cause, []).append(outcome)
    return {cause: those for cause, those in found.items() if len(those) > 1}


def _together(cause: str, outcomes: list[Outcome]) -> Iterable[str]:
    places = [outcome.failure.at for outcome in outcomes if outcome.failure]
    yield f"{cause}: {len(outcomes)} agencies are not built, or not whole:"
    yield f"  {_first(places if all(places) and places else [one.name for one in outcomes])}"
    hint = _hint(outcomes[0])
    if hint:
        differs = any(_hint(outcome) != hint for outcome in outcomes)
        yield f"  help: {f'for {outcomes[0].name}: ' if differs else ''}{hint}"


def _hint(outcome: Outcome) -> str:
    return outcome.failure.hint if outcome.failure else outcome.troubles[0].hint


def _troubles(outcome: Outcome) -> Iterable[str]:
    bad = {state.value: outcome.files.get(state, 0) for state in State if state in BAD_STATES}
    yield f"{outcome.name}: {_parts(bad)}"
    for file in outcome.troubles:
        at = "" if file.state is State.FAILED else f"{file.path}: "
        yield f"  {at}{file.reason}"
        if file.hint:
            yield f"    help: {file.hint}"
    more = outcome.troubled - len(outcome.troubles)
    if more > 0:
        yield f"  ... and {more} more file{'s' * (more != 1)}"


def _failure(name: str, failure: Failure) -> Iterable[str]:
    yield f"{name}: failed: {failure.message}"
    if failure.hint:
        yield f"  help: {failure.hint}"


def _left_over(batch: Batch) -> Iterable[str]:
    """Yield where documents of earlier builds stand, and what to do with them."""
    number = batch.files[State.LEFT_OVER]
    if not number:
        return
    names = sorted(batch.left_over, key=lambda name: Path(name).parts)
    is_one = len(names) == 1
    yield (
        f"{number} document{'s' * (number != 1)} of earlier builds {'is' if number == 1 else 'are'}"
        f" left over in {'an agency' if is_one else f'{len(names)} agencies'}:"
    )
    yield f"  {_first(names)}"
    which = "" if is_one else " of the first:"
    command = f"iki build --check {shell.word(names[0])}"
    yield f"  help: delete them when nobody needs them; which they are, says{which} {command}"


def _first(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return f"{', '.join(names[:_NAMED])}{f' and {more} more' if more > 0 else ''}"
