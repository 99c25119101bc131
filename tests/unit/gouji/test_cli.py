"""The command line as a whole: every command is there, and one whose libraries are missing says so."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from gouji import cli

COMMANDS = Path(cli.__file__).parent / "commands"


def test_every_command_is_listed_with_what_it_does() -> None:
    listed = CliRunner().invoke(cli.main, ["--help"]).output
    assert all(f"  {name} " in listed for name in cli._COMMANDS)


def test_every_module_of_commands_is_reached() -> None:
    assert {path.stem for path in COMMANDS.glob("[a-z]*.py")} == set(cli._COMMANDS.values())


def test_a_command_without_its_libraries_says_which_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "gouji.commands.parse", raising=False)
    monkeypatch.setitem(sys.modules, "services.parse.core", None)
    result = CliRunner().invoke(cli.main, ["parse", "--lang", "zh"])
    assert result.exit_code == 2
    assert "services.parse.core" in result.output


def test_an_unknown_command_is_a_wrong_call() -> None:
    assert CliRunner().invoke(cli.main, ["nothing"]).exit_code == 2
