"""Sittings that were counted without git are counted on from what git has, and none is made twice."""

from __future__ import annotations

import pytest

from draftloop.loop.errors import CannotWrite
from draftloop.loop.iteration import Iteration
from draftloop.loop.ports import HistoryState
from draftloop.loop.stage import Stage
from draftloop.steps.waiting import Queued, Recorded, drain, record_or_queue, waiting
from tests.builders import Workbench
from tests.doubles_history import QueueDouble

POST = "drafts/x/post.md"
NO_GIT = HistoryState(kind="no-git", reason="git is not installed", remedy="install it")
READY = HistoryState(kind="ready")


@pytest.fixture
def bench() -> Workbench:
    return Workbench(files={POST: "one\n"})


def record(bench: Workbench, number: int, text: str, stage: Stage = Stage.PROSE) -> Recorded | Queued | None:
    bench.clock.go_on(minutes=5)
    bench.files[POST] = text
    made = Iteration(stage=stage, when=bench.clock(), draft="x", title="X", number=number)
    return record_or_queue(bench.desk, made, ["drafts/x"])


def without_git(bench: Workbench, *texts: str, stage: Stage = Stage.PROSE) -> None:
    """Sittings whose numbers begin at 1, as nothing of git could be read."""
    bench.history.now_state = NO_GIT
    for number, text in enumerate(texts, start=1):
        assert isinstance(record(bench, number, text, stage), Queued)
    bench.history.now_state = READY


def numbers(bench: Workbench) -> list[int | None]:
    return [made.number for made in bench.history.iterations]


def test_sittings_counted_without_git_go_on_from_what_git_has(bench: Workbench) -> None:
    record(bench, 1, "one\n")
    record(bench, 2, "two\n")
    without_git(bench, "three\n", "four\n")
    drain(bench.desk)
    assert numbers(bench) == [1, 2, 3, 4]
    assert [tree[POST] for _, tree in bench.history.snapshots] == ["one\n", "two\n", "three\n", "four\n"]


def test_another_stage_keeps_its_number(bench: Workbench) -> None:
    record(bench, 1, "one\n")
    without_git(bench, "two\n", stage=Stage.EDIT)
    drain(bench.desk)
    assert numbers(bench) == [1, 1]


def test_a_round_keeps_its_number(bench: Workbench) -> None:
    record(bench, 2, "one\n", Stage.REWRITE)
    bench.history.now_state = NO_GIT
    record(bench, 2, "two\n", Stage.REWRITE)
    bench.history.now_state = READY
    drain(bench.desk)
    assert numbers(bench) == [2, 2]


@pytest.mark.parametrize("in_git", [0, 1, 2])
def test_what_the_machine_stopped_behind_is_not_made_twice(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, in_git: int
) -> None:
    def full(self: QueueDouble, id: str, commit: str = "") -> None:  # noqa: A002
        raise CannotWrite("state/queue", "the disk is full", "make room")

    for number in range(1, in_git + 1):
        record(bench, number, f"{number}\n")
    without_git(bench, "three\n", "four\n")
    with monkeypatch.context() as stuck:
        stuck.setattr(QueueDouble, "remove", full)
        drain(bench.desk)
    assert waiting(bench.desk).count == 2
    drain(bench.desk)
    assert waiting(bench.desk).count == 0
    assert numbers(bench) == list(range(1, in_git + 3))
