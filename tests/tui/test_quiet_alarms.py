"""Alarms while writing: off by default, never in a first draft, under no key's way."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from draftloop.loop.finding import Finding
from draftloop.loop.settings import CheckSettings, WhileWriting
from draftloop.loop.stage import Stage
from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens.prose import ProseScreen
from draftloop.tui.screens.quiet_alarms import Heard, carried, location_of, row_marks
from tests.findings import plain_finding
from tests.tui.conftest import HOSTILE, World, flat, press, settled
from tests.tui.passes_world import CheckerDouble, app_on
from tests.tui.writing import record, until

BODY = "It runs apart of the others.\n\nI recieve many letters.\n\nThe end of it.\n"


def writing(
    world: World,
    checker: CheckerDouble | None = None,
    *,
    when: WhileWriting = "always",
    body: str = BODY,
) -> DraftloopApp:
    world.draft("A post", slug="d", outline="- a point\n", post=body)
    world.settings = replace(world.settings, checks=CheckSettings(while_writing=when))
    return app_on(world, checker, step="prose")


def prose_screen(app: object) -> ProseScreen:
    screen = app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, ProseScreen)
    return screen


def underlined(app: object) -> list[str]:
    """The words that are underlined on the screen."""
    editor = prose_screen(app).prose_editor
    return [
        line[start:end]
        for row, line in enumerate(editor.document.lines)
        for start, end in editor._marks_of(row)
    ]


async def test_what_is_sure_is_underlined_but_not_where_the_cursor_is(world: World) -> None:
    async with writing(world).run_test(notifications=True) as pilot:
        await settled(pilot)
        await until(pilot, lambda: underlined(pilot.app), "marks")
        assert underlined(pilot.app) == ["apart of", "recieve"]
        prose_screen(pilot.app).prose_editor.go_to(3)
        await settled(pilot)
        assert underlined(pilot.app) == ["apart of"]
        assert not pilot.app._notifications


async def test_what_is_typed_is_marked_when_its_paragraph_is_left(world: World) -> None:
    async with writing(world, body="The end.\n").run_test() as pilot:
        await settled(pilot)
        await pilot.press(
            "enter", "enter", *"We", "space", *"apart", "space", *"of", "space", *"it", "enter", "enter"
        )
        await until(pilot, lambda: underlined(pilot.app), "a mark")
        assert underlined(pilot.app) == ["apart of"]


async def test_only_the_changed_paragraph_is_asked_about_again(world: World) -> None:
    harper = CheckerDouble()
    async with writing(world, harper).run_test() as pilot:
        await settled(pilot)
        await until(pilot, lambda: underlined(pilot.app), "marks")
        before = len(harper.asked)
        await pilot.press("x")
        await until(pilot, lambda: len(harper.asked) > before, "another check")
        assert harper.asked[-1] == ("The end of it.x",)


async def test_the_key_tells_the_reason_then_mends_and_ctrl_z_takes_it_back(world: World) -> None:
    async with writing(world).run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await until(pilot, lambda: underlined(pilot.app), "marks")
        screen = prose_screen(pilot.app)
        screen.prose_editor.go_to(1, 12)
        await press(pilot, "f6")
        assert "“apart of”: Apart takes another preposition; once more: apart from" in flat(pilot.app)
        await press(pilot, "f6")
        assert "It runs apart from the others." in screen.editor.text
        await press(pilot, "ctrl+z")
        assert "It runs apart of the others." in screen.editor.text


async def test_away_from_an_alarm_the_key_leads_to_the_next(world: World) -> None:
    async with writing(world).run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await until(pilot, lambda: underlined(pilot.app), "marks")
        await press(pilot, "f6")
        screen = prose_screen(pilot.app)
        assert screen.prose_editor.cursor_location == location_of(
            screen.editor.text, screen.editor.text.index("apart")
        )


async def test_a_first_draft_is_left_alone_and_the_second_is_not(world: World) -> None:
    async with writing(world, when="on").run_test() as pilot:
        await settled(pilot)
        assert prose_screen(pilot.app).quiet is None
    record(world, Stage.PROSE, 1, slug="d")
    async with writing(world, when="on").run_test() as pilot:
        await settled(pilot)
        await until(pilot, lambda: underlined(pilot.app), "marks")


async def test_switched_off_it_is_not_there_and_its_key_does_nothing(world: World) -> None:
    harper = CheckerDouble()
    async with writing(world, harper, when="off").run_test() as pilot:
        await settled(pilot)
        assert prose_screen(pilot.app).quiet is None
        prose_screen(pilot.app).prose_editor.go_to(1)
        await press(pilot, "f6")
        assert prose_screen(pilot.app).editor.selected_text == ""
    assert harper.asked == []


def test_switched_off_nothing_of_it_is_loaded() -> None:
    code = (
        "import sys, draftloop.tui.screens.prose; print('draftloop.tui.screens.quiet_alarms' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


async def test_an_answer_to_an_older_text_is_not_shown(world: World) -> None:
    harper = CheckerDouble(waits_for="recieve")
    async with writing(world, harper).run_test() as pilot:
        await until(pilot, lambda: harper.asked, "the first check")
        await pilot.press("x")
        await pilot.pause()
        screen = prose_screen(pilot.app)
        assert underlined(pilot.app) == []
        harper.may_answer.set()
        await until(pilot, lambda: underlined(pilot.app), "marks of the newer text")
        assert screen.editor.text.endswith("The end of it.x\n")


async def test_an_engine_that_is_not_there_says_nothing_here(world: World) -> None:
    async with writing(world, CheckerDouble(is_missing=True)).run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "x")
        await settled(pilot)
        assert "unavailable" not in flat(pilot.app)
        assert not pilot.app._notifications


@pytest.mark.parametrize("words", HOSTILE)
async def test_any_words_can_be_marked_and_explained(world: World, words: str) -> None:
    async with writing(world, body=f"It runs apart of the others: {words}\n\nEnd.\n").run_test(
        size=(120, 30)
    ) as pilot:
        await settled(pilot)
        await until(pilot, lambda: underlined(pilot.app) == ["apart of"], "marks")
        await press(pilot, "f6")
        assert "“apart of”" in flat(pilot.app)


def sure(text: str, words: str) -> Finding:
    return plain_finding(text.index(words), words)


def test_alarms_follow_their_words_when_others_are_typed() -> None:
    heard = Heard(text=BODY, findings=(sure(BODY, "apart of"), sure(BODY, "recieve")))
    later = BODY.replace("I recieve", "Now I recieve")
    found, span = carried(heard, later)
    assert [later[one.start : one.end] for one in found] == ["apart of", "recieve"]
    assert span is not None
    assert later[span[0] : span[1]] == "Now I recieve many letters."


def test_an_alarm_whose_words_are_changed_is_gone() -> None:
    heard = Heard(text=BODY, findings=(sure(BODY, "recieve"),))
    assert carried(heard, BODY.replace("recieve", "receive"))[0] == []


def test_marks_over_two_rows_are_on_both() -> None:
    text = "It runs apart\nof the others.\n"
    assert row_marks(Heard(text=text, findings=(sure(text, "apart\nof"),))) == {
        "It runs apart": ((8, 13),),
        "of the others.": ((0, 2),),
    }
