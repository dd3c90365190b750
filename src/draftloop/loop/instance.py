"""Who has a workspace open: one draftloop at a time writes, the others read (P21 of the promises)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The draftloop that has the workspace."""

    pid: int = 0
    """0: cannot be seen from here (another machine, another container)."""
    started: str = ""
    """Tells a process from a later one with the same number; compared, never shown."""
    host: str = ""
    """The machine's name; empty: this one."""
    tty: str = ""
    """Its terminal as `pts/3`; empty: none, or not known."""
    since: datetime | None = None


class Instance(Protocol):
    """The right to write in one workspace, held by an app for its life."""

    @property
    def doubt(self) -> str:
        """Why two draftloops cannot be told apart here, as asked last; empty: they can."""

    def acquire(self) -> Holder | None:
        """Take the workspace, or keep it; who has it otherwise. In doubt it is given."""

    def holder(self) -> Holder | None:
        """Another draftloop that has it open right now; takes nothing."""

    def release(self) -> None:
        """Give it back; the kernel does when the process dies."""


def named(holder: Holder) -> str:
    """`(process 4711, on pts/3)`: where to look for it."""
    parts = [f"process {holder.pid}"] if holder.pid else ["a process that cannot be seen from here"]
    if holder.tty:
        parts.append(f"on {holder.tty}")
    if holder.host:
        parts.append(f"at {holder.host}")
    return f"({', '.join(parts)})"


def standing_sentence(holder: Holder, now: datetime) -> str:
    """What stands above every screen of a draftloop that only reads."""
    since = ""
    if holder.since is not None:
        is_today = holder.since.date() == now.date()
        since = f" since {holder.since:%H:%M}" if is_today else f" since {holder.since:%Y-%m-%d %H:%M}"
    return (
        f"Open in another draftloop{since} {named(holder)}: this one only reads. "
        "Close that one and this one takes over."
    )
