"""What every History does, on the double and on real git."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Protocol

import pytest

from draftloop.adapters.git_commands import init_repository
from draftloop.adapters.history import GitHistory
from draftloop.loop.iteration import Iteration, Turn
from draftloop.loop.ports import History, HistoryTags
from draftloop.loop.stage import Stage
from tests.contracts.files_of_both import Write, below, into
from tests.doubles_history import HistoryDouble

WHEN = datetime(2026, 11, 9, 20, 0, tzinfo=timezone(timedelta(hours=1)))
OUTLINE = "drafts/x/outline.md"
POST = "drafts/x/post.md"


class Both(History, HistoryTags, Protocol):
    """The two ports that one adapter fills."""


@dataclass
class Place:
    history: Both
    write: Write


@pytest.fixture(params=["double", "git"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "double":
        files: dict[str, str] = {}
        return Place(HistoryDouble(files), into(files))
    init_repository(str(tmp_path))
    return Place(GitHistory(str(tmp_path)), below(tmp_path))


def turn(stage: Stage, number: int | None = None, **facts: object) -> Iteration:
    values = {"draft": "x", "title": "Retry storms", "when": WHEN, **facts}
    return Iteration(stage=stage, number=number, **values)  # type: ignore[arg-type]


def stages(turns: list[Turn]) -> list[tuple[str, int | None]]:
    return [(turn.stage.value, turn.iteration) for turn in turns]


def test_a_new_place_is_ready_and_has_no_turns(place: Place) -> None:
    assert place.history.state().is_ready
    assert place.history.timeline("x") == []


def test_recorded_text_is_read_back(place: Place) -> None:
    place.write(OUTLINE, "- über Staus\n")
    commit = place.history.record(turn(Stage.OUTLINE, 1), ["drafts/x"])
    assert commit is not None
    assert place.history.text_at(commit, OUTLINE) == "- über Staus\n"
    assert place.history.text_at(commit, POST) is None
    assert place.history.text_at("HEAD", OUTLINE) == "- über Staus\n"


def test_nothing_changed_is_nothing_recorded(place: Place) -> None:
    place.write(OUTLINE, "- a\n")
    place.history.record(turn(Stage.OUTLINE, 1), ["drafts/x"])
    assert place.history.record(turn(Stage.OUTLINE, 1), ["drafts/x"]) is None


def test_verdicts_are_recorded_without_a_change(place: Place) -> None:
    place.write(OUTLINE, "- a\n")
    place.history.record(turn(Stage.OUTLINE, 1), ["drafts/x"])
    made = turn(Stage.COMPARE, 2, let_go=("free retries",), parked=("jitter",))
    assert place.history.record(made, ["drafts/x"], allow_empty=True)
    last = place.history.timeline("x")[-1]
    assert (last.let_go, last.parked, last.paths) == (("free retries",), ("jitter",), ())


def test_only_the_named_paths_are_recorded(place: Place) -> None:
    place.write(OUTLINE, "- a\n")
    place.write("drafts/y/outline.md", "- b\n")
    place.history.record(turn(Stage.OUTLINE, 1), ["drafts/x"])
    assert place.history.changed(["drafts"]) == ["drafts/y/outline.md"]


def test_deleted_file_is_recorded_as_deleted(place: Place) -> None:
    place.write(OUTLINE, "- a\n")
    first = place.history.record(turn(Stage.OUTLINE, 1), ["drafts/x"])
    place.write(OUTLINE, None)
    second = place.history.record(turn(Stage.OUTLINE, 1), ["drafts/x"])
    assert first is not None
    assert second is not None
    assert place.history.texts_at([(second, OUTLINE), (first, OUTLINE)]) == [None, "- a\n"]


def test_pick_keeps_the_history_of_the_idea(place: Place) -> None:
    place.write("ideas/x.md", "notes\n")
    place.write("ideas/y.md", "others\n")
    ideas = (("x", "Retry storms"), ("y", "Other"))
    place.history.record(turn(Stage.IDEA, draft="", ideas=ideas), ["ideas"])
    place.write("ideas/x.md", None)
    place.write("drafts/x/notes.md", "notes\n")
    place.history.record(turn(Stage.PICK), ["ideas/x.md", "drafts/x"])
    assert stages(place.history.timeline("x")) == [("idea", None), ("pick", None)]
    assert stages(place.history.timeline("y")) == [("idea", None)]


def test_rename_keeps_the_history_of_the_old_name(place: Place) -> None:
    place.write("drafts/old/outline.md", "- a\n")
    place.history.record(turn(Stage.OUTLINE, 1, draft="old"), ["drafts/old"])
    place.write("drafts/old/outline.md", None)
    place.write("drafts/new/outline.md", "- a\n")
    place.history.record(turn(Stage.RENAME, draft="new", source="old"), ["drafts/old", "drafts/new"])
    place.write("drafts/new/outline.md", "- b\n")
    place.history.record(turn(Stage.REWRITE, 2, draft="new"), ["drafts/new"])
    assert stages(place.history.timeline("new")) == [("outline", 1), ("rename", None), ("rewrite", 2)]


def test_time_of_a_turn_is_the_clock_s_with_its_zone(place: Place) -> None:
    place.write(OUTLINE, "- a\n")
    place.history.record(turn(Stage.OUTLINE, 1), ["drafts/x"])
    when = place.history.timeline("x")[0].when
    assert when.isoformat() == "2026-11-09T20:00:00+01:00"


def test_turn_tells_every_fact_of_its_iteration(place: Place) -> None:
    place.write(OUTLINE, "- a\n")
    made = turn(Stage.REWRITE, 2, minutes=41, peeks=1, muddy="queues", note="On the train.")
    place.history.record(made, ["drafts/x"])
    told = place.history.timeline("x")[0]
    assert (told.minutes, told.peeks, told.muddy, told.note) == (41, 1, "queues", "On the train.")
    assert (told.subject, told.paths) == ("Rewrite 2: Retry storms", (OUTLINE,))


def test_second_tag_of_a_name_is_counted(place: Place) -> None:
    place.write(POST, "a\n")
    commit = place.history.record(turn(Stage.SHIP, 1), ["drafts/x"])
    assert place.history.tag("ship/x", "Ship") == "ship/x"
    assert place.history.tag("ship/x", "Ship again") == "ship/x@2"
    assert place.history.tags("ship/") == {"ship/x": commit, "ship/x@2": commit}
    assert place.history.tags("other/") == {}


def test_order_of_turns_is_that_of_recording_whatever_the_clock_says(place: Place) -> None:
    for number, day in enumerate((20, 3, 11), 1):
        place.write(OUTLINE, f"- {day}\n")
        place.history.record(
            turn(Stage.REWRITE, number, when=datetime(2026, 11, day, tzinfo=UTC)), ["drafts/x"]
        )
    assert [turn.iteration for turn in place.history.timeline("x")] == [1, 2, 3]
