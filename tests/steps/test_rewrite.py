"""Rewriting from memory: the old outline is safe first, then out of sight."""

from __future__ import annotations

from pathlib import Path

import pytest

from draftloop.loop.errors import BadValue, SameDay
from draftloop.loop.stage import Stage
from draftloop.steps.autosaves import list_autosaves
from draftloop.steps.history import resolve_version
from draftloop.steps.rewrite import begin_rewrite, finish_in_editor, give_up, peek, take_away
from draftloop.steps.sitting import count_minutes
from tests.blog import OUTLINE, REWRITTEN, Blog


@pytest.fixture
def outlined(blog: Blog) -> Blog:
    blog.draft()
    blog.done()
    blog.later()
    return blog


def test_the_page_holds_the_top_headings_and_nothing_else(outlined: Blog) -> None:
    attempt = begin_rewrite(outlined.desk, "retries")
    assert attempt.page == "## Why\n\n- \n\n## What\n\n- \n\n## How\n\n- \n"
    assert (attempt.old_text, attempt.round, attempt.wants_scan) == (OUTLINE, 2, True)


def test_nothing_is_taken_away_before_the_scan_is_over(outlined: Blog) -> None:
    begin_rewrite(outlined.desk, "retries")
    assert outlined.read("drafts/retries/outline.md") == OUTLINE


def test_an_outline_changed_since_is_committed_before_it_goes(outlined: Blog) -> None:
    outlined.write("drafts/retries/outline.md", OUTLINE + "- the last thought\n")
    take_away(outlined.desk, begin_rewrite(outlined.desk, "retries", today_anyway=True))
    assert "the last thought" not in outlined.read("drafts/retries/outline.md")
    assert "the last thought" in outlined.git("show", "HEAD:drafts/retries/outline.md")


def test_on_the_day_of_the_last_round_memory_is_too_fresh(blog: Blog) -> None:
    blog.draft()
    blog.done()
    with pytest.raises(SameDay):
        begin_rewrite(blog.desk, "retries")
    assert begin_rewrite(blog.desk, "retries", today_anyway=True).round == 2


def test_after_midnight_it_is_still_the_same_writing_day(blog: Blog) -> None:
    blog.draft()
    blog.done()
    blog.later(days=0, hours=5)
    with pytest.raises(SameDay):
        begin_rewrite(blog.desk, "retries")


def test_an_outline_without_points_cannot_be_rewritten(blog: Blog) -> None:
    blog.draft(outline="")
    with pytest.raises(BadValue):
        begin_rewrite(blog.desk, "retries")


def test_peeks_are_counted_and_end_up_in_the_commit(outlined: Blog) -> None:
    take_away(outlined.desk, begin_rewrite(outlined.desk, "retries"))
    assert [peek(outlined.desk, "retries"), peek(outlined.desk, "retries")] == [1, 2]
    outlined.write("drafts/retries/outline.md", REWRITTEN)
    assert outlined.done().subject == "Rewrite 2: Retries are a loan"
    assert "Draftloop-Peeks: 2" in outlined.git("log", "-1", "--format=%B")


def test_leaving_half_way_keeps_what_was_written(outlined: Blog) -> None:
    take_away(outlined.desk, begin_rewrite(outlined.desk, "retries"))
    outlined.write("drafts/retries/outline.md", "## Why\n\n- half a thought\n")
    same_evening = begin_rewrite(outlined.desk, "retries")
    assert (same_evening.page, same_evening.is_resumed, same_evening.wants_scan) == (
        "## Why\n\n- half a thought\n", True, False,
    )  # fmt: skip
    outlined.later()
    another_day = begin_rewrite(outlined.desk, "retries")
    assert another_day.wants_scan
    assert another_day.old_text == OUTLINE


def test_giving_up_brings_the_old_outline_back_and_keeps_the_attempt(outlined: Blog) -> None:
    attempt = take_away(outlined.desk, begin_rewrite(outlined.desk, "retries"))
    outlined.write("drafts/retries/outline.md", "## Why\n\n- half a thought\n")
    give_up(outlined.desk, attempt)
    assert outlined.read("drafts/retries/outline.md") == OUTLINE
    (thrown_away,) = [view for view in list_autosaves(outlined.desk, "retries") if view.is_trash]
    assert resolve_version(outlined.desk, thrown_away.version).text == "## Why\n\n- half a thought\n"
    assert outlined.desk.recovery.kept() == []


def test_an_editor_closed_without_a_word_changes_nothing(outlined: Blog) -> None:
    attempt = begin_rewrite(outlined.desk, "retries")
    assert not finish_in_editor(outlined.desk, attempt, attempt.page)
    assert outlined.read("drafts/retries/outline.md") == OUTLINE
    assert outlined.desk.sittings.open("retries") is None


def test_without_git_the_old_outline_is_kept_safe(tmp_path: Path) -> None:
    blog = Blog(tmp_path / "blog", has_git=False)
    blog.draft()
    attempt = take_away(blog.desk, begin_rewrite(blog.desk, "retries"))
    assert attempt.old_text == OUTLINE
    assert blog.read("drafts/retries/outline.md") != OUTLINE
    assert begin_rewrite(blog.desk, "retries").old_text == OUTLINE


def test_an_attempt_whose_round_is_gone_begins_anew(outlined: Blog) -> None:
    take_away(outlined.desk, begin_rewrite(outlined.desk, "retries"))
    outlined.write("drafts/retries/outline.md", OUTLINE)
    outlined.git(
        "commit", "--quiet", "--amend", "-m", "Rewritten history", "--date", outlined.now.isoformat()
    )
    attempt = begin_rewrite(outlined.desk, "retries", today_anyway=True)
    assert (attempt.is_resumed, attempt.old_text) == (False, OUTLINE)
    assert take_away(outlined.desk, attempt).document.text == attempt.page


def test_an_outline_of_yesterday_that_was_never_ended_can_be_rewritten(blog: Blog) -> None:
    blog.draft()
    blog.later()
    attempt = begin_rewrite(blog.desk, "retries")
    assert (attempt.old_text, attempt.round) == (OUTLINE, 2)


def test_an_outline_begun_today_and_not_ended_is_too_fresh(blog: Blog) -> None:
    blog.draft()
    count_minutes(blog.desk, "retries", Stage.OUTLINE, 12)
    with pytest.raises(SameDay):
        begin_rewrite(blog.desk, "retries")
    assert blog.git("for-each-ref") == ""
