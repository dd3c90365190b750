"""`recover`: texts that were kept safe but never reached their file."""

from __future__ import annotations

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import json_option
from draftloop.cli.context import Context


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def recover(ctx: click.Context, as_json: bool) -> None:
    """Texts kept safe that never reached their file. Without a command: lists them."""
    if ctx.invoked_subcommand is not None:
        return
    context: Context = ctx.obj
    kept = context.forgiving_desk().recovery.kept()
    if as_json:
        out.json(
            [
                {
                    "id": text.id,
                    "file": text.file,
                    "when": text.when.isoformat(),
                    "words": text.words,
                    "newer_than_file": text.newer_than_file,
                }
                for text in kept
            ]
        )
        return
    out.table([[text.id, f"{text.when:%Y-%m-%d %H:%M}", f"{text.words} words", text.file] for text in kept])
    if not kept:
        out.note("nothing waits here: every text that was typed has reached its file")


@recover.command()
@click.argument("id")
@click.pass_obj
def show(context: Context, id: str) -> None:  # noqa: A002 - the word of the command line
    """Print a kept text."""
    out.raw(context.forgiving_desk().recovery.text(id))


@recover.command()
@click.argument("id")
@click.pass_obj
def take(context: Context, id: str) -> None:  # noqa: A002
    """Put a kept text in its file's place; the file's own text is kept safe first."""
    from draftloop.steps.recover import take_kept

    path = take_kept(context.forgiving_desk(), id)
    out.line(f"{path} holds the kept text now; what stood there is kept safe (`draftloop recover`)")


@recover.command()
@click.argument("id")
@click.pass_obj
def dismiss(context: Context, id: str) -> None:  # noqa: A002
    """Take a kept text off the list; it is not deleted."""
    context.forgiving_desk().recovery.dismiss(id)
    out.line(f"{id} is off the list")


COMMANDS = {"recover": recover}
