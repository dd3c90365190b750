"""Comparing: every dropped point gets a verdict, and the verdict is recorded."""

from __future__ import annotations

import pytest

from draftloop.loop.errors import BadValue, NothingToCompare
from draftloop.steps.compare import answer, comparison, decide, indices_of_lines
from draftloop.steps.park import park_lines, parked
from tests.blog import OUTLINE, Blog

JITTER = "jitter without a budget only spreads the load"


def jitter_of(blog: Blog) -> int:
    now = comparison(blog.desk, "retries")
    return next(i for i in now.waiting if now.old.points[i].text == JITTER)


def test_the_lost_point_waits_for_a_verdict(compared: Blog) -> None:
    now = comparison(compared.desk, "retries")
    assert [now.old.points[i].text for i in now.waiting] == [JITTER]
    assert (now.old_round, now.new_round) == (1, 2)


def test_one_outline_has_nothing_to_compare(blog: Blog) -> None:
    blog.draft()
    blog.done()
    with pytest.raises(NothingToCompare):
        comparison(blog.desk, "retries")


def test_let_go_is_recorded_and_waits_no_more(compared: Blog) -> None:
    now = comparison(compared.desk, "retries")
    verdicts = decide(compared.desk, now, let_go=[jitter_of(compared)])
    assert verdicts.commit is not None
    assert verdicts.comparison.waiting == ()
    message = compared.git("log", "-1", "--format=%B")
    assert message.startswith("Compare 1 with 2: Retries are a loan")
    assert f"Draftloop-Dropped: {JITTER}" in message


def test_restored_comes_back_at_its_old_neighbors(compared: Blog) -> None:
    decide(compared.desk, comparison(compared.desk, "retries"), restore=[jitter_of(compared)])
    lines = compared.read("drafts/retries/outline.md").splitlines()
    assert lines[lines.index(f"- {JITTER}") - 1] == "- a budget instead of a count"
    assert f"Draftloop-Restored: {JITTER}" in compared.git("log", "-1", "--format=%B")
    assert comparison(compared.desk, "retries").waiting == ()


def test_parked_goes_to_its_own_file(compared: Blog) -> None:
    decide(compared.desk, comparison(compared.desk, "retries"), park=[jitter_of(compared)])
    assert JITTER in compared.read("drafts/retries/parked.md")
    assert [point.text for point in parked(compared.desk)] == [JITTER]


def test_a_verdict_on_a_point_that_does_not_wait_is_refused(compared: Blog) -> None:
    with pytest.raises(BadValue):
        decide(compared.desk, comparison(compared.desk, "retries"), let_go=[0])


def test_points_are_named_by_their_line_in_the_outline_before(compared: Blog) -> None:
    line = OUTLINE.splitlines().index(f"- {JITTER}") + 1
    assert indices_of_lines(comparison(compared.desk, "retries"), [line]) == (jitter_of(compared),)
    with pytest.raises(BadValue):
        indices_of_lines(comparison(compared.desk, "retries"), [1])


def test_an_answer_is_kept_with_the_draft_and_holds(compared: Blog) -> None:
    now = comparison(compared.desk, "retries")
    new = next(i for i, point in enumerate(now.new.points) if "client libraries" in point.text)
    after = answer(compared.desk, now, jitter_of(compared), new, same=True)
    assert after.waiting == ()
    assert JITTER in compared.read("drafts/retries/corrections.toml")
    assert comparison(compared.desk, "retries").waiting == ()


def test_points_of_the_outline_can_be_parked_by_line(compared: Blog) -> None:
    text = compared.read("drafts/retries/outline.md")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "people think" in row)
    park_lines(compared.desk, "retries", [line])
    outline = compared.read("drafts/retries/outline.md")
    assert "people think" not in outline
    assert "27 calls" not in outline
    assert "27 calls" in compared.read("drafts/retries/parked.md")
