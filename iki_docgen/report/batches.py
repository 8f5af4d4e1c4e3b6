"""The closing table of a batch, and what is to be done about the agencies that did not come out."""

from collections.abc import Iterable

from iki_docgen.diagnostics import Severity
from iki_docgen.report.tables import render_table
from iki_docgen.results import BAD_STATES, Batch, Outcome, State

_PLURALS = {
    Severity.ERROR: "errors",
    Severity.WARNING: "warnings",
    Severity.NOTE: "notes",
}

_NAMED = 5
"""Agencies that are named where many have the same trouble."""


def batch_report(batch: Batch, *, seconds: float, width: int, color: bool) -> tuple[str, str]:
    """Return what went wrong and what to do, and the closing table."""
    return batch_troubles(batch), batch_table(batch, seconds=seconds, width=width, color=color)


def batch_table(batch: Batch, *, seconds: float, width: int, color: bool) -> str:
    """Return how many agencies, files and findings there were, and how each kind came out."""
    agencies = {
        "built": batch.built,
        "with troubles": len(batch.troubled),
        "failed": len(batch.failed),
        "not tried": batch.not_tried,
    }
    files = {state.value: batch.files[state] for state in State}
    findings = {plural: batch.findings[severity] for severity, plural in _PLURALS.items()}
    speed = {"documents a second": round(batch.documents / seconds) if seconds else 0}
    rows = [
        ("Agencies", f"{batch.agencies + batch.not_tried}", _parts(agencies)),
        ("Files", f"{sum(files.values())}", _parts(files)),
        ("Findings", f"{sum(findings.values())}", _parts(findings)),
        ("Seconds", f"{seconds:.1f}", _parts(speed)),
    ]
    return render_table(("", "Number", "Of these"), rows, width=width, color=color)


def _parts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items() if number)


def batch_troubles(batch: Batch) -> str:
    """Return each agency that failed or has files with trouble: the reason, and what to do.

    What is the same with several is told once, and so is why the last were not tried.
    """
    shared = _shared((*batch.troubled, *batch.failed))
    lines: list[str] = []
    for outcome in batch.troubled:
        if outcome.cause not in shared:
            lines += _troubles(outcome)
    for outcome in batch.failed:
        if outcome.cause not in shared:
            lines += _failure(outcome)
    for cause, outcomes in shared.items():
        lines += _together(cause, outcomes)
    if batch.stopped:
        number = f"{batch.not_tried} {'agency was' if batch.not_tried == 1 else 'agencies were'}"
        lines.append(f"{batch.stopped.message}, so {number} not tried")
        lines.append(f"  help: {batch.stopped.hint}")
    if batch.files[State.LEFT_OVER]:
        lines.append(
            "  help: delete what is left over when nobody needs it; `iki build` in an agency's"
            " folder names the files"
        )
    return "".join(f"{line}\n" for line in lines)


def _shared(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    """Return the causes that several agencies share, with these agencies."""
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.cause:
            found.setdefault(outcome.cause, []).append(outcome)
    return {cause: those for cause, those in found.items() if len(those) > 1}


def _together(cause: str, outcomes: list[Outcome]) -> Iterable[str]:
    names = ", ".join(outcome.name for outcome in outcomes[:_NAMED])
    more = len(outcomes) - _NAMED
    yield f"{cause}: {len(outcomes)} agencies are not built, or not whole:"
    yield f"  {names}{f' and {more} more' if more > 0 else ''}"
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


def _failure(outcome: Outcome) -> Iterable[str]:
    if outcome.failure is None:
        return
    yield f"{outcome.name}: failed: {outcome.failure.message}"
    if outcome.failure.hint:
        yield f"  help: {outcome.failure.hint}"
