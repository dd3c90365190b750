"""A system clock that does what it is told, for the program and all it starts (F7): a shim for the C library.

Only the wall clock lies: the monotonic one and the times of files are the kernel's, as after a jump.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.harness import Workspace, tier
from tests.faults.machines import leave_out, shimmed

HOUR, YEAR = 3600, 365 * 86_400

SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

typedef int (*getter)(clockid_t, struct timespec *);

static getter real(void) {
    static getter found;
    if (!found) found = (getter)dlsym(RTLD_NEXT, "clock_gettime");
    return found;
}

/* The file says how many seconds the clock is off, or "=" and the second it stands still at. */
static void lie(struct timespec *now) {
    const char *name = getenv("TOLD_CLOCK");
    char text[64];
    int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return;
    ssize_t size = read(file, text, sizeof text - 1);
    close(file);
    if (size <= 0) return;
    text[size] = 0;
    if (text[0] == '=') { now->tv_sec = atoll(text + 1); now->tv_nsec = 0; }
    else now->tv_sec += atoll(text);
}

int clock_gettime(clockid_t which, struct timespec *now) {
    int result = real()(which, now);
    if (!result && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) lie(now);
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec told;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &told)) return -1;
    now->tv_sec = told.tv_sec;
    now->tv_usec = told.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *into) {
    struct timespec told;
    clock_gettime(CLOCK_REALTIME, &told);
    if (into) *into = told.tv_sec;
    return told.tv_sec;
}
"""

JUMPS: dict[str, str] = {
    "back a year": f"{-YEAR}",
    "to 2106": f"={4_294_967_300}",
    "back an hour": f"{-HOUR}",
    "to 1970": "=86400",
    "frozen": "=",
    "forward a day": "86400",
    "forward past 2038": f"={2**31 + 100}",
    "over the end of summer time": "dst",
}
"""What the clock is told, by the name in the report."""
_END_OF_SUMMER = 1_792_889_998
"""Two seconds before 03:00 becomes 02:00 in Berlin in 2026."""


@dataclass(frozen=True, kw_only=True)
class ToldClock:
    """The clock of everything that is started with `env`."""

    file: Path
    env: dict[str, str]

    @classmethod
    def make(cls, base: Path) -> ToldClock:
        shim = shimmed(base, SOURCE)
        if shim is None:
            leave_out("a clock that jumps", "needs Linux and gcc")
            raise AssertionError("left out")
        file = base / "clock"
        clock = cls(file=file, env={"LD_PRELOAD": shim, "TOLD_CLOCK": str(file), "TZ": "Europe/Berlin"})
        clock.jump("0")
        return clock

    def jump(self, to: str) -> None:
        """Tell it; every program notices with its next look."""
        said = to
        if to == "=":
            said = f"={int(time.time())}"
        elif to == "dst":
            said = str(_END_OF_SUMMER - int(time.time()))
        beside = self.file.with_name("clock-new")
        beside.write_text(said)
        beside.rename(self.file)


# -- what is shown must not run backwards --------------------------------------------------------------------

_NEGATIVE = re.compile(r"(?<![\w.:/+-])[-−]\d+(?:\.\d+)? ?(?:s|min|h|d|w|mo|y|day|week|month|year)s?\b")
ASKED = (
    ("today",),
    ("today", "--short"),
    ("draft", "list"),
    ("idea", "list"),
    ("recover",),
    ("doctor",),
    ("waiting",),
)
_MAY_BE_NEGATIVE = ("score",)


def looks_sane(workspace: Workspace, clock: ToldClock) -> None:
    """Everything that tells of time: no traceback, no time that runs backwards."""
    is_fast = tier() == "fast"
    for words in (*(ASKED[:1] if is_fast else ASKED), ("history", workspace.slug)):
        done = workspace.draftloop(*words, timeout_s=120, **clock.env)
        assert done.returncode in (0, 1), f"{words}: {done.stderr}"
        assert "a fault of its own" not in done.stderr, done.stderr
        found = _NEGATIVE.search(done.stdout)
        assert found is None, f"{' '.join(words)} says {found[0]!r}:\n{done.stdout}" if found else ""
    listed = (("draft", "list"), ("today",), ("idea", "list"), ("history", workspace.slug))
    for words in listed[:1] if is_fast else listed:
        for name, value in _numbers(workspace.json(*words, **clock.env)):
            assert value >= 0 or name in _MAY_BE_NEGATIVE, f"{words}: {name} is {value}"


def _numbers(value: Any, name: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _numbers(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _numbers(inner, name)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield name, value
