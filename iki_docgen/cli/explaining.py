"""`iki explain`."""

import sys

import click

from iki_docgen.cli.printing import colored, width
from iki_docgen.errors import Exit


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Say why the finding CODE exists, with a bad and a good example; without CODE, list all.

    \b
    Examples:
        iki explain IKI203
        iki explain missing-sumber-data
    """
    from iki_docgen.diagnostics import Code
    from iki_docgen.pipeline.loading import code_named
    from iki_docgen.report.explain import explain as explain_code
    from iki_docgen.report.tables import render_table

    if code is None:
        rows = [(known.id, known.label, known.severity.value) for known in Code]
        headings = ("Code", "Name", "Severity")
        table = render_table(headings, rows, width=width(), color=colored(sys.stdout))
        click.echo(table, nl=False)
        return Exit.FINE
    click.echo(explain_code(code_named(code)))
    return Exit.FINE
