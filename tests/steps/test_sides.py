"""Any two states of a draft beside each other."""

from __future__ import annotations

import pytest

from draftloop.loop.errors import BadValue
from draftloop.steps.compare import comparison
from draftloop.steps.sides import sides_of
from tests.blog import Blog


def test_the_two_last_rounds_are_the_comparison_itself(compared: Blog) -> None:
    sides = sides_of(compared.desk, "retries", newest=2, left=1, with_prose=False)
    assert sides.pair.diff == comparison(compared.desk, "retries").diff
    assert (sides.left, sides.with_prose) == (1, False)


@pytest.mark.parametrize("wanted", [-3, 0, 2, 9])
def test_the_nearest_round_there_is_is_taken(compared: Blog, wanted: int) -> None:
    assert sides_of(compared.desk, "retries", newest=2, left=wanted, with_prose=False).left == 1


def test_the_outline_is_held_against_the_points_of_the_prose(compared: Blog) -> None:
    compared.write("drafts/retries/post.md", "## Why\n\nPeople think that retries are free.\n")
    sides = sides_of(compared.desk, "retries", newest=2, left=2, with_prose=True)
    assert sides.left == 2
    assert [point.text for point in sides.pair.old.points][:2] == [
        "Why",
        "each outage review ends with the retries",
    ]
    linked = {sides.pair.old.points[link.old].text for link in sides.pair.diff.links}
    assert "people think that retries are free" in linked


def test_without_prose_there_is_nothing_to_hold_it_against(compared: Blog) -> None:
    with pytest.raises(BadValue, match="prose"):
        sides_of(compared.desk, "retries", newest=2, left=2, with_prose=True)


def test_the_first_round_has_no_other_beside_it(blog: Blog) -> None:
    blog.draft()
    blog.done()
    with pytest.raises(BadValue):
        sides_of(blog.desk, "retries", newest=1, left=1, with_prose=False)
