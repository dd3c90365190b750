"""Search: where did I write about this? Ideas, drafts, posts and parked points in one list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from draftloop.loop.ports import Hit
from draftloop.tui import keys
from draftloop.tui import text as texts
from draftloop.tui.screens.base import LoopScreen, sentence_for
from draftloop.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk

_KIND_CELLS = 7


class SearchScreen(LoopScreen):
    """Where did I write about this?"""

    NAME = "search"
    CSS_PATH = "search.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings_for("search")
    AUTO_FOCUS = "#query"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._is_searching = False
        self._searched = ""

    def compose_room(self) -> ComposeResult:
        with Vertical(id="search"):
            yield Input(placeholder="Words you remember", id="query")
            yield Static("", id="found", markup=False, classes="dim")
            yield RowList[Hit](_draw, lambda hit: f"{hit.path}:{hit.line}", id="hits")
            yield Static("", id="snippet", markup=False, classes="dim")

    def load(self) -> None:
        self._searched = ""
        self._search()

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._search()

    def _search(self) -> None:
        """One search at a time; what was typed meanwhile is searched when it comes back."""
        query = self.query_one("#query", Input).value.strip()
        if self._is_searching or query == self._searched:
            return
        if not query:
            self._show("", [])
            return
        self._is_searching = True
        desk = self.desk

        def look() -> list[Hit]:
            from draftloop.steps.search import search

            return search(desk, query)

        self.run_step("search", look, lambda hits: self._came_back(query, hits), self._failed_to_search)

    def _came_back(self, query: str, hits: Sequence[Hit]) -> None:
        self._is_searching = False
        self._show(query, hits)
        self._search()

    def _failed_to_search(self, error: Exception) -> None:
        self._is_searching = False
        self.show_error("search", sentence_for(error))

    def _show(self, query: str, hits: Sequence[Hit]) -> None:
        self._searched = query
        self.query_one(RowList).show(hits)
        found = self.query_one("#found", Static)
        if query:
            found.update(Content("" if hits else "Nothing found. Fewer words find more."))
        else:
            found.update(Content("Ideas, drafts, posts and parked points.  For example: retry budget"))
        found.display = not hits
        self.refresh_hints()

    @on(RowList.Moved)
    def _show_snippet(self, event: RowList.Moved) -> None:
        event.stop()
        hit = self.query_one(RowList).current
        words = (
            texts.joined((f"{hit.path}:{hit.line}\n", "$text-muted"), texts.line(hit.snippet))
            if hit
            else Content("")
        )
        self.query_one("#snippet", Static).update(words)

    def action_move(self, by: int) -> None:
        self.query_one(RowList).action_cursor(by)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_open()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Open what was found, at the screen that shows it."""
        hit = self.query_one(RowList).current
        if hit is None:
            return
        self.loop_app.go_back()
        if hit.kind == "idea":
            self.loop_app.open_idea(hit.slug)
        else:
            self.loop_app.open_step(_step_for(hit), hit.slug)


def _step_for(hit: Hit) -> str:
    if hit.kind == "post":
        return "history"
    return (
        "prose"
        if hit.path.endswith("post.md")
        else "outline"
        if hit.path.endswith("outline.md")
        else "history"
    )


def _draw(hit: Hit, width: int) -> Content:
    title = texts.clip(hit.title, max(10, width // 2 - _KIND_CELLS))
    return texts.joined(
        (texts.fit(hit.kind, _KIND_CELLS), "$text-muted"),
        (title, "bold"),
        "  ",
        texts.line(hit.snippet, "$text-muted"),
    )
