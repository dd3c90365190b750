"""What Today says, as content from values. No widget is asked for anything here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.content import Content

from draftloop.loop.stage import RAIL, Stage
from draftloop.steps.next_step import asks_for_verdicts
from draftloop.tui import text as texts
from draftloop.tui.widgets.action_row import ActionRow, row
from draftloop.tui.widgets.figures import age, count, listed, share, spark, spent
from draftloop.tui.widgets.week_rail import RailMark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from draftloop.steps.drafts import DraftStatus
    from draftloop.steps.today import Today
    from draftloop.steps.work import WeekReview

_MOST_GAPS = 5
_GAP = re.compile(r"\[(TK|TODO|FIXME|XXX|\?)[:\s]+(.+?)\]?$", re.DOTALL)
_LABEL_CELLS = 14
_GAP_CELLS = 44
_WEEK_LENGTH = 7

TO_TRY = (
    ("ideas", "2", "forty ideas, the most asked for first"),
    ("history", "h", "how this draft came about, round by round"),
    ("prose", "enter", "its prose, with the outline beside it"),
    ("work", "4", "what was shipped, and the rhythm of the weeks"),
    ("capture", "a", "jot an idea down, from anywhere"),
)
"""For the demo: what it is called when it was opened, its key, and what it shows."""

BEGINNING = texts.mixed(
    "Write down what you could tell somebody, a title a line; order and wording do not matter.\n"
    "For example: [italic]How do you choose an eviction policy?[/]\n\n"
    "A list you have somewhere can be pasted whole. Or look around in a demo: [bold $accent]esc[/], "
    "then [bold $accent]d[/]."
)


def is_empty(now: Today) -> bool:
    """Whether nothing has been written down here yet."""
    return now.draft is None and not now.also and not now.ideas_open and not now.shipped_in_all


def day_and_streak(now: Today) -> str:
    """`Sat 21 Nov · streak 7 weeks`."""
    day = f"{now.date:%a} {now.date.day} {now.date:%b}"
    return f"{day} · streak {count(now.streak_weeks, 'week')}" if now.streak_weeks else day


def rail_marks(now: Today) -> tuple[RailMark, ...]:
    """The seven days around today; of a loop of two weeks the half in which today is."""
    marks = tuple(
        RailMark(
            name=f"{day.date:%a}",
            stages="pause" if day.is_paused else ", ".join(_stages_shown(day.stages)),
            is_today=day.date == now.date,
            is_past=day.date < now.date,
        )
        for day in now.rail
    )
    here = next((number for number, mark in enumerate(marks) if mark.is_today), 0)
    start = here - here % _WEEK_LENGTH
    return marks[start : start + _WEEK_LENGTH]


def headline(now: Today, reviews: Sequence[WeekReview]) -> Content:
    """The title of the draft; else what the week brought; else the question of the pick."""
    if now.draft is not None:
        return texts.line(now.draft.title, "bold")
    if reviews:
        return texts.joined(("✓ ", "bold $success"), texts.line(f"Shipped: {reviews[-1].title}", "bold"))
    return Content.styled("Which one this week?" if now.picks else "Nothing in work", "bold")


def facts(now: Today, reviews: Sequence[WeekReview]) -> Content:
    """One row of facts below the headline."""
    if now.draft is not None:
        return texts.line(" · ".join(_draft_facts(now.draft)), "$text-muted")
    lines = [texts.line(review_line(review), "$text-muted") for review in reviews]
    if now.picks:
        lines.append(
            Content.styled("The one you most want to explore, not the most sensible.", "$text-muted")
        )
    return Content("\n").join(lines)


def review_line(review: WeekReview) -> str:
    """`outline 58 min, prose 2 h 20 · 3 rounds · 1,412 words · 8 points let go`."""
    times = ", ".join(f"{stage} {spent(minutes)}" for stage, minutes in review.minutes if minutes)
    parts = [times, count(review.rounds, "round"), count(review.words, "word")]
    if review.let_go:
        parts.append(f"{count(review.let_go, 'point')} let go")
    return " · ".join(part for part in parts if part)


def _draft_facts(draft: DraftStatus) -> list[str]:
    facts = [str(draft.stage)]
    if draft.words:
        facts.append(f"{draft.words:,} of about {draft.target_words:,} words")
        if draft.coverable:
            facts.append(f"{draft.covered} of {count(draft.coverable, 'point')} written")
        if draft.gaps:
            facts.append(count(len(draft.gaps), "gap"))
    elif draft.points:
        facts.append(f"round {draft.iteration}" if draft.iteration else "not recorded yet")
        facts.append(count(draft.points, "point"))
    if draft.is_private:
        facts.append("private")
    return facts


def left_open(now: Today) -> Content:
    """How settled the outline is, trouble with a file, and the gaps marked in the text."""
    draft = now.draft
    if draft is None:
        return Content("")
    lines: list[Content] = []
    if draft.trouble:
        lines.append(texts.joined(("! ", "bold $error"), texts.line(draft.trouble, "$error")))
    if draft.settled_rounds:
        values = [settled.total for settled in draft.settled_rounds]
        rounds = count(len(values) + 1, "round")
        is_open = draft.stage is Stage.REWRITE
        said = f"Settled so far, in {rounds}" if is_open else f"The outline settled in {rounds}"
        lines.append(
            texts.joined(
                (f"{said}   ", "$text-muted"),
                (spark(values), "$accent"),
                ("  " + " ".join(share(value) for value in values), "$text-muted"),
            )
        )
    for number, gap in enumerate(draft.gaps[:_MOST_GAPS]):
        label = "Left open" if number == 0 else ""
        kind, what = _gap_words(gap.text)
        where = f"{kind}, line {gap.line}" if kind else f"line {gap.line}"
        lines.append(
            texts.joined(
                (texts.fit(label, _LABEL_CELLS), "$text-muted"),
                texts.fit(what, _GAP_CELLS),
                (f"  {where}", "$text-muted"),
            )
        )
    if len(draft.gaps) > _MOST_GAPS:
        lines.append(
            Content.styled(" " * _LABEL_CELLS + f"and {len(draft.gaps) - _MOST_GAPS} more", "$text-muted")
        )
    return Content("\n").join(lines)


def _gap_words(text: str) -> tuple[str, str]:
    """`[TK: count them]` as its mark and what is missing; a bare mark says only itself."""
    found = _GAP.match(text.strip())
    return (found.group(1), found.group(2)) if found else ("", text)


def waiting(now: Today) -> Content:
    """`Waiting  148 ideas, 3 asked again this week`."""
    if not now.ideas_open:
        return Content("")
    again = f", {now.asked_again} asked again this week" if now.asked_again else ""
    return texts.literal(
        texts.fit("Waiting", _LABEL_CELLS) + count(now.ideas_open, "idea") + again, "$text-muted"
    )


def main_rows(now: Today) -> list[ActionRow]:
    """The one thing to do next; without a draft the candidates of the pick."""
    if now.draft is not None:
        return [
            ActionRow(f"{step_for(step.stage)}:{step.slug}", texts.line(step.sentence, "bold"), _enter())
            for step in now.next
            if step.slug
        ]
    rows = []
    for candidate in now.picks:
        idea = candidate.idea
        reasons = texts.clip(listed(candidate.reasons[:2]), 34)
        rows.append(row(f"pick:{idea.slug}", idea.title, reasons, style="bold"))
    return rows


def also_rows(now: Today) -> list[ActionRow]:
    """Other drafts in work, each with what it asks for next."""
    return [
        ActionRow(
            f"{step_of(draft)}:{draft.slug}",
            texts.joined(
                (texts.fit("Also in work" if number == 0 else "", 14), "$text-muted"), texts.line(draft.title)
            ),
            texts.line(_also_right(draft, now), "$text-muted"),
        )
        for number, draft in enumerate(now.also)
    ]


def _also_right(draft: DraftStatus, now: Today) -> str:
    if asks_for_verdicts(draft):
        return f"compare · {count(draft.waiting, 'point')} dropped"
    parts = [str(draft.stage)]
    if draft.due is not None:
        days = (draft.due - now.date).days
        parts.append("due today" if days <= 0 else f"due {draft.due:%a}")
    if draft.settled is not None and draft.stage is Stage.REWRITE:
        parts.append(f"settled {share(draft.settled)}")
    elif draft.due is None and draft.updated is not None:
        parts.append(age(draft.updated, now.date))
    return " · ".join(parts)


def step_for(stage: Stage) -> str:
    """The screen that does what a stage asks for."""
    return str(stage) if stage in RAIL or stage is Stage.COMPARE else "history"


def step_of(draft: DraftStatus) -> str:
    """The screen that does what a draft asks for: dropped points without a verdict come first."""
    return step_for(Stage.COMPARE if asks_for_verdicts(draft) else draft.stage)


def file_of(draft: DraftStatus) -> str:
    """The file a writer means by "this draft" at its stage."""
    is_outline = draft.stage in (Stage.OUTLINE, Stage.REWRITE, Stage.COMPARE)
    return f"drafts/{draft.slug}/{'outline.md' if is_outline else 'post.md'}"


def collected(titles: Sequence[str], enough: int) -> Content:
    """The titles typed so far, the newest on top, and how many."""
    if not titles:
        return Content("")
    left = enough - len(titles)
    state = f"{len(titles)} of {enough}" if left > 0 else f"{len(titles)} titles"
    lines = [texts.literal(f"{state}   enter on an empty line goes on", "$text-muted")]
    lines += [texts.joined(("+ ", "$success"), texts.line(title)) for title in reversed(titles[-8:])]
    return Content("\n").join(lines)


def demo_hint(tried: AbstractSet[str]) -> Content:
    """The next thing to try while looking around, until all were."""
    ahead = next(((key, words) for name, key, words in TO_TRY if name not in tried), None)
    if ahead is None:
        return Content("")
    return texts.joined(
        ("To try:  ", "$text-muted"), (ahead[0], "bold $accent"), (f"  {ahead[1]}", "$text-muted")
    )


def _enter() -> Content:
    return Content.styled("enter", "$text-muted")


def _stages_shown(stages: Sequence[Stage | str]) -> list[str]:
    """A day's stages; the pick stands for itself only where nothing else does."""
    names = [str(stage) for stage in stages]
    return [name for name in names if name != "pick"] or names
