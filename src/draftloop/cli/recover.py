"""`recover`: texts that were kept safe but never reached their file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import json_option
from draftloop.cli.context import Context

if TYPE_CHECKING:
    from draftloop.loop.ports import KeptText


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
        out.json([_as_json(text) for text in kept])
        return
    out.table([_row(text) for text in kept])
    if kept:
        out.note("`draftloop recover diff ID` shows what a file lacks, `recover take ID` puts it back")
        if any(_is_gone(text) for text in kept):
            out.note("where the file is not there any more, `recover take ID` makes it again at its old path")
    else:
        out.note("nothing waits here: every text that was typed has reached its file")


def _as_json(text: KeptText) -> dict[str, object]:
    return {
        "id": text.id,
        "file": text.file,
        "when": text.when.isoformat(),
        "words": text.words,
        "newer_than_file": text.newer_than_file,
        "missing_words": text.missing_words,
        "file_words": text.file_words,
        "file_when": text.file_when.isoformat() if text.file_when else None,
        "moved_from": text.moved_from or None,
    }


def _is_gone(text: KeptText) -> bool:
    """Whether there is no such file: its draft was deleted, or renamed and nothing tells to what."""
    return text.file_when is None


def _row(text: KeptText) -> list[str]:
    place = f"{text.file} (from {text.moved_from})" if text.moved_from else text.file
    if text.file_words is not None:
        missing = f"{text.missing_words} not in the file"
    else:
        missing = "not there any more" if _is_gone(text) else "file cannot be read"
    return [text.id, f"{text.when:%Y-%m-%d %H:%M}", f"{text.words} words", missing, place]


@recover.command()
@click.argument("id")
@click.pass_obj
def show(context: Context, id: str) -> None:  # noqa: A002 - the word of the command line
    """Print a kept text."""
    out.raw(context.forgiving_desk().recovery.text(id))


@recover.command()
@click.argument("id")
@click.pass_obj
def diff(context: Context, id: str) -> None:  # noqa: A002
    """What a kept text has (+) and its file has not (-), line by line. Nothing is changed."""
    from difflib import unified_diff

    from draftloop.steps.recover import compare_kept

    path, stands, kept = compare_kept(context.forgiving_desk(), id)
    names = (path, f"{path} as kept")
    for row in unified_diff(stands.splitlines(), kept.splitlines(), *names, lineterm=""):
        out.line(row)


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
