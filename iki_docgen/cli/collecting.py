"""`iki collect`."""

import sys
from pathlib import Path

import click

from iki_docgen.cli.printing import PATH, colored, progress_bar, width


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="Show what would be stored; store nothing.")
@click.option(
    "--use",
    type=click.Choice(["theirs", "ours"]),
    help="In a conflict take what the file says, or keep what is stored.",
)
def collect(files: tuple[Path, ...], *, dry_run: bool, use: str | None) -> int:
    """Take what people typed into Word files back into source/penjelasan.yaml.

    FILE is a Word file that iki build made, or a copy of one, or a folder of them.  Exit code 1
    if something needs a person, 3 if a file cannot be read.

    \b
    Examples:
        iki collect masuk/*.docx
        iki collect masuk --dry-run
        iki collect output/2026/03-sub-bagian-umum.docx --use theirs
    """
    from iki_docgen import project
    from iki_docgen.pipeline.collecting import Options, collect_files, exit_code, word_files
    from iki_docgen.report.collected import (
        collected_summary,
        collected_table,
        collected_troubles,
    )

    with progress_bar() as progress:
        done = collect_files(
            project.find(), word_files(files), Options(dry_run, use or ""), progress
        )
    color = colored(sys.stdout)
    click.echo(collected_table(done, width=width(), color=color), nl=False)
    click.echo(collected_troubles(done, color=colored(sys.stderr)), nl=False, err=True)
    click.echo(collected_summary(done), nl=False)
    return exit_code(done)
