"""F3, direct races: another process acts on the file in the very moment in which it is replaced."""

from __future__ import annotations

import os
import threading
from collections import Counter
from pathlib import Path

import pytest

from draftloop.adapters import swap
from draftloop.adapters.files import fingerprint, write_file
from draftloop.loop.errors import CannotWrite, ChangedOnDisk
from tests.faults.harness import cases, has_time, size, trying
from tests.faults.two_writers_races import BASE, NAME, Race

FAULT = "another process writes in the moment of the replacement"


@pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "no exchange"])
def test_no_text_is_lost_in_the_moment_of_a_replacement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    told: Counter[str] = Counter()
    name = "F3 races" if exchanges else "F3 races where names cannot be exchanged"
    if not exchanges:
        monkeypatch.setattr(swap, "exchange", lambda *_: False)
    race = Race(tmp_path)
    row = trying("P4", FAULT if exchanges else f"{FAULT}, names cannot be exchanged")
    survived = 0
    try:
        for case in cases(name, fast=300 if exchanges else 100, full=10_000 if exchanges else 1_000):
            result = race.run(case.random, case.number, monkeypatch)
            if exchanges or _is_promised(result.order.deed.name):
                result.check()
            survived += 1
            told[f"{result.order.deed.name} {result.told or 'saved'}"] += 1
    finally:
        race.close()
        row.note(survived, survived)
    print(dict(sorted(told.items())))
    assert not exchanges or survived < 100 or len(told) >= 10, "the races hardly met"


def _is_promised(deed: str) -> bool:
    """Without an exchange a rename in the last microseconds is seen by nobody."""
    return deed not in ("RENAME", "TWICE", "VIM")


def test_a_reader_never_sees_half_a_file_nor_none(tmp_path: Path) -> None:
    row = trying("P2", "a reader looks while the file is replaced")
    file = tmp_path / NAME
    file.write_bytes(BASE)
    texts = [b"%d " % number * 4000 for number in range(3)]
    whole = {BASE, *texts}
    seen: Counter[str] = Counter()
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            try:
                seen["whole" if file.read_bytes() in whole else "half"] += 1
            except FileNotFoundError:
                seen["none"] += 1

    reader = threading.Thread(target=read)
    reader.start()
    known = BASE
    for number in range(size(fast=100, full=3000)):
        if not has_time():
            break
        text = texts[number % 3]
        write_file(str(tmp_path), NAME, text, expected=fingerprint(known))
        known = text
    is_over.set()
    reader.join()
    row.note(seen.total(), seen["whole"])
    assert (seen["half"], seen["none"]) == (0, 0)


def test_of_many_savers_each_is_told_or_wins(tmp_path: Path) -> None:
    """Several draftloops save at once: one text stands in the file, the others were refused."""
    row = trying("P4 P21", "three draftloops save one file at once")
    rounds = 0
    while rounds < size(fast=40, full=1000) and has_time():
        number, rounds = rounds, rounds + 1
        (tmp_path / NAME).write_bytes(b"base %d" % number)
        outcome = _save_at_once(tmp_path, [b"%d by %d" % (number, one) for one in range(3)])
        found = (tmp_path / NAME).read_bytes()
        winners = [text for text, has_won in outcome.items() if has_won]
        assert len(winners) <= 1, "two saves from one base both succeeded"
        assert not winners or found == winners[0]
        assert found in {*outcome, b"base %d" % number}
        assert os.listdir(tmp_path) == [NAME]
    row.note(rounds, rounds)


def _save_at_once(folder: Path, texts: list[bytes]) -> dict[bytes, bool]:
    """Whether each text was saved."""
    expected = fingerprint((folder / NAME).read_bytes())
    barrier = threading.Barrier(len(texts))
    outcome: dict[bytes, bool] = {}

    def save(text: bytes) -> None:
        barrier.wait()
        try:
            write_file(str(folder), NAME, text, expected=expected)
            outcome[text] = True
        except (ChangedOnDisk, CannotWrite):
            outcome[text] = False

    savers = [threading.Thread(target=save, args=(text,)) for text in texts]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join()
    return outcome
