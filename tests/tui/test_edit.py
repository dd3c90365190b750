"""The first pass: alarms one by one, every decision saved and every decision undone."""

from __future__ import annotations

import pytest

from draftloop.loop.finding import Finding
from draftloop.tui.dialogs.new_words import NewWordsDialog
from draftloop.tui.screens.edit import EditScreen
from draftloop.tui.screens.pass_findings import moved, nearest
from draftloop.tui.screens.reading import paragraph_around, sentence_around
from tests.findings import plain_finding
from tests.tui.conftest import HOSTILE, World, press, screen_text, settled
from tests.tui.passes_world import POST, CheckerDouble, app_on, rest

PATH = "drafts/d/post.md"


@pytest.fixture
def draft(world: World) -> World:
    world.draft("A post", slug="d", outline="- a point\n", post=POST)
    return world


def edit_screen(app: object) -> EditScreen:
    screen = app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, EditScreen)
    return screen


async def test_the_first_alarm_stands_in_its_sentence_with_its_fixes(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        screen = edit_screen(pilot.app)
        assert "3 sure · 0 maybe · 2 new words" in shown
        assert "1 apart from" in shown
        assert screen.current is not None
        assert screen.current.text == "apart of"
        start, end = screen.area.lit or (0, 0)
        assert screen.editor.text[start:end] == "It runs apart of the others."


async def test_enter_takes_the_first_fix_and_saves_it(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        await rest(pilot)
        assert "It runs apart from the others." in draft.files[PATH]
        assert edit_screen(pilot.app).current is not None
        assert edit_screen(pilot.app).current.text == "recieve"  # type: ignore[union-attr]
        assert "2 sure" in screen_text(pilot.app)


async def test_a_digit_takes_that_fix(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "n", "2")
        await rest(pilot)
        assert "I relieve many letters" in draft.files[PATH]


async def test_a_click_takes_the_fix_under_the_pointer(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "n")
        rows = screen_text(pilot.app).splitlines()
        y = next(number for number, row in enumerate(rows) if "2 relieve" in row)
        await pilot.click(offset=(rows[y].index("relieve") + 1, y))
        await rest(pilot)
        assert "I relieve many letters" in draft.files[PATH]


async def test_a_digit_without_a_fix_changes_nothing_and_stays_here(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        assert draft.files[PATH].endswith(POST)


async def test_later_alarms_keep_their_places_after_a_fix(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("enter", "enter", "enter")
        await settled(pilot)
        await rest(pilot)
        expected = POST.replace("apart of", "apart from").replace("recieve", "receive")
        expected = expected.replace("in details", "in detail")
        assert draft.files[PATH].endswith(expected)
        assert "Nothing left that the checkers are sure of." in screen_text(pilot.app)


async def test_ignoring_is_written_down_and_can_be_undone(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "i")
        assert 'text = "apart of"' in draft.files["drafts/d/ignores.toml"]
        assert "2 sure" in screen_text(pilot.app)
        await press(pilot, "u")
        assert draft.files["drafts/d/ignores.toml"] == ""
        assert "3 sure" in screen_text(pilot.app)


async def test_two_quick_ignores_are_both_kept(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("i", "i")
        await settled(pilot)
        assert draft.files["drafts/d/ignores.toml"].count("[[ignore]]") == 2


async def test_never_this_rule_covers_all_it_marks_in_the_post(draft: World) -> None:
    draft.files[PATH] += "\nAnd apart of this I recieve more.\n"
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "5 sure" in screen_text(pilot.app)
        await press(pilot, "I")
        assert "3 sure" in screen_text(pilot.app)
        assert "near" not in draft.files["drafts/d/ignores.toml"]


async def test_never_of_a_spelling_means_this_word_and_not_all_of_spelling(draft: World) -> None:
    draft.files[PATH] += "\nAnd I recieve more. A flurbotron is there.\n"
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "4 sure · 0 maybe · 2 new words" in screen_text(pilot.app)
        await press(pilot, "n", "I")
        assert "2 sure · 0 maybe · 2 new words" in screen_text(pilot.app)
        assert draft.files["drafts/d/ignores.toml"].count('text = "recieve"') == 1
        await press(pilot, "u")
        assert "4 sure · 0 maybe · 2 new words" in screen_text(pilot.app)


async def test_a_taught_word_is_right_from_now_on_and_undone_like_the_rest(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "n", "t")
        assert draft.files["dictionary.txt"] == "recieve\n"
        assert "2 sure" in screen_text(pilot.app)
        await press(pilot, "u")
        assert draft.files["dictionary.txt"] == ""
        assert "3 sure" in screen_text(pilot.app)


async def test_new_words_are_ticked_once_and_taught_together(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "l")
        assert isinstance(pilot.app.screen, NewWordsDialog)
        await press(pilot, "space", "enter")
        assert draft.files["dictionary.txt"] == "quuxlet\n"
        assert "1 new word" in screen_text(pilot.app)


async def test_undo_takes_back_a_fix_in_the_file_too(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        await rest(pilot)
        await press(pilot, "u")
        await rest(pilot)
        assert draft.files[PATH].endswith(POST)
        assert "3 sure" in screen_text(pilot.app)


async def test_of_a_fix_taken_back_nothing_is_kept_aside(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        await rest(pilot, 0.5)
        await press(pilot, "u")
        await rest(pilot)
        assert draft.recovery.kept() == []


async def test_a_sentence_can_be_changed_where_it_stands(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "c")
        assert edit_screen(pilot.app).box.text == "It runs apart of the others."
        await press(pilot, "end", "exclamation_mark", "enter")
        await rest(pilot)
        assert "It runs apart of the others.!" in draft.files[PATH]


async def test_leaving_the_change_changes_nothing(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "c", "x", "escape")
        await rest(pilot)
        assert draft.files[PATH].endswith(POST)
        assert edit_screen(pilot.app).current is not None


async def test_the_next_alarm_comes_around_and_back(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = edit_screen(pilot.app)
        seen = []
        for key in ("n", "n", "n", "N"):
            await press(pilot, key)
            assert screen.current is not None
            seen.append(screen.current.text)
        assert seen == ["recieve", "in details", "apart of", "in details"]


async def test_an_engine_that_cannot_work_is_said_and_the_pass_can_still_end(draft: World) -> None:
    checker = CheckerDouble(is_missing=True)
    async with app_on(draft, checker, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert "harper is unavailable: it is not installed" in shown
        assert "ctrl+g ends the pass all the same" in shown
        checker.is_missing = False
        await press(pilot, "f5")
        assert "3 sure" in screen_text(pilot.app)


async def test_ending_the_pass_records_it_and_leads_to_the_second(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "ctrl+g")
        assert type(pilot.app.screen).__name__ == "ReadabilityScreen"
    turn = draft.history.timeline("d")[-1]
    assert (turn.stage, turn.pass_name) == ("edit", "grammar")
    assert "It runs apart from" in draft.files[PATH]


async def test_tab_leads_to_the_other_pass_and_back(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "tab")
        assert type(pilot.app.screen).__name__ == "ReadabilityScreen"
        await press(pilot, "tab")
        assert isinstance(pilot.app.screen, EditScreen)


async def test_a_change_by_another_program_is_never_overwritten(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        theirs = draft.files[PATH].replace("apart of", "aside of") + "\nTheir line.\n"
        draft.files[PATH] = theirs
        await press(pilot, "enter")
        await rest(pilot)
        assert draft.files[PATH] == theirs
        assert "changed by another program" in screen_text(pilot.app)
        await press(pilot, "f8")
        assert "Their line." in edit_screen(pilot.app).editor.text
        assert any("It runs apart from" in row[2] for row in draft.recovery.entries)


async def test_a_fix_and_a_change_elsewhere_go_together(draft: World) -> None:
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        draft.files[PATH] += "\nTheir line.\n"
        await press(pilot, "enter")
        await rest(pilot)
        await rest(pilot)
        assert "It runs apart from" in draft.files[PATH]
        assert draft.files[PATH].endswith("\nTheir line.\n")


async def test_windows_line_ends_outside_a_fix_stay(draft: World) -> None:
    draft.files[PATH] = draft.files[PATH].replace("\n", "\r\n")
    async with app_on(draft, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        await rest(pilot)
    assert draft.files[PATH].endswith(POST.replace("apart of", "apart from").replace("\n", "\r\n"))


async def test_a_draft_without_prose_says_so(world: World) -> None:
    world.draft("A post", slug="d", outline="- a point\n")
    async with app_on(world, step="edit").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "There is no prose here yet" in screen_text(pilot.app)
        await press(pilot, "n", "enter", "u", "c")


@pytest.mark.parametrize("words", HOSTILE)
async def test_any_text_is_shown_as_it_is(world: World, words: str) -> None:
    world.draft(words, slug="d", post=f"{words} apart of {words} recieve flurbotron.\n")
    async with app_on(world, step="edit").run_test(size=(100, 30), notifications=True) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert words in shown
        await press(pilot, "n", "c", "escape", "i", "l", "escape", "v", "escape", "w", "escape")


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_alarm_fixes_and_keys_are_in_sight(draft: World, size: tuple[int, int]) -> None:
    async with app_on(draft, step="edit").run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        for words in (
            "apart of the others",
            "Apart takes another",
            "1 apart from",
            "enter fix",
            "ctrl+g done",
        ):
            assert words in shown


def finding(start: int, end: int, rule: str = "R") -> Finding:
    return plain_finding(start, "x" * (end - start), rule=rule)


def test_findings_behind_an_edit_move_and_touched_ones_go() -> None:
    left = moved([finding(0, 3), finding(5, 8), finding(9, 12)], 5, 8, "longer")
    assert [(one.start, one.end) for one in left] == [(0, 3), (12, 15)]


def test_the_same_alarm_is_found_again_at_the_nearest_place() -> None:
    order = [finding(0, 3), finding(40, 43), finding(90, 93, "other")]
    assert nearest(order, finding(38, 41)) is order[1]
    assert nearest([], finding(0, 1)) is None


def test_a_sentence_is_found_within_its_paragraph() -> None:
    text = "One here. Two\nruns on. Three.\n\nFour."
    start, end = sentence_around(text, text.index("runs"), text.index("runs") + 4)
    assert text[start:end] == "Two\nruns on."
    start, end = paragraph_around(text, text.index("Four"))
    assert text[start:end] == "Four."
