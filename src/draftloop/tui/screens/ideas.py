"""Ideas: what could I write about? The backlog, and all that is known about the one under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Rule, Static

from draftloop.tui import keys
from draftloop.tui import text as texts
from draftloop.tui.screens import idea_words as words
from draftloop.tui.screens.idea_changes import IdeaChanges
from draftloop.tui.widgets.figures import count
from draftloop.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from draftloop.loop.idea import Idea, Sort

_DETAIL_MARGIN = 5
"""Cells beside the detail: its padding and the scrollbar."""


class IdeasScreen(IdeaChanges):
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
        self.load_ideas(self._wanted or None)
        self._wanted = ""

    def point_at(self, slug: str) -> None:
        """Put the cursor on one idea, now or as soon as the list is there."""
        self._wanted = slug
        if self.is_mounted:
            self.query_one("#filter", Input).clear()
            self.tag = ""
            self.load()

    def load_ideas(self, keep: str | None = None) -> None:
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
        if not shown and self._list.has_focus:
            self.set_focus(None)  # else Textual hands the keys to the filter, as letters
        self._list.display = bool(shown)
        if shown and self.focused is None:
            self._list.focus()
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
    def idea(self) -> Idea | None:
        return self._list.current if self._list.display else None

    def _draw(self, idea: Idea, width: int) -> Content:
        return words.idea_row(idea, width, self.desk.now().date())

    @on(RowList.Moved)
    def _show_detail(self, event: RowList.Moved) -> None:
        event.stop()
        idea = self.idea
        self._near = ()
        self._draw_detail()
        self.query_one("#detail", VerticalScroll).scroll_home(animate=False)
        if idea is not None:
            self._look_around(idea)

    def on_resize(self) -> None:
        self._draw_detail()

    def _draw_detail(self) -> None:
        """The detail is wrapped beside its labels, so it is made for a width."""
        idea, width = self.idea, self.query_one("#backlog").size.width - _DETAIL_MARGIN
        known = words.idea_detail(idea, self._near, width) if idea is not None else Content("")
        self.query_one("#about", Static).update(known)

    def _look_around(self, idea: Idea) -> None:
        desk = self.desk

        def look() -> list[tuple[str, str, int]]:
            from draftloop.steps.capture import near_titles

            return [near for near in near_titles(desk, idea.title) if near[0] != idea.slug]

        def show(near: Sequence[tuple[str, str, int]]) -> None:
            if near and self.idea is idea:
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
        self.load_ideas()

    def action_tag(self) -> None:
        tags = ["", *sorted({tag for idea in self.ideas for tag in idea.tags})]
        self.tag = tags[(tags.index(self.tag) + 1) % len(tags)] if self.tag in tags else ""
        self._filter()

    def action_show_let_go(self) -> None:
        self.shows_let_go = not self.shows_let_go
        self.load_ideas()

    # -- going on --------------------------------------------------------------------------------------

    def action_pick(self) -> None:
        idea = self.idea
        if idea is not None and not self.shows_let_go:
            self.loop_app.open_pick(idea.slug)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_pick()

    def action_open_link(self) -> None:
        idea = self.idea
        link = words.first_link(idea) if idea is not None else None
        if link is None:
            texts.toast(self.app, "no link in the notes of this idea")
        else:
            self.app.open_url(link)

    def action_edit_outside(self) -> None:
        if self.idea is not None:
            self.loop_app.edit_outside(self.idea.path, lambda _: self.load())

    def unreadable_path(self) -> str:
        return self.idea.path if self.idea is not None and self.idea.trouble else super().unreadable_path()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the idea under the cursor allows; in the filter Enter only ends the filter."""
        if action == "pick" and isinstance(self.focused, Input):
            return False
        if action in {"note", "asked", "interest", "signal", "let_go", "pick", "open_link", "edit_outside"}:
            has_idea = self.is_mounted and self.idea is not None
            return has_idea and not (self.shows_let_go and action in {"let_go", "pick"})
        if action == "revive":
            return self.shows_let_go and self.idea is not None
        return super().check_action(action, parameters)
