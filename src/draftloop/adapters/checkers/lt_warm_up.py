"""What a new server reads before anybody waits for it: it loads the language and gets quick on the way."""

from __future__ import annotations

ENGLISH = (
    "Every release has one step that nobody wrote down. Ours was a script on the laptop of a colleague "
    "who had left two years earlier, and it worked until the certificate in it expired on a Friday "
    "afternoon.",
    "When the build failed, we read the log from the bottom to the top, as one does. The last line said"
    " that a file was missing; the first one said which machine it had been looking for. If we'd "
    "started there, we would have gone home on time.",
    "It isn't enough to automate a step. Somebody has to be able to say what it does, why it's there, "
    "and how you would notice that it has stopped working. We now keep a page for each of them, with "
    "three short sections: what it needs, what it leaves behind, and whom to ask.",
    "There are, of course, tools for this. They draw graphs, they send mail, and their configuration is"
    " longer than the scripts they replace. We tried two of them before we went back to a list in plain"
    " text.",
    "What surprised me most was the number of steps that turned out to be unnecessary. Out of nineteen,"
    " seven had no effect at all, and four undid what an earlier one had done. The remaining eight take"
    " less than a minute.",
    "Next month we're going to delete the laptop. I'd have liked to do it with some ceremony, but their"
    " own desk is already gone, and the person who knows its password doesn't answer letters. A test "
    "that could of been written in an hour has cost us a week, and then some.",
)
"""Of our own, with words, commas and a slip or two that wake up the larger groups of rules."""


def texts_for(code: str) -> tuple[str, ...]:
    """What to read in a language, by LanguageTool's code."""
    return ENGLISH if code.lower().startswith("en") else ("1.",)
