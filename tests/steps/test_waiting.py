"""Recording through the queue: in git, or kept for it; in order, once, and never silently."""

from __future__ import annotations

import pytest

from draftloop.loop.errors import CannotWrite, HistoryUnavailable
from draftloop.loop.iteration import Iteration
from draftloop.loop.ports import HistoryState
from draftloop.loop.stage import Stage
from draftloop.steps.waiting import BUSY, Queued, Recorded, drain, record_or_queue, waiting
from tests.builders import Workbench
from tests.doubles_history import HistoryDouble, QueueDouble

POST = "drafts/x/post.md"
LOCKED = HistoryState(kind="locked", reason="git is busy, .git/index.lock since 14:02", remedy="wait")
READY = HistoryState(kind="ready")


@pytest.fixture
def bench() -> Workbench:
    return Workbench(files={POST: "one\n"})


def turn(bench: Workbench, number: int = 1) -> Iteration:
    return Iteration(stage=Stage.PROSE, when=bench.clock(), draft="x", title="X", number=number)


def record(bench: Workbench, number: int = 1, *, text: str = "") -> Recorded | Queued | None:
    if text:
        bench.files[POST] = text
    return record_or_queue(bench.desk, turn(bench, number), ["drafts/x"])


def test_what_git_takes_is_recorded_and_leaves_no_trace_in_the_queue(bench: Workbench) -> None:
    outcome = record(bench)
    assert isinstance(outcome, Recorded)
    assert outcome.commit == bench.history.snapshots[-1][0]
    assert waiting(bench.desk).count == 0


def test_nothing_changed_is_neither_recorded_nor_queued(bench: Workbench) -> None:
    record(bench)
    assert record(bench, 2) is None
    assert len(bench.history.snapshots) == 1


def test_what_git_refuses_waits_and_says_why(bench: Workbench) -> None:
    bench.history.now_state = LOCKED
    outcome = record(bench)
    assert isinstance(outcome, Queued)
    assert outcome.sentence == (
        "Kept, not committed yet: git is busy, .git/index.lock since 14:02. 1 iteration waits."
    )
    assert outcome.remedy == "Wait"
    assert waiting(bench.desk).sentence == (
        "1 iteration waits: git is busy, .git/index.lock since 14:02; wait"
    )


def test_the_same_text_is_never_queued_twice(bench: Workbench) -> None:
    bench.history.now_state = LOCKED
    record(bench)
    assert record(bench, 2) is None
    assert waiting(bench.desk).count == 1


def test_what_cannot_be_read_is_counted_and_keeps_nobody_back(bench: Workbench) -> None:
    bench.history.now_state = LOCKED
    record(bench)
    bench.queue.spoil(bench.queue.waiting()[0].id)
    seen = waiting(bench.desk)
    assert (seen.count, seen.damaged, seen.sentence) == (0, 1, "")
    assert seen.damaged_sentence == "1 iteration waits that cannot be read"
    bench.history.now_state = READY
    assert isinstance(record(bench, 2), Recorded)
    assert waiting(bench.desk).damaged == 1


def test_older_ones_go_first(bench: Workbench) -> None:
    bench.history.now_state = LOCKED
    record(bench, 1)
    record(bench, 2, text="two\n")
    bench.history.now_state = READY
    outcome = record(bench, 3, text="three\n")
    assert isinstance(outcome, Recorded)
    assert [made.number for made in bench.history.iterations] == [1, 2, 3]
    assert [tree[POST] for _, tree in bench.history.snapshots] == ["one\n", "two\n", "three\n"]


def test_turns_and_texts_are_there_while_they_wait(bench: Workbench) -> None:
    bench.history.now_state = LOCKED
    record(bench, 1)
    record(bench, 2, text="two\n")
    first, second = bench.desk.history.timeline("x")
    assert (first.is_waiting, first.iteration, second.iteration) == (True, 1, 2)
    assert bench.desk.history.text_at(first.commit, POST) == "one\n"
    assert bench.desk.history.text_at(second.commit, POST) == "two\n"
    assert bench.desk.history.text_at("HEAD", POST) == "two\n"
    assert bench.desk.history.changed(["drafts/x"]) == []
    bench.files[POST] = "three\n"
    assert bench.desk.history.changed(["drafts/x"]) == [POST]


def test_the_name_it_had_while_it_waited_still_finds_its_text(bench: Workbench) -> None:
    bench.history.now_state = LOCKED
    record(bench)
    (waits,) = bench.desk.history.timeline("x")
    bench.history.now_state = READY
    drained = drain(bench.desk)
    assert drained.committed == (bench.history.snapshots[-1][0],)
    assert bench.desk.history.text_at(waits.commit, POST) == "one\n"
    assert not bench.desk.history.timeline("x")[0].is_waiting


def test_one_refused_stops_those_behind_it(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.history.now_state = LOCKED
    record(bench, 1)
    record(bench, 2, text="two\n")
    bench.history.now_state = READY
    real = HistoryDouble.write

    def second_fails(self: HistoryDouble, entry: object, *args: object, **how: object) -> object:
        if getattr(entry, "iteration").number == 2:  # noqa: B009 - typed as an object here
            raise HistoryUnavailable("hook", "a hook of git says no", "mend it")
        return real(self, entry, *args, **how)  # type: ignore[arg-type] # handed on as given

    monkeypatch.setattr(HistoryDouble, "write", second_fails)
    drained = drain(bench.desk)
    assert (len(drained.committed), drained.left) == (1, 1)
    assert drained.why is not None
    assert waiting(bench.desk).why == drained.why


def test_an_iteration_that_git_has_already_is_not_made_twice(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: QueueDouble, id: str, commit: str = "") -> None:  # noqa: A002
        raise CannotWrite("state/queue", "the disk is full", "make room")

    with monkeypatch.context() as stuck:
        stuck.setattr(QueueDouble, "remove", full)
        assert isinstance(record(bench), Recorded)
    assert waiting(bench.desk).count == 1
    assert len(drain(bench.desk).committed) == 1
    assert (len(bench.history.snapshots), waiting(bench.desk).count) == (1, 0)


def test_while_another_draftloop_empties_the_queue_it_is_left_to_it(bench: Workbench) -> None:
    bench.queue.is_taken = True
    outcome = record(bench)
    assert isinstance(outcome, Queued)
    assert outcome.why == BUSY


def test_with_a_full_state_folder_git_alone_takes_it(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise CannotWrite("state/queue", "the disk is full", "make room")

    monkeypatch.setattr(QueueDouble, "add", full)
    assert isinstance(record(bench), Recorded)
    bench.history.now_state = LOCKED
    bench.files[POST] = "two\n"
    with pytest.raises(HistoryUnavailable) as refused:
        record(bench, 2)
    assert "cannot be kept waiting either, state/queue: the disk is full" in refused.value.reason
    assert "the words are in the files" in refused.value.remedy


def test_a_deleted_file_is_deleted_in_the_commit(bench: Workbench) -> None:
    record(bench)
    del bench.files[POST]
    bench.history.now_state = LOCKED
    assert isinstance(record(bench, 2), Queued)
    bench.history.now_state = READY
    bench.files[POST] = "back again\n"
    drain(bench.desk)
    assert POST not in bench.history.snapshots[-1][1]


def test_a_tag_is_given_with_the_commit_that_waited_for_it(bench: Workbench) -> None:
    bench.history.now_state = LOCKED
    record_or_queue(bench.desk, turn(bench), ["drafts/x"], tag=("ship/x", "Ship to site: X"))
    assert bench.history.given_tags == {}
    bench.history.now_state = READY
    drain(bench.desk)
    assert bench.history.given_tags == {"ship/x": bench.history.snapshots[-1][0]}
