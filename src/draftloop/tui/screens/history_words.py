"""What the history says, as content from values: rows of the timeline, threads, what follows from a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from draftloop.loop.coverage import Mark
from draftloop.loop.stage import Stage
from draftloop.loop.versions import ROUND_STAGES, SITTING_STAGES
from draftloop.tui import text as texts
from draftloop.tui.screens.history_values import HistoryRow, PutBack, Story
from draftloop.tui.widgets.figures import count, listed, share, spark, spent

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from draftloop.steps.evolution import Measures, Thread
    from draftloop.steps.history import Summary

_DAY_CELLS = 12
_STAGE_CELLS = 12
_SPENT_CELLS = 8
SETTLED = 0.85
"""From here on a round changed little: what `loop.settledness` advises by."""
_SETTLED_CELLS = 7
_NAMED_CELLS = 90
"""From this width on `settled` stands before its figure."""
_MOST_NAMED = 3
_LEAST_COLUMN = 3
"""Cells of a round: two digits and a blank."""

NOTHING = texts.mixed(
    "Every sitting of this draft stands here, from its pick to the day it ships.\n\n"
    "Nothing is recorded yet: in Outline or Prose, [bold $accent]ctrl+g[/] ends a sitting and records it."
)


def totals(figures: Summary) -> str:
    """`23 iterations, 9 h 40, 12 days`."""
    parts = [count(figures.iterations, "iteration"), spent(figures.minutes) if figures.minutes else ""]
    return ", ".join([part for part in parts if part] + [count(figures.days, "day")])


def trouble(story: Story) -> Content:
    """Why nothing is here, and what to do about it."""
    head = "There is no history here" if not story.rows else "New iterations are kept and wait"
    parts: list[Content | str | tuple[str, str]] = [
        (f"{head}: ", "bold $warning"),
        texts.line(story.trouble),
    ]
    if story.remedy:
        parts += ["\n", texts.line(story.remedy, "$text-muted")]
    return texts.joined(*parts)


def day(when: datetime, this_year: int) -> str:
    """`Tue 10 Nov`, or `20 May 2025` when it is another year."""
    if when.year != this_year:
        return f"{when.day:>2} {when:%b} {when.year}"
    return f"{when:%a} {when.day:>2} {when:%b}"


def stage_name(row: HistoryRow) -> str:
    """`rewrite 2`, `edit 1`, `now`."""
    if row.view is None:
        return "now" if row.kept is None else f"{row.when:%H:%M}"
    turn = row.view.turn
    number = "" if turn.iteration is None else f" {turn.iteration}"
    return f"{turn.stage}{number}"


def draw_row(row: HistoryRow, width: int, marked: Collection[str], this_year: int) -> Content:
    """One row of the timeline; figures that are not measured yet leave their place empty."""
    is_marked = row.name in marked
    if row.kept is not None:
        return texts.joined(
            (texts.fit(day(row.when, this_year), _DAY_CELLS), "$text-muted"),
            (texts.fit(f"{row.when:%H:%M}", _STAGE_CELLS), "bold $accent" if is_marked else "$text-muted"),
            ("◆ ", "bold $accent") if is_marked else ("· ", "$text-muted"),
            (texts.fit(kept_figures(row), width - _DAY_CELLS - _STAGE_CELLS - 2), "$text-muted"),
        )
    turn = row.view.turn if row.view is not None else None
    is_safe = turn is not None and not turn.is_waiting
    dot = ("●", "$success") if is_safe else ("○" if turn else "●", "$warning")
    sign, sign_style = ("◆", "bold $accent") if is_marked else dot
    settled = row.measures.settled if row.measures is not None else None
    bar = settled_bar(settled, is_named=width >= _NAMED_CELLS)
    room = width - _DAY_CELLS - _STAGE_CELLS - 2 - _SPENT_CELLS - bar.cell_length
    minutes = spent(turn.minutes) if turn is not None and turn.minutes else ""
    return texts.joined(
        (texts.fit(day(row.when, this_year), _DAY_CELLS), "$text-muted"),
        (texts.fit(stage_name(row), _STAGE_CELLS), "bold $accent" if is_marked else ""),
        (f"{sign} ", sign_style),
        texts.fit(figures_of(row), max(8, room)),
        (f"{minutes:>{_SPENT_CELLS}}", "$text-muted"),
        bar,
    )


def kept_figures(row: HistoryRow) -> str:
    """`post.md  612 words, +18`; what was thrown away says so."""
    kept, measures = row.kept, row.measures
    if kept is None:
        return ""
    name = kept.path.rpartition("/")[2]
    head = f"thrown away: {name}" if kept.is_trash else name
    if measures is None:
        return head
    if measures.points is not None:
        return f"{head}  {count(measures.points, 'point')}"
    added = f", {measures.words_added:+,}".replace("-", "−") if measures.words_added else ""
    return head if measures.words is None else f"{head}  {count(measures.words, 'word')}{added}"


def settled_bar(settled: float | None, *, is_named: bool) -> Content:
    """`  settled .64 ▃`, or as many blanks; the word only where there is room."""
    name = "  settled" if is_named else " "
    if settled is None:
        return Content(" " * (len(name) + _SETTLED_CELLS - 1))
    style = "$success" if settled >= SETTLED else "$accent"
    return texts.joined((f"{name} ", "$text-muted"), f"{share(settled)[:3]} ", (spark([settled]), style))


def figures_of(row: HistoryRow) -> str:
    """`28 points −6 +3 →2  1 peek`, `812 words, +200`, or what else a turn did."""
    if row.view is None:
        return "as it is, not recorded yet"
    turn, measures = row.view.turn, row.measures
    parts: list[str] = []
    if measures is not None:
        parts += _measured(turn.stage, measures)
    verdicts = (("let go", turn.let_go), ("restored", turn.restored), ("parked", turn.parked))
    parts.append(listed(f"{len(points)} {name}" for name, points in verdicts if points))
    if turn.peeks:
        parts.append(count(turn.peeks, "peek"))
    parts += [turn.pass_name, turn.target, _rest(row)]
    return " · ".join(part for part in parts if part)


def _measured(stage: Stage, measures: Measures) -> list[str]:
    parts = []
    if stage in ROUND_STAGES and stage is not Stage.COMPARE and measures.points is not None:
        parts.append(count(measures.points, "point"))
    if stage in SITTING_STAGES and measures.words is not None:
        added = f", {measures.words_added:+,}".replace("-", "−") if measures.words_added else ""
        parts.append(f"{count(measures.words, 'word')}{added}")
    changes = (("−", measures.dropped), ("+", measures.added), ("→", measures.moved))
    parts.append(" ".join(f"{sign}{number}" for sign, number in changes if number))
    return parts


def _rest(row: HistoryRow) -> str:
    """For turns that are neither a round nor a sitting: what they were."""
    if row.view is None:
        return ""
    turn = row.view.turn
    if turn.is_waiting:
        return "waits for git"
    if turn.stage is Stage.RESTORE and turn.source:
        return f"back to {turn.source.rpartition('@')[2] or turn.source}"
    if turn.stage in (*ROUND_STAGES, *SITTING_STAGES):
        return "" if turn.is_recorded else "by hand"
    return turn.because or ("" if turn.is_recorded else turn.subject)


def detail(row: HistoryRow | None) -> Content:
    """What the row under the cursor has to say beyond its figures."""
    if row is None:
        return Content("")
    if row.kept is not None:
        at = f"{row.when:%A} {row.when.day} {row.when:%B} at {row.when:%H:%M}"
        name = row.kept.path.rpartition("/")[2]
        said = (
            f"{name} before it was thrown away on {at}; r brings it back"
            if row.kept.is_trash
            else f"{name} as it stood on {at}, between two iterations"
        )
        return texts.joined(texts.line(said), "\n", (texts.safe_line(row.kept.name), "$text-muted"))
    if row.view is None:
        return Content.styled(
            "The files as they are; ctrl+g in Outline or Prose records them.", "$text-muted"
        )
    turn = row.view.turn
    said = turn.note.strip() or (f"muddy: {turn.muddy}" if turn.muddy else turn.subject)
    verdicts = (("restored", turn.restored), ("parked", turn.parked), ("let go", turn.let_go))
    named = [f"{name}: {_some(points)}" for name, points in verdicts if points]
    if named:
        said = "; ".join(named)
    return texts.joined(texts.line(said), "\n", (texts.safe_line(row.view.version), "$text-muted"))


def _some(points: tuple[str, ...]) -> str:
    """`a, b and 3 more`."""
    more = len(points) - _MOST_NAMED
    return listed([*points[:_MOST_NAMED], f"{more} more" if more > 0 else ""])


def put_back_words(done: PutBack) -> str:
    """What a restore did, and how it is undone."""
    file = done.path.rpartition("/")[2]
    head = f"{file} is @{done.name.rpartition('@')[2]} again"
    if not done.is_recorded:
        return f"{head}; what stood there is kept as {done.kept} (draftloop recover)"
    before = done.before.rpartition("@")[2]
    return f"{head}, as a new iteration; what stood there is @{before}: u brings it back" if before else head


def column_cells(width: int, rounds: int) -> int:
    """Cells a round takes in the threads; narrower the more there are."""
    return max(_LEAST_COLUMN, min(6, (width * 2 // 5) // max(1, rounds)))


def shown_rounds(width: int, rounds: tuple[int, ...]) -> tuple[int, ...]:
    """The last rounds that have room; all but in long stories."""
    most = max(1, (width * 2 // 5) // _LEAST_COLUMN)
    return rounds[-most:]


def threads_head(width: int, rounds: tuple[int, ...], *, has_prose: bool) -> Content:
    """The numbers of the rounds over their columns."""
    shown = shown_rounds(width, rounds)
    cells = column_cells(width, len(shown))
    columns = "".join(f"{number:<{cells}}" for number in shown) + ("prose" if has_prose else "")
    room = _idea_cells(width, len(shown), cells, has_prose=has_prose)
    return texts.joined(
        (texts.fit("ideas through the rounds", room), "$text-muted"), (columns, "$text-muted")
    )


def draw_thread(
    thread: Thread, width: int, rounds: tuple[int, ...], in_prose: dict[str, Mark] | None
) -> Content:
    """`jitter without a budget     ●─────╳`."""
    shown = shown_rounds(width, rounds)
    cells = column_cells(width, len(shown))
    has_prose = in_prose is not None
    room = _idea_cells(width, len(shown), cells, has_prose=has_prose)
    stands = thread.fate == "stands"
    words = texts.fit(thread.text, room)
    style = "bold" if thread.is_heading else "" if stands else "$text-muted"
    parts: list[Content | str | tuple[str, str]] = [(words, style)]
    last = thread.rounds[-1] if thread.rounds else 0
    for place, number in enumerate(shown):
        is_final = place == len(shown) - 1
        if number in thread.rounds:
            goes_on = not is_final and number < last
            is_lost = number == last and not stands
            line = "─" if goes_on or is_lost else "─" if is_final and has_prose and stands else " "
            parts.append((f"●{line * (cells - 1)}", "$success" if stands else "$text-muted"))
        elif thread.rounds and thread.rounds[0] < number < last:
            parts.append(("─" * cells, "$text-muted"))
        elif place and shown[place - 1] == last and not stands:
            parts.append(
                (_END[thread.fate].ljust(cells), "$error" if thread.fate != "parked" else "$warning")
            )
        else:
            parts.append(" " * cells)
    if in_prose is not None and stands:
        parts.append(_in_prose(in_prose.get(thread.text)))
    return texts.joined(*parts)


_END = {"let go": "╳", "gone": "╳", "parked": "▫", "stands": " "}


def _in_prose(mark: Mark | None) -> tuple[str, str]:
    if mark is Mark.DONE:
        return ("●", "$success")
    return ("◐", "$accent") if mark is Mark.PARTLY else ("○", "$text-muted")


def _idea_cells(width: int, rounds: int, cells: int, *, has_prose: bool) -> int:
    return max(12, width - rounds * cells - (5 if has_prose else 0) - 1)


def thread_detail(thread: Thread | None) -> Content:
    """An idea in full, and what became of it."""
    if thread is None:
        return Content("")
    first, last = thread.rounds[0], thread.rounds[-1]
    since = f"since round {first}" if first != last or thread.fate == "stands" else f"only in round {first}"
    fate = {
        "stands": f"stands {since}",
        "let go": f"let go after round {last}",
        "parked": f"parked after round {last}, for another post",
        "gone": f"gone after round {last}, without a verdict",
    }[thread.fate]
    return texts.joined(texts.line(thread.text), "\n", (fate, "$text-muted"))
