"""The terminal app: places, steps, theme, keymap, leaving. No feature lives here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import SystemCommand
from textual.binding import Binding, BindingType

from draftloop.tui import keys, text, themes
from draftloop.tui.reading_app import ReadingApp
from draftloop.tui.screens.base import LoopScreen, StepRunner

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.dom import DOMNode
    from textual.screen import Screen

    from draftloop.steps.desk import Desk

Place = str
PLACES: dict[Place, tuple[str, str]] = {
    "today": ("draftloop.tui.screens.today", "TodayScreen"),
    "ideas": ("draftloop.tui.screens.ideas", "IdeasScreen"),
    "drafts": ("draftloop.tui.screens.drafts", "DraftsScreen"),
    "work": ("draftloop.tui.screens.work", "WorkScreen"),
}
"""Kept while the app runs; each is made as `XScreen(desk)` when first shown."""

STEP_SCREENS: dict[str, tuple[str, str]] = {
    "outline": ("draftloop.tui.screens.outline", "OutlineScreen"),
    "rewrite": ("draftloop.tui.screens.rewrite", "RewriteScreen"),
    "compare": ("draftloop.tui.screens.compare", "CompareScreen"),
    "prose": ("draftloop.tui.screens.prose", "ProseScreen"),
    "edit": ("draftloop.tui.screens.edit", "EditScreen"),
    "readability": ("draftloop.tui.screens.readability", "ReadabilityScreen"),
    "ship": ("draftloop.tui.screens.ship", "ShipScreen"),
    "history": ("draftloop.tui.screens.history", "HistoryScreen"),
}
"""Made as `XScreen(desk, slug)` when opened; imported only then."""


_PLACE_DEPTH = 2


def _system() -> type[Provider]:
    from textual.system_commands import SystemCommandsProvider

    return SystemCommandsProvider


def _actions() -> type[Provider]:
    from draftloop.tui.commands import ActionProvider

    return ActionProvider


def _works() -> type[Provider]:
    from draftloop.tui.commands import WorkProvider

    return WorkProvider


class DraftloopApp(ReadingApp):
    """Four places, and the steps of a draft above them."""

    TITLE = "draftloop"
    CSS_PATH = "base.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings_for("app"),
        Binding("ctrl+q", "quit", show=False, priority=True),  # a dialog hears no other key of the app
    ]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {
        _actions,
        _works,
        _system,
    }
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    COMMAND_PALETTE_DISPLAY = "ctrl+p"

    def __init__(
        self,
        desk: Desk,
        *,
        start: str = "today",
        slug: str | None = None,
        demo: bool = False,
        troubles: Sequence[str] = (),
    ) -> None:
        """Make the app; no file is read.

        Args:
            desk: What the steps work with.
            start: A place, or with `slug` a step to open above Today.
            slug: The draft of that step.
            demo: Suggest on Today what to try next.
            troubles: What was wrong with the settings, so that defaults are used; said once.
        """
        super().__init__(desk)
        self.is_demo = demo
        self.troubles = tuple(troubles)
        self.start = start
        self.start_slug = slug
        self.tried: set[str] = set()
        """Places and steps opened so far; a demo suggests the others."""
        self.keymap_in_use, self.keymap_problems = keys.check_keymap(desk.settings.keys)
        self._places: dict[Place, LoopScreen] = {}
        self._told_clashes: set[str] = set()
        self._is_ready_to_edit = False
        for theme in themes.OWN_THEMES:
            self.register_theme(theme)
        self.theme = themes.choose_theme(desk.settings.app.theme, self.available_themes, os.environ)

    # -- starting ------------------------------------------------------------------------------------

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our styles use beside the theme's own colors."""
        return {"text-width": str(max(20, self.desk.settings.app.width)), "rule": "#808080"}

    def on_mount(self) -> None:
        """Show the place, take the user's keys, listen for the end, open the step that was asked for."""
        self.take_workspace()
        self.push_screen(self._place(self.start if self.start in PLACES else "today"))
        self.set_keymap(self.keymap_in_use)
        for problem in self.keymap_problems:
            text.toast(self, problem, "warning")
        self.call_after_refresh(self._show_troubles)
        wanted = self.desk.settings.app.theme
        if wanted != "auto" and wanted not in self.available_themes:
            text.toast(self, f"[app] theme: there is no theme called {wanted}", "warning")
        self.keep_watch()
        if self.start_slug is not None and self.start in STEP_SCREENS:
            self.open_step(self.start, self.start_slug)

    def _show_troubles(self) -> None:
        """On Today until the next start: settings that were not understood change what is shown."""
        for number, trouble in enumerate(self.troubles):
            self._place("today").show_error(f"settings-{number}", trouble)
        if self.reading.doubt:
            self._place("today").show_error(
                "instance",
                f"two draftloops in this workspace cannot be told apart here ({self.reading.doubt}): "
                "keep to one at a time",
            )

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        """Say once that two actions share a key; `check_keymap` lets none through that the user made."""
        names = ", ".join(sorted(binding.id or binding.action for binding in clashed_bindings))
        if names not in self._told_clashes:
            self._told_clashes.add(names)
            text.toast(self, f"these share a key: {names}", "warning")

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Of Textual's own commands only the themes; our actions come from the table of keys."""
        yield SystemCommand(
            "theme",
            "Change the colors; `theme` below `app` in the settings keeps them",
            self.action_change_theme,
        )

    # -- places and steps ------------------------------------------------------------------------------

    def open_place(self, name: Place) -> None:
        """Go to a place; steps above the present one are left, their words safe."""
        if name not in PLACES:
            raise ValueError(name)
        self.tried.add(name)
        self._leave_steps()
        self.switch_screen(self._place(name))

    def open_step(self, step: str, slug: str) -> None:
        """Open a step of a draft above the present screen; one that is open already is replaced.

        A draft's file is never in two editors: other open steps of the same draft are left first. A step
        that cannot be opened says so on the present screen.
        """
        self.tried.add(step)
        while self._has_steps and getattr(self.screen, "slug", None) == slug:
            self._leave_top()
        module, name = STEP_SCREENS[step]
        here = self.screen
        with here.guarded("open") if isinstance(here, StepRunner) else nullcontext():
            make = cast("Callable[[Desk, str], LoopScreen]", getattr(import_module(module), name))
            self.push_screen(make(self.desk, slug))

    def open_pick(self, slug: str = "") -> None:
        """The pick, above the present place; with `slug` that idea stands first."""
        from draftloop.tui.screens.pick import PickScreen

        self.push_screen(PickScreen(self.desk, slug))

    def open_idea(self, slug: str) -> None:
        """Go to Ideas, with the cursor on one of them."""
        from draftloop.tui.screens.ideas import IdeasScreen

        self.open_place("ideas")
        place = self._places["ideas"]
        if isinstance(place, IdeasScreen):
            place.point_at(slug)

    def open_draft(self, slug: str) -> None:
        """Go on with a draft where it asks for something."""
        from draftloop.steps.drafts import survey
        from draftloop.tui.screens.today_words import step_of

        screen = self.screen
        if isinstance(screen, LoopScreen):
            screen.run_step(
                "open-draft",
                lambda: survey(self.desk, slug),
                lambda draft: self.open_step(step_of(draft), slug),
            )

    def expect_edit(self, slug: str) -> None:
        """Get what the first edit pass needs ready in the background, once: this draft is going to be edited.

        Slow engines are left alone until the pass is opened: they are big, and nobody waits for them.
        """
        if not self._is_ready_to_edit and not self.is_leaving:
            self._is_ready_to_edit = True
            self.run_worker(
                lambda: self._get_engines_ready(slug), group="engines", thread=True, exit_on_error=False
            )

    def _get_engines_ready(self, slug: str) -> None:
        from draftloop.loop.wanted import while_wanted
        from draftloop.steps.engines import get_ready, quick_engines

        with while_wanted(lambda: not self.is_leaving):
            get_ready(self.desk, slug, quick_engines(self.desk))

    def go_back(self) -> None:
        """One step back: the screen below; from a place to Today; from Today nowhere."""
        if self._has_steps:
            self._leave_top()
        elif self.screen is not self._places.get("today"):
            self.open_place("today")

    def action_place(self, name: Place) -> None:
        self.open_place(name)

    async def action_back(self) -> None:
        """A screen may have a step of its own to go back first: out of a field, out of a filter."""
        if isinstance(self.screen, LoopScreen):
            self.screen.action_back()
        else:
            self.go_back()

    def action_retry(self) -> None:
        """Run again what failed on the screen."""
        if isinstance(self.screen, StepRunner):
            self.screen.action_retry()

    def action_raw_text(self) -> None:
        """Open the file that the screen says cannot be read, as plain text."""
        from draftloop.tui.screens.raw import RawScreen

        path = self.screen.unreadable_path() if isinstance(self.screen, LoopScreen) else ""
        if path and not isinstance(self.screen, RawScreen):
            self.push_screen(RawScreen(self.desk, path))

    def action_capture(self) -> None:
        from draftloop.tui.screens.capture import CaptureScreen

        self.tried.add("capture")
        if not isinstance(self.screen, CaptureScreen):
            self.push_screen(CaptureScreen(self.desk))

    def action_search(self) -> None:
        from draftloop.tui.screens.search import SearchScreen

        if not isinstance(self.screen, SearchScreen):
            self.push_screen(SearchScreen(self.desk))

    def action_help(self) -> None:
        from draftloop.tui.dialogs.help import HelpDialog

        screen = self.screen
        if isinstance(screen, LoopScreen):
            self.push_screen(HelpDialog(screen.NAME, self.keymap_in_use))

    def _place(self, name: Place) -> LoopScreen:
        if name not in self._places:
            module, screen = PLACES[name]
            made = cast("Callable[[Desk], LoopScreen]", getattr(import_module(module), screen))(self.desk)
            self.install_screen(made, name)
            self._places[name] = made
        return self._places[name]

    @property
    def _has_steps(self) -> bool:
        """Whether something is open above the place; below it is only Textual's own empty screen."""
        return len(self.screen_stack) > _PLACE_DEPTH

    def _leave_steps(self) -> None:
        while self._has_steps:
            self._leave_top()

    def _leave_top(self) -> None:
        self._flush_screen(self.screen)
        self.autosaving.left(getattr(self.screen, "slug", ""))
        self.pop_screen()
