"""Listings of drafts: those in work, and how many others there are."""

from __future__ import annotations

from draftloop.loop.stage import Stage
from draftloop.steps.drafts import drop_draft, survey_all, survey_unshipped
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
