"""`iki template`."""

import sys
from pathlib import Path

import click

from iki_docgen.cli.group import Group
from iki_docgen.cli.printing import FOR_PEOPLE, FORMATS, PATH, colored, emit, exit_of, width
from iki_docgen.errors import Exit


@click.group(cls=Group)
def template() -> None:
    """Look at the Word template that lays out the documents."""


@template.command("check")
@click.argument("file", required=False, type=PATH)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="text, short and html (a page for a browser) for people, the others for programs.",
)
def template_check(file: Path | None, form: str) -> int:
    """Say whether the template FILE is right; lines are paragraphs.

    \b
    Examples:
        iki template check
        iki template check templates/baru.docx
    """
    from iki_docgen import project
    from iki_docgen.pipeline.templating import check_template
    from iki_docgen.report.formats import FORMATS
    from iki_docgen.report.subject import Subject

    source, findings = check_template(file, project.find())
    subject = Subject(source.path, findings, source, colored(sys.stdout))
    emit(FORMATS[form](subject), None, for_people=form in FOR_PEOPLE)
    return exit_of(findings, Exit.TEMPLATE)


@template.command("variables")
def template_variables() -> int:
    """List what a template may print, with an example of each."""
    from iki_docgen.report.tables import render_table
    from iki_docgen.word.variables import variables

    rows = [(path, found.description, found.example) for path, found in variables()]
    headings = ("Variable", "What it is", "Example")
    click.echo(render_table(headings, rows, width=width(), color=colored(sys.stdout)), nl=False)
    return Exit.FINE
