"""Messages that cross the borders of widgets and screens. Each is a fact in the past tense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from draftloop.steps.waiting import Waiting


@dataclass
class StepDone(Message):
    """A step that ran in a thread came back."""

    group: str
    ticket: int
    """Only the newest ticket of a group counts: threads are not stopped by being canceled."""
    result: Any
    on_done: Callable[[Any], object] | None


@dataclass
class StepFailed(Message):
    """A step that ran in a thread raised."""

    group: str
    ticket: int
    error: Exception
    on_failed: Callable[[Exception], object] | None


@dataclass
class WaitingSeen(Message):
    """More or fewer iterations wait for git than before."""

    now: Waiting


@dataclass
class TitlesPasted(Message):
    """Several lines were pasted where one title was expected."""

    titles: tuple[str, ...]


@dataclass
class RowChosen(Message):
    """A row of a list of ours was clicked or entered."""

    key: str
    """Slug, or what the list goes by."""
