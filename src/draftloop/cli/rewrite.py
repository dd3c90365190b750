"""`rewrite`: the outline once more, from memory."""

from __future__ import annotations

import sys

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import draft_argument, editor_option
from draftloop.cli.context import Context
from draftloop.loop.errors import SameDay, ToolMissing


@click.command()
@draft_argument
@editor_option
@click.option("--today", "anyway", is_flag=True, help="Even on the day of the last round.")
@click.pass_obj
def rewrite(context: Context, slug: str, in_editor: bool, anyway: bool) -> int:
    """Rewrite the outline from memory; the old one stays out of sight.

    Memory works better on another day: on the day of the last round it asks, and a script is told no.
    """
    from draftloop.steps.capture import resolve_draft
    from draftloop.steps.rewrite import begin_rewrite

    desk = context.desk()
    slug = resolve_draft(desk, slug)
    if not in_editor:
        from draftloop.cli.app import open_app

        return open_app(context, start="rewrite", slug=slug)
    was_open = desk.sittings.open(slug) is not None
    try:
        attempt = begin_rewrite(desk, slug, today_anyway=anyway)
    except SameDay:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise
        question = "You wrote it today. Memory works better tomorrow - go on anyway?"
        if not click.confirm(question, default=False, err=True):
            raise
        attempt = begin_rewrite(desk, slug, today_anyway=True)
    from draftloop.steps.rewrite import finish_in_editor

    try:
        is_written = desk.editor.edit_text(
            attempt.page,
            name=f"{slug}-outline.md",
            keep=lambda text: finish_in_editor(desk, attempt, text),
        )
    except ToolMissing:
        if not was_open:
            # Nothing was begun after all: left open, it would call the next `done` a rewrite.
            desk.sittings.close(slug)
        raise
    if not is_written:
        out.note(f"nothing was written; the outline of round {attempt.round - 1} is in its place")
        return 0
    out.note(
        f"round {attempt.round} is in {attempt.document.path}; `draftloop done {slug}` ends it, then compare"
    )
    return 0


COMMANDS = {"rewrite": rewrite}
