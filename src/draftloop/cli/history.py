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
    from draftloop.steps.evolution import Measures
    from draftloop.steps.history import Summary, TurnView


@click.command()
@draft_argument
@json_option
@click.pass_obj
def history(context: Context, slug: str, as_json: bool) -> None:
    """Show every iteration of a draft, oldest first, with the names of its versions."""
    from draftloop.steps.bundle import read_bundle
    from draftloop.steps.capture import resolve_draft
    from draftloop.steps.evolution import measure_all
    from draftloop.steps.history import summary, timeline

    desk = context.desk()
    slug = resolve_draft(desk, slug)
    views = timeline(desk, slug)
    measures = measure_all(desk, slug, views)
    if as_json:
        out.json([_json_row(view, found) for view, found in zip(views, measures, strict=True)])
        return
    if not views:
        out.note(
            desk.history.state().reason or f"{slug}: nothing is recorded yet; `draftloop done {slug}` does"
        )
        return
    out.line(f"{read_bundle(desk, slug).title}    {_summary(summary(desk, views))}")
    out.line()
    year = desk.now().year
    out.table([_row(view, found, year) for view, found in zip(views, measures, strict=True)], indent="  ")
    out.line()
    out.line(f"`draftloop show {views[-1].version}` prints the last one, `restore` puts one back.")


@click.command()
@click.argument("version", metavar="VERSION")
@json_option
@click.pass_obj
def show(context: Context, version: str, as_json: bool) -> None:
    """Print a draft as it was: SLUG@3, SLUG@prose, SLUG@ship, SLUG@1a2b3c4, or SLUG as it is."""
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
    from draftloop.steps import history as steps

    done = steps.restore(context.desk(), version)
    if as_json:
        out.json({"version": done.version.name, "path": done.version.path, "commit": done.commit})
        return
    out.line(f"{done.version.path} is {done.version.name} again")
    if done.commit is None:
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
        "commit": turn.commit,
        "when": turn.when,
        "stage": turn.stage,
        "iteration": turn.iteration,
        "minutes": turn.minutes,
        "words": measures.words,
        "points": measures.points,
        "subject": turn.subject,
    }


def _row(view: TurnView, measures: Measures, this_year: int) -> tuple[str, ...]:
    """One line; of the version only what follows the slug, which would fill the width again and again."""
    turn = view.turn
    day = f"{turn.when:%a} {turn.when.day} {turn.when:%b}"
    if turn.when.year != this_year:
        day += f" {turn.when.year}"
    number = "" if turn.iteration is None else f" {turn.iteration}"
    stage = f"{turn.stage}{number}" if turn.is_recorded else f"{turn.stage}{number}, by hand"
    spent = "" if turn.minutes is None else duration(turn.minutes)
    return (
        day,
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
