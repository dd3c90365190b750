"""Another program on one file, in a process of its own, that acts at the worst of moments.

The moments are drawn: some microseconds after the save began, or just before or after the two files change
names. What a round must show: no text that the other one finished writing is gone.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest

from draftloop.adapters import swap
from draftloop.adapters.files import fingerprint, write_file
from draftloop.loop.errors import CannotWrite, ChangedOnDisk

NAME = "post.md"
BASE = b"the text both began with, a line of it\n" * 20


class Deed(StrEnum):
    """What the other program does."""

    RENAME = "writes a new file and renames it over"
    TRUNCATE = "truncates and writes in place"
    SLOWLY = "truncates, writes half, pauses, writes the rest"
    APPEND = "appends"
    VIM = "renames the file away, writes a new one, removes the old"
    TWICE = "renames two versions over, one after the other"
    DELETE = "deletes"
    MODE = "changes the mode"


class Moment(StrEnum):
    """When it does."""

    ANY = "some microseconds after the save began"
    BEFORE = "just before the exchange"
    AFTER = "just after the exchange"


@dataclass(frozen=True, kw_only=True)
class Order:
    """One deed, begun `wait_s` after the word is given."""

    deed: Deed
    text: bytes
    wait_s: float


@dataclass
class Round:
    """What was seen of one race."""

    order: Order
    moment: Moment
    mine: bytes
    told: str = ""
    """"", or what the save said when it refused."""
    rescued: list[bytes] = field(default_factory=list)
    found: bytes | None = None
    names: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Raise AssertionError when a text is gone or something was left behind."""
        where = [self.found or b"", *self.rescued]
        deed, text = self.order.deed, self.order.text
        shown = f"{deed}, {self.moment}, told {self.told!r}, found {(self.found or b'')[-40:]!r}"
        if deed is Deed.APPEND:
            assert any(text in one for one in where), f"what was appended is gone: {shown}"
        elif deed is Deed.DELETE:
            assert self.found in (None, self.mine), shown
        elif deed is Deed.MODE:
            assert self.found == self.mine, shown
        else:
            assert text in where, f"their text is gone: {shown}"
            assert self.found in (text, self.mine), f"neither theirs nor mine: {shown}"
            assert self.found == text or not self.told, f"theirs was replaced by a refused save: {shown}"
        assert self.names in ([], [NAME]), f"left behind: {self.names}"


def act(folder: str, order: Order) -> None:
    """Do the deed."""
    name, other = os.path.join(folder, NAME), os.path.join(folder, "theirs.tmp")
    match order.deed:
        case Deed.RENAME:
            _write(other, order.text)
            os.rename(other, name)
        case Deed.TWICE:
            _write(other, b"the first of two\n")
            os.rename(other, name)
            _write(other, order.text)
            os.rename(other, name)
        case Deed.TRUNCATE:
            _write(name, order.text)
        case Deed.SLOWLY:
            _write(name, order.text, pause_s=0.002)
        case Deed.APPEND:
            with open(name, "ab") as file:
                file.write(order.text)
        case Deed.VIM:
            with suppress(FileNotFoundError):
                os.rename(name, name + "~")
            _write(name, order.text)
            with suppress(FileNotFoundError):
                os.unlink(name + "~")
        case Deed.DELETE:
            with suppress(FileNotFoundError):
                os.unlink(name)
        case Deed.MODE:
            with suppress(FileNotFoundError):
                os.chmod(name, 0o600)


def _write(name: str, text: bytes, pause_s: float = 0.0) -> None:
    with open(name, "wb", buffering=0) as file:
        if pause_s:
            file.write(text[: len(text) // 2])
            time.sleep(pause_s)
            text = text[len(text) // 2 :]
        file.write(text)


def serve(folder: str, orders: Connection, word: int) -> None:
    """The other program: takes an order, waits for the word, acts."""
    while (order := orders.recv()) is not None:
        orders.send("ready")
        os.read(word, 1)
        until = time.perf_counter() + order.wait_s
        while time.perf_counter() < until:
            pass
        act(folder, order)
        orders.send("done")


class Race:
    """Two processes on the file of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / NAME
        self._heard, self._word = os.pipe()
        self._orders, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("fork")
        self._process = context.Process(target=serve, args=(str(folder), theirs, self._heard), daemon=True)
        self._process.start()

    def close(self) -> None:
        self._orders.send(None)
        self._process.join()
        os.close(self._heard)
        os.close(self._word)

    def run(self, random: Random, number: int, patch: pytest.MonkeyPatch) -> Round:
        """One race, all of it drawn from `random`."""
        for name in os.listdir(self.folder):
            os.unlink(self.folder / name)
        self.file.write_bytes(BASE)
        self.file.chmod(0o640)
        moment = random.choice(list(Moment))
        most = 0.004 if moment is Moment.ANY else 0.0003
        order = Order(
            deed=random.choice(list(Deed)),
            text=b"theirs %d, which they finished\n" % number,
            wait_s=random.uniform(0, most),
        )
        result = Round(order=order, moment=moment, mine=b"mine %d\n" % number)
        self._orders.send(order)
        assert self._orders.recv() == "ready"
        with self._at(moment, patch):
            self._save(result)
        assert self._orders.recv() == "done"
        result.found = self.file.read_bytes() if self.file.exists() else None
        result.names = sorted(name for name in os.listdir(self.folder))
        return result

    def _save(self, result: Round) -> None:
        try:
            write_file(
                str(self.folder),
                NAME,
                result.mine,
                expected=fingerprint(BASE),
                rescue=result.rescued.append,
            )
        except (ChangedOnDisk, CannotWrite) as error:
            result.told = type(error).__name__

    @contextmanager
    def _at(self, moment: Moment, patch: pytest.MonkeyPatch) -> Iterator[None]:
        given = False

        def say() -> None:
            nonlocal given
            if not given:
                given = True
                os.write(self._word, b"!")

        if moment is Moment.ANY:
            say()
            yield
            return
        exchange = swap.exchange

        def exchange_then(folder: int, one: str, other: str) -> bool:
            if moment is Moment.BEFORE:
                say()
            try:
                return exchange(folder, one, other)
            finally:
                say()

        with patch.context() as patched:
            patched.setattr(swap, "exchange", exchange_then)
            yield
        say()  # a save that was refused before it came to the exchange
