"""Everything on standard error, and the exit status of each kind of trouble (cli.md, Everywhere)."""

from __future__ import annotations

import os
import re
import signal
import sys
from enum import IntEnum
from typing import TYPE_CHECKING

from draftloop.loop import errors
from draftloop.loop.plain import safe
from draftloop.steps.explain import explain

if TYPE_CHECKING:
    from draftloop.steps.waiting import Queued

_COMMAND = re.compile(r"(^\s*(?=::)|##(?=\[))(.)", re.MULTILINE)


class Exit(IntEnum):
    """What the exit status says."""

    DONE = 0
    NO = 1
    WRONG = 2
    REFUSED = 3


def exit_status(error: errors.DraftloopError) -> Exit:
    """The status a command ends with because of `error`."""
    match error:
        case errors.AnswerIsNo():
            return Exit.NO
        case errors.Refused():
            return Exit.REFUSED
        case _:
            return Exit.WRONG


def one_line(text: str) -> str:
    """Text for a message: clean, and on one line."""
    return safe(" ".join(text.split()))


def note(text: str) -> None:
    """A message to the person, on standard error; never data."""
    _write(f"{one_line(text)}\n")


def hint(text: str) -> None:
    """Lines below a message, as they are written but clean: commands to try, a diff."""
    _write(f"{safe(text)}\n")


def write_over(text: str) -> None:
    """A word that the next one writes over; for a terminal only."""
    _write(f"\r{safe(text)}")


def tell_queued(queued: Queued | None) -> Exit:
    """Say that an iteration is kept and waits for git, if it does; gives the exit status."""
    if queued is None:
        return Exit.DONE
    note(f"{queued.sentence} {queued.remedy}. `draftloop waiting commit` tries again")
    return Exit.REFUSED


def report(error: errors.DraftloopError) -> Exit:
    """Say what went wrong in one line; gives the exit status."""
    _write(f"draftloop: {one_line(explain(error))}\n")
    return exit_status(error)


def output_lost(error: OSError) -> int:
    """Standard output took no more; the exit status. A reader of a pipe that went away (`| head`) may."""
    # What is still in the buffer must not fail once more when the program ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 128 + signal.SIGPIPE
    return int(report(errors.CannotWrite("standard output", error.strerror or "cannot be written")))


def report_machine(error: OSError | MemoryError) -> int:
    """The machine refused something where nobody expected it: named, with what to do."""
    from draftloop.loop.trouble import refused_by_the_machine

    return int(report(refused_by_the_machine(error)))


def report_fault(error: Exception) -> int:
    """A fault of draftloop's own: named, and its traceback kept where a report can quote it."""
    from draftloop import paths

    where = paths.log_fault(error)
    note(
        f"draftloop: a fault of its own, {type(error).__name__}: {error}; nothing was written after it. "
        f"The details are in {where}"
    )
    return int(Exit.WRONG)


def no_workflow_command(text: str) -> str:
    """`text` without what GitHub's runner takes for a command to itself when it reads the log of a step."""
    if os.environ.get("GITHUB_ACTIONS") != "true" or ("::" not in text and "##[" not in text):
        return text
    return _COMMAND.sub(lambda match: f"{match[1]}‹U+{ord(match[2]):04X}›", text)


def _write(text: str) -> None:
    text = no_workflow_command(text)
    stream = sys.stderr
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except BrokenPipeError:
        # Nobody listens any more; a second failure at shutdown would print a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
