"""Waiting until a program has git at work, and then striking it, its git, or all of it."""

from __future__ import annotations

import contextlib
import signal
import time
from enum import StrEnum

import psutil


class Who(StrEnum):
    """Who is killed."""

    ALONE = "draftloop"
    """Its git goes on: it runs in a session of its own."""
    ALL = "all"
    """Draftloop with everything it started, as when the machine is switched off."""
    GIT = "git"
    """Only git, and draftloop goes on."""
    STOPPED = "stopped"
    """All of it stands still for three seconds and is killed then."""


STOP_S = 3.0
_POLL_S = 0.001


def strike(process: psutil.Process, who: Who, delay_s: float, wait_s: float = 10.0) -> bool:
    """Strike `delay_s` after the first git; False when the program had ended before.

    Returns once what was struck is dead, and what goes on by itself has ended too.
    """
    known = {child.pid for child in _family(process)}
    ends_s = time.monotonic() + wait_s
    while not any(child.pid not in known for child in _family(process)):
        if not _is_alive(process) or time.monotonic() > ends_s:
            return False
        time.sleep(_POLL_S)
    time.sleep(delay_s)
    family = _family(process)
    if who is Who.GIT:
        while not family and _is_alive(process):
            time.sleep(_POLL_S)
            family = _family(process)
        struck = [child for child in family if child.pid not in known]
        _signal(struck, signal.SIGKILL)
        return bool(struck)
    if not _is_alive(process):
        return False
    struck = [process] if who is Who.ALONE else [process, *family]
    if who is Who.STOPPED:
        _signal(struck, signal.SIGSTOP)
        time.sleep(STOP_S)
        struck = [*struck, *(child for child in _family(process) if child not in struck)]
    _signal(struck, signal.SIGKILL)
    _wait_for(family)
    return True


def _family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [child for child in process.children(recursive=True) if _is_alive(child)]
    except psutil.Error:
        return []


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _signal(processes: list[psutil.Process], number: int) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.send_signal(number)


def _wait_for(processes: list[psutil.Process], most_s: float = 10) -> None:
    """Until each has ended: what was left alone finishes its work."""
    ends_s = time.monotonic() + most_s
    while time.monotonic() < ends_s and any(_is_alive(process) for process in processes):
        time.sleep(0.01)
