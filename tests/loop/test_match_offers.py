"""The points another point may be, the likely ones first."""

from __future__ import annotations

from draftloop.loop.match_offers import offers
from draftloop.loop.outline import parse_outline
from draftloop.loop.outline_diff import diff_outlines
from tests.loop.outlines import both_sides, read_pairs


def test_shared_words_stand_before_the_rest_and_nothing_is_left_out() -> None:
    old = parse_outline("- people think retries are free\n- a budget")
    new = parse_outline("- budgets per client\n- nobody bills retries, so people call them free\n- zebras")
    assert offers(old, 0, new, [])[0] == 1
    assert sorted(offers(old, 0, new, [])) == [0, 1, 2]


def test_without_a_shared_word_the_place_among_the_neighbors_tells() -> None:
    old = parse_outline("## Why\n- alpha\n- lost\n- omega\n## How\n- more")
    new = parse_outline("## Why\n- alpha\n- said otherwise\n- omega\n## How\n- more\n- new there")
    pairs = [(0, 0), (1, 1), (3, 3), (4, 4), (5, 5)]
    assert offers(old, 2, new, pairs)[0] == 2


def test_two_empty_sides_offer_nothing() -> None:
    assert offers(parse_outline("- a"), 0, parse_outline(""), []) == ()


def test_most_links_the_program_missed_are_among_the_first_five() -> None:
    places = []
    for pair in read_pairs():
        old, new = both_sides(pair)
        index_old = {node["id"]: index for index, node in enumerate(pair["old"])}
        index_new = {node["id"]: index for index, node in enumerate(pair["new"])}
        diff = diff_outlines(old, new)
        found = [(link.old, link.new) for link in diff.links]
        for link in pair["links"]:
            one, other = index_old[link["old"]], index_new[link["new"]]
            if one in diff.dropped:
                places.append(offers(old, one, new, found, guess=diff.nearest(one)).index(other))
    assert sum(place < 5 for place in places) / len(places) > 0.75
