"""`doctor`: everything that cannot be read or looks wrong."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import json_option
from draftloop.cli.context import Context
from draftloop.cli.errors import Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftloop.loop.ports import Trouble

HEADINGS = {
    "files": "Files",
    "words": "Words that are not where they belong yet",
    "git": "git",
    "copies": "On this disk only",
    "machine": "This machine",
}
"""Topics in the order in which they are told."""
_MOST_ALIKE, _ALIKE_WORDS = 8, 4
"""A problem is like another one when it ends in the same words."""


@click.command()
@json_option
@click.pass_obj
def doctor(context: Context, as_json: bool) -> int:
    """Everything in the workspace that cannot be read or looks wrong, and what to do about it.

    Broken files, texts and iterations that wait, what is on this disk only, what the repository would run or
    change, locks, links, leftovers of editors and sync tools, room on the disk. Nothing is changed, and no
    network is asked. Autosaves between iterations are never pushed: they are always on this disk only.

    The model of `draftloop meaning` too, where its files are not whole, and a LanguageTool that is set but
    cannot work.
    """
    from draftloop import wiring
    from draftloop.steps.doctor import examine, scope

    desk = context.lenient_desk()
    found = [*context.setting_troubles(), *examine(desk)]
    model_trouble = wiring.model_installer().trouble()
    if model_trouble is not None:
        found.append(model_trouble)
    if not context.setting_troubles():
        tool_trouble = wiring.languagetool_installer().trouble()
        if tool_trouble is not None:
            found.append(tool_trouble)
    if as_json:
        out.json(
            [
                {
                    "file": trouble.file,
                    "line": trouble.line,
                    "problem": trouble.problem,
                    "remedy": trouble.remedy,
                    "severity": trouble.severity,
                }
                for trouble in found
            ]
        )
    else:
        _print(found, scope(desk))
    return int(Exit.NO if any(trouble.severity == "error" for trouble in found) else Exit.DONE)


def _print(found: Sequence[Trouble], scope: str) -> None:
    """Group by group, what is alike after its first few only counted."""
    for topic, heading in HEADINGS.items():
        rows = [trouble for trouble in found if trouble.topic == topic]
        if not rows:
            continue
        out.line(heading)
        shown: Counter[str] = Counter()
        for trouble in rows:
            kind = " ".join(trouble.problem.split()[-_ALIKE_WORDS:])
            shown[kind] += 1
            if shown[kind] <= _MOST_ALIKE:
                place = trouble.file if trouble.line is None else f"{trouble.file}:{trouble.line}"
                out.line(f"  {trouble.severity}: {place}: {trouble.problem}")
                out.line(f"      {trouble.remedy}")
        more = sum(max(0, count - _MOST_ALIKE) for count in shown.values())
        if more:
            out.line(f"  and {more} more like these; --json names them all")
        out.line()
    out.line(scope)
    if not found:
        out.line("Nothing is wrong here.")


COMMANDS = {"doctor": doctor}
