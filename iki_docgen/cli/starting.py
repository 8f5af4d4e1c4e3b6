"""`iki init`."""

import sys
from pathlib import Path

import click

from iki_docgen.cli.printing import PATH, colored, width
from iki_docgen.errors import Exit


@click.command()
@click.argument("folder", required=False, type=PATH, default=Path(), metavar="[DIR]")
def init(folder: Path) -> int:
    """Make DIR a folder ready to work in; what is there already stays.

    \b
    Example:
        iki init dinas-sosial
    """
    from iki_docgen import project
    from iki_docgen.pipeline.starting import init as start
    from iki_docgen.report.tables import started_table

    if not folder.is_absolute():
        project.here()  # refuses one that is gone
    files = start(folder)
    click.echo(started_table(files, width=width(), color=colored(sys.stdout)), nl=False)
    where = "" if folder == Path() else f" in {folder}"
    click.echo(f"Next{where}: put your text into source/, name it in iki.toml, and run: iki build")
    return Exit.FINE
