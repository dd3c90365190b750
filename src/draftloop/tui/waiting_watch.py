"""Iterations that wait for git, as the app sees them: counted on every screen, tried again by a key.

The step is loaded when it is first asked, in a thread: nothing of it is needed for the first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from draftloop.loop.errors import DraftloopError
from draftloop.loop.plain import safe
from draftloop.tui import text
from draftloop.tui.messages import WaitingSeen
from draftloop.tui.screens.base import LoopScreen, sentence_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from draftloop.loop.waiting import LeftLock, Means
    from draftloop.steps.waiting import Drained, Waiting
    from draftloop.tui.leaving import SafeApp

T = TypeVar("T")

_QUIET_S = 1.0
"""How long another git's lock is waited for when nobody asked just now."""
_NO_GIT = ("no-git", "no-repository")
_HELPED_BY_KEY = (*_NO_GIT, "locked", "hook", "signing", "failed")
"""Where the key itself asks what to do, or nothing short can be said."""
_UNDER_WAY_S = 600.0
"""What is under way stands until its answer takes its place, and a git may be waited for."""
_ALL_TAKEN = "git has every iteration now"
_KEY = "f12"
_GROUP = "waiting"
_DOCTOR = "`draftloop doctor` names them, and what helps"


def quietly() -> Means:
    """How to commit while the writer does something else."""
    from draftloop.loop.waiting import Means

    return Means(patience_s=_QUIET_S)


class WaitingWatch:
    """The app's one keeper of the queue. Git is only ever asked in a thread; no key waits for it."""

    def __init__(self, app: SafeApp) -> None:
        self._app = app
        self._seen: Waiting | None = None
        self._told = 0
        """How many there were when it was last said."""
        self._said: set[str] = set()
        """What was said last, and is over when something newer is said."""

    @property
    def count(self) -> int:
        """How many wait, as of the last look."""
        return self._seen.count if self._seen is not None else 0

    @property
    def words(self) -> str:
        """What the top line says: nothing while nothing waits."""
        if self._seen is None:
            return ""
        damaged = f"{self._seen.damaged} damaged" if self._seen.damaged else ""
        if not self.count:
            return damaged and f"waiting for git: {damaged}"
        why = self._seen.why
        has_git = why is None or why.kind not in _NO_GIT
        verb = "waits" if self.count == 1 else "wait"
        words = f"{self.count} {verb} for git" if has_git else f"{self.count} kept, no git"
        return f"{words}, {damaged}" if damaged else words

    def look(self) -> None:
        """Look whether more or fewer wait now, and tell the app; from a thread, after what may record."""
        from draftloop.steps.waiting import waiting

        now = waiting(self._app.desk)
        if now != self._seen:
            self._app.post_message(WaitingSeen(now))

    def seen(self, now: Waiting) -> None:
        """Show it everywhere; more than before is said once, and so is the end of it."""
        from draftloop.loop.waiting import count_sentence

        before, damaged = self.count, self._seen.damaged if self._seen is not None else 0
        self._seen = now
        for screen in self._app.screen_stack:
            if isinstance(screen, LoopScreen):
                screen.show_waiting()
        if now.damaged > damaged:
            text.toast(self._app, f"{now.damaged_sentence}: {_DOCTOR}", "warning")
        if before and not now.count and not now.damaged:
            self._say(_ALL_TAKEN, "information")
        # Why is known only after git was asked. Without any git it is said once: the top line counts on.
        elif now.why is not None and now.count > self._told and not (self._told and now.why.kind in _NO_GIT):
            is_asked = now.why.kind in _HELPED_BY_KEY
            then = f"{_KEY} tries again" if is_asked else f"{_sentence(now.why.remedy)}, then {_KEY}"
            self._say(f"Kept, not committed yet: {now.why.reason}. {count_sentence(now.count)}. {then}")
        if now.why is not None or now.count < self._told:
            self._told = now.count

    def tell_rewritten(self, paths: Sequence[str]) -> None:
        """Say which files a hook changed while they were committed; from any thread."""
        for path in paths:
            text.toast(
                self._app,
                f"{path}: a hook changed it on its way; your text is kept safe (`draftloop recover`)",
                "warning",
            )

    def drain(self) -> None:
        """Try again, quietly, in a thread: at the start, on coming back, while the writer rests."""
        self._run(lambda: self._drained(quietly()), lambda _: None)

    def try_again(self) -> None:
        """Try again because the writer asked: with an answer, and with what helps when git still refuses."""
        self._say_under_way("trying again …" if self.count else "looking …")
        self._run(self._drained, self._answer)

    def _drained(self, means: Means | None = None) -> Drained:
        from draftloop.steps.waiting import drain

        return drain(self._app.desk, means=means)

    def _answer(self, drained: Drained) -> None:
        from draftloop.loop.waiting import Means, count_sentence

        self.tell_rewritten(drained.rewritten)
        why = drained.why
        if not drained.left:
            if self._seen is not None and self._seen.damaged:
                self._say(f"{self._seen.damaged_sentence}: {_DOCTOR}")
            else:
                self._say(_ALL_TAKEN if drained.commits else "git has every iteration", "information")
        elif why is None:
            self._say(f"{count_sentence(drained.left)} for git")
        elif why.kind == "locked":
            self._say_under_way(f"{why.reason}: looking whether anybody holds the lock …")
            self._run(self._left_locks, self._ask_about_locks)
        elif why.kind == "signing":
            self._ask("Commit without a signature this once?", why.reason, Means(signs=False))
        elif why.kind == "hook":
            self._ask("Commit without git's hooks this once?", why.reason, Means(runs_hooks=False))
        else:
            self._say(f"{count_sentence(drained.left)}: {why.reason}; {why.remedy}")

    def _say_under_way(self, sentence: str) -> None:
        self._take_back()
        self._said = {safe(sentence)}
        text.toast(self._app, sentence, stays_s=_UNDER_WAY_S)

    def _say(self, sentence: str, severity: text.Severity = "warning") -> None:
        """Say how it stands now, in place of what was said before about it."""
        self._take_back()
        self._said = {safe(sentence)}
        text.toast(self._app, sentence, severity)

    def _take_back(self) -> None:
        # Textual 8.2.8 takes back only all messages, also those that have nothing to do with git.
        for old in list(self._app._notifications):
            if old.message in self._said:
                self._app._unnotify(old)
        self._said = set()

    def _ask(self, question: str, matter: str, means: Means) -> None:
        from draftloop.loop.waiting import count_sentence
        from draftloop.tui.dialogs.yes_no import YesNoDialog

        def answered(is_yes: bool | None) -> None:
            if is_yes:
                self._say_under_way("trying again …")
                self._run(lambda: self._drained(means), self._answer)

        self._take_back()
        self._app.push_screen(
            YesNoDialog(question, matter, f"{count_sentence(self.count)} for it."), answered
        )

    def _left_locks(self) -> list[LeftLock]:
        from draftloop.steps.waiting import left_locks

        return left_locks(self._app.desk)

    def _ask_about_locks(self, locks: list[LeftLock]) -> None:
        from draftloop.tui.dialogs.yes_no import YesNoDialog

        if not self.count:
            return  # git took all of them while the lock was looked into
        held = [lock for lock in locks if lock.doubt]
        left = [lock for lock in locks if not lock.doubt]
        if held or not left:
            said = "; ".join(f"{lock.path} {lock.age}: {lock.doubt}" for lock in held)
            self._say(said or f"the lock is gone; {_KEY} tries again")
            return

        def answered(is_yes: bool | None) -> None:
            if is_yes:
                self._say_under_way("trying again …")
                self._run(self._unlock(left), self._answer)

        self._take_back()
        matter = ", ".join(f"{lock.path} {lock.age}" for lock in left)
        why = "No git runs here and no program has it open: a git that died left it behind."
        question = "Remove this lock?" if len(left) == 1 else "Remove these locks?"
        self._app.push_screen(YesNoDialog(question, matter, why), answered)

    def _unlock(self, locks: list[LeftLock]) -> Callable[[], Drained]:
        def work() -> Drained:
            from draftloop.steps.waiting import unlock

            unlock(self._app.desk, locks)
            return self._drained()

        return work

    def _run(self, work: Callable[[], T], on_done: Callable[[T], object]) -> None:
        """Run something about the queue in a thread; what goes wrong is said."""
        if getattr(self._app, "is_reader", False):
            return  # the queue is the other draftloop's to empty

        def inside() -> None:
            try:
                result = work()
                self.look()
            except (DraftloopError, OSError) as error:
                self._app.call_later(self._say, sentence_for(error))
                return
            if not self._app.is_leaving:
                self._app.call_later(on_done, result)

        self._app.run_worker(inside, group=_GROUP, thread=True, exit_on_error=False)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
