"""What every queue of waiting iterations does, in memory and on the disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from draftloop.adapters.queue import QueueFolder
from draftloop.loop.errors import NotFound
from draftloop.loop.iteration import Iteration
from draftloop.loop.stage import Stage
from draftloop.loop.waiting import Hindrance, IterationQueue
from tests.contracts.files_of_both import Write, below, into
from tests.doubles_history import QueueDouble

WHEN = datetime(2026, 11, 9, 20, 0, tzinfo=timezone(timedelta(hours=1)))
POST = "drafts/x/post.md"
FULL = Iteration(
    stage=Stage.COMPARE,
    when=WHEN,
    title="Retry storms — §2",
    draft="x",
    number=2,
    minutes=41,
    peeks=1,
    muddy="which?",
    let_go=("free retries", "jitter"),
    restored=("a budget",),
    parked=("AWS",),
    ideas=(("y", "Another"),),
    note="On the train.\n\nTwice.",
    because="tired",
)


@dataclass
class Place:
    queue: IterationQueue
    write: Write
    spoil: Callable[[str], None]
    """What keeps the iteration of that name is found empty."""


@pytest.fixture(params=["double", "folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "double":
        files: dict[str, str] = {}
        double = QueueDouble(files)
        return Place(double, into(files), double.spoil)
    root = tmp_path / "blog"
    root.mkdir()

    def spoil_file(id: str) -> None:  # noqa: A002
        (file,) = (tmp_path / "state").rglob(f"*{id}*")
        file.write_bytes(b"")

    return Place(QueueFolder(str(tmp_path / "state"), str(root), "ws"), below(root), spoil_file)


def turn(number: int = 1) -> Iteration:
    return Iteration(stage=Stage.PROSE, when=WHEN, draft="x", title="X", number=number)


def test_a_new_queue_is_empty(place: Place) -> None:
    assert place.queue.waiting() == []
    assert place.queue.hindrance() is None
    assert place.queue.commits() == frozenset()


def test_facts_and_bytes_come_back_as_they_were(place: Place) -> None:
    place.write(POST, "über Staus\r\n")
    added = place.queue.add(FULL, [POST, "drafts/x/gone.md"], allow_empty=True, base="a" * 40, tag=("t", "m"))
    place.write(POST, "something else\n")
    (kept,) = place.queue.waiting()
    assert kept == added
    assert kept.iteration == FULL
    assert (kept.allow_empty, kept.base, kept.tag) == (True, "a" * 40, ("t", "m"))
    assert [(file.path, file.state) for file in kept.files] == [(POST, "text"), ("drafts/x/gone.md", "gone")]
    assert place.queue.content(kept.id, POST) == "über Staus\r\n".encode()
    assert place.queue.content(kept.id, "drafts/x/gone.md") is None


def test_they_wait_in_their_order_and_leave_one_by_one(place: Place) -> None:
    ids = []
    for number in (1, 2, 3):
        place.write(POST, f"{number}\n")
        ids.append(place.queue.add(turn(number), [POST]).id)
    assert [entry.id for entry in place.queue.waiting()] == ids
    place.queue.remove(ids[0], "b" * 40)
    assert [entry.iteration.number for entry in place.queue.waiting()] == [2, 3]
    assert place.queue.committed_as(ids[0]) == "b" * 40
    assert place.queue.committed_as(ids[1]) == ""
    assert place.queue.commits() == {"b" * 40}
    with pytest.raises(NotFound):
        place.queue.content(ids[0], POST)


def test_a_name_in_the_queue_stands_wherever_a_commit_s_can(place: Place) -> None:
    place.write(POST, "a\n")
    name = place.queue.add(turn(), [POST]).id
    assert len(name) == 40
    assert set(name) <= set("0123456789abcdef")


def test_the_same_ended_twice_in_one_second_is_two(place: Place) -> None:
    place.write(POST, "a\n")
    assert place.queue.add(turn(), [POST]).id != place.queue.add(turn(), [POST]).id
    assert len(place.queue.waiting()) == 2


def test_one_that_is_damaged_is_told_and_keeps_nobody_back(place: Place) -> None:
    ids = []
    for number in (1, 2):
        place.write(POST, f"{number}\n")
        ids.append(place.queue.add(turn(number), [POST]).id)
    assert place.queue.damaged() == []
    place.spoil(ids[0])
    assert [entry.id for entry in place.queue.waiting()] == [ids[1]]
    (found,) = place.queue.damaged()
    assert (found.file.startswith("/"), found.problem, found.is_shut) == (True, "it is empty", False)
    assert found.sentence.endswith("waits for git and cannot be read: it is empty")
    with pytest.raises(NotFound):
        place.queue.content(ids[0], POST)
    place.queue.remove(ids[1], "b" * 40)
    third = place.queue.add(turn(3), [POST])
    assert place.queue.waiting() == [third]
    assert place.queue.damaged() == [found]


def test_why_the_first_one_waits_is_remembered(place: Place) -> None:
    hindrance = Hindrance(kind="merge", reason="a merge is not finished", remedy="finish it")
    place.write(POST, "a\n")
    place.queue.add(turn(), [POST])
    place.queue.note(hindrance)
    assert place.queue.hindrance() == hindrance
    place.queue.note(None)
    assert place.queue.hindrance() is None


def test_the_queue_is_held_by_one_alone(place: Place) -> None:
    with place.queue.alone() as is_alone:
        assert is_alone
    with place.queue.alone() as again:
        assert again
