"""The command line: options in, one call of the pipeline, printing, exit code."""

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from errno import EBADF

import click

from iki_docgen.cli.group import Group, Later
from iki_docgen.cli.printing import complain
from iki_docgen.cli.stopping import stop_as_asked
from iki_docgen.errors import Exit, IkiError, OutputError, StoppedError

__all__ = ["cli", "main"]

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Group, context_settings=_CONTEXT)
@click.version_option(package_name="iki-docgen", prog_name="iki")
def cli() -> None:
    """Read, check and write Indikator Kinerja Individu (IKI) documents.

    \b
    A new folder:        iki init my-agency
    The documents:       iki build
    What is wrong:       iki check
    What has changed:    iki diff OLD NEW
    What a code means:   iki explain IKI203
    """


cli.later = {
    name: Later(f"iki_docgen.cli.{module}", about)
    for name, module, about in (
        ("build", "building", "Write the Word documents, the book and the records."),
        ("parse", "parsing", "Print the records of SOURCE; findings go to standard error."),
        ("check", "checking", "Say what is wrong with each SOURCE, and where."),
        ("diff", "comparing", "Say what changed from OLD to NEW, by meaning and not by line."),
        (
            "collect",
            "collecting",
            "Take what people typed into Word files back into source/penjelasan.yaml.",
        ),
        ("status", "showing", "Say how far the Penjelasan are filled, and what to do next."),
        (
            "explain",
            "explaining",
            (
                "Say why the finding CODE exists, with a bad and a good example;"
                " without CODE, list all."
            ),
        ),
        ("template", "templates", "Look at the Word template that lays out the documents."),
        ("init", "starting", "Make DIR a folder ready to work in; what is there already stays."),
    )
}
"""The commands, each with the first sentence of its own help."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with its exit code.  Every failure of a run is shown here."""
    _open_closed_streams()
    stop_as_asked()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that knows fewer letters shows `?`
            stream.reconfigure(errors="replace")
    try:
        code: int | None = cli.main(arguments, prog_name="iki", standalone_mode=False)
        sys.stdout.flush()
    except IkiError as error:
        code = complain(error)
    except click.ClickException as error:
        with suppress(OSError):
            error.show()
        code = Exit.USAGE
    except click.Abort:
        hint = "files already written are whole; to go on, run the same command again"
        code = complain(StoppedError("stopped", hint=hint))
    except BrokenPipeError:  # `iki check | head`
        _forget_output()
        code = Exit.FINE
    except OSError as error:
        _forget_output()
        code = complain(_output_error(error))
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
    """Return the sentence for standard output that takes no more, or a file nobody may look at."""
    from iki_docgen.files import is_full

    if is_full(error):
        hint = "make room on the disk, then run the same command again"
        return OutputError("the output could not be written: the disk is full", hint=hint)
    if error.errno == EBADF:
        return OutputError("the output could not be written: it is not open for writing")
    reason = error.strerror or error
    if error.filename:  # such as in a folder that may not be entered
        return OutputError(
            f"{error.filename} could not be looked at: {reason}",
            hint="may you open it and the folder that it is in? is it somebody else's?",
        )
    return OutputError(f"the output could not be written: {reason}")
