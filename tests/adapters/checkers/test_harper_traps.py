"""What is known to go wrong with Harper, each with the guard that keeps it from the author."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import harper as engine
import pytest

from draftloop.adapters.checkers.cache import CachedChecker, CheckCache
from draftloop.adapters.checkers.harper import HarperChecker
from draftloop.adapters.checkers.worker import WARM_UP, alarms_of
from draftloop.loop.engine_ports import RawAlarm
from draftloop.loop.wanted import is_wanted, while_wanted


@pytest.fixture(scope="module")
def linter() -> engine.Linter:
    return engine.Linter()


def test_words_without_end_are_cut_out_and_the_rest_is_checked(harper: HarperChecker) -> None:
    texts = ["See " + "x" * length + " and the the end." for length in (65, 10_000, 200_000)]
    texts.append("See " + "ab=" * 30_000 + " and the the end.")
    for text, alarms in zip(texts, harper.check(texts), strict=True):
        assert alarms is not None
        assert "the the" in {text[alarm.start : alarm.end] for alarm in alarms}


PANIC = """
import json, os, sys
print(json.dumps({"ready": True}), flush=True)
class PanicException(BaseException):
    pass
with open(sys.argv[1], "a") as log:
    for line in sys.stdin:
        question = json.loads(line)
        texts = question.get("texts", [question.get("text")])
        log.write(" ".join(texts) + "\\n")
        log.flush()
        if "panic" in texts:
            raise PanicException
        alarms = [[] for _ in texts] if "texts" in question else []
        print(json.dumps({"id": question["id"], "alarms": alarms}), flush=True)
"""


def fake(tmp_path: Path, script: str) -> tuple[HarperChecker, Path]:
    path, log = tmp_path / "engine.py", tmp_path / "log"
    path.write_text(script, encoding="utf-8")
    return HarperChecker(command=(sys.executable, str(path), str(log)), block_limit_s=20), log


def test_a_panic_ends_the_engine_and_not_us(tmp_path: Path) -> None:
    checker, _ = fake(tmp_path, PANIC)
    assert checker.check(["fine", "panic", "fine"]) == [[], None, []]
    checker.close()


def test_what_killed_the_engine_twice_is_never_sent_again(tmp_path: Path) -> None:
    checker, log = fake(tmp_path, PANIC)
    for _ in range(3):
        assert checker.check(["panic", "fine"]) == [None, []]
    checker.close()
    assert log.read_text().split("\n").count("panic") == 2  # and once among others
    assert log.read_text().count("panic") == 3


def test_many_threads_may_ask_at_once(harper: HarperChecker) -> None:
    texts = [f"This is an test number {number}." for number in range(10)]
    found: list[list[list[RawAlarm] | None]] = []
    threads = [threading.Thread(target=lambda: found.append(harper.check(texts))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(found) == 3
    assert found[0] == found[1] == found[2]
    assert all(alarms and "AnA" in {alarm.rule for alarm in alarms} for alarms in found[0])


def test_the_slow_first_unknown_word_is_paid_while_starting(linter: engine.Linter) -> None:
    unknown = [
        WARM_UP[alarm[0] : alarm[1]] for alarm in alarms_of(linter, WARM_UP) if alarm[2] == "SpellCheck"
    ]
    assert any(len(word) >= 20 for word in unknown)


def test_a_misspelling_in_a_title_is_not_hidden_by_the_rule_for_titles(linter: engine.Linter) -> None:
    rules = {alarm[2] for alarm in alarms_of(linter, "How to recieve mail on a small server")}
    assert "SpellCheck" in rules


def test_harper_numbers_code_points_in_any_text(linter: engine.Linter) -> None:
    for before in (
        "👩\u200d👩\u200d👧 ",
        "e\u0301a\u0316\u0301 ",
        "\U0001f1e9\U0001f1ea ",
        "שלום ",
        "日本 ",
        "\u2028",
    ):
        text = f"{before}We saw the the end."
        repeated = next(alarm for alarm in alarms_of(linter, text) if alarm[2] == "RepeatedWords")
        assert text[repeated[0] : repeated[1]] == "the the"


class Slow:
    """An engine that counts, and stops where it is told to."""

    name = "slow"
    version = "1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def check(self, texts: Sequence[str], *, dialect: str) -> list[list[RawAlarm] | None]:
        self.asked += texts
        return [[] if is_wanted() else None for _ in texts]

    def close(self) -> None:
        pass


def test_an_unchanged_block_is_never_checked_twice_however_long_the_post() -> None:
    slow = Slow()
    checker = CachedChecker(slow, CheckCache(None))
    texts = [f"A paragraph with its number {number}." for number in range(1500)]
    checker.check(texts, dialect="en-US")
    texts[700] = "A paragraph that was edited."
    checker.check(texts, dialect="en-US")
    assert len(slow.asked) == 1501


def test_a_check_that_nobody_wants_any_more_stops_and_keeps_what_it_knows() -> None:
    slow = Slow()
    checker = CachedChecker(slow, CheckCache(None))
    texts = [f"A paragraph with its number {number}. " * 20 for number in range(100)]
    with while_wanted(lambda: len(slow.asked) < 30):
        answers = checker.check(texts, dialect="en-US")
    known = sum(answer is not None for answer in answers)
    assert 0 < known < 60
    checker.check(texts, dialect="en-US")
    assert len(slow.asked) <= 100 + 10


def test_an_unwanted_check_leaves_the_engine_alive(harper: HarperChecker) -> None:
    with while_wanted(lambda: False):
        assert harper.check(["This is an test."]) == [None]
    assert harper.check(["This is an test."])[0]


def test_an_edited_paragraph_goes_before_the_rest_of_a_whole_post(harper: HarperChecker) -> None:
    post = [
        f"This is an test of paragraph number {number}, and it goes on for a while." for number in range(400)
    ]
    is_under_way, done = threading.Event(), []

    def ask() -> bool:
        is_under_way.set()
        return True

    def whole(checker: CachedChecker) -> None:
        with while_wanted(ask):
            checker.check(post, dialect="en-US")
        done.append("post")

    checker = CachedChecker(harper, CheckCache(None))
    thread = threading.Thread(target=whole, args=(checker,))
    thread.start()
    assert is_under_way.wait(60)
    checker.check(["A paragraph that the the author edited."], dialect="en-US")
    done.append("paragraph")
    thread.join(120)
    assert done == ["paragraph", "post"]
