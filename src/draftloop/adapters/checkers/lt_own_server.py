"""A LanguageTool server of our own, from jars.

It is started on a free port of this machine when it is first needed, warmed up, started again when it dies or
hangs (twice at most), and gone when we are: `lt_keeper.py` sees to that.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import threading
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

from draftloop.adapters.checkers.lt_client import GivenUp
from draftloop.adapters.checkers.lt_http import NoAnswer, ask
from draftloop.adapters.checkers.lt_jars import INSTALL, NAME, Jars, find_jars, find_java
from draftloop.adapters.checkers.lt_server import SLOW_WITHIN_S
from draftloop.adapters.checkers.lt_warm_up import texts_for
from draftloop.adapters.child import Child, ChildEnded, ChildTooSlow
from draftloop.loop.errors import CheckerFailed, CheckerUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

START_LIMIT_S = 60.0
"""Until it listens: 1 s on a quiet machine, 7 s on one that has five times too much to do."""
WARM_UP_LIMIT_S = 120.0
"""Until it has read its first texts in a language: 3 to 5 s on a quiet machine, 22 to 45 s on the other."""
LOOK_S = 0.05
MAX_RESTARTS = 2
FORGET_S = 600.0
"""A server that worked this long has made good for an earlier end."""
PORTS_TO_TRY = 3
END_LIMIT_S = 2.0
PORT_LIMIT_S = 1.0
JVM_FLAGS = ("-Xms64m", "-Xmx512m", "-Dsun.net.httpserver.nodelay=true")
"""Less memory does not fail, it thrashes. Without the last flag each answer waits 40 ms for a late packet."""
MAIN_CLASS = "org.languagetool.server.HTTPServer"
CONFIG = """\
maxTextLength=50000
maxTextHardLength=50000
maxCheckTimeMillis=30000
maxCheckThreads=2
pipelineCaching=true
maxPipelinePoolSize=20
pipelineExpireTimeInSeconds=3600
cacheSize=5000
cacheTTLSeconds=3600
"""
"""Its limit for a check is above ours: loading a language must not be broken off on a busy machine."""


class OwnServer:
    """A server that we start from jars."""

    is_ours = True
    language_remedy = f"{INSTALL} --language {{language}}"

    def __init__(
        self,
        jars_folder: str,
        run_folder: str,
        *,
        remedy: str,
        clock: Callable[[], float] = time.monotonic,
        start_limit_s: float = START_LIMIT_S,
    ) -> None:
        """Nothing is read or started yet.

        Args:
            jars_folder: Where the jars are.
            run_folder: Where its configuration and log are kept; made when it is started.
            remedy: What to do when the jars are not there.
            clock: Seconds that only grow.
            start_limit_s: How long it may take until it listens.
        """
        self._jars_folder, self._run_folder, self._remedy = jars_folder, run_folder, remedy
        self._clock, self._start_limit_s = clock, start_limit_s
        self._lock = threading.Lock()
        self._stops = 0
        self._child: Child | None = None
        self._address = ""
        self._warm: set[str] = set()
        self._jars: Jars | None = None
        self._failures: deque[float] = deque()
        self._last_slow = float("-inf")

    # -- what it is --------------------------------------------------------------------------------------

    def look(self) -> None:
        self.jars()
        find_java()

    def version(self) -> str:
        return self.jars().version

    def jars(self) -> Jars:
        """What it is started from. Raises CheckerUnavailable."""
        if self._jars is None:
            self._jars = find_jars(self._jars_folder, remedy=self._remedy)
        return self._jars

    @property
    def log_path(self) -> str:
        return os.path.join(self._run_folder, "server.log")

    # -- its life ----------------------------------------------------------------------------------------

    def address(self) -> str:
        """Its address; starts it when it does not run.

        Raises:
            CheckerUnavailable: no jars, no Java, no folder to write to.
            CheckerFailed: it does not start, or did not stay alive.
            GivenUp: it was stopped meanwhile.
        """
        if self._child is not None and not self.has_ended():
            return self._address
        if self._child is not None:
            self._drop()
            self._note_failure()
        self._refuse_when_off()
        jars, java = self.jars(), find_java()
        stops = self._stops
        try:
            self._start(java, jars, stops)
        except CheckerFailed:
            self._drop()
            self._note_failure()
            raise
        return self._address

    def has_ended(self, *, wait_s: float = 0.0) -> bool:
        child = self._child
        if child is None or not child.is_running:
            return True
        if wait_s <= 0:
            return False
        try:
            while "ended" not in child.answer(wait_s):
                continue
        except ChildTooSlow:
            return False
        except ChildEnded:
            pass  # the keeper is gone, too
        child.kill()
        return True

    def warm_up(self, code: str) -> None:
        """Let it load a language: 3 to 5 s that would else be waited for at the first paragraph."""
        if code in self._warm:
            return
        stops, deadline = self._stops, self._clock() + WARM_UP_LIMIT_S
        for text in texts_for(code):
            while not self._reads(text, code, stops):
                if self._clock() > deadline:
                    raise CheckerFailed(NAME, "its server does not get ready", f"see {self.log_path}")
        self._warm.add(code)

    def was_slow(self) -> bool:
        """Twice in a minute: a check that ran out of time goes on burning a processor, so it is ended."""
        now = self._clock()
        was_lately = now - self._last_slow < SLOW_WITHIN_S
        self._last_slow = float("-inf") if was_lately else now
        if was_lately:
            self._drop()
            self._note_failure()
        return True

    def retry(self) -> None:
        self._failures.clear()
        self._jars = None

    def interrupt(self) -> None:
        with self._lock:
            self._stops += 1
            child = self._child
        if child is not None:
            child.hang_up()

    def stop(self) -> None:
        self._drop()

    # -- inside ------------------------------------------------------------------------------------------

    def _start(self, java: str, jars: Jars, stops: int) -> None:
        config = self._write_config()
        for _ in range(PORTS_TO_TRY):
            port = free_port()
            command = [
                *JVM_FLAGS,
                "-cp",
                jars.class_path,
                MAIN_CLASS,
                "--port",
                str(port),
                "--config",
                config,
            ]
            child = self._keeper([java, *command])
            with self._lock:
                if self._stops != stops:
                    child.kill()
                    raise GivenUp
                self._child, self._address = child, f"http://127.0.0.1:{port}/"
                self._warm.clear()
            if self._listens(child, stops):
                return
            self._drop()
            if not is_taken(port):
                break
        raise CheckerFailed(NAME, f"its server does not start{self._last_words()}", f"see {self.log_path}")

    def _keeper(self, command: Sequence[str]) -> Child:
        module = "draftloop.adapters.checkers.lt_keeper"
        try:
            return Child([sys.executable, "-m", module, self.log_path, self._run_folder, *command])
        except OSError as problem:
            raise CheckerUnavailable(NAME, f"its server cannot be started: {problem}") from problem

    def _listens(self, child: Child, stops: int) -> bool:
        """Wait until it answers; False when it ended."""
        deadline = self._clock() + self._start_limit_s
        while self._clock() < deadline:
            try:
                said = child.answer(LOOK_S)
            except ChildTooSlow:
                said = {}
            except ChildEnded:
                self._go_on(stops)
                return False
            if said.get("problem"):
                raise CheckerUnavailable(NAME, f"its server cannot be started: {said['problem']}")
            if "ended" in said:
                self._go_on(stops)
                return False
            with suppress(NoAnswer):
                ask(self._address, "v2/healthcheck", timeout_s=PORT_LIMIT_S)
                return True
            self._go_on(stops)
        raise CheckerFailed(
            NAME, f"its server did not start in {self._start_limit_s:.0f} s", f"see {self.log_path}"
        )

    def _reads(self, text: str, code: str, stops: int) -> bool:
        try:
            form = {"language": code, "text": text}
            ask(self._address, "v2/check", form, timeout_s=WARM_UP_LIMIT_S)
            return True
        except NoAnswer as problem:
            self._go_on(stops)
            if self.has_ended(wait_s=LOOK_S):
                raise CheckerFailed(NAME, f"its server ended{self._last_words()}") from problem
            if "took longer" not in str(problem):  # than its own limit: loading goes on behind it
                raise CheckerFailed(NAME, str(problem), f"see {self.log_path}") from problem
            return False

    def _go_on(self, stops: int) -> None:
        if self._stops != stops:
            raise GivenUp

    def _drop(self) -> None:
        with self._lock:
            child, self._child = self._child, None
            self._warm.clear()
        if child is not None:
            child.dismiss(END_LIMIT_S)

    def _note_failure(self) -> None:
        self._failures.append(self._clock())

    def _refuse_when_off(self) -> None:
        while self._failures and self._clock() - self._failures[0] > FORGET_S:
            self._failures.popleft()
        if len(self._failures) > MAX_RESTARTS:
            reason = f"its server did not stay alive and is off until you try again{self._last_words()}"
            raise CheckerFailed(NAME, reason, f"see {self.log_path}")

    def _write_config(self) -> str:
        path = os.path.join(self._run_folder, "server.properties")
        try:
            os.makedirs(self._run_folder, mode=0o700, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self._run_folder)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(CONFIG)
            os.replace(temporary, path)
        except OSError as problem:
            reason = f"{self._run_folder} cannot be written: {problem.strerror or problem}"
            raise CheckerUnavailable(NAME, reason, "look at its permissions") from problem
        return path

    def _last_words(self) -> str:
        """What its log says about the end, as the rest of a sentence."""
        try:
            with open(self.log_path, "rb") as file:
                file.seek(max(0, os.path.getsize(self.log_path) - 8000))
                lines = file.read().decode("utf-8", "replace").splitlines()
        except OSError:
            return ""
        marks = ("Exception", "Error", "error:")
        said = [line for line in lines if any(mark in line for mark in marks) and not line.startswith("\t")]
        return f": {' '.join(said[-1].split())[:160]}" if said else ""


def free_port() -> int:
    """A port of this machine that nobody has at this moment. The server takes no port 0."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether somebody else has taken it since."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
