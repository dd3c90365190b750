"""What is said of texts that are kept and in no file, as content from values."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from draftloop.steps.recover import is_longer
from draftloop.tui import text as texts
from draftloop.tui.line_net import UNFINISHED
from draftloop.tui.widgets.action_row import ActionRow
from draftloop.tui.widgets.figures import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.ports import KeptText
    from draftloop.steps.recover import TakenBack

_BESIDE = 4
"""Cells of an offer's row beside its words: the mark and a gap."""
_IN_DRAFT = 3
"""Parts of the path of a draft's file."""


def said(when: datetime, now: datetime) -> str:
    """`today 21:04`, `yesterday 21:04`, `Sat 14 Nov 21:04`; with the year once it is another one."""
    day = when.astimezone(now.tzinfo)
    if day.date() == now.date():
        return f"today {day:%H:%M}"
    if day.date() == now.date() - timedelta(days=1):
        return f"yesterday {day:%H:%M}"
    return f"{day:%a %d %b %H:%M}" if day.year == now.year else f"{day:%d %b %Y %H:%M}"


def name_of(kept: KeptText) -> str:
    """The file's own name."""
    return kept.file.rpartition("/")[2]


class KeptRow(ActionRow):
    """The offer on Today; on a narrow screen what enter does stands below it."""

    DEFAULT_CSS = "KeptRow { height: auto; }"

    def __init__(self, kept: KeptText, now: datetime, width: int) -> None:
        """`width` is what it has at least, mark and all."""
        words, tail = offer(kept, now)
        self._is_folded = len(words) + len(tail) + _BESIDE > width
        super().__init__(
            f"kept:{kept.id}", texts.line(words, "bold $warning"), texts.literal(tail, "$text-muted")
        )

    def render(self) -> Content:
        if not self._is_folded:
            return super().render()
        return texts.joined(
            ("▸ " if self.is_marked else "  ", "bold $accent"), self.words, "\n  ", self.right
        )


def offer(kept: KeptText, now: datetime) -> tuple[str, str]:
    """`12 words of yesterday 21:04 never reached post.md`, and what enter does about it."""
    when, name = said(kept.when, now), texts.safe_line(name_of(kept))
    if kept.file == UNFINISHED:
        return f"A line of {when} was never kept", "enter brings it back"
    if not is_longer(kept) or not kept.missing_words:
        return f"What you typed {when} is not what {name} has", "enter looks at both"
    them = "it" if kept.missing_words == 1 else "them"
    number = count(kept.missing_words, "word")
    return f"{number} of {when} never reached {name}", f"enter puts {them} back"


def kept_facts(waiting: Sequence[KeptText], now: datetime, *, is_low: bool = False) -> Content:
    """Below the row: which draft, both dates and counts, the other keys; empty when nothing waits."""
    if not waiting:
        return Content("")
    keys = texts.joined(
        ("r", "bold $accent"),
        (" shows what differs   ", "$text-muted"),
        ("z", "bold $accent"),
        (" later", "$text-muted"),
    )
    if is_low:
        return keys
    first, others = waiting[0], len(waiting) - 1
    place = "kept safe and in no file"
    if first.file != UNFINISHED:
        place += f": {draft_of(first)}"
    if first.moved_from:
        place += f", from {first.moved_from}"
    if others:
        place += f", and {count(others, 'more text')}"
    facts = f"kept {said(first.when, now)}, {count(first.words, 'word')}"
    if first.file != UNFINISHED:
        facts += f"; {in_file(first, now)}"
    return Content("\n").join([texts.line(place, "$text-muted"), texts.line(facts, "$text-muted"), keys])


def words_back(back: TakenBack) -> str:
    """`12 words are back in post.md`."""
    number = count(back.words, "word")
    return f"{number} {'is' if back.words == 1 else 'are'} back in {back.path.rpartition('/')[2]}"


def draft_of(kept: KeptText) -> str:
    """The draft's name; the whole path of what is none of a draft's."""
    parts = kept.file.split("/")
    return parts[1] if len(parts) == _IN_DRAFT and parts[0] == "drafts" else kept.file


def in_file(kept: KeptText, now: datetime) -> str:
    """`the file is of yesterday 21:02, 612 words`."""
    if kept.file_when is None:
        return "the file is gone: enter makes it again"
    if kept.file_words is None:
        return "the file cannot be read"
    return f"the file is of {said(kept.file_when, now)}, {count(kept.file_words, 'word')}"


def both(kept: KeptText, now: datetime, in_file_now: str | None, *, takes_kept: bool) -> Content:
    """The two texts with their dates and counts, a row each; the one that enter takes is marked."""
    number = len(in_file_now.split()) if in_file_now is not None else None
    place = f" in {texts.safe_line(kept.moved_from)}" if kept.moved_from else ""
    stands = "not there, or not to be read" if number is None else count(number, "word")
    written = "" if kept.file_when is None else said(kept.file_when, now)
    longer = "" if number is None else "longer"
    rows = (
        (
            takes_kept,
            "kept",
            said(kept.when, now) + place,
            count(kept.words, "word"),
            kept.words,
            number or 0,
        ),
        (not takes_kept, "file", written, stands, number or 0, kept.words),
    )
    width = max(len(when) for _, _, when, *_ in rows)
    return Content("\n").join(
        texts.joined(
            ("▸ " if is_marked else "  ", "bold $accent"),
            (f"{kind}  {when:<{width}}  {amount}", "bold" if is_marked else "$text-muted"),
            (f"  {longer}" if mine > other else "", "$text-muted"),
        )
        for is_marked, kind, when, amount, mine, other in rows
    )


def row(kept: KeptText, width: int) -> Content:
    """One of several in a list."""
    when = f"{kept.when:%d %b %H:%M}"
    return texts.joined(texts.fit(kept.file, max(8, width - len(when) - 2)), "  ", (when, "$text-muted"))
