"""`doctor`: everything that cannot be read or looks wrong."""

from __future__ import annotations

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import json_option
from draftloop.cli.context import Context
from draftloop.cli.errors import Exit


@click.command()
@json_option
@click.pass_obj
def doctor(context: Context, as_json: bool) -> int:
    """Everything in the workspace that cannot be read or looks wrong, and what to do about it.

    The model of `draftloop meaning` too, where its files are not whole, and a LanguageTool that is set but
    cannot work.
    """
    from draftloop import wiring
    from draftloop.steps.doctor import examine

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
        for trouble in found:
            place = trouble.file if trouble.line is None else f"{trouble.file}:{trouble.line}"
            out.line(f"{trouble.severity}: {place}: {trouble.problem}")
            out.line(f"    {trouble.remedy}")
        if not found:
            out.line("Nothing is wrong here.")
    return int(Exit.NO if any(trouble.severity == "error" for trouble in found) else Exit.DONE)


COMMANDS = {"doctor": doctor}
