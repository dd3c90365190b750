"""What can be done with a version of the history: it is put back, and the story is written as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.tui import text as texts
from draftloop.tui.dialogs.prompt import PromptDialog
from draftloop.tui.screens import history_words as words
from draftloop.tui.screens.base import LoopScreen, sentence_for
from draftloop.tui.screens.history_values import HistoryRow, PutBack, put_back

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk


class HistoryChanges(LoopScreen):
    """The half of the history that changes files; the other half shows it."""

    def __init__(self, desk: Desk, slug: str) -> None:
        super().__init__(desk)
        self.slug = slug
        self.undone_by: tuple[str, ...] = ()
        """Versions that undo the restores made here, the last one at the end."""

    @property
    def row(self) -> HistoryRow | None:
        """The row under the cursor."""
        raise NotImplementedError

    # -- putting back ------------------------------------------------------------------------------------

    def action_restore(self) -> None:
        """Put the version under the cursor back, as a new iteration; what stands there is recorded first."""
        row = self.row
        if row is None or row.is_now:
            texts.toast(self.app, "these are the files as they are")
            return
        self._put_back(row.name, is_undo=False)

    def action_undo(self) -> None:
        """The last restore back: one more iteration."""
        if not self.undone_by:
            texts.toast(self.app, "nothing to undo here")
            return
        self._put_back(self.undone_by[-1], is_undo=True)

    def _put_back(self, name: str, *, is_undo: bool) -> None:
        def done(result: PutBack) -> None:
            if is_undo:
                self.undone_by = self.undone_by[:-1]
            elif result.before:
                self.undone_by = (*self.undone_by, result.before)
            texts.toast(self.app, words.put_back_words(result))
            self.load()

        self.run_step(
            "restore", lambda: put_back(self.desk, self.slug, name), done, lambda error: self._refused(error)
        )

    def _refused(self, error: Exception) -> None:
        texts.toast(self.app, sentence_for(error), "warning")

    # -- the story as a page -------------------------------------------------------------------------------

    def action_report(self) -> None:
        """Ask where, then write one page with the whole story."""
        from draftloop.tui.screens.story_file import default_path

        self._ask_where(default_path(self.slug))

    def _ask_where(self, path: str, question: str = "Write the story of this draft to") -> None:
        self.app.push_screen(PromptDialog(question, value=path), self._write_story)

    def _write_story(self, path: str | None) -> None:
        if not path:
            return
        from draftloop.steps.story import tell_story
        from draftloop.tui.screens.story_file import write_new

        def work() -> str:
            return write_new(path, tell_story(self.desk, self.slug), self.slug)

        def done(where: str) -> None:
            texts.toast(self.app, f"written: {where}")

        def failed(error: Exception) -> None:
            self._ask_where(path, sentence_for(error))

        self.run_step("story", work, done, failed)
