"""What is said about an idea, as content from values: a row of the list, and the detail below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from draftloop.loop.plain import HIDING, OBEYED
from draftloop.tui import text as texts
from draftloop.tui.widgets.figures import age, amount, stars

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from draftloop.loop.idea import Idea, Sort

SORTS: tuple[Sort, ...] = ("asked", "newest", "oldest", "interest", "signal", "title")
_LABEL_CELLS = 9
_MOST_NOTES = 12
_MOST_ASKED = 3
_MOST_NEAR = 3
_ALL_FIGURES_CELLS = 96
_LINK = re.compile(rf"https?://[^\s<>()\[\]\"'{OBEYED}{HIDING}]+")


def idea_row(idea: Idea, width: int, today: date) -> Content:
    """Title at the left, then what is known in small: asked, interest or signal, notes, age."""
    figures = [
        (f"asked {idea.asked_count}×" if idea.asked_count else "", 11),
        (stars(idea.interest), 4),
        (_signal(idea), 13),
        (f"notes {idea.notes_count}" if idea.notes_count else "", 9),
        (age(idea.created, today), 6),
    ]
    if width < _ALL_FIGURES_CELLS:
        figures = [figures[0], figures[1], figures[4]]
    right = "".join(texts.fit(words, cells) for words, cells in figures)
    title = texts.fit(idea.title, max(10, width - cell_len(right) - 2))
    style = "$error" if idea.trouble else "$text-muted strike" if idea.is_dropped else ""
    return texts.joined((title, style), "  ", (right, "$text-muted"))


def idea_detail(idea: Idea, near: Sequence[tuple[str, str, int]], width: int) -> Content:
    """Everything known about one idea, label by label, wrapped to `width` beside its labels."""
    muted = "$text-muted"
    lines = [texts.line(idea.title, "bold"), *_facts(idea)]
    if idea.trouble:
        lines.append(texts.joined(("! ", "bold $error"), texts.line(idea.trouble, "$error")))
    if idea.is_dropped:
        why = f": {idea.because}" if idea.because else ""
        lines.append(_labeled("let go", texts.line(f"{idea.dropped}{why}", "$warning"), width))
    if idea.asked_count:
        lines.append(_labeled("asked", texts.line(_asked(idea)), width))
    for signal in idea.signals:
        reach, engaged = amount(signal.reach), amount(signal.engaged)
        words = f"{signal.when} {signal.where}: reached {reach}, engaged {engaged}"
        lines.append(_labeled("signal", texts.line(words), width))
    notes = [note.rstrip().expandtabs(2) for note in idea.body.splitlines() if note.strip()]
    for number, note in enumerate(notes[:_MOST_NOTES]):
        lines.append(_labeled("" if number else "notes", texts.literal(note), width))
    if len(notes) > _MOST_NOTES:
        lines.append(_labeled("", Content.styled(f"and {len(notes) - _MOST_NOTES} more", muted), width))
    if not notes and not idea.asked_count:
        lines.append(Content.styled("Nothing noted yet: n adds a note or a link, k counts who asked.", muted))
    if near:
        titles = " · ".join(title for _, title, _ in near[:_MOST_NEAR])
        lines.append(_labeled("near", texts.line(titles), width))
    return Content("\n").join(lines)


def _facts(idea: Idea) -> list[Content]:
    facts = [
        f"tags {', '.join(idea.tags)}" if idea.tags else "",
        f"interest {stars(idea.interest)}" if idea.interest else "",
        "private" if idea.is_private else "",
    ]
    words = " · ".join(fact for fact in facts if fact)
    return [texts.line(words, "$text-muted")] if words else []


def _asked(idea: Idea) -> str:
    """The last few who asked, the newest first."""
    known = [f"{one.when} {one.who or 'somebody'}" for one in reversed(idea.asked)][:_MOST_ASKED]
    more = idea.asked_count - len(known)
    if not known:
        return f"{idea.asked_count}×"
    return " · ".join(known) + (f" · and {more} more" if more > 0 else "")


def matches(idea: Idea, words: Sequence[str]) -> bool:
    """Whether every word occurs in the title, the tags or the notes."""
    heap = f"{idea.title}\n{' '.join(idea.tags)}\n{idea.body}".casefold()
    return all(word in heap for word in words)


def first_link(idea: Idea) -> str | None:
    """The first web address in the notes."""
    found = _LINK.search(idea.body)
    return found.group().rstrip(".,;:") if found else None


def parse_signal(answer: str) -> tuple[str, int, int] | None:
    """`social 41000 310` as where, reached, engaged; None when the figures are missing."""
    found = re.fullmatch(r"\s*(.*?)\s+([\d.,]+k?)(?:\s+([\d.,]+k?))?\s*", answer, re.IGNORECASE)
    if found is None or not found.group(1):
        return None
    return found.group(1), _figure(found.group(2)), _figure(found.group(3) or "0")


def _figure(digits: str) -> int:
    is_thousands = digits.lower().endswith("k")
    whole = digits.lower().rstrip("k").replace(",", "")
    if not is_thousands:
        return int(whole.replace(".", "") or 0)
    head, _, tail = whole.partition(".")
    return int(head or 0) * 1000 + int((tail + "000")[:3] or 0)


def _signal(idea: Idea) -> str:
    return f"signal {amount(idea.reach)}" if idea.reach else ""


def _labeled(label: str, words: Content, width: int) -> Content:
    """A label, and the words beside it however many rows they take."""
    rows = words.wrap(max(10, width - _LABEL_CELLS)) or [Content("")]
    return Content("\n").join(
        texts.joined((texts.fit("" if number else label, _LABEL_CELLS), "$text-muted"), row)
        for number, row in enumerate(rows)
    )
