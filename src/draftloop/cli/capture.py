"""`idea add|list|show|note|asked|signal|rate|drop|revive` and `pick`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, cast

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import json_option
from draftloop.cli.context import Context

if TYPE_CHECKING:
    from draftloop.loop.idea import Idea, Sort
    from draftloop.steps.capture import Added

idea_argument = click.argument("slug", metavar="SLUG")


@click.group()
def idea() -> None:
    """Ideas: keep a title, let it grow, find it again."""


@idea.command()
@click.argument("title")
@click.option("--note", default="", metavar="T", help="A first note, as a bullet.")
@click.option("--url", default="", metavar="U", help="A first link.")
@click.option("--tag", "tags", multiple=True, metavar="T", help="A tag; may be given several times.")
@click.option("--asked-by", default="", metavar="WHO", help="Who asked this.")
@click.option("--private", is_flag=True, help="Never leaves by any export.")
@click.pass_obj
def add(
    context: Context, title: str, note: str, url: str, tags: tuple[str, ...], asked_by: str, private: bool
) -> None:
    """Keep TITLE; prints its slug. `-` reads titles from standard input, one a line."""
    from draftloop.steps.capture import add_idea

    desk = context.forgiving_desk()
    titles = [title] if title != "-" else _titles_from_stdin()
    for one in titles:
        _said(add_idea(desk, title=one, note=note, url=url, tags=tags, asked_by=asked_by, private=private))


def _titles_from_stdin() -> list[str]:
    text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    titles = [line.strip().removeprefix("- ").removeprefix("* ") for line in text.splitlines()]
    return [title for title in titles if title.strip()]


def _said(added: Added) -> None:
    out.line(added.slug)
    if added.near:
        out.note(f"near: {', '.join(slug for slug, _ in added.near)}")


@idea.command(name="list")
@click.option(
    "--sort",
    type=click.Choice(["asked", "newest", "oldest", "interest", "signal", "title"]),
    default="asked",
    show_default=True,
    help="Which come first.",
)
@click.option("--tag", metavar="T", help="Only ideas with this tag.")
@click.option("--dropped", is_flag=True, help="What was let go.")
@json_option
@click.pass_obj
def list_ideas(context: Context, sort: str, tag: str | None, dropped: bool, as_json: bool) -> None:
    """The backlog, most asked first."""
    from draftloop.loop.idea import age_in_words, row
    from draftloop.steps import capture

    desk = context.desk()
    ideas = capture.list_ideas(desk, sort=cast("Sort", sort), tag=tag, dropped=dropped)
    for broken in (one for one in ideas if one.trouble):
        out.note(f"{broken.path}: {broken.trouble}; `draftloop doctor` says more")
    if as_json:
        out.json([row(one) for one in ideas])
        return
    now = desk.now()
    out.table([[one.slug, _figures(one), age_in_words(one.created, now), one.title] for one in ideas])
    if not ideas and tag is not None:
        out.note(f"no idea has the tag {tag!r}")
    elif not ideas:
        out.note("nothing was let go" if dropped else "no ideas yet; `draftloop idea add TITLE` keeps one")


def _figures(one: Idea) -> str:
    parts = [
        f"asked {one.asked_count}" if one.asked_count else "",
        "*" * (one.interest or 0),
        f"reached {one.reach}" if one.reach else "",
        f"notes {one.notes_count}" if one.notes_count else "",
    ]
    return ", ".join(part for part in parts if part)


@idea.command()
@idea_argument
@json_option
@click.pass_obj
def show(context: Context, slug: str, as_json: bool) -> None:
    """Everything known about one idea."""
    from draftloop.loop.idea import row
    from draftloop.steps.capture import near_titles, read_idea, resolve_any

    desk = context.desk()
    one = read_idea(desk, resolve_any(desk, slug))
    if as_json:
        out.json(row(one))
        return
    out.line(one.title)
    facts = [
        ("file", one.path),
        ("created", one.created.isoformat() if one.created else ""),
        ("tags", ", ".join(one.tags)),
        ("interest", str(one.interest or "")),
        ("private", "yes" if one.is_private else ""),
        ("dropped", f"{one.dropped} {one.because}".strip() if one.dropped else ""),
        ("asked", "" if one.asked else str(one.asked_count or "")),
        *(("asked", f"{asked.when} {asked.who}".strip()) for asked in one.asked),
        *(
            ("signal", f"{signal.when} {signal.where}: reached {signal.reach}, engaged {signal.engaged}")
            for signal in one.signals
        ),
        *(("near", title) for near, title, _ in near_titles(desk, one.title) if near != one.slug),
    ]
    out.table([[name, value] for name, value in facts if value], indent="  ")
    if one.body:
        out.line()
        out.line(one.body)


@idea.command()
@idea_argument
@click.argument("text")
@click.pass_obj
def note(context: Context, slug: str, text: str) -> None:
    """Add TEXT to an idea, or to the notes of a draft."""
    from draftloop.steps.capture import note_idea, resolve_any

    desk = context.desk()
    changed = note_idea(desk, resolve_any(desk, slug), text)
    out.line(f"{changed.slug}: {changed.notes_count} note" + ("s" if changed.notes_count != 1 else ""))


@idea.command()
@idea_argument
@click.option("--by", "who", default="", metavar="WHO", help="Who asked, and where.")
@click.pass_obj
def asked(context: Context, slug: str, who: str) -> None:
    """Count that somebody asked this."""
    from draftloop.steps.capture import ask_idea, resolve_any

    desk = context.desk()
    changed = ask_idea(desk, resolve_any(desk, slug), who)
    out.line(f"{changed.slug}: asked {changed.asked_count}")


@idea.command()
@idea_argument
@click.option("--where", required=True, metavar="W", help="Where the idea was tried.")
@click.option("--reach", type=int, default=0, metavar="N", help="How many saw it.")
@click.option("--engaged", type=int, default=0, metavar="N", help="How many answered, liked or shared.")
@click.pass_obj
def signal(context: Context, slug: str, where: str, reach: int, engaged: int) -> None:
    """Note what a test of the idea in public brought."""
    from draftloop.loop.errors import BadValue
    from draftloop.steps.capture import resolve_any, signal_idea

    if not where.strip():
        raise BadValue("--where", where, "is empty: name where it was tried")
    desk = context.desk()
    changed = signal_idea(desk, resolve_any(desk, slug), where, reach, engaged)
    out.line(f"{changed.slug}: {len(changed.signals)} signal" + ("s" if len(changed.signals) != 1 else ""))


@idea.command()
@idea_argument
@click.argument("interest", metavar="1|2|3|-")
@click.pass_obj
def rate(context: Context, slug: str, interest: str) -> None:
    """Say how much an idea interests you; `-` takes the rating back."""
    from draftloop.loop.errors import BadValue
    from draftloop.steps.capture import rate_idea, resolve_any

    if interest not in ("1", "2", "3", "-"):
        raise BadValue("interest", interest, "is not 1, 2, 3 or -")
    desk = context.desk()
    changed = rate_idea(desk, resolve_any(desk, slug), None if interest == "-" else int(interest))
    out.line(f"{changed.slug}: interest {changed.interest or 'not rated'}")


@idea.command()
@idea_argument
@click.option("--because", default="", metavar="T", help="Why; you will want to know in a year.")
@click.pass_obj
def drop(context: Context, slug: str, because: str) -> None:
    """Let an idea go. Its file stays; `idea revive` takes it back."""
    from draftloop.steps.capture import drop_idea, resolve_idea

    desk = context.desk()
    changed = drop_idea(desk, resolve_idea(desk, slug), because)
    out.line(f"{changed.slug}: let go")


@idea.command()
@idea_argument
@click.pass_obj
def revive(context: Context, slug: str) -> None:
    """Take a dropped idea back."""
    from draftloop.steps.capture import resolve_idea, revive_idea

    desk = context.desk()
    changed = revive_idea(desk, resolve_idea(desk, slug))
    out.line(f"{changed.slug}: taken back")


@click.command()
@click.argument("slug", metavar="SLUG", required=False)
@click.option("--why", default="", metavar="T", help="Why does this fascinate me?")
@click.option("--new", "novelty", default="", metavar="T", help="What would be new to a reader?")
@click.option("--who", default="", metavar="T", help="Who asked?")
@json_option
@click.pass_obj
def pick(context: Context, slug: str | None, why: str, novelty: str, who: str, as_json: bool) -> None:
    """Make a draft of an idea. Without SLUG: the few ideas most speaks for, and why."""
    from draftloop.cli.waiting import tell_waiting
    from draftloop.steps import pick as steps
    from draftloop.steps.capture import resolve_idea

    desk = context.desk()
    if slug is not None:
        picked = steps.pick(desk, resolve_idea(desk, slug), (why, novelty, who))
        if as_json:
            out.json({"slug": picked, "path": f"drafts/{picked}/notes.md"})
            return
        out.line(f"drafts/{picked}/notes.md")
        out.note(f"next: `draftloop outline {picked}`")
        tell_waiting(desk)
        return
    found = steps.candidates(desk)
    if as_json:
        out.json(
            [{"slug": one.idea.slug, "title": one.idea.title, "reasons": list(one.reasons)} for one in found]
        )
        return
    for one in found:
        out.line(f"{one.idea.slug}  {one.idea.title}")
        for reason in one.reasons:
            out.line(f"  - {reason}")
    if not found:
        out.note("no ideas yet; `draftloop idea add TITLE` keeps one")


COMMANDS: dict[str, click.Command] = {"idea": idea, "pick": pick}
