"""The port `Instance` in memory."""

from __future__ import annotations

from dataclasses import dataclass

from draftloop.loop.instance import Holder


@dataclass
class InstanceDouble:
    """Who has the workspace is whoever a test says."""

    other: Holder | None = None
    doubt: str = ""
    is_held: bool = False

    def acquire(self) -> Holder | None:
        self.is_held = self.is_held or self.other is None
        return None if self.is_held else self.other

    def holder(self) -> Holder | None:
        return None if self.is_held else self.other

    def release(self) -> None:
        self.is_held = False
