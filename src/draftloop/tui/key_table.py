"""The keys of the app and its places. One letter means the same wherever it occurs."""

from __future__ import annotations

from draftloop.tui.key_row import Key
from draftloop.tui.key_table_steps import MINE, THEIRS

SCREEN_NAMES: dict[str, str] = {
    "app": "Everywhere",
    "today": "Today",
    "ideas": "Ideas",
    "pick": "Pick",
    "drafts": "Drafts",
    "work": "Work",
    "search": "Search",
    "capture": "Jot an idea",
    "outline": "Outline",
    "rewrite": "Rewrite from memory",
    "compare": "Compare",
    "prose": "Prose",
    "edit": "Edit",
    "readability": "Readability",
    "ship": "Ship",
    "history": "History",
    "version": "A version",
    "conflict": "Two versions",
    "raw": "Plain text",
}

_DECIDE = "Another program changed the file: look at both texts and decide"
_OUTSIDE = "Open the file in your own editor"

PLACE_KEYS: tuple[Key, ...] = (
    # Everywhere. Plain letters reach the app only when no text field has the focus.
    Key("app.add-idea", "a,ctrl+n", "capture", "add idea", "Jot down an idea, from anywhere"),
    Key("app.search", "slash", "search", "search", "Search ideas, drafts, posts and parked points"),
    Key("app.help", "question_mark,f1", "help", "keys", "What this screen is for, and its keys"),
    Key("app.today", "1", "place('today')", "today", "Go to Today: what now?", False),
    Key("app.ideas", "2", "place('ideas')", "ideas", "Go to Ideas: what could I write about?"),
    Key("app.drafts", "3", "place('drafts')", "drafts", "Go to Drafts: what is in work?"),
    Key("app.work", "4", "place('work')", "work", "Go to Work: what have I shipped?", False),
    Key("app.back", "escape", "back", "back", "One step back; nothing is lost", False),
    Key("app.retry", "f5", "retry", "again", "Try again what just failed", False),
    Key(
        "app.waiting",
        "f12",
        "commit_waiting",
        "commit what waits",
        "Try again to commit the iterations that wait for git",
        False,
    ),
    Key("app.raw", "f6", "raw_text", "as text", "Open the file that cannot be read as plain text", False),
    Key(
        "app.palette", "ctrl+p", "command_palette", "more", "Find any action, idea or draft by typing", False
    ),
    Key("app.quit", "q,ctrl+q", "quit", "quit", "Quit; everything is kept", False),
    # Today
    Key("today.go-on", "enter", "go_on", "go on", "Go on with what is next for today's draft"),
    Key("today.pick", "p", "pick", "pick", "Pick another idea"),
    Key("today.kept", "r", "kept", "kept texts", "Look at words no file has, and take them back", False),
    Key("today.kept-later", "z", "kept_later", "later", "Leave kept words for later; they stay kept", False),
    Key("today.drafts", "d", "demo", "demo", "Look around in a demo (in an empty workspace)", False),
    Key("today.history", "h", "history", "history", "How today's draft came about", False),
    Key("today.edit-outside", "e", "edit_outside", "editor", "Open today's draft in your own editor", False),
    Key("today.next-draft", "down", "next_row", "next", "Mark the next draft in work", False),
    Key("today.previous-draft", "up", "previous_row", "previous", "Mark the draft above", False),
    # Ideas
    Key("ideas.note", "n", "note", "note", "Add a note or a link to the idea"),
    Key("ideas.asked", "k", "asked", "asked", "Somebody asked this: count it, with who and where"),
    Key("ideas.interest", "i", "interest", "interest", "How much you want to explore it: one to three stars"),
    Key("ideas.let-go", "x", "let_go", "let go", "Let the idea go, with a reason if you like; `u` undoes it"),
    Key("ideas.pick", "p,enter", "pick", "pick", "Pick it and begin its outline"),
    Key("ideas.open-link", "o", "open_link", "open link", "Open the idea's first link in the browser", False),
    Key("ideas.filter", "slash", "filter", "filter", "Filter the list as you type"),
    Key("ideas.signal", "g", "signal", "signal", "Note what a test on social media brought", False),
    Key("ideas.sort", "s", "sort", "sort", "Sort by asked, newest, oldest, interest, signal or title", False),
    Key("ideas.tags", "t", "tag", "tags", "Show one tag only; again for the next", False),
    Key(
        "ideas.let-go-list",
        "l",
        "show_let_go",
        "let-go ideas",
        "Show the ideas you let go, or the open ones",
        False,
    ),
    Key("ideas.revive", "r", "revive", "revive", "Bring a let-go idea back", False),
    Key("ideas.undo", "u", "undo", "undo", "Undo the last change to an idea", False),
    Key("ideas.edit-outside", "e", "edit_outside", "editor", "Open the idea in your own editor", False),
    # Pick
    Key("pick.choose", "enter", "choose", "pick", "Pick this idea and begin its outline"),
    Key("pick.others", "r", "others", "three others", "Show three other candidates"),
    Key("pick.next", "right,down", "move(1)", "next", "Next candidate", False),
    Key("pick.previous", "left,up", "move(-1)", "previous", "Candidate before", False),
    Key("pick.compare", "space", "compare", "compare", "Show everything that is known of the three"),
    Key(
        "pick.questions", "tab", "questions", "three questions", "Answer the three questions first (optional)"
    ),
    # Drafts
    Key("drafts.go-on", "enter", "go_on", "go on", "Go on with what is next for this draft"),
    Key("drafts.next", "down", "move(1)", "next", "Next draft", False),
    Key("drafts.previous", "up", "move(-1)", "previous", "Draft before", False),
    Key("drafts.right", "right", "column(1)", "next stage", "To the next stage", False),
    Key("drafts.left", "left", "column(-1)", "stage before", "To the stage before", False),
    Key("drafts.history", "h", "history", "history", "How this draft came about"),
    Key("drafts.edit-outside", "e", "edit_outside", "editor", "Open this draft in your own editor"),
    Key("drafts.let-go", "x", "let_go", "let go", "Let the draft go; its files stay, `u` undoes it"),
    Key("drafts.let-go-list", "g", "show_let_go", "let-go drafts", "Show or hide drafts you let go", False),
    Key("drafts.undo", "u", "undo", "undo", "Undo the last letting go", False),
    Key("drafts.stage-outline", "o", "open_stage('outline')", "outline", "Open its outline", False),
    Key("drafts.stage-prose", "p", "open_stage('prose')", "prose", "Open its prose", False),
    Key("drafts.stage-ship", "s", "open_stage('ship')", "ship", "Is it done? Open its ship list", False),
    # Work
    Key("work.open", "enter", "open", "look", "How this post came about"),
    Key("work.next-section", "tab", "section(1)", "next part", "Posts, calendar, themes, questions"),
    Key("work.previous-section", "shift+tab", "section(-1)", "part before", "The part before", False),
    Key("work.copy-address", "c", "copy_address", "copy address", "Copy the post's address, to share it"),
    Key("work.open-address", "o", "open_address", "open in browser", "Open the post in the browser"),
    # Search
    Key("search.open", "enter", "open", "open", "Open what was found"),
    Key("search.next", "down", "move(1)", "next", "Next result", works_in_text=True),
    Key("search.previous", "up", "move(-1)", "previous", "Result before", False, works_in_text=True),
    # A file as plain text
    Key("raw.save", "ctrl+s", "save", "save", "Save now, and look at it again", works_in_text=True),
    Key("raw.outside", "ctrl+o", "edit_outside", "editor", _OUTSIDE, works_in_text=True),
    Key("raw.decide", "f7", "decide", "compare and decide", _DECIDE, False, True),
    Key("raw.theirs", "f8", "take_theirs", "take theirs", THEIRS, False, True),
    Key("raw.mine", "f9", "keep_mine", "keep mine", MINE, False, True),
    # The capture line
    Key("capture.keep", "enter", "keep", "keep it", "Keep the idea; the line stays for the next"),
    Key(
        "capture.count",
        "tab",
        "count_near",
        "count it there",
        "Same question: count it at the near one",
        works_in_text=True,
    ),
    Key("capture.close", "escape", "close", "close", "Back to where you were", works_in_text=True),
)
