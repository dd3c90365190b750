"""The generated pages say what the program says, and every command has its help."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from tools.write_docs import DOCS, pages

from draftloop import config
from draftloop.adapters.scaffolds import BUILT_IN, Shelf
from draftloop.cli.main import MODULES, draftloop


@pytest.mark.parametrize("name", ["commands.md", "keys.md"])
def test_a_generated_page_is_fresh(name: str) -> None:
    assert (DOCS / name).read_text() == pages()[name], "run `make docs`"


def test_the_settings_on_the_page_about_files_can_be_used(tmp_path: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", (DOCS / "files.md").read_text(), re.DOTALL)
    for number, name in enumerate(("draftloop.toml", "config.toml")):
        chosen = [block for block in blocks if ("[editor]" in block) == bool(number)]
        (tmp_path / name).write_text("\n".join(chosen))
    settings = config.load(str(tmp_path), str(tmp_path))
    assert settings.targets["site"].address == "/posts/{slug}/"
    assert settings.done.run == {"the site builds": ("hugo", "--panicOnWarning")}


def test_the_page_about_files_names_every_scaffold() -> None:
    page = (DOCS / "files.md").read_text()
    assert [name for name in Shelf(BUILT_IN, BUILT_IN).names() if f"`{name}`" not in page] == []


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
