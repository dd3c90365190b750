"""The generated pages say what the program says, and every command has its help."""

from __future__ import annotations

import click
import pytest
from tools.write_docs import DOCS, pages

from draftloop.cli.main import MODULES, draftloop


@pytest.mark.parametrize("name", ["commands.md", "keys.md"])
def test_a_generated_page_is_fresh(name: str) -> None:
    assert (DOCS / name).read_text() == pages()[name], "run `make docs`"


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
