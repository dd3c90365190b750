"""What `?` says on each screen: the one question it answers, and what it is for, in six lines at most."""

from __future__ import annotations

HELP: dict[str, tuple[str, tuple[str, ...]]] = {
    "today": (
        "What now?",
        (
            "The week as a rail, today's draft, and one line: what to do next.",
            "Enter goes on with exactly that. Everything else can wait.",
            "Left open lists the gaps you marked in the text, as a small to-do.",
            "The bars tell how settled the outline is, round after round.",
            "Nothing is ever late here: if a day passes, the rail moves on.",
        ),
    ),
    "ideas": (
        "What could I write about?",
        (
            "Every title you noted, the most asked for first; below it all that is known.",
            "Collect for months: notes, links, and who asked, under one title.",
            "k counts a question somebody asked again; g notes what a test on social media brought.",
            "Letting go is part of it. Let-go ideas are one key away and come back when you like.",
            "/ filters as you type; s sorts; t shows one tag.",
        ),
    ),
    "pick": (
        "Which one this week?",
        (
            "Three candidates and what speaks for each, in words.",
            "Pick the one you most want to explore, not the most sensible one.",
            "Three questions help to decide; the answers are kept with your notes.",
            "One idea you had forgotten is always among them.",
        ),
    ),
    "drafts": (
        "What is in work?",
        (
            "Every draft at its stage. Enter goes on with what is next for it.",
            "Two in work are plenty: a small step finished beats three begun.",
            "A draft let go keeps its files and its history.",
        ),
    ),
    "work": (
        "What have I shipped?",
        (
            "Your posts by year, the weeks in which you shipped, and the streak.",
            "Themes are the terms and tags that several posts share; they emerge after some twenty.",
            "Questions answered most: here is the address to send when somebody asks again.",
        ),
    ),
    "search": (
        "Where did I write about this?",
        (
            "One search over ideas, drafts, posts and parked points.",
            "Type; the best fit stands first. Enter opens it.",
        ),
    ),
    "outline": (
        "What do I think?",
        (
            "Pour out everything that comes to mind; order and language do not matter yet.",
            "Enter makes a new point, Tab moves it in, Shift+Tab out, Alt+arrows move it with its children.",
            "No counts, no spelling. The line at the bottom is the time you gave yourself.",
            "Ctrl+G ends it for today. Tomorrow you rewrite it from memory.",
        ),
    ),
    "rewrite": (
        "What do I still know?",
        (
            "Read the last outline once more; then it goes away and you write it anew, from memory.",
            "What you forget was often not essential. What you say better is the gain.",
            "Peeking is allowed; it is counted and never blamed.",
            "Leave whenever you like: what is written stays.",
        ),
    ),
    "compare": (
        "What did I lose?",
        (
            "Both outlines as trees of ideas: kept, reworded, moved, dropped, added.",
            "First a few questions where the program is not sure; your answer is remembered.",
            "Then every dropped point gets an answer: let go, restore, or park for another post.",
            "Wrong match? d parts two points, m says which one it is; this is remembered, too.",
            "The figures tell whether one more round will pay.",
        ),
    ),
    "prose": (
        "How do I say it?",
        (
            "Turn the points into sentences. The outline beside it shows what has its paragraph.",
            "Do not stop for a missing fact: Ctrl+T marks a gap, and Today lists it.",
            "Everything is saved all the time; the top line always tells the truth about it.",
        ),
    ),
    "edit": (
        "What is wrong?",
        (
            "Once for grammar, once for readability; one alarm at a time, in its sentence.",
            "Enter takes the first fix. i ignores it, t teaches your dictionary the word.",
            "New words stand in one list (l): tick what is right and teach it at once.",
            "Doubled words, a or an, and cases of names can be mended all at once (A).",
            "Code, links and front matter are never touched. u undoes.",
        ),
    ),
    "readability": (
        "Where does a reader stumble?",
        (
            "Marks beside the text tell how much a paragraph asks; the three most useful changes come first.",
            "e changes the paragraph here, i ignores the mark. m shows the marks that were held back.",
            "s shows the rhythm of each section, then your outline and your figures beside the post.",
            "v shows what a hurried reader sees.",
            "Space shows one sentence at a time: say it aloud, your ear finds the rest. m marks it.",
            "No score, no grade. Stop when it reads as you speak.",
        ),
    ),
    "ship": (
        "Is it done?",
        (
            "The list of what done means for you, each line true or with one key that mends it.",
            "Below it every file that will be written, before anything is; d shows each change.",
            "S ships: the folder and your own questions are asked once. Nothing is built or pushed.",
            "What somebody else changed in the site is shown and never overwritten unasked.",
            "Afterwards the address is there to share, and a text for other places.",
        ),
    ),
    "history": (
        "How did it come about?",
        (
            "Every sitting of this draft: what was kept, what was dropped, how long it took.",
            "Below, the life of each idea through the rounds; Tab goes there.",
            "Enter reads a version. Space marks two, c compares them: ideas as trees, prose by words.",
            "s folds in what was saved in between: the last minutes one by one, then hours and days.",
            "r puts a version back as a new iteration; what stands there now is recorded first.",
            "R writes the whole story as one HTML page.",
        ),
    ),
    "conflict": (
        "Whose words go on?",
        (
            "Another program changed the file that you write in here, in the same words.",
            "Each place that differs: as you have it, as they wrote it, and as it was before.",
            "− marks words that a side took out, + words it put in.",
            "m takes yours, t theirs, b both; with shift for all places at once. Enter goes on with it.",
            "Whatever you choose, all three texts are kept: `draftloop recover`.",
        ),
    ),
    "version": (
        "How did I say it then?",
        (
            "One version to read and copy from, or two beside each other.",
            "− was taken out, + came in; w changes between ideas and words, n goes to the next change.",
            "< and > leaf through the versions.",
        ),
    ),
    "raw": (
        "What is wrong with this file?",
        (
            "The file as it is, with the line marked that makes no sense.",
            "Correct it here as plain text; it is looked at again with every save.",
            "No field of it is written by anybody but you until it can be read.",
        ),
    ),
    "capture": (
        "What was that thought?",
        (
            "A title, then if you like #tag, @who asked, and a pasted link.",
            "Enter keeps it and the line stays for the next; Esc closes.",
        ),
    ),
}
"""By screen name: the question, and the lines."""
