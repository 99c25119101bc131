"""The command `gouji`: its subcommands and nothing else; each lives in gouji.commands.

A subcommand is imported when it is called, so that an image with one service's dependencies runs that service.
"""

from importlib import import_module

import click

from shared.version import VERSION

_COMMANDS = {
    "review": "review",
    "parse": "parse",
    "up": "serve",
    "serve": "serve",
    "rules": "rules",
    "provision": "provision",
    "dead": "dead",
    "submit": "remote",
    "status": "remote",
    "purge": "remote",
    "events": "events",
}


class _Commands(click.Group):
    """Subcommands by name, from the module of `_COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        try:
            module = import_module(f"gouji.commands.{_COMMANDS[cmd_name]}")
        except ModuleNotFoundError as error:
            return _not_installed(cmd_name, error)
        command: click.Command = getattr(module, cmd_name)
        return command


def _not_installed(name: str, error: ModuleNotFoundError) -> click.Command:
    """The command of that name where a library that it needs is missing: it says so."""
    reason = f"此处未安装该命令所需的库。 Not installed here: {error.name} is missing."

    @click.command(name, help=reason, context_settings={"ignore_unknown_options": True})
    @click.argument("rest", nargs=-1, type=click.UNPROCESSED)
    def missing(rest: tuple[str, ...]) -> None:
        raise click.UsageError(reason)

    return missing


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="gouji")
def main() -> None:
    """勾稽：审核部门预算与绩效文本。 Reviews departmental budgets and their performance targets."""
