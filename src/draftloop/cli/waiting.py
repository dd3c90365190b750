"""`waiting`: iterations that are kept and wait for git."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from draftloop.cli import output as out
from draftloop.cli.arguments import json_option
from draftloop.cli.context import Context
from draftloop.cli.errors import Exit, note

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk
    from draftloop.steps.waiting import Drained, Waiting

NOTHING = "nothing waits here: git has every iteration"


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def waiting(ctx: click.Context, as_json: bool) -> None:
    """Iterations that are kept and wait for git. Without a command: lists them.

    What git refuses, because it is locked, in the middle of a merge, without a name to sign with or not there
    at all, is kept as it was and committed when git takes it: with the next iteration, when the app starts or
    rests, or by `draftloop waiting commit`.
    """
    if ctx.invoked_subcommand is not None:
        return
    from draftloop.steps.waiting import waiting as look

    context: Context = ctx.obj
    desk = context.forgiving_desk()
    entries = desk.queue.waiting() if desk.queue is not None else []
    for damaged in desk.queue.damaged() if desk.queue is not None else ():
        note(f"{damaged.file}: {damaged.sentence}; `draftloop doctor` says what helps")
    if as_json:
        out.json(
            [
                {
                    "id": entry.id,
                    "when": entry.iteration.when.isoformat(),
                    "draft": entry.iteration.draft or None,
                    "stage": entry.iteration.stage,
                    "iteration": entry.iteration.number,
                    "files": list(entry.paths),
                }
                for entry in entries
            ]
        )
        return
    from draftloop.loop.iteration import subject

    rows = [
        [entry.id[:8], f"{entry.iteration.when:%Y-%m-%d %H:%M}", subject(entry.iteration)]
        for entry in entries
    ]
    out.table(rows)
    seen = look(desk)
    if seen.sentence or not seen.damaged:
        note(seen.sentence or NOTHING)


@waiting.command()
@click.option("--unsigned", is_flag=True, help="Without a signature this once, where signing fails.")
@click.option("--without-hooks", is_flag=True, help="Without git's hooks this once, where one says no.")
@click.pass_obj
def commit(context: Context, unsigned: bool, without_hooks: bool) -> int:
    """Try again to commit what waits, oldest first. Ends with 3 when something is left.

    What waits and cannot be read is left too; `draftloop doctor` says what helps.
    """
    from draftloop.loop.waiting import Means
    from draftloop.steps.waiting import drain

    desk = context.forgiving_desk()
    drained = drain(desk, means=Means(signs=not unsigned, runs_hooks=not without_hooks))
    return _tell(desk, drained)


@waiting.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def unlock(context: Context, yes: bool) -> int:
    """Remove git's locks that a git which is gone left behind, then commit what waits.

    A lock counts as left behind when it is older than a minute, did not change for five seconds, no program
    has it open, and no git runs in this repository. Each is named, and removed only after a yes.
    """
    from draftloop.steps.waiting import drain, left_locks, unlock

    desk = context.forgiving_desk()
    found = left_locks(desk)
    for lock in found:
        place = f"{lock.path}, {lock.age}"
        note(f"{place}: {lock.doubt}" if lock.doubt else f"{place}: nobody holds it any more")
    removable = [lock for lock in found if not lock.doubt]
    if not found:
        note("git is not locked")
    elif not removable:
        return int(Exit.REFUSED)
    elif not yes and not click.confirm("Remove " + ("it" if len(removable) == 1 else "them") + "?", err=True):
        return int(Exit.NO)
    for path in unlock(desk, removable):
        out.line(f"removed {path}")
    return _tell(desk, drain(desk))


def tell_waiting(desk: Desk) -> None:
    """A line on standard error while iterations wait for git, and one for those that cannot be read."""
    from draftloop.steps.waiting import waiting as look

    seen = look(desk)
    if seen.sentence:
        note(f"{seen.sentence}. `draftloop waiting commit` tries again")
    _tell_damaged(seen)


def _tell_damaged(seen: Waiting) -> None:
    if seen.damaged:
        note(f"{seen.damaged_sentence}: `draftloop doctor` names them, and what helps")


def _tell(desk: Desk, drained: Drained) -> int:
    from draftloop.steps.waiting import waiting as look

    for commit in drained.committed:
        out.line(f"committed {commit[:7]}")
    for path in drained.rewritten:
        note(f"{path}: a hook changed it on its way; your text is kept safe (`draftloop recover`)")
    seen = look(desk)
    _tell_damaged(seen)
    if drained.left:
        note(seen.sentence)
    elif not drained.committed and not seen.damaged:
        note(NOTHING)
    return int(Exit.REFUSED if drained.left or seen.damaged else Exit.DONE)


COMMANDS = {"waiting": waiting}
