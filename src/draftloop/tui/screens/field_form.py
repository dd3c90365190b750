"""The form of the front matter over an open post: what is typed there, and what others write meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.loop.errors import ChangedOnDisk, Unreadable
from draftloop.tui.screens.base import sentence_for
from draftloop.tui.screens.body_saver import BodySaver
from draftloop.tui.screens.front_matter import Changes, Form, FrontMatterDialog
from draftloop.tui.widgets.figures import listed

if TYPE_CHECKING:
    from collections.abc import Collection

    from draftloop.tui.screens.prose import ProseScreen


class FieldForm:
    """Opens the form and keeps what comes out of it; what could not be kept yet stands in it again."""

    def __init__(self, screen: ProseScreen) -> None:
        self._screen = screen
        self._not_kept: Changes = {}

    def open(self, news: str = "") -> None:
        """Show the fields as they are now; not while whose text goes on is undecided.

        Args:
            news: What happened since they were shown before.
        """
        screen, saver = self._screen, self._screen.saver
        if isinstance(saver, BodySaver) and not screen.is_in_conflict:
            screen.run_step("fields", lambda: self._read(saver, news), self._show)

    def _read(self, saver: BodySaver, news: str) -> Form:
        drafted = dict(self._not_kept)
        try:
            fields = dict(self._screen.desk.library.fields(saver.document))
        except Unreadable as error:
            trouble = f"{error.reason}; {error.remedy}".rstrip("; ")
            return Form(fields={}, raw=saver.head, trouble=trouble, drafted=drafted)
        return Form(fields=fields, raw=saver.head, trouble=saver.not_ours, news=news, drafted=drafted)

    def _show(self, form: Form) -> None:
        self._screen.app.push_screen(
            FrontMatterDialog(form), lambda changes: self._answered(form, changes or {})
        )

    def _answered(self, form: Form, changes: Changes) -> None:
        screen, saver = self._screen, self._screen.saver
        self._not_kept = changes
        if not changes or not isinstance(saver, BodySaver):
            return
        body, revision = screen.editor.text, screen.editor.revision

        def kept(others: Collection[str]) -> None:
            if others:
                which = listed(sorted(others))
                self.open(f"another program changed {which} too: enter puts yours in place of what is below")
                return
            self._not_kept = {}
            screen.after_fields(revision, changes.get("title"))

        screen.run_step(
            "fields", lambda: saver.change_fields(changes, body, seen=form.fields), kept, self._cannot
        )

    def _cannot(self, error: Exception) -> None:
        screen = self._screen
        if isinstance(error, ChangedOnDisk):
            screen.say(
                "another program was writing this file: the form keeps what you typed for the next time"
            )
            screen.outside.meet()
        else:
            screen.show_error("fields", sentence_for(error))
