"""`outline`: the first outline, in the app or in an editor."""

from __future__ import annotations

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import draft_argument, editor_option
from draftloop.cli.context import Context
from draftloop.loop.stage import Stage


@click.command()
@draft_argument
@editor_option
@click.option("--scaffold", metavar="NAME", help="The scaffold a new outline begins with.")
@click.pass_obj
def outline(context: Context, slug: str, in_editor: bool, scaffold: str | None) -> int:
    """Pour out what comes to mind, as an outline of points."""
    from draftloop.steps.capture import resolve_draft
    from draftloop.steps.in_editor import edit_file
    from draftloop.steps.outline import make_outline
    from draftloop.steps.sitting import count_minutes

    desk = context.desk()
    slug = resolve_draft(desk, slug)
    if not in_editor:
        from draftloop.cli.app import open_app

        if scaffold:
            make_outline(desk, slug, scaffold)
        return open_app(context, start="outline", slug=slug)
    document = make_outline(desk, slug, scaffold)
    changed = edit_file(desk, document)
    if changed:
        # Remembers the day, so that a rewrite on the same evening is asked about.
        count_minutes(desk, slug, Stage.OUTLINE, 0)
    state = "changed" if changed else "as it was"
    out.note(f"{document.path}: {state}; `draftloop done {slug}` ends the iteration")
    return 0


COMMANDS = {"outline": outline}
