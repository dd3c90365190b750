"""Questions to a LanguageTool server through its library: a deadline that holds, and errors as sentences."""

from __future__ import annotations

import ipaddress
import queue
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from draftloop.adapters.checkers.lt_jars import NAME
from draftloop.loop.engine_ports import RawAlarm
from draftloop.loop.errors import CheckerFailed, CheckerUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from draftloop.adapters.checkers.guards import Guarded

_NONSENSE = "it answered nonsense; is this a LanguageTool server?"
_LOOK_S = 0.05
_CODES = {"en": "en-US", "en-in": "en-GB", "en-ie": "en-GB"}
"""LanguageTool's code for dialects that it does not know, or would check by half for want of a country."""
_SPELLERS = ("MORFOLOGIK_", "HUNSPELL_")


class TooSlow(Exception):
    """No whole answer before the deadline, or one that the server itself broke off."""


class GivenUp(Exception):
    """The checker was closed while somebody waited for an answer."""


class BadAnswer(CheckerFailed):
    """The server answered, but with an error or nonsense: another text may fare better."""


def code_for(dialect: str) -> str:
    """LanguageTool's code of a language."""
    tidy = dialect.replace("_", "-")
    return _CODES.get(tidy.lower(), tidy)


class Client:
    """One language of one server. For one thread at a time: the library keeps places in class attributes."""

    def __init__(
        self,
        address: str,
        code: str,
        *,
        deadline_s: float,
        is_given_up: Callable[[], bool],
        language_remedy: str = "",
    ) -> None:
        """Ask the server for its languages.

        Raises:
            CheckerUnavailable: nobody answers there, or it does not know the language.
            GivenUp: nobody wants it any more.
        """
        self.address, self.code = address, code
        self._deadline_s, self._is_given_up = deadline_s, is_given_up
        self._language_remedy = language_remedy
        try:
            self._tool = self._in_time(self._connect)
        except TooSlow as problem:
            raise CheckerUnavailable(NAME, f"{address} does not answer in time") from problem
        except CheckerFailed as problem:
            raise CheckerUnavailable(NAME, problem.reason, problem.remedy) from problem

    def _connect(self) -> Any:
        from draftloop.adapters.checkers import lt_library

        is_here = is_loopback(self.address)
        try:
            return lt_library.connect(self.address, self.code, timeout_s=self._deadline_s, is_here=is_here)
        except UnicodeError:
            raise
        except ValueError as problem:
            reason = f"its server does not know the language {self.code!r}"
            raise CheckerUnavailable(NAME, reason, self._language_remedy) from problem

    def check(self, piece: Guarded) -> list[RawAlarm]:
        """Alarms with their places in the text the piece was cut from.

        Raises:
            TooSlow: no answer in time, or an incomplete one.
            CheckerFailed: nobody answers any more; BadAnswer: there was an answer, but no good one.
            GivenUp: nobody wants it any more.
        """
        matches = self._in_time(partial(self._tool.check, piece.text))
        try:
            return _alarms(matches, piece)
        except (AttributeError, TypeError, ValueError) as problem:
            raise BadAnswer(NAME, _NONSENSE) from problem

    def _in_time(self, work: Callable[[], _Result]) -> _Result:
        """Run `work` on a thread of its own, which is left behind when it takes too long."""
        done: queue.SimpleQueue[tuple[_Result | None, BaseException | None]] = queue.SimpleQueue()

        def run() -> None:
            try:
                done.put((work(), None))
            except BaseException as problem:  # noqa: BLE001 - told to the thread that waits
                done.put((None, problem))

        threading.Thread(target=run, daemon=True, name="languagetool").start()
        deadline = time.monotonic() + self._deadline_s
        while True:
            try:
                result, problem = done.get(timeout=_LOOK_S)
                break
            except queue.Empty:
                if self._is_given_up():
                    raise GivenUp from None
                if time.monotonic() > deadline:
                    raise TooSlow from None
        if problem is not None:
            ours = self._ours(problem)
            raise ours from None if ours is problem else problem
        return result  # type: ignore[return-value]  # there was no problem, so there is a result

    def _ours(self, problem: BaseException) -> BaseException:
        """One of our errors for whatever the library raised; what nobody could foresee stays as it is."""
        from draftloop.adapters.checkers.lt_library import LanguageToolError, NotWhole, RateLimitError

        if isinstance(problem, NotWhole):
            return TooSlow()
        if isinstance(problem, RateLimitError):
            return BadAnswer(NAME, "it takes no more questions for now", "try again in a minute")
        if isinstance(problem, LanguageToolError):
            return self._of_the_server(problem)
        if isinstance(problem, OSError):
            return CheckerFailed(NAME, f"{self.address} cannot be reached", "is the server running?")
        shapes = (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError)
        return BadAnswer(NAME, _NONSENSE) if isinstance(problem, shapes) else problem

    def _of_the_server(self, problem: Exception) -> Exception:
        """What the library says in one kind of error: told apart by its cause and the server's words."""
        cause = problem.__cause__
        if isinstance(cause, OSError) and not isinstance(cause, ValueError):
            if "Timeout" in type(cause).__name__:
                return TooSlow()
            return CheckerFailed(NAME, f"nobody answers at {self.address}", "is the server running?")
        said = " ".join(str(problem).split())
        if "took longer than allowed" in said or "Checking took longer" in said:
            return TooSlow()
        if "exceeds the limit" in said or "exceeds the maximum" in said:
            return BadAnswer(NAME, "a paragraph is longer than its server takes")
        if "Too many" in said or "rate limit" in said.lower() or "Too Many" in said:
            return BadAnswer(NAME, "it takes no more questions for now", "try again in a minute")
        if said.startswith(("<", "{", "[")) or not said:
            return BadAnswer(NAME, _NONSENSE)
        return BadAnswer(NAME, f"its server says: {said[:160]}")


_Result = TypeVar("_Result")


def allowed_address(server: str) -> str:
    """The server's address, if text may go there.

    Raises:
        CheckerUnavailable: no address, or neither this machine nor https.
    """
    try:
        parts = urlsplit(server)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # "http://[::1", or a port that is no number
        is_address = False
    if not is_address:
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


def _alarms(matches: Sequence[Any], piece: Guarded) -> list[RawAlarm]:
    found: list[RawAlarm] = []
    for match in matches:
        start = int(match.offset)
        end = _end_of(piece.text, start, int(match.error_length))
        place = piece.to_given(start, end)
        rule = str(match.rule_id)
        if place is None or not 0 <= start <= end <= len(piece.text) or rule.startswith(_SPELLERS):
            continue
        found.append(
            RawAlarm(
                start=place[0],
                end=place[1],
                rule=rule,
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
