"""What the tests of the comparison share: a draft of several rounds, and going to a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from draftloop.loop.outline import parse_outline
from draftloop.loop.outline_diff import Correction, diff_outlines
from draftloop.loop.outline_links import LinkKind
from draftloop.loop.stage import Stage
from draftloop.steps import rounds
from draftloop.tui.app import DraftloopApp
from draftloop.tui.screens.compare import CompareScreen
from draftloop.tui.widgets.compare_list import CompareList, Group, Place, Verdict
from tests.tui.conftest import World, press, settled
from tests.tui.writing import record

Make = Callable[..., DraftloopApp]
FOLDER = "drafts/retries"
FIRST = "## Why\n\n- people think retries are free\n"
OLD = """## Why

- people think retries are free
- jitter without a budget only spreads it
  - even full jitter does

## What

- a budget, not a count
- what AWS does since 2015
"""
NEW = """## Why

- people think retries are free

## What

- a budget, not a count
- quotas for every caller
"""


def draft(world: World, *outlines: str) -> None:
    for number, outline in enumerate(outlines or (OLD, NEW), 1):
        if number == 1:
            world.draft("Retries", slug="retries", outline=outline)
        world.files[f"{FOLDER}/outline.md"] = outline
        record(world, Stage.OUTLINE if number == 1 else Stage.REWRITE, number)


REWORDED_OLD = """## Why

- every outage review ends with the retries
- people think retries are free
  - three layers with three tries make 27 calls
  - nobody is billed
"""
REWORDED_NEW = """## Why

- each outage review ends with the retries
- people think that retries are free
  - three layers with three tries make 27 more calls
"""


def doubt_rewordings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program ask about every reworded point, whatever it would be sure of by itself."""

    def matched(
        old_text: str, new_text: str, corrections: tuple[Correction, ...], _: object
    ) -> rounds.TreeDiff:
        old, new = parse_outline(old_text), parse_outline(new_text)
        diff = diff_outlines(old, new, corrections=corrections)
        confirmed = {answer.old for answer in corrections if answer.same}
        links = tuple(
            replace(link, score=0.5 + link.old / 100)
            if link.kind is LinkKind.REWORDED and old.points[link.old].text not in confirmed
            else link
            for link in diff.links
        )
        return rounds.TreeDiff(old=old, new=new, diff=replace(diff, links=links))

    monkeypatch.setattr(rounds, "_matched", matched)


async def opened(pilot: Pilot[object]) -> CompareScreen:
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, CompareScreen)
    return screen


async def without_questions(pilot: Pilot[object]) -> CompareScreen:
    screen = await opened(pilot)
    while screen.review is not None and screen.review.question is not None:
        await press(pilot, "z")
    return screen


def dropped(screen: CompareScreen) -> list[str]:
    assert screen.review is not None
    return [screen.review.now.old.points[index].text for index in screen.review.now.waiting]


def verdicts(screen: CompareScreen) -> dict[str, Verdict]:
    assert screen.review is not None
    old = screen.review.now.old
    return {old.points[index].text: verdict for index, verdict in screen.review.verdicts.items()}


async def mark(pilot: Pilot[object], screen: CompareScreen, words: str) -> None:
    assert screen.review is not None
    old = screen.review.now.old
    screen.query_one(CompareList).mark(next(i for i, p in enumerate(old.points) if words in p.text))
    await settled(pilot)


async def mark_place(pilot: Pilot[object], screen: CompareScreen, place: Place) -> None:
    """Mark a row of the list, its group opened."""
    shelf = screen.query_one(CompareList)
    assert screen.review is not None
    state = screen.review.list_state()
    group = next(one for one in Group if place in state.members(one))
    if group not in state.opened:
        options = [option.id for option in shelf.options]
        shelf.highlighted = options.index(f"group:{group.value}")
        await settled(pilot)
        await press(pilot, "enter")
    shelf.mark_place(place)
    await settled(pilot)
    assert shelf.here == place
