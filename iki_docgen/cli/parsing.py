"""`iki parse`."""

from pathlib import Path

import click

from iki_docgen.cli.printing import PATH, emit, refuse_sources
from iki_docgen.errors import Exit


@click.command()
@click.argument("source", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "yaml"]),
    default="json",
    show_default=True,
    help="How to write the records.",
)
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write here, not to the screen.")
def parse(source: str | None, form: str, output: Path | None) -> int:
    """Print the records of SOURCE; findings go to standard error.

    \b
    Examples:
        iki parse
        iki parse source/iki.txt --format yaml
        iki parse - < iki.txt
    """
    from iki_docgen import codec
    from iki_docgen.pipeline.loading import load_meant, refuse_nothing
    from iki_docgen.report.formats import FORMATS
    from iki_docgen.report.subject import Subject

    loaded = load_meant(source)
    refuse_nothing(loaded)
    refuse_sources(output, (loaded.path,))
    emit(codec.dumps(loaded.document, format=form), output)
    subject = Subject(loaded.path, loaded.findings, loaded.source)
    click.echo(FORMATS["short"](subject), nl=False, err=True)
    return Exit.FINE
