"""`iki diff`."""

import sys
from pathlib import Path

import click

from iki_docgen.cli.printing import PATH, colored, emit, refuse_sources
from iki_docgen.errors import Exit, UsageError


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html", "docx"]),
    default="text",
    show_default=True,
    help="text and html (a page for a browser) for people, json for programs, docx for Word, with"
    " tracked changes.",
)
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write here, not to the screen.")
def diff(old: str, new: str, form: str, output: Path | None) -> int:
    """Say what changed from OLD to NEW, by meaning and not by line.

    Both may be any source: a text, or records.  Exit code 0 if they say the same, 1 if not.

    \b
    Examples:
        iki diff iki-2025.txt source/iki.txt
        iki diff output/2025/records.json output/2026/records.json
        iki diff output/2025/records.json source/iki.txt --format json -o beda.json
        iki diff iki-2025.txt source/iki.txt --format html -o beda.html
        iki diff output/2025/records.json source/iki.txt --format docx -o perubahan.docx
    """
    from iki_docgen import project
    from iki_docgen.pipeline.comparing import compare_sources, rendered

    refuse_sources(output, (old, new))
    compared = compare_sources(old, new, project.find())
    result = rendered(compared, form, color=output is None and colored(sys.stdout))
    if isinstance(result, bytes) and output is None:
        raise UsageError(f"the format {form} is a file", hint="say where to write it: -o FILE")
    if form == "docx" and output is not None and isinstance(result, bytes):
        from iki_docgen.pipeline.redlining import refuse_replacing

        refuse_replacing(output, result)
    emit(result, output, for_people=form == "text")
    return Exit.FOUND if compared.comparison.changes else Exit.FINE
