"""Comparing: every dropped point gets a verdict, and the verdict is recorded."""

from __future__ import annotations

import pytest

from draftloop.loop.errors import BadValue, NothingToCompare
from draftloop.loop.outline import normalized, parse_outline
from draftloop.loop.stage import Stage
from draftloop.steps.compare import comparison, decide, indices_of_lines, with_restored
from draftloop.steps.park import park_lines, parked
from draftloop.steps.rounds import Round, rounds_of
from draftloop.steps.search import search
from tests.blog import OUTLINE, Blog

JITTER = "jitter without a budget only spreads the load"


FAMILY = """## What

- a budget instead of a count
- jitter
  - even full jitter spreads it only
    - by a third in our trace
  - equal jitter is worse
"""
SHRUNK = "## What\n\n- a budget instead of a count\n"


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


def of_two_rounds(blog: Blog, old: str, new: str) -> Blog:
    blog.draft(outline=old)
    blog.done()
    blog.later()
    blog.write("drafts/retries/outline.md", new)
    blog.done(stage=Stage.REWRITE)
    return blog


def point(blog: Blog, words: str) -> int:
    old = comparison(blog.desk, "retries").old
    return next(i for i, p in enumerate(old.points) if words in p.text)


def test_what_was_dropped_below_a_point_has_its_verdict_too(blog: Blog) -> None:
    of_two_rounds(blog, FAMILY, SHRUNK)
    after = decide(blog.desk, comparison(blog.desk, "retries"), park=[point(blog, "jitter")]).comparison
    assert after.waiting == ()
    assert after.parked == (
        "jitter",
        "even full jitter spreads it only",
        "by a third in our trace",
        "equal jitter is worse",
    )
    shelf = blog.read("drafts/retries/parked.md")
    assert "- jitter\n  - even full jitter spreads it only\n    - by a third in our trace\n" in shelf


def test_a_child_with_its_own_verdict_stays_away_when_its_parent_comes_back(blog: Blog) -> None:
    of_two_rounds(blog, FAMILY, SHRUNK)
    now = comparison(blog.desk, "retries")
    decide(blog.desk, now, restore=[point(blog, "jitter")], let_go=[point(blog, "even full")])
    text = blog.read("drafts/retries/outline.md")
    assert "even full" not in text
    assert "  - equal jitter is worse\n" in text
    assert [now.old.points[i].text for i in comparison(blog.desk, "retries").waiting] == [
        "by a third in our trace"
    ]


def test_what_was_let_go_can_be_restored_later(compared: Blog) -> None:
    now = decide(compared.desk, comparison(compared.desk, "retries"), let_go=[jitter_of(compared)]).comparison
    assert [now.old.points[i].text for i in now.gone] == [JITTER]
    after = decide(compared.desk, now, restore=now.gone).comparison
    assert f"- {JITTER}\n" in compared.read("drafts/retries/outline.md")
    assert (after.let_go, after.restored, after.gone) == ((), (JITTER,), ())


def test_two_points_with_one_text_get_a_verdict_each(blog: Blog) -> None:
    of_two_rounds(
        blog, "## Why\n\n- an example\n- first\n\n## How\n\n- an example\n", "## Why\n\n- first\n\n## How\n"
    )
    now = comparison(blog.desk, "retries")
    assert len(now.waiting) == 2
    after = decide(blog.desk, now, let_go=now.waiting[:1]).comparison
    assert after.waiting == now.waiting[1:]


def test_parked_points_are_found_by_search(compared: Blog) -> None:
    decide(compared.desk, comparison(compared.desk, "retries"), park=[jitter_of(compared)])
    found = search(compared.desk, "jitter budget spreads")
    assert any(hit.path == "drafts/retries/parked.md" for hit in found)


def test_restoring_all_brings_every_old_point_back(blog: Blog) -> None:
    of_two_rounds(blog, FAMILY, "## Quite another matter\n\n- nothing of the old stands here\n")
    now = comparison(blog.desk, "retries")
    decide(blog.desk, now, restore=now.waiting)
    after = {normalized(p.text) for p in parse_outline(blog.read("drafts/retries/outline.md")).points}
    kept = {normalized(now.old.points[link.old].text) for link in now.diff.links}
    assert {normalized(p.text) for p in now.old.points} - kept <= after


def test_a_decision_without_verdicts_records_the_answers_only(compared: Blog) -> None:
    compared.write("drafts/retries/corrections.toml", '[[match]]\nold = "a"\nnew = "b"\nsame = true\n')
    decide(compared.desk, comparison(compared.desk, "retries"))
    shown = compared.git("show", "--stat", "--format=%s", "HEAD")
    assert shown.startswith("Compare 1 with 2: Retries are a loan")
    assert "corrections.toml" in shown
    assert comparison(compared.desk, "retries").waiting != ()


def test_the_figures_after_restoring_are_known_before_it_is_done(blog: Blog) -> None:
    of_two_rounds(blog, FAMILY, SHRUNK)
    now = comparison(blog.desk, "retries")
    expected = with_restored(now, now.waiting)
    assert expected.settled.total > now.settled.total
    after = decide(blog.desk, now, restore=now.waiting).comparison
    assert after.settled == expected.settled
    assert after.advice == expected.advice
    assert with_restored(after, [1]) is after


def test_a_later_verdict_takes_the_place_of_the_one_before(compared: Blog) -> None:
    now = comparison(compared.desk, "retries")
    now = decide(compared.desk, now, let_go=now.waiting).comparison
    decide(compared.desk, now, park=now.gone)
    last: Round = rounds_of(compared.desk.history.timeline("retries"))[-1]
    assert (last.let_go, last.parked) == ((), (JITTER,))


def test_points_of_the_outline_can_be_parked_by_line(compared: Blog) -> None:
    text = compared.read("drafts/retries/outline.md")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "people think" in row)
    park_lines(compared.desk, "retries", [line])
    outline = compared.read("drafts/retries/outline.md")
    assert "people think" not in outline
    assert "27 calls" not in outline
    assert "27 calls" in compared.read("drafts/retries/parked.md")
