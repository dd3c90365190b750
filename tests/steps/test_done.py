"""Ending an iteration: one commit of that draft's files, and what comes next."""

from __future__ import annotations

from pathlib import Path

import pytest

from draftloop import wiring
from draftloop.loop.errors import BadValue, NotFound
from draftloop.loop.ports import Sitting
from draftloop.loop.stage import Stage
from tests.blog import OUTLINE, REWRITTEN, Blog


def test_the_first_outline_is_one_commit_with_its_facts(blog: Blog) -> None:
    blog.draft()
    ended = blog.done(minutes=58, note="On the train.", muddy="which libraries retry?")
    assert (ended.stage, ended.iteration, ended.subject) == (
        Stage.OUTLINE,
        1,
        "Outline 1: Retries are a loan",
    )
    message = blog.git("log", "-1", "--format=%B")
    for line in (
        "On the train.",
        "Draftloop-Draft: retries",
        "Draftloop-Minutes: 58",
        "Draftloop-Muddy: which libraries retry?",
    ):
        assert line in message


def test_both_times_of_the_commit_are_the_clocks(blog: Blog) -> None:
    blog.draft()
    blog.done()
    assert blog.git("log", "-1", "--format=%aI %cI").split() == [blog.now.isoformat()] * 2


def test_what_comes_next_is_a_rewrite_tomorrow(blog: Blog) -> None:
    blog.draft()
    assert blog.done().next == "Rewrite the outline from memory tomorrow"


def test_nothing_changed_records_nothing(blog: Blog) -> None:
    blog.draft()
    blog.done()
    before = blog.git("rev-parse", "HEAD")
    assert blog.done().commit is None
    assert blog.git("rev-parse", "HEAD") == before


def test_small_changes_go_on_with_the_same_round(blog: Blog) -> None:
    blog.draft()
    blog.done()
    blog.write("drafts/retries/outline.md", OUTLINE + "- start with ten percent\n")
    ended = blog.done()
    assert (ended.stage, ended.iteration) == (Stage.OUTLINE, 1)


def test_an_outline_written_anew_by_hand_is_a_rewrite(blog: Blog) -> None:
    blog.draft()
    blog.done()
    blog.write("drafts/retries/outline.md", "## Why\n\n- all other words\n- and none of the old lines\n")
    ended = blog.done()
    assert (ended.stage, ended.iteration) == (Stage.REWRITE, 2)


def test_a_sitting_gives_its_minutes_and_peeks_once(blog: Blog) -> None:
    blog.draft()
    blog.done()
    blog.write("drafts/retries/outline.md", REWRITTEN)
    blog.desk.sittings.keep(
        Sitting(slug="retries", stage=Stage.REWRITE, began=blog.now, minutes=40.6, peeks=2, base_commit="x")
    )
    blog.done()
    message = blog.git("log", "-1", "--format=%B")
    assert "Draftloop-Minutes: 41" in message
    assert "Draftloop-Peeks: 2" in message
    assert blog.desk.sittings.open("retries") is None


def test_only_this_drafts_files_are_committed(blog: Blog) -> None:
    blog.draft()
    blog.draft("other")
    blog.write("staged.txt", "mine\n")
    blog.git("add", "staged.txt")
    blog.done()
    touched = set(blog.git("show", "--name-only", "--format=", "HEAD").split())
    assert touched == {"drafts/retries/notes.md", "drafts/retries/outline.md"}
    assert "A  staged.txt" in blog.git("status", "--porcelain")


def test_ideas_and_the_dictionary_get_commits_of_their_own_first(blog: Blog) -> None:
    blog.write("ideas/caches-lie.md", '---\ntitle: "Caches lie"\ncreated: 2026-03-04T21:10:00+01:00\n---\n')
    blog.write("dictionary.txt", "pgvector\n")
    blog.draft()
    blog.done()
    subjects = blog.git("log", "--format=%s").splitlines()
    assert subjects[0] == "Outline 1: Retries are a loan"
    assert "Note an idea: Caches lie" in subjects
    assert blog.git("status", "--porcelain", "--", "ideas", "dictionary.txt", "drafts") == ""


def test_a_pass_is_recorded_even_when_it_changed_nothing(blog: Blog) -> None:
    blog.draft()
    blog.write("drafts/retries/post.md", '---\ntitle: "R"\n---\n\nRetries are a loan.\n')
    blog.done()
    ended = blog.done(pass_name="grammar")
    assert ended.subject == "Edit for grammar: R"
    assert "Draftloop-Pass: grammar" in blog.git("log", "-1", "--format=%B")


def test_a_pass_without_prose_is_refused(blog: Blog) -> None:
    blog.draft()
    with pytest.raises(BadValue):
        blog.done(pass_name="grammar")


def test_an_unknown_draft_is_named(blog: Blog) -> None:
    with pytest.raises(NotFound):
        blog.done("nowhere")


def test_in_the_middle_of_a_merge_nothing_is_committed(blog: Blog) -> None:
    blog.draft()
    blog.done()
    head = blog.git("rev-parse", "HEAD").strip()
    (blog.folder / ".git" / "MERGE_HEAD").write_text(head + "\n")
    blog.write("drafts/retries/outline.md", OUTLINE + "- more\n")
    ended = blog.done(note="On the train.")
    assert (ended.commit, ended.is_ended) == (None, True)
    assert ended.queued is not None
    assert ended.queued.sentence == (
        "Kept, not committed yet: a merge is not finished in this repository. 1 iteration waits."
    )
    assert blog.git("rev-parse", "HEAD").strip() == head
    assert "- more" in blog.read("drafts/retries/outline.md")
    (blog.folder / ".git" / "MERGE_HEAD").unlink()
    assert not blog.done().is_ended
    assert "On the train." in blog.git("log", "-1", "--format=%B")


def test_without_git_the_words_stay_and_the_reason_is_said(tmp_path: Path) -> None:
    blog = Blog(tmp_path / "blog", has_git=False)
    blog.draft()
    ended = blog.done()
    assert ended.queued is not None
    assert ended.queued.why.kind == "no-repository"
    assert blog.read("drafts/retries/outline.md") == OUTLINE
    assert not blog.done().is_ended


def test_rounds_count_on_while_iterations_wait(tmp_path: Path) -> None:
    blog = Blog(tmp_path / "blog", has_git=False)
    blog.draft()
    blog.done()
    blog.later()
    blog.write("drafts/retries/outline.md", REWRITTEN)
    second = blog.done(stage=Stage.REWRITE)
    assert (second.stage, second.iteration) == (Stage.REWRITE, 2)
    wiring.make_workspace(str(blog.folder))
    assert not blog.done().is_ended
    assert blog.git("log", "--format=%s %ad", "--date=short").splitlines() == [
        "Rewrite 2: Retries are a loan 2026-11-10",
        "Outline 1: Retries are a loan 2026-11-09",
    ]
    assert blog.git("show", "HEAD~1:drafts/retries/outline.md") == OUTLINE


def test_a_sitting_left_open_does_not_name_the_change_of_another_file(blog: Blog) -> None:
    blog.draft()
    blog.done()
    blog.desk.sittings.keep(Sitting(slug="retries", stage=Stage.OUTLINE, began=blog.now, minutes=3))
    blog.write("drafts/retries/post.md", "Retries are a loan.\n")
    assert blog.done().stage is Stage.PROSE
