"""`history`, `show`, `restore` and `search`: how a draft came about, and where something was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import draft_argument, json_option
from draftloop.cli.context import Context
from draftloop.cli.errors import one_line
from draftloop.loop.errors import BadValue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from draftloop.steps.autosaves import AutosaveView
    from draftloop.steps.desk import Desk
    from draftloop.steps.evolution import Measures
    from draftloop.steps.history import Summary, TurnView


MOST_COUNTED = 300
"""Rows whose words are counted for the eye, the newest: each costs some milliseconds. JSON counts all."""


@click.command()
@draft_argument
@click.option(
    "--autosaves", "shows_autosaves", is_flag=True, help="Also what was saved between iterations, and trash."
)
@json_option
@click.pass_obj
def history(context: Context, slug: str, shows_autosaves: bool, as_json: bool) -> None:
    """Show every iteration of a draft, oldest first, with the names of its versions."""
    from draftloop.cli.waiting import tell_waiting
    from draftloop.steps.bundle import read_bundle
    from draftloop.steps.capture import resolve_draft
    from draftloop.steps.evolution import Measures, measure_all
    from draftloop.steps.history import summary, timeline

    desk = context.desk()
    slug = resolve_draft(desk, slug)
    views = timeline(desk, slug)
    counted = views if as_json else views[-MOST_COUNTED:]
    measures = [Measures()] * (len(views) - len(counted)) + measure_all(desk, slug, views, only=counted)
    rows = [*zip(views, measures, strict=True)]
    kept = _autosaves(desk, slug, counts_all=as_json) if shows_autosaves else {}
    if as_json:
        out.json([_kept_json(*kept[v]) if isinstance(v, str) else _json_row(*v) for v in _woven(rows, kept)])
        return
    if not views and not kept:
        out.note(
            desk.history.state().reason or f"{slug}: nothing is recorded yet; `draftloop done {slug}` does"
        )
        return
    out.line(f"{read_bundle(desk, slug).title}    {_summary(summary(desk, views))}")
    out.line()
    year = desk.now().year
    table = [_kept_row(*kept[v], year) if isinstance(v, str) else _row(*v, year) for v in _woven(rows, kept)]
    out.table(table, indent="  ")
    out.line()
    tell_waiting(desk)
    last = views[-1].version if views else next(reversed(kept.values()))[0].name
    out.line(f"`draftloop show {last}` prints the last one, `restore` puts one back.")
    if shows_autosaves and not kept:
        why = desk.autosaves.state().reason if desk.autosaves is not None else ""
        out.note(why or f"{slug}: no autosaves yet; the app makes one a minute while you write")


def _autosaves(desk: Desk, slug: str, *, counts_all: bool) -> dict[str, tuple[AutosaveView, Measures]]:
    """Autosaves and trash by version, oldest first, with their figures."""
    from draftloop.steps.autosaves import list_autosaves
    from draftloop.steps.evolution import Measures, measure_autosaves

    kept = list_autosaves(desk, slug)
    counted = kept if counts_all else kept[-MOST_COUNTED:]
    figures = dict.fromkeys((view.version for view in kept), Measures())
    measured = measure_autosaves(desk, slug, kept, only=counted)
    figures |= {view.version: found for view, found in zip(counted, measured, strict=True)}
    return {view.version: (view, figures[view.version]) for view in kept}


def _woven(
    rows: Sequence[tuple[TurnView, Measures]], kept: Mapping[str, tuple[AutosaveView, Measures]]
) -> list[tuple[TurnView, Measures] | str]:
    """Iterations with their figures, and the versions of autosaves in between."""
    from draftloop.steps.autosaves import AutosaveView, weave

    woven = weave([view for view, _ in rows], [view for view, _ in kept.values()])
    turns = iter(rows)
    return [view.version if isinstance(view, AutosaveView) else next(turns) for view in woven]


@click.command()
@click.argument("version", metavar="VERSION")
@json_option
@click.pass_obj
def show(context: Context, version: str, as_json: bool) -> None:
    """Print a draft as it was: SLUG@3, SLUG@prose, SLUG@ship, SLUG@1a2b3c4, or SLUG as it is.

    SLUG@12:30 is the draft as it stood at half past twelve, SLUG@2026-11-14T12:30 on another day,
    SLUG@2026-11-14 at its end: an autosave, or the iteration that was recorded last by then.
    """
    from draftloop.steps.history import resolve_version

    found = resolve_version(context.desk(), version)
    if as_json:
        out.json(
            {
                "version": found.name,
                "slug": found.slug,
                "commit": found.commit,
                "stage": found.stage,
                "path": found.path,
                "text": found.text,
            }
        )
        return
    out.raw(found.text)


@click.command()
@click.argument("version", metavar="VERSION")
@json_option
@click.pass_obj
def restore(context: Context, version: str, as_json: bool) -> None:
    """Put an earlier version back in its place, as a new iteration. What is there now stays safe."""
    from draftloop.steps import restore as steps

    done = steps.restore(context.desk(), version)
    if as_json:
        out.json({"version": done.version.name, "path": done.version.path, "commit": done.commit})
        return
    out.line(f"{done.version.path} is {done.version.name} again")
    if done.queued is not None:
        out.note(f"{done.queued.sentence} {done.queued.remedy}")
    elif done.commit is None:
        kept = f"; the text before is kept as {done.kept} (`draftloop recover`)" if done.kept else ""
        out.note(f"git could not record it now{kept}")


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", default=50, show_default=True, help="Hits at most.")
@json_option
@click.pass_obj
def search(context: Context, query: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Find words in ideas, drafts and shipped posts; "two words" in quotes as a phrase."""
    from draftloop.steps import search as steps

    words = " ".join(query)
    if not words.isascii() and words != words.encode("utf-8", "ignore").decode():
        raise BadValue("query", words, "is not UTF-8")
    hits = steps.search(context.desk(), words, limit=limit)
    if as_json:
        out.json(
            [
                {
                    "kind": hit.kind,
                    "slug": hit.slug,
                    "title": hit.title,
                    "path": hit.path,
                    "line": hit.line,
                    "snippet": hit.snippet,
                    "score": hit.score,
                }
                for hit in hits
            ]
        )
        return
    for hit in hits:
        out.line(f"{hit.kind:5}  {one_line(hit.title)}")
        out.line(f"       {hit.path}:{hit.line}  {one_line(hit.snippet)}")
    if not hits:
        out.note("nothing found")


def duration(minutes: int) -> str:
    """`40 min`, `9 h 40`."""
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02}"


def _json_row(view: TurnView, measures: Measures) -> dict[str, object]:
    turn = view.turn
    return {
        "version": view.version,
        "commit": None if turn.is_waiting else turn.commit,
        "when": turn.when,
        "stage": turn.stage,
        "iteration": turn.iteration,
        "minutes": turn.minutes,
        "words": measures.words,
        "points": measures.points,
        "subject": turn.subject,
    }


def _kept_json(view: AutosaveView, measures: Measures) -> dict[str, object]:
    return {
        "version": view.version,
        "commit": None,
        "when": view.when,
        "stage": "trash" if view.is_trash else "autosave",
        "iteration": None,
        "minutes": None,
        "words": measures.words,
        "points": measures.points,
        "subject": "",
    }


def _kept_row(view: AutosaveView, measures: Measures, this_year: int) -> tuple[str, ...]:
    """`Sat 14 Nov   20:31 post.md   612 words (+18)     @20:31`."""
    figures = ""
    if measures.points is not None:
        figures = _count(measures.points, "point")
    elif measures.words is not None:
        changed = f" ({measures.words_added:+})".replace("-", "−") if measures.words_added else ""
        figures = f"{_count(measures.words, 'word')}{changed}"
    return (
        _day(view.when, this_year),
        f"{view.when:%H:%M} {view.path.rpartition('/')[2]}{', thrown away' if view.is_trash else ''}",
        figures,
        "",
        f"@{view.name.rpartition('@')[2]}",
    )


def _day(when: datetime, this_year: int) -> str:
    day = f"{when:%a} {when.day} {when:%b}"
    return day if when.year == this_year else f"{day} {when.year}"


def _row(view: TurnView, measures: Measures, this_year: int) -> tuple[str, ...]:
    """One line; of the version only what follows the slug, which would fill the width again and again."""
    turn = view.turn
    number = "" if turn.iteration is None else f" {turn.iteration}"
    stage = f"{turn.stage}{number}" if turn.is_recorded else f"{turn.stage}{number}, by hand"
    stage += ", waits for git" if turn.is_waiting else ""
    spent = "" if turn.minutes is None else duration(turn.minutes)
    return (
        _day(turn.when, this_year),
        stage,
        _figures(view, measures),
        spent,
        f"@{view.version.rpartition('@')[2]}",
    )


def _figures(view: TurnView, measures: Measures) -> str:
    """`28 points  −6 +3 →2  1 peek  settled .64`, or `812 words (+200)`."""
    from draftloop.loop.versions import ROUND_STAGES, SITTING_STAGES

    turn, parts = view.turn, []
    if turn.stage in ROUND_STAGES and measures.points is not None:
        parts.append(_count(measures.points, "point"))
    if turn.stage in SITTING_STAGES and measures.words is not None:
        changed = f" ({measures.words_added:+})".replace("-", "−") if measures.words_added else ""
        parts.append(f"{_count(measures.words, 'word')}{changed}")
    changes = (("−", measures.dropped), ("+", measures.added), ("→", measures.moved))
    parts.append(" ".join(f"{sign}{number}" for sign, number in changes if number))
    verdicts = (("let go", turn.let_go), ("restored", turn.restored), ("parked", turn.parked))
    parts.append(", ".join(f"{len(points)} {name}" for name, points in verdicts if points))
    if turn.peeks:
        parts.append(_count(turn.peeks, "peek"))
    if measures.settled is not None:
        parts.append(f"settled {measures.settled:.2f}")
    if turn.pass_name:
        parts.append(turn.pass_name)
    if turn.target:
        parts.append(turn.target)
    return "  ".join(filter(None, parts))


def _summary(figures: Summary) -> str:
    spent = f"{duration(figures.minutes)}, " if figures.minutes else ""
    return f"{_count(figures.iterations, 'iteration')}, {spent}{_count(figures.days, 'day')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


COMMANDS: dict[str, click.Command] = {
    "history": history,
    "show": show,
    "restore": restore,
    "search": search,
}
