"""The demo: a real week half done, with something true on every screen."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from draftloop import wiring
from draftloop.demo.make import make_demo
from draftloop.loop.outline_links import LinkKind
from draftloop.loop.stage import Stage
from draftloop.steps.compare import comparison
from draftloop.steps.desk import Desk
from draftloop.steps.doctor import examine
from draftloop.steps.drafts import survey_unshipped
from draftloop.steps.next_step import next_step
from draftloop.steps.today import today

COMPARED = "when-to-stop-rewriting"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRAFTLOOP_NOW", "2026-11-21T10:00:00+01:00")
        patch.setenv("DRAFTLOOP_STATE_DIR", str(tmp_path_factory.mktemp("state")))
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        return make_demo(str(tmp_path_factory.mktemp("demo")))


@pytest.fixture
def desk(root: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("DRAFTLOOP_NOW", "2026-11-21T10:00:00+01:00")
    monkeypatch.setenv("DRAFTLOOP_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return wiring.desk_for(root)


def test_one_draft_waits_for_its_prose_one_for_its_verdicts_one_for_its_rewrite(desk: Desk) -> None:
    found, _ = survey_unshipped(desk)
    assert [next_step(desk, status).stage for status in found] == [
        Stage.PROSE,
        Stage.COMPARE,
        Stage.REWRITE,
    ]


def test_today_leads_to_the_draft_whose_rewrite_is_not_compared(desk: Desk) -> None:
    now = today(desk)
    waiting = next(status for status in now.also if status.slug == COMPARED)
    assert next_step(desk, waiting).command == f"draftloop compare {COMPARED}"


def test_the_comparison_has_points_to_decide_pairs_to_ask_about_and_moves(desk: Desk) -> None:
    now = comparison(desk, COMPARED)
    assert (now.old_round, now.new_round) == (1, 2)
    assert 4 <= len(now.waiting) <= 12
    assert now.questions
    assert any(link.kind in (LinkKind.MOVED, LinkKind.MOVED_REWORDED) for link in now.diff.links)
    assert 0.5 < now.settled.total < 0.85


def test_no_draft_is_an_idea_at_the_same_time(root: str) -> None:
    drafts = {path.name for path in (Path(root) / "drafts").iterdir()}
    ideas = {path.stem for path in (Path(root) / "ideas").iterdir()}
    assert drafts & ideas == set()


def test_nothing_in_it_is_wrong(desk: Desk) -> None:
    assert [trouble.problem for trouble in examine(desk)] == [
        "there is no remote: every draft and its history are on this disk only"
    ]


def test_its_times_lie_before_now(desk: Desk) -> None:
    now = datetime.fromisoformat("2026-11-21T10:00:00+01:00")
    for status in survey_unshipped(desk)[0]:
        assert status.updated is not None
        assert status.updated <= now
