"""Only what is right nearly always is mended many at a time."""

from __future__ import annotations

import pytest

from draftloop.loop.batch import batch_of, may_batch
from draftloop.loop.finding import Finding, Tier
from tests.findings import plain_finding


def alarm(
    text: str = "the the",
    *,
    start: int = 0,
    kind: str = "repetition",
    engine: str = "harper",
    rule: str = "RepeatedWords",
    tier: Tier = "sure",
    fixes: tuple[str, ...] = ("the",),
    sentence: str = "",
) -> Finding:
    return plain_finding(
        start,
        text,
        kind=kind,
        engine=engine,
        rule=rule,
        tier=tier,
        fixes=fixes,
        sentence=sentence,
        sentence_at=sentence.find(text) if sentence else -1,
    )


@pytest.mark.parametrize("kind", ["repetition", "article", "name"])
def test_the_three_kinds_may(kind: str) -> None:
    assert may_batch(alarm(kind=kind))


def test_our_own_rule_of_articles_may() -> None:
    assert may_batch(alarm("a", kind="grammar", engine="draftloop", rule="Article", fixes=("an",)))


def test_other_kinds_doubtful_ones_and_those_without_a_fix_may_not() -> None:
    assert not may_batch(alarm(kind="spelling"))
    assert not may_batch(alarm(tier="maybe"))
    assert not may_batch(alarm(fixes=()))


def test_an_article_that_stands_twice_is_no_matter_of_a_or_an() -> None:
    twice = alarm("a", kind="article", rule="AnA", fixes=("an",), sentence="It is a a popular one.")
    assert not may_batch(twice)
    assert may_batch(alarm("a", kind="article", rule="AnA", fixes=("an",), sentence="It is a example."))


def test_they_come_in_the_order_of_the_text_and_none_meets_another() -> None:
    found = [alarm(start=20), alarm(start=0), alarm("the the the", start=4), alarm(start=40, kind="spelling")]
    assert [one.start for one in batch_of(found)] == [0, 20]
