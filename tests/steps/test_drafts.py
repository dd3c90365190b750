"""Listings of drafts: those in work, and how many others there are."""

from __future__ import annotations

from draftloop.loop.stage import Stage
from draftloop.steps.compare import comparison, decide
from draftloop.steps.drafts import drop_draft, survey, survey_all, survey_unshipped
from draftloop.steps.next_step import next_step
from draftloop.steps.today import short, today
from tests.blog import Blog

LEDGER = '[site]\naddress = "https://example.org/a/"\nshipped = 2026-10-04T20:00:00+01:00\n'


def test_shipped_and_dropped_drafts_are_counted_beside_those_in_work(blog: Blog) -> None:
    blog.draft()
    blog.draft("old")
    blog.write("drafts/old/post.md", '---\ntitle: "Old"\n---\n\nIt is out.\n')
    blog.write("drafts/old/exported.toml", LEDGER)
    blog.draft("weak")
    drop_draft(blog.desk, "weak", "not mine to tell")
    found, others = survey_unshipped(blog.desk)
    assert ([status.slug for status in found], others) == (["retries"], 2)


def test_a_list_of_all_holds_the_shipped_ones(blog: Blog) -> None:
    blog.draft()
    blog.draft("old")
    blog.write("drafts/old/exported.toml", LEDGER)
    stages = {status.slug: status.stage for status in survey_all(blog.desk)}
    assert stages == {"retries": Stage.OUTLINE, "old": Stage.SHIPPED}


def test_a_rewrite_is_compared_before_anything_else(compared: Blog) -> None:
    status = survey(compared.desk, "retries")
    assert (status.stage, status.waiting) == (Stage.PROSE, 1)
    step = next_step(compared.desk, status)
    assert (step.stage, step.command) == (Stage.COMPARE, "draftloop compare retries")
    assert step.sentence == "Compare the rewrite; 1 dropped point waits for a verdict"
    now = today(compared.desk)
    assert now.next == (step,)
    assert short(now) == "compare: retries 1"
    assert now.to_json()["stage"] == Stage.PROSE


def test_after_the_verdicts_the_draft_goes_on(compared: Blog) -> None:
    now = comparison(compared.desk, "retries")
    decide(compared.desk, now, let_go=now.waiting)
    status = survey(compared.desk, "retries")
    assert status.waiting == 0
    assert next_step(compared.desk, status).stage is not Stage.COMPARE


def test_prose_asks_for_no_verdict_any_more(compared: Blog) -> None:
    compared.write("drafts/retries/post.md", "Retries are a loan.\n")
    assert survey(compared.desk, "retries").waiting == 0
