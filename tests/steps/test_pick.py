from __future__ import annotations

import pytest

from draftloop.loop.errors import AlreadyThere, NotFound
from draftloop.loop.iteration import Iteration
from draftloop.loop.ports import HistoryState
from draftloop.loop.stage import Stage
from draftloop.steps.housekeeping import commit_loose_files
from draftloop.steps.pick import candidates, pick
from tests.builders import idea_text, workbench

NEW = "2026-11-01T08:00:00+01:00"


def test_idea_becomes_a_draft_with_its_answers() -> None:
    bench = workbench(a=idea_text("A thing", body="- note\n"))
    assert pick(bench.desk, "a", ("it is odd", "", "")) == "a"
    assert set(bench.files) == {"drafts/a/notes.md"}
    assert bench.files["drafts/a/notes.md"].endswith(
        "- note\n\n## Picked 2026-11-09\n\n- Why does this fascinate me? it is odd\n"
    )


def test_ideas_are_recorded_before_the_pick() -> None:
    bench = workbench(a=idea_text("A thing"), b=idea_text("B thing"))
    pick(bench.desk, "a")
    assert [(one.stage, one.draft, one.ideas) for one in bench.history.iterations] == [
        (Stage.IDEA, "", (("a", "A thing"), ("b", "B thing"))),
        (Stage.PICK, "a", ()),
    ]
    assert bench.history.changed(["ideas", "drafts"]) == []


def test_pick_works_without_git() -> None:
    bench = workbench(a=idea_text("A"))
    bench.history.now_state = HistoryState(kind="no-git")
    pick(bench.desk, "a")
    assert set(bench.files) == {"drafts/a/notes.md"}
    assert bench.history.iterations == []


def test_draft_that_is_there_is_not_overwritten() -> None:
    bench = workbench(a=idea_text("A"))
    bench.files["drafts/a/notes.md"] = "mine"
    with pytest.raises(AlreadyThere):
        pick(bench.desk, "a")
    assert bench.files["drafts/a/notes.md"] == "mine"
    with pytest.raises(NotFound):
        pick(bench.desk, "none")


def test_candidates_say_why_in_words() -> None:
    bench = workbench(
        asked=idea_text(
            "Asked", "interest: 3", "asked: 4",
            'signals: [{when: 2026-05-02, where: "social", reach: 41000, engaged: 310}]',
            body="- one\n- two\n",
        )
    )  # fmt: skip
    (only,) = candidates(bench.desk)
    assert only.reasons == (
        "it interests you most",
        "asked 4×",
        "reached 41,000 on social",
        "2 notes",
        "nothing written on this yet",
        "noted 8 months ago",
    )


def test_one_forgotten_idea_comes_back() -> None:
    loud = {f"loud_{n}": idea_text(f"Loud {n}", "interest: 3", created=NEW) for n in range(5)}
    bench = workbench(**loud, old=idea_text("Old", created="2024-01-01T00:00:00+01:00"))
    found = candidates(bench.desk)
    assert len(found) == 3
    assert found[-1].idea.slug == "old"
    assert found[-1].reasons[0] == "forgotten: noted 2 years ago"


def test_others_are_shown_when_asked_for() -> None:
    bench = workbench(**{f"idea_{n}": idea_text(f"Idea {n}", created=NEW) for n in range(7)})
    shown = [[one.idea.slug for one in candidates(bench.desk, skip=skip)] for skip in (0, 3, 6)]
    assert len({slug for page in shown for slug in page[:2]}) == 6
    assert candidates(bench.desk, skip=30) == []


def test_dropped_ideas_are_no_candidates() -> None:
    assert candidates(workbench(a=idea_text("A", "dropped: 2026-01-01")).desk) == []


def test_workspace_files_have_a_commit_of_their_own() -> None:
    bench = workbench()
    bench.files |= {"dictionary.txt": "# mine\nHugo\n", "links.md": "- a\n  > quote\n- b\n"}
    commit_loose_files(bench.desk)
    bench.files["dictionary.txt"] += "Zola\nAstro\n"
    commit_loose_files(bench.desk)
    assert commit_loose_files(bench.desk) == []
    assert [one.subject for one in bench.history.iterations] == [
        "Teach 1 word and keep 2 links",
        "Teach 2 words",
    ]
    assert isinstance(bench.history.iterations[0], Iteration)
