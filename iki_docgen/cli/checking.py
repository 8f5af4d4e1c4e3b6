"""`iki check`."""

import sys
from pathlib import Path

import click

from iki_docgen.cli.printing import FOR_PEOPLE, FORMATS, PATH, colored, emit, exit_of


@click.command()
@click.argument("source", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="text, short and html (a page for a browser) for people, the others for programs.",
)
@click.option("--select", metavar="CODES", help="Only these codes, such as IKI1,IKI203.")
@click.option("--ignore", metavar="CODES", help="All but these codes.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write here, not to the screen.")
def check(
    source: str | None, form: str, select: str | None, ignore: str | None, output: Path | None
) -> int:
    """Say what is wrong with SOURCE, and where.

    Exit code 1 if there is an error or a warning; notes alone leave it 0.

    \b
    Examples:
        iki check
        iki check source/iki.txt --format short
        iki check --ignore IKI402,odd-label
        iki check --format html -o periksa.html
    """
    from iki_docgen.pipeline.loading import load_meant, selected
    from iki_docgen.report import FORMATS
    from iki_docgen.report.subject import Subject

    loaded = load_meant(source)
    findings = selected(loaded.findings, select, ignore)
    color = output is None and colored(sys.stdout)
    subject = Subject(loaded.path, findings, loaded.source, color, loaded.document)
    emit(FORMATS[form](subject), output, for_people=form in FOR_PEOPLE)
    return exit_of(findings)
