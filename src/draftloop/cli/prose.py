"""`prose` and `coverage`: the outline turned into sentences, and which points have theirs."""

from __future__ import annotations

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import draft_argument, editor_option, json_option
from draftloop.cli.context import Context
from draftloop.loop.coverage import Mark

GLYPHS = {Mark.DONE: "✓", Mark.PARTLY: "◐", Mark.NONE: "○"}


@click.command()
@draft_argument
@editor_option
@click.pass_obj
def prose(context: Context, slug: str, in_editor: bool) -> int:
    """Turn the outline into prose, with the outline beside it."""
    from draftloop.steps.capture import resolve_draft
    from draftloop.steps.in_editor import edit_file
    from draftloop.steps.prose import make_post

    desk = context.desk()
    slug = resolve_draft(desk, slug)
    if not in_editor:
        from draftloop.cli.app import open_app

        return open_app(context, start="prose", slug=slug)
    document = make_post(desk, slug)
    changed = edit_file(desk, document)
    state = "changed" if changed else "as it was"
    out.note(f"{document.path}: {state}; `draftloop done {slug}` ends the sitting")
    return 0


@click.command()
@draft_argument
@json_option
@click.pass_obj
def coverage(context: Context, slug: str, as_json: bool) -> None:
    """Which points of the outline have their paragraph, and which paragraphs have no point."""
    from draftloop.steps.bundle import read_bundle
    from draftloop.steps.capture import resolve_draft
    from draftloop.steps.prose import open_outline_of, paragraphs_of, progress_of

    desk = context.desk()
    slug = resolve_draft(desk, slug)
    measured = progress_of(desk, slug)
    outline = open_outline_of(desk, slug)
    paragraphs = paragraphs_of(measured.prose)
    marks = measured.coverage
    if as_json:
        out.json(
            {
                "points": [
                    {
                        "line": point.line,
                        "text": point.text,
                        "mark": mark.value,
                        "paragraph": None if where is None else paragraphs[where].line,
                    }
                    for point, mark, where in zip(outline.points, marks.marks, marks.found, strict=True)
                ],
                "without_point": [paragraphs[index].line for index in marks.without_point],
            }
        )
        return
    for point, mark, where in zip(outline.points, marks.marks, marks.found, strict=True):
        place = "" if where is None else f"  line {paragraphs[where].line}"
        out.line(f"{'  ' * point.depth}{GLYPHS[mark]} {point.text}{place}")
    if marks.without_point:
        out.line()
        out.line("Paragraphs without a point")
        for index in marks.without_point:
            out.line(f"  line {paragraphs[index].line}: {_start(paragraphs[index].text)}")
    if not outline.points:
        out.note(f"{slug} has no outline yet: `draftloop outline {slug}`")
    elif not read_bundle(desk, slug).has_prose:
        out.note(f"{slug} has no prose yet: `draftloop prose {slug}`")


def _start(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


COMMANDS = {"prose": prose, "coverage": coverage}
