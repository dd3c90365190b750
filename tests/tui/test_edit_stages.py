"""A long post is checked bit by bit: the screen first, slow engines last, and nobody is moved for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from draftloop.tui.screens.edit import EditScreen
from tests.tui.conftest import World, flat, press, screen_text, settled
from tests.tui.passes_world import CheckerDouble, app_on, rest, until

FILLER = "Nothing is wrong with this sentence, and so it goes on for a while.\n\n" * 80
LONG = f"It runs apart of the others.\n\n{FILLER}I recieve many letters.\n\n{FILLER}They come in details.\n"
SECOND = {
    "many letters": ("MANY_NN", "GRAMMAR", "Too many letters.", ("much mail",)),
    "apart of": ("APART", "GRAMMAR", "Something else is meant.", ("a part of",)),
}


@pytest.fixture
def draft(world: World) -> World:
    world.draft("A post", slug="d", outline="- a point\n", post=LONG)
    return world


def screen_of(app: object) -> EditScreen:
    screen = app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, EditScreen)
    return screen


def shown(app: object) -> str:
    """What the alarm in front is about."""
    current = screen_of(app).current
    return "" if current is None else current.text


async def test_the_first_screen_is_shown_while_the_rest_is_read(draft: World) -> None:
    harper = CheckerDouble(waits_for="recieve")
    async with app_on(draft, harper, step="edit").run_test(notifications=True) as pilot:
        await until(pilot, lambda: shown(pilot.app))
        assert shown(pilot.app) == "apart of"
        assert "1 sure · 0 maybe · 0 new words · reading on" in screen_text(pilot.app)
        harper.may_answer.set()
        await settled(pilot)
        assert shown(pilot.app) == "apart of"
        assert "3 sure" in screen_text(pilot.app)
        assert "reading on" not in screen_text(pilot.app)


async def test_what_is_in_sight_is_asked_first(draft: World) -> None:
    harper = CheckerDouble()
    async with app_on(draft, harper, step="edit").run_test() as pilot:
        await settled(pilot)
    assert any("apart of" in text for text in harper.asked[0])
    assert not any("recieve" in text for text in harper.asked[0])
    assert len(harper.asked[0]) < 20


async def test_one_who_reads_on_is_not_called_back_by_the_first_alarm(draft: World) -> None:
    draft.files["drafts/d/post.md"] = draft.files["drafts/d/post.md"].replace("apart of", "apart from")
    harper = CheckerDouble(waits_for="recieve")
    async with app_on(draft, harper, step="edit").run_test(notifications=True) as pilot:
        await until(pilot, lambda: screen_of(pilot.app).report)
        await pilot.press("pagedown", "pagedown")
        here = screen_of(pilot.app).area.scroll_offset.y
        assert here > 0
        harper.may_answer.set()
        await settled(pilot)
        assert screen_of(pilot.app).area.scroll_offset.y == here
        assert "n shows the next alarm" in screen_text(pilot.app)


async def test_all_that_was_sure_so_far_is_mended_and_the_next_comes_by_itself(draft: World) -> None:
    harper = CheckerDouble(waits_for="recieve")
    async with app_on(draft, harper, step="edit").run_test(notifications=True) as pilot:
        await until(pilot, lambda: shown(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: not shown(pilot.app))
        assert "Nothing left" not in screen_text(pilot.app)
        harper.may_answer.set()
        await settled(pilot)
        assert shown(pilot.app) == "recieve"


async def test_a_slow_engine_never_holds_back_the_quick_one(draft: World) -> None:
    slow = CheckerDouble(name="languagetool", slips=SECOND, waits_for="many letters")
    async with app_on(draft, step="edit", other=slow).run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: screen_of(pilot.app).has_read)
        assert shown(pilot.app) == "apart of"
        assert "3 sure" in screen_text(pilot.app)
        await until(pilot, lambda: "LanguageTool still reads" in screen_text(pilot.app))
        await press_while_held(pilot, "n")
        assert shown(pilot.app) == "recieve"
        slow.may_answer.set()
        await settled(pilot)
        assert shown(pilot.app) == "recieve"
        assert "LanguageTool still reads" not in screen_text(pilot.app)
        texts = [one.text for one in screen_of(pilot.app).findings]
        assert "many letters" in texts


async def press_while_held(pilot: object, key: str) -> None:
    """Press a key while a thread waits."""
    await pilot.press(key)  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]


async def test_another_engines_word_does_not_take_the_place_of_the_alarm_in_front(draft: World) -> None:
    slow = CheckerDouble(name="languagetool", slips=SECOND, waits_for="apart of")
    async with app_on(draft, step="edit", other=slow).run_test(notifications=True) as pilot:
        await until(pilot, lambda: shown(pilot.app))
        assert "1 apart from" in screen_text(pilot.app)
        slow.may_answer.set()
        await settled(pilot)
        assert "1 apart from" in screen_text(pilot.app)
        assert [one.text for one in screen_of(pilot.app).findings].count("apart of") == 1


async def test_what_the_slow_engine_saw_stays_while_it_is_asked_again(draft: World) -> None:
    slow = CheckerDouble(name="languagetool", slips={"many letters": SECOND["many letters"]})
    async with app_on(draft, step="edit", other=slow).run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "many letters" in [one.text for one in screen_of(pilot.app).findings]
        slow.waits_for = "apart from"
        await pilot.press("enter")
        await until(pilot, lambda: any("apart from" in text for asked in slow.asked for text in asked))
        assert "many letters" in [one.text for one in screen_of(pilot.app).findings]
        slow.may_answer.set()
        await settled(pilot)
        assert "many letters" in [one.text for one in screen_of(pilot.app).findings]


async def test_a_slow_engine_that_is_not_there_is_one_row_and_no_more(draft: World) -> None:
    slow = CheckerDouble(name="languagetool", is_missing=True)
    async with app_on(draft, step="edit", other=slow).run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "languagetool is unavailable: it is not installed · f5 asks again" in flat(pilot.app)
        assert shown(pilot.app) == "apart of"
        await press(pilot, "enter")
        assert shown(pilot.app) == "recieve"
        slow.is_missing = False
        slow.slips = SECOND
        await press(pilot, "f5")
        assert "unavailable" not in flat(pilot.app)
        assert "many letters" in [one.text for one in screen_of(pilot.app).findings]


async def test_an_answer_that_is_overdue_is_told_and_keys_go_on(draft: World) -> None:
    harper = CheckerDouble()
    async with app_on(draft, harper, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        harper.waits_for = "apart from"
        await pilot.press("enter")
        await until(pilot, lambda: any("apart from" in text for asked in harper.asked for text in asked))
        screen = screen_of(pilot.app)
        clock = screen.clock
        screen.clock = lambda: clock() + 2
        await until(pilot, lambda: "waiting for the checkers; what you see stays" in flat(pilot.app))
        await press_while_held(pilot, "n")
        assert shown(pilot.app) == "in details"
        harper.may_answer.set()
        await settled(pilot)
        assert "waiting for the checkers" not in flat(pilot.app)


async def test_a_file_changed_outside_in_the_middle_is_read_anew(draft: World) -> None:
    harper = CheckerDouble(waits_for="recieve")
    async with app_on(draft, harper, step="edit").run_test(notifications=True) as pilot:
        await until(pilot, lambda: shown(pilot.app))
        head = draft.files["drafts/d/post.md"].split("It runs")[0]
        draft.files["drafts/d/post.md"] = f"{head}{FILLER}{FILLER}And now in details.\n"
        screen_of(pilot.app).look_outside()
        await until(pilot, lambda: "And now" in screen_of(pilot.app).editor.text)
        harper.may_answer.set()
        await settled(pilot)
        await rest(pilot)
        assert [one.text for one in screen_of(pilot.app).findings] == ["in details"]
        assert shown(pilot.app) == "in details"


class StartingDouble(CheckerDouble):
    """One that counts how often it was started."""

    starts = 0

    def start(self) -> None:
        self.starts += 1


async def test_f5_starts_an_engine_that_gave_up_once_more(draft: World) -> None:
    slow = StartingDouble(name="languagetool", is_missing=True)
    async with app_on(draft, step="edit", other=slow).run_test(notifications=True) as pilot:
        await settled(pilot)
        assert slow.starts == 1
        await press(pilot, "enter")
        assert slow.starts == 1
        await press(pilot, "f5")
        assert slow.starts == 2


async def test_what_could_not_be_read_is_said_in_place_until_it_is_mended(draft: World) -> None:
    draft.files["drafts/d/ignores.toml"] = "[[ignore]\n"
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "ignores.toml" in flat(pilot.app)
        draft.files["drafts/d/ignores.toml"] = ""
        await press(pilot, "f5")
        assert "ignores.toml" not in flat(pilot.app)
        assert shown(pilot.app) == "apart of"


async def test_a_language_that_nobody_reads_is_said(world: World) -> None:
    world.draft("Ein Beitrag", slug="d", lang="de", outline="- ein Punkt\n")
    world.files["drafts/d/post.md"] = "---\ntitle: Ein Beitrag\nlang: de\n---\n\nDas ist ein Absatz.\n"
    async with app_on(world, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "German" in flat(pilot.app)


async def test_a_server_on_another_machine_is_named_while_it_reads_along(world: World) -> None:
    world.draft("A post", slug="d", outline="- a point\n", post=LONG)
    world.settings = replace(world.settings, languagetool_use="https://lt.example.org/")
    slow = CheckerDouble(name="languagetool", slips=SECOND)
    async with app_on(world, step="edit", other=slow).run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "LanguageTool reads along at lt.example.org" in flat(pilot.app)
