"""A child process that answers lines: it may be slow, silent, wrong or gone."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from draftloop.adapters.child import Child, ChildCanceled, ChildEnded, ChildTooSlow

ECHO = "import sys\nfor line in sys.stdin:\n    sys.stdout.write(line)\n    sys.stdout.flush()\n"


@pytest.fixture
def echo() -> Iterator[Child]:
    child = Child([sys.executable, "-c", ECHO])
    yield child
    child.kill()


def test_a_question_gets_its_answer(echo: Child) -> None:
    assert echo.ask({"n": 1}, 20) == {"n": 1}
    assert echo.ask({"n": 2}, 20) == {"n": 2}


def test_a_question_larger_than_a_pipe_gets_through(echo: Child) -> None:
    assert echo.ask({"text": "x" * 1_000_000}, 20) == {"text": "x" * 1_000_000}


def test_a_child_that_ends_is_said_to_have_ended() -> None:
    child = Child([sys.executable, "-c", "pass"])
    with pytest.raises(ChildEnded):
        child.ask({}, 20)
    child.kill()
    assert not child.is_running


def test_a_silent_child_is_too_slow() -> None:
    child = Child([sys.executable, "-c", "import sys; sys.stdin.read()"])
    with pytest.raises(ChildTooSlow):
        child.ask({}, 0.2)
    child.kill()


def test_waiting_can_be_canceled() -> None:
    child = Child([sys.executable, "-c", "import sys; sys.stdin.read()"])
    with pytest.raises(ChildCanceled):
        child.ask({}, 20, lambda: True)
    child.kill()


@pytest.mark.parametrize("said", ["nonsense", "[1]", "[" * 100_000, "\0\x1b]0;x\x07", '{"id": NaN}x'])
def test_nonsense_counts_as_an_end(said: str) -> None:
    child = Child([sys.executable, "-c", f"import sys; print({said!r}, flush=True); sys.stdin.read()"])
    with pytest.raises(ChildEnded):
        child.answer(20)
    child.kill()


def test_killing_twice_is_harmless(echo: Child) -> None:
    echo.kill()
    echo.kill()
