"""The body of work follows from the files of shipped drafts."""

from __future__ import annotations

from dataclasses import replace

from draftloop.steps.work import body_of_work, week_review
from tests.blog import Blog


def ship(
    blog: Blog, slug: str, when: str, *, fields: str = "", notes: str = "", body: str = "Two words."
) -> None:
    blog.write(f"drafts/{slug}/notes.md", f'---\ntitle: "{slug}"\n{notes}---\n')
    blog.write(f"drafts/{slug}/post.md", f'---\ntitle: "{slug}"\n{fields}---\n\n{body}\n')
    ledger = f'[site]\naddress = "https://example.org/{slug}/"\nshipped = {when}\n'
    blog.write(f"drafts/{slug}/exported.toml", ledger)


def test_posts_come_newest_first_with_their_address(blog: Blog) -> None:
    ship(blog, "old", "2026-10-25T20:00:00+01:00")
    ship(blog, "new", "2026-11-08T20:00:00+01:00")
    work = body_of_work(blog.desk)
    assert [post.slug for post in work.posts] == ["new", "old"]
    assert work.posts[0].address == "https://example.org/new/"
    assert work.posts[0].words == 2


def test_the_calendar_ends_with_this_week(blog: Blog) -> None:
    ship(blog, "new", "2026-11-08T20:00:00+01:00")
    weeks = body_of_work(blog.desk).weeks
    assert [posts for _, posts in weeks[-2:]] == [1, 0]
    assert weeks[-1][0].isoformat() == "2026-11-09"


def test_milestones_are_those_reached_and_the_next_one(blog: Blog) -> None:
    ship(blog, "new", "2026-11-08T20:00:00+01:00")
    stones = body_of_work(blog.desk).milestones
    assert [(stone.name, stone.missing) for stone in stones] == [
        ("the first post", 0),
        ("five posts", 4),
        ("five in a row", 4),
    ]


def test_themes_are_tags_terms_and_places_that_posts_share(blog: Blog) -> None:
    body = "A cache, see [this](https://www.example.net/a)."
    ship(blog, "one", "2026-10-25T20:00:00+01:00", fields='tags: ["systems"]\n', body=body)
    ship(blog, "two", "2026-11-08T20:00:00+01:00", fields='tags: ["systems", "alone"]\n', body=body)
    desk = blog.desk
    settings = replace(desk.settings, themes={"memory": ("Cache",)})
    themes = body_of_work(replace(desk, settings=settings)).themes
    assert {("tag", "systems"), ("theme", "memory"), ("link", "example.net")} == {
        (theme.kind, theme.name) for theme in themes
    }
    assert themes[-1].kind == "link"


def test_series_keep_their_parts_in_order(blog: Blog) -> None:
    ship(blog, "b", "2026-11-08T20:00:00+01:00", fields='series: "Queues"\npart: 2\n')
    ship(blog, "a", "2026-11-01T20:00:00+01:00", fields='series: "Queues"\npart: 1\n')
    ((name, parts),) = body_of_work(blog.desk).series
    assert (name, [post.slug for post in parts]) == ("Queues", ["a", "b"])


def test_answered_questions_are_those_asked_more_than_once(blog: Blog) -> None:
    ship(blog, "asked", "2026-11-08T20:00:00+01:00", notes="asked: 4\n")
    ship(blog, "once", "2026-11-01T20:00:00+01:00", notes="asked: 1\n")
    assert [(post.slug, post.asked) for post in body_of_work(blog.desk).answered] == [("asked", 4)]


def test_a_post_is_reviewed_by_minutes_rounds_and_what_was_let_go(compared: Blog) -> None:
    review = week_review(compared.desk, "retries")
    assert review.rounds == 2
    assert review.title == "Retries are a loan"
