"""LanguageTool as a second opinion, asked through language-tool-python about a few blocks at a time.

The library is imported with the first question. The text goes to a server on this machine, which may be ours
(`lt_own_server.py`), or by https to the one that the user's own settings name.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING

from draftloop.adapters.checkers.guards import Guarded, guard
from draftloop.adapters.checkers.lt_client import BadAnswer, Client, GivenUp, TooSlow, code_for
from draftloop.adapters.checkers.lt_groups import Group, groups_of
from draftloop.adapters.checkers.lt_jars import INSTALL, NAME
from draftloop.adapters.checkers.lt_own_server import OwnServer
from draftloop.adapters.checkers.lt_server import GivenServer
from draftloop.adapters.checkers.turns import Turns, request_number
from draftloop.loop.errors import CheckerFailed, CheckerUnavailable
from draftloop.loop.wanted import is_wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from draftloop.adapters.checkers.lt_server import Server
    from draftloop.loop.engine_ports import RawAlarm

DEADLINE_S = 10.0
"""For one piece of a block. The library's own limit is per read: one that drips would hold us for minutes."""
REQUEST = "no speller"
"""What our questions ask for beyond the text: part of the cache key."""
MAX_BAD_BLOCKS = 200
END_S = 1.0
"""How long after a broken connection we may hear that the server ended."""
_HARMLESS = Guarded(text="This is a sentence.", offset=0, cuts=())


class _Deadly(Exception):
    """The server ended over a text as often as that was tried."""


class LanguageToolChecker:
    """Fills the `Checker` port. Safe to use from several threads; the newest request goes first."""

    name = NAME

    def __init__(self, server: Server, *, deadline_s: float = DEADLINE_S, language: str = "en-US") -> None:
        """Nothing is asked yet.

        Args:
            server: Who is asked.
            deadline_s: For each answer.
            language: What `start` makes ready.
        """
        self._server = server
        self._language = language
        self._deadline_s = deadline_s
        self._turns = Turns()
        self._clients: dict[str, Client] = {}
        self._bad_blocks: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._closings = 0

    @property
    def version(self) -> str:
        """For cache keys: of the server's software, which for jars is known without starting it.

        Raises:
            CheckerUnavailable: there are no jars, or nobody answers who could say it.
        """
        return f"{self._server.version()}, {REQUEST}"

    def look(self) -> None:
        """Whether it could work, as far as can be seen without starting or asking anything.

        Raises:
            CheckerUnavailable: it cannot, with the reason.
        """
        self._server.look()

    def start(self) -> None:
        """Start the server and wait until it is warm; `check` does it by itself.

        Earlier troubles are forgotten: whoever says this wants another try.

        Raises:
            CheckerUnavailable: it cannot start here, with the reason.
            CheckerFailed: it did not start.
        """
        closings = self._closings
        with self._turns.turn(request_number()):
            self._bad_blocks.clear()
            self._server.retry()
            with suppress(GivenUp):
                self._client_for(self._language, closings)

    def check(self, texts: Sequence[str], *, dialect: str = "en-US") -> list[list[RawAlarm] | None]:
        """Alarms of each rendered block; None for one that could not be checked, or is no longer wanted.

        Raises:
            CheckerUnavailable: no server, an address that is not allowed, or nobody answers there.
            CheckerFailed: the server stopped answering, or answers nonsense to everything.
        """
        closings = self._closings
        results: list[list[RawAlarm] | None] = []
        number = request_number()
        for group in groups_of(texts, lambda text: (dialect, text) in self._bad_blocks):
            if not is_wanted():
                break
            with self._turns.turn(number):
                try:
                    results += self._check_group(group, dialect, closings)
                except GivenUp:
                    break
        return results + [None] * (len(texts) - len(results))

    def close(self) -> None:
        """End the server if it is ours, now, whoever waits for it. The checker can be used again."""
        self._closings += 1
        self._server.interrupt()
        with self._turns.turn(request_number()):
            self._clients.clear()
            self._server.stop()

    def _check_group(self, group: Group, dialect: str, closings: int) -> list[list[RawAlarm] | None]:
        """Alarms of each block; those of a group that got no good answer are asked about one by one."""
        tries = 2
        if len(group.pieces) > 1:
            try:
                return [*group.split(self._ask(group.whole, dialect, closings, tries=1))]
            except _Deadly:
                tries = 1
            except TooSlow:
                self._note_slow()
            except BadAnswer:
                pass  # each block is tried below, and the server itself if it comes to that
        return [self._check_block(text, dialect, closings, tries) for text in group.texts]

    def _check_block(self, text: str, dialect: str, closings: int, tries: int) -> list[RawAlarm] | None:
        if (dialect, text) in self._bad_blocks:
            return None
        alarms: list[RawAlarm] = []
        try:
            for piece in guard(text):
                if piece.text.strip():
                    alarms += self._ask(piece, dialect, closings, tries=tries)
        except BadAnswer:
            # Is it the text or the server? Some texts make a rule of LanguageTool fail.
            self._ask(_HARMLESS, dialect, closings, tries=2)
            self._remember_bad(text, dialect)
            return None
        except (_Deadly, TooSlow) as problem:
            self._remember_bad(text, dialect)
            if isinstance(problem, TooSlow):
                self._note_slow()
            return None
        return alarms

    def _note_slow(self) -> None:
        """One that hangs must not hold up a post for minutes: ours is restarted, another one given up."""
        self._clients.clear()
        if not self._server.was_slow():
            raise CheckerFailed(NAME, "it does not answer in time", "restart the server")

    def _ask(self, piece: Guarded, dialect: str, closings: int, *, tries: int) -> list[RawAlarm]:
        """Alarms of one piece; a server of ours that died meanwhile is started again, as often as that."""
        for _ in range(tries):
            client = self._client_for(dialect, closings)
            try:
                return client.check(piece)
            except BadAnswer:
                raise
            except CheckerFailed:
                self._clients.clear()
                if closings != self._closings:
                    raise GivenUp from None
                if not (self._server.is_ours and self._server.has_ended(wait_s=END_S)):
                    raise
        raise _Deadly

    def _client_for(self, dialect: str, closings: int) -> Client:
        if closings != self._closings:
            raise GivenUp  # it was closed while this thread waited for another one
        code = code_for(dialect)
        self._refuse_unknown(code)
        address = self._server.address()
        client = self._clients.get(dialect)
        if client is None or client.address != address:
            client = Client(
                address,
                code,
                deadline_s=self._deadline_s,
                is_given_up=lambda: self._closings != closings or not is_wanted(),
                language_remedy=self._remedy_for(code),
            )
            self._clients[dialect] = client
        self._server.warm_up(client.code)
        return client

    def _refuse_unknown(self, code: str) -> None:
        """Some jars are there only because the server wants them by name: it would fail at the first text."""
        known = self._server.jars().languages if isinstance(self._server, OwnServer) else ()
        if known and code.partition("-")[0].lower() not in known:
            remedy = self._remedy_for(code)
            raise CheckerUnavailable(NAME, f"its jars read no {code!r} (`{remedy}` adds it)", remedy)

    def _remedy_for(self, code: str) -> str:
        return self._server.language_remedy.format(language=code.partition("-")[0].lower())

    def _remember_bad(self, text: str, dialect: str) -> None:
        self._bad_blocks[(dialect, text)] = None
        while len(self._bad_blocks) > MAX_BAD_BLOCKS:
            self._bad_blocks.popitem(last=False)


class NoLanguageTool:
    """Fills the `Checker` port where the setting leads nowhere: says why when it is asked."""

    name = NAME
    version = "none"

    def __init__(self, reason: str, remedy: str) -> None:
        self._reason, self._remedy = reason, remedy

    def look(self) -> None:
        raise CheckerUnavailable(NAME, self._reason, self._remedy)

    def check(self, texts: Sequence[str], *, dialect: str = "en-US") -> list[list[RawAlarm] | None]:
        raise CheckerUnavailable(NAME, self._reason, self._remedy)

    def close(self) -> None:
        """Nothing was started."""


def checker_for(
    use: str,
    *,
    own_folder: str,
    run_folder: str,
    language: str = "en-US",
    may_send: Callable[[], bool] = lambda: True,
) -> LanguageToolChecker | NoLanguageTool:
    """The checker that a value of `[languagetool] use` means: off, managed, a folder, or an address.

    Args:
        use: As it is set.
        own_folder: Where installed jars are.
        run_folder: Where a server of ours keeps its configuration and log.
        language: Of most posts; made ready first.
        may_send: Whether text may go to an address; asked before anything does.
    """
    use = use.strip()
    if use in ("", "off"):
        return NoLanguageTool(
            "it is switched off", f"`{INSTALL} --use` installs it, or set [languagetool] use"
        )
    if use == "managed":
        return LanguageToolChecker(OwnServer(own_folder, run_folder, remedy=INSTALL), language=language)
    if use.startswith(("/", "~")):
        remedy = "set [languagetool] use to the folder that holds languagetool-server.jar"
        return LanguageToolChecker(
            OwnServer(os.path.expanduser(use), run_folder, remedy=remedy), language=language
        )
    if "://" in use:
        return LanguageToolChecker(
            GivenServer(use, deadline_s=DEADLINE_S, may_send=may_send), language=language
        )
    reason = f"[languagetool] use = {use[:80]!r} is neither off, managed, a folder nor an address"
    return NoLanguageTool(reason, 'set it to "managed"')
