"""The open file and other programs: taken over, put together, or decided by a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from draftloop.loop.errors import Unreadable
from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens.outline import OutlineScreen
from draftloop.tui.screens.prose import ProseScreen
from draftloop.tui.screens.writing import WritingScreen
from draftloop.tui.widgets.conflict_bar import ConflictBar
from draftloop.tui.widgets.top_line import SaveState
from tests.tui.conftest import HOSTILE, World, flat, press, screen_text, settled
from tests.tui.passes_world import app_on, rest
from tests.tui.writing import until

Make = Callable[..., DraftloopApp]
PATH = "drafts/d/post.md"
HEAD = '---\ntitle: "Retries"\n---\n\n'
FIRST, LAST = "A retry is a loan.\n\n", "Three layers make 27 calls.\n"
PARAGRAPHS = FIRST + "Every review ends with them.\n\n" * 40 + LAST


@pytest.fixture
def draft(world: World) -> World:
    world.draft("Retries", slug="d", outline="- a loan\n")
    world.files[PATH] = HEAD + PARAGRAPHS
    return world


async def opened(pilot: Pilot[object]) -> ProseScreen:
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, ProseScreen)
    return screen


async def looked(screen: WritingScreen, pilot: Pilot[object]) -> None:
    """One look at the file, and what follows."""
    await settled(pilot)
    screen.look_outside()
    await settled(pilot)


def said(pilot: Pilot[object]) -> str:
    """The last short word in the corner."""
    return [str(one.message) for one in pilot.app._notifications][-1]


async def conflicted(pilot: Pilot[object], draft: World) -> ProseScreen:
    """Mine and theirs end the last paragraph differently; theirs changed the first one, too."""
    screen = await opened(pilot)
    await pilot.press(*"mine")
    theirs = PARAGRAPHS.replace(FIRST, "A retry is a loan, said they.\n\n").rstrip("\n")
    draft.files[PATH] = HEAD + theirs + " Theirs.\n"
    await rest(pilot)
    assert screen.is_in_conflict
    return screen


async def test_what_changed_outside_is_taken_over_and_the_cursor_stays_with_its_line(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(80, 24), notifications=True) as pilot:
        screen = await opened(pilot)
        screen.prose_editor.go_to(41, 6)
        await pilot.pause()
        line = screen.editor.document.lines[41]
        top = screen.editor.rows.row_at(screen.editor.scroll_offset.y)
        draft.files[PATH] = HEAD + "New.\n\nAnd new.\n\n" + PARAGRAPHS
        await looked(screen, pilot)
        assert screen.editor.text == "\nNew.\n\nAnd new.\n\n" + PARAGRAPHS
        row, column = screen.editor.cursor_location
        assert (screen.editor.document.lines[row], row, column) == (line, 45, 6)
        now = screen.editor.rows.row_at(screen.editor.scroll_offset.y)
        assert top is not None
        assert now == (top[0] + 4, top[1])
        assert said(pilot) == "post.md was changed outside 20:14: taken over; ctrl+z brings yours back"
        assert screen.top_line.save_state is SaveState.SAVED
        await press(pilot, "ctrl+z")
        assert screen.editor.text == "\n" + PARAGRAPHS
        await rest(pilot)
    assert draft.files[PATH] == HEAD + PARAGRAPHS
    assert any("And new." in row[2] for row in draft.recovery.entries)


async def test_front_matter_changed_outside_stays_theirs(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        draft.files[PATH] = HEAD.replace("Retries", "Loans") + PARAGRAPHS
        await looked(screen, pilot)
        await pilot.press(*"mine")
        await rest(pilot)
    assert draft.files[PATH].startswith(HEAD.replace("Retries", "Loans") + FIRST)
    assert "mine" in draft.files[PATH]


async def test_different_paragraphs_go_together_and_are_saved(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        await pilot.press(*"mine")
        draft.files[PATH] = HEAD + PARAGRAPHS.replace(FIRST, "A loan, said they.\n\n")
        await rest(pilot)
        await rest(pilot)
        assert not screen.is_in_conflict
        assert "both texts went together" in said(pilot)
    assert draft.files[PATH].startswith(HEAD + "A loan, said they.\n\n")
    assert draft.files[PATH].endswith("27 calls.mine\n")


async def test_a_file_that_lost_most_of_its_words_is_asked_about_and_named(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(100, 24), notifications=True) as pilot:
        screen = await opened(pilot)
        draft.files[PATH] = HEAD + FIRST
        await looked(screen, pilot)
        assert screen.is_in_conflict
        assert (
            "another program took words out of post.md: of 210 words only 5 are left, here all are"
            in flat(pilot.app)
        )
        await press(pilot, "ctrl+s")
        assert said(pilot).startswith("first decide whose text goes on (f7, f8 and f9)")
        await press(pilot, "f7")
        assert type(pilot.app.screen).__name__ == "ConflictScreen"
        assert "? only they took words out here" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert type(pilot.app.screen).__name__ == "ConflictScreen", "no loss goes by itself"
        await press(pilot, "escape")
        draft.files[PATH] = HEAD + PARAGRAPHS
        await looked(screen, pilot)
        assert not screen.query_one(ConflictBar).is_shown, "it is as it was"


async def test_a_person_decides_place_by_place(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(80, 24), notifications=True) as pilot:
        screen = await conflicted(pilot, draft)
        await press(pilot, "f7")
        shown = screen_text(pilot.app)
        assert "? 1 place to decide in post.md" in shown
        assert "theirs  written 20:14, 2" in shown
        assert "+Theirs." in shown
        assert "before  as last read" in shown
        await press(pilot, "enter")
        assert type(pilot.app.screen).__name__ == "ConflictScreen", "what is open is not passed over"
        await press(pilot, "t", "u", "b")
        assert "✓ both, one after the other" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert type(pilot.app.screen).__name__ == "ProseScreen"
        assert said(pilot) == "post.md goes on as decided; ctrl+z brings yours back, and it is kept"
        assert not screen.is_in_conflict
        await rest(pilot)
    text = draft.files[PATH]
    assert text.startswith(HEAD + "A retry is a loan, said they.\n\n")
    assert "27 calls.mine\n\nThree layers make 27 calls. Theirs.\n" in text
    kept = {row[2] for row in draft.recovery.entries}
    assert HEAD + PARAGRAPHS in kept, "base"
    assert any("calls.mine" in one and "Theirs" not in one for one in kept), "mine"
    assert any("Theirs" in one and "mine" not in one for one in kept), "theirs"


@pytest.mark.parametrize(("key", "ending"), [("M", "calls.mine\n"), ("T", "calls. Theirs.\n")])
async def test_one_key_takes_one_side_everywhere(draft: World, key: str, ending: str) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        screen = await conflicted(pilot, draft)
        await press(pilot, "f7", key, "enter")
        await rest(pilot)
        assert screen.top_line.save_state is SaveState.SAVED
    assert draft.files[PATH].endswith(ending)
    assert ("said they" in draft.files[PATH]) == (key == "T")


async def test_keys_that_were_on_their_way_when_the_question_was_put_are_not_lost(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        screen = await conflicted(pilot, draft)
        await press(pilot, "f7")
        screen.editor.insert("Late. ", (1, 0))
        await press(pilot, "M", "enter")
        await rest(pilot)
        assert not screen.is_in_conflict
    assert draft.files[PATH].startswith(HEAD + "Late. A retry")


async def test_putting_it_off_changes_nothing(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        screen = await conflicted(pilot, draft)
        theirs = draft.files[PATH]
        await press(pilot, "f7", "b", "escape")
        assert pilot.app.screen is screen
        assert screen.is_in_conflict
        assert draft.files[PATH] == theirs
        assert "mine" in screen.editor.text


async def test_a_newer_version_than_the_one_decided_on_is_asked_about_again(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        screen = await conflicted(pilot, draft)
        await press(pilot, "f7", "M")
        newest = draft.files[PATH].replace("Theirs", "Newest")
        draft.files[PATH] = newest
        await press(pilot, "enter")
        await rest(pilot)
        assert screen.is_in_conflict
        assert draft.files[PATH] == newest
        await press(pilot, "f9")
        await rest(pilot)
    assert draft.files[PATH].endswith("mine\n")
    assert any("Newest" in row[2] for row in draft.recovery.entries)


async def test_columns_where_there_is_room_and_the_words_from_before_by_a_key_where_there_is_not(
    draft: World,
) -> None:
    async with app_on(draft, step="prose").run_test(size=(140, 40), notifications=True) as pilot:
        await conflicted(pilot, draft)
        await press(pilot, "f7")
        (row,) = [row for row in screen_text(pilot.app).split("\n") if "+mine" in row]
        assert "+Theirs." in row
        assert row.count("27 calls.") == 3
    draft.files[PATH] = HEAD + PARAGRAPHS
    draft.recovery.entries.clear()
    async with app_on(draft, step="prose").run_test(size=(40, 10), notifications=True) as pilot:
        await conflicted(pilot, draft)
        await press(pilot, "f7")
        assert not pilot.app.screen.query(".before").first().display
        await press(pilot, "tab")
        assert pilot.app.screen.query(".before").first().display


@pytest.mark.parametrize("title", HOSTILE)
async def test_words_that_look_like_markup_are_drawn_as_they_are(draft: World, title: str) -> None:
    async with app_on(draft, step="prose").run_test(size=(140, 30), notifications=True) as pilot:
        screen = await opened(pilot)
        await pilot.press(*"mine")
        draft.files[PATH] = HEAD + PARAGRAPHS.rstrip("\n") + f" {title}\n"
        await rest(pilot)
        assert screen.is_in_conflict
        await press(pilot, "f7")
        assert "+" in screen_text(pilot.app)
        await press(pilot, "t", "enter")
        assert title in screen.editor.text


async def test_a_deleted_file_is_let_go_or_written_again(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(100, 24), notifications=True) as pilot:
        screen = await opened(pilot)
        del draft.files[PATH]
        await looked(screen, pilot)
        shown = flat(pilot.app)
        assert "post.md was deleted or moved by another program" in shown
        assert "f9 write mine again f8 let it go (mine is kept)" in shown
        assert "compare" not in shown
        await press(pilot, "f8")
        assert pilot.app.screen is not screen
    assert PATH not in draft.files
    assert [kept.file for kept in draft.recovery.kept()] == [PATH]


async def test_what_is_no_text_any_more_gets_a_name_beside(
    draft: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app_on(draft, step="prose").run_test(size=(100, 24), notifications=True) as pilot:
        screen = await opened(pilot)
        draft.files[PATH] = "binary"
        with monkeypatch.context() as patch:

            def cannot(path: str) -> None:
                raise Unreadable(path, "is not UTF-8", "convert it in your editor", 1)

            patch.setattr(draft.library, "open_settled", cannot)
            await looked(screen, pilot)
        assert screen.is_in_conflict
        assert "post.md was changed by another program and is not UTF-8 now" in flat(pilot.app)
        await press(pilot, "f9")
        await rest(pilot)
        assert not screen.query_one(ConflictBar).is_shown
    aside = [path for path in draft.files if ".theirs-" in path]
    assert [draft.files[path] for path in aside] == ["binary"]
    assert draft.files[PATH] == HEAD + PARAGRAPHS


async def test_points_of_an_outline_are_decided_one_by_one(app: Make, world: World) -> None:
    world.draft("Retries", slug="d", outline="- one\n- two\n- three\n")
    async with app(start="outline", slug="d").run_test(size=(100, 30), notifications=True) as pilot:
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, OutlineScreen)
        screen.editor.rewrite("- one mine\n- two\n- three mine\n")
        world.files["drafts/d/outline.md"] = "- one theirs\n- two\n- three theirs\n"
        await looked(screen, pilot)
        assert screen.is_in_conflict
        await press(pilot, "f7", "m", "t", "enter")
        assert screen.editor.text == "- one mine\n- two\n- three theirs\n"


async def test_every_way_out_of_the_bar_can_be_clicked_however_narrow(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(size=(40, 20), notifications=True) as pilot:
        screen = await conflicted(pilot, draft)
        bar = screen.query_one(ConflictBar)
        rows = screen_text(pilot.app).split("\n")
        row = next(number for number, row in enumerate(rows) if "f9 keep mine" in row)
        await pilot.click(offset=(rows[row].index("f9") + 1, row))
        await until(pilot, lambda: not bar.is_shown, "decided")


async def test_what_a_sync_program_left_beside_the_file_is_named(draft: World) -> None:
    draft.files["drafts/d/post (Ann's conflicted copy 2026-11-21).md"] = "hers"
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await opened(pilot)
        assert said(pilot) == (
            "a sync program left post (Ann's conflicted copy 2026-11-21).md beside post.md: "
            "words of yours may be there only"
        )


async def test_hard_links_are_told_about(draft: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft.library, "other_names", lambda _: 2)
    async with app_on(draft, step="prose").run_test(notifications=True) as pilot:
        await opened(pilot)
        assert "post.md has 2 other names on this disk (hard links)" in said(pilot)


async def test_the_place_of_writing_stays_in_sight_above_which_a_question_opens(draft: World) -> None:
    async with app_on(draft, step="prose").run_test(notifications=True, size=(80, 24)) as pilot:
        screen = await conflicted(pilot, draft)
        assert "27 calls.mine" in screen_text(pilot.app)
        screen.editor.scroll_home(animate=False)
        await pilot.pause()
        await pilot.resize_terminal(80, 22)
        await settled(pilot)
        assert "27 calls.mine" not in screen_text(pilot.app)
