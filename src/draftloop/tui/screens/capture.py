"""The capture line: a thought is kept between two others, from anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from draftloop.loop.errors import DraftloopError
from draftloop.loop.jot import parse_jot
from draftloop.tui import keys
from draftloop.tui import text as texts
from draftloop.tui.messages import TitlesPasted
from draftloop.tui.screens.base import LoopDialog, sentence_for
from draftloop.tui.widgets.error_bar import ErrorBar
from draftloop.tui.widgets.figures import count
from draftloop.tui.widgets.paste_input import PasteInput

if TYPE_CHECKING:
    from draftloop.steps.capture import Added
    from draftloop.steps.desk import Desk

Near = tuple[str, str, int]
"""Slug, title, and how often it was asked."""
_MOST_NEAR = 3


class CaptureScreen(LoopDialog[None]):
    """One line at the bottom of whatever is open; Enter keeps it and the line stays for the next."""

    NAME: ClassVar[str] = "capture"
    CSS_PATH = "capture.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings_for("capture")
    AUTO_FOCUS = "#jot"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.kept = 0
        self.near: tuple[Near, ...] = ()
        self.pasted: tuple[str, ...] = ()
        self._is_looking = False
        self._asked_for = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="line"):
            yield ErrorBar()
            yield Static("", id="near", markup=False)
            yield PasteInput(
                self.loop_app.unfinished_jot, placeholder="A title   #tag   @who asked   https://…", id="jot"
            )
            yield Static("", id="status", markup=False, classes="dim")

    def on_mount(self) -> None:
        self._say(Content("enter keeps it, the line stays for the next   esc closes"))

    # -- typing ----------------------------------------------------------------------------------------

    @on(Input.Changed, "#jot")
    def _look_for_near(self, event: Input.Changed) -> None:
        event.stop()
        self._asked_for = parse_jot(event.value).title
        self._look()

    def _look(self) -> None:
        """Look for near titles, one look at a time: a fast typist does not queue up threads."""
        title = self._asked_for
        if self._is_looking:
            return
        if len(title) < 4:
            self._show_near(())
            return
        self._is_looking = True
        desk = self.desk

        def look() -> tuple[str, tuple[Near, ...]]:
            from draftloop.steps.capture import near_titles

            return title, tuple(near_titles(desk, title))

        self.run_step("near", look, self._after_look, lambda _: self._after_look((title, ())))

    def _after_look(self, found: tuple[str, tuple[Near, ...]]) -> None:
        self._is_looking = False
        title, near = found
        if title == self._asked_for:
            self._show_near(near)
        else:
            self._look()

    def _show_near(self, near: tuple[Near, ...]) -> None:
        self.near = near
        lines = []
        for number, (_, title, asked) in enumerate(near[:_MOST_NEAR]):
            tail = f"   asked {asked}×" if asked else ""
            question = "   same question? tab counts it there" if number == 0 else ""
            lines.append(
                texts.joined(("near  ", "$warning"), texts.line(title), (tail + question, "$text-muted"))
            )
        widget = self.query_one("#near", Static)
        widget.display = bool(lines)
        widget.update(Content("\n").join(lines))

    # -- keeping ---------------------------------------------------------------------------------------

    @on(Input.Submitted, "#jot")
    def _keep(self, event: Input.Submitted) -> None:
        event.stop()
        if self.pasted:
            self._keep_all()
            return
        jot = parse_jot(event.value)
        if not jot.title:
            self.dismiss(None)
            return
        app, desk, line = self.loop_app, self.desk, event.value

        def keep() -> Added:
            from draftloop.steps.capture import add_idea

            try:
                added = add_idea(desk, title=jot.title, url=jot.url, tags=jot.tags, asked_by=jot.asked_by)
            except (DraftloopError, OSError):
                app.keep_aside(line)  # the line may be closed by now, and its answer with it
                raise
            app.put_away(line)
            return added

        app.unfinished_jot = ""
        event.input.clear()
        self.kept += 1
        group = f"keep-{self.kept}"
        self.run_step(
            group, keep, lambda _: self._tell_kept(jot.title), lambda error: self._give_back(line, error)
        )

    def _tell_kept(self, title: str) -> None:
        self._say(texts.joined(("✓ kept  ", "$success"), texts.clip(title, self.size.width - 14)))

    def _give_back(self, line: str, error: Exception) -> None:
        """The line could not be kept: it stands in the field again, with the reason above it."""
        self.show_error("keep", sentence_for(error))
        field = self.query_one("#jot", PasteInput)
        if not field.value:
            field.value = line

    @on(TitlesPasted)
    def _ask_about_many(self, event: TitlesPasted) -> None:
        event.stop()
        self.pasted = event.titles
        first = texts.clip(event.titles[0], 40)
        self._say(
            texts.joined(
                (f"{count(len(self.pasted), 'title')}?  ", "bold $warning"),
                f"{first} …",
                ("   enter keeps them all   esc drops the paste", "$text-muted"),
            )
        )

    def _keep_all(self) -> None:
        titles, desk, app = self.pasted, self.desk, self.loop_app
        self.pasted = ()

        def keep() -> str:
            from draftloop.steps.capture import add_titles

            # Thousands take a while, and the app may be closed or killed meanwhile.
            words = "\n".join(titles)
            app.keep_aside(words)
            add_titles(desk, titles)
            app.put_away(words)
            return count(len(titles), "title")

        self._say(Content(f"keeping {count(len(titles), 'title')} …"))
        self.run_step("keep-all", keep, self._tell_kept)

    async def action_keep(self) -> None:
        """For a click on the key; Enter in the field comes as a submission."""
        await self.query_one("#jot", PasteInput).action_submit()

    def action_count_near(self) -> None:
        """Same question: count it at the near idea instead of keeping a second one."""
        if not self.near:
            return
        slug, title, asked = self.near[0]
        field = self.query_one("#jot", PasteInput)
        who = parse_jot(field.value).asked_by
        desk = self.desk

        def ask() -> None:
            from draftloop.steps.capture import ask_idea

            ask_idea(desk, slug, who)

        field.clear()
        self.run_step(
            "count",
            ask,
            lambda _: self._say(
                texts.joined(("✓ counted  ", "$success"), texts.line(title), f"  {asked + 1}×")
            ),
        )

    def action_close(self) -> None:
        if self.pasted:
            self.pasted = ()
            self._say(Content("The paste was dropped."))
            return
        self.flush()
        self.dismiss(None)

    def flush(self) -> None:
        """A line that was not kept yet stands here again at the next opening; the app keeps it safe."""
        if self.pasted:
            self.loop_app.keep_aside("\n".join(self.pasted))
        self.loop_app.unfinished_jot = self.query_one("#jot", PasteInput).value.strip()

    def _say(self, words: Content) -> None:
        self.query_one("#status", Static).update(words)
