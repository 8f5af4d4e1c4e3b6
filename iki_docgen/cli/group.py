"""The manners of a group of commands: their order, and loading only the one that is meant."""

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

import click


class Later(NamedTuple):
    """A command that is loaded when it is run: where it stands, and the head of its help."""

    module: str
    about: str


class Group(click.Group):
    """Lists the commands in the order of the work, not of the alphabet."""

    later: Mapping[str, Later] = {}
    """Commands that stand in modules of their own, by their name, which is their function's too."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands as they were added."""
        del ctx
        return list(self.later) + [name for name in self.commands if name not in self.later]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, loaded now if need be."""
        if cmd_name in self.later and cmd_name not in self.commands:
            found = getattr(import_module(self.later[cmd_name].module), cmd_name)
            self.add_command(found, cmd_name)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands; those that are loaded later need not be loaded for it."""
        if not self.later:
            super().format_commands(ctx, formatter)
            return
        limit = formatter.width - 6 - max(map(len, self.later))  # as click does it
        rows = [
            (name, click.Command(name, help=later.about).get_short_help_str(limit))
            for name, later in self.later.items()
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
