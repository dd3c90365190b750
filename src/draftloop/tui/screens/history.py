"""History: how did it come about? Every sitting, and below it the life of each idea through the rounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from draftloop.tui import keys
from draftloop.tui import text as texts
from draftloop.tui.screens import history_words as words
from draftloop.tui.screens.history_changes import HistoryChanges
from draftloop.tui.screens.history_figures import FiguresInSight, Read
from draftloop.tui.screens.history_values import (
    HistoryRow,
    Kept,
    Story,
    Threads,
    read_kept,
    read_measures,
    read_story,
    read_threads,
    with_present,
    woven,
)
from draftloop.tui.screens.version import VersionScreen
from draftloop.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from draftloop.steps.autosaves import AutosaveView
    from draftloop.steps.desk import Desk
    from draftloop.steps.evolution import Thread

_ON_TURN = frozenset({"look", "mark", "compare", "words"})


class ThreadsHead(Widget):
    """The numbers of the rounds, over the columns of the list below."""

    def __init__(self) -> None:
        super().__init__(id="threads-head")
        self.threads = Threads()

    def show(self, threads: Threads) -> None:
        self.threads = threads
        self.refresh()

    def render(self) -> Content:
        has_prose = self.threads.in_prose is not None
        return words.threads_head(self.content_size.width, self.threads.rounds, has_prose=has_prose)


class HistoryScreen(HistoryChanges):
    """The story of one draft."""

    NAME = "history"
    CSS_PATH = "history.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings_for("history")
    AUTO_FOCUS = "#turns"

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk, slug)
        self.story: Story | None = None
        self.threads = Threads()
        self.marked: tuple[str, ...] = ()
        """Names of the marked versions, at most two."""
        self.shows_autosaves = False
        """Whether what was saved between the iterations stands between them."""
        self.kept: tuple[AutosaveView, ...] = ()
        self._figures = FiguresInSight(self, self._what_measures)
        self._this_year = desk.now().year

    def compose_room(self) -> ComposeResult:
        with Vertical(id="history"):
            yield Static("", id="trouble", markup=False)
            yield RowList[HistoryRow](self._draw_turn, lambda row: row.name, id="turns")
            with Vertical(id="life"):
                yield ThreadsHead()
                yield RowList["Thread"](self._draw_thread, _thread_key, id="threads")
            yield Static("", id="detail", markup=False)

    def on_mount(self) -> None:
        """Figures follow the eye: the wheel moves no cursor."""
        super().on_mount()
        self.watch(self.turns, "scroll_y", lambda _: self._measure(), init=False)

    @property
    def turns(self) -> RowList[HistoryRow]:
        return self.query_one("#turns", RowList)

    @property
    def row(self) -> HistoryRow | None:
        return self.turns.current

    @property
    def life(self) -> RowList[Thread]:
        return self.query_one("#threads", RowList)

    # -- reading ---------------------------------------------------------------------------------------

    def load(self) -> None:
        self.run_step("timeline", lambda: read_story(self.desk, self.slug), self._show)
        if self.shows_autosaves:
            self._read_kept()

    def _show(self, story: Story) -> None:
        """The turns at once; the files as they are, which git has to be asked about, come after."""
        is_first = self.story is None
        if self.story is not None and story.rows:
            # Until git has answered again what it said before stands.
            story = replace(
                story,
                rows=(*story.rows, *(row for row in self.story.rows if row.is_now)),
                trouble=self.story.trouble,
                remedy=self.story.remedy,
            )
        self._take(story)
        self.query_one("#history").set_class(not self.threads.rounds, "-no-threads")
        self._show_turns(keep=story.rows[-1].name if story.rows and is_first else None)
        if story.rows:
            self.run_step("present", lambda: with_present(self.desk, self.slug, story), self._show_present)
            self.run_step("threads", lambda: read_threads(self.desk, self.slug), self._show_threads)

    def _show_present(self, story: Story) -> None:
        was_last = self.turns.cursor == len(self.turns.rows) - 1
        self._take(story)
        self._show_turns(keep=story.rows[-1].name if was_last else None)

    def _take(self, story: Story) -> None:
        self.story = story
        self.top_line.place = story.title
        self.top_line.note = words.totals(story.figures) if story.rows else ""
        self.query_one("#history").set_class(not story.rows, "-bare")
        self._figures.forget()
        self._show_trouble(story)
        self.refresh_hints()

    def _show_trouble(self, story: Story) -> None:
        said = words.trouble(story) if story.trouble else Content("") if story.rows else words.NOTHING
        trouble = self.query_one("#trouble", Static)
        trouble.update(said)
        trouble.display = bool(said)

    def _show_turns(self, keep: str | None = None) -> None:
        if self.story is not None:
            rows = woven(self.story, self.kept if self.shows_autosaves else ())
            self.turns.styles.height = max(1, len(rows))
            self.turns.show(rows, keep=keep)
            self.call_after_refresh(self._measure)

    def _measure(self) -> None:
        if self.is_mounted:
            self._figures.look(self.turns)

    def _what_measures(self) -> Read | None:
        story, kept = self.story, self.kept
        if story is None:
            return None
        return lambda rows: read_measures(self.desk, self.slug, story, kept, rows)

    def _show_threads(self, threads: Threads) -> None:
        self.threads = threads
        self.query_one(ThreadsHead).show(threads)
        self.life.show(threads.ideas)
        self.query_one("#history").set_class(not threads.rounds, "-no-threads")

    def _draw_turn(self, row: HistoryRow, width: int) -> Content:
        return words.draw_row(self._figures.of(row), width, self.marked, self._this_year)

    def _draw_thread(self, thread: Thread, width: int) -> Content:
        return words.draw_thread(thread, width, self.threads.rounds, self.threads.in_prose)

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._show_detail()

    def on_descendant_focus(self) -> None:
        """The foot belongs to the list that has the focus."""
        self._show_detail()
        self.refresh_bindings()

    def _show_detail(self) -> None:
        if self.is_mounted:
            is_below = self.life.has_focus
            said = words.thread_detail(self.life.current) if is_below else words.detail(self.turns.current)
            self.query_one("#detail", Static).update(said)

    @on(RowList.Chosen, "#turns")
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_look()

    # -- between the iterations --------------------------------------------------------------------------

    def action_autosaves(self) -> None:
        """Fold autosaves in between the iterations, or away."""
        if self.shows_autosaves:
            self.shows_autosaves = False
            self._show_turns()
        else:
            self._read_kept()

    def _read_kept(self) -> None:
        self.run_step("autosaves", lambda: read_kept(self.desk, self.slug), self._show_kept)

    def _show_kept(self, kept: Kept) -> None:
        self.kept, self.shows_autosaves = kept.views, bool(kept.views)
        if not kept.views:
            texts.toast(self.app, kept.why_none)
        self._figures.forget()
        self._show_turns()

    # -- versions --------------------------------------------------------------------------------------

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(row.name for row in self.turns.rows)

    def action_look(self) -> None:
        """Read the version under the cursor."""
        row = self.turns.current
        if row is not None:
            self.app.push_screen(VersionScreen(self.desk, self.slug, row.name, self._names))

    def action_mark(self) -> None:
        """Mark a version; of three the first gives way."""
        row = self.turns.current
        if row is None:
            return
        if row.name in self.marked:
            self.marked = tuple(name for name in self.marked if name != row.name)
        else:
            self.marked = (*self.marked, row.name)[-2:]
        self.turns.refresh()

    def action_compare(self) -> None:
        """The two marked versions; else the marked one, or the one before, with that under the cursor."""
        self._compare(by_words=None)

    def action_words(self) -> None:
        """The same by words and sentences."""
        self._compare(by_words=True)

    def _compare(self, *, by_words: bool | None) -> None:
        row = self.turns.current
        if row is None:
            return
        pair = self.marked if len(self.marked) == 2 else (*self.marked, row.name)
        if len(pair) == 2 and pair[0] == pair[1]:
            pair = pair[:1]
        names = sorted(pair, key=self._names.index)
        old = names[0] if len(names) == 2 else None
        screen = VersionScreen(self.desk, self.slug, names[-1], self._names, old=old, compares=True)
        screen.by_words = by_words
        self.app.push_screen(screen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the focused list and the draft allow."""
        has_rows = self.is_mounted and self.story is not None and bool(self.story.rows)
        if action in _ON_TURN:
            return has_rows and not self.life.has_focus
        if action in ("restore", "report"):
            return has_rows
        if action == "undo":
            return bool(self.undone_by)
        return super().check_action(action, parameters)


def _thread_key(thread: Thread) -> str:
    return f"{thread.rounds}:{thread.point}:{thread.text}"
