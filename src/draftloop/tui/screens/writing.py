"""What the screens share where an author writes a file: saved and safe all the time, never blocking.

A subclass calls `open_file` when it has its text, and says in `after_theirs` what else follows from a reload.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import events, on

from draftloop.loop.errors import CannotWrite, ChangedOnDisk
from draftloop.steps.sitting import count_minutes
from draftloop.tui import keys
from draftloop.tui import text as texts
from draftloop.tui.screens.base import LoopScreen, SaveState, sentence_for
from draftloop.tui.screens.saver import Saver
from draftloop.tui.screens.writing_time import WritingTime
from draftloop.tui.widgets.conflict_bar import ConflictBar
from draftloop.tui.widgets.prose_area import WritingArea

if TYPE_CHECKING:
    from draftloop.loop.document import Document
    from draftloop.loop.stage import Stage
    from draftloop.steps.desk import Desk

_TICK_S = 0.2
SAVE_REST_S, SAVE_MOST_S = 1.0, 2.0
"""A save after this rest, and at most this long after the first unsaved key."""
KEEP_REST_S, KEEP_MOST_S = 0.3, 1.2
"""The same for the net; with a tick and a write on top a key is safe within two seconds."""
RETRY_S = 5.0
_SHRUNK = 0.5
"""A file that lost more than this share outside is asked about, never taken over silently."""


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
        self.clock: Callable[[], float] = time.monotonic
        """Seconds; only differences count."""
        self.time = WritingTime(desk.settings.stages.idle_minutes * 60)
        self._counted = 0.0
        self._last_key_s = 0.0
        self._unsaved_since: float | None = None
        self._unkept_since: float | None = None
        self._retry_at = 0.0
        self._is_saving = False
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
        self.editor.load(self.saver.saved_text if text is None else text)
        self.editor.read_only = not self.may_write()
        self.show_save(SaveState.SAVED if document.exists else SaveState.NOTHING)

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
            self._keep()
        since = self._unsaved_since
        is_due = since is not None and (rest >= SAVE_REST_S or now - since >= SAVE_MOST_S)
        if is_due and now >= self._retry_at and not self._is_saving and not self.is_in_conflict:
            self.save_now()
        self.on_tick(now)

    def on_tick(self, now_s: float) -> None:
        """Five times a second, for what moves by itself."""

    def _keep(self, then: Callable[[], object] | None = None) -> None:
        saver, text = self.saver, self.editor.text
        self._unkept_since = None
        if saver is not None and text != saver.saved_text:
            self.run_step("keep", lambda: saver.keep(text), lambda _: then() if then is not None else None)

    def save_now(self, then: Callable[[], object] | None = None) -> None:
        """Save in a thread; `then` runs when the words are in the file."""
        saver = self.saver
        if saver is None:
            return
        if then is not None:
            self._waiting_for_save.append(then)
        if self._is_saving:
            return
        text, revision = self.editor.text, self.editor.revision
        minutes = self.time.minutes - self._counted
        self._is_saving = True

        def work() -> Document:
            saved = saver.save(text)
            self.count(minutes)
            return saved

        def done(_: Document) -> None:
            self._is_saving = False
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
        self._is_saving = False
        self._waiting_for_save.clear()
        self._retry_at = self.clock() + RETRY_S
        if isinstance(error, ChangedOnDisk):
            self._ask_whose(is_gone=not error.found)
            return
        self.show_save(SaveState.UNSAVED)
        self._keep(self._is_in_the_net)
        self.show_error("save", sentence_for(error))

    def _is_in_the_net(self) -> None:
        if self.top_line.save_state is SaveState.UNSAVED:
            self.show_save(SaveState.KEPT_SAFE)

    # -- somebody else wrote it --------------------------------------------------------------------------

    @property
    def is_in_conflict(self) -> bool:
        return self.query_one(ConflictBar).is_shown

    def _ask_whose(self, *, is_gone: bool) -> None:
        self.show_save(SaveState.CHANGED_OUTSIDE)
        if self.saver is None:
            return
        in_use = {key.id: key.keys for key in keys.keys_of(self.NAME)}
        name = self.saver.path.rpartition("/")[2]
        self.query_one(ConflictBar).ask(
            f"{name} was {'deleted or moved' if is_gone else 'changed'} by another program; "
            "nothing was overwritten",
            (
                (keys.shown(in_use[f"{self.NAME}.theirs"]), "reload theirs (mine is kept)", "take_theirs"),
                (keys.shown(in_use[f"{self.NAME}.mine"]), "keep mine (theirs is kept)", "keep_mine"),
            ),
        )
        self._keep()
        self.refresh_bindings()

    def action_take_theirs(self) -> None:
        """Go on with the other text; mine is in the net and one undo away."""
        saver, mine = self.saver, self.editor.text
        if saver is not None:
            self.run_step("conflict", lambda: saver.take_theirs(mine), self._theirs_taken)

    def action_keep_mine(self) -> None:
        """Write mine over the other text, which is in the net."""
        saver, mine, revision = self.saver, self.editor.text, self.editor.revision

        def done(_: Document) -> None:
            self.query_one(ConflictBar).settle()
            is_all = self.editor.revision == revision
            self._unsaved_since = None if is_all else self.clock()
            self.show_save(SaveState.SAVED if is_all else SaveState.TYPING, self.desk.now())

        if saver is not None:
            self.run_step("conflict", lambda: saver.keep_mine(mine), done)

    def _theirs_taken(self, document: Document) -> None:
        self.query_one(ConflictBar).settle()
        self.editor.rewrite(self.saver.saved_text if self.saver is not None else document.text)
        self._unsaved_since = self._unkept_since = None
        self.show_save(SaveState.SAVED, self.desk.now())
        self.after_theirs()

    def after_theirs(self) -> None:
        """The text was replaced by what is on disk."""

    def look_outside(self) -> None:
        """Coming back to this screen: take over what an outside editor wrote, if nothing is unsaved here."""
        saver = self.saver
        if saver is not None and not self.is_in_conflict and not self._is_saving:
            self.run_step("outside", saver.read_theirs, self._outside_read)

    def _outside_read(self, theirs: Document) -> None:
        saver = self.saver
        if saver is None or theirs.fingerprint == saver.document.fingerprint:
            return
        is_shrunk = len(theirs.text) < len(saver.document.text) * _SHRUNK
        if self._unsaved_since is not None or is_shrunk or not theirs.exists:
            self._ask_whose(is_gone=not theirs.exists)
        else:
            self.action_take_theirs()

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

    def forget_unsaved(self, revision: int | None = None) -> None:
        """The text is in the file. With its `revision`: what was typed since is still to be saved."""
        if revision is None or self.editor.revision == revision:
            self._unsaved_since = self._unkept_since = None

    def action_save(self) -> None:
        """Save now, and say so: the author asked."""
        if not self.is_in_conflict:
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
        if action in ("take_theirs", "keep_mine"):
            return self.is_mounted and self.is_in_conflict
        return super().check_action(action, parameters)

    def can_be_recorded(self) -> bool:
        """Whether the file is open and undisputed; says why when it is not."""
        if self.saver is None:
            self.say(self.why_not_open())
        elif self.is_in_conflict:
            self.say("first decide whose text goes on")
        return self.saver is not None and not self.is_in_conflict

    def why_not_open(self) -> str:
        """Why there is nothing to write in or to record yet."""
        return "the text is not open yet"

    def _can(self, action: str) -> bool:
        return super()._can(action) and (action != "done" or self.saver is not None)

    def say(self, sentence: str) -> None:
        """A short word that goes away by itself."""
        texts.toast(self.app, sentence)
