"""Failures of a run, each with the exit code it leads to.

A fault of a document is a finding (`diagnostics`), never an exception.  These are raised by
readers, writers and the command line, and shown to the user by one handler in `cli`.
"""

from enum import IntEnum


class Exit(IntEnum):
    """What the program returns to the shell."""

    FINE = 0
    FOUND = 1
    """Findings, differences, conflicts or refusals."""
    USAGE = 2
    INPUT = 3
    TEMPLATE = 4
    STOPPED = 130
    """Ctrl-C: 128 and the number of its signal, as shells count."""


class IkiError(Exception):
    """A failure that ends the run: what happened, where, and what to do about it."""

    exit_code = Exit.INPUT

    def __init__(self, message: str, *, hint: str = "", cause: str = "") -> None:
        """Keep the sentence for the user and the advice that follows it.

        `cause` is a sentence without the place, if the same may be wrong at many places at once.
        """
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.cause = cause


class UsageError(IkiError):
    """An argument that cannot be meant."""

    exit_code = Exit.USAGE


class InputError(IkiError):
    """A file that cannot be read, or says what it may not say."""


class OutputError(IkiError):
    """A file that cannot be written."""

    exit_code = Exit.FOUND


class StoppedError(IkiError):
    """A run that the user ended."""

    exit_code = Exit.STOPPED


class TemplateError(IkiError):
    """A template that cannot be used."""

    exit_code = Exit.TEMPLATE
