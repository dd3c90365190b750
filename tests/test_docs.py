"""The generated pages say what the program says, and every command has its help."""

from __future__ import annotations

import subprocess
import sys

import click
from tools.write_docs import DOCS

from draftloop.cli.main import MODULES, draftloop


def test_the_generated_pages_are_fresh() -> None:
    # A process of its own: click remembers the first help option a command was ever asked for.
    run = subprocess.run(
        [sys.executable, "-m", "tools.write_docs", "--check"],
        cwd=DOCS.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (0, ""), f"run `make docs`: {run.stdout}{run.stderr}"


def every_command() -> list[click.Command]:
    found: list[click.Command] = []
    waiting = [draftloop.get_command(click.Context(draftloop), name) for name in MODULES]
    while waiting:
        command = waiting.pop()
        assert command is not None
        found.append(command)
        if isinstance(command, click.Group):
            waiting += command.commands.values()
    return found


def test_every_command_and_every_option_has_help() -> None:
    for command in every_command():
        assert command.help, command.name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{command.name} {parameter.name}"
