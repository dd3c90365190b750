"""A one-row field that loses nothing of a paste: several lines are handed on as several titles."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from draftloop.tui.messages import TitlesPasted


class PasteInput(Input):
    """Textual's Input keeps only the first line of what is pasted; this one reports all of them."""

    def on_paste(self, event: events.Paste) -> None:
        """Hand several lines on; one line is pasted as ever."""
        titles = tuple(line.strip() for line in event.text.splitlines() if line.strip())
        if len(titles) > 1:
            event.stop()
            event.prevent_default()
            self.post_message(TitlesPasted(titles))
