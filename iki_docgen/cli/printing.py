"""What commands share: how results are printed, and what the shell is told."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import click

from iki_docgen.errors import Exit, IkiError, UsageError

PATH = click.Path(path_type=Path, readable=False)  # who opens a file says why it cannot be read
FORMATS = ("text", "short", "json", "sarif", "github", "html")
FOR_PEOPLE = frozenset({"text", "short"})
_NARROWEST = 60


def emit(text: str | bytes, output: Path | None, *, for_people: bool = False) -> None:
    """Print a result, or put it into a file.

    Results for programs are UTF-8 with line feeds, whatever the console takes people's text for.
    """
    # The name of a file may be no Unicode.
    data = text if isinstance(text, bytes) else text.encode(errors="replace")
    if output is not None:
        from iki_docgen.files import write_atomically

        write_atomically(output, data)
    elif for_people:
        click.echo(text, nl=False)
    else:
        click.echo(data, nl=False)


def refuse_sources(output: Path | None, sources: Sequence[str]) -> None:
    """Raise `UsageError` if a result would replace a source that it is about."""
    for source in sources:
        if output is not None and output.exists() and _same(output, Path(source)):
            raise UsageError(
                f"{output} was not written: it is a source of this result",
                hint="give another name with -o",
            )


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.is_file() and one.samefile(other)
    return False


def exit_of(
    findings: Sequence[object], worst: Exit = Exit.FOUND, *, fail_on: str = "warning"
) -> Exit:
    """Return the exit code of findings: `worst` is that of an error.

    `fail_on` is the least severity that counts; `never` says that none does.
    """
    from iki_docgen.diagnostics import Diagnostic, Severity

    counting = {"error": 1, "warning": 2, "note": 3, "never": 0}[fail_on]
    counted = set(list(Severity)[:counting])
    severities = {found.severity for found in findings if isinstance(found, Diagnostic)} & counted
    if Severity.ERROR in severities:
        return worst
    return Exit.FOUND if severities else Exit.FINE


def colored(stream: IO[str]) -> bool:
    """Tell whether colours are wanted: on a terminal, unless NO_COLOR says no."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def width() -> int:
    """Return the columns of the terminal; wide where the output goes into a file."""
    if not sys.stdout.isatty():
        return 160
    return max(_NARROWEST, shutil.get_terminal_size().columns)


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int, str], None] | None]:
    """Show a bar on standard error while it is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    with Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("", visible=False)  # until it is known how much there is to do
        yield lambda done, total, name: bar.update(
            task, completed=done, total=total, description=escape(name), visible=True
        )


def say(sentence: str) -> None:
    """Tell at once what people should know while they wait.

    A bar moves out of its way, if it is written where the bar is looking: not past it, as click
    would.
    """
    with suppress(OSError):
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()


def complain(error: IkiError) -> Exit:
    """Show a failure of the run and return its exit code."""
    head = click.style("error", fg="red", bold=True) if colored(sys.stderr) else "error"
    with suppress(OSError):
        click.echo(f"{head}: {error.message}", err=True)
        if error.hint:
            click.echo(f"  help: {error.hint}", err=True)
    return error.exit_code
