"""Iterations that wait for git: counted on every screen, tried again by itself and by f12."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.iteration import Iteration
from draftloop.loop.ports import HistoryState
from draftloop.loop.stage import Stage
from draftloop.loop.waiting import LeftLock, Means, Written
from draftloop.tui.app import DraftloopApp
from tests.doubles_history import HistoryDouble
from tests.tui.conftest import World, screen_text
from tests.tui.writing import until

Make = Callable[..., DraftloopApp]

LOCKED = HistoryState(kind="locked", reason="git is busy, .git/index.lock since 14:02", remedy="wait")


@dataclass
class LocksDouble:
    """One lock, held or not; without it git is ready."""

    history: HistoryDouble
    doubt: str = ""
    removed: list[str] = field(default_factory=list)

    def left(self) -> list[LeftLock]:
        return [LeftLock(path=".git/index.lock", age="since 14:02", doubt=self.doubt)]

    def remove(self, locks: Sequence[LeftLock]) -> list[str]:
        self.removed += [lock.path for lock in locks]
        self.history.now_state = HistoryState(kind="ready")
        return self.removed


def with_one_waiting(world: World, state: HistoryState = LOCKED) -> None:
    world.draft("Retries", slug="retries", outline="- a\n")
    world.history.now_state = state
    made = Iteration(stage=Stage.OUTLINE, number=1, when=world.clock(), draft="retries", title="Retries")
    world.queue.add(made, ["drafts/retries/outline.md"])


def said(pilot: Pilot[Any]) -> str:
    return " ".join(screen_text(pilot.app).replace("▌", " ").split())


async def test_what_waits_is_tried_at_the_start_and_counted_on_every_screen(app: Make, world: World) -> None:
    with_one_waiting(world)
    async with app().run_test(notifications=True, size=(100, 30)) as pilot:
        await until(pilot, lambda: "1 waits for git" in said(pilot), "counted")
        told = "Kept, not committed yet: git is busy, .git/index.lock since 14:02."
        await until(pilot, lambda: told in said(pilot), "said once")
        await pilot.press("2")
        await until(pilot, lambda: "Ideas" in said(pilot) and "1 waits for git" in said(pilot), "on Ideas")


async def test_what_can_be_committed_is_gone_from_the_count_by_itself(app: Make, world: World) -> None:
    with_one_waiting(world)
    async with app().run_test(notifications=True) as pilot:
        await until(pilot, lambda: "1 waits for git" in said(pilot), "counted")
        world.history.now_state = HistoryState(kind="ready")
        pilot.app.post_message(events.AppFocus())
        await until(pilot, lambda: world.history.snapshots, "committed")
        await until(pilot, lambda: "waits for git" not in said(pilot), "not counted")


async def test_the_key_tries_again_and_says_what_is_still_in_the_way(app: Make, world: World) -> None:
    merging = HistoryState(kind="merge", reason="a merge is not finished", remedy="end it")
    with_one_waiting(world, merging)
    async with app().run_test(notifications=True) as pilot:
        await until(pilot, lambda: "1 waits for git" in said(pilot), "counted")
        await pilot.press("f12")
        await until(
            pilot, lambda: "1 iteration waits: a merge is not finished; end it" in said(pilot), "told"
        )
        world.history.now_state = HistoryState(kind="ready")
        await pilot.press("f12")
        await until(pilot, lambda: "git has every iteration now" in said(pilot), "committed")


async def test_what_cannot_be_read_is_said_and_stays_on_the_top_line(app: Make, world: World) -> None:
    with_one_waiting(world)
    world.queue.spoil(world.queue.waiting()[0].id)
    async with app().run_test(notifications=True) as pilot:
        await until(pilot, lambda: "waiting for git: 1 damaged" in said(pilot), "on the top line")
        await until(pilot, lambda: "1 iteration waits that cannot be read" in said(pilot), "said")
        await pilot.press("f12")
        await pilot.pause()
        assert "git has every iteration" not in said(pilot)


async def test_what_was_said_is_taken_back_when_something_newer_holds(app: Make, world: World) -> None:
    remedy = "`git switch -c NAME` makes a branch here"
    with_one_waiting(world, HistoryState(kind="detached", reason="no branch is checked out", remedy=remedy))
    async with app().run_test(notifications=True, size=(140, 40)) as pilot:
        told = f"no branch is checked out. 1 iteration waits. {remedy}, then f12"
        await until(pilot, lambda: told in said(pilot), "told with what helps")
        await pilot.press("f12")
        await until(
            pilot, lambda: f"1 iteration waits: no branch is checked out; {remedy}" in said(pilot), "no"
        )
        assert "trying again" not in said(pilot)
        world.history.now_state = HistoryState(kind="ready")
        await pilot.press("f12")
        await until(pilot, lambda: "git has every iteration now" in said(pilot), "committed")
        assert "waits" not in said(pilot)


def with_locks(app: DraftloopApp, locks: LocksDouble) -> DraftloopApp:
    app.desk = replace(app.desk, locks=locks)
    return app


async def test_a_lock_of_nobody_is_removed_only_after_a_yes(app: Make, world: World) -> None:
    with_one_waiting(world)
    locks = LocksDouble(world.history)
    async with with_locks(app(), locks).run_test(notifications=True, size=(100, 30)) as pilot:
        await until(pilot, lambda: "1 waits for git" in said(pilot), "counted")
        await pilot.press("f12")
        await until(pilot, lambda: "Remove this lock?" in said(pilot), "asked")
        await pilot.press("n")
        await pilot.press("f12")
        await until(pilot, lambda: "Remove this lock?" in said(pilot), "asked again")
        assert locks.removed == []
        await pilot.press("y")
        await until(pilot, lambda: world.history.snapshots, "committed")
        assert locks.removed == [".git/index.lock"]


async def test_a_lock_that_is_held_is_left_alone_and_its_holder_is_named(app: Make, world: World) -> None:
    with_one_waiting(world)
    locks = LocksDouble(world.history, doubt="a git runs in this repository (process 7)")
    async with with_locks(app(), locks).run_test(notifications=True, size=(100, 30)) as pilot:
        await until(pilot, lambda: "1 waits for git" in said(pilot), "counted")
        await pilot.press("f12")
        await until(pilot, lambda: "(process 7)" in said(pilot), "told")
        assert locks.removed == []


@pytest.mark.parametrize(
    ("kind", "question", "means"),
    [
        ("signing", "Commit without a signature this once?", Means(signs=False)),
        ("hook", "Commit without git's hooks this once?", Means(runs_hooks=False)),
    ],
)
async def test_signing_and_hooks_are_left_out_once_after_a_yes(
    app: Make, world: World, monkeypatch: pytest.MonkeyPatch, kind: str, question: str, means: Means
) -> None:
    with_one_waiting(world, HistoryState(kind="ready"))
    real = HistoryDouble.write

    def write(self: HistoryDouble, waiting: Any, content: Any, **how: Any) -> Written | None:
        if how["means"] != means:
            raise HistoryUnavailable(kind, "it says no", "mend it")
        return real(self, waiting, content, **how)

    monkeypatch.setattr(HistoryDouble, "write", write)
    async with app().run_test(notifications=True, size=(100, 30)) as pilot:
        await until(pilot, lambda: "1 waits for git" in said(pilot), "counted")
        await pilot.press("f12")
        await until(pilot, lambda: question in said(pilot), "asked")
        await pilot.press("y")
        await until(pilot, lambda: world.history.snapshots, "committed")


@dataclass
class SlowLocks(LocksDouble):
    """A look at the lock that takes its time."""

    may_answer: Event = field(default_factory=Event)

    def left(self) -> list[LeftLock]:
        assert self.may_answer.wait(20)
        return LocksDouble.left(self)


def standing(pilot: Pilot[Any]) -> dict[str, float]:
    """What is said in the corner, and for how many seconds."""
    return {str(one.message): one.timeout for one in pilot.app._notifications}


async def test_what_is_under_way_is_said_until_the_answer_comes(app: Make, world: World) -> None:
    with_one_waiting(world)
    locks = SlowLocks(world.history, doubt="a git runs in this repository (process 7)")
    async with with_locks(app(), locks).run_test(notifications=True, size=(100, 30)) as pilot:
        await until(pilot, lambda: "Kept, not committed yet" in said(pilot), "counted and said")
        await pilot.press("f12")
        await until(pilot, lambda: "looking whether anybody holds the lock" in said(pilot), "under way")
        assert all(seconds > 60 for sentence, seconds in standing(pilot).items() if "looking" in sentence)
        locks.may_answer.set()
        await until(pilot, lambda: "(process 7)" in said(pilot), "told")
        assert "looking whether" not in said(pilot)


async def test_a_lock_looked_into_until_all_was_taken_is_not_spoken_of(app: Make, world: World) -> None:
    with_one_waiting(world)
    locks = SlowLocks(world.history)
    async with with_locks(app(), locks).run_test(notifications=True, size=(100, 30)) as pilot:
        await until(pilot, lambda: "Kept, not committed yet" in said(pilot), "counted and said")
        await pilot.press("f12")
        await until(pilot, lambda: "looking whether anybody holds the lock" in said(pilot), "under way")
        world.history.now_state = HistoryState(kind="ready")
        await pilot.press("f12")
        await until(pilot, lambda: "git has every iteration now" in said(pilot), "committed")
        locks.may_answer.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert set(standing(pilot)) == {"git has every iteration now"}
