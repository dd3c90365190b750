"""Several draftloops save one file; which of them goes on is decided call by call, here and not by chance."""

from __future__ import annotations

import fcntl
import os
import random
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import ParamSpec, TypeVar

import pytest

from draftloop.adapters import file_turns, files, swap
from draftloop.adapters.files import fingerprint, write_file
from draftloop.loop.errors import ChangedOnDisk

NAME = "post.md"
BASE = b"base"
ONE_TAKES_THE_THIRD_FOR_AN_EDITOR = "000111222 012 0 11 0 111 222"
"""All three saw the base; all exchange; the first says "saved" while the second has put its text back."""
P = ParamSpec("P")
R = TypeVar("R")


class Saver:
    """A save that stops before every look at a file, every exchange and every wait for a turn."""

    def __init__(self, root: Path, text: bytes) -> None:
        self.text, self.told, self.rescued = text, "", list[bytes]()
        self._root = root
        self._may_go, self._stops = threading.Semaphore(0), threading.Semaphore(0)
        self._thread = threading.Thread(target=self._save)

    def begin(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if threading.current_thread() is self._thread:
            self._stops.release()
            self._may_go.acquire()

    def go_on(self) -> None:
        """To its next stop, or its end."""
        if not self.told:
            self._may_go.release()
            self._stops.acquire()

    def _save(self) -> None:
        self._may_go.acquire()
        told = "failed"
        try:
            write_file(
                str(self._root), NAME, self.text, expected=fingerprint(BASE), rescue=self.rescued.append
            )
            told = "saved"
        except ChangedOnDisk:
            told = "changed on disk"
        finally:
            self.told = told
            self._stops.release()


@pytest.fixture
def savers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Saver]:
    made = [Saver(tmp_path, text) for text in (b"one", b"two", b"three")]

    def stop(*_: object) -> None:
        for saver in made:
            saver.stop()

    def stopping(call: Callable[P, R]) -> Callable[P, R]:
        def stop_first(*args: P.args, **kwargs: P.kwargs) -> R:
            stop()
            return call(*args, **kwargs)

        return stop_first

    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(swap, "exchange", stopping(swap.exchange))
    monkeypatch.setattr(swap, "bytes_of", stopping(files.bytes_of))
    monkeypatch.setattr(files, "bytes_of", stopping(files.bytes_of))
    monkeypatch.setattr(file_turns, "time", SimpleNamespace(monotonic=lambda: 0.0, sleep=stop))
    return made


def run(savers: list[Saver], order: Iterable[int]) -> None:
    """One call of the next saver in the order; what is left after it by turns."""
    for saver in savers:
        saver.begin()
    for number in order:
        savers[number].go_on()
    for _ in range(1000):
        for saver in savers:
            saver.go_on()
        if all(saver.told for saver in savers):
            return
    pytest.fail("they wait for each other for ever")


def numbers(order: str) -> list[int]:
    return [int(number) for number in order.replace(" ", "")]


def is_lost(root: Path, savers: list[Saver]) -> bool:
    """Whether a text that was said to be saved does not stand in the file."""
    return any(saver.told == "saved" and (root / NAME).read_bytes() != saver.text for saver in savers)


def test_saved_text_stands_though_two_others_save_in_that_moment(tmp_path: Path, savers: list[Saver]) -> None:
    (tmp_path / NAME).write_bytes(BASE)
    run(savers, numbers(ONE_TAKES_THE_THIRD_FOR_AN_EDITOR))
    assert sorted(saver.told for saver in savers) == ["changed on disk", "changed on disk", "saved"]
    assert not is_lost(tmp_path, savers)
    assert os.listdir(tmp_path) == [NAME]


def test_that_order_of_calls_would_lose_it_without_turns(
    tmp_path: Path, savers: list[Saver], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the test above tests nothing any more."""
    monkeypatch.setattr(file_turns, "_taken", lambda *_: None)
    (tmp_path / NAME).write_bytes(BASE)
    run(savers, numbers(ONE_TAKES_THE_THIRD_FOR_AN_EDITOR))
    assert (savers[0].told, (tmp_path / NAME).read_bytes()) == ("saved", b"two")


@pytest.mark.parametrize("has_exchange", [True, False], ids=["exchange", "no exchange"])
@pytest.mark.parametrize("seed", range(40))
def test_in_any_order_of_calls_one_is_saved_and_stands(
    tmp_path: Path, savers: list[Saver], monkeypatch: pytest.MonkeyPatch, seed: int, has_exchange: bool
) -> None:
    if not has_exchange:
        monkeypatch.setattr(swap, "exchange", lambda *_: False)
    (tmp_path / NAME).write_bytes(BASE)
    chance = random.Random(seed)
    run(savers, [number for _ in range(20) for number in [chance.randrange(3)] * chance.randrange(1, 5)])
    assert [saver.told for saver in savers].count("saved") == 1
    assert not is_lost(tmp_path, savers)
    assert os.listdir(tmp_path) == [NAME]


def test_removal_waits_for_a_save_and_leaves_what_it_brought(
    tmp_path: Path, savers: list[Saver], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / NAME).write_bytes(BASE)
    waits = threading.Event()
    monkeypatch.setattr("draftloop.adapters.file_turns.time.sleep", lambda _: waits.set())
    folder = os.open(tmp_path, os.O_RDONLY)
    told: list[str] = []

    def remove() -> None:
        try:
            files.remove_in(folder, NAME, NAME, expected=fingerprint(BASE))
        except ChangedOnDisk:
            told.append("changed on disk")

    saver, remover = savers[0], threading.Thread(target=remove)
    saver.begin()
    for _ in range(3):
        saver.go_on()  # it has the turn, and not exchanged yet
    remover.start()
    assert waits.wait(10)
    while not saver.told:
        saver.go_on()
    remover.join()
    os.close(folder)
    assert (saver.told, told, (tmp_path / NAME).read_bytes()) == ("saved", ["changed on disk"], b"one")


def test_lock_that_somebody_keeps_delays_a_save_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / NAME
    file.write_bytes(BASE)
    waited: list[float] = []
    clock = SimpleNamespace(monotonic=lambda: sum(waited), sleep=waited.append)
    monkeypatch.setattr(file_turns, "time", clock)
    with file.open("rb") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        write_file(str(tmp_path), NAME, b"mine", expected=fingerprint(BASE))
    assert file.read_bytes() == b"mine"
    assert 0.3 < sum(waited) < 0.6


def test_file_system_without_locks_is_written_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(9, "no locks for readers here")

    monkeypatch.setattr(fcntl, "flock", refuse)
    monkeypatch.setattr(file_turns, "time", SimpleNamespace(monotonic=time.monotonic))
    (tmp_path / NAME).write_bytes(BASE)
    write_file(str(tmp_path), NAME, b"mine", expected=fingerprint(BASE))
    assert (tmp_path / NAME).read_bytes() == b"mine"


def test_turn_ends_with_the_save_also_for_a_child_that_was_forked_in_it(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(BASE)
    folder = os.open(tmp_path, os.O_RDONLY)
    with file_turns.turn_at(folder, NAME):
        inherited = [
            os.dup(int(number)) for number in os.listdir("/dev/fd") if _is_at(number, tmp_path / NAME)
        ]
    with (tmp_path / NAME).open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert inherited
    for descriptor in (folder, *inherited):
        os.close(descriptor)


def _is_at(descriptor: str, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(int(descriptor)), path.stat())
    except OSError:
        return False


def test_save_in_the_folder_of_a_workspace_is_not_taken_for_another_draftloop(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(BASE)
    folder = os.open(tmp_path, os.O_RDONLY)
    other = os.open(tmp_path, os.O_RDONLY)
    with file_turns.turn_at(folder, NAME):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    for descriptor in (folder, other):
        os.close(descriptor)
