from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from draftloop.patience import PatientLock


def in_a_thread(lock: PatientLock) -> bool:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lock.acquire).result()


def test_it_is_waited_for_in_vain_once_only() -> None:
    lock = PatientLock(0.2, 0.01)
    assert lock.acquire()
    assert not in_a_thread(lock)
    began = monotonic()
    assert not any(in_a_thread(lock) for _ in range(10))
    assert monotonic() - began < 1.0


def test_it_is_to_be_had_again_as_soon_as_it_was_let_go() -> None:
    lock = PatientLock(0.01, 0.01)
    assert lock.acquire()
    assert not in_a_thread(lock)
    lock.release()
    assert in_a_thread(lock)


def test_the_main_thread_spoils_it_for_nobody() -> None:
    lock = PatientLock(5.0, 0.0)
    assert in_a_thread(lock)
    assert not lock.acquire()
    with ThreadPoolExecutor(1) as pool:
        waits = pool.submit(lock.acquire)
        lock.release()
        assert waits.result()
