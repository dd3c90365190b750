from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.adapters.front_matter import read_fields
from draftloop.loop.front_matter import read_plain
from draftloop.loop.idea import (
    Asked,
    Idea,
    Signal,
    age_in_words,
    count_notes,
    idea_from,
    in_order,
    picked_text,
    row,
)
from draftloop.loop.idea_text import new_idea_text, with_bullet
from draftloop.loop.near_titles import near_slugs

NOW = datetime.fromisoformat("2026-11-09T20:14:00.123456+01:00")


def idea(text: str, slug: str = "x") -> Idea:
    return idea_from(slug, f"ideas/{slug}.md", read_fields(text), text)


def test_new_idea_is_written_as_promised() -> None:
    text = new_idea_text(
        "Retry storms", NOW, note="three layers", url="https://example.org/a", tags=["reliability"],
        asked_by="M.", private=True,
    )  # fmt: skip
    assert text == (
        '---\ntitle: "Retry storms"\ncreated: 2026-11-09T20:14:00+01:00\n'
        'tags: ["reliability"]\nprivate: true\n'
        'asked:\n  - {when: 2026-11-09, who: "M."}\n---\n\n- three layers\n- <https://example.org/a>\n'
    )


@given(st.text(min_size=1), st.text(), st.lists(st.text(), max_size=3), st.text())
def test_whatever_was_typed_reads_back(title: str, note: str, tags: list[str], who: str) -> None:
    text = new_idea_text(title, NOW, note=note, tags=tags, asked_by=who)
    read = idea(text)
    assert read.title == (" ".join(title.split()) or "x")
    assert read.created == NOW.replace(microsecond=0)
    assert read.tags == tuple(clean for tag in tags if (clean := " ".join(tag.split())))
    plain = read_plain(text)
    assert plain is None or plain == dict(read_fields(text))


def test_everything_an_idea_knows_is_read() -> None:
    read = idea(
        "---\ntitle: no\ncreated: 2026-03-04\ntags: a, b\ninterest: 3\nprivate: yes\nkind: issue\n"
        'asked:\n  - {when: 2026-03-05, who: "M."}\n  - somebody\n'
        "signals:\n  - {when: 2026-05-02, where: social, reach: 41_000, engaged: 310}\n"
        "dropped: 2026-11-09\nbecause: too small\n---\n\n- one\n"
    )
    assert (read.title, read.tags, read.interest, read.kind) == ("no", ("a", "b"), 3, "issue")
    assert read.asked == (
        Asked(when=date(2026, 3, 5), who="M."),
        Asked(when=date(2026, 3, 4), who="somebody"),
    )
    assert read.signals == (Signal(when=date(2026, 5, 2), where="social", reach=41_000, engaged=310),)
    assert (read.is_private, read.dropped, read.because) == (True, date(2026, 11, 9), "too small")
    assert (read.asked_count, read.notes_count, read.reach) == (2, 1, 41_000)


@pytest.mark.parametrize(
    "fields",
    [
        "interest: 9",
        "interest: high",
        "interest: [1]",
        "asked: {a: 1}",
        "signals: x",
        "created: never",
        "tags: {a: 1}",
    ],
)
def test_odd_values_are_no_trouble(fields: str) -> None:
    read = idea(f"---\ntitle: x\n{fields}\n---\n")
    assert (read.title, read.interest, read.asked_count) == ("x", None, 0)


def test_number_written_by_hand_counts() -> None:
    assert idea("---\ntitle: x\nasked: 4\n---\n").asked_count == 4


@pytest.mark.parametrize(
    ("text", "title"),
    [("# A heading #\n\ntext", "A heading"), ("text", "x"), ("---\ntitle:\n---\n## Two\n", "Two")],
)
def test_title_is_found_without_front_matter(text: str, title: str) -> None:
    assert idea(text).title == title


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("", 0),
        ("- a\n- b\n  - nested\n* c\n1. d\n", 4),
        ("A paragraph\nof two lines\n\nAnother\n", 2),
        ("## Heading\n\n- a\n\n## Two\ntext\n", 2),
        ("- a\n\n  more of a\n", 1),
    ],
)
def test_notes_are_bullets_and_paragraphs(body: str, count: int) -> None:
    assert count_notes(body) == count


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "- new\n"),
        ("---\ntitle: x\n---\n", "---\ntitle: x\n---\n\n- new\n"),
        ("- a", "- a\n- new\n"),
        ("- a\n  more\n", "- a\n  more\n- new\n"),
        ("text\r\n", "text\r\n\r\n- new\r\n"),
        ("text\n\n", "text\n\n- new\n"),
    ],
)
def test_bullet_goes_to_the_end(before: str, after: str) -> None:
    assert with_bullet(before, "new") == after


def test_note_of_many_lines_is_one_bullet() -> None:
    assert count_notes(with_bullet("- a\n", "one\n\n- two\nthree")) == 2


def test_pick_leaves_the_answers_that_were_given() -> None:
    text = picked_text("- a\n", date(2026, 11, 9), ("it is odd", "", "M."))
    assert text == (
        "- a\n\n## Picked 2026-11-09\n\n- Why does this fascinate me? it is odd\n- Who asked? M.\n"
    )


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2026-11-09T01:00:00+01:00", "today"),
        ("2027-01-01", "today"),
        ("2026-11-08", "1 day"),
        ("2026-10-27", "13 days"),
        ("2026-10-20", "2 weeks"),
        ("2026-03-04", "8 months"),
        ("2024-03-04", "2 years"),
    ],
)
def test_age_is_said_in_words(when: str, words: str) -> None:
    assert age_in_words(datetime.fromisoformat(when), NOW) == words


def test_row_has_the_promised_keys() -> None:
    assert row(idea("---\ntitle: x\ncreated: 2026-03-04\n---\n- n\n")) == {
        "slug": "x",
        "title": "x",
        "created": "2026-03-04T00:00:00",
        "tags": [],
        "asked": 0,
        "interest": None,
        "signals": [],
        "notes": 1,
        "private": False,
        "status": "open",
    }


def test_orders() -> None:
    ideas = [
        Idea(slug="a", path="", title="b", asked_count=1, created=NOW),
        Idea(slug="b", path="", title="A", asked_count=2),
        Idea(slug="c", path="", title="c", interest=3, created=NOW.replace(year=2020)),
    ]
    order = {
        sort: [i.slug for i in in_order(ideas, sort)]
        for sort in ("asked", "newest", "oldest", "interest", "title")
    }
    assert order == {
        "asked": ["b", "a", "c"],
        "newest": ["a", "c", "b"],
        "oldest": ["c", "a", "b"],
        "interest": ["c", "b", "a"],
        "title": ["b", "a", "c"],
    }


@pytest.mark.parametrize(
    ("slug", "near"),
    [
        ("retry-storms", ["retry-storms-are-self-inflicted"]),
        ("how-retries-cause-a-storm", ["retry-storms-are-self-inflicted"]),
        ("caches-lie", ["why-caches-lie"]),
        ("what-is-a-cache", []),
        ("the-and-of", []),
        ("", []),
    ],
)
def test_near_titles_share_words(slug: str, near: list[str]) -> None:
    slugs = [
        "retry-storms-are-self-inflicted",
        "why-caches-lie",
        "a-cache-for-the-rest-of-us-and-more-words",
        "on-lying",
    ]
    assert near_slugs(slug, slugs) == near
