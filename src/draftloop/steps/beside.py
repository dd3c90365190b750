"""A command beside an open app: words that the app has and the file has not (P21 of the promises)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from draftloop.loop.instance import named
from draftloop.steps.bundle import folder_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from draftloop.loop.instance import Holder
    from draftloop.loop.ports import KeptText
    from draftloop.steps.desk import Desk

LOOKS, LOOK_S = 15, 0.2
"""The app saves two seconds after a key at the latest: so long is worth waiting."""
_FRESH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsOutside:
    """Words of a draft that are kept safe but not in its file, while an app has the workspace open."""

    holder: Holder
    kept: KeptText

    @property
    def sentence(self) -> str:
        """One line: which file, how much, who has it."""
        count = "1 word" if self.kept.words == 1 else f"{self.kept.words} words"
        return (
            f"{self.kept.file}: a text of {count}, kept safe at {self.kept.when:%H:%M}, is not in the file; "
            f"draftloop is open {named(self.holder)}: save there first"
        )


def words_outside(desk: Desk, slug: str, pause: Callable[[float], None]) -> WordsOutside | None:
    """The newest words of a draft that did not reach their file; the app gets the time to save them.

    Args:
        desk: The desk.
        slug: An exact slug.
        pause: Waits for some seconds.

    Returns:
        None when no app is open, or when everything is in the files.
    """
    holder = desk.instance.holder() if desk.instance is not None else None
    if holder is None:
        return None
    for look in range(LOOKS):
        found = _newest(desk, slug)
        is_being_typed = found is not None and abs(desk.now() - found.when) < _FRESH
        if found is None or not is_being_typed or look == LOOKS - 1:
            return None if found is None else WordsOutside(holder=holder, kept=found)
        pause(LOOK_S)
    return None


def _newest(desk: Desk, slug: str) -> KeptText | None:
    inside = f"{folder_of(slug)}/"
    return next((kept for kept in desk.recovery.kept() if kept.file.startswith(inside)), None)
