"""The keys of the steps of a draft. In text they are `ctrl+` letters the editor leaves free."""

from __future__ import annotations

from draftloop.tui.key_row import Key

_DONE = "Done for now: one line of what is still open, if you like, and the iteration is recorded"
_SAVE = "Save now (it is saved by itself all the time)"
DECIDE = "Another program changed the file: look at both texts and decide"
THEIRS = "Take what another program wrote; yours is kept"
MINE = "Keep your text over what another program wrote; theirs is kept"
_GIVE_UP = "End without a round: the outline before comes back, yours is kept safe"
_OUTSIDE = "Open the file in your own editor"
_REASON = (
    "With alarms while writing: the reason of the one at the cursor, then its fix; elsewhere the next one"
)
_HISTORY = "How this draft came about; what is written is saved first"

STEP_KEYS: tuple[Key, ...] = (
    # Outline
    Key("outline.deeper", "tab", "deeper", "deeper", "Move the point one level in", works_in_text=True),
    Key("outline.out", "shift+tab", "outdent", "out", "Move the point one level out", works_in_text=True),
    Key(
        "outline.up",
        "alt+up",
        "move_point(-1)",
        "move",
        "Move the point up, with its children",
        works_in_text=True,
    ),
    Key(
        "outline.down",
        "alt+down",
        "move_point(1)",
        "move down",
        "Move the point down, with its children",
        False,
        True,
    ),
    Key("outline.fold", "alt+left", "fold", "fold", "Fold the children away, or show them", False, True),
    Key("outline.done", "ctrl+g", "done", "done", _DONE, works_in_text=True),
    Key(
        "outline.notes", "ctrl+r", "side", "notes", "The idea's notes beside the outline", works_in_text=True
    ),
    Key("outline.pull", "ctrl+b", "pull_note", "pull note", "Pull the next note in as a point", False, True),
    Key("outline.time", "f4", "time_left", "time", "Time left of the brain dump", False, True),
    Key("outline.save", "ctrl+s", "save", "save", _SAVE, False, True),
    Key("outline.outside", "ctrl+o", "edit_outside", "editor", _OUTSIDE, works_in_text=True),
    Key("outline.find", "ctrl+f", "find", "find", "Find in the outline", False, True),
    Key("outline.decide", "f7", "decide", "compare and decide", DECIDE, False, True),
    Key("outline.theirs", "f8", "take_theirs", "take theirs", THEIRS, False, True),
    Key("outline.mine", "f9", "keep_mine", "keep mine", MINE, False, True),
    Key("outline.history", "alt+h", "history", "history", _HISTORY, False, True),
    # Rewrite
    Key("rewrite.write", "enter", "begin", "begin", "End the scan and begin to write"),
    Key(
        "rewrite.anyway",
        "y",
        "today_anyway",
        "today anyway",
        "Rewrite today although the outline is of today",
    ),
    Key(
        "rewrite.peek",
        "ctrl+r",
        "side",
        "peek",
        "Look at the old outline beside yours; counted, never blamed",
        works_in_text=True,
    ),
    Key("rewrite.deeper", "tab", "deeper", "deeper", "Move the point one level in", False, True),
    Key("rewrite.out", "shift+tab", "outdent", "out", "Move the point one level out", False, True),
    Key(
        "rewrite.up", "alt+up", "move_point(-1)", "move", "Move the point up, with its children", False, True
    ),
    Key(
        "rewrite.down",
        "alt+down",
        "move_point(1)",
        "move down",
        "Move the point down, with its children",
        False,
        True,
    ),
    Key("rewrite.fold", "alt+left", "fold", "fold", "Fold the children away, or show them", False, True),
    Key("rewrite.done", "ctrl+g", "done", "done", "Done: on to the comparison", works_in_text=True),
    Key("rewrite.time", "f4", "time_left", "time", "Time left", False, True),
    Key("rewrite.save", "ctrl+s", "save", "save", _SAVE, False, True),
    Key("rewrite.outside", "ctrl+o", "edit_outside", "editor", _OUTSIDE, works_in_text=True),
    Key("rewrite.give-up", "f10", "give_up", "give up", _GIVE_UP, False, True),
    Key("rewrite.decide", "f7", "decide", "compare and decide", DECIDE, False, True),
    Key("rewrite.theirs", "f8", "take_theirs", "take theirs", THEIRS, False, True),
    Key("rewrite.mine", "f9", "keep_mine", "keep mine", MINE, False, True),
    # Compare
    Key("compare.same", "y", "same", "same", "The two say the same; remembered from now on"),
    Key(
        "compare.different",
        "n",
        "different",
        "different",
        "They are different points; remembered from now on",
    ),
    Key("compare.later", "z", "later", "later", "Put this question off, or take up what was put off", False),
    Key("compare.let-go", "x", "let_go", "let go", "Let the dropped point go"),
    Key("compare.restore", "r", "restore", "restore", "Put the dropped point back at its place"),
    Key("compare.park", "p", "park", "park", "Keep the point in parked.md for another post"),
    Key("compare.part", "d", "part", "not the same", "The two points on this row are not the same"),
    Key("compare.same-as", "m", "same_as", "same as…", "Choose which point of the other outline this is"),
    Key("compare.look", "enter", "look", "look", "See the point in both outlines", False),
    Key("compare.select", "space", "select", "select", "Mark several points for one answer", False),
    Key("compare.both", "b", "both", "both", "Both outlines side by side, linked"),
    Key("compare.prose", "t", "prose", "the prose", "The outline beside the points the prose makes"),
    Key("compare.undo", "u", "undo", "undo", "Undo the last answer or verdict"),
    Key("compare.next", "g", "next", "next", "Next open question; at the end, record the verdicts"),
    Key("compare.all", "A", "let_go_rest", "let the rest go", "Let all the other dropped points go"),
    Key("compare.older", "less_than_sign", "older", "older", "An older round on the left"),
    Key("compare.newer", "greater_than_sign", "newer", "newer", "A newer round on the left"),
    Key("compare.done", "ctrl+g", "done", "done", "Record the verdicts given so far and go", False),
    Key(
        "compare.back",
        "escape",
        "back",
        "back",
        "One step back; verdicts given so far are recorded",
        False,
    ),
    Key("compare.edit-outside", "e", "edit_outside", "editor", "Open the outline in your own editor", False),
    Key("compare.history", "h", "history", "history", "How this draft came about", False),
    # Prose
    Key(
        "prose.outline",
        "ctrl+r",
        "side",
        "outline",
        "The outline beside the text, with what has its paragraph",
        works_in_text=True,
    ),
    Key(
        "prose.focus",
        "ctrl+l",
        "focus_paragraph",
        "focus",
        "Dim everything but this paragraph",
        works_in_text=True,
    ),
    Key(
        "prose.next-point",
        "alt+down",
        "point(1)",
        "next point",
        "To the next point that has no paragraph yet",
        works_in_text=True,
    ),
    Key(
        "prose.start-point",
        "ctrl+b",
        "start_point",
        "start point",
        "Start the marked point at the cursor, in the outline's own words",
        False,
        True,
    ),
    Key("prose.previous-point", "alt+up", "point(-1)", "point before", "To the point before", False, True),
    Key(
        "prose.gap",
        "ctrl+t",
        "gap",
        "TK",
        "Mark a gap to fill later; on a marked one, to the next gap",
        works_in_text=True,
    ),
    Key("prose.done", "ctrl+g", "done", "done", _DONE, works_in_text=True),
    Key("prose.outside", "ctrl+o", "edit_outside", "editor", _OUTSIDE, works_in_text=True),
    Key("prose.save", "ctrl+s", "save", "save", _SAVE, False, True),
    Key("prose.find", "ctrl+f", "find", "find", "Find in the text", False, True),
    Key(
        "prose.fields",
        "f2",
        "fields",
        "front matter",
        "Title, description, tags and the other fields",
        False,
        True,
    ),
    Key("prose.time", "f4", "time_left", "time", "Minutes of this sitting", False, True),
    Key("prose.skim", "f3", "skim", "skim", "What a hurried reader sees", False, True),
    Key("prose.reason", "f6", "reason", "reason", _REASON, False, True),
    Key("prose.decide", "f7", "decide", "compare and decide", DECIDE, False, True),
    Key("prose.theirs", "f8", "take_theirs", "take theirs", THEIRS, False, True),
    Key("prose.mine", "f9", "keep_mine", "keep mine", MINE, False, True),
    Key("prose.history", "alt+h", "history", "history", _HISTORY, False, True),
    # Ship
    Key("ship.mend", "enter", "mend", "mend first", "Go to where the marked row, or the first, is mended"),
    Key("ship.ship", "S", "ship", "ship", "Ship it; what must be asked is asked once"),
    Key("ship.dry-run", "d", "dry_run", "dry run", "Every change, file by file, without making one"),
    Key("ship.preview", "p", "preview", "preview", "The pages as they will stand in the site"),
    Key("ship.target", "t", "target", "target", "Another place to ship to"),
    Key("ship.anyway", "exclamation_mark", "anyway", "ship anyway", "Ship although rows are not done", False),
    Key("ship.move", "m", "move", "move it", "The changed address is meant; the old one leads there", False),
    Key("ship.copy", "c", "copy_address", "copy address", "Copy the post's address, to share it"),
    Key(
        "ship.cross-post",
        "C",
        "cross_post",
        "cross-post",
        "Copy title, description and address as a text for another place",
    ),
    Key("ship.fields", "f2", "fields", "front matter", "Title, description, tags and address", False),
    Key("ship.outside", "e", "edit_outside", "editor", _OUTSIDE, False),
    Key("ship.history", "h", "history", "history", "How this draft came about"),
    # History
    Key("history.look", "enter", "look", "read", "Read this version"),
    Key("history.mark", "space", "mark", "mark two", "Mark two versions to compare"),
    Key(
        "history.compare", "c", "compare", "compare", "Compare the marked versions, else with the one before"
    ),
    Key("history.words", "w", "words", "words", "What this version changed, by words and sentences"),
    Key(
        "history.autosaves", "s", "autosaves", "autosaves", "What was saved between the iterations, and back"
    ),
    Key("history.restore", "r", "restore", "restore", "Make this version the file again, as a new iteration"),
    Key("history.undo", "u", "undo", "undo", "Undo the last restore here", False),
    Key("history.report", "R", "report", "report", "One HTML page with the whole story"),
    # A version, or two
    Key("version.copy", "c", "copy", "copy", "Copy the marked words, else the whole text"),
    Key("version.words", "w", "words", "words", "Changes by words and sentences, or by ideas"),
    Key("version.next", "n", "change(1)", "next change", "To the next change", False),
    Key("version.previous", "N", "change(-1)", "change before", "To the change before", False),
    Key("version.whole", "space", "whole", "whole text", "Unfold what stayed the same, or fold it"),
    Key("version.older", "less_than_sign", "turn(-1)", "older", "The version before"),
    Key("version.newer", "greater_than_sign", "turn(1)", "newer", "The version after"),
)
