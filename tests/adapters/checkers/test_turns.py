"""Turns: one at a time, and the newest request first."""

from __future__ import annotations

import threading

from draftloop.adapters.checkers.turns import Turns, one_request, request_number


def test_the_newest_of_those_who_wait_goes_first() -> None:
    turns, order = Turns(), []
    numbers = [request_number() for _ in range(4)]
    go_on, is_taken = threading.Event(), threading.Event()

    def first() -> None:
        with turns.turn(numbers[0]):
            is_taken.set()
            go_on.wait(20)

    def later(number: int) -> None:
        with turns.turn(number):
            order.append(number)

    threads = [threading.Thread(target=first)]
    threads[0].start()
    assert is_taken.wait(20)
    for number in numbers[1:]:
        threads.append(threading.Thread(target=later, args=(number,)))
        threads[-1].start()
    while len(turns._waiting) < 3:
        threading.Event().wait(0.001)
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert order == sorted(numbers[1:], reverse=True)


def test_a_turn_ends_also_when_what_is_done_in_it_fails() -> None:
    turns = Turns()
    try:
        with turns.turn(request_number()):
            raise OSError
    except OSError:
        pass
    with turns.turn(request_number()):
        pass


def test_what_is_asked_in_several_steps_keeps_its_place() -> None:
    with one_request():
        first = request_number()
        newer = []
        asking = threading.Thread(target=lambda: newer.append(request_number()))
        asking.start()
        asking.join(20)
        with one_request():
            assert request_number() == first
    assert first < newer[0] < request_number()
