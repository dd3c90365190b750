"""The program's door: capture goes the short way, everything else through click."""

from __future__ import annotations

import errno
import os
import sys


def main() -> int:
    """Run the command line; the exit status."""
    status = _run()
    _forget_a_lost_terminal()
    return status


def _run() -> int:
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        _open_what_is_closed()
    arguments = sys.argv[1:]
    if arguments[:1] == ["idea"] or "idea" in arguments[1:3]:
        # Parsed by hand: capture comes between two thoughts, and click costs three interpreters.
        from draftloop.quick import add_idea_quickly

        try:
            status = add_idea_quickly(arguments)
        except (OSError, MemoryError) as error:
            from draftloop.cli.errors import report_machine

            return report_machine(error)
        if status is not None:
            return status
    if not arguments or (len(arguments) == 2 and arguments[0] == "-C" and arguments[1]):
        # The app alone needs no command tree: a tenth of the time to its first picture.
        from draftloop.cli.app import open_directly

        status = open_directly(arguments[1] if arguments else None)
        if status is not None:
            return status
    from draftloop.cli.main import run

    return run(arguments)


def _forget_a_lost_terminal() -> None:
    """What is still meant for a terminal that was closed is for nobody; Python would end with 120 for it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            if error.errno == errno.EIO:
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _open_what_is_closed() -> None:
    """Give a stream that the caller closed (`>&-`) to nobody, so that no file of ours gets its number."""
    number = os.open(os.devnull, os.O_RDWR)
    while number < 2:
        number = os.open(os.devnull, os.O_RDWR)
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115 - as long as the program runs
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


if __name__ == "__main__":
    sys.exit(main())
