"""`draft list|show|drop|revive`: drafts and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import draft_argument, json_option
from draftloop.cli.context import Context
from draftloop.cli.waiting import tell_waiting

if TYPE_CHECKING:
    from draftloop.steps.drafts import DraftStatus


@click.group()
def draft() -> None:
    """Drafts: list and show them, give one up, take it back."""


@draft.command(name="list")
@click.option("--all", "with_all", is_flag=True, help="Shipped and dropped ones too.")
@json_option
@click.pass_obj
def list_drafts(context: Context, with_all: bool, as_json: bool) -> None:
    """Drafts and their stages."""
    from draftloop.steps.drafts import survey_all, survey_unshipped
    from draftloop.steps.next_step import asks_for_verdicts, waiting_words

    desk = context.desk()
    statuses, hidden = (survey_all(desk), 0) if with_all or as_json else survey_unshipped(desk)
    for trouble in dict.fromkeys(status.trouble for status in statuses if status.trouble):
        out.note(f"{trouble}; `draftloop doctor` says more")
    if as_json:
        out.json([_row(status) for status in statuses])
        return
    out.table(
        [
            [
                status.slug,
                status.stage.value,
                f"round {status.iteration}" if status.iteration else "",
                f"{status.words} words" if status.words else f"{status.points} points",
                f"settled {status.settled:.2f}" if status.settled is not None else "",
                f"due {status.due:%a} {status.due.day} {status.due:%b}" if status.due else "",
                waiting_words(status) if asks_for_verdicts(status) else "",
            ]
            for status in statuses
        ]
    )
    if not statuses:
        out.note("no draft is in work; `draftloop pick SLUG` makes one of an idea")
    if hidden:
        out.note(f"{hidden} shipped or dropped; --all shows them")
    tell_waiting(desk)


@draft.command()
@draft_argument
@json_option
@click.pass_obj
def show(context: Context, slug: str, as_json: bool) -> None:
    """One draft: where it stands and what is open."""
    from draftloop.steps.capture import resolve_draft
    from draftloop.steps.drafts import survey
    from draftloop.steps.next_step import asks_for_verdicts, next_step, waiting_words

    desk = context.desk()
    status = survey(desk, resolve_draft(desk, slug))
    if as_json:
        out.json(
            {**_row(status), "gaps": [gap.text for gap in status.gaps], "trouble": status.trouble or None}
        )
        return
    out.line(status.title)
    out.table(
        [
            ["stage", status.stage.value],
            ["outline", f"{status.points} points, round {status.iteration}"],
            ["prose", f"{status.words} of about {status.target_words} words"],
            ["covered", f"{status.covered} of {status.coverable} points have their paragraph"],
            ["settled", "–" if status.settled is None else f"{status.settled:.2f}"],
            ["due", str(status.due or "–")],
        ],
        indent="  ",
    )
    for gap in status.gaps:
        out.line(f"  open     {gap.text} (line {gap.line})")
    if asks_for_verdicts(status):
        out.line(f"  compare  {waiting_words(status)}")
    if status.trouble:
        out.note(status.trouble)
    step = next_step(desk, status)
    out.line(f"{step.sentence}: {step.command}")


@draft.command()
@draft_argument
@click.option("--because", default="", metavar="TEXT", help="Why.")
@click.pass_obj
def drop(context: Context, slug: str, because: str) -> None:
    """Give a draft up. Its files stay, and revive takes it back."""
    from draftloop.steps.capture import resolve_draft
    from draftloop.steps.drafts import drop_draft

    desk = context.desk()
    slug = resolve_draft(desk, slug)
    drop_draft(desk, slug, because)
    out.line(f"{slug} is given up; `draftloop draft revive {slug}` takes it back")
    tell_waiting(desk)


@draft.command()
@draft_argument
@click.pass_obj
def revive(context: Context, slug: str) -> None:
    """Take a draft back that was given up."""
    from draftloop.steps.capture import resolve_draft
    from draftloop.steps.drafts import revive_draft

    desk = context.desk()
    slug = resolve_draft(desk, slug)
    revive_draft(desk, slug)
    out.line(f"{slug} is in work again")
    tell_waiting(desk)


def _row(status: DraftStatus) -> dict[str, object]:
    """As cli.md fixes it."""
    return {
        "slug": status.slug,
        "title": status.title,
        "stage": status.stage,
        "iteration": status.iteration,
        "points": status.points,
        "words": status.words,
        "settled": None if status.settled is None else round(status.settled, 4),
        "due": status.due.isoformat() if status.due else None,
        "updated": status.updated.isoformat() if status.updated else None,
    }


COMMANDS = {"draft": draft}
