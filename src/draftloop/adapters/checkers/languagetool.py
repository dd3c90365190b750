"""LanguageTool as a second opinion: a server that runs already, asked through language-tool-python.

The library is imported when the first block is checked. It is only ever used with `remote_server=`: without,
it downloads 259 MB and starts Java by itself. The text goes to this machine, or by https to the server that
the user's own settings name.
"""

from __future__ import annotations

import ipaddress
import queue
import threading
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from draftloop.adapters.checkers.guards import Guarded, guard
from draftloop.loop.errors import CheckerFailed, CheckerUnavailable
from draftloop.loop.ports import RawAlarm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from language_tool_python import LanguageTool, Match

NAME = "languagetool"
DEADLINE_S = 10.0
"""For one block. The library's own limit is per read: a server that drips bytes would hold us for minutes."""


class LanguageToolChecker:
    """Fills the `Checker` port. Safe to use from several threads; they wait for each other."""

    name = NAME

    def __init__(self, server: str, *, deadline_s: float = DEADLINE_S) -> None:
        self._server = server.strip()
        self._deadline_s = deadline_s
        self._lock = threading.Lock()
        self._tools: dict[str, LanguageTool] = {}

    @property
    def version(self) -> str:
        """For cache keys. The library drops the server's version from its answers: only the address tells."""
        return f"server {self._server}"

    def check(self, texts: Sequence[str], *, dialect: str = "en-US") -> list[list[RawAlarm] | None]:
        """Alarms of each rendered block; None for one that took too long while others did not.

        Raises:
            CheckerUnavailable: no server, an address that is not allowed, or nobody answers there.
            CheckerFailed: the server stopped answering, or answered nonsense.
        """
        with self._lock:
            tool = self._tool_for(dialect)
            results: list[list[RawAlarm] | None] = []
            slow = 0
            for text in texts:
                try:
                    results.append(self._check_block(tool, text))
                except _TooSlow as problem:
                    slow += 1
                    results.append(None)
                    if slow > 1:  # a server that hangs must not hold up a post for minutes
                        self._tools.clear()
                        raise CheckerFailed(
                            NAME, "it does not answer in time", "restart the server"
                        ) from problem
            return results

    def close(self) -> None:
        """Forget the connection; the server is not ours to stop."""
        with self._lock:
            self._tools.clear()

    def _tool_for(self, dialect: str) -> LanguageTool:
        if dialect not in self._tools:
            address = allowed_address(self._server)
            try:
                self._tools[dialect] = _in_time(
                    lambda: _connect(address, dialect, self._deadline_s), self._deadline_s
                )
            except _TooSlow as problem:
                raise CheckerUnavailable(NAME, f"{address} does not answer in time") from problem
            except CheckerFailed as problem:
                raise CheckerUnavailable(NAME, problem.reason, "is the server running?") from problem
        return self._tools[dialect]

    def _check_block(self, tool: LanguageTool, text: str) -> list[RawAlarm]:
        alarms: list[RawAlarm] = []
        for piece in guard(text):
            if piece.text.strip():
                matches = _in_time(partial(tool.check, piece.text), self._deadline_s)
                alarms += _alarms(matches, piece)
        return alarms


class _Raised:
    """What went wrong on the other thread."""

    def __init__(self, problem: BaseException) -> None:
        self.problem = problem


class _TooSlow(Exception):
    """No whole answer before the deadline."""


_Result = TypeVar("_Result")


def _in_time(work: Callable[[], _Result], deadline_s: float) -> _Result:
    """Run `work` on a thread of its own, which is left behind when it takes too long."""
    done: queue.SimpleQueue[_Result | _Raised] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put(work())
        except _foreign_errors() as problem:
            done.put(_Raised(problem))

    threading.Thread(target=run, daemon=True).start()
    try:
        result = done.get(timeout=deadline_s)
    except queue.Empty as problem:
        raise _TooSlow from problem
    if isinstance(result, _Raised):
        raise CheckerFailed(NAME, _reason(result.problem)) from result.problem
    return result


def _foreign_errors() -> tuple[type[BaseException], ...]:
    """All that the library was seen to raise: its own, those of requests, and slips over odd answers."""
    from language_tool_python.exceptions import LanguageToolError

    return (LanguageToolError, OSError, KeyError, TypeError, ValueError, AttributeError, IndexError)


def _reason(problem: BaseException) -> str:
    said = " ".join(str(problem).split())[:200]
    if isinstance(problem, (KeyError, TypeError, AttributeError, IndexError)):
        return "it answered nonsense; is this a LanguageTool server?"
    return said or type(problem).__name__


def _connect(address: str, dialect: str, deadline_s: float) -> LanguageTool:
    from language_tool_python import LanguageTool

    # The address of this machine must not be asked through a proxy from the environment.
    proxies = {"http": "", "https": ""} if is_loopback(address) else None

    # The library's limit is a class attribute, and it tries twice within our deadline.
    limited = type("LimitedTool", (LanguageTool,), {"_TIMEOUT": max(1.0, deadline_s / 2)})
    tool: LanguageTool = limited(dialect, remote_server=address, proxies=proxies)
    return tool


def allowed_address(server: str) -> str:
    """The server's address, if text may go there.

    Raises:
        CheckerUnavailable: it is switched off, no address, or neither this machine nor https.
    """
    if server in ("", "off"):
        raise CheckerUnavailable(NAME, "it is switched off", "set [languagetool] use to a server's address")
    parts = urlsplit(server)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CheckerUnavailable(
            NAME, f"{server!r} is no address of a server", "set [languagetool] use to http://127.0.0.1:8081"
        )
    if parts.scheme == "http" and not is_loopback(server):
        raise CheckerUnavailable(NAME, "unpublished text goes to other machines by https only", "use https")
    return server if server.endswith("/") else f"{server}/"


def is_loopback(address: str) -> bool:
    """Whether text sent there stays on this machine."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _alarms(matches: Sequence[Match], piece: Guarded) -> list[RawAlarm]:
    found: list[RawAlarm] = []
    for match in matches:
        start = int(match.offset)
        end = _end_of(piece.text, start, int(match.error_length))
        place = piece.to_given(start, end)
        if place is not None and 0 <= start <= end <= len(piece.text):
            found.append(
                RawAlarm(
                    start=place[0],
                    end=place[1],
                    rule=str(match.rule_id),
                    kind=str(match.category),
                    message=str(match.message),
                    replacements=tuple(str(one) for one in match.replacements[:8]),
                )
            )
    return found


def _end_of(text: str, start: int, utf16_units: int) -> int:
    """The library corrects offsets from UTF-16 to code points, but not lengths."""
    end = start
    while utf16_units > 0 and end < len(text):
        utf16_units -= 2 if ord(text[end]) > 0xFFFF else 1
        end += 1
    return end
