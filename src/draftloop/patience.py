"""A lock around a disk that may not answer: it is waited for once, and not by everybody in turn."""

from __future__ import annotations

from threading import Lock, current_thread, main_thread


class PatientLock:
    """Once somebody waited in vain, others give up at once, until whoever has it lets go."""

    def __init__(self, wait_s: float, hurried_wait_s: float) -> None:
        """The main thread has the screen, and waits `hurried_wait_s` only."""
        self._lock = Lock()
        self._wait_s, self._hurried_wait_s = wait_s, hurried_wait_s
        self._is_stuck = False

    def acquire(self) -> bool:
        """Take it; False when it is not to be had."""
        is_in_a_hurry = current_thread() is main_thread()
        wait_s = self._hurried_wait_s if is_in_a_hurry else self._wait_s
        has_it = self._lock.acquire(timeout=0 if self._is_stuck else wait_s)
        if not has_it and not is_in_a_hurry:
            self._is_stuck = True
        return has_it

    def release(self) -> None:
        self._is_stuck = False
        self._lock.release()
