"""The cache of engine answers: fast, disposable, never in the way."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from draftloop.adapters.checkers import cache as cache_module
from draftloop.adapters.checkers.cache import CachedChecker, CheckCache, cache_key
from draftloop.loop.engine_ports import RawAlarm

ALARM = RawAlarm(start=0, end=3, rule="R", kind="K", message="m\ud800", replacements=("a", ""))


class Engine:
    name = "engine"
    version = "1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def check(self, texts: Sequence[str], *, dialect: str) -> list[list[RawAlarm] | None]:
        self.asked += texts
        return [None if text == "bad" else [ALARM] if text == "teh" else [] for text in texts]

    def close(self) -> None:
        self.asked.append("closed")


def test_nothing_is_asked_twice(tmp_path: Path) -> None:
    engine = Engine()
    store = CheckCache(str(tmp_path / "deep" / "checks.db"))
    checker = CachedChecker(engine, store)
    assert checker.check(["teh", "ok", "teh"], dialect="en-US") == [[ALARM], [], [ALARM]]
    assert checker.check(["ok", "teh"], dialect="en-US") == [[], [ALARM]]
    assert engine.asked == ["teh", "ok"]
    store.close()


def test_answers_outlive_the_process(tmp_path: Path) -> None:
    path = str(tmp_path / "checks.db")
    first = CheckCache(path)
    CachedChecker(Engine(), first).check(["teh"], dialect="en-US")
    first.close()
    engine = Engine()
    second = CheckCache(path)
    assert CachedChecker(engine, second).check(["teh"], dialect="en-US") == [[ALARM]]
    assert engine.asked == []
    second.close()


def test_a_block_that_could_not_be_checked_is_asked_again() -> None:
    engine = Engine()
    checker = CachedChecker(engine, CheckCache(None))
    assert checker.check(["bad"], dialect="en-US") == [None]
    checker.check(["bad"], dialect="en-US")
    assert engine.asked == ["bad", "bad"]


def test_another_dialect_version_or_setting_is_another_answer() -> None:
    settings = (("1", "en-US"), ("2", "en-US"), ("1", "en-GB"))
    keys = {cache_key("engine", version, "", dialect, "x") for version, dialect in settings}
    assert len(keys) == 3
    assert cache_key("a", "bc") != cache_key("ab", "c")
    assert cache_key("\ud800")


def test_a_file_that_is_no_database_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "checks.db"
    path.write_bytes(b"not a database at all" * 100)
    store = CheckCache(str(path))
    assert CachedChecker(Engine(), store).check(["teh"], dialect="en-US") == [[ALARM]]
    store.close()
    with sqlite3.connect(path) as base:
        assert base.execute("SELECT count(*) FROM checked").fetchone() == (1,)
    base.close()


def test_a_place_that_cannot_be_written_is_no_harm() -> None:
    store = CheckCache("/dev/null/nowhere/checks.db")
    assert CachedChecker(Engine(), store).check(["teh"], dialect="en-US") == [[ALARM]]
    store.close()


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "checks.db"
    store = CheckCache(str(path))
    store.put({b"k": []})
    assert path.stat().st_mode & 0o777 == 0o600
    store.close()


def test_old_rows_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "MAX_ROWS", 10)
    store = CheckCache(str(tmp_path / "checks.db"))
    store.put({bytes([n]): [] for n in range(12)})
    store.close()
    fresh = CheckCache(str(tmp_path / "checks.db"))
    assert len(fresh.get(bytes([n]) for n in range(12))) == 6
    fresh.close()
