"""The editors: text that comes back as it was, points as units, folds that hide rows and never words."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets.text_area import Document

from draftloop.tui.widgets.folds import followed, hidden_rows
from draftloop.tui.widgets.hanging_rows import HangingRows
from draftloop.tui.widgets.inline_marks import code_rows, marks_of
from draftloop.tui.widgets.outline_editor import OutlineEditor, ghosts_of
from draftloop.tui.widgets.prose_area import WritingArea
from draftloop.tui.widgets.stand_ins import StandIns

OUTLINE = """## Why

- every outage review I read ends with retries
- people think retries are free
  - they multiply: three layers, three tries, 27 calls
    - and nobody counts them
  - the bill comes later

## What

- a budget, not a count
"""

HOSTILE = [
    "list[int] and dict[str, Any]",
    "[x] todo",
    "a [link](url)",
    "[/b] closing",
    "[/",
    "[/some/path]",
    "[@click=app.quit]x[/]",
    "[[wiki]]",
    "[$error]x",
    "red \x1b[31m text \x1b]0;title\x07",
    "right \u202eto left\u202c",
    "next\x85line and\u2028separator and form\x0cfeed",
    "tag \U000e0041\U000e0042 soup",
    "日本語 and 👩‍💻 emoji",
    "a\ttab",
]


class EditorApp(App[None]):
    def __init__(self, area: WritingArea) -> None:
        super().__init__()
        self.area = area
        self.edited = 0

    def compose(self) -> ComposeResult:
        yield self.area

    def on_writing_area_edited(self) -> None:
        self.edited += 1


def drawn(app: App[None]) -> list[str]:
    """The rows of the screen as text."""
    height = app.size.height
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()][
        :height
    ]


def editor(text: str = OUTLINE, prompts: dict[str, tuple[str, ...]] | None = None) -> EditorApp:
    return EditorApp(OutlineEditor(text, prompts=prompts))


async def at(pilot: Pilot[None], row: int, column: int | None = None) -> OutlineEditor:
    area = pilot.app.query_one(OutlineEditor)
    area.focus()
    area.move_cursor((row, len(area.document.get_line(row)) if column is None else column))
    await pilot.pause()
    return area


def line_of(area: WritingArea, words: str) -> int:
    return next(n for n, line in enumerate(area.document.lines) if words in line)


# Text as text


@pytest.mark.parametrize("text", [*HOSTILE, "a\r\nb\x1b", "", "\n", "no end", "- a\n\n\n"])
def test_hiding_and_revealing_gives_the_text_back(text: str) -> None:
    stand_ins = StandIns(text)
    hidden = stand_ins.hide(text)
    assert stand_ins.reveal(hidden) == text
    assert len(stand_ins.picture(hidden)) == len(text)
    assert all(char >= " " or char in "\t\n" for char in stand_ins.picture(hidden))


@given(st.text())
def test_any_text_survives_its_stand_ins(text: str) -> None:
    stand_ins = StandIns(text)
    assert stand_ins.reveal(stand_ins.hide(text)) == text


@pytest.mark.parametrize("line", HOSTILE)
async def test_hostile_text_is_drawn_literally_and_comes_back_unchanged(line: str) -> None:
    text = f"- {line}\n- second\n"
    app = editor(text)
    async with app.run_test(notifications=True) as pilot:
        area = await at(pilot, 1)
        assert area.text == text
        screen = "\n".join(drawn(app))
        assert "\x1b" not in screen
        assert "\u202e" not in screen
        assert "second" in screen
        await pilot.press("enter", "x")
        assert area.text == text.replace("second\n", "second\n- x\n")


async def test_loading_says_nothing_and_typing_says_edited() -> None:
    app = editor()
    async with app.run_test() as pilot:
        area = await at(pilot, 2)
        area.load("- other\n")
        await pilot.pause()
        assert app.edited == 0
        area.move_cursor((0, 7))
        await pilot.press("!")
        assert app.edited == 1
        assert area.text == "- other!\n"


async def test_rewriting_the_whole_text_can_be_undone() -> None:
    app = EditorApp(WritingArea("one\ntwo\nthree\n"))
    async with app.run_test():
        app.area.rewrite("one\n2\nthree\n")
        assert app.area.text == "one\n2\nthree\n"
        app.area.undo()
        assert app.area.text == "one\ntwo\nthree\n"


async def test_a_paste_with_escapes_is_kept_and_drawn_as_pictures() -> None:
    app = EditorApp(WritingArea())
    async with app.run_test() as pilot:
        app.area.focus()
        app.post_message(events.Paste("a\x1b[31mb\r\nc\rd"))
        await pilot.pause()
        assert app.area.text == "a\x1b[31mb\nc\nd"
        assert "a␛[31mb" in drawn(app)[0]


async def test_a_wrapped_point_hangs_below_its_own_text() -> None:
    app = editor("- " + "word " * 40 + "\n")
    async with app.run_test(size=(40, 12)):
        rows = drawn(app)
        assert rows[0].lstrip().startswith("- word")
        assert rows[1].index("word") == rows[0].index("word")


@pytest.mark.parametrize(
    "line", ["- " + "word " * 40, "x" * 200, "- " + "y" * 90 + " z", "a  b   " * 30, "> q " * 30]
)
def test_a_line_breaks_into_rows_that_fit_and_lose_nothing(line: str) -> None:
    rows = HangingRows(Document(line), 37)
    sections = rows.get_sections(0)
    assert "".join(sections) == line
    assert all(
        len(section.rstrip()) + rows.hang_at(0, number) <= 37 for number, section in enumerate(sections)
    )


async def test_moving_down_in_a_hanging_text_keeps_the_column() -> None:
    app = editor("- " + "word " * 40 + "\n")
    async with app.run_test(size=(40, 12)) as pilot:
        area = await at(pilot, 0, 9)
        start = area.cursor_screen_offset
        await pilot.press("down", "down")
        assert (area.cursor_screen_offset.x, area.cursor_screen_offset.y) == (start.x, start.y + 2)
        await pilot.press("up", "up")
        assert area.cursor_location == (0, 9)


async def test_a_click_into_a_hanging_row_lands_where_it_points() -> None:
    app = editor("- " + "word " * 40 + "\n")
    async with app.run_test(size=(40, 12)) as pilot:
        area = await at(pilot, 0, 0)
        await pilot.click(offset=(8, 1))
        assert (area.cursor_screen_offset.x, area.cursor_screen_offset.y) == (8, 1)


def test_marks_stand_where_markdown_has_them() -> None:
    assert ("strong", "**b**") in [
        (m.look, "a **b** c"[m.start : m.end]) for m in marks_of("a **b** c", False)
    ]
    assert [m.look for m in marks_of("# Title", False)] == ["heading", "mark"]
    assert [m.look for m in marks_of("# no heading", True)] == ["code"]
    assert marks_of("snake_case_name and 2*3*4", False) == ()


def test_an_unclosed_fence_is_code_to_the_end() -> None:
    assert code_rows(["a", "```", "b", "```", "c", "~~~", "d"]) == {1, 2, 3, 5, 6}


# Points


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


# Prompts


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


# Folds


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
