"""What installs share: they ask first, and show how much has come."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from draftloop.cli import output as out
from draftloop.cli.errors import Exit, write_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEGABYTE = 1_000_000


def can_ask() -> bool:
    """Whether a person is there to answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def status_without_yes(command: str) -> int | None:
    """Ask the person whether to install; None for a yes, else the exit status after saying what happened."""
    if not can_ask():
        out.note(f"draftloop: nothing was installed: it takes your yes, `{command} --yes`")
        return int(Exit.REFUSED)
    out.flush()
    if click.confirm("Install it?", default=False, err=True):
        return None
    out.note("nothing was installed")
    return int(Exit.NO)


@contextmanager
def progress() -> Iterator[Callable[[int], None]]:
    """Shows on a terminal how much has come, until it is all there; elsewhere it says nothing."""
    shown = 0

    def show(size_bytes: int) -> None:
        nonlocal shown
        if size_bytes // MEGABYTE > shown and sys.stderr.isatty():
            shown = size_bytes // MEGABYTE
            write_over(f"{shown} MB ")

    try:
        yield show
    finally:
        if shown:
            write_over("        ")
            write_over("")
