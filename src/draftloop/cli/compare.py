"""`compare`, `park`, `parked`: what the last rewrite lost, and the verdict on each point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import draft_argument, json_option
from draftloop.cli.context import Context
from draftloop.cli.outline_report import summary

if TYPE_CHECKING:
    from draftloop.steps.compare import Comparison


@click.command()
@draft_argument
@click.option("--let-go", type=int, multiple=True, metavar="LINE", help="Let the dropped point at LINE go.")
@click.option("--restore", type=int, multiple=True, metavar="LINE", help="Take it back, at its old place.")
@click.option("--park", type=int, multiple=True, metavar="LINE", help="Keep it in parked.md.")
@click.option("--rest", is_flag=True, help="Let all others go.")
@click.option("--same", multiple=True, metavar="OLD:NEW", help="The points at these two lines are the same.")
@click.option("--different", multiple=True, metavar="OLD:NEW", help="They are not.")
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
    as_json: bool,
) -> None:
    """Give the verdicts on the last rewrite; without options: what waits for one.

    LINE is the line of the dropped point in the outline before, as listed. Where the program is not sure
    whether two points are the same, --same and --different tell it, and it compares again.
    """
    from draftloop.steps import compare as steps
    from draftloop.steps.capture import resolve_draft

    desk = context.desk()
    now = steps.comparison(desk, resolve_draft(desk, slug))
    for pairs, is_same in ((same, True), (different, False)):
        for pair in pairs:
            now = steps.answer(desk, now, *steps.indices_of_pair(now, pair), same=is_same)
    chosen = {
        "let_go": list(steps.indices_of_lines(now, let_go)),
        "restore": list(steps.indices_of_lines(now, restore)),
        "park": list(steps.indices_of_lines(now, park)),
    }
    if rest:
        named = {index for indices in chosen.values() for index in indices}
        chosen["let_go"] += [index for index in now.waiting if index not in named]
    if any(chosen.values()):
        now = steps.decide(desk, now, **chosen).comparison
    if as_json:
        out.json(_as_json(now))
    else:
        _tell(now)


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
        "advice": now.advice.sentence,
    }


def _tell(now: Comparison) -> None:
    out.line(f"{now.title}  round {now.old_round} → {now.new_round}")
    out.line(summary(now.diff))
    if now.waiting:
        out.line()
        out.line(f"waiting for a verdict {len(now.waiting)}")
        for index in now.waiting:
            point = now.old.points[index]
            out.line(f"  {point.line:>4}  − {point.text}")
            near = now.diff.nearest(index)
            if near is not None:
                out.line(f"          nearest: {now.new.points[near].text}")
    if now.questions:
        out.line()
        out.line("not sure: the same point? (--same OLD:NEW, --different OLD:NEW)")
        for link in now.questions:
            old, new = now.old.points[link.old], now.new.points[link.new]
            out.line(f"  {old.line}:{new.line}  {old.text}")
            out.line(f"  {' ' * len(f'{old.line}:{new.line}')}  {new.text}")
    for word, texts in (("let go", now.let_go), ("restored", now.restored), ("parked", now.parked)):
        if texts:
            out.line()
            out.line(f"{word} {len(texts)}")
            for text in texts:
                out.line(f"  {text}")
    out.line()
    parts = now.settled
    figures = {"ideas": parts.ideas, "place": parts.place, "wording": parts.wording}
    out.line(
        f"settled {parts.total:.2f}   " + "  ".join(f"{name} {value:.2f}" for name, value in figures.items())
    )
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
