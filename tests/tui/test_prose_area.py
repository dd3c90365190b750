"""Text as text: what an editor shows and gives back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.widgets.text_area import Document

from draftloop.tui.widgets.hanging_rows import HangingRows
from draftloop.tui.widgets.inline_marks import code_rows, marks_of
from draftloop.tui.widgets.prose_area import WritingArea
from draftloop.tui.widgets.stand_ins import StandIns
from tests.tui.editor_app import EditorApp, at, drawn, editor

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


async def test_a_letter_with_alt_is_no_letter() -> None:
    app = editor()
    async with app.run_test() as pilot:
        area = await at(pilot, 2)
        before = len(area.text)
        area.post_message(events.Key("alt+h", "h"))
        await pilot.press("x")
        assert len(area.text) == before + 1


@pytest.mark.parametrize("key", ["f6", "f7"])
async def test_a_letter_after_a_key_that_decides_nothing_takes_no_text_away(key: str) -> None:
    area = WritingArea("First line.\nLast line.")
    async with EditorApp(area).run_test() as pilot:
        area.focus()
        await pilot.press(key, "B")
        assert area.text == "BFirst line.\nLast line."
