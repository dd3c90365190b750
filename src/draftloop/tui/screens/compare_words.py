"""What the comparison says in words: its figures, the point under the cursor, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from draftloop.loop.outline import normalized
from draftloop.loop.outline_links import SURE, LinkKind
from draftloop.tui import text as texts
from draftloop.tui.screens.review import Review
from draftloop.tui.widgets.compare_list import Group, Place, Verdict
from draftloop.tui.widgets.figures import count, share, spark

if TYPE_CHECKING:
    from draftloop.loop.outline import Outline
    from draftloop.loop.way_back import PlaceLine
    from draftloop.steps.compare import Comparison
    from draftloop.steps.rounds import TreeDiff
    from draftloop.steps.sides import Sides

_FULL_CELLS = 74
"""The figures with their names."""
_ASKING_CELLS = 64
_MOST_ROUNDS = 8
_KINDS = {
    LinkKind.KEPT: "kept",
    LinkKind.REWORDED: "reworded",
    LinkKind.MOVED: "moved",
    LinkKind.MOVED_REWORDED: "moved and reworded",
    LinkKind.SPLIT: "split in several",
    LinkKind.MERGED: "merged with others",
}

OFFER = "matched by words; `draftloop meaning install` finds more, on your machine"
"""Fits in 80 columns; said once."""


def comparing(*, by_meaning: bool) -> Content:
    """Said until there is something to show; a sentence model takes seconds to start."""
    if not by_meaning:
        return texts.literal("comparing …", "$text-muted")
    return texts.literal(
        "comparing by meaning …\nthe model on your machine starts; this takes a few seconds, once",
        "$text-muted",
    )


def figures(review: Review, width: int, news: str) -> Content:
    """`round 2 → 3   settled .64   ideas .86 ...`; below it the news, or the curve over all rounds."""
    now = review.outlook
    parts = {
        "ideas": now.settled.ideas,
        "place": now.settled.place,
        "wording": now.settled.wording,
        "skeleton": now.settled.skeleton,
    }
    names = "  ".join(f"{name} {share(value)}" for name, value in parts.items())
    head = f"round {now.old_round} → {now.new_round}   settled {share(now.settled.total)}"
    row = f"{head}   {names}" if width >= _FULL_CELLS else head
    below = "   ".join(part for part in (curve(now), bound(review), f"matched by {now.diff.engine}") if part)
    said = (news, "$accent") if news else (below, "$text-muted")
    return texts.joined((row, "$text-muted"), "\n", said)


def curve(now: Comparison) -> str:
    """`so far  .63 ▅  .64 ▅  .96 █`; nothing for a single rewrite."""
    values = [settled.total for settled in now.history][-_MOST_ROUNDS:]
    if len(values) < 2:
        return ""
    return "so far  " + "  ".join(f"{share(value)} {spark([value])}" for value in values)


def bound(review: Review) -> str:
    """Says that the figures can only rise while answers are open."""
    questions = review.open_questions
    are = "is" if questions == 1 else "are"
    return f"a lower bound: {count(questions, 'answer')} {are} open" if questions else ""


def asking(review: Review, width: int) -> Content:
    """The head of the question; its keys too where there is room, else the bottom line has them."""
    place, many = review.question_count
    head = texts.joined(("? Same point?", "bold $warning"), (f"   {place} of {many}", "$text-muted"))
    if width < _ASKING_CELLS:
        return head
    return texts.joined(
        head,
        "      ",
        ("y", "bold $accent"), " same   ",
        ("n", "bold $accent"), " different   ",
        ("z", "bold $accent"), " later",
    )  # fmt: skip


def asked(outline: Outline, index: int, *, is_high: bool) -> Content:
    """One side of the question, with what it stands under where there is room."""
    under = _under(outline, index)
    words = texts.line(outline.points[index].text)
    return texts.joined(words, "\n", (under, "$text-muted")) if is_high and under else words


def end(review: Review) -> tuple[str, str]:
    """The advice, and what g does next."""
    advice, tally = review.outlook.advice, review.tally()
    if tally:
        then = f"g records: {tally}"
    else:
        then = "g goes back to Today" if advice.go_on else "g goes on to the prose"
    if review.put_off_links:
        then += f"   z takes up what you put off ({len(review.put_off_links)})"
    return advice.sentence, then


def heads(review: Review, sides: Sides | None) -> tuple[str, str]:
    """What stands left and right."""
    newest = review.now.new_round
    left = sides.left if sides is not None else review.now.old_round
    is_prose = sides is not None and sides.with_prose
    return (
        f"round {left}, as it is now" if left == newest else f"round {left}",
        "what the prose says" if is_prose else f"round {newest}, as it is now",
    )


def about_dropped(review: Review, index: int, most: int) -> Content:
    """Where a dropped point stood, and its place in the new outline before it is put there."""
    verdict = review.verdicts.get(index)
    under = _under(review.now.old, index)
    stood = f"stood {under}   " if under else ""
    if verdict is Verdict.LET_GO:
        return texts.literal(f"{stood}let go; it stays in the history", "$text-muted")
    if verdict is Verdict.PARK:
        return texts.literal(f"{stood}parked; search finds it in parked.md", "$text-muted")
    said = "comes back here:" if verdict is Verdict.RESTORE else "r puts it back here:"
    lines = review.way_back(index, max(3, most))
    if most < 3:
        return texts.literal(_in_one_line(lines, said), "$text-muted")
    rows = [texts.literal(f"{stood}{said}", "$text-muted"), *(_place_row(line) for line in lines)]
    return Content("\n").join(rows)


def about_pair(pair: TreeDiff, place: Place, *, with_prose: bool = False) -> Content:
    """What became of two linked points, or of one that stands alone."""
    link = next((one for one in pair.diff.links if (one.old, one.new) == (place.old, place.new)), None)
    if link is None:
        side, index = (pair.new, place.new) if place.old is None else (pair.old, place.old)
        if index is None:
            return Content("")
        alone = ("not in the outline", "not in the prose") if with_prose else ("new", "dropped")
        said = alone[0] if place.old is None else alone[1]
        under = _under(side, index)
        more = "\nm if it is a point of the other side after all"
        return texts.literal(f"{said}   {under}".rstrip() + more, "$text-muted")
    was, now = _under(pair.old, link.old), _under(pair.new, link.new)
    stood = was if normalized(was) == normalized(now) else f"{was or 'at the top'}, now {now or 'at the top'}"
    said = _KINDS[link.kind] if link.score >= SURE else "perhaps the same; y if it is"
    return texts.joined(
        texts.line(f"{said}   {stood}", "$text-muted"),
        ("\nd if these are two different points, m to say which one it is", "$text-muted"),
    )


def about_group(group: Group) -> Content:
    """What a folded group holds."""
    said = {
        Group.UNSURE: "taken for the same, but not surely: y or d on each tells",
        Group.GONE: "verdicts recorded before: r on one still brings it back",
    }.get(group, "enter opens and closes it")
    return texts.literal(said, "$text-muted")


def _under(outline: Outline, index: int) -> str:
    parent = outline.points[index].parent
    return f"under “{texts.clip(outline.points[parent].text, 32)}”" if parent is not None else ""


def _place_row(line: PlaceLine) -> Content:
    indent = "  " * min(line.depth, 6)
    if line.is_back:
        return texts.joined((f"+ {indent}", "$success"), texts.line(line.text, "$success"))
    return texts.joined((f"  {indent}", "$text-muted"), texts.line(line.text, "$text-muted"))


def _in_one_line(lines: tuple[PlaceLine, ...], said: str) -> str:
    """`r puts it back here: below “a budget”`."""
    first = next((number for number, line in enumerate(lines) if line.is_back), 0)
    if first:
        return f"{said.rstrip(':')}: below “{lines[first - 1].text}”"
    after = next((line.text for line in lines if not line.is_back), "")
    return f"{said.rstrip(':')}: above “{after}”" if after else f"{said.rstrip(':')}: as the first point"
