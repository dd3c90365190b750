"""What every Checker does: the double, the engine that comes with draftloop, and LanguageTool's client."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from draftloop.adapters.checkers.harper import HarperChecker
from draftloop.adapters.checkers.languagetool import LanguageToolChecker
from draftloop.adapters.checkers.lt_server import GivenServer
from draftloop.loop.engine_ports import Checker, RawAlarm
from tests.adapters.languagetool.stub import NO_MATCHES, Stub, match_of
from tests.tui.passes_world import CheckerDouble

CLEAN = "The cache answers before the disk does."
SLIP = "I recieve many letters."


@pytest.fixture(params=["double", "harper", "languagetool"])
def checker(request: pytest.FixtureRequest) -> Iterator[Checker]:
    stub = Stub()
    stub.answer = lambda text: match_of(text, "recieve", "receive") if "recieve" in text else NO_MATCHES
    server = GivenServer(stub.address, deadline_s=20.0)
    made: dict[str, Callable[[], Checker]] = {
        "double": CheckerDouble,
        "harper": HarperChecker,
        "languagetool": lambda: LanguageToolChecker(server, deadline_s=20.0),
    }
    engine = made[request.param]()
    yield engine
    engine.close()
    stub.close()


def alarms(checker: Checker, *texts: str) -> list[list[RawAlarm]]:
    answers = checker.check(texts, dialect="en-US")
    return [answer for answer in answers if answer is not None]


def test_there_is_one_answer_a_text_in_their_order(checker: Checker) -> None:
    first, second, third = alarms(checker, CLEAN, SLIP, CLEAN)
    assert (first, third) == ([], [])
    assert len(second) == 1


def test_alarm_covers_the_slip_and_suggests_a_word(checker: Checker) -> None:
    (alarm,) = alarms(checker, SLIP)[0]
    assert SLIP[alarm.start : alarm.end] == "recieve"
    assert "receive" in alarm.replacements
    assert alarm.rule
    assert alarm.message


def test_places_count_code_points(checker: Checker) -> None:
    text = "👩‍💻 日本語: " + SLIP
    found = [text[alarm.start : alarm.end] for alarm in alarms(checker, text)[0]]
    assert "recieve" in found


def test_nothing_asked_is_nothing_said(checker: Checker) -> None:
    assert checker.check([], dialect="en-US") == []


def test_closing_twice_is_harmless_and_asking_again_works(checker: Checker) -> None:
    checker.close()
    checker.close()
    assert len(alarms(checker, SLIP)[0]) == 1
