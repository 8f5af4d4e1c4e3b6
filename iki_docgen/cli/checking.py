"""`iki check`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from iki_docgen.cli.printing import (
    FOR_PEOPLE,
    FORMATS,
    PATH,
    colored,
    complain,
    emit,
    exit_of,
    refuse_sources,
)
from iki_docgen.errors import Exit, IkiError, UsageError

_FAIL_ON = ("error", "warning", "note", "never")
_Done = TypeVar("_Done")


@click.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
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
@click.option("--fix", is_flag=True, help="Correct in the text what is certain, and only that.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option(
    "--fail-on",
    type=click.Choice(_FAIL_ON),
    default="warning",
    show_default=True,
    help="The least severity for exit code 1.",
)
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write here, not to the screen.")
def check(
    *,
    sources: tuple[str, ...],
    form: str,
    select: str | None,
    ignore: str | None,
    fix: bool,
    diff: bool,
    fail_on: str,
    output: Path | None,
) -> int:
    """Say what is wrong with each SOURCE, and where.

    Exit code 1 if there is an error or a warning; notes alone leave it 0.

    \b
    Examples:
        iki check
        iki check source/iki.txt --format short
        iki check --ignore IKI402,odd-label
        iki check --diff
        iki check --fix --select IKI1
        iki check --format html -o periksa.html
    """
    from iki_docgen.pipeline.checking import Wish, checked, patched
    from iki_docgen.report.checked import (
        checked_report,
        fixed_report,
        patches_report,
        unpatched_report,
    )

    if output is not None:
        refuse_sources(output, sources or _own())
    wish = Wish(select, ignore, fix=fix and not diff)
    if diff:
        patches, code = _each(sources, lambda source: patched(source, wish))
        text = patches_report(patches)
        emit(text, output)
        click.echo(unpatched_report(patches), nl=False, err=True)
        return max(code, Exit.FOUND if text else Exit.FINE)
    done, code = _each(sources, lambda source: checked(source, wish))
    report = checked_report(done, form, color=output is None and colored(sys.stdout))
    if done:
        emit(report, output, for_people=form in FOR_PEOPLE)
    click.echo(fixed_report(done), nl=False, err=True)
    found = [finding for one in done for finding in one.findings]
    return max(code, exit_of(found, fail_on=fail_on))


def _own() -> list[str]:
    """Return the source that iki.toml names, if any."""
    from iki_docgen import project

    own = project.find().source
    return [] if own is None else [str(own)]


def _each(
    sources: tuple[str, ...], work: Callable[[str | None], _Done]
) -> tuple[list[_Done], Exit]:
    """Do `work` on each source; one that cannot be read does not keep the others from it."""
    done, code = [], Exit.FINE
    for source in sources or (None,):
        try:
            done.append(work(source))
        except UsageError:
            raise
        except IkiError as error:
            code = max(code, complain(error))
    return done, code
