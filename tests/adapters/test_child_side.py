"""A child's own side of the pipes: it is heard, its libraries are not, and it ends with its parent."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from draftloop.adapters.child import Child

WAITS = """
from draftloop.adapters.child_side import own_stdout, read_questions, say
import threading
answers, questions = own_stdout(), read_questions()
say(answers, {"ready": True})
while True:
    say(answers, questions.get())
"""
ENDS = """
from draftloop.adapters.child_side import read_questions
import sys
read_questions()
sys.exit(3)
"""
PRINTS = """
from draftloop.adapters.child_side import own_stdout, say
import os, sys
answers = own_stdout()
print("a library says hello", flush=True)
os.write(1, b"and so does its compiled half")
os.write(2, b"twice")
say(answers, {"text": "\\ud83d \\u65e5"})
"""
Waiting = subprocess.Popen[bytes]


@pytest.fixture
def waiting() -> Iterator[Waiting]:
    with subprocess.Popen(
        [sys.executable, "-c", WAITS], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b'{"ready": true}\n'
        yield child
        child.kill()


@pytest.mark.parametrize("last_words", [b"", b'{"id": 1, "ol', b"nonsense\n", b"\xff\n"])
def test_it_ends_with_its_parent_even_in_the_middle_of_a_line(waiting: Waiting, last_words: bytes) -> None:
    assert waiting.stdin is not None
    waiting.stdin.write(last_words)
    waiting.stdin.close()
    assert waiting.wait(timeout=60) == 0


def test_it_answers_in_the_order_of_the_questions(waiting: Waiting) -> None:
    assert waiting.stdin is not None
    assert waiting.stdout is not None
    waiting.stdin.write(b'{"id": 1}\n{"id": 2}\n')
    waiting.stdin.flush()
    assert [waiting.stdout.readline() for _ in range(2)] == [b'{"id": 1}\n', b'{"id": 2}\n']


def test_a_large_question_comes_whole(waiting: Waiting) -> None:
    assert waiting.stdin is not None
    assert waiting.stdout is not None
    question = b'{"text": "' + b"x" * 1_000_000 + b'"}\n'
    waiting.stdin.write(question)
    waiting.stdin.flush()
    assert waiting.stdout.readline() == question


def test_a_child_may_end_by_itself_while_its_parent_lives() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDS], stdin=subprocess.PIPE) as child:
        assert child.wait(timeout=60) == 3


def test_what_libraries_print_is_not_taken_for_an_answer() -> None:
    child = Child([sys.executable, "-c", PRINTS])
    try:
        assert child.answer(60) == {"text": "\ud83d 日"}
    finally:
        child.kill()
