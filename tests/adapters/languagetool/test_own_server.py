"""The server we start: kept alive, started again twice, never left behind. Its `java` is a stub."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from draftloop.adapters.checkers import lt_own_server
from draftloop.adapters.checkers.languagetool import LanguageToolChecker
from draftloop.adapters.checkers.lt_own_server import OwnServer
from draftloop.loop.errors import CheckerFailed, CheckerUnavailable
from tests.adapters.languagetool.stub import make_jars, make_java


class World:
    """Jars, a `java`, and what it was called with."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        monkeypatch.setenv("JAVA_HOME", str(folder))
        make_java(folder)
        make_jars(folder / "lt" / "jars")
        self.now_s = 1000.0
        self.server = OwnServer(
            str(folder / "lt"), str(folder / "run"), remedy="install it", clock=self.clock, start_limit_s=60.0
        )
        self.checker = LanguageToolChecker(self.server)

    def clock(self) -> float:
        return self.now_s

    def plan(self, *words: str) -> None:
        """How each start behaves; the last word holds for all that follow."""
        (self.folder / "plan").write_text(" ".join(words))

    @property
    def calls(self) -> list[str]:
        path = self.folder / "calls"
        return path.read_text().splitlines() if path.exists() else []

    def processes(self) -> list[psutil.Process]:
        """Servers and keepers of this world that run."""
        found = []
        for process in psutil.process_iter():
            try:
                if str(self.folder) in " ".join(process.cmdline()) and process.status() != "zombie":
                    found.append(process)
            except psutil.Error:
                continue
        return [one for one in found if one.pid != os.getpid()]

    def java(self) -> psutil.Process:
        (one,) = [process for process in self.processes() if "lt_keeper" not in " ".join(process.cmdline())]
        return one


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    one = World(tmp_path, monkeypatch)
    yield one
    one.checker.close()
    eventually(lambda: not one.processes())


def eventually(is_so: Callable[[], bool], limit_s: float = 20.0) -> None:
    deadline = time.monotonic() + limit_s
    while not is_so():
        assert time.monotonic() < deadline
        threading.Event().wait(0.02)


def test_it_is_started_when_first_asked_and_ended_by_close(world: World) -> None:
    assert world.checker.version.startswith("6.8")
    assert world.calls == []
    assert [len(alarms or []) for alarms in world.checker.check(["a bad one", "a good one"])] == [1, 0]
    (call,) = world.calls
    assert "-Xmx512m" in call
    assert "-Dsun.net.httpserver.nodelay=true" in call
    assert "--public" not in call
    assert "--allow-origin" not in call
    world.checker.close()
    assert world.processes() == []


def test_its_configuration_and_log_are_private(world: World) -> None:
    world.checker.start()
    run = world.folder / "run"
    assert run.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in run.iterdir()) == ["server.log", "server.properties"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in run.iterdir())
    assert "pipelineCaching=true" in (run / "server.properties").read_text()
    assert f"--config {run}/server.properties" in world.calls[0]


def test_a_server_that_was_killed_is_started_again_and_the_text_checked(world: World) -> None:
    world.checker.check(["one"])
    world.java().kill()
    assert world.checker.check(["a bad two"]) != [[]]
    assert len(world.calls) == 2


def test_a_text_that_ends_the_server_twice_is_not_checked_and_the_others_are(world: World) -> None:
    world.plan("dies")
    assert world.checker.check(["fine", "die", "bad"])[:2] == [[], None]
    assert len(world.calls) == 3
    assert world.checker.check(["die"]) == [None]
    assert len(world.calls) == 3, "it is not sent again"


def test_a_server_that_was_started_again_twice_and_dies_is_off(world: World) -> None:
    world.plan("dies")
    assert world.checker.check(["die", "fine"]) == [None, []]
    with pytest.raises(CheckerFailed) as caught:
        world.checker.check(["die once more"])
    assert "off until you try again" in caught.value.reason
    assert str(world.folder / "run" / "server.log") in caught.value.remedy
    with pytest.raises(CheckerFailed):
        world.checker.check(["fine, too"])
    assert len(world.calls) == 3
    world.plan("ok")
    world.checker.start()  # somebody asked for another try
    assert world.checker.check(["die"]) == [[]]


def test_ends_of_long_ago_do_not_count(world: World) -> None:
    for _ in range(4):
        world.checker.check(["one"])
        world.java().kill()
        eventually(world.server.has_ended)
        world.now_s += 700
    assert world.checker.check(["a bad one"]) != [[]]


def test_a_server_that_hangs_twice_in_a_minute_is_started_again(world: World) -> None:
    world.plan("hangs", "ok")
    it = LanguageToolChecker(world.server, deadline_s=0.4)
    it.start()
    first, second, third = it.check(["hang one", "fine", "bad"])  # together, and then one by one
    assert (first, second, len(third or [])) == (None, [], 1)
    assert len(world.calls) == 2
    assert it.check(["hang one"]) == [None], "a block that was too slow is not tried again by itself"


def test_two_slow_texts_an_hour_apart_are_no_reason_to_restart(world: World) -> None:
    world.plan("hangs")
    it = LanguageToolChecker(world.server, deadline_s=0.4)
    it.start()
    it.check(["hang one"])
    world.now_s += 3600
    it.check(["hang two"])
    assert len(world.calls) == 1


def test_a_java_that_ends_at_once_says_why(world: World) -> None:
    world.plan("ends")
    with pytest.raises(CheckerFailed) as caught:
        world.checker.check(["text"])
    assert "the heap is too small" in caught.value.reason
    assert world.processes() == []


def test_a_port_that_was_taken_meanwhile_is_changed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = lt_own_server.free_port()
        ports = iter((taken.getsockname()[1], free))
        monkeypatch.setattr(lt_own_server, "free_port", lambda: next(ports))
        assert world.checker.check(["one"]) == [[]]
        assert [call.split("--port ")[1].split()[0] for call in world.calls][1:] == [str(free)]


def test_a_java_that_never_listens_is_given_up(world: World) -> None:
    world.plan("deaf")

    def an_hour_later() -> None:
        eventually(lambda: bool(world.calls))
        world.now_s += 3600

    threading.Thread(target=an_hour_later).start()
    with pytest.raises(CheckerFailed) as caught:
        world.checker.check(["one"])
    assert "did not start in 60 s" in caught.value.reason
    assert world.processes() == []


def test_closing_does_not_wait_for_a_start(world: World) -> None:
    world.plan("deaf")
    thread = threading.Thread(target=world.checker.start)
    thread.start()
    eventually(lambda: bool(world.calls))
    world.checker.close()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert world.processes() == []


def test_a_language_its_jars_do_not_read_names_the_command(world: World) -> None:
    (world.folder / "lt" / "languages.txt").write_text("en\n")
    with pytest.raises(CheckerUnavailable) as caught:
        world.checker.check(["Guten Tag"], dialect="de-DE")
    assert caught.value.remedy == "draftloop languagetool install --language de"
    assert caught.value.remedy in caught.value.reason
    assert world.calls == [], "nothing is started for it"


def test_without_jars_or_java_nothing_is_started(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", "")
    monkeypatch.setenv("PATH", str(world.folder))
    with pytest.raises(CheckerUnavailable, match="Java"):
        world.checker.check(["text"])
    assert world.calls == []


def test_a_folder_that_cannot_be_written_is_named(world: World) -> None:
    (world.folder / "run").write_text("a file is in the way")
    with pytest.raises(CheckerUnavailable, match="cannot be written"):
        world.checker.check(["text"])


OWNER = """
import signal, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup hands down that it is ignored
from draftloop.adapters.checkers.languagetool import LanguageToolChecker
from draftloop.adapters.checkers.lt_own_server import OwnServer
checker = LanguageToolChecker(OwnServer(sys.argv[1], sys.argv[2], remedy=""))
checker.check(["text"])
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, None])
def test_the_server_goes_with_us_however_we_end(world: World, number: int | None) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, str(world.folder / "lt"), str(world.folder / "run")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdin is not None
        assert owner.stdout.readline() == b"ready\n"
        assert len(world.processes()) == 3, "the owner, the keeper and the server"
        if number is None:
            owner.stdin.close()
        else:
            owner.send_signal(number)
        owner.wait(timeout=20)
    eventually(lambda: not world.processes())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_server_goes_with_its_keeper(world: World, number: int) -> None:
    if number == signal.SIGKILL and sys.platform != "linux":
        pytest.skip("only Linux tells a process that its parent was killed")
    world.checker.check(["text"])
    java = world.java()
    (keeper,) = [one for one in world.processes() if one.pid != java.pid]
    keeper.send_signal(number)
    eventually(lambda: not world.processes())
    assert world.checker.check(["a bad one"]) != [[]]


def test_a_log_that_grew_long_is_begun_afresh(world: World) -> None:
    run = world.folder / "run"
    run.mkdir(mode=0o700)
    (run / "server.log").write_text("x" * 1_500_000)
    world.checker.start()
    assert (run / "server.log").stat().st_size < 1000
