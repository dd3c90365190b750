"""`today`: what this day of the loop asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from draftloop.cli import output as out
from draftloop.cli.context import Context
from draftloop.cli.waiting import tell_waiting
from draftloop.loop.stage import Stage
from draftloop.steps.next_step import asks_for_verdicts, waiting_words

if TYPE_CHECKING:
    from draftloop.steps.drafts import DraftStatus
    from draftloop.steps.today import Today


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@click.option("--short", "as_prompt", is_flag=True, help="One line, for a shell prompt.")
@click.pass_obj
def today(context: Context, as_json: bool, as_prompt: bool) -> None:
    """What now? This day's stage, the draft in work and the next step."""
    from draftloop.steps import today as steps

    desk = context.desk()
    now = steps.today(desk)
    surveyed = [status for status in (now.draft, *now.also) if status is not None]
    for trouble in dict.fromkeys(status.trouble for status in surveyed if status.trouble and not as_prompt):
        out.note(f"{trouble}; `draftloop doctor` says more")
    if as_json:
        out.json(now.to_json())
    elif as_prompt:
        line = steps.short(now)
        if line:
            out.line(line)
    else:
        _tell(now)
        tell_waiting(desk)


def _tell(now: Today) -> None:
    week = f" · {now.week}" if now.week else ""
    streak = f" · streak {_count(now.streak_weeks, 'week')}" if now.streak_weeks else ""
    out.line(f"{now.date:%a} {now.date.day} {now.date:%b}{week}{streak}")
    for slug, _ in now.shipped:
        out.line(f"shipped this week: {slug}")
    draft = now.draft
    if draft is not None:
        out.line()
        out.line(draft.title)
        facts = [draft.stage.value]
        if draft.words:
            facts.append(f"{draft.words} of about {draft.target_words} words")
        if draft.words and draft.coverable:
            facts.append(f"{draft.covered} of {draft.coverable} points have their paragraph")
        if draft.settled is not None:
            facts.append(f"settled {draft.settled:.2f}".replace("0.", "."))
        out.line("  " + " · ".join(facts))
        for gap in draft.gaps:
            out.line(f"  open: {gap.text} (line {gap.line})")
    out.line()
    for step in now.next:
        out.line(f"{step.sentence}")
        out.line(f"  {step.command}")
    if now.picks:
        out.line()
        out.table([[c.idea.slug, "; ".join(c.reasons)] for c in now.picks], indent="  ")
    if now.also:
        out.line()
        out.line("Also in work")
        out.table([_also(status) for status in now.also], indent="  ")
    out.line()
    again = f", {now.asked_again} asked again this week" if now.asked_again else ""
    out.line(f"{_count(now.ideas_open, 'idea')} waiting{again}")


def _also(status: DraftStatus) -> tuple[str, str, str]:
    if asks_for_verdicts(status):
        return status.slug, Stage.COMPARE.value, waiting_words(status)
    return status.slug, status.stage.value, f"due {status.due}" if status.due else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


COMMANDS = {"today": today}
