"""What comes next for a draft, as one sentence and as the command that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.loop.stage import Stage
from draftloop.loop.week import writing_day

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk
    from draftloop.steps.drafts import DraftStatus

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """One thing to do: the stage whose screen does it, the command, and the words on the screen."""

    stage: Stage
    slug: str
    command: str
    sentence: str

    def to_json(self) -> dict[str, str]:
        return {"stage": self.stage, "slug": self.slug, "command": self.command, "sentence": self.sentence}


def next_step(desk: Desk, status: DraftStatus) -> NextStep:
    """What this draft asks for."""
    is_compared = not asks_for_verdicts(status)
    stage = status.stage if is_compared else Stage.COMPARE
    sentence, command = _words(desk, status) if is_compared else _compare_words(status)
    return NextStep(stage=stage, slug=status.slug, command=command, sentence=sentence)


def next_sentence(desk: Desk, status: DraftStatus) -> str:
    """The sentence said at the end of an iteration."""
    return next_step(desk, status).sentence


def asks_for_verdicts(status: DraftStatus) -> bool:
    """Whether the last rewrite comes first: it dropped points that have no verdict yet."""
    return bool(status.waiting) and status.stage in (Stage.REWRITE, Stage.PROSE)


def waiting_words(status: DraftStatus) -> str:
    """`7 dropped points wait for a verdict`."""
    count = status.waiting
    return f"{count} dropped point{' waits' if count == 1 else 's wait'} for a verdict"


def when_due(desk: Desk, status: DraftStatus) -> str:
    """`today`, `tomorrow` or the day's name; empty without a schedule."""
    if status.due is None:
        return ""
    days = (status.due - writing_day(desk.now(), desk.settings.week)).days
    if days <= 0:
        return "today"
    return "tomorrow" if days == 1 else f"on {DAYS[status.due.weekday()]}"


def _compare_words(status: DraftStatus) -> tuple[str, str]:
    return (
        f"Compare the rewrite; {waiting_words(status)}",
        f"draftloop compare {status.slug}",
    )


def _words(desk: Desk, status: DraftStatus) -> tuple[str, str]:
    when = when_due(desk, status)
    slug = status.slug
    match status.stage:
        case Stage.OUTLINE:
            return "Pour out the outline: everything that comes to mind", f"draftloop outline {slug}"
        case Stage.REWRITE:
            day = f" {when}" if when else ""
            return f"Rewrite the outline from memory{day}", f"draftloop rewrite {slug}"
        case Stage.PROSE:
            begun = "Go on with the prose" if status.words else "Turn the outline into prose"
            day = f" {when}" if when and when != "today" else ""
            return begun + day, f"draftloop prose {slug}"
        case Stage.EDIT:
            missing = "readability" if "grammar" in status.passes else "grammar"
            return f"Edit for {missing}", f"draftloop edit {slug}"
        case Stage.SHIP:
            return "Ship it", f"draftloop ship {slug}"
        case Stage.DROPPED:
            return "Given up; revive takes it back", f"draftloop draft revive {slug}"
        case _:
            return "Shipped. What did readers ask?", "draftloop idea add"
