"""`iki status`."""

import sys

import click

from iki_docgen.cli.printing import colored, emit, width
from iki_docgen.errors import Exit


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for people, json for programs.",
)
def status(form: str) -> int:
    """Say how far the Penjelasan are filled, and what to do next.

    \b
    Examples:
        iki status
        iki status --format json
    """
    from iki_docgen import project
    from iki_docgen.pipeline.collecting import uncollected_in
    from iki_docgen.pipeline.status import status as look
    from iki_docgen.report.progress import status_json, status_text

    here = project.find()
    found = look(here, uncollected_in(here))
    if form == "json":
        emit(status_json(found), None)
    else:
        click.echo(status_text(found, width=width(), color=colored(sys.stdout)), nl=False)
    return Exit.FINE
