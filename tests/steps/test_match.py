"""The author's say about which points are the same."""

from __future__ import annotations

import pytest

from draftloop.loop.errors import BadValue, ChangedOnDisk, Unreadable
from draftloop.steps.compare import comparison
from draftloop.steps.match import answer, correct, indices_of_pair, new_offers, old_offers, unanswer
from tests.blog import Blog

JITTER = "jitter without a budget only spreads the load"
CORRECTIONS = "drafts/retries/corrections.toml"


def places(blog: Blog, old: str, new: str) -> tuple[int, int]:
    now = comparison(blog.desk, "retries")
    return (
        next(i for i, point in enumerate(now.old.points) if old in point.text),
        next(i for i, point in enumerate(now.new.points) if new in point.text),
    )


def test_an_answer_is_kept_with_the_draft_and_holds(compared: Blog) -> None:
    now = comparison(compared.desk, "retries")
    after = answer(compared.desk, now, *places(compared, "jitter", "client libraries"), same=True).comparison
    assert after.waiting == ()
    assert JITTER in compared.read(CORRECTIONS)
    assert comparison(compared.desk, "retries").waiting == ()


def test_a_link_that_is_wrong_is_taken_apart(compared: Blog) -> None:
    now = comparison(compared.desk, "retries")
    old, new = places(compared, "people think", "people think")
    after = answer(compared.desk, now, old, new, same=False).comparison
    assert (old, new) not in [(link.old, link.new) for link in after.diff.links]


def test_an_answer_holds_in_the_next_round_where_both_texts_stand(compared: Blog) -> None:
    now = comparison(compared.desk, "retries")
    answer(compared.desk, now, *places(compared, "jitter", "client libraries"), same=True)
    compared.later()
    compared.write("drafts/retries/outline.md", f"## Why\n\n- {JITTER}\n- only this\n")
    from draftloop.loop.stage import Stage

    compared.done(stage=Stage.REWRITE)
    again = comparison(compared.desk, "retries")
    old, new = places(compared, "client libraries", "jitter")
    assert (old, new) in [(link.old, link.new) for link in again.diff.links]


def test_taking_an_answer_back_leaves_the_file_as_it_was(compared: Blog) -> None:
    before = '# by hand\r\n[[match]]\r\nold = "a"\r\nnew = "b"\r\nsame = true'
    compared.write(CORRECTIONS, before)
    now = comparison(compared.desk, "retries")
    change = answer(compared.desk, now, *places(compared, "jitter", "client"), same=True).change
    after = unanswer(compared.desk, "retries", change)
    assert compared.read(CORRECTIONS) == before
    assert after.diff == now.diff


def test_an_answer_somebody_else_wrote_after_is_not_taken_back(compared: Blog) -> None:
    now = comparison(compared.desk, "retries")
    change = answer(compared.desk, now, *places(compared, "jitter", "client"), same=True).change
    compared.write(CORRECTIONS, compared.read(CORRECTIONS) + "# mine\n")
    with pytest.raises(ChangedOnDisk):
        unanswer(compared.desk, "retries", change)
    assert compared.read(CORRECTIONS).endswith("# mine\n")


def test_a_broken_file_gets_no_answer_more(compared: Blog) -> None:
    now = comparison(compared.desk, "retries")
    compared.write(CORRECTIONS, "[[match]\n")
    with pytest.raises(Unreadable) as found:
        correct(compared.desk, "retries", now.pair, 0, 0, same=True)
    assert (found.value.path, found.value.line) == (CORRECTIONS, 1)
    assert compared.read(CORRECTIONS) == "[[match]\n"


def test_an_answer_about_a_text_that_occurs_twice_names_its_parent(blog: Blog) -> None:
    from draftloop.loop.stage import Stage

    blog.draft(outline="## Why\n\n- an example\n\n## How\n\n- An example!\n")
    blog.done()
    blog.later()
    blog.write("drafts/retries/outline.md", "## Why\n\n- shown in one place\n\n## How\n\n- quite another\n")
    blog.done(stage=Stage.REWRITE)
    now = comparison(blog.desk, "retries")
    after = answer(blog.desk, now, 3, 3, same=True).comparison
    assert 'old_under = "How"' in blog.read(CORRECTIONS)
    assert (3, 3) in [(link.old, link.new) for link in after.diff.links]
    assert (1, 3) not in [(link.old, link.new) for link in after.diff.links]


def test_both_sides_offer_every_point_of_the_other(compared: Blog) -> None:
    now = comparison(compared.desk, "retries")
    assert sorted(new_offers(now.pair, 0)) == list(range(len(now.new.points)))
    assert sorted(old_offers(now.pair, 0)) == list(range(len(now.old.points)))


def test_a_pair_is_named_by_its_lines(compared: Blog) -> None:
    now = comparison(compared.desk, "retries")
    old, new = now.old.points[2], now.new.points[1]
    assert indices_of_pair(now, f"{old.line}:{new.line}") == (2, 1)
    for wrong in ("14", "1:x", f"{old.line}:99", ":"):
        with pytest.raises(BadValue):
            indices_of_pair(now, wrong)
