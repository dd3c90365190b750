"""`init` and `demo`: a workspace of one's own, and a throw-away one to look around in."""

from __future__ import annotations

import os

import click

from draftloop.cli import output as out
from draftloop.cli.context import Context
from draftloop.cli.errors import Exit
from draftloop.loop.errors import BadValue


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path())
@click.pass_obj
def init(context: Context, folder: str) -> None:
    """Make a workspace: ideas/, drafts/, draftloop.toml, and a git repository where there is none.

    What is already there stays as it is.
    """
    from draftloop import wiring
    from draftloop.steps.start import begin

    made = wiring.make_workspace(_whole(folder))
    if made.made:
        out.line(f"A workspace in {made.root}")
        out.line(f"  made: {', '.join(name for name in made.made if name != made.root)}")
    else:
        out.line(f"{made.root} is a workspace already; nothing was changed.")
    if made.trouble:
        out.note(f"without git: {made.trouble}. Everything but the history works.")
    elif not made.is_new_repository and made.repository:
        out.line(f"  git repository: {made.repository}")
    recorded = begin(wiring.desk_for(made.root)) if made.repository else ""
    if recorded:
        out.note(recorded)
    out.line("Next: `draftloop idea add TITLE`, or `draftloop` for the app")


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path())
@click.option("--no-app", is_flag=True, help="Only make it.")
@click.pass_obj
def demo(context: Context, folder: str | None, no_app: bool) -> int:
    """Look around in a throw-away workspace with real ideas, drafts and a history of ten weeks.

    DIR must be new or empty; without it, the workspace is made in the system's folder for temporary files.
    """
    from draftloop.cli.app import open_app
    from draftloop.demo.make import make_demo

    root = make_demo(None if folder is None else _whole(folder))
    out.note(f"A throw-away workspace in {root}; delete it when you have seen enough")
    if no_app:
        out.line(root)
        return int(Exit.DONE)
    return open_app(Context(root), is_demo=True)


def _whole(folder: str) -> str:
    """The absolute path. Raises BadValue where the current folder is gone, or none was named."""
    if not folder.strip():
        raise BadValue("folder", folder, "is empty: name one")
    try:
        return os.path.abspath(os.path.expanduser(folder))
    except FileNotFoundError:
        raise BadValue("folder", folder, "the current folder is gone: go to another one first") from None


COMMANDS = {"init": init, "demo": demo}
