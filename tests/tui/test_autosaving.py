"""Autosaves are made while somebody writes, when a draft is left and at the end, and no key waits."""

from __future__ import annotations

from threading import Event

import pytest

from draftloop.loop.errors import HistoryUnavailable
from draftloop.loop.stage import Stage
from draftloop.tui.app import DraftloopApp
from tests.tui.conftest import World, flat, press, settled
from tests.tui.writing import record, until

PATH = "drafts/d/post.md"


@pytest.fixture
def draft(world: World) -> World:
    world.draft("Retries", slug="d", outline="- a\n", post="Words.\n")
    return world


def kept(world: World) -> list[str]:
    return [texts[PATH].rpartition("\n\n")[2] for texts in world.autosaves.kept.get("d", {}).values()]


async def test_a_save_is_followed_by_an_autosave(draft: World) -> None:
    async with DraftloopApp(draft.desk, start="prose", slug="d").run_test() as pilot:
        await settled(pilot)
        await press(pilot, "x", "ctrl+s")
        await until(pilot, lambda: kept(draft), "an autosave")
    assert "x" in kept(draft)[0]


async def test_of_one_minute_one_is_made_and_one_more_when_the_draft_is_left(draft: World) -> None:
    async with DraftloopApp(draft.desk, start="prose", slug="d").run_test() as pilot:
        await settled(pilot)
        await press(pilot, "x", "ctrl+s")
        await until(pilot, lambda: kept(draft), "an autosave")
        draft.clock.go_on(minutes=1)
        await press(pilot, "y", "ctrl+s")
        await until(pilot, lambda: "y" in draft.files[PATH], "the second save")
        assert len(kept(draft)) == 1
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: len(kept(draft)) == 2, "the one on leaving")


async def test_closing_the_app_leaves_one(draft: World) -> None:
    async with DraftloopApp(draft.desk, start="prose", slug="d").run_test() as pilot:
        await settled(pilot)
        await pilot.press("x")
        await pilot.press("ctrl+q")
    assert "x" in kept(draft)[-1]


async def test_looking_at_a_recorded_draft_makes_none(draft: World) -> None:
    record(draft, Stage.PROSE, 1, slug="d")
    async with DraftloopApp(draft.desk, start="prose", slug="d").run_test() as pilot:
        await settled(pilot)
        await press(pilot, "escape", "escape")
        await pilot.press("q")
    assert kept(draft) == []


async def test_trouble_is_said_and_the_words_are_in_the_file(
    draft: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> str | None:
        raise HistoryUnavailable("failed", "the disk of git is full", "make room")

    monkeypatch.setattr(draft.autosaves, "save", fails)
    async with DraftloopApp(draft.desk, start="prose", slug="d").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "x", "ctrl+s")
        await until(pilot, lambda: "no autosave of d" in flat(pilot.app), "what went wrong")
        assert "x" in draft.files[PATH]


async def test_no_key_waits_for_a_git_that_hangs(draft: World, monkeypatch: pytest.MonkeyPatch) -> None:
    answers, asked = Event(), Event()

    def hangs(*_: object) -> str | None:
        asked.set()
        answers.wait(20)
        return None

    monkeypatch.setattr(draft.autosaves, "save", hangs)
    async with DraftloopApp(draft.desk, start="prose", slug="d").run_test() as pilot:
        await settled(pilot)
        await press(pilot, "x", "ctrl+s")
        await until(pilot, asked.is_set, "an autosave begun")
        await press(pilot, "y", "ctrl+s")
        await until(pilot, lambda: "xy" in draft.files[PATH], "the next save")
        assert not answers.is_set()
        answers.set()
