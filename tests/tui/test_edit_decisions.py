"""Decisions are counted by rule, taken many at a time where that is safe, and taken back at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest

from draftloop.loop.finding import Finding, Tier
from draftloop.loop.tally import RuleCount
from draftloop.tui.app import DraftloopApp
from draftloop.tui.dialogs.batch import BatchDialog
from draftloop.tui.screens.edit import EditScreen
from tests.tui.conftest import HOSTILE, World, flat, press, screen_text, settled
from tests.tui.passes_world import POST, CheckerDouble, app_on, rest

PATH = "drafts/d/post.md"
LITTLE = {
    "the the": ("RepeatedWords", "Repetition", "A word twice.", ("the",)),
    "Github": ("OrthographicConsistency", "Capitalization", "Its own case.", ("GitHub",)),
    "recieve": ("SpellCheck", "Spelling", "No word is spelled like this.", ("receive",)),
}
WORDS = "We had the the code on Github.\n\nYou recieve the the code.\n"


@dataclass
class TallyDouble:
    """Counts in memory."""

    taken: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    known: dict[str, RuleCount] = field(default_factory=dict)

    def counts(self) -> Mapping[str, RuleCount]:
        return self.known

    def count(self, finding: Finding, tier: Tier, *, taken: int, ignored: int) -> None:
        self.taken[finding.rule] += taken
        self.ignored[finding.rule] += ignored

    def forget(self, rule_name: str) -> bool:
        return False


@pytest.fixture
def tally() -> TallyDouble:
    return TallyDouble()


def little(world: World, words: str = WORDS) -> DraftloopApp:
    world.draft("A post", slug="d", outline="- a point\n", post=words)
    return app_on(world, CheckerDouble(slips=LITTLE), step="edit")


def counting(world: World, tally: TallyDouble) -> DraftloopApp:
    world.draft("A post", slug="d", outline="- a point\n", post=POST)
    app = app_on(world, step="edit")
    return DraftloopApp(replace(app.desk, tally=tally), start="edit", slug="d")


def edit_screen(app: object) -> EditScreen:
    screen = app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, EditScreen)
    return screen


async def test_a_fix_counts_for_its_rule_and_undone_counts_no_more(world: World, tally: TallyDouble) -> None:
    async with counting(world, tally).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        assert tally.taken["ApartFrom"] == 1
        await press(pilot, "u")
        assert tally.taken["ApartFrom"] == 0


async def test_an_ignored_alarm_counts_against_its_rule(world: World, tally: TallyDouble) -> None:
    async with counting(world, tally).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "i", "n", "I")
        assert tally.ignored == {"ApartFrom": 1, "InDetail": 1}
        await press(pilot, "u", "u")
        assert not any(tally.ignored.values())


async def test_a_sentence_changed_by_hand_counts_as_mended(world: World, tally: TallyDouble) -> None:
    async with counting(world, tally).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "c", "end", "exclamation_mark", "enter")
        assert tally.taken["ApartFrom"] == 1


async def test_an_undone_decision_shows_its_alarm_again_at_once(world: World, tally: TallyDouble) -> None:
    async with counting(world, tally).run_test() as pilot:
        await settled(pilot)
        for key in ("enter", "i"):
            await pilot.press(key, "u")
            current = edit_screen(pilot.app).current
            assert current is not None
            assert current.text == "apart of"
            await settled(pilot)
            assert "3 sure" in screen_text(pilot.app)


async def test_a_rule_that_was_often_waved_through_says_why_it_is_doubtful(
    world: World, tally: TallyDouble
) -> None:
    tally.known["harper:ApartFrom"] = RuleCount(ignored=20, tier="sure", kind="grammar")
    async with counting(world, tally).run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "n", "n")
        assert "maybe: you have often waved this rule through" in screen_text(pilot.app)


async def test_what_is_right_nearly_always_is_mended_at_once_and_undone_at_once(world: World) -> None:
    async with little(world).run_test(size=(100, 30), notifications=True) as pilot:
        await settled(pilot)
        before = world.files[PATH]
        assert "A mends 3 at once" in screen_text(pilot.app)
        await press(pilot, "A")
        assert isinstance(pilot.app.screen, BatchDialog)
        shown = flat(pilot.app)
        assert "✓ the the → the We had the the code on Github." in shown
        assert "✓ Github → GitHub We had the the code on Github." in shown
        await press(pilot, "enter")
        await rest(pilot)
        assert world.files[PATH].endswith("We had the code on GitHub.\n\nYou recieve the code.\n")
        assert "1 sure" in screen_text(pilot.app)
        await press(pilot, "u")
        await rest(pilot)
        assert world.files[PATH] == before
        assert "4 sure" in screen_text(pilot.app)


async def test_only_what_is_ticked_is_mended(world: World) -> None:
    async with little(world).run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "A", "space", "enter")
        await rest(pilot)
        assert world.files[PATH].endswith("We had the the code on GitHub.\n\nYou recieve the code.\n")
        await press(pilot, "A", "a", "enter", "A", "escape")
        await rest(pilot)
        assert world.files[PATH].endswith("We had the the code on GitHub.\n\nYou recieve the code.\n")


async def test_the_alarm_in_front_stays_when_others_are_mended(world: World) -> None:
    async with little(world).run_test(notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "n", "n")
        assert edit_screen(pilot.app).current is not None
        assert edit_screen(pilot.app).current.text == "recieve"  # type: ignore[union-attr]
        await press(pilot, "A", "enter")
        await rest(pilot)
        assert edit_screen(pilot.app).current.text == "recieve"  # type: ignore[union-attr]
        await press(pilot, "enter")
        await rest(pilot)
        assert world.files[PATH].endswith("We had the code on GitHub.\n\nYou receive the code.\n")


async def test_without_such_alarms_there_is_no_such_key(world: World) -> None:
    async with little(world, "You recieve it.\n").run_test() as pilot:
        await settled(pilot)
        assert "at once" not in screen_text(pilot.app)
        await press(pilot, "A")
        assert isinstance(pilot.app.screen, EditScreen)


@pytest.mark.parametrize("words", HOSTILE)
async def test_any_sentence_is_listed_as_it_is(world: World, words: str) -> None:
    async with little(world, f"{words} and the the rest.\n").run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "A")
        assert "the the → the" in screen_text(pilot.app)
        await press(pilot, "space", "a", "escape")


@pytest.mark.parametrize("size", [(60, 15), (80, 24)])
async def test_the_list_and_its_keys_are_in_sight(world: World, size: tuple[int, int]) -> None:
    async with little(world, "All the the things.\n\n" * 40).run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "A")
        shown = screen_text(pilot.app)
        assert "the the → the" in shown
        assert "enter takes them" in shown
