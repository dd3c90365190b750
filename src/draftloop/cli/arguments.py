"""Arguments many commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

Command = Callable[..., Any]

json_option: Callable[[Command], Command] = click.option(
    "--json", "as_json", is_flag=True, help="As one JSON document."
)
editor_option: Callable[[Command], Command] = click.option(
    "--editor", "in_editor", is_flag=True, help="In $VISUAL or $EDITOR, not in the app."
)
draft_argument: Callable[[Command], Command] = click.argument("slug", metavar="SLUG")
