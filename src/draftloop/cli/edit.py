"""`edit`: the two passes in the app."""

from __future__ import annotations

import click

from draftloop.cli.arguments import draft_argument
from draftloop.cli.context import Context


@click.command()
@draft_argument
@click.option("--readability", is_flag=True, help="Begin with the second pass.")
@click.pass_obj
def edit(context: Context, slug: str, readability: bool) -> int:
    """Edit in the app: once for grammar and spelling, once for readability."""
    from draftloop.cli.app import open_app
    from draftloop.steps.capture import resolve_draft

    slug = resolve_draft(context.desk(), slug)
    return open_app(context, start="readability" if readability else "edit", slug=slug)


COMMANDS = {"edit": edit}
