"""Prose: the body alone, saved all the time; beside it what of the outline is in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from draftloop.tui.screens.front_matter import FrontMatterDialog, as_field, is_simple, tags_of
from draftloop.tui.screens.prose import ProseScreen
from draftloop.tui.screens.prose_words import gap_places
from draftloop.tui.widgets.coverage_pane import CoveragePane, PaneView
from draftloop.tui.widgets.prose_editor import ProseEditor
from tests.tui.conftest import HOSTILE, World, press, screen_text, settled
from tests.tui.passes_world import app_on, rest

PATH = "drafts/d/post.md"
HEAD = '---\ntitle:   "Retries"   # mine\nodd: {a: 1}\n---\n\n'
OUTLINE = "## Why\n\n- every outage review ends with the retries\n- a budget instead of a count\n"
BODY = "Every outage review I have read ends with the retries. [TK: count them]\n"


@pytest.fixture
def draft(world: World) -> World:
    world.draft("Retries", slug="d", outline=OUTLINE)
    world.files[PATH] = HEAD + BODY
    return world


def prose_screen(app: object) -> ProseScreen:
    screen = app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, ProseScreen)
    return screen


async def test_only_the_body_is_in_the_editor_and_the_head_stays_byte_for_byte(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = prose_screen(pilot.app)
        assert screen.editor.text == "\n" + BODY
        await press(pilot, "x")
        await rest(pilot)
    assert draft.files[PATH] == HEAD + BODY.rstrip("\n") + "x\n"


async def test_opening_and_leaving_writes_nothing(draft: World) -> None:
    before = dict(draft.files)
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
    assert draft.files == before


async def test_windows_line_ends_and_a_byte_of_everything_survive(draft: World) -> None:
    draft.files[PATH] = (HEAD + BODY).replace("\n", "\r\n")
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "x")
        await rest(pilot)
    assert draft.files[PATH] == (HEAD + BODY.rstrip("\n") + "x\n").replace("\n", "\r\n")


async def test_marks_tell_what_has_its_paragraph(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(140, 40), notifications=True) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert "✓ every outage review" in shown
        assert "○ a budget instead" in shown
        assert "1 gap" in shown


async def test_a_mark_follows_the_writing(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(140, 40), notifications=True) as pilot:
        await settled(pilot)
        prose_screen(pilot.app).prose_editor.insert_paragraph("What helps is a budget instead of a count.")
        await rest(pilot)
        assert "✓ a budget instead" in screen_text(pilot.app)


async def test_an_older_answer_is_dropped(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(140, 40), notifications=True) as pilot:
        await settled(pilot)
        screen = prose_screen(pilot.app)
        screen.measure_now()
        screen.prose_editor.insert_paragraph("What helps is a budget instead of a count.")
        screen.measure_now()
        await settled(pilot)
        assert screen.measured is not None
        assert screen.measured.revision == screen.editor.revision


async def test_enter_on_a_covered_point_goes_to_its_paragraph(draft: World) -> None:
    draft.files[PATH] = HEAD + "An opening without a point.\n\n" * 12 + BODY
    async with app_on(draft, step="prose").run_test(size=(140, 40), notifications=True) as pilot:
        await settled(pilot)
        screen = prose_screen(pilot.app)
        screen.prose_editor.go_to(0)
        await press(pilot, "ctrl+r", "down", "enter")
        assert screen.editor.document.lines[screen.editor.cursor_location[0]].startswith("Every outage")
        assert screen.focused is screen.editor


async def test_enter_twice_on_an_open_point_starts_it_in_its_own_words(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(140, 40), notifications=True) as pilot:
        await settled(pilot)
        screen = prose_screen(pilot.app)
        await press(pilot, "ctrl+r", "down", "down", "enter")
        assert "enter again starts it" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert screen.editor.text.endswith("[TK: count them]\n\na budget instead of a count\n")
        await press(pilot, "ctrl+z")
        assert screen.editor.text == "\n" + BODY


async def test_a_heading_starts_as_a_heading(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(140, 40), notifications=True) as pilot:
        await settled(pilot)
        screen = prose_screen(pilot.app)
        screen.start_point(screen.pane.points[0])
        assert "\n\n## Why\n" in screen.editor.text


async def test_alt_down_marks_the_next_open_point_and_ctrl_b_starts_it(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "alt+down")
        assert "ctrl+b starts it" in screen_text(pilot.app)
        await press(pilot, "ctrl+b")
        assert "a budget instead of a count" in prose_screen(pilot.app).editor.text


async def test_the_pane_goes_from_outline_to_gaps_to_voice_and_away(draft: World) -> None:
    draft.files["drafts/d/voice.md"] = "I write in short sentences.\n"
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = prose_screen(pilot.app)
        pane = screen.query_one(CoveragePane)
        assert not pane.display
        views = []
        for _ in range(3):
            await press(pilot, "ctrl+r")
            views.append(pane.view)
        assert views == [PaneView.OUTLINE, PaneView.GAPS, PaneView.VOICE]
        assert "I write in short sentences." in screen_text(pilot.app)
        await press(pilot, "ctrl+r")
        assert not pane.display
        assert screen.focused is screen.editor


async def test_escape_leads_from_the_pane_to_the_text(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = prose_screen(pilot.app)
        await press(pilot, "ctrl+r", "escape")
        assert pilot.app.screen is screen
        assert screen.focused is screen.editor


async def test_what_is_typed_into_the_pane_goes_to_the_text(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = prose_screen(pilot.app)
        await press(pilot, "ctrl+r", *"3xq")
        assert pilot.app.screen is screen
        assert screen.focused is screen.editor
        assert "3xq" in screen.editor.text


async def test_ctrl_t_marks_a_gap_and_on_one_goes_to_the_next(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        editor = prose_screen(pilot.app).prose_editor
        await press(pilot, "ctrl+t", *"who")
        assert "[TK: count them][TK: who]" in editor.text
        await press(pilot, "ctrl+t")
        row, column = editor.cursor_location
        assert editor.document.lines[row][column - 1 :].startswith("[TK: count")


async def test_a_missing_picture_and_an_open_fence_are_quiet_signs(draft: World) -> None:
    draft.files[PATH] = HEAD + "![a chart](chart.svg)\n\n```python\nx = 1\n"
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "there is no picture chart.svg, line 2 and 1 more" in screen_text(pilot.app)
        draft.files["drafts/d/chart.svg"] = "<svg/>"
        prose_screen(pilot.app).measure_now()
        await settled(pilot)
        assert "a code fence is never closed, line 4" in screen_text(pilot.app)


async def test_find_goes_from_place_to_place(draft: World) -> None:
    draft.files[PATH] = HEAD + "One budget.\n\nTwo budgets.\n"
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        editor = prose_screen(pilot.app).prose_editor
        editor.go_to(0)
        rows = []
        await press(pilot, "ctrl+f", *"BUDGET")
        for _ in range(3):
            await press(pilot, "enter")
            rows.append(editor.cursor_location[0])
        assert rows == [1, 3, 1]
        assert editor.selected_text == "budget"
        await press(pilot, "escape")
        assert prose_screen(pilot.app).focused is editor


async def test_focus_dims_other_paragraphs_and_follows_the_cursor() -> None:
    editor = ProseEditor()
    editor.load("One.\nStill one.\n\nTwo.")
    assert editor.paragraph_at(1) == (0, 2)
    assert editor.paragraph_at(2) == (2, 3)
    assert editor.paragraph_at(3) == (3, 4)


async def test_ctrl_l_lights_the_paragraph_of_the_cursor(draft: World) -> None:
    draft.files[PATH] = HEAD + "One here.\n\nTwo here.\n"
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        editor = prose_screen(pilot.app).prose_editor
        await press(pilot, "ctrl+l")
        assert [editor.line_key(row) for row in (1, 3)] == [(False, False), (False, True)]
        await press(pilot, "up", "up")
        assert [editor.line_key(row) for row in (1, 3)] == [(False, True), (False, False)]


async def test_giant_texts_are_shown_without_inline_looks(draft: World) -> None:
    editor = ProseEditor()
    editor.load("**word** " * 9000)
    assert editor.is_plain
    assert not editor.get_line(0).spans


async def test_ctrl_g_records_the_sitting_with_a_note_and_leads_to_today(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "x", "ctrl+g", *"well", "enter")
        assert type(pilot.app.screen).__name__ == "TodayScreen"
    turn = draft.history.timeline("d")[-1]
    assert turn.stage == "prose"
    assert draft.files[PATH].endswith("x\n")


async def test_what_another_program_wrote_is_never_overwritten(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        theirs = HEAD.replace("odd", "even") + BODY.replace("]", "]!") + "\nTheirs.\n"
        await press(pilot, "x")
        draft.files[PATH] = theirs
        await rest(pilot)
        assert draft.files[PATH] == theirs
        await press(pilot, "f8")
        assert prose_screen(pilot.app).editor.text == "\n" + BODY.replace("]", "]!") + "\nTheirs.\n"
        await press(pilot, "y")
        await rest(pilot)
        assert draft.files[PATH].startswith(HEAD.replace("odd", "even"))
    assert any(row[2] == HEAD + BODY.rstrip("\n") + "x\n" for row in draft.recovery.entries)


async def test_leaving_in_a_hurry_keeps_the_last_key(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("x")
        prose_screen(pilot.app).flush()
    assert draft.files[PATH] == HEAD + BODY.rstrip("\n") + "x\n"


async def test_the_form_changes_its_own_line_only(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(100, 36), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "x", "f2")
        dialog = pilot.app.screen
        assert isinstance(dialog, FrontMatterDialog)
        assert "odd: {a: 1}" in screen_text(pilot.app)
        dialog.query_one("#field-description").value = "Why a budget beats a count."  # type: ignore[attr-defined]
        dialog.query_one("#field-tags").value = "retries, [b]list"  # type: ignore[attr-defined]
        await press(pilot, "enter")
        await rest(pilot)
    added = 'description: "Why a budget beats a count."\ntags: ["retries", "[b]list"]\n'
    assert draft.files[PATH] == HEAD.replace("---\n\n", added + "---\n\n") + BODY.rstrip("\n") + "x\n"


async def test_a_form_left_changes_nothing(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "z", "escape")
    assert draft.files[PATH] == HEAD + BODY


async def test_front_matter_that_is_not_ours_to_write_is_shown_only(draft: World) -> None:
    draft.files[PATH] = '+++\ntitle = "Retries"\n+++\n\n' + BODY
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "f2")
        assert "this front matter is TOML" in screen_text(pilot.app)
        await press(pilot, "z", "ctrl+s")
        await rest(pilot)
    assert draft.files[PATH] == '+++\ntitle = "Retries"\n+++\n\n' + BODY


@pytest.mark.parametrize("words", HOSTILE)
async def test_any_text_is_shown_as_it_is(world: World, words: str) -> None:
    world.draft(words, slug="d", outline=f"## {words}\n\n- {words}\n", post=f"{words} [TK: {words}]\n")
    world.files["drafts/d/voice.md"] = words
    async with app_on(world, step="prose").run_test(size=(140, 40), notifications=True) as pilot:
        await settled(pilot)
        assert screen_text(pilot.app).count(words) >= 3
        await press(pilot, "ctrl+r", "ctrl+r", "ctrl+r", "escape", "f3", "escape", "f2", "escape")


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_text_and_keys_are_in_sight(draft: World, size: tuple[int, int]) -> None:
    async with app_on(draft, step="prose").run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert "Every outage review I have read" in shown
        assert "ctrl+r outline" in shown
        assert "1 gap" in shown


def test_gaps_in_code_are_no_gaps() -> None:
    assert gap_places(["a TK b", "```", "TK", "```", "[?] and [TK: x]"]) == [
        (0, 2, 4),
        (4, 0, 3),
        (4, 8, 15),
    ]


def test_the_form_holds_only_what_it_can_give_back() -> None:
    assert as_field(["a", "b"]) == "a, b"
    assert not is_simple(["a, b"])
    assert not is_simple({"a": "b"})
    assert not is_simple("two\nlines")
    assert tags_of(" a, #b,, a ") == ["a", "b"]


async def test_a_typewriter_keeps_the_row_of_the_cursor_in_the_middle(draft: World) -> None:
    draft.settings = replace(draft.settings, app=replace(draft.settings.app, typewriter=True))
    draft.files[PATH] = HEAD + "A line.\n\n" * 60
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        editor = prose_screen(pilot.app).prose_editor
        await press(pilot, "x")
        row = editor.cursor_screen_offset.y - editor.content_region.y
        assert abs(row - editor.size.height // 2) <= 1


async def test_a_key_asks_no_step_and_measures_nothing(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = prose_screen(pilot.app)
        before = dict(screen._tickets)
        screen.clock = lambda: 0.0
        for _ in range(5):
            screen.editor.insert("x")
        await pilot.pause()
        # The look at the file comes with the clock, not with a key.
        assert screen._tickets | {"outside": 0} == before | {"outside": 0}
