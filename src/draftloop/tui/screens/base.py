"""What every screen has: a top line, a bottom line, a column of text, errors in place, steps in threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.css.query import NoMatches
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, TextArea
from textual.worker import Worker, get_current_worker

from draftloop import paths
from draftloop.loop.errors import DraftloopError, Unreadable
from draftloop.steps.explain import explain
from draftloop.tui import keys
from draftloop.tui.messages import StepDone, StepFailed
from draftloop.tui.widgets.bottom_line import BottomLine
from draftloop.tui.widgets.error_bar import ErrorBar
from draftloop.tui.widgets.top_line import SaveState, TopLine

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk
    from draftloop.tui.app import DraftloopApp

T = TypeVar("T")
ResultT = TypeVar("ResultT")

WIDE_CELLS = 110
"""From this width on a side pane stands beside the text."""
LOW_ROWS = 14
"""Below this height a list keeps the room to itself."""


def sentence_for(error: Exception) -> str:
    """What the writer is told. Something unforeseen goes to the log, without anybody's text in it."""
    if isinstance(error, DraftloopError):
        return explain(error)
    log = paths.log_fault(error)
    return f"something unforeseen went wrong ({type(error).__name__}); your words are safe, details: {log}"


def unreadable(error: Exception) -> str:
    """The workspace file that an error is about, if it can be looked at as plain text; else nothing."""
    if not isinstance(error, Unreadable) or error.path.startswith("/"):
        return ""
    return error.path if error.path.endswith((".md", ".toml", ".txt")) else ""


class StepRunner(Screen[ResultT]):
    """A screen that runs steps in threads and brings their answers home, newest only."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._tickets: dict[str, int] = {}
        self._failed: dict[str, Callable[[], object]] = {}

    @property
    def loop_app(self) -> DraftloopApp:
        """The app, by its own type."""
        return cast("DraftloopApp", self.app)

    def run_step(
        self,
        group: str,
        function: Callable[[], T],
        on_done: Callable[[T], object] | None = None,
        on_failed: Callable[[Exception], object] | None = None,
    ) -> Worker[None]:
        """Run `function` in a thread; `on_done(result)` or `on_failed(error)` is called on the screen.

        A newer step of the same group replaces an older one, whose answer is then dropped. Without
        `on_failed` the error is shown in place until a step of this group succeeds; f5 runs it again.

        Args:
            group: Name of what is done, such as "save"; two groups never disturb each other.
            function: Touches no widget.
            on_done: Gets the result.
            on_failed: Gets the error instead of the error bar.
        """
        ticket = self._tickets.get(group, 0) + 1
        self._tickets[group] = ticket
        self._failed[group] = lambda: self.run_step(group, function, on_done, on_failed)

        def work() -> None:
            worker = get_current_worker()
            try:
                result = function()
                self._look_at_queue(result)
            except Exception as error:  # noqa: BLE001 - the edge of the worker: shown, never a crash
                if not worker.is_cancelled:
                    self.post_message(StepFailed(group, ticket, error, on_failed))
            else:
                if not worker.is_cancelled:
                    self.post_message(StepDone(group, ticket, result, on_done))

        return self.run_worker(
            work, name=group, group=group, thread=True, exclusive=True, exit_on_error=False
        )

    def _look_at_queue(self, result: object) -> None:
        """A step may have recorded something: whether git took it, and as it was, is told on every screen."""
        watch = getattr(self.app, "waiting", None)
        if watch is not None:
            with suppress(DraftloopError, OSError):  # the step itself went well
                watch.look()
            watch.tell_rewritten(getattr(result, "rewritten", ()))

    @on(StepDone)
    def _bring_home(self, message: StepDone) -> None:
        message.stop()
        if message.ticket != self._tickets.get(message.group):
            return
        self._failed.pop(message.group, None)
        self.solve_error(message.group)
        if message.on_done is not None:
            with self.guarded(message.group):
                message.on_done(message.result)
        self._came_home(message.group)

    @on(StepFailed)
    def _bring_bad_news(self, message: StepFailed) -> None:
        message.stop()
        if message.ticket != self._tickets.get(message.group):
            return
        if message.on_failed is None:
            self.show_error(message.group, sentence_for(message.error), path=unreadable(message.error))
        else:
            with self.guarded(message.group):
                message.on_failed(message.error)
        self._came_home(message.group)

    def _came_home(self, group: str) -> None:
        """A step of `group` has its answer, good or bad."""

    @contextmanager
    def guarded(self, group: str) -> Iterator[None]:
        """Show what goes wrong inside, instead of ending the app."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - the other side of the worker's edge
            self.show_error(group, sentence_for(error), path=unreadable(error))

    def show_error(
        self, group: str, sentence: str, again: Callable[[], object] | None = None, *, path: str = ""
    ) -> None:
        """Keep a sentence about a trouble in sight until `solve_error(group)`; f5 calls `again`.

        Args:
            group: The step that failed.
            sentence: What happened, and what to do.
            again: Tries it again; None: what `run_step` was given.
            path: The workspace file that cannot be read, if that is the trouble: f6 opens it as plain text.
        """
        if again is not None:
            self._failed[group] = again
        bar = self._error_bar()
        if bar is not None:
            bar.show(group, sentence, can_retry=group in self._failed, path=path)

    def unreadable_path(self) -> str:
        """The workspace file that stands in the way here; empty when none does."""
        bar = self._error_bar()
        return bar.path if bar is not None else ""

    def solve_error(self, group: str) -> None:
        """The trouble of `group` is over."""
        bar = self._error_bar()
        if bar is not None:
            bar.solve(group)

    def _error_bar(self) -> ErrorBar | None:
        try:
            return self.query_one(ErrorBar)
        except NoMatches:  # a step came back before the screen was composed, or after it was left
            return None

    def action_retry(self) -> None:
        """Run every step again that failed and is still shown."""
        bar = self._error_bar()
        for group in list(bar.troubles) if bar is not None else []:
            again = self._failed.get(group)
            if again is not None:
                again()


class LoopScreen(StepRunner[None]):
    """One question a screen. A subclass names itself, fills the room, and asks steps for values.

    A subclass sets `NAME`, `BINDINGS = bindings_for(NAME)` and `CSS_PATH`, composes its middle in
    `compose_room`, and asks for its data in `load`, which runs at the first showing and on each return.
    """

    NAME: ClassVar[str] = ""
    """The prefix of its keys in the key table."""
    BINDINGS: ClassVar[list[BindingType]] = []
    AUTO_FOCUS: ClassVar[str | None] = ""
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it for instances
        (0, "-narrow"),
        (WIDE_CELLS, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LOW_ROWS, "-high")]  # noqa: RUF012 - as above

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.is_ready = False
        """Whether what `load` first asked for has come, so that keys have something to act on."""
        self._first_groups: set[str] = set()

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield ErrorBar()
        with Container(id="room"):
            yield from self.compose_room()
        yield BottomLine()

    def compose_room(self) -> ComposeResult:
        """The middle of the screen; put text in a widget of class `column`, a side pane in class `side`."""
        yield from ()

    def load(self) -> None:
        """Ask a step, in a thread, for what the screen shows. Called at the first showing and on return."""

    def on_mount(self) -> None:
        """Name the place, then ask for data: the frame is painted before any file is read."""
        self.top_line.place = self.sub_title or keys.SCREEN_NAMES.get(self.NAME, "")
        self.show_reader()
        self.show_waiting()
        self.watch(self, "focused", self.refresh_hints, init=False)
        self.refresh_hints()
        self.call_after_refresh(self._load_first)

    @property
    def is_composed(self) -> bool:
        """Whether the widgets are there; an app that ends at once opens screens without any."""
        return self.is_mounted and bool(self.query(BottomLine))

    def _load_first(self) -> None:
        if not self.is_composed:
            return
        self.load()
        self._first_groups = set(self._tickets)
        self.is_ready = not self._first_groups

    def _came_home(self, group: str) -> None:
        if not self.is_ready:
            self._first_groups.discard(group)
            self.is_ready = not self._first_groups

    def on_screen_resume(self) -> None:
        """Coming back: files may have changed meanwhile."""
        if self.is_composed:
            self.show_reader()
            self.show_waiting()
            self.refresh_hints()
            if self._tickets:
                self.load()

    # -- a second draftloop ----------------------------------------------------------------------------

    def may_write(self) -> bool:
        """Whether this draftloop may write here: not while another one has the workspace open."""
        return not getattr(self.app, "is_reader", False)

    def show_reader(self) -> None:
        """Say above everything else that this draftloop only reads, while it does."""
        bar = self._error_bar()
        if bar is not None:
            bar.stand(getattr(self.app, "reader_sentence", ""))

    def show_waiting(self) -> None:
        """Say in the top line how many iterations wait for git."""
        watch = getattr(self.app, "waiting", None)
        if watch is not None and self.is_composed:
            self.top_line.waiting = watch.words

    def took_over(self) -> None:
        """This draftloop may write from now on: what is shown is read again."""
        if self._tickets:
            self.load()

    @property
    def top_line(self) -> TopLine:
        return self.query_one(TopLine)

    @property
    def is_wide(self) -> bool:
        """Whether a side pane stands beside the text rather than over it."""
        return self.size.width >= WIDE_CELLS

    def show_save(self, state: SaveState, at: datetime | None = None) -> None:
        """Tell the truth about the words on the screen; `at` is when they were saved."""
        line = self.top_line
        line.saved_at = at or line.saved_at
        line.save_state = state
        if at is not None and state is SaveState.SAVED:
            self.loop_app.autosaving.saved(getattr(self, "slug", ""))

    def refresh_hints(self, *_: object) -> None:
        """Choose the keys of the bottom line anew, after what is possible or focused changed."""
        if not self.is_composed:
            return
        in_use = keys.keys_in_use(self.loop_app.keymap_in_use)
        focused = self.focused
        types = isinstance(focused, Input) or (isinstance(focused, TextArea) and not focused.read_only)
        hints = []
        for key in keys.footer_keys(self.NAME):
            pressed = in_use[key.id]
            if types:
                pressed = next((part for part in pressed.split(",") if not keys.is_typed(part)), "")
            if not pressed or not self._can(key.action):
                continue
            action = f"app.{key.action}" if key.screen == keys.EVERYWHERE else key.action
            hints.append((keys.shown(pressed), key.label, action))
        self.query_one(BottomLine).show(hints)

    def _can(self, action: str) -> bool:
        name, _, rest = action.partition("(")
        arguments = tuple(part.strip("' ") for part in rest.rstrip(")").split(",") if part)
        return self.check_action(name, arguments) is True

    def action_back(self) -> None:
        """One step back; the app knows where to."""
        self.loop_app.go_back()


class LoopDialog(StepRunner[ResultT], ModalScreen[ResultT]):
    """A question over the screen that may run steps."""


__all__ = ["WIDE_CELLS", "LoopDialog", "LoopScreen", "SaveState", "StepRunner", "sentence_for"]
