"""The wall behind a second draftloop: nothing is written, a new idea is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from draftloop import wiring
from draftloop.loop.errors import ReadsOnly
from draftloop.loop.instance import Holder
from draftloop.loop.stage import Stage
from draftloop.steps.capture import add_idea, note_idea
from draftloop.steps.desk import Desk
from draftloop.steps.done import done
from draftloop.steps.explain import explain
from draftloop.steps.housekeeping import commit_loose_files
from draftloop.steps.park import park_lines
from draftloop.steps.pick import pick
from draftloop.steps.reading_only import PASSED_OVER, REFUSED, Reading, only_reading
from draftloop.steps.sitting import count_minutes
from tests.doubles_instance import InstanceDouble
from tests.tui.conftest import World

OTHER = Holder(pid=4711, tty="pts/3")


@pytest.fixture
def world() -> World:
    world = World()
    world.idea("Caches lie", slug="caches-lie")
    world.draft("Retries", slug="retries", outline="- a\n- b\n")
    return world


@pytest.fixture
def instance() -> InstanceDouble:
    return InstanceDouble(other=OTHER)


@pytest.fixture
def desk(world: World, instance: InstanceDouble) -> Desk:
    reading = Reading(instance)
    reading.ask()
    return only_reading(world.desk, reading)


def test_every_name_on_the_lists_is_a_method_of_its_port(tmp_path: Path) -> None:
    (tmp_path / "draftloop.toml").write_text("")
    real = wiring.desk_for(str(tmp_path))
    for field, names in (*REFUSED.items(), *PASSED_OVER.items()):
        port = getattr(real, field)
        assert port is not None, field
        assert [name for name in names if not hasattr(port, name)] == [], field


def test_a_reader_writes_nothing(desk: Desk, world: World) -> None:
    before = dict(world.files)
    for act in (
        lambda: done(desk, "retries"),
        lambda: commit_loose_files(desk),
        lambda: pick(desk, "caches-lie"),
        lambda: park_lines(desk, "retries", [2]),
        lambda: desk.library.move("ideas/caches-lie.md", "ideas/x.md"),
        lambda: desk.change_user_dictionary(str.upper),
    ):
        with pytest.raises(ReadsOnly):
            act()
    count_minutes(desk, "retries", Stage.OUTLINE, 5)
    assert world.files == before
    assert world.history.timeline("retries") == []
    assert desk.sittings.open("retries") is None


def test_words_that_came_all_the_same_are_in_the_net(desk: Desk, world: World) -> None:
    with pytest.raises(ReadsOnly) as refusal:
        note_idea(desk, "caches-lie", "the words")
    assert "the words" in desk.recovery.text(refusal.value.kept)
    assert explain(refusal.value) == (
        "this draftloop only reads while another has the workspace open (process 4711, on pts/3); "
        f"your text is kept safe as {refusal.value.kept} (`draftloop recover`)"
    )


def test_a_new_idea_is_kept_by_a_reader_too(desk: Desk, world: World) -> None:
    add_idea(desk, title="What a lock is for")
    assert "ideas/what-a-lock-is-for.md" in world.files


def test_what_is_saved_unchanged_is_no_trouble(desk: Desk) -> None:
    document = desk.library.open("drafts/retries/outline.md")
    assert desk.library.save(document, document.text) == document
    assert not desk.recovery.kept()


def test_it_writes_as_soon_as_the_other_one_is_gone(
    desk: Desk, world: World, instance: InstanceDouble
) -> None:
    instance.other = None
    reading = Reading(instance)
    assert reading.ask() is None
    desk = only_reading(world.desk, reading)
    park_lines(desk, "retries", [2])
    assert "drafts/retries/parked.md" in world.files
    assert instance.is_held


def test_without_a_lock_there_is_nobody_else(world: World) -> None:
    reading = Reading(None)
    assert reading.ask() is None
    assert reading.doubt == ""
    assert replace(world.desk).instance is None
