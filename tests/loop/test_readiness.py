"""The definition of done: which rows a post gets, how heavy they are, and where they point."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from draftloop.adapters.front_matter import read_fields
from draftloop.adapters.markdown import Markdown
from draftloop.loop.post import compose_post
from draftloop.loop.publication import Export, Problem
from draftloop.loop.readiness import DoneRow, ShipFacts, done_rows, reading_minutes
from draftloop.loop.settings import DONE_ROWS, DoneSettings, TargetSettings

NOW = datetime.fromisoformat("2026-11-15T22:31:00+01:00")
FRONT = (
    'title: "Retry storms"\n'
    'description: "Why a retry budget beats a retry count, shown on one outage of ours."\n'
    "date: 2026-11-15T20:00:00+01:00\n"
)
TARGET = TargetSettings(name="site", kind="hugo", root="../blog")


def facts(body: str = "Text.\n", front: str = FRONT, **more: Any) -> ShipFacts:
    text = f"---\n{front}---\n\n{body}"
    path = "drafts/a/post.md"
    post, prose = compose_post("a", path, text, read_fields(text, path), Markdown().read)
    base = ShipFacts(
        post=post, prose=prose, now=NOW, passes=frozenset({"grammar", "readability"}), words=prose.words
    )
    return replace(base, **more)


def unmet(given: ShipFacts) -> list[tuple[str, str, int | None]]:
    rows = done_rows(given)
    assert {row.id for row in rows} <= set(DONE_ROWS), "each row can be switched off by its name"
    return [(row.id, row.level, row.line) for row in rows if not row.is_met]


def row(given: ShipFacts, name: str) -> DoneRow:
    return next(one for one in done_rows(given) if one.id == name)


def test_a_post_that_is_done_has_only_rows_that_are_met() -> None:
    assert unmet(facts()) == []
    assert row(facts(), "gaps").sentence == "no gap left"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", [("text", "error", None)]),
        ("Count [TK: them].\n\n`TODO` is fine.\n", [("gaps", "error", 7)]),
        ("# Title again\n\nText.\n", [("headings", "warning", 7)]),
        ("## A\n\n#### B\n", [("headings", "warning", 9)]),
        ("A\n\n<!-- more -->\n\nB\n\n<!--more-->\n", [("more", "warning", 13)]),
        ("![](a.png)\n", [("pictures", "error", 7), ("alt", "warning", 7)]),
        ("![b.png](b.png)\n", [("alt", "warning", 7)]),
        ("![It shows](B.png)\n", [("pictures", "error", 7)]),
        ("![It shows](big.png)\n", [("heavy", "warning", 7)]),
        ("[x](gone.pdf)\n", [("links", "error", 7)]),
        ("[x](#nowhere)\n\n## Some where\n", [("links", "error", 7)]),
        ("[x](#some-where) [y](#own) [z](#tag)\n\n## Some where\n\n## B {#own}\n\n<a id='tag'></a>\n", []),
        ("[x](../other/post.md#part)\n", []),
        ("[x](../other/post.md#lost)\n", [("links", "error", 7)]),
        ("[x](../nobody/post.md)\n", [("links", "error", 7)]),
        ("`[x](#nowhere)` and ![blank](my shot.png)\n", [("pictures", "error", 7)]),
    ],
)
def test_what_the_text_lacks(body: str, expected: list[tuple[str, str, int | None]]) -> None:
    given = facts(
        body,
        sizes={"b.png": 10, "big.png": 2_000_000},
        draft_ids={"other": frozenset({"part"})},
    )
    assert unmet(given) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('title: "Retry storms"\n', "", ("title", "error", 1)),
        ("Retry storms", "Long " * 15, ("title", "warning", 2)),
        ("Why a retry", "", None),
        ("description", "summary", ("description", "warning", 1)),
        ("date: 2026-11-15T20:00:00+01:00", "date: soon", ("date", "error", 4)),
        ("date: 2026-11-15T20:00:00+01:00", "date: 2026-11-16", ("date", "error", 4)),
        ("date: 2026-11-15T20:00:00+01:00", "date: 2026-11-15T20:00:00", ("date", "warning", 4)),
        ("date: 2026-11-15T20:00:00+01:00", "date: 2026-11-15", None),
        ("date: 2026-11-15T20:00:00+01:00\n", "", None),
        ("date:", "updated: 2026-11-01\ndate:", ("date", "warning", 4)),
        ("date:", "tags: {a: b}\ndate:", ("tags", "error", 4)),
        ("date:", "tags: go\ndate:", None),
        ("date:", "slug: Größe\ndate:", ("slug", "warning", 4)),
        ("date:", "slug: ../x\ndate:", ("slug", "error", 4)),
        ("date:", "canonical: example.org/a\ndate:", ("canonical", "error", 4)),
        ("date:", "canonical: https://example.org/posts/a\ndate:", ("canonical", "error", 4)),
        ("date:", "draft: true\ndate:", ("draft", "warning", 4)),
    ],
)
def test_what_the_fields_lack(old: str, new: str, expected: tuple[str, str, int] | None) -> None:
    export = Export(address="https://example.org/posts/a/", files=())
    given = facts(front=FRONT.replace(old, new), target=TARGET, export=export)
    assert unmet(given) == ([expected] if expected else [])


def test_a_date_in_the_future_says_what_the_site_does_and_may_be_meant() -> None:
    given = facts(front=FRONT.replace("2026-11-15", "2026-12-24"), target=TARGET)
    assert "Hugo leaves the post out" in row(given, "date").sentence
    assert unmet(replace(given, is_scheduled=True)) == []


def test_a_gap_is_named_as_it_was_written() -> None:
    assert "[TK: {x} {{y}}] in line 7" in row(facts("[TK: {x} {{y}}]\n"), "gaps").sentence


def test_passes_are_asked_for_where_they_can_be_recorded() -> None:
    assert unmet(facts(passes=frozenset())) == [("passes", "warning", None)]
    assert "the readability pass" in row(facts(passes=frozenset({"grammar"})), "passes").sentence
    assert row(facts(passes=frozenset(), has_history=False), "passes").level == "info"


def test_passes_that_wait_for_git_are_done_passes() -> None:
    passes = frozenset({"grammar", "readability"})
    found = row(facts(passes=passes, has_history=False), "passes")
    assert (found.is_met, found.sentence) == (True, "both edit passes done on this text")


def test_problems_of_the_export_and_a_taken_address_keep_it_back() -> None:
    problem = Problem(line=9, sentence="cannot", remedy="do")
    export = Export(address="https://example.org/a/", files=(), problems=(problem,))
    given = facts(export=export, target=TARGET, addresses={"https://example.org/a/": "twin"})
    assert [one.id for one in done_rows(given) if one.keeps_back] == ["address", "construct"]


def test_rows_can_be_taken_out_and_questions_put_in() -> None:
    done = DoneSettings(off=("gaps",), ask=("Read aloud?",), run={"builds": ("hugo",)})
    given = facts("TK\n", done=done)
    assert unmet(given) == [("ask", "error", None)]
    assert unmet(replace(given, answered=frozenset({"Read aloud?"}))) == []
    assert row(given, "run").sentence == "builds: tried when you ship"


def test_reading_time() -> None:
    assert [reading_minutes(words) for words in (0, 230, 1412)] == [1, 1, 6]
    given = facts(words=1412, typical_words=1350)
    assert row(given, "length").sentence == "reading time 6 min · 1,412 words · typical for you 1,350"
