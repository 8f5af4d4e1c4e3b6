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


def batch_report(batch: Batch, *, seconds: float, width: int, color: bool) -> tuple[str, str]:
    """Return what went wrong and what to do, and the closing table."""
    return batch_troubles(batch), batch_table(batch, seconds=seconds, width=width, color=color)


def batch_table(batch: Batch, *, seconds: float, width: int, color: bool) -> str:
    """Return how many agencies, files and findings there were, and how each kind came out."""
    agencies = {
        "built": batch.built,
        "with troubles": len(batch.troubled),
        "failed": len(batch.failed),
    }
    files = {state.value: batch.files[state] for state in State}
    findings = {plural: batch.findings[severity] for severity, plural in _PLURALS.items()}
    speed = {"documents a second": round(batch.documents / seconds) if seconds else 0}
    rows = [
        ("Agencies", f"{batch.agencies}", _parts(agencies)),
        ("Files", f"{sum(files.values())}", _parts(files)),
        ("Findings", f"{sum(findings.values())}", _parts(findings)),
        ("Seconds", f"{seconds:.1f}", _parts(speed)),
    ]
    return render_table(("", "Number", "Of these"), rows, width=width, color=color)


def _parts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items() if number)


def batch_troubles(batch: Batch) -> str:
    """Return each agency that failed or has files with trouble: the reason, and what to do."""
    lines: list[str] = []
    for outcome in batch.troubled:
        lines += _troubles(outcome)
    for outcome in batch.failed:
        lines += _failure(outcome)
    if batch.files[State.LEFT_OVER]:
        lines.append(
            "  help: delete what is left over when nobody needs it; `iki build` in an agency's"
            " folder names the files"
        )
    return "".join(f"{line}\n" for line in lines)


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
