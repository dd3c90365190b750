"""`diff`: two outlines as trees of ideas."""

from __future__ import annotations

import os

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import json_option
from draftloop.cli.context import Context
from draftloop.cli.outline_report import diff_lines
from draftloop.loop.errors import BadValue


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--engine", type=click.Choice(["words", "meaning"]), default="words", help="How points are matched."
)
@json_option
@click.pass_obj
def diff(context: Context, old: str, new: str, engine: str, as_json: bool) -> None:
    """Compare two outlines: files, or versions like SLUG@1 and SLUG@2."""
    from draftloop.steps.diff import diff_named

    if engine == "meaning":
        raise BadValue("engine", engine, "is not installed; the engine that compares words is always there")
    both_files = os.path.isfile(old) and os.path.isfile(new)
    desk = context.desk_without_workspace() if both_files else context.desk()
    found = diff_named(desk, old, new)
    if as_json:
        out.json(found.to_json())
        return
    for line in diff_lines(found.old, found.new, found.diff):
        out.line(line)
    out.line(f"settled {found.settled.total:.2f} · compared by words")


COMMANDS = {"diff": diff}
