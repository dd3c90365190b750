"""Folds hide rows and never words."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.tui.widgets.folds import followed, hidden_rows
from draftloop.tui.widgets.outline_editor import OutlineEditor
from tests.tui.editor_app import OUTLINE, at, drawn, editor, line_of


async def test_a_fold_hides_rows_and_keeps_the_text() -> None:
    app = editor()
    async with app.run_test() as pilot:
        area = await at(pilot, line_of(app.area, "people think"))
        assert area.toggle_fold()
        await pilot.pause()
        screen = "\n".join(drawn(app))
        assert "they multiply" not in screen
        assert "⋯ 3" in screen
        assert area.text == OUTLINE
        assert area.toggle_fold()
        await pilot.pause()
        assert "they multiply" in "\n".join(drawn(app))


async def test_down_steps_over_a_fold() -> None:
    app = editor()
    async with app.run_test() as pilot:
        head = line_of(app.area, "people think")
        area = await at(pilot, head)
        area.toggle_fold()
        await pilot.press("down", "down")
        assert area.cursor_location[0] == line_of(area, "## What")
        await pilot.press("up", "up")
        assert area.cursor_location[0] == head


async def test_typing_in_a_folded_point_unfolds_it() -> None:
    app = editor()
    async with app.run_test() as pilot:
        area = await at(pilot, line_of(app.area, "people think"))
        area.toggle_fold()
        await pilot.press("!")
        assert area.folded_rows == frozenset()
        assert "free!\n  - they multiply" in area.text


async def test_deleting_over_a_fold_shows_it_first_and_deletes_nothing() -> None:
    app = editor()
    async with app.run_test() as pilot:
        area = await at(pilot, line_of(app.area, "people think"), 0)
        area.toggle_fold()
        area.move_cursor((line_of(area, "## What"), 0), select=True)
        await pilot.press("delete")
        assert area.text == OUTLINE
        assert area.folded_rows == frozenset()
        await pilot.press("delete")
        assert "they multiply" not in area.text


async def test_a_folded_point_stays_folded_when_it_moves_and_when_lines_come_above() -> None:
    app = editor()
    async with app.run_test() as pilot:
        area = await at(pilot, line_of(app.area, "people think"))
        area.toggle_fold()
        area.move_point(-1)
        assert area.folded_rows == {line_of(area, "people think")}
        area.move_cursor((0, 6))
        await pilot.press("enter", *"new")
        assert area.folded_rows == {line_of(area, "people think")}
        area.undo()
        assert area.folded_rows == {line_of(area, "people think")}


async def test_a_click_on_the_bullet_folds_and_one_on_the_sign_unfolds() -> None:
    app = editor()
    async with app.run_test() as pilot:
        row = line_of(app.area, "people think")
        area = await at(pilot, 0)
        await pilot.click(offset=(1, row))
        assert area.folded_rows == {row}
        await pilot.click(offset=(len("- people think retries are free") + 4, row))
        assert area.folded_rows == frozenset()


KEYS = [
    *("fold", "deeper", "outdent", "up", "down", "enter"),
    *("backspace", "delete", "type", "undo", "redo", "select"),
]


@pytest.mark.parametrize("seed", range(6))
async def test_folding_never_costs_a_word(seed: int) -> None:
    """Whatever is done, a fold hides rows only, and no edit removes a line that cannot be seen."""
    chooser = random.Random(seed)
    app = editor()
    async with app.run_test(size=(60, 30)) as pilot:
        area = await at(pilot, 2)
        for _ in range(50):
            act = chooser.choice(KEYS)
            area.move_cursor((chooser.randrange(area.document.line_count), chooser.randrange(12)))
            await pilot.pause()
            text_before = area.text
            unseen = [area.document.get_line(row).strip("#- ") for row in area.rows.hidden]
            do(area, act, chooser)
            assert area.text == "\n".join(area.document.lines)
            assert area.rows.hidden == hidden_rows(area.document.lines, area.folded_rows)
            assert area.rows.height >= area.document.line_count - len(area.rows.hidden)
            if act == "fold":
                assert area.text == text_before
            if act not in ("undo", "redo"):
                assert [words for words in unseen if words not in area.text] == [], act


def do(area: OutlineEditor, act: str, chooser: random.Random) -> None:
    match act:
        case "fold":
            area.toggle_fold()
        case "deeper":
            area.deeper()
        case "outdent":
            area.outdent()
        case "up":
            area.move_point(-1)
        case "down":
            area.move_point(1)
        case "backspace":
            area.action_delete_left()
        case "delete":
            area.action_delete_right()
        case "type":
            area.insert("w")
        case "enter":
            area.insert("\n- new")
        case "undo":
            area.undo()
        case "redo":
            area.redo()
        case "select":
            row, _ = area.cursor_location
            area.move_cursor(area.clamp_visitable((row + chooser.randrange(4), 3)), select=True)
            area.action_delete_left()


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(["- a", "  - b", "    - c", "# h", "", "text"]), min_size=1, max_size=12),
    st.data(),
)
def test_folds_follow_only_blocks_that_kept_their_words(lines: list[str], data: st.DataObject) -> None:
    folded = frozenset(data.draw(st.sets(st.integers(0, len(lines) - 1))))
    after = list(lines)
    place = data.draw(st.integers(0, len(lines)))
    after.insert(place, "- new")
    kept = followed(lines, after, folded)
    assert all(0 <= row < len(after) for row in kept)
    assert followed(lines, lines, kept & set(range(len(lines)))) <= set(range(len(lines)))
