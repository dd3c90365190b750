"""Minutes of writing without idle pauses. Pure arithmetic over a clock's seconds."""

from __future__ import annotations


class WritingTime:
    """Adds up the time between keys; a pause longer than `idle_s` counts as none."""

    def __init__(self, idle_s: float, minutes: float = 0.0) -> None:
        self._idle_s = idle_s
        self._last_key_s: float | None = None
        self.minutes = minutes
        """Counted so far, earlier parts of this sitting included."""

    def key(self, now_s: float) -> None:
        """The author did something at `now_s` (a monotonic clock)."""
        self.minutes += self._pause(now_s) / 60
        self._last_key_s = now_s

    def minutes_at(self, now_s: float) -> float:
        """As counted, and the pause that is going on as long as it is thinking and not idling."""
        return self.minutes + self._pause(now_s) / 60

    def _pause(self, now_s: float) -> float:
        if self._last_key_s is None:
            return 0.0
        pause = max(0.0, now_s - self._last_key_s)
        return pause if pause <= self._idle_s else 0.0
