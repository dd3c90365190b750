"""What the definition of done is told and what it answers, as values. The rules are in `readiness.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from draftloop.loop.blocks import Prose
from draftloop.loop.post import Post
from draftloop.loop.publication import Export
from draftloop.loop.settings import DoneSettings, TargetSettings

Level = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneRow:
    """One row of the definition of done."""

    id: str
    """What [done] off names it by."""
    level: Level
    """What it means when it is not met: an error keeps the ship back."""
    is_met: bool
    sentence: str
    file: str = ""
    line: int | None = None
    remedy: str = ""

    @property
    def keeps_back(self) -> bool:
        """Whether a ship is refused because of it."""
        return self.level == "error" and not self.is_met


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipFacts:
    """All that the rows follow from."""

    post: Post
    prose: Prose
    """Of `post.text`."""
    now: datetime
    target: TargetSettings | None = None
    export: Export | None = None
    """None as long as no target is chosen."""
    passes: frozenset[str] = frozenset()
    """Edit passes that hold for the text as it is."""
    has_history: bool = True
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Bytes of every file in the draft's folder, by path in it."""
    draft_ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Ids of the headings of every other draft that has a post."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Addresses that other drafts have on the target, and their slugs."""
    words: int = 0
    typical_words: int = 0
    done: DoneSettings = field(default_factory=DoneSettings)
    answered: frozenset[str] = frozenset()
    """Questions of [done] ask that were answered with yes."""
    is_scheduled: bool = False
    """`--schedule`: a date in the future is meant."""
    is_draft: bool = False
    """`--as-draft`."""
