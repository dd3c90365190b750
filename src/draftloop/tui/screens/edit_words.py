"""The words of the first pass: what is left, who reads along, why an alarm is doubtful. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from draftloop.tui import text as texts
from draftloop.tui.widgets.figures import count, listed

if TYPE_CHECKING:
    from draftloop.loop.finding import Finding
    from draftloop.steps.edit import CheckReport
    from draftloop.tui.widgets.finding_view import Counts

NAMES = {"harper": "Harper", "languagetool": "LanguageTool", "draftloop": "draftloop"}
_ROWS = 2
"""What a note may take at most where one row is too short for its sentence."""
_AGAIN = " · f5 asks again"


def ending(
    counts: Counts, *, has_prose: bool, is_heard: bool, has_read: bool, has_answers: bool
) -> Sequence[Content]:
    """What is said when no alarm is shown."""
    if not has_prose:
        return (_quiet("There is no prose here yet. Esc leads back."),)
    if not is_heard or (not has_read and not counts.sure):
        return (_quiet("Read on meanwhile; pgdn turns the page."),)
    if counts.sure:
        return (_quiet("n shows the next alarm."),)
    if not has_answers:
        return (_quiet("Nobody could check this text. ctrl+g ends the pass all the same."),)
    rest = [f"n looks at {count(counts.maybe, 'doubtful one')}"] if counts.maybe else []
    rest += [f"l at {count(counts.words, 'new word')}"] if counts.words else []
    rest.append("ctrl+g records the pass")
    return (
        Content.styled("Nothing left that the checkers are sure of.", "$success"),
        _quiet("   ".join(rest)),
    )


def getting_ready(has_prose: bool) -> Content:
    """Before the first answer."""
    return Content.styled("the checkers are getting ready", "$text-disabled") if has_prose else Content("")


def note(
    report: CheckReport,
    *,
    server: str,
    is_late: bool,
    listening_to: Sequence[str],
    width: int,
) -> Content:
    """One row about who reads along and who cannot, the most urgent first.

    Args:
        report: The last one.
        server: The machine elsewhere that LanguageTool runs on; empty: none.
        is_late: Whether an answer is overdue.
        listening_to: Engines that have not answered yet.
        width: Cells of the row; 0: not known yet.
    """
    parts: list[str] = []
    is_trouble = False
    for name, state in report.engines.items():
        if state not in ("ok", "off"):
            is_trouble = True
            room = max(20, _ROWS * width - len(_AGAIN)) if width else 200
            parts.append(texts.clip(f"{name} is {state}", room) + _AGAIN)
    if is_late:
        parts.append("waiting for the checkers; what you see stays")
    if report.language_note:
        parts.append(report.language_note)
    if report.unchecked:
        lines = ", ".join(str(block.line) for block in report.unchecked[:3])
        parts.append(f"not checked: {count(len(report.unchecked), 'block')}, line {lines}")
    if server and report.engines.get("languagetool") in ("ok", None, "off"):
        parts.append(f"LanguageTool reads along at {server}")
    elif listening_to:
        parts.append(f"{listed(NAMES.get(name, name) for name in listening_to)} still reads")
    words = " · ".join(parts)
    style = "$warning" if is_trouble else "$text-muted"
    return texts.literal(texts.clip(words, _ROWS * width - 1) if width else words, style)


def doubt(finding: Finding, states: Mapping[str, str], waved: Collection[str]) -> str:
    """Why an alarm is no sure one.

    Args:
        finding: The alarm.
        states: What the engines said of themselves.
        waved: Rules, by name, that the author's own decisions have made doubtful.
    """
    if finding.tier != "maybe":
        return ""
    if finding.rule_name in waved:
        return "you have often waved this rule through"
    if finding.kind == "spelling":
        return "it may be a name, or a word of your field"
    name = NAMES.get(finding.engine, finding.engine)
    others = [other for other, state in states.items() if state == "ok" and other != finding.engine]
    if others:
        return f"only {name} says so"
    return f"{name} is often wrong with this rule"


def _quiet(words: str) -> Content:
    return texts.literal(words, "$text-muted")
