"""What the screens share where an author writes a file: saved and safe all the time, never blocking.

A subclass calls `open_file` when it has its text, and says in `after_theirs` what else follows from a reload.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import events, on

from draftloop.loop.errors import CannotWrite, ChangedOnDisk
from draftloop.steps.sitting import count_minutes
from draftloop.tui import text as texts
from draftloop.tui.screens.base import LoopScreen, SaveState, sentence_for
from draftloop.tui.screens.offering import offer_kept
from draftloop.tui.screens.outside import Outside
from draftloop.tui.screens.saver import Saver
from draftloop.tui.screens.writing_time import WritingTime
from draftloop.tui.widgets.conflict_bar import ConflictBar
from draftloop.tui.widgets.prose_area import WritingArea

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.loop.stage import Stage
    from draftloop.steps.desk import Desk
    from draftloop.steps.recover import TakenBack

_TICK_S = 0.2
SAVE_REST_S, SAVE_MOST_S = 1.0, 2.0
"""A save after this rest, and at most this long after the first unsaved key."""
KEEP_REST_S, KEEP_MOST_S = 0.3, 0.4
"""The same for the net; with a tick and a write on top a key is safe well within a second."""
KEEP_LONGEST_S = 3.0
"""A disk that takes longer for a few bytes holds no net."""
SAVED_BYTES_S = 12_000
"""A long file is written whole less often, so that no more than this goes to the disk while it is typed."""
SAVE_CALM_S = 10.0
"""After this rest even the longest file is written."""
RETRY_S = 5.0


class WritingScreen(LoopScreen):
    """One open file in one editor."""

    STAGE: Stage
    """The stage a sitting here belongs to."""
    IS_TYPED: ClassVar[bool] = True
    """Whether the author types into the editor; else keys decide."""

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk)
        self.slug = slug
        self.saver: Saver | None = None
        self.start_line: int | None = None
        """Line of the file to begin at, counted from 1; None: where there is something to write."""
        self.start_column = 0
        self.clock: Callable[[], float] = time.monotonic
        """Seconds; only differences count."""
        self.time = WritingTime(desk.settings.stages.idle_minutes * 60)
        self._counted = 0.0
        self._last_key_s = 0.0
        self._unsaved_since: float | None = None
        self._unkept_since: float | None = None
        self._keeping_since: float | None = None
        self._when_kept: Callable[[], object] | None = None
        self.is_net_gone = False
        """Whether what is typed could not be kept beside the file."""
        self._saved_at_s = -math.inf
        self._retry_at = 0.0
        self.is_saving = False
        self.outside = Outside(self)
        self._waiting_for_save: list[Callable[[], object]] = []

    @property
    def editor(self) -> WritingArea:
        """The editor of the open file."""
        return self.query_one("#editor", WritingArea)

    def open_file(self, document: Document, text: str | None = None, minutes: float = 0.0) -> None:
        """Put a file on the table. A `text` unlike the document's is written with the first key."""
        self.saver = self.make_saver(document)
        self.time = WritingTime(self.desk.settings.stages.idle_minutes * 60, minutes)
        self._counted = minutes
        self._unsaved_since = self._unkept_since = None
        self._saved_at_s = self.clock()
        self.editor.load(self.saver.saved_text if text is None else text)
        self.editor.read_only = not self.may_write()
        self.outside.begin()
        self.show_save(SaveState.SAVED if document.exists else SaveState.NOTHING)
        offer_kept(self)

    def go_on_at(self, back: TakenBack) -> None:
        """The file was changed from here: open it anew, so that no undo takes the change back."""
        self.start_line, self.start_column = back.line, back.column
        self.took_over()

    def make_saver(self, document: Document) -> Saver:
        """What brings the editor's text to the file; a subclass may have only a part of it in the editor."""
        return Saver(self.desk, document)

    def on_mount(self) -> None:
        """Nothing can be typed until the file is open: words would have nowhere to go."""
        if not self.query("#editor"):
            return  # the app is ending, and nothing was composed any more
        self.editor.read_only = True
        self.set_interval(_TICK_S, self._tick)

    # -- while another draftloop writes ------------------------------------------------------------------

    def took_over(self) -> None:
        """Open the file anew: it is as the other draftloop left it."""
        self.saver = None
        super().took_over()

    def on_key(self, event: events.Key) -> None:
        """A letter that the closed editor did not take: say why, so that nobody types into nothing."""
        if event.is_printable and self._is_typed_in_vain:
            event.stop()
            self.loop_app.tell_reader()

    def on_paste(self, event: events.Paste) -> None:
        """The same for a paste."""
        if self._is_typed_in_vain:
            event.stop()
            self.loop_app.tell_reader()

    @property
    def _is_typed_in_vain(self) -> bool:
        return self.IS_TYPED and not self.may_write() and self.focused is self.editor

    # -- while writing ---------------------------------------------------------------------------------

    @on(WritingArea.Edited, "#editor")
    def _typed(self, message: WritingArea.Edited) -> None:
        message.stop()
        if self.saver is None:
            return
        now = self.clock()
        self.time.key(now)
        self._last_key_s = now
        self._unsaved_since = now if self._unsaved_since is None else self._unsaved_since
        self._unkept_since = now if self._unkept_since is None else self._unkept_since
        if not self.is_in_conflict:
            self.show_save(SaveState.TYPING)

    def _tick(self) -> None:
        """Save and keep when it is time; two thread workers, so that no key ever waits."""
        now = self.clock()
        rest = now - self._last_key_s
        since = self._unkept_since
        if since is not None and (rest >= KEEP_REST_S or now - since >= KEEP_MOST_S):
            self.keep_now()
        since = self._keeping_since
        if since is not None and now - since > KEEP_LONGEST_S and not self.is_net_gone:
            self._tell_of_no_net("the disk that it is on does not answer")
        since = self._unsaved_since
        is_due = since is not None and (rest >= SAVE_REST_S or now - since >= SAVE_MOST_S)
        if is_due and 0 <= now - self._saved_at_s < self._save_pace_s and rest < SAVE_CALM_S:
            is_due = False
            self._tell_that_it_is_kept(rest)
        if is_due and now >= self._retry_at and not self.is_saving and not self.is_in_conflict:
            self.save_now()
        self.outside.tick(now)
        self.on_tick(now)

    @property
    def _save_pace_s(self) -> float:
        """How far saves of this file are apart at least; 0 while there is no net below them."""
        if self.saver is None or self.is_net_gone:
            return 0.0
        return len(self.saver.document.text) / SAVED_BYTES_S

    def _tell_that_it_is_kept(self, rest_s: float) -> None:
        is_kept = self._unkept_since is None and self._keeping_since is None
        if is_kept and rest_s >= SAVE_REST_S and self.top_line.save_state is SaveState.TYPING:
            self.show_save(SaveState.KEPT_SAFE)

    def on_tick(self, now_s: float) -> None:
        """Five times a second, for what moves by itself."""

    def keep_now(self, then: Callable[[], object] | None = None) -> None:
        """Into the net, in a thread; the file is not touched."""
        saver = self.saver
        self._when_kept = then or self._when_kept
        if saver is None or self._keeping_since is not None:
            return  # the next tick is a moment away
        text, turn = self.editor.text, saver.turn()
        self._unkept_since, self._keeping_since = None, self.clock()

        def kept(_: None) -> None:
            self._keeping_since, self.is_net_gone = None, False
            if self._when_kept is not None:
                self._when_kept()
                self._when_kept = None

        self.run_step("keep", lambda: saver.keep(text, turn), kept, self._not_kept)

    def _not_kept(self, error: Exception) -> None:
        self._keeping_since = None
        self._tell_of_no_net(sentence_for(error), self.keep_now)

    def _tell_of_no_net(self, why: str, again: Callable[[], object] | None = None) -> None:
        """Typing and saving go on; the author hears that nothing but the file holds the words."""
        self.is_net_gone = True
        name = self.saver.path if self.saver is not None else "the file"
        self.show_error(
            "keep",
            f"The net is gone: {why}. What you type is safe once {name} is saved, every {SAVE_MOST_S:.0f} "
            "seconds",
            again,
        )

    def save_now(self, then: Callable[[], object] | None = None) -> None:
        """Save in a thread; `then` runs when the words are in the file."""
        saver = self.saver
        if saver is None:
            return
        if then is not None:
            self._waiting_for_save.append(then)
        if self.is_saving:
            return
        text, revision, turn = self.editor.text, self.editor.revision, saver.turn()
        minutes = self.time.minutes - self._counted
        self.is_saving = True

        def work() -> Document:
            saved = saver.save(text, turn)
            self.count(minutes)
            return saved

        def done(_: Document) -> None:
            self.is_saving = False
            self._saved_at_s = self.clock()
            self._counted += minutes
            if self.editor.revision == revision:
                self._unsaved_since = self._unkept_since = None
                self.show_save(SaveState.SAVED, self.desk.now())
                self._saved_all()
            else:
                self._unsaved_since = self.clock()
                if self._waiting_for_save:
                    self.save_now()

        self.run_step("save", work, done, self._not_saved)

    def _saved_all(self) -> None:
        waiting, self._waiting_for_save = self._waiting_for_save, []
        for then in waiting:
            then()

    def _not_saved(self, error: Exception) -> None:
        self.is_saving = False
        self._waiting_for_save.clear()
        self._retry_at = self.clock() + RETRY_S
        if isinstance(error, ChangedOnDisk):
            self.outside.meet()
            return
        self.show_save(SaveState.UNSAVED)
        self.keep_now(self._is_in_the_net)
        self.show_error("save", sentence_for(error))

    def _is_in_the_net(self) -> None:
        if self.top_line.save_state is SaveState.UNSAVED:
            self.show_save(SaveState.KEPT_SAFE)

    # -- somebody else wrote it --------------------------------------------------------------------------

    @property
    def is_in_conflict(self) -> bool:
        return self.query_one(ConflictBar).is_shown

    def action_decide(self) -> None:
        """Mine, theirs and what both began with, on one screen."""
        self.outside.decide()

    def action_take_theirs(self) -> None:
        """Go on with the other text; mine is in the net and one undo away."""
        self.outside.take_theirs()

    def action_keep_mine(self) -> None:
        """Write mine over the other text, which is in the net."""
        self.outside.keep_mine()

    def after_theirs(self) -> None:
        """The text was replaced by what is on disk, or put together with it."""

    def look_outside(self) -> None:
        """Coming back to this screen: look at once what another program made of the file."""
        self.outside.look()

    @on(events.AppFocus)
    def _window_is_back(self) -> None:
        self.look_outside()

    # -- leaving -----------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Every word to safety, now and in this thread; called on the way out, however hurried."""
        saver = self.saver
        if saver is None:
            return
        minutes, self._counted = self.time.minutes - self._counted, self.time.minutes
        try:
            if self._unsaved_since is None:
                return
            saver.flush(self.editor.text)
            self._unsaved_since = self._unkept_since = None
        finally:
            self.count(minutes)

    def take_minutes(self) -> float:
        """Minutes not counted in the sitting yet; they are whoever's takes them."""
        minutes, self._counted = self.time.minutes - self._counted, self.time.minutes
        return minutes

    def count(self, minutes: float) -> None:
        """Add minutes to the open sitting; from any thread."""
        if minutes > 0:
            with suppress(CannotWrite):  # a full state folder may cost minutes, never a save or an iteration
                count_minutes(self.desk, self.slug, self.STAGE, minutes)

    @property
    def is_unsaved(self) -> bool:
        """Whether words stand here that are not in the file yet."""
        return self._unsaved_since is not None

    def mark_unsaved(self) -> None:
        """The text is not what the file has, without a key: it is saved as what is typed is."""
        self._unsaved_since = self._unkept_since = self.clock()
        self._retry_at = 0.0
        self.show_save(SaveState.TYPING)

    def forget_unsaved(self, revision: int | None = None) -> None:
        """The text is in the file. With its `revision`: what was typed since is still to be saved."""
        if revision is None or self.editor.revision == revision:
            self._unsaved_since = self._unkept_since = None

    def action_save(self) -> None:
        """Save now, and say so: the author asked."""
        if self.is_in_conflict:
            # Not the screen that decides: who saves out of habit types on, and letters decide there.
            self.outside.say_what_is_open()
        else:
            self.save_now()

    def action_edit_outside(self) -> None:
        """The same file in the author's own editor."""
        saver = self.saver
        if saver is None or self.is_in_conflict:
            return
        if self._unsaved_since is None and saver.document.exists:
            self._hand_over()
            return
        self._unsaved_since = self.clock()
        self.save_now(self._hand_over)

    def action_history(self) -> None:
        """How this draft came about. The app brings the words of this screen to safety as it leaves it."""
        if not self.is_in_conflict:
            self.loop_app.open_step("history", self.slug)

    def _hand_over(self) -> None:
        if self.saver is not None:
            self.app.edit_outside(self.saver.path, lambda _: self.look_outside())  # type: ignore[attr-defined]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("decide", "take_theirs", "keep_mine"):
            return self.is_mounted and self.is_in_conflict
        return super().check_action(action, parameters)

    def can_be_recorded(self) -> bool:
        """Whether the file is open and undisputed; says why when it is not."""
        if self.saver is None:
            self.say(self.why_not_open())
        elif self.is_in_conflict:
            self.outside.say_what_is_open()
        return self.saver is not None and not self.is_in_conflict

    def why_not_open(self) -> str:
        """Why there is nothing to write in or to record yet."""
        return "the text is not open yet"

    def _can(self, action: str) -> bool:
        return super()._can(action) and (action != "done" or self.saver is not None)

    def say(self, sentence: str) -> None:
        """A short word that goes away by itself."""
        texts.toast(self.app, sentence)
