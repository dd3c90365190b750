"""The server that LanguageTool's checks are asked of, and the kind that somebody runs already."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from draftloop.adapters.checkers.lt_client import allowed_address
from draftloop.adapters.checkers.lt_http import NoAnswer, software_version
from draftloop.adapters.checkers.lt_jars import NAME
from draftloop.loop.errors import CheckerUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

SLOW_WITHIN_S = 60.0
"""Two answers that did not come in time are a coincidence when they are further apart."""


class Server(Protocol):
    """Somebody who answers questions. Its owner sees to it that one thread at a time asks for the address."""

    is_ours: bool
    language_remedy: str
    """What helps when it does not know a language; may hold {language}."""

    def look(self) -> None:
        """Raises CheckerUnavailable for what can be seen without starting or asking anything."""

    def version(self) -> str:
        """Of the software, for cache keys. Raises CheckerUnavailable."""

    def address(self) -> str:
        """Where to ask; may start it. Raises CheckerUnavailable, CheckerFailed, GivenUp."""

    def warm_up(self, code: str) -> None:
        """Make it ready for a language; nothing the second time. Raises as `address`."""

    def has_ended(self, *, wait_s: float = 0.0) -> bool:
        """Whether it is known to be gone, or will be within `wait_s`."""

    def was_slow(self) -> bool:
        """Note that an answer did not come in time; whether it is worth going on with the next text."""

    def retry(self) -> None:
        """Forget earlier troubles: somebody asked for another try."""

    def interrupt(self) -> None:
        """End what was started, from any thread: whoever waits for it is told GivenUp."""

    def stop(self) -> None:
        """End what was started, and clear it away; by the thread whose turn it is."""


class GivenServer:
    """A server at an address that the user named."""

    is_ours = False
    language_remedy = "its server needs that language, or name another server in [languagetool] use"

    def __init__(self, use: str, *, deadline_s: float, may_send: Callable[[], bool] = lambda: True) -> None:
        """Ask at the address `use`; nothing is sent there before `may_send` says yes."""
        self._use, self._deadline_s, self._may_send = use, deadline_s, may_send
        self._version = ""
        self._last_slow = float("-inf")

    def look(self) -> None:
        self.address()

    def version(self) -> str:
        if not self._version:
            try:
                found = software_version(self.address(), timeout_s=self._deadline_s / 2)
            except NoAnswer as problem:
                raise CheckerUnavailable(NAME, str(problem), "is the server running?") from problem
            self._version = found
        return self._version

    def address(self) -> str:
        address = allowed_address(self._use)
        if not self._may_send():
            host = urlsplit(address).hostname
            raise CheckerUnavailable(
                NAME,
                f"it is at {host}, and no text of this workspace was sent there so far: "
                "`draftloop languagetool allow` says yes",
            )
        return address

    def warm_up(self, code: str) -> None:
        """Others use it too: it is warm, or not ours to warm."""

    def has_ended(self, *, wait_s: float = 0.0) -> bool:
        return False

    def was_slow(self) -> bool:
        now = time.monotonic()
        was_lately, self._last_slow = now - self._last_slow < SLOW_WITHIN_S, now
        return not was_lately

    def retry(self) -> None:
        self._version = ""

    def interrupt(self) -> None:
        """Nothing was started."""

    def stop(self) -> None:
        self._version = ""
