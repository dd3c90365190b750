"""The outline editor: points as units, prompts that are never written."""

from __future__ import annotations

from textual import events

from draftloop.tui.widgets.outline_editor import ghosts_of
from tests.tui.editor_app import OUTLINE, at, drawn, editor, line_of


async def test_enter_makes_a_point_and_tab_puts_it_under_the_one_before() -> None:
    app = editor("- a\n")
    async with app.run_test() as pilot:
        area = await at(pilot, 0)
        await pilot.press("enter", *"b")
        assert area.deeper()
        assert area.text == "- a\n  - b\n"
        assert area.outdent()
        assert area.text == "- a\n- b\n"
        assert not area.outdent()


async def test_a_level_moves_with_everything_below_and_is_one_step_of_undo() -> None:
    app = editor()
    async with app.run_test() as pilot:
        area = await at(pilot, line_of(app.area, "people think"))
        area.deeper()
        assert "  - people think" in area.text
        assert "      - and nobody" in area.text
        area.undo()
        assert area.text == OUTLINE
        area.redo()
        assert "  - people think" in area.text


async def test_several_selected_points_change_level_together() -> None:
    app = editor("- a\n- b\n- c\n")
    async with app.run_test() as pilot:
        area = await at(pilot, 1, 0)
        area.move_cursor((2, 3), select=True)
        area.deeper()
        assert area.text == "- a\n  - b\n  - c\n"
        area.undo()
        assert area.text == "- a\n- b\n- c\n"


async def test_a_point_moves_with_its_children() -> None:
    app = editor()
    async with app.run_test() as pilot:
        area = await at(pilot, line_of(app.area, "people think"))
        assert area.move_point(-1)
        assert area.text.index("nobody counts") < area.text.index("every outage")


async def test_backspace_at_the_start_joins_with_the_point_before() -> None:
    app = editor("- a\n- b\n")
    async with app.run_test() as pilot:
        area = await at(pilot, 1, 2)
        await pilot.press("backspace")
        assert area.text == "- a b\n"


async def test_a_pasted_list_comes_in_as_points_and_is_one_step() -> None:
    app = editor("- a\n- \n")
    async with app.run_test() as pilot:
        area = await at(pilot, 1)
        app.post_message(events.Paste("* one\n    * under one\n* two"))
        await pilot.pause()
        assert area.text == "- a\n- one\n  - under one\n- two\n"
        area.undo()
        assert area.text == "- a\n- \n"


async def test_a_paste_longer_than_the_screen_can_be_undone_and_done_again() -> None:
    """The cursor stands below the text's new end when the scrollbar goes; Textual's own area fails there."""
    app = editor("- a\n- \n")
    async with app.run_test() as pilot:
        area = await at(pilot, 1)
        app.post_message(events.Paste("\n".join(f"- point {number}" for number in range(200))))
        await pilot.pause()
        assert area.document.line_count == 202
        await pilot.press("ctrl+z")
        assert area.text == "- a\n- \n"
        await pilot.press("ctrl+y")
        assert "- point 199" in area.text


async def test_a_note_comes_in_as_a_point() -> None:
    app = editor("## Why\n\n- \n")
    async with app.run_test() as pilot:
        area = await at(pilot, 2)
        area.insert_point("[The 2019 review](https://example.org/a): retries\nfirst")
        area.insert_point("second")
        assert area.text == "## Why\n\n- [The 2019 review](https://example.org/a): retries first\n- second\n"


async def test_home_goes_to_the_words_first() -> None:
    app = editor("- some words\n")
    async with app.run_test() as pilot:
        area = await at(pilot, 0)
        await pilot.press("home")
        assert area.cursor_location == (0, 2)
        await pilot.press("home")
        assert area.cursor_location == (0, 0)


async def test_prompts_are_drawn_in_empty_points_and_never_written() -> None:
    app = editor("## Why\n\n- \n", prompts={"Why": ("What hurt, and whom? Who asked?",)})
    async with app.run_test() as pilot:
        area = await at(pilot, 2)
        assert "What hurt, and whom?" in "\n".join(drawn(app))
        assert area.text == "## Why\n\n- \n"
        await pilot.press(*"me", "enter")
        assert "What hurt" not in "\n".join(drawn(app))
        assert "Who asked?" in "\n".join(drawn(app))
        assert area.text == "## Why\n\n- me\n- \n"


def test_each_empty_point_of_a_section_asks_its_own_question() -> None:
    lines = ["## Why", "- ", "- said", "- ", "## What", "- "]
    assert ghosts_of(lines, {"Why": ["one?", "two?", "three?"], "What": ["four?"]}) == {
        1: "one?",
        3: "three?",
        5: "four?",
    }
