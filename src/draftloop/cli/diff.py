"""`diff`: two outlines as trees of ideas."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import json_option
from draftloop.cli.context import Context
from draftloop.cli.files import is_path, open_named
from draftloop.cli.outline_report import diff_lines, settled_line, summary, summary_lines
from draftloop.cli.wrapping import hang, width_cells
from draftloop.loop.errors import BadValue

if TYPE_CHECKING:
    from draftloop.loop.outline import Outline
    from draftloop.loop.reverse_outline import ReverseOutline
    from draftloop.steps.diff import EngineChoice, NamedDiff
    from draftloop.steps.history import Version

_MANY = 3000
"""Lines of both sides from which on a person at a terminal is told why nothing happens."""


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--engine",
    type=click.Choice(["words", "meaning"]),
    help="How points are matched: by meaning where that is installed, else by words.",
)
@click.option("--all", "shows_all", is_flag=True, help="Show kept points, too, in place of counting them.")
@click.option("--html", "page", metavar="FILE", help="Write both side by side as one page; - prints it.")
@json_option
@click.pass_obj
def diff(
    context: Context,
    /,
    old: str,
    new: str | None,
    engine: EngineChoice | None,
    shows_all: bool,
    page: str | None,
    as_json: bool,
) -> None:
    """Compare two outlines: files, or versions like SLUG@1 and SLUG@2.

    A post (SLUG@prose, a file of paragraphs) stands for its reverse outline: its headings and a point a
    paragraph, in your own line from reverse.md or its first sentence. SLUG alone compares the outline of
    a draft with its prose.

    --html replaces an earlier page of its own, and no other file.
    """
    from draftloop.steps.diff import diff_versions

    if page == "-" and as_json:
        raise click.UsageError("--html - and --json both print to standard output; name a file for the page")
    first, second = _sides(context, old, new)
    if sys.stderr.isatty() and min(first.text.count("\n"), second.text.count("\n")) > _MANY:
        out.note("thousands of points: this takes some seconds; ctrl+c ends it")
    found = diff_versions(context.desk_without_workspace(), first, second, engine=engine or "best")
    if found.trouble:
        out.note(f"compared by words: {found.trouble}")
    for version, outline in ((first, found.old), (second, found.new)):
        if not outline.points:
            out.note(
                f"{version.name}: holds no points: no heading, list item or paragraph that says something"
            )
    if page is not None:
        _write_page(found, first.name, second.name, page, quietly=as_json)
    if as_json:
        out.json(found.to_json())
    if as_json or page is not None:
        return
    _tell(found, first.name, second.name, folds=not shows_all)


def _tell(found: NamedDiff, old: str, new: str, *, folds: bool) -> None:
    width = width_cells()
    sides = (("old", old, found.old, found.old_post), ("new", new, found.new, found.new_post))
    for label, name, outline, post in sides:
        for line in hang(f"{label}  ", f"{name} · {_size(outline, post)}", width):
            out.line(line)
    out.line()
    for line in diff_lines(found.old, found.new, found.diff, width=width, folds=folds):
        out.line(line)
    out.line()
    for line in summary_lines(found.diff, width):
        out.line(line)
    out.line(f"{settled_line(found.settled)}   compared by {found.engine}")


def _write_page(found: NamedDiff, old: str, new: str, page: str, *, quietly: bool) -> None:
    from draftloop import named_files
    from draftloop.steps.diff_page import MARK, diff_page

    if not page.strip():
        raise BadValue("--html", page, "is empty")
    text = diff_page(found, old, new)
    if page == "-":
        out.raw(text)
        return
    named_files.write_page(page, text, MARK)
    if not quietly:
        out.line(f"{page}: {summary(found.diff)}")


def _size(outline: Outline, post: ReverseOutline | None) -> str:
    count = len(outline.points)
    size = f"{count} point{'' if count == 1 else 's'}"
    if post is None:
        return size
    return f"{size} of a post" + (f", {post.written} in your own words" if post.written else "")


def _sides(context: Context, old: str, new: str | None) -> tuple[Version, Version]:
    if new is not None:
        return _version(context, old), _version(context, new)
    from draftloop.steps.capture import resolve_draft
    from draftloop.steps.diff import plan_and_prose

    if is_path(old) or "@" in old:
        raise click.UsageError(f"{old!r} is compared with what? Name a second file or version")
    desk = context.desk()
    return plan_and_prose(desk, resolve_draft(desk, old))


def _version(context: Context, name: str) -> Version:
    """A file of that name, as the shell sees it, wins over a version."""
    from draftloop.steps.history import Version, version_text

    opened = open_named(context, name)
    if opened is None:
        return version_text(context.desk(), name)
    _, document, slug = opened
    return Version(name=name, slug=slug, commit=None, path=document.path, text=document.text, stage=None)


COMMANDS = {"diff": diff}
