"""What `iki build` does with the agencies that it found: one in full, many as a table."""

import sys
import time
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from iki_docgen.cli.printing import colored, progress_bar, say, width
from iki_docgen.errors import Exit
from iki_docgen.pipeline.agencies import Agency, with_own_folders
from iki_docgen.pipeline.below import hidden_below
from iki_docgen.pipeline.options import Options
from iki_docgen.pipeline.stamp import watch_over
from iki_docgen.report.below import below_note
from iki_docgen.report.tables import build_report
from iki_docgen.results import Outcome
from iki_docgen.shell import there, word

if TYPE_CHECKING:
    from iki_docgen.pipeline.executors import Workplace


def build_one(agency: Agency, options: Options, started: float) -> int:
    """Build an agency and show what became of each of its files."""
    options = replace(options, source=agency.source)
    watch = watch_over(agency.root, options, own=agency.own)
    done = watch.recalled() if watch else None
    if done is None:
        from iki_docgen.pipeline.building import build, prepare

        ready = prepare(agency.project(), options, watch)
        with progress_bar() as progress:
            done = build(ready, progress)
    table, troubles, summary = build_report(
        done,
        seconds=time.perf_counter() - started,
        command=_check_command(agency),
        width=width(),
        color=colored(sys.stdout),
    )
    click.echo(table, nl=False)
    click.echo(troubles, nl=False, err=True)
    click.echo(summary, nl=False)
    click.echo(below_note(hidden_below([agency])), nl=False, err=True)
    return Exit.FOUND if done.failed or (options.check and done.outdated) else Exit.FINE


def build_many(
    agencies: list[Agency],
    closed: list[Outcome],
    options: Options,
    workplace: "Workplace",
    started: float,
) -> int:
    """Build agencies and show how many came out well, and what to do about the others."""
    from iki_docgen.pipeline.batch import build_all
    from iki_docgen.pipeline.compiling import template_given
    from iki_docgen.report.batches import batch_table, batch_troubles

    template_given(options)  # what is wrong with it is wrong with all
    ready, failed = with_own_folders(agencies)
    with progress_bar() as progress:
        batch = build_all(ready, options, workplace, progress=progress, say=say)
    for outcome in (*closed, *failed):
        batch.add(outcome)
    table = batch_table(
        batch,
        seconds=time.perf_counter() - started,
        width=width(),
        color=colored(sys.stdout),
        check=options.check,
    )
    click.echo(batch_troubles(batch), nl=False, err=True)
    click.echo(table, nl=False)
    click.echo(below_note(hidden_below(agencies)), nl=False, err=True)
    return batch.worst


def _check_command(agency: Agency) -> str:
    """Return what to type to see the findings of a build."""
    if agency.own:
        return there(agency.name, "iki check")
    if agency.source == "-":
        return "iki check - < the same text"
    return "iki check" if agency.source is None else f"iki check {word(agency.source)}"
