"""Engines are made ready ahead of time, and one that cannot start harms nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Event

from draftloop.adapters.checkers.cache import CachedChecker, CheckCache
from draftloop.loop.engine_ports import RawAlarm
from draftloop.loop.errors import CheckerUnavailable
from draftloop.loop.settings import CheckSettings, Settings
from draftloop.loop.wanted import while_wanted
from draftloop.steps.engines import get_ready, start_engines
from tests.tui.conftest import World


@dataclass
class Engine:
    """Counts its starts."""

    name: str = "harper"
    version: str = "1"
    starts: int = 0
    is_missing: bool = False

    def start(self) -> None:
        self.starts += 1
        if self.is_missing:
            raise CheckerUnavailable(self.name, "it is not installed", "install it")

    def check(self, texts: Sequence[str], *, dialect: str) -> list[list[RawAlarm] | None]:
        return [[] for _ in texts]

    def close(self) -> None:
        """Nothing runs."""


def test_only_the_engines_of_the_settings_are_started() -> None:
    harper, other = Engine(), Engine(name="languagetool")
    start_engines(replace(World().desk, checkers={"harper": harper, "languagetool": other}))
    assert (harper.starts, other.starts) == (1, 0)


def test_one_that_cannot_start_does_not_keep_the_next_from_it() -> None:
    harper, other = Engine(is_missing=True), Engine(name="languagetool")
    settings = Settings(checks=CheckSettings(engines=("harper", "languagetool")))
    start_engines(
        replace(World().desk, settings=settings, checkers={"harper": harper, "languagetool": other})
    )
    assert other.starts == 1


def test_an_engine_behind_a_cache_is_started_although_all_is_known() -> None:
    harper = Engine()
    start_engines(replace(World().desk, checkers={"harper": CachedChecker(harper, CheckCache(None))}))
    assert harper.starts == 1


def test_getting_ready_starts_the_engines_and_reads_the_word_lists() -> None:
    harper = Engine()
    world = World()
    world.files["dictionary.txt"] = "flurbotron\n"
    get_ready(replace(world.desk, checkers={"harper": harper}), "d")
    assert harper.starts == 1


def test_a_file_that_cannot_be_read_is_no_trouble_yet() -> None:
    world = World()
    world.files["dictionary.txt/odd"] = ""
    harper = Engine()
    get_ready(replace(world.desk, checkers={"harper": harper}))
    assert harper.starts == 1


def test_nobody_waits_for_an_engine_that_is_not_wanted_any_more() -> None:
    began, is_warm, is_wanted = Event(), Event(), True

    class Slow(Engine):
        def start(self) -> None:
            nonlocal is_wanted
            is_wanted = False  # the app was left as it began
            began.set()
            is_warm.wait(30)

    with while_wanted(lambda: is_wanted):
        get_ready(replace(World().desk, checkers={"harper": Slow()}))
    assert began.wait(30)
    assert not is_warm.is_set()
    is_warm.set()
