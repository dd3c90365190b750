"""Reading aloud: one sentence at a time, alone on the screen. The ear finds what the eye passes over."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from draftloop.tui import text as texts
from draftloop.tui.screens.base import LoopDialog
from draftloop.tui.screens.reading import Spoken, Stumble, spoken
from draftloop.tui.widgets.error_bar import ErrorBar

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk

WORDS_A_MINUTE_ALOUD = 150
BAR_CELLS = 20
_HINT = "space next   ← back   e change this paragraph   esc back"
_MARK_HINT = "m it stumbles"
_MARKED_HINT = "m it is fine"


class ReadAloudScreen(LoopDialog[int | None]):
    """Gives the line of the sentence that is to be changed; None when the reading just ended."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right,down,enter", "move(1)", "next", show=False, priority=True),
        Binding("left,up,backspace", "move(-1)", "back", show=False, priority=True),
        Binding("m", "mark", "it stumbles", show=False, priority=True),
        Binding("home", "move(-1000000)", "begin", show=False, priority=True),
        Binding("e", "change", "change", show=False, priority=True),
        Binding("escape,w,q", "close", "back", show=False, priority=True),
    ]
    CSS_PATH = "reading.tcss"

    def __init__(
        self, desk: Desk, text: str, *, from_line: int = 1, marks: list[Stumble] | None = None
    ) -> None:
        """Make the screen.

        Args:
            desk: Its Markdown reader.
            text: The whole text.
            from_line: Reading begins at the paragraph of this line.
            marks: Where sentences that stumble are noted; None: nothing is to be marked.
        """
        super().__init__(desk)
        self.text = text
        self.from_line = from_line
        self.marks = marks
        self.sentences: tuple[Spoken, ...] = ()
        self.place = 0

    def compose(self) -> ComposeResult:
        with Vertical(classes="page", id="aloud"):
            yield ErrorBar()
            yield Static("", id="under", classes="dim", markup=False)
            yield Static("", id="sentence", markup=False)
            yield Static("", id="hint", classes="dim", markup=False)

    def on_mount(self) -> None:
        self.run_step("sentences", lambda: spoken(self.desk.markdown.read(self.text)), self._begin)

    def _begin(self, sentences: tuple[Spoken, ...]) -> None:
        self.sentences = sentences
        at_line = [number for number, one in enumerate(sentences) if one.line >= self.from_line]
        self.place = at_line[0] if at_line else 0
        self._show()

    def _show(self) -> None:
        if not self.sentences:
            self.query_one("#sentence", Static).update("There is nothing to read aloud yet.")
            return
        one = self.sentences[self.place]
        is_marked = self._noted(one) is not None
        self.query_one("#under", Static).update(texts.line(one.heading))
        look = "bold $warning" if is_marked else "bold"
        words = texts.line(one.text, look)
        sign = Content.styled("▍ ", "$warning") if is_marked else Content("")
        self.query_one("#sentence", Static).update(Content("").join([sign, words]))
        self.query_one("#hint", Static).update(Content("\n").join(self._hints(is_marked)))

    def _hints(self, is_marked: bool) -> list[Content]:
        """Where the reading is, how long it still takes, and the keys."""
        here, whole = self.place + 1, len(self.sentences)
        words = sum(len(one.text.split()) for one in self.sentences[self.place :])
        left = f"{max(1, round(words / WORDS_A_MINUTE_ALOUD))} min left aloud"
        done = round(BAR_CELLS * here / whole)
        bar = texts.joined(("━" * done, "$accent"), ("━" * (BAR_CELLS - done), "$text-disabled"))
        place = Content("   ").join([texts.literal(f"{here} of {whole}"), bar, texts.literal(left)])
        mark = [] if self.marks is None else [Content(_MARKED_HINT if is_marked else _MARK_HINT)]
        return [place, Content(""), Content("   ").join([*mark, Content(_HINT)])]

    def _noted(self, one: Spoken) -> Stumble | None:
        words = self.text[one.start : one.end]
        return next(
            (mark for mark in self.marks or () if (mark.start, mark.words) == (one.start, words)), None
        )

    def action_move(self, by: int) -> None:
        """To the next sentence or the one before; the last one stays."""
        if self.sentences:
            self.place = max(0, min(self.place + by, len(self.sentences) - 1))
            self._show()

    def action_mark(self) -> None:
        """Note the sentence, or forget it again."""
        if self.marks is None or not self.sentences:
            return
        one = self.sentences[self.place]
        noted = self._noted(one)
        if noted is None:
            self.marks.append(Stumble(start=one.start, words=self.text[one.start : one.end]))
        else:
            self.marks.remove(noted)
        self._show()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_move(1)

    def action_change(self) -> None:
        self.dismiss(self.sentences[self.place].line if self.sentences else None)

    def action_close(self) -> None:
        self.dismiss(None)
