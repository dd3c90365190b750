"""[done] run: programs that must go well before a post leaves. The workspace names, a person allows them."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from draftloop.steps.ship_sources import choose_target, resolve_root

if TYPE_CHECKING:
    from draftloop.steps.desk import Desk


def programs_to_allow(desk: Desk, target: str | None) -> tuple[str, ...]:
    """Programs of the definition of done without a yes on this machine, as they would be run."""
    if not desk.settings.done.run:
        return ()
    root = resolve_root(desk, choose_target(desk, target))
    named = (_named(argv, root) for argv in desk.settings.done.run.values())
    return tuple(name for name in named if not desk.consent.is_given("program", name))


def allow_program(desk: Desk, program: str) -> None:
    """Say yes, on this machine, to one of `programs_to_allow`."""
    desk.consent.give("program", program)


def try_programs(desk: Desk, root: str) -> tuple[str, ...]:
    """Run each in the target's folder; a sentence for each that was not allowed or did not go well."""
    failed = []
    for name, argv in desk.settings.done.run.items():
        if "run" in desk.settings.done.off:
            continue
        if desk.programs is None or not desk.consent.is_given("program", _named(argv, root)):
            failed.append(
                f"{name}: {_named(argv, root)} needs your yes once: `draftloop ship` asks on a terminal"
            )
        elif reason := desk.programs.run(argv, root):
            failed.append(f"{name}: {reason}")
    return tuple(failed)


def _named(argv: tuple[str, ...], root: str) -> str:
    return f"`{shlex.join(argv)}` in {root}"
