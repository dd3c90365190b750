"""Ideas: what could I write about? The backlog, and all that is known about the one under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Rule, Static

from draftloop.tui import keys
from draftloop.tui import text as texts
from draftloop.tui.dialogs.prompt import PromptDialog
from draftloop.tui.screens import idea_words as words
from draftloop.tui.screens.base import LoopScreen
from draftloop.tui.widgets.figures import count
from draftloop.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from draftloop.loop.idea import Idea, Sort
    from draftloop.steps.undo import Change

_MOST_INTEREST = 3
_DETAIL_MARGIN = 5
"""Cells beside the detail: its padding and the scrollbar."""


class IdeasScreen(LoopScreen):
    """What could I write about?"""

    NAME = "ideas"
    CSS_PATH = "ideas.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings_for("ideas")
    AUTO_FOCUS = "#list"

    ideas: Sequence[Idea] = ()
    """All open ideas, or all let-go ones, in the present order."""
    sort: Sort = "asked"
    tag = ""
    shows_let_go = False
    _wanted = ""
    _near: tuple[tuple[str, str, int], ...] = ()
    changes: tuple[Change, ...] = ()
    """What was done here, oldest first, to be taken back."""

    def compose_room(self) -> ComposeResult:
        with Vertical(id="backlog"):
            yield Static("", id="order", markup=False, classes="dim")
            yield Input(placeholder="Part of a title, a tag or a note", id="filter")
            yield RowList(self._draw, lambda idea: idea.slug, id="list")
            yield Static("", id="empty", markup=False, classes="dim")
            yield Rule()
            with VerticalScroll(id="detail", can_focus=False):
                yield Static("", id="about", markup=False)

    # -- reading ---------------------------------------------------------------------------------------

    def load(self) -> None:
        self._load(self._wanted or None)
        self._wanted = ""

    def point_at(self, slug: str) -> None:
        """Put the cursor on one idea, now or as soon as the list is there."""
        self._wanted = slug
        if self.is_mounted:
            self.query_one("#filter", Input).clear()
            self.tag = ""
            self.load()

    def _load(self, keep: str | None = None) -> None:
        desk, sort, dropped = self.desk, self.sort, self.shows_let_go

        def read() -> list[Idea]:
            from draftloop.steps.capture import list_ideas

            return list_ideas(desk, sort=sort, dropped=dropped)

        self.run_step("ideas", read, lambda ideas: self._show_ideas(ideas, keep))

    def _show_ideas(self, ideas: Sequence[Idea], keep: str | None = None) -> None:
        self.ideas = ideas
        if self.tag and not any(self.tag in idea.tags for idea in ideas):
            self.tag = ""
        self._filter(keep)

    def _filter(self, keep: str | None = None) -> None:
        wanted = self.query_one("#filter", Input).value.casefold().split()
        shown = [
            idea
            for idea in self.ideas
            if (not self.tag or self.tag in idea.tags) and (not wanted or words.matches(idea, wanted))
        ]
        self._list.show(shown, keep=keep)
        self._say_order(len(shown))
        self._say_empty(shown)
        self.refresh_hints()

    def _say_order(self, shown: int) -> None:
        name = "let go" if self.shows_let_go else "open"
        total = f"{shown:,} of {len(self.ideas):,}" if shown != len(self.ideas) else f"{shown:,}"
        order = texts.mixed(
            "$total   ·   [@click=screen.sort]$order ▾[/]   ·   [@click=screen.tag]$tag ▾[/]",
            total=f"{total} {name}",
            order="by title" if self.sort == "title" else f"{self.sort} first",
            tag=f"tag {texts.safe_line(self.tag)}" if self.tag else "all tags",
        )
        self.query_one("#order", Static).update(order)
        self.top_line.note = count(len(self.ideas), "idea")

    def _say_empty(self, shown: Sequence[Idea]) -> None:
        empty = self.query_one("#empty", Static)
        empty.display = not shown
        self._list.display = bool(shown)
        if self.ideas:
            empty.update(Content("No idea fits. esc shows all of them again."))
        elif self.shows_let_go:
            empty.update(Content("Nothing was let go so far. l goes back to the open ideas."))
        else:
            empty.update(
                texts.mixed(
                    "Titles you may write about one day belong here; half of them will be let go.\n\n"
                    "[bold $accent]a[/] jots one down.\n\n"
                    "For example: How do you choose an eviction policy? #caching @a reader"
                )
            )

    @property
    def _list(self) -> RowList[Idea]:
        return self.query_one("#list", RowList)

    @property
    def _idea(self) -> Idea | None:
        return self._list.current if self._list.display else None

    def _draw(self, idea: Idea, width: int) -> Content:
        return words.idea_row(idea, width, self.desk.now().date())

    @on(RowList.Moved)
    def _show_detail(self, event: RowList.Moved) -> None:
        event.stop()
        idea = self._idea
        self._near = ()
        self._draw_detail()
        self.query_one("#detail", VerticalScroll).scroll_home(animate=False)
        if idea is not None:
            self._look_around(idea)

    def on_resize(self) -> None:
        self._draw_detail()

    def _draw_detail(self) -> None:
        """The detail is wrapped beside its labels, so it is made for a width."""
        idea, width = self._idea, self.query_one("#backlog").size.width - _DETAIL_MARGIN
        known = words.idea_detail(idea, self._near, width) if idea is not None else Content("")
        self.query_one("#about", Static).update(known)

    def _look_around(self, idea: Idea) -> None:
        desk = self.desk

        def look() -> list[tuple[str, str, int]]:
            from draftloop.steps.capture import near_titles

            return [near for near in near_titles(desk, idea.title) if near[0] != idea.slug]

        def show(near: Sequence[tuple[str, str, int]]) -> None:
            if near and self._idea is idea:
                self._near = tuple(near)
                self._draw_detail()

        self.run_step("near", look, show)

    # -- filter and order ------------------------------------------------------------------------------

    def action_filter(self) -> None:
        field = self.query_one("#filter", Input)
        field.display = True
        field.focus()

    @on(Input.Changed, "#filter")
    def _filter_by(self, event: Input.Changed) -> None:
        event.stop()
        self._filter()

    @on(Input.Submitted, "#filter")
    def _filter_done(self, event: Input.Submitted) -> None:
        event.stop()
        event.input.display = bool(event.value)
        self._list.focus()

    def action_back(self) -> None:
        """First out of the filter, then out of the let-go list, then back to Today."""
        field = self.query_one("#filter", Input)
        if field.display:
            field.clear()
            field.display = False
            self._list.focus()
        elif self.shows_let_go:
            self.action_show_let_go()
        else:
            self.loop_app.go_back()

    def action_sort(self) -> None:
        self.sort = words.SORTS[(words.SORTS.index(self.sort) + 1) % len(words.SORTS)]
        self._load()

    def action_tag(self) -> None:
        tags = ["", *sorted({tag for idea in self.ideas for tag in idea.tags})]
        self.tag = tags[(tags.index(self.tag) + 1) % len(tags)] if self.tag in tags else ""
        self._filter()

    def action_show_let_go(self) -> None:
        self.shows_let_go = not self.shows_let_go
        self._load()

    # -- changing --------------------------------------------------------------------------------------

    def _ask(
        self,
        question: str,
        placeholder: str,
        act: Callable[[Idea, str], object],
        *,
        may_be_empty: bool = True,
    ) -> None:
        idea = self._idea
        if idea is None:
            return

        def answered(answer: str | None) -> None:
            if answer is not None and (answer or may_be_empty):
                act(idea, answer)

        self.app.push_screen(PromptDialog(question, placeholder=placeholder), answered)

    def _change(self, idea: Idea, act: Callable[[], object], told: str) -> None:
        desk = self.desk

        def do() -> Change:
            from draftloop.steps.undo import watch_change

            return watch_change(desk, idea.path, act)

        def done(change: Change) -> None:
            self.changes = (*self.changes, change)
            texts.toast(self.app, told)
            self._load(idea.slug)

        self.run_step("change", do, done)

    def action_note(self) -> None:
        def keep(idea: Idea, answer: str) -> None:
            from draftloop.steps.capture import note_idea

            self._change(idea, lambda: note_idea(self.desk, idea.slug, answer), "noted")

        self._ask(
            "A note, or a link", "the paper's figure 7 says otherwise   https://…", keep, may_be_empty=False
        )

    def action_asked(self) -> None:
        def keep(idea: Idea, answer: str) -> None:
            from draftloop.steps.capture import ask_idea

            self._change(
                idea, lambda: ask_idea(self.desk, idea.slug, answer), f"asked {idea.asked_count + 1}×"
            )

        self._ask("Who asked, and where? (may stay empty)", "M. at the meetup", keep)

    def action_signal(self) -> None:
        def keep(idea: Idea, answer: str) -> None:
            from draftloop.steps.capture import signal_idea

            signal = words.parse_signal(answer)
            if signal is None:
                texts.toast(
                    self.app, "where, how many it reached, how many engaged: social 41000 310", "warning"
                )
                return
            where, reach, engaged = signal
            self._change(
                idea, lambda: signal_idea(self.desk, idea.slug, where, reach, engaged), "signal noted"
            )

        self._ask(
            "What did a test bring? Where, reached, engaged", "social 41000 310", keep, may_be_empty=False
        )

    def action_interest(self) -> None:
        idea = self._idea
        if idea is None:
            return
        from draftloop.steps.capture import rate_idea

        new = (idea.interest or 0) + 1
        rated = new if new <= _MOST_INTEREST else None
        self._change(idea, lambda: rate_idea(self.desk, idea.slug, rated), f"interest {rated or 'not rated'}")

    def action_let_go(self) -> None:
        def keep(idea: Idea, answer: str) -> None:
            from draftloop.steps.capture import drop_idea

            self._change(idea, lambda: drop_idea(self.desk, idea.slug, answer), "let go; u takes it back")

        self._ask("Let it go. Why? (may stay empty)", "others wrote it better", keep)

    def action_revive(self) -> None:
        idea = self._idea
        if idea is not None:
            from draftloop.steps.capture import revive_idea

            self._change(idea, lambda: revive_idea(self.desk, idea.slug), "open again")

    def action_undo(self) -> None:
        if not self.changes:
            texts.toast(self.app, "nothing to undo here")
            return
        *older, last = self.changes
        desk = self.desk

        def undo() -> None:
            from draftloop.steps.undo import take_back

            take_back(desk, last)

        def done(_: object) -> None:
            self.changes = tuple(older)
            texts.toast(self.app, "taken back")
            self._load()

        self.run_step("change", undo, done)

    # -- going on --------------------------------------------------------------------------------------

    def action_pick(self) -> None:
        idea = self._idea
        if idea is not None and not self.shows_let_go:
            self.loop_app.open_pick(idea.slug)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_pick()

    def action_open_link(self) -> None:
        idea = self._idea
        link = words.first_link(idea) if idea is not None else None
        if link is None:
            texts.toast(self.app, "no link in the notes of this idea")
        else:
            self.app.open_url(link)

    def action_edit_outside(self) -> None:
        if self._idea is not None:
            self.loop_app.edit_outside(self._idea.path, lambda _: self.load())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the idea under the cursor allows; in the filter Enter only ends the filter."""
        if action == "pick" and isinstance(self.focused, Input):
            return False
        if action in {"note", "asked", "interest", "signal", "let_go", "pick", "open_link", "edit_outside"}:
            has_idea = self.is_mounted and self._idea is not None
            return has_idea and not (self.shows_let_go and action in {"let_go", "pick"})
        if action == "revive":
            return self.shows_let_go and self._idea is not None
        return super().check_action(action, parameters)
