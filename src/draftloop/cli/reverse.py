"""`reverse`: what the finished prose says, a line a paragraph, and the author's own lines for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import draft_argument, json_option
from draftloop.cli.context import Context
from draftloop.cli.wrapping import hang, width_cells

if TYPE_CHECKING:
    from draftloop.loop.reverse_outline import ReverseOutline


@click.command()
@draft_argument
@click.option("--write", is_flag=True, help="Make reverse.md, or bring it up to the post; your lines stay.")
@click.option("--editor", "in_editor", is_flag=True, help="The same, and open it in $VISUAL or $EDITOR.")
@json_option
@click.pass_obj
def reverse(context: Context, slug: str, write: bool, in_editor: bool, as_json: bool) -> None:
    """Show the reverse outline: the post's headings, and what each paragraph says.

    That is your own line for the paragraph, from reverse.md beside the post, else its first sentence, in
    quotation marks. `draftloop diff SLUG` compares it with the outline.
    """
    from draftloop.steps import reverse as steps
    from draftloop.steps.capture import resolve_draft
    from draftloop.steps.in_editor import edit_file

    desk = context.desk()
    slug = resolve_draft(desk, slug)
    if write or in_editor:
        written = steps.write_reverse(desk, slug)
        if in_editor:
            edit_file(desk, written.document)
        elif not as_json:
            state = "brought up to the post" if written.is_changed else "is up to the post already"
            out.line(f"{written.document.path} {state}: {_written(written.reverse)}")
            return
    found = steps.reverse_of(desk, slug)
    if as_json:
        out.json(_as_json(found))
        return
    _tell(found)
    out.line()
    out.line(_written(found))
    if not found.written:
        out.note(f"`draftloop reverse {slug} --editor` opens a file with a bullet for each")


def _tell(found: ReverseOutline) -> None:
    width = width_cells()
    points = found.outline.points
    digits = len(str(points[-1].line)) if points else 1
    for number, (point, is_own) in enumerate(zip(points, found.is_own, strict=True)):
        is_heading = point.kind == "heading"
        if is_heading and number:
            out.line()
        lead = f"{point.line:>{digits}}  {'  ' * min(point.depth, 12)}"
        text = point.text if is_heading or is_own else f"“{point.text}”"
        for line in hang(lead, text, width):
            out.line(line)
    if found.gone:
        out.line()
        out.line("Lines of yours whose paragraph is not there any more")
        for text in found.gone:
            for line in hang("  ", text, width):
                out.line(line)


def _written(found: ReverseOutline) -> str:
    total = found.paragraphs
    return f"{found.written} of {total} paragraph{'' if total == 1 else 's'} with a line of yours"


def _as_json(found: ReverseOutline) -> dict[str, object]:
    return {
        "points": [
            {
                "line": point.line,
                "depth": point.depth,
                "kind": passage.kind,
                "text": point.text,
                "own": is_own,
            }
            for point, passage, is_own in zip(found.outline.points, found.passages, found.is_own, strict=True)
        ],
        "gone": list(found.gone),
    }


COMMANDS = {"reverse": reverse}
