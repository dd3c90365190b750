"""What `check` prints: for a person, as JSON, as SARIF for code hosts, as annotations for GitHub."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftloop.cli import output as out
from draftloop.cli.check_text import alarm_lines, word_lines
from draftloop.cli.sarif import Source, sarif_log
from draftloop.cli.wrapping import width_cells
from draftloop.loop.finding import Finding, to_json
from draftloop.loop.plain import safe
from draftloop.steps.checking import as_on_disk

if TYPE_CHECKING:
    from draftloop.cli.check_inputs import Input
    from draftloop.steps.edit import CheckReport

FORMATS = ("text", "json", "sarif", "github")
MOST_ANNOTATIONS = 10
"""GitHub shows so many warnings of a step beside the text, and drops the rest without a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A text and what the checks say about it."""

    input: Input
    report: CheckReport
    mended: Sequence[Finding] = ()
    """What `--fix` has changed before; no part of the report."""

    def counted(self, with_all: bool) -> Sequence[Finding]:
        """What is printed and goes into the exit status, with offsets of the file on disk."""
        return as_on_disk(self.report, self.input.document).shown(everything=with_all)


def write_text(checked: Checked, *, with_all: bool) -> None:
    """The alarms of one text; its new words in one list at the end."""
    width, shown = width_cells(), checked.input.shown
    words = [one for one in checked.counted(with_all) if one.tier == "term"]
    for finding in checked.counted(with_all):
        if finding.tier != "term":
            for line in alarm_lines(shown, finding, width):
                out.line(line)
    if words:
        for line in word_lines(shown, words, width):
            out.line(line)


def write_all(every: Sequence[Checked], *, form: str, with_all: bool) -> None:
    """Print what can only be printed whole; for text what is left to say at the end."""
    writers: dict[str, Callable[[], None]] = {
        "text": lambda: _end_of_text(every, with_all),
        "json": lambda: out.json({"alarms": _alarms(every), "engines": engine_states(every)}),
        "sarif": lambda: out.json(_sarif(every, with_all)),
        "github": lambda: _github(every, with_all),
    }
    writers[form]()


def engine_states(every: Sequence[Checked]) -> dict[str, str]:
    """By engine, over all texts: trouble in one is trouble, ok in one is ok."""
    states: dict[str, str] = {}
    for checked in every:
        for engine, state in checked.report.engines.items():
            if _weight(state) >= _weight(states.get(engine, "off")):
                states[engine] = state
    return states


def _weight(state: str) -> int:
    return {"off": 0, "ok": 1}.get(state, 2)


def _alarms(every: Sequence[Checked]) -> list[dict[str, object]]:
    """All tiers: who reads JSON can choose."""
    return [to_json(finding) for checked in every for finding in checked.counted(with_all=True)]


def _end_of_text(every: Sequence[Checked], with_all: bool) -> None:
    if not any(checked.counted(with_all) for checked in every):
        out.line(_nothing(every, with_all))
    hidden = sum(len(one.report.findings) - len(one.counted(with_all)) for one in every)
    if hidden:
        out.note(f"{hidden} more that are doubtful, style or new words; --all shows them")


def _nothing(every: Sequence[Checked], with_all: bool) -> str:
    if not any(checked.report.is_read for checked in every):
        return "Nothing was checked."
    return "Nothing at all." if with_all else "Nothing the checkers are sure of."


def _sarif(every: Sequence[Checked], with_all: bool) -> dict[str, object]:
    sources = [
        # Without the byte order mark, which SARIF does not count.
        Source(
            name=_from_checkout(one.input),
            text=one.input.document.text,
            findings=one.report.shown(everything=with_all),
        )
        for one in every
    ]
    states = engine_states(every).items()
    troubles = [f"{engine} is {state}" for engine, state in states if state not in ("ok", "off")]
    return sarif_log(sources, troubles)


def _from_checkout(found: Input) -> str:
    """The name as a code host knows it: from the root of the checkout."""
    root = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR")
    if root and found.on_disk:
        inside = os.path.relpath(found.on_disk, os.path.realpath(root))
        if not inside.startswith(os.pardir):
            return inside
    return found.shown


def _github(every: Sequence[Checked], with_all: bool) -> None:
    """Workflow commands, the sure ones first: only the first few are shown beside the text."""
    rows = [
        (finding, _from_checkout(checked.input)) for checked in every for finding in checked.counted(with_all)
    ]
    rows.sort(key=lambda row: row[0].tier != "sure")
    for finding, file in rows:
        out.command(_annotation(finding, file))
    warnings = sum(finding.tier == "sure" for finding, _ in rows)
    if warnings > MOST_ANNOTATIONS:
        more = warnings - MOST_ANNOTATIONS
        out.note(
            f"GitHub shows {MOST_ANNOTATIONS} warnings of a step beside the text; {more} more are in this "
            "log alone. `--format sarif` with an upload shows all"
        )


def _annotation(finding: Finding, file: str) -> str:
    level = "warning" if finding.tier == "sure" else "notice"
    width = len(finding.text)
    place = {"file": file, "line": str(finding.line), "col": str(finding.column)}
    if width and "\n" not in finding.text and "\r" not in finding.text:
        place["endColumn"] = str(finding.column + width)
    place["title"] = finding.rule_name
    said = f"“{finding.text}”: {finding.message}" if finding.text.strip() else finding.message
    if finding.fixes:
        said += f" → {' | '.join(fix or '(leave it out)' for fix in finding.fixes[:3])}"
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
    return f"::{level} {properties}::{_escaped(said)}"


def _escaped(text: str) -> str:
    """Workflow commands are lines: what would end one is written as %XX, other controls as pictures."""
    for found, written in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(found, written)
    return safe(text)


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
