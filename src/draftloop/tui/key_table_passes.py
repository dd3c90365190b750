"""The keys of the two edit passes: plain letters, as nothing is typed while alarms are gone through."""

from __future__ import annotations

from draftloop.tui.key_row import Key
from draftloop.tui.key_table_steps import DECIDE, MINE, THEIRS

_NEVER = "Never this rule on what it marks in this post"
_PASS_DONE = "Done with this pass: it is recorded"
_BATCH = "Doubled words, a or an, cases of names: all their fixes in one list, to tick"
_HURRIED = "What a hurried reader sees"
_ALOUD = "One sentence at a time, to read it aloud"

PASS_KEYS: tuple[Key, ...] = (
    # Edit
    Key("edit.first-fix", "enter,1", "fix(1)", "fix", "Take the first fix"),
    Key("edit.fix-2", "2", "fix(2)", "fix 2", "Take the second fix", False),
    Key("edit.fix-3", "3", "fix(3)", "fix 3", "Take the third fix", False),
    Key("edit.fix-4", "4", "fix(4)", "fix 4", "Take the fourth fix", False),
    Key("edit.fix-5", "5", "fix(5)", "fix 5", "Take the fifth fix", False),
    Key("edit.change", "c", "change", "change", "Change the sentence here"),
    Key("edit.ignore", "i", "ignore", "ignore", "Ignore this one"),
    Key("edit.ignore-rule", "I", "ignore_rule", "never", _NEVER, False),
    Key("edit.teach", "t", "teach", "teach", "Teach your dictionary the word"),
    Key("edit.next", "n", "next", "next", "Next alarm"),
    Key("edit.previous", "N", "previous", "previous", "Alarm before", False),
    Key("edit.new-words", "l", "new_words", "new words", "All new words in one list, to tick"),
    Key("edit.batch", "A", "batch", "sure little things", _BATCH, False),
    Key("edit.done", "ctrl+g", "done", "done", _PASS_DONE, works_in_text=True),
    Key("edit.undo", "u", "undo", "undo", "Undo the last decision"),
    Key("edit.pass", "tab,p", "switch_pass", "other pass", "To the readability pass", False),
    Key("edit.skim", "v", "skim", "skim", _HURRIED, False),
    Key("edit.read-aloud", "w", "read_aloud", "read aloud", _ALOUD, False),
    Key("edit.outside", "e,ctrl+o", "edit_outside", "editor", "Open the file in your own editor", False),
    Key("edit.history", "h", "history", "history", "How this draft came about", False),
    Key("edit.page-down", "pagedown", "page(1)", "page down", "Read on, a page further", False),
    Key("edit.page-up", "pageup", "page(-1)", "page up", "Read back, a page before", False),
    Key("edit.save", "ctrl+s", "save", "save", "Save now (it is saved by itself all the time)", False, True),
    Key("edit.decide", "f7", "decide", "compare and decide", DECIDE, False, True),
    Key("edit.theirs", "f8", "take_theirs", "take theirs", THEIRS, False, True),
    Key("edit.mine", "f9", "keep_mine", "keep mine", MINE, False, True),
    # Readability
    Key("readability.next", "n", "next", "next", "Next place"),
    Key("readability.previous", "N", "previous", "previous", "Place before", False),
    Key("readability.change", "e,c", "change", "change", "Change this paragraph here"),
    Key("readability.first-fix", "enter,1", "fix(1)", "fix", "Take the first fix"),
    Key("readability.fix-2", "2", "fix(2)", "fix 2", "Take the second fix", False),
    Key("readability.fix-3", "3", "fix(3)", "fix 3", "Take the third fix", False),
    Key("readability.fix-4", "4", "fix(4)", "fix 4", "Take the fourth fix", False),
    Key("readability.fix-5", "5", "fix(5)", "fix 5", "Take the fifth fix", False),
    Key("readability.ignore", "i", "ignore", "ignore", "Ignore this one", False),
    Key("readability.ignore-rule", "I", "ignore_rule", "never", _NEVER, False),
    Key("readability.more", "m", "more", "more", "Marks that would be too many at once, and back", False),
    Key("readability.skim", "v", "skim", "skim", _HURRIED),
    Key("readability.read-aloud", "space,w", "read_aloud", "read aloud", _ALOUD),
    Key("readability.done", "ctrl+g", "done", "done", _PASS_DONE, works_in_text=True),
    Key(
        "readability.sections",
        "ctrl+r,s",
        "side",
        "sections",
        "Rhythm of each section, then outline and figures",
    ),
    Key("readability.undo", "u", "undo", "undo", "Undo the last decision", False),
    Key("readability.pass", "tab,p", "switch_pass", "other pass", "Back to the grammar pass", False),
    Key("readability.outside", "ctrl+o", "edit_outside", "editor", "Open the file in your own editor", False),
    Key("readability.history", "h", "history", "history", "How this draft came about", False),
    Key("readability.page-down", "pagedown", "page(1)", "page down", "Read on, a page further", False),
    Key("readability.page-up", "pageup", "page(-1)", "page up", "Read back, a page before", False),
    Key(
        "readability.save",
        "ctrl+s",
        "save",
        "save",
        "Save now (it is saved by itself all the time)",
        False,
        True,
    ),
    Key("readability.decide", "f7", "decide", "compare and decide", DECIDE, False, True),
    Key("readability.theirs", "f8", "take_theirs", "take theirs", THEIRS, False, True),
    Key("readability.mine", "f9", "keep_mine", "keep mine", MINE, False, True),
)
