"""Ship: the definition of done, the questions on the way out, and what stands in the site afterwards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from draftloop.loop.readiness import DoneRow
from draftloop.steps import ship as steps
from draftloop.steps.autosaves import list_autosaves
from draftloop.steps.history import resolve_version
from draftloop.tui.app import DraftloopApp
from draftloop.tui.dialogs.yes_no import YesNoDialog
from draftloop.tui.screens.edit import EditScreen
from draftloop.tui.screens.front_matter import FrontMatterDialog
from draftloop.tui.screens.prose import ProseScreen
from draftloop.tui.screens.ship import ShipScreen
from draftloop.tui.screens.ship_diff import SheetsScreen
from draftloop.tui.screens.shipping import cross_post, place_of
from tests.blog import Blog
from tests.tui.conftest import HOSTILE, flat, press, screen_text, settled

TARGET = '[target.site]\nkind = "hugo"\nroot = "../site"\nbase_url = "https://example.org"\n'
DESCRIPTION = "Why a budget of retries beats a count of them, on one outage of our own making."
POST = f"""---
title: "Retries are a loan"
description: "{DESCRIPTION}"
---

## Why

Nobody pays for a retry until everyone does.
"""
PAGE = "content/posts/retries/index.md"


def blog_with(folder: Path, post: str = POST, *, settings: str = TARGET, has_git: bool = True) -> Blog:
    (folder / "site").mkdir()
    blog = Blog(folder / "work", settings=settings, has_git=has_git)
    blog.draft()
    blog.write("drafts/retries/post.md", post)
    return blog


def app_on(blog: Blog) -> DraftloopApp:
    return DraftloopApp(replace(blog.desk, checkers={}), start="ship", slug="retries")


async def opened(pilot: Pilot[object]) -> ShipScreen:
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, ShipScreen)
    return screen


def above(pilot: Pilot[object]) -> object:
    """What stands on top."""
    return pilot.app.screen


def has_shipped(screen: ShipScreen) -> bool:
    return screen.after is not None


def page_of(folder: Path) -> str:
    return (folder / "site" / PAGE).read_text()


async def test_a_done_draft_goes_out_after_one_yes_for_the_folder(tmp_path: Path) -> None:
    blog = blog_with(tmp_path)
    async with app_on(blog).run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        await press(pilot, "S")
        assert type(above(pilot)) is YesNoDialog
        shown = flat(pilot.app).replace("│", "").replace(" ", "")  # a long path wraps within the box
        assert str(tmp_path.resolve() / "site") in shown
        assert not (tmp_path / "site" / PAGE).exists()
        await press(pilot, "y")
        shown = flat(pilot.app)
        assert "https://example.org/posts/retries/" in shown
        assert "tag ship/retries" in shown
        assert "streak 1 week" in shown
        assert has_shipped(screen)
        assert "Nobody pays" in page_of(tmp_path)
        assert "ship/retries" in blog.git("tag")


async def test_no_to_the_folder_writes_nothing_and_asks_again_next_time(tmp_path: Path) -> None:
    async with app_on(blog_with(tmp_path)).run_test(notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, "S", "n")
        assert list((tmp_path / "site").iterdir()) == []
        await press(pilot, "S")
        assert type(above(pilot)) is YesNoDialog


async def test_a_gap_keeps_the_post_back_until_it_is_shipped_anyway(tmp_path: Path) -> None:
    blog = blog_with(tmp_path, POST + "\n[TK: count them]\n")
    steps.allow(blog.desk, "site")
    async with app_on(blog).run_test(notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, "exclamation_mark")
        assert not (tmp_path / "site" / PAGE).exists()
        await press(pilot, "S")
        assert "not done: 1 gap left" in screen_text(pilot.app)
        assert not (tmp_path / "site" / PAGE).exists()
        await press(pilot, "exclamation_mark")
        assert "[TK: count them]" in page_of(tmp_path)


async def test_enter_goes_to_the_gap_and_esc_comes_back_to_the_list(tmp_path: Path) -> None:
    blog = blog_with(tmp_path, POST + "\n[TK: count them]\n\nThe end.\n")
    steps.allow(blog.desk, "site")
    async with app_on(blog).run_test(notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, ProseScreen)
        row, _ = screen.editor.cursor_location
        assert screen.editor.document.get_line(row) == "[TK: count them]"
        await press(pilot, "escape")
        assert type(above(pilot)) is ShipScreen


async def test_a_missing_pass_opens_its_pass_and_a_missing_description_the_form(tmp_path: Path) -> None:
    blog = blog_with(tmp_path, POST.replace(DESCRIPTION, ""))
    steps.allow(blog.desk, "site")
    async with app_on(blog).run_test(notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, "enter")
        assert type(above(pilot)) is EditScreen
        await press(pilot, "escape", "down", "enter")
        assert type(above(pilot)) is FrontMatterDialog


async def test_a_dry_run_shows_every_change_and_makes_none(tmp_path: Path) -> None:
    blog = blog_with(tmp_path)
    steps.allow(blog.desk, "site")
    async with app_on(blog).run_test(notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, "d")
        assert type(above(pilot)) is SheetsScreen
        assert '+title: "Retries are a loan"' in screen_text(pilot.app)
        await press(pilot, "escape", "p")
        assert "Nobody pays" in screen_text(pilot.app)
        assert list((tmp_path / "site").iterdir()) == []


async def test_a_second_ship_has_nothing_to_do(tmp_path: Path) -> None:
    blog = blog_with(tmp_path)
    steps.allow(blog.desk, "site")
    steps.ship(blog.desk, "retries")
    async with app_on(blog).run_test(notifications=True) as pilot:
        await opened(pilot)
        assert "Shipped on Mon 9 Nov 2026" in screen_text(pilot.app)
        await press(pilot, "S")
        assert "Nothing has changed" in screen_text(pilot.app)


@pytest.mark.parametrize(("key", "is_ours"), [("f9", True), ("f8", False)])
async def test_what_somebody_changed_in_the_site_is_shown_and_one_key_decides(
    tmp_path: Path, key: str, is_ours: bool
) -> None:
    blog = blog_with(tmp_path)
    steps.allow(blog.desk, "site")
    steps.ship(blog.desk, "retries")
    page = tmp_path / "site" / PAGE
    page.write_text(page.read_text().replace("Nobody pays", "No one at all pays"))
    async with app_on(blog).run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        await press(pilot, "S")
        assert type(above(pilot)) is SheetsScreen
        assert "1 file changed in the site since the last ship" in flat(pilot.app)
        assert "-No one at all pays" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert "No one at all pays" in page.read_text()
        await press(pilot, "S", key)
        assert has_shipped(screen)
        assert ("Nobody pays" in page.read_text()) is is_ours
        kept = [resolve_version(blog.desk, one.version).text for one in list_autosaves(blog.desk, "retries")]
        assert any("No one at all pays" in text for text in kept) is is_ours


async def test_the_address_and_a_text_for_other_places_are_copied(tmp_path: Path) -> None:
    blog = blog_with(tmp_path, POST.replace("---\n", '---\ncanonical: "https://a.example/first/"\n', 1))
    steps.allow(blog.desk, "site")
    steps.ship(blog.desk, "retries")
    async with app_on(blog).run_test(notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, "c")
        assert pilot.app.clipboard == "https://example.org/posts/retries/"
        assert "copied through the terminal" in flat(pilot.app)
        await press(pilot, "C")
        assert pilot.app.clipboard == f"Retries are a loan\n\n{DESCRIPTION}\n\nhttps://a.example/first/\n"


async def test_the_own_questions_are_asked_and_a_no_keeps_the_post_back(tmp_path: Path) -> None:
    ask = '[done]\nask = ["Read it [aloud]?", "Slept on it?"]\n'
    blog = blog_with(tmp_path, settings=ask + TARGET)
    steps.allow(blog.desk, "site")
    async with app_on(blog).run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        await press(pilot, "S")
        assert "Read it [aloud]?" in screen_text(pilot.app)
        await press(pilot, "y", "n")
        assert "not done: Slept on it?" in screen_text(pilot.app)
        assert not has_shipped(screen)
        await press(pilot, "S")
        assert "Slept on it?" in screen_text(pilot.app)
        await press(pilot, "y")
        assert has_shipped(screen)


async def test_a_program_of_the_workspace_runs_only_after_a_yes(tmp_path: Path) -> None:
    blog = blog_with(tmp_path, settings='[done]\nrun = { build = ["touch", "[ran]"] }\n' + TARGET)
    steps.allow(blog.desk, "site")
    async with app_on(blog).run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        await press(pilot, "S")
        assert "touch '[ran]'" in screen_text(pilot.app)
        await press(pilot, "n")
        assert not has_shipped(screen)
        assert not (tmp_path / "site/[ran]").exists()
        await press(pilot, "S", "y")
        assert has_shipped(screen)
        assert (tmp_path / "site/[ran]").exists()


async def test_a_changed_address_waits_until_it_is_meant(tmp_path: Path) -> None:
    blog = blog_with(tmp_path)
    steps.allow(blog.desk, "site")
    steps.ship(blog.desk, "retries")
    text = blog.read("drafts/retries/post.md")
    blog.write("drafts/retries/post.md", text.replace("---\n", '---\nslug: "loans"\n', 1))
    async with app_on(blog).run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        assert "now it would stand elsewhere" in flat(pilot.app)
        await press(pilot, "S")
        assert not has_shipped(screen)
        await press(pilot, "m", "S")
        assert has_shipped(screen)
        assert "/posts/retries/" in (tmp_path / "site/content/posts/loans/index.md").read_text()


async def test_a_private_draft_says_why_it_stays(tmp_path: Path) -> None:
    blog = blog_with(tmp_path, POST.replace("---\n", "---\nprivate: true\n", 1))
    async with app_on(blog).run_test(notifications=True) as pilot:
        screen = await opened(pilot)
        assert "Private: it stays here" in screen_text(pilot.app)
        await press(pilot, "S", "exclamation_mark", "d")
        assert not has_shipped(screen)
        assert pilot.app.screen is screen


async def test_without_a_target_three_lines_are_taught(tmp_path: Path) -> None:
    async with app_on(blog_with(tmp_path, settings="")).run_test(notifications=True) as pilot:
        await opened(pilot)
        shown = screen_text(pilot.app)
        assert "[target.site]" in shown
        assert 'root = "../blog"' in shown
        assert "e opens draftloop.toml" in flat(pilot.app)
        await press(pilot, "S", "d", "p", "t", "c")


async def test_t_goes_through_the_targets(tmp_path: Path) -> None:
    other = '[target.notes]\nkind = "markdown"\nroot = "../site"\n'
    async with app_on(blog_with(tmp_path, settings=TARGET + other)).run_test() as pilot:
        screen = await opened(pilot)
        await press(pilot, "t")
        assert screen.view is not None
        assert screen.view.target == "site"
        await press(pilot, "t")
        assert screen.view.target == "notes"
        assert "ship to notes (markdown)" in screen_text(pilot.app)


async def test_it_ships_without_git_and_says_that_its_iteration_is_kept(tmp_path: Path) -> None:
    blog = blog_with(tmp_path, has_git=False)
    steps.allow(blog.desk, "site")
    async with app_on(blog).run_test(notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, "S")
        assert "1 kept, no git" in flat(pilot.app)
        assert "Nobody pays" in page_of(tmp_path)
        # The page stays as it is, and what waits does not: the top line counts it, and lets it go.
        pilot.app.clear_notifications()
        await pilot.pause()
        assert "not committed yet" not in flat(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
@pytest.mark.parametrize("title", HOSTILE)
async def test_hostile_titles_ship_as_they_are(tmp_path: Path, title: str, size: tuple[int, int]) -> None:
    blog = blog_with(tmp_path, POST.replace("Retries are a loan", title) + f"\n{title} [TK {title}]\n")
    steps.allow(blog.desk, "site")
    async with app_on(blog).run_test(notifications=True, size=size) as pilot:
        screen = await opened(pilot)
        await press(pilot, "d", "escape", "p", "escape", "S", "exclamation_mark")
        assert has_shipped(screen)
        assert f"│ {title}" in screen_text(pilot.app)
        await press(pilot, "c")


def test_every_row_has_a_place_where_it_is_mended() -> None:
    def step(id: str, line: int | None = None, sentence: str = "") -> str:  # noqa: A002 - as the row's
        row = DoneRow(id=id, level="error", is_met=False, sentence=sentence, line=line)
        return place_of(row, 5).step

    assert step("gaps", 12) == "prose"
    assert step("alt", 3) == "file"
    assert step("title", 2) == "fields"
    assert step("date", 3) == "file"
    assert step("target") == "settings"
    assert step("passes", sentence="the readability pass is not recorded") == "readability"
    assert step("passes", sentence="neither edit pass is recorded") == "edit"


def test_the_text_for_other_places_has_no_sentence_of_its_own() -> None:
    assert cross_post("T", "", "https://example.org/t/") == "T\n\nhttps://example.org/t/\n"
