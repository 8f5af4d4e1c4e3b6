"""`iki build`."""

import os
import sys
import time
from pathlib import Path

import click

from iki_docgen.cli.printing import PATH, colored, complain, progress_bar, width
from iki_docgen.errors import Exit, IkiError, UsageError


@click.command()
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATH]...")
@click.option(
    "--only", multiple=True, metavar="NAME", help="Only positions of this number or name."
)
@click.option("--output", type=PATH, metavar="DIR", help="Write here, not into output/<year>/.")
@click.option("--template", type=PATH, metavar="FILE", help="Lay out with this Word template.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something would change.")
@click.option("--force", is_flag=True, help="Replace files that were typed in; each leaves a .bak.")
def build(
    paths: tuple[Path, ...],
    only: tuple[str, ...],
    output: Path | None,
    template: Path | None,
    *,
    check: bool,
    force: bool,
) -> int:
    """Write the Word documents, the book and the records.

    PATH is a text, records (.json, .yaml), or a folder with an iki.toml; without one, the source
    that iki.toml names is built.

    \b
    Examples:
        iki build
        iki build --only 3 --only sekretariat
        iki build output/2026/records.json --template templates/baru.docx
    """
    from iki_docgen import project
    from iki_docgen.pipeline.building import Options, prepare, refuse_shared_output
    from iki_docgen.pipeline.building import build as write_all
    from iki_docgen.report.tables import build_report

    if output is not None and len(paths) > 1:
        raise UsageError("--output takes one PATH", hint="build the folders one after another")
    worst = Exit.FINE
    prepared = []
    for path in paths or (None,):
        started = time.perf_counter()
        folder = path if path is not None and os.path.isdir(path) else None  # noqa: PTH112 - a name too long for a file is no error yet
        source = str(path) if path is not None and folder is None else None
        options = Options(source, only, output, template, check, force)
        try:
            there = project.at(folder) if folder else project.find()
            ready = prepare(there, options)
        except IkiError as error:
            worst = max(worst, complain(error))
        else:
            read_in = time.perf_counter() - started
            prepared.append((ready, read_in, _check_command(folder, source)))
    refuse_shared_output([ready for ready, _, _ in prepared])
    for ready, read_in, command in prepared:
        started = time.perf_counter()
        try:
            with progress_bar() as progress:
                done = write_all(ready, progress)
        except IkiError as error:
            worst = max(worst, complain(error))
            continue
        table, troubles, summary = build_report(
            done,
            seconds=read_in + time.perf_counter() - started,
            command=command,
            width=width(),
            color=colored(sys.stdout),
        )
        click.echo(table, nl=False)
        click.echo(troubles, nl=False, err=True)
        click.echo(summary, nl=False)
        if done.failed or (check and done.outdated):
            worst = max(worst, Exit.FOUND)
    return worst


def _check_command(folder: Path | None, source: str | None) -> str:
    """Return what to type to see the findings of a build."""
    if folder is not None:
        return f"cd {folder} && iki check"
    if source == "-":
        return "iki check - < the same text"
    return "iki check" if source is None else f"iki check {source}"
