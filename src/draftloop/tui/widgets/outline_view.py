"""An outline to read: the scan before a rewrite, the peek beside it, the notes of an idea."""

from __future__ import annotations

from draftloop.tui.widgets.prose_area import WritingArea


class OutlineView(WritingArea):
    """Looks like the editor, and cannot be written in; the arrows scroll it."""

    DEFAULT_CSS = """
    OutlineView { padding: 0 0 0 1; }
    OutlineView.-read-only .text-area--cursor { background: $background; }
    """

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(text, read_only=True, id=id, classes=classes)
        self.show_cursor = False
