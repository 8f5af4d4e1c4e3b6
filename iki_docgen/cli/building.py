"""`iki build`."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iki_docgen import shell
from iki_docgen.cli.printing import PATH
from iki_docgen.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iki_docgen.pipeline.agencies import Agency

_MOST_WORKERS = 60
"""Windows waits for no more processes than that; more machines are a cluster."""


@click.command()
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATH]...")
@click.option(
    "--only", multiple=True, metavar="NAME", help="Only positions of this number or name."
)
@click.option("--output", type=PATH, metavar="DIR", help="Write here, not into output/<year>/.")
@click.option("--template", type=PATH, metavar="FILE", help="Lay out with this Word template.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something would change.")
@click.option("--force", is_flag=True, help="Replace files that were typed in; each leaves a .bak.")
@click.option(
    "--workers",
    type=click.IntRange(1, _MOST_WORKERS),
    default=1,
    metavar="N",
    help="Build several agencies with N processes.",
)
@click.option("--cluster", metavar="ADDRESS", help="Build with the workers of a Dask scheduler.")
def build(
    paths: tuple[Path, ...],
    only: tuple[str, ...],
    output: Path | None,
    template: Path | None,
    *,
    check: bool,
    force: bool,
    workers: int,
    cluster: str | None,
) -> int:
    """Write the Word documents, the book and the records.

    PATH is a text, records (.json, .yaml), a folder with an iki.toml, or a folder in which such
    folders stand; without one, the source that iki.toml names is built.

    \b
    Examples:
        iki build
        iki build --only 3 --only sekretariat
        iki build output/2026/records.json --template templates/baru.docx
        iki build provinsi --workers 2
    """
    from iki_docgen.cli.built import build_many, build_one
    from iki_docgen.pipeline.agencies import find_agencies, folders_of
    from iki_docgen.pipeline.below import refuse_hidden
    from iki_docgen.pipeline.options import Options

    if cluster is not None and workers > 1:
        raise UsageError(
            "--workers and --cluster exclude each other",
            hint="--workers builds on this machine, --cluster on others",
        )
    started = time.perf_counter()
    agencies, closed = find_agencies(paths)
    if not paths:
        refuse_hidden()
    options = Options(None, only, output, template, check, force)
    if len(agencies) == 1 and not closed and cluster is None:
        return build_one(agencies[0], options, started)
    from iki_docgen.pipeline.batch import most_at_once
    from iki_docgen.pipeline.executors import in_processes, in_this_process, on_cluster

    if output is not None and len(agencies) > 1:
        raise _too_many(agencies, output)
    if cluster is not None:
        workplace = on_cluster(cluster, folders_of(paths))
    else:
        most = min(workers, most_at_once(len(agencies)))
        workplace = in_processes(most) if most > 1 else in_this_process
    return build_many(agencies, closed, options, workplace, started)


def _too_many(agencies: "Sequence[Agency]", output: Path) -> UsageError:
    """Return the error of an --output for several agencies, with a command that can be meant."""
    first = f"{shell.word(agencies[0].name)} --output {shell.word(output)}"
    return UsageError(
        f"--output is for one agency, and these are {len(agencies)}",
        hint=f"give the folder of one of them: iki build {first}",
    )
