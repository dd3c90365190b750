"""`done`: ends the current iteration."""

from __future__ import annotations

import time

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import draft_argument, json_option
from draftloop.cli.context import Context
from draftloop.cli.errors import note, tell_queued
from draftloop.cli.waiting import tell_waiting


@click.command()
@draft_argument
@click.option(
    "--minutes", type=click.IntRange(min=0, max=1440), metavar="N", help="Writing time of this sitting."
)
@click.option("-m", "--message", "text", default="", metavar="TEXT", help="Your own words about it.")
@click.option("--muddy", default="", metavar="TEXT", help="What is still muddy.")
@click.option(
    "--pass", "pass_name", default="", metavar="NAME", help="Record an edit pass: grammar or readability."
)
@json_option
@click.pass_obj
def done(
    context: Context, slug: str, minutes: int | None, text: str, muddy: str, pass_name: str, as_json: bool
) -> int:
    """End this iteration: one commit of the draft's files, and what comes next.

    What git refuses now is kept as it is and committed later (`draftloop waiting`): the status is 3 then, and
    nothing is lost.
    """
    from draftloop.steps import done as steps
    from draftloop.steps.beside import words_outside
    from draftloop.steps.capture import resolve_draft

    desk = context.desk()
    slug = resolve_draft(desk, slug)
    not_in_it = words_outside(desk, slug, time.sleep)
    if not_in_it is not None:
        out.note(f"{not_in_it.sentence}. This iteration is without it")
    ended = steps.done(desk, slug, minutes=minutes, note=text, muddy=muddy, pass_name=pass_name)
    if as_json:
        out.json(
            {
                "commit": ended.commit,
                "stage": ended.stage,
                "iteration": ended.iteration,
                "subject": ended.subject or None,
                "next": ended.next,
                "waiting": ended.queued.count if ended.queued else 0,
            }
        )
    elif not ended.is_ended:
        out.line(f"Nothing has changed in {slug} since the last iteration.")
        out.line(ended.next)
    else:
        out.line(f"{ended.subject}  ({ended.commit[:7]})" if ended.commit else ended.subject)
        out.line(ended.next)
    for path in ended.rewritten:
        note(f"{path}: a hook changed it on its way; your text is kept safe (`draftloop recover`)")
    if ended.queued is None:
        tell_waiting(desk)
    return tell_queued(ended.queued)


COMMANDS = {"done": done}
