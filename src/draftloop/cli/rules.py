"""`rules`: what the author makes of each rule, and switching one off."""

from __future__ import annotations

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import json_option
from draftloop.cli.context import Context
from draftloop.cli.errors import Exit
from draftloop.cli.wrapping import hang, width_cells


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def rules(ctx: click.Context, as_json: bool) -> int:
    """The rules of the checks as you decided about them, the most decided first.

    Fixes you take and alarms you ignore are counted for each rule, in all your posts. A rule that you ignore
    clearly more often than not is shown as doubtful; a doubtful one that you take nearly always becomes sure.
    Both go back when the counts do. Words are judged one by one and never counted so.
    """
    if ctx.invoked_subcommand is not None:
        return int(Exit.DONE)
    from draftloop.steps.rules import rule_rows

    desk = ctx.obj.desk_without_workspace()
    rows = rule_rows(desk)
    if as_json:
        out.json(
            [
                {
                    "rule": row.rule_name,
                    "engine": row.engine,
                    "tier": row.tier,
                    "taken": row.taken,
                    "ignored": row.ignored,
                    "moved": row.moved,
                    "off": row.is_off,
                }
                for row in rows
            ]
        )
        return int(Exit.DONE)
    if not rows:
        out.line("Nothing is decided about any rule yet.")
    cells = [
        (row.rule_name, "off" if row.is_off else row.tier, f"{row.taken} taken", f"{row.ignored} ignored")
        for row in rows
    ]
    out.table(cells)
    notes = [(f"{row.rule_name} ", row.moved) for row in rows if row.moved]
    if desk.settings.checks.off:
        notes.append(("Switched off: ", ", ".join(desk.settings.checks.off)))
    for lead, text in notes:
        for line in hang(lead, text, width_cells()):
            out.line(line)
    return int(Exit.DONE)


@rules.command()
@click.argument("rule")
@click.pass_obj
def reset(context: Context, rule: str) -> int:
    """Forget what was decided about RULE, so that it stands where it stood at first."""
    from draftloop.steps.rules import forget_rule

    is_known = forget_rule(context.desk_without_workspace(), rule)
    out.line(f"{rule} begins anew." if is_known else f"Nothing was decided about {rule}.")
    return int(Exit.DONE)


@rules.command()
@click.argument("rule")
@click.pass_obj
def off(context: Context, rule: str) -> int:
    """Switch RULE (harper:AnA, AnA or a kind) off in this workspace: [checks] off in draftloop.toml."""
    from draftloop.steps.rules import switch_rule

    is_new = switch_rule(context.desk(), rule, on=False)
    out.line(f"{rule} is off." if is_new else f"{rule} was off already.")
    return int(Exit.DONE)


@rules.command()
@click.argument("rule")
@click.pass_obj
def on(context: Context, rule: str) -> int:
    """Take RULE out of [checks] off again."""
    from draftloop.steps.rules import switch_rule

    is_new = switch_rule(context.desk(), rule, on=True)
    out.line(f"{rule} is on again." if is_new else f"{rule} was not off in draftloop.toml.")
    return int(Exit.DONE)


COMMANDS = {"rules": rules}
