"""`compare`, `park`, `parked`: what the last rewrite lost, and the verdict on each point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import draft_argument, json_option
from draftloop.cli.context import Context
from draftloop.cli.errors import tell_queued
from draftloop.cli.outline_report import dropped_lines, settled_line, summary_lines
from draftloop.cli.wrapping import USUAL, hang
from draftloop.loop.diff_rows import DOUBTFUL, GLYPHS, Mark, old_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draftloop.steps.compare import Comparison


@click.command()
@draft_argument
@click.option("--let-go", type=int, multiple=True, metavar="LINE", help="Let the dropped point at LINE go.")
@click.option("--restore", type=int, multiple=True, metavar="LINE", help="Take it back, at its old place.")
@click.option("--park", type=int, multiple=True, metavar="LINE", help="Keep it in parked.md.")
@click.option("--rest", is_flag=True, help="Let all others go.")
@click.option("--same", multiple=True, metavar="OLD:NEW", help="The points at these two lines are the same.")
@click.option("--different", multiple=True, metavar="OLD:NEW", help="They are not.")
@click.option("--all", "show_all", is_flag=True, help="List every point with its lines, matched ones too.")
@json_option
@click.pass_obj
def compare(
    context: Context,
    slug: str,
    let_go: tuple[int, ...],
    restore: tuple[int, ...],
    park: tuple[int, ...],
    rest: bool,
    same: tuple[str, ...],
    different: tuple[str, ...],
    show_all: bool,
    as_json: bool,
) -> int:
    """Give the verdicts on the last rewrite; without options: what waits for one.

    LINE is the line of the dropped point in the outline before, as listed; what was dropped below it is
    restored or parked with it. Where the program took two points for the same, or did not, --same and
    --different tell it: it compares again, and remembers the answer for later rounds (corrections.toml).
    OLD and NEW are lines of the outline before and of outline.md.

    Verdicts that git refuses now are kept and committed later (`draftloop waiting`): the status is 3 then.
    """
    from draftloop.steps import compare as steps
    from draftloop.steps import match
    from draftloop.steps.capture import resolve_draft

    desk = context.desk()
    now = steps.comparison(desk, resolve_draft(desk, slug))
    for pairs, is_same in ((same, True), (different, False)):
        for pair in pairs:
            now = match.answer(desk, now, *match.indices_of_pair(now, pair), same=is_same).comparison
    chosen = {
        "let_go": list(steps.indices_of_lines(now, let_go)),
        "restore": list(steps.indices_of_lines(now, restore)),
        "park": list(steps.indices_of_lines(now, park)),
    }
    if rest:
        named = {index for indices in chosen.values() for index in indices}
        named |= {*steps.with_children(now, chosen["restore"], named)}
        named |= {*steps.with_children(now, chosen["park"], named)}
        chosen["let_go"] += [index for index in now.waiting if index not in named]
    queued = None
    if any(chosen.values()):
        decided = steps.decide(desk, now, **chosen)
        now, queued = decided.comparison, decided.queued
    if as_json:
        out.json(_as_json(now))
    else:
        _tell(now, show_all=show_all)
    return tell_queued(queued)


def _as_json(now: Comparison) -> dict[str, object]:
    return {
        **now.diff.to_json(now.old, now.new),
        "old_round": now.old_round,
        "new_round": now.new_round,
        "waiting": [now.old.points[index].line for index in now.waiting],
        "unsure": [
            {"old": now.old.points[link.old].line, "new": now.new.points[link.new].line, "score": link.score}
            for link in now.questions
        ],
        "let_go": list(now.let_go),
        "restored": list(now.restored),
        "parked": list(now.parked),
        "settled": round(now.settled.total, 4),
        "parts": {
            "ideas": round(now.settled.ideas, 4),
            "place": round(now.settled.place, 4),
            "wording": round(now.settled.wording, 4),
            "skeleton": round(now.settled.skeleton, 4),
        },
        "rounds": [round(settled.total, 4) for settled in now.history],
        "advice": now.advice.sentence,
    }


def _tell(now: Comparison, *, show_all: bool) -> None:
    out.line(f"{now.title}  round {now.old_round} → {now.new_round}")
    _tell_lines(summary_lines(now.diff, USUAL))
    if show_all:
        _tell_matches(now)
    if now.waiting:
        out.line()
        out.line(f"waiting for a verdict {len(now.waiting)}")
        _tell_lines(dropped_lines(now.old, now.new, now.diff, now.waiting)[1:])
    if now.questions:
        out.line()
        out.line("not sure: the same point? (--same OLD:NEW, --different OLD:NEW)")
        for link in now.questions:
            _tell_pair(now, link.old, link.new, DOUBTFUL)
    for word, texts in (("let go", now.let_go), ("restored", now.restored), ("parked", now.parked)):
        if texts:
            out.line()
            out.line(f"{word} {len(texts)}")
            for text in texts:
                _tell_lines(hang("  ", text, USUAL))
    out.line()
    _tell_settled(now)


def _tell_lines(lines: Iterable[str]) -> None:
    for line in lines:
        out.line(line)


def _tell_matches(now: Comparison) -> None:
    out.line()
    out.line("taken for the same (OLD:NEW)")
    for row in old_rows(now.old, now.diff):
        for partner in row.partners:
            _tell_pair(now, row.point, partner, DOUBTFUL if row.is_doubtful else GLYPHS[row.mark])
    if now.diff.added:
        out.line()
        out.line(f"new {len(now.diff.added)}")
        for index in now.diff.added:
            point = now.new.points[index]
            _tell_lines(hang(f"  {point.line:>7}  {GLYPHS[Mark.ADDED]} ", point.text, USUAL))


def _tell_pair(now: Comparison, old: int, new: int, glyph: str) -> None:
    before, after = now.old.points[old], now.new.points[new]
    name = f"  {f'{before.line}:{after.line}':>7}  {glyph} "
    _tell_lines(hang(name, before.text, USUAL))
    if before.text != after.text:
        _tell_lines(hang(" " * len(name), after.text, USUAL))


def _tell_settled(now: Comparison) -> None:
    # Rewordings the engine misses count as dropped and added, so without the answers the figure is too low.
    bound = "at least " if now.questions else ""
    out.line(f"{bound}{settled_line(now.settled)}  skeleton {now.settled.skeleton:.2f}")
    if len(now.history) > 1:
        out.line("rounds so far: " + "  ".join(f"{settled.total:.2f}" for settled in now.history))
    out.line(now.advice.sentence)


@click.command()
@draft_argument
@click.argument("lines", type=int, nargs=-1, required=True, metavar="LINE...")
@click.pass_obj
def park(context: Context, slug: str, lines: tuple[int, ...]) -> None:
    """Move points of the outline, with their children, to parked.md."""
    from draftloop.steps.capture import resolve_draft
    from draftloop.steps.park import park_lines

    desk = context.desk()
    for text in park_lines(desk, resolve_draft(desk, slug), lines):
        out.line(f"parked: {text}")


@click.command()
@click.argument("slug", metavar="[SLUG]", required=False)
@json_option
@click.pass_obj
def parked(context: Context, slug: str | None, as_json: bool) -> None:
    """Points that were cut and may be wanted later."""
    from draftloop.steps.capture import resolve_draft
    from draftloop.steps.park import parked as all_parked

    desk = context.desk()
    found = all_parked(desk, resolve_draft(desk, slug) if slug else None)
    if as_json:
        out.json([{"slug": p.slug, "text": p.text, "under": p.under, "line": p.line} for p in found])
        return
    out.table([[p.slug, str(p.line), p.text] for p in found])
    if not found:
        out.note("nothing is parked; `draftloop park SLUG LINE` or `p` in Compare puts a point there")


COMMANDS = {"compare": compare, "park": park, "parked": parked}
