"""The command `gouji`: its subcommands and nothing else; each lives in gouji.commands."""

import click

from gouji.commands.parse import parse
from gouji.commands.review import review
from gouji.commands.rules import rules
from gouji.commands.serve import serve, up
from shared.version import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="gouji")
def main() -> None:
    """勾稽：审核部门预算与绩效文本。 Reviews departmental budgets and their performance targets."""


for command in (review, parse, up, serve, rules):
    main.add_command(command)
