"""The command line: options in, one call of the pipeline, printing, exit code."""

import io
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from errno import EBADF
from pathlib import Path
from typing import IO

import click

from iki_docgen.errors import Exit, IkiError, OutputError, UsageError

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_PATH = click.Path(path_type=Path, readable=False)  # who opens a file says why it cannot be read
_FORMATS = ("text", "short", "json", "sarif", "github")
_FOR_PEOPLE = frozenset({"text", "short"})
_NARROWEST = 60


class _Group(click.Group):
    """Lists the commands in the order of the work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands as they were added."""
        del ctx
        return list(self.commands)


@click.group(cls=_Group, context_settings=_CONTEXT)
@click.version_option(package_name="iki-docgen", prog_name="iki")
def cli() -> None:
    """Read, check and write Indikator Kinerja Individu (IKI) documents.

    \b
    A new folder:        iki init my-agency
    The documents:       iki build
    What is wrong:       iki check
    What a code means:   iki explain IKI203
    """


@cli.command()
@click.argument("paths", nargs=-1, type=_PATH, metavar="[PATH]...")
@click.option(
    "--only", multiple=True, metavar="NAME", help="Only positions of this number or name."
)
@click.option("--output", type=_PATH, metavar="DIR", help="Write here, not into output/<year>/.")
@click.option("--template", type=_PATH, metavar="FILE", help="Lay out with this Word template.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something would change.")
@click.option("--force", is_flag=True, help="Replace files that were typed in; each leaves a .bak.")
def build(
    paths: tuple[Path, ...],
    only: tuple[str, ...],
    output: Path | None,
    template: Path | None,
    *,
    check: bool,
    force: bool,
) -> int:
    """Write the Word documents, the book and the records.

    PATH is a text, records (.json, .yaml), or a folder with an iki.toml; without one, the source
    that iki.toml names is built.

    \b
    Examples:
        iki build
        iki build --only 3 --only sekretariat
        iki build output/2026/records.json --template templates/baru.docx
    """
    from iki_docgen import project
    from iki_docgen.pipeline.building import Options, prepare, refuse_shared_output
    from iki_docgen.pipeline.building import build as write_all
    from iki_docgen.report.tables import build_report

    if output is not None and len(paths) > 1:
        raise UsageError("--output takes one PATH", hint="build the folders one after another")
    worst = Exit.FINE
    prepared = []
    for path in paths or (None,):
        started = time.perf_counter()
        folder = path if path is not None and os.path.isdir(path) else None  # noqa: PTH112 - a name too long for a file is no error yet
        source = str(path) if path is not None and folder is None else None
        options = Options(source, only, output, template, check, force)
        try:
            there = project.at(folder) if folder else project.find()
            ready = prepare(there, options)
        except IkiError as error:
            worst = max(worst, _complain(error))
        else:
            read_in = time.perf_counter() - started
            prepared.append((ready, read_in, _check_command(folder, source)))
    refuse_shared_output([ready for ready, _, _ in prepared])
    for ready, read_in, command in prepared:
        started = time.perf_counter()
        try:
            with _progress() as progress:
                done = write_all(ready, progress)
        except IkiError as error:
            worst = max(worst, _complain(error))
            continue
        table, troubles, summary = build_report(
            done,
            seconds=read_in + time.perf_counter() - started,
            command=command,
            width=_width(),
            color=_colored(sys.stdout),
        )
        click.echo(table, nl=False)
        click.echo(troubles, nl=False, err=True)
        click.echo(summary, nl=False)
        if done.failed or (check and done.outdated):
            worst = max(worst, Exit.FOUND)
    return worst


@cli.command()
@click.argument("source", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "yaml"]),
    default="json",
    show_default=True,
    help="How to write the records.",
)
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Write here, not to the screen.")
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
    from iki_docgen.report import FORMATS
    from iki_docgen.report.subject import Subject

    loaded = load_meant(source)
    refuse_nothing(loaded)
    _emit(codec.dumps(loaded.document, format=form), output)
    subject = Subject(loaded.path, loaded.findings, loaded.source)
    click.echo(FORMATS["short"](subject), nl=False, err=True)
    return Exit.FINE


@cli.command()
@click.argument("source", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="text and short for people, the others for programs.",
)
@click.option("--select", metavar="CODES", help="Only these codes, such as IKI1,IKI203.")
@click.option("--ignore", metavar="CODES", help="All but these codes.")
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Write here, not to the screen.")
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
    """
    from iki_docgen.pipeline.loading import load_meant, selected
    from iki_docgen.report import FORMATS
    from iki_docgen.report.subject import Subject

    loaded = load_meant(source)
    findings = selected(loaded.findings, select, ignore)
    color = output is None and _colored(sys.stdout)
    subject = Subject(loaded.path, findings, loaded.source, color)
    _emit(FORMATS[form](subject), output, for_people=form in _FOR_PEOPLE)
    return _found(findings)


@cli.command()
@click.argument("files", nargs=-1, required=True, type=_PATH, metavar="FILE...")
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

    with _progress() as progress:
        done = collect_files(
            project.find(), word_files(files), Options(dry_run, use or ""), progress
        )
    color = _colored(sys.stdout)
    click.echo(collected_table(done, width=_width(), color=color), nl=False)
    click.echo(collected_troubles(done, color=_colored(sys.stderr)), nl=False, err=True)
    click.echo(collected_summary(done), nl=False)
    return exit_code(done)


@cli.command()
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
        _emit(status_json(found), None)
    else:
        click.echo(status_text(found, width=_width(), color=_colored(sys.stdout)), nl=False)
    return Exit.FINE


@cli.command()
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
        table = render_table(headings, rows, width=_width(), color=_colored(sys.stdout))
        click.echo(table, nl=False)
        return Exit.FINE
    click.echo(explain_code(code_named(code)))
    return Exit.FINE


@cli.group(cls=_Group)
def template() -> None:
    """Look at the Word template that lays out the documents."""


@template.command("check")
@click.argument("file", required=False, type=_PATH)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="text and short for people, the others for programs.",
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
    from iki_docgen.report import FORMATS
    from iki_docgen.report.subject import Subject

    source, findings = check_template(file, project.find())
    subject = Subject(source.path, findings, source, _colored(sys.stdout))
    _emit(FORMATS[form](subject), None, for_people=form in _FOR_PEOPLE)
    return _found(findings, Exit.TEMPLATE)


@template.command("variables")
def template_variables() -> int:
    """List what a template may print, with an example of each."""
    from iki_docgen.report.tables import render_table
    from iki_docgen.word.variables import variables

    rows = [(path, found.description, found.example) for path, found in variables()]
    headings = ("Variable", "What it is", "Example")
    click.echo(render_table(headings, rows, width=_width(), color=_colored(sys.stdout)), nl=False)
    return Exit.FINE


@cli.command()
@click.argument("folder", required=False, type=_PATH, default=Path(), metavar="[DIR]")
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
    click.echo(started_table(files, width=_width(), color=_colored(sys.stdout)), nl=False)
    where = "" if folder == Path() else f" in {folder}"
    click.echo(f"Next{where}: put your text into source/, name it in iki.toml, and run: iki build")
    return Exit.FINE


def _check_command(folder: Path | None, source: str | None) -> str:
    """Return what to type to see the findings of a build."""
    if folder is not None:
        return f"cd {folder} && iki check"
    if source == "-":
        return "iki check - < the same text"
    return "iki check" if source is None else f"iki check {source}"


def _emit(text: str, output: Path | None, *, for_people: bool = False) -> None:
    """Print a result, or put it into a file.

    Results for programs are UTF-8 with line feeds, whatever the console takes people's text for.
    """
    data = text.encode(errors="replace")  # the name of a file may be no Unicode
    if output is not None:
        from iki_docgen.files import write_atomically

        write_atomically(output, data)
    elif for_people:
        click.echo(text, nl=False)
    else:
        click.echo(data, nl=False)


def _found(findings: Sequence[object], worst: Exit = Exit.FOUND) -> Exit:
    """Return the exit code of findings: notes do not count, `worst` is that of an error."""
    from iki_docgen.diagnostics import Diagnostic, Severity

    severities = {found.severity for found in findings if isinstance(found, Diagnostic)}
    if Severity.ERROR in severities:
        return worst
    return Exit.FOUND if Severity.WARNING in severities else Exit.FINE


def _colored(stream: IO[str]) -> bool:
    """Tell whether colours are wanted: on a terminal, unless NO_COLOR says no."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def _width() -> int:
    """Return the columns of the terminal; wide where the output goes into a file."""
    if not sys.stdout.isatty():
        return 160
    return max(_NARROWEST, shutil.get_terminal_size().columns)


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None] | None]:
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
        task = bar.add_task("")
        yield lambda done, total, name: bar.update(
            task, completed=done, total=total, description=escape(name)
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with its exit code.  Every failure of a run is shown here."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that knows fewer letters shows `?`
            stream.reconfigure(errors="replace")
    try:
        code: int | None = cli.main(arguments, prog_name="iki", standalone_mode=False)
        sys.stdout.flush()
    except IkiError as error:
        code = _complain(error)
    except click.ClickException as error:
        with suppress(OSError):
            error.show()
        code = Exit.USAGE
    except click.Abort:
        code = _complain(OutputError("stopped", hint="files already written are whole"))
    except BrokenPipeError:  # `iki check | head`
        _forget_output()
        code = Exit.FINE
    except OSError as error:
        _forget_output()
        code = _complain(_output_error(error))
    sys.exit(int(code or 0))


def _open_closed_streams() -> None:
    """Put nothing where standard streams are closed, before a file takes their place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - stays open for the whole run


def _forget_output() -> None:
    """Let what could not be written go nowhere, or Python would try again when it ends."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _output_error(error: OSError) -> OutputError:
    """Return the sentence for standard output that takes no more."""
    from iki_docgen.files import is_full

    if is_full(error):
        hint = "make room on the disk, then run the same command again"
        return OutputError("the output could not be written: the disk is full", hint=hint)
    if error.errno == EBADF:
        return OutputError("the output could not be written: it is not open for writing")
    where = f"{error.filename}: " if error.filename else ""
    return OutputError(f"the output could not be written: {where}{error.strerror or error}")


def _complain(error: IkiError) -> Exit:
    """Show a failure of the run and return its exit code."""
    head = click.style("error", fg="red", bold=True) if _colored(sys.stderr) else "error"
    with suppress(OSError):
        click.echo(f"{head}: {error.message}", err=True)
        if error.hint:
            click.echo(f"  help: {error.hint}", err=True)
    return error.exit_code
