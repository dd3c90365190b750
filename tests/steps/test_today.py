"""Today: what this day of the loop asks for, from the files and the clock alone."""

from __future__ import annotations

from datetime import timedelta

from draftloop.loop.stage import Stage
from draftloop.steps.today import short, today
from tests.blog import REWRITTEN, Blog

PROSE = '---\ntitle: "Retries are a loan"\n---\n\nPeople think that retries are free. [TK: count them]\n'


def test_an_empty_workspace_asks_for_titles(blog: Blog) -> None:
    now = today(blog.desk)
    assert now.draft is None
    assert now.next[0].stage is Stage.IDEA
    assert short(now) == ""


def test_ideas_without_a_draft_ask_for_a_pick(blog: Blog) -> None:
    blog.write("ideas/caches-lie.md", '---\ntitle: "Caches lie"\ncreated: 2026-03-04T21:10:00+01:00\n---\n')
    now = today(blog.desk)
    assert now.next[0].stage is Stage.PICK
    assert [candidate.idea.slug for candidate in now.picks] == ["caches-lie"]


def test_a_week_walks_through_its_stages(blog: Blog) -> None:
    blog.draft()
    stages = [today(blog.desk).next[0].stage]
    blog.done()
    stages.append(today(blog.desk).next[0].stage)
    blog.later()
    blog.write("drafts/retries/outline.md", REWRITTEN)
    blog.done(stage=Stage.REWRITE)
    blog.write("drafts/retries/post.md", PROSE)
    stages.append(today(blog.desk).next[0].stage)
    blog.done()
    blog.done(pass_name="grammar")
    stages.append(today(blog.desk).next[0].stage)
    blog.done(pass_name="readability")
    stages.append(today(blog.desk).next[0].stage)
    assert stages == [Stage.OUTLINE, Stage.REWRITE, Stage.PROSE, Stage.EDIT, Stage.SHIP]


def test_after_midnight_it_is_still_the_evening_before(blog: Blog) -> None:
    blog.now += timedelta(hours=5)
    assert today(blog.desk).date.isoformat() == "2026-11-09"


def test_a_gap_is_named_with_its_line(blog: Blog) -> None:
    blog.draft()
    blog.write("drafts/retries/post.md", PROSE)
    draft = today(blog.desk).draft
    assert draft is not None
    assert [(gap.text, gap.line) for gap in draft.gaps] == [("[TK: count them]", 5)]


def test_a_broken_file_costs_only_itself(blog: Blog) -> None:
    blog.draft()
    blog.write("drafts/broken/outline.md", "- a point\n")
    (blog.folder / "drafts/broken/post.md").write_bytes(b"\xff\xfe\x00latin\xe9")
    (blog.folder / "ideas/bad.md").write_bytes(b"---\ntitle: [\n---\n")
    now = today(blog.desk)
    statuses = {status.slug: status for status in (now.draft, *now.also) if status}
    assert set(statuses) == {"retries", "broken"}
    assert "post.md" in statuses["broken"].trouble


def test_json_has_the_keys_of_the_contract(blog: Blog) -> None:
    blog.draft()
    blog.done()
    told = today(blog.desk).to_json()
    assert list(told) == ["date", "week", "draft", "stage", "due", "next", "streak_weeks"]
    assert (told["week"], told["draft"], told["stage"], told["due"]) == (
        "2026-W46", "retries", "rewrite", "2026-11-10",
    )  # fmt: skip
