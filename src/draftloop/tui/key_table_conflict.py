"""The keys of the screen that decides between two versions of a file."""

from __future__ import annotations

from draftloop.tui.key_row import Key

CONFLICT_KEYS: tuple[Key, ...] = (
    Key("conflict.mine", "m", "take('mine')", "mine", "This place as you have it"),
    Key("conflict.theirs", "t", "take('theirs')", "theirs", "This place as the other program wrote it"),
    Key(
        "conflict.both",
        "b",
        "take('both')",
        "both",
        "Both here: put together, or one after the other where both changed the same words",
    ),
    Key("conflict.done", "enter", "done", "go on with it", "Go on with the text as decided"),
    Key("conflict.next", "down,n", "move(1)", "next", "The next place that differs", False),
    Key("conflict.previous", "up,p", "move(-1)", "previous", "The place before", False),
    Key("conflict.all-mine", "M", "take_all('mine')", "all mine", "Every place as you have it", False),
    Key("conflict.all-theirs", "T", "take_all('theirs')", "all theirs", "Every place as they have it", False),
    Key("conflict.all-both", "B", "take_all('both')", "all both", "Both in every place", False),
    Key("conflict.before", "tab", "before", "before", "The words that both began with: shown, or not"),
    Key("conflict.undo", "u", "undo", "undo", "Take the last decision back", False),
)
