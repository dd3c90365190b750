"""When a draft is opened: words of it that are kept and in no file are offered before anything is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftloop.steps.recover import kept_for
from draftloop.tui import text as texts
from draftloop.tui.screens.kept_words import offer

if TYPE_CHECKING:
    from draftloop.loop.ports import KeptText
    from draftloop.steps.recover import TakenBack
    from draftloop.tui.screens.writing import WritingScreen


def offer_kept(screen: WritingScreen) -> None:
    """Look, in a thread, what is kept for the file that was just opened, and ask about it once."""
    saver, desk = screen.saver, screen.desk
    if saver is None or not screen.may_write():
        return
    path = saver.path
    screen.run_step("kept", lambda: kept_for(desk, path), lambda kept: _ask(screen, path, kept))


def _ask(screen: WritingScreen, path: str, kept: list[KeptText]) -> None:
    new = [one for one in kept if one.id not in screen.loop_app.put_off]
    if not new or not screen.is_current:
        return
    if screen.is_unsaved or screen.is_in_conflict:
        # Somebody types already: a question now would swallow a key.
        _mention(screen, new[0])
        return
    from draftloop.tui.screens.kept import KeptDialog

    def closed(back: TakenBack | None) -> None:
        if dialog.has_made_way:
            _mention(screen, new[0])
            return
        screen.loop_app.put_off |= {one.id for one in new}
        if back is not None:
            screen.go_on_at(back)

    dialog = KeptDialog(screen.desk, path, is_unasked=True)
    screen.app.push_screen(dialog, closed)


def _mention(screen: WritingScreen, kept: KeptText) -> None:
    says, _ = offer(kept, screen.desk.now())
    texts.toast(screen.app, f"{says}; esc, then r looks at it", "warning")
