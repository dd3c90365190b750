"""The second pass: where a reader stumbles, changed in place; the skim view and reading aloud."""

from __future__ import annotations

import pytest

from draftloop.adapters.markdown import Markdown
from draftloop.loop.readability_blocks import ParagraphHeat
from draftloop.loop.readability_sections import SkimKind, SkimLine
from draftloop.tui.screens.read_aloud import ReadAloudScreen
from draftloop.tui.screens.readability import ReadabilityScreen
from draftloop.tui.screens.reading import Stumble, heat_by_row, spoken, stumble_marks
from draftloop.tui.screens.skim import SkimScreen
from draftloop.tui.widgets.heat_text import HeatGutter
from draftloop.tui.widgets.section_strip import minutes_words, rhythm
from draftloop.tui.widgets.skim_view import skim_content
from tests.loop.looks import plain
from tests.tui.conftest import HOSTILE, World, press, screen_text, settled
from tests.tui.passes_world import app_on, rest

PATH = "drafts/d/post.md"
LONG = (
    "When a service is slow and its callers give up and try again, and their callers do the same, the "
    "number of requests grows with every layer, and nobody who looks at only one of these layers will see "
    "where it comes from until the last one falls over."
)
POST = (
    f"A short opening.\n\n## What happens\n\n{LONG}\n\n![](chart.svg)\n\nWe utilize it in order to learn.\n"
)


@pytest.fixture
def draft(world: World) -> World:
    world.draft("A post", slug="d", post=POST)
    return world


def reading_screen(app: object) -> ReadabilityScreen:
    screen = app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, ReadabilityScreen)
    return screen


async def test_the_most_useful_changes_stand_on_top_and_come_first(draft: World) -> None:
    async with app_on(draft, step="readability").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = reading_screen(pilot.app)
        assert "Most useful now" in screen_text(pilot.app)
        assert screen.seen is not None
        top = [change.finding.rule for change in screen.seen.top_changes()]
        assert [one.rule for one in screen.in_order()][: len(top)] == top


async def test_paragraphs_have_their_heat_and_sections_their_figures(draft: World) -> None:
    async with app_on(draft, step="readability").run_test(size=(140, 40), notifications=True) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert pilot.app.screen.query_one(HeatGutter).heat
        assert "What happens" in shown
        assert "words  0:" in shown


async def test_a_fix_of_a_wordy_phrase_is_one_key(draft: World) -> None:
    async with app_on(draft, step="readability").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = reading_screen(pilot.app)
        screen.current = next(one for one in screen.findings if one.fixes)
        fixed, fix = screen.current, screen.current.fixes[0]
        await press(pilot, "enter")
        await rest(pilot)
        assert fix in draft.files[PATH]
        assert fixed.identity not in [one.identity for one in screen.findings]


async def test_e_changes_the_whole_paragraph_in_place(draft: World) -> None:
    async with app_on(draft, step="readability").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = reading_screen(pilot.app)
        screen.current = next(one for one in screen.findings if one.rule == "LongSentence")
        await press(pilot, "e")
        assert screen.box.text == LONG
        screen.box.load("Retries multiply by layers.")
        await press(pilot, "enter")
        await rest(pilot)
    assert draft.files[PATH].endswith(POST.replace(LONG, "Retries multiply by layers."))


async def test_the_sections_lie_over_the_text_on_a_narrow_screen(draft: World) -> None:
    async with app_on(draft, step="readability").run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "to read" not in screen_text(pilot.app)
        await press(pilot, "ctrl+r")
        assert "to read" in screen_text(pilot.app)


OUTLINE = (
    "## Why\n\n- retries multiply through the layers of a service\n- jitter spreads the load of an hour\n"
)


async def test_the_sections_give_way_to_outline_and_figures_and_then_to_the_text(world: World) -> None:
    post = f"{POST}\n{plain(240)}\n"
    world.draft("A post", slug="d", post=post, outline=OUTLINE)
    async with app_on(world, step="readability").run_test(size=(140, 50), notifications=True) as pilot:
        await settled(pilot)
        assert "What happens" in screen_text(pilot.app)
        await press(pilot, "s")
        shown = screen_text(pilot.app)
        assert "of 2 points covered" in shown
        assert "○ jitter spreads" in shown
        assert "without a point" in shown
        assert "Beside published posts" in shown
        assert "words a sentence" in shown
        await press(pilot, "s")
        assert "words a sentence" not in screen_text(pilot.app)
        await press(pilot, "s")
        assert "to read" in screen_text(pilot.app)


async def test_pages_turn_in_the_sections_while_they_lie_over_the_text(world: World) -> None:
    world.draft("A post", slug="d", post="".join(f"## Part {n}\n\n{plain(20)}\n\n" for n in range(30)))
    async with app_on(world, step="readability").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "s")
        side = pilot.app.screen.query_one("#sections")
        await press(pilot, "pagedown")
        assert side.scroll_offset.y > 0


async def test_marks_behind_more_come_and_go(world: World) -> None:
    world.draft("A post", slug="d", post="\n\n".join(["We stop in order to see it."] * 9))
    async with app_on(world, step="readability").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = reading_screen(pilot.app)
        few = len(screen.findings)
        assert "m 5 more" in screen_text(pilot.app)
        await press(pilot, "m")
        assert len(screen.findings) == few + 5
        await press(pilot, "m")
        assert len(screen.findings) == few


async def test_a_sentence_that_stumbles_comes_back_as_a_mark_until_it_is_changed(draft: World) -> None:
    async with app_on(draft, step="readability").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = reading_screen(pilot.app)
        screen.current = None
        await press(pilot, "space", "m", "escape")
        now = reading_screen(pilot.app).current
        assert now is not None
        assert (now.rule, now.text) == ("Stumbled", "A short opening.")
        assert "You stumbled" in screen_text(pilot.app)
        await press(pilot, "e")
        screen.box.load("An opening.")
        await press(pilot, "enter")
        await rest(pilot)
        assert "Stumbled" not in [one.rule for one in screen.findings]
    assert "ignores.toml" not in "".join(draft.files)


async def test_a_stumble_can_be_taken_back_there_and_here(draft: World) -> None:
    async with app_on(draft, step="readability").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = reading_screen(pilot.app)
        screen.current = None
        await press(pilot, "space", "m", "m", "escape")
        assert "Stumbled" not in [one.rule for one in screen.findings]
        screen.current = None
        await press(pilot, "space", "m", "escape", "i")
        assert "Stumbled" not in [one.rule for one in screen.findings]
    assert "drafts/d/ignores.toml" not in draft.files


async def test_the_skim_view_shows_what_a_hurried_reader_sees(draft: World) -> None:
    async with app_on(draft, step="readability").run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "v")
        assert isinstance(pilot.app.screen, SkimScreen)
        shown = screen_text(pilot.app)
        assert "A post" in shown
        assert "What happens" in shown
        assert "(no alternative text)" in shown
        await press(pilot, "v")
        reading_screen(pilot.app)


async def test_reading_aloud_goes_sentence_by_sentence_and_e_changes_one(draft: World) -> None:
    async with app_on(draft, step="readability").run_test(notifications=True) as pilot:
        await settled(pilot)
        reading_screen(pilot.app).current = None
        await press(pilot, "space")
        assert isinstance(pilot.app.screen, ReadAloudScreen)
        assert "A short opening." in screen_text(pilot.app)
        await press(pilot, "space", "space", "space", "left", "right")
        assert "We utilize it" in screen_text(pilot.app)
        await press(pilot, "e")
        assert reading_screen(pilot.app).box.text == "We utilize it in order to learn."


async def test_ending_the_second_pass_records_it_and_leads_to_ship(
    draft: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(draft, step="readability")
    opened: list[tuple[str, str]] = []
    async with app.run_test(notifications=True) as pilot:
        await settled(pilot)
        monkeypatch.setattr(app, "open_step", lambda step, slug: opened.append((step, slug)))
        await press(pilot, "ctrl+g")
    assert opened == [("ship", "d")]
    assert draft.history.timeline("d")[-1].pass_name == "readability"


async def test_nothing_to_say_is_said(world: World) -> None:
    world.draft("A post", slug="d", post="Short and plain.\n")
    async with app_on(world, step="readability").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = reading_screen(pilot.app)
        for _ in screen.findings:
            await press(pilot, "i")
        assert "Nothing here asks for a change." in screen_text(pilot.app)


@pytest.mark.parametrize("words", HOSTILE)
async def test_any_text_is_shown_as_it_is(world: World, words: str) -> None:
    post = f"## {words}\n\n{words} is here. We utilize it in order to see {words}.\n\n```{words}\nx\n```\n"
    world.draft(words, slug="d", post=post)
    async with app_on(world, step="readability").run_test(size=(140, 40), notifications=True) as pilot:
        await settled(pilot)
        assert words in screen_text(pilot.app)
        await press(pilot, "v", "escape", "space", "space", "space", "escape", "ctrl+r", "n", "n")


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_mark_and_keys_are_in_sight(draft: World, size: tuple[int, int]) -> None:
    async with app_on(draft, step="readability").run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        shown = screen_text(pilot.app)
        for words in ("Most useful now", "none of them an error", "n next", "space read aloud"):
            assert words in shown


def test_heat_covers_every_row_of_its_paragraph() -> None:
    text = "One.\n\nTwo\nrows.\n\nThree."
    heat = [
        ParagraphHeat(start=0, end=4, line=1, heat=0),
        ParagraphHeat(start=6, end=15, line=3, heat=2),
    ]
    assert heat_by_row(text, heat) == {2: 2, 3: 2}


def test_stumbles_are_found_where_they_stood_and_go_with_their_sentence() -> None:
    text = "It ran.\n\nIt ran. It fell."
    marks = [
        Stumble(start=9, words="It ran."),
        Stumble(start=17, words="It fell."),
        Stumble(start=0, words="No."),
    ]
    assert [(one.start, one.line, one.column) for one in stumble_marks(marks, text)] == [
        (9, 3, 1),
        (17, 3, 9),
    ]


def test_what_is_read_aloud_knows_its_place_in_the_source() -> None:
    text = "## A `head`\n\nIt *ran* `far`. It [fell](https://a.example).\n"
    found = spoken(Markdown().read(text))
    assert [one.text for one in found] == ["A head", "It ran far.", "It fell."]
    assert [text[one.start : one.end] for one in found[1:]] == [
        "It *ran* `far`.",
        "It [fell](https://a.example).",
    ]


def test_rhythm_has_a_bar_for_each_sentence_and_at_most_twelve() -> None:
    assert rhythm([]) == ""
    assert rhythm([40, 1]) == "█▁"
    assert len(rhythm(list(range(100)))) == 12


def test_reading_time_is_rounded_to_ten_seconds() -> None:
    assert minutes_words(1.5) == "1:30"
    assert minutes_words(0.08) == "0:00"


def test_code_is_not_read_aloud() -> None:
    sentences = spoken(Markdown().read("## Title\n\nOne. Two.\n\n```\ncode\n```\n"))
    assert [one.text for one in sentences] == ["Title", "One.", "Two."]
    assert [one.heading for one in sentences] == ["", "Title", "Title"]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_skimmed_line_is_literal(words: str) -> None:
    kinds: tuple[SkimKind, ...] = ("title", "heading", "paragraph", "picture", "code", "bold")
    lines = [SkimLine(kind=kind, text=words, line=1, level=2) for kind in kinds]
    assert skim_content(lines).plain.count(words) == len(kinds)
