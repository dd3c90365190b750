"""Comparing outlines: what must hold for any two, what the labeled pairs say, and corrections."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftloop.loop.outline import Outline, parse_outline
from draftloop.loop.outline_diff import Correction, LinkKind, OutlineDiff, diff_outlines
from tests.loop.outlines import as_markdown, both_sides, read_pairs

PAIRS = read_pairs()
IDS = [pair["id"] for pair in PAIRS]

WORDS = st.sampled_from(
    [
        "retry",
        "budget",
        "storm",
        "client",
        "cache",
        "outage",
        "page",
        "night",
        "review",
        "graph",
        "cost",
        "timeout",
        "queue",
    ]
)
POINT = st.tuples(st.integers(0, 3), st.lists(WORDS, min_size=1, max_size=5))
OUTLINES = st.lists(POINT, max_size=14).map(
    lambda points: parse_outline("\n".join("  " * depth + "- " + " ".join(words) for depth, words in points))
)


def diff_texts(old: str, new: str, *corrections: Correction) -> OutlineDiff:
    return diff_outlines(parse_outline(old), parse_outline(new), corrections=corrections)


def as_list(*lines: str) -> str:
    return "".join(f"- {line}\n" for line in lines)


def pairs_of(diff: OutlineDiff) -> set[tuple[int, int]]:
    return {(link.old, link.new) for link in diff.links}


@settings(deadline=None)
@given(OUTLINES)
def test_an_outline_compared_with_itself_is_kept(outline: Outline) -> None:
    diff = diff_outlines(outline, outline)
    assert [(link.old, link.new, link.kind) for link in diff.links] == [
        (index, index, LinkKind.KEPT) for index in range(len(outline.points))
    ]
    assert diff.dropped == diff.added == ()


@settings(deadline=None)
@given(OUTLINES, OUTLINES)
def test_each_point_is_accounted_for_once_and_scores_are_probabilities(old: Outline, new: Outline) -> None:
    diff = diff_outlines(old, new)
    linked_old, linked_new = {link.old for link in diff.links}, {link.new for link in diff.links}
    assert sorted([*linked_old, *diff.dropped]) == list(range(len(old.points)))
    assert sorted([*linked_new, *diff.added]) == list(range(len(new.points)))
    assert len(pairs_of(diff)) == len(diff.links)
    assert all(0 < link.score <= 1 for link in diff.links)
    assert len(diff.near) == len(old.points)
    assert diff == diff_outlines(old, new)


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_compare(old: str, new: str) -> None:
    sides = [
        parse_outline("- a\n" + "\n".join(f"- {line}" for line in text.split("\n"))) for text in (old, new)
    ]
    diff = diff_outlines(*sides)
    assert diff.to_json(*sides)["old"] == {"points": len(sides[0].points)}


@settings(deadline=None)
@given(OUTLINES, OUTLINES)
def test_swapping_any_two_outlines_swaps_what_is_dropped_and_added(old: Outline, new: Outline) -> None:
    forth, back = diff_outlines(old, new), diff_outlines(new, old)
    assert (forth.dropped, forth.added) == (back.added, back.dropped)


@pytest.mark.parametrize("pair", PAIRS, ids=IDS)
def test_swapping_old_and_new_swaps_every_link(pair: dict[str, object]) -> None:
    old, new = both_sides(pair)
    forth, back = diff_outlines(old, new), diff_outlines(new, old)
    assert pairs_of(forth) == {(i, j) for j, i in pairs_of(back)}
    assert (forth.dropped, forth.added) == (back.added, back.dropped)


@pytest.mark.parametrize("pair", PAIRS, ids=IDS)
def test_a_shuffle_of_the_sections_only_moves(pair: dict[str, list[dict[str, str]]]) -> None:
    old, _ = both_sides(pair)
    lines = as_markdown(pair["old"]).splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("-")]
    sections = [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    random.Random(7).shuffle(sections)
    diff = diff_outlines(old, parse_outline("\n".join(line for section in sections for line in section)))
    assert diff.dropped == diff.added == ()
    assert {link.kind for link in diff.links} <= {LinkKind.KEPT, LinkKind.MOVED}


@pytest.mark.parametrize("pair", PAIRS[:4], ids=IDS[:4])
def test_bullets_indentation_and_headings_change_nothing(pair: dict[str, list[dict[str, str]]]) -> None:
    old, new = both_sides(pair)
    other_old = parse_outline(as_markdown(pair["old"], bullet="*", step="\t"))
    other_new = parse_outline(as_markdown(pair["new"], bullet="+", step="    ", headings=True))
    assert diff_outlines(other_old, other_new) == diff_outlines(old, new)


def test_an_answer_fixes_or_forbids_a_link() -> None:
    old, new = "- people think retries are free\n- a budget", "- nobody pays for them\n- a budget"
    same = Correction(old="People think retries are free!", new="nobody pays for them", same=True)
    assert pairs_of(diff_texts(old, new, same)) == {(0, 0), (1, 1)}
    assert diff_texts(old, new, same).doubtful == ()
    other = Correction(old="nobody pays for them", new="people think retries are free", same=False)
    assert pairs_of(diff_texts(old, new, other)) == {(1, 1)}
    assert pairs_of(diff_texts(old, new, same, other)) == {(1, 1)}
    unchanged = Correction(old="a budget", new="a budget", same=False)
    assert (1, 1) not in pairs_of(diff_texts(old, new, unchanged))


def test_two_answers_about_one_new_point_are_a_merge() -> None:
    answers = [Correction(old=text, new="gamma", same=True) for text in ("alpha", "beta")]
    kinds = [link.kind for link in diff_texts("- alpha\n- beta", "- gamma", *answers).links]
    assert kinds == [LinkKind.MERGED, LinkKind.MERGED]


def test_an_answer_names_the_parent_of_a_text_that_occurs_twice() -> None:
    old = "- Postgres\n  - cost\n- Redis\n  - cost"
    new = "- Postgres\n  - bills\n- Redis\n  - latency"
    answer = Correction(old="cost", new="latency", same=True, old_under="Redis")
    assert (3, 3) in pairs_of(diff_texts(old, new, answer))
    assert (1, 3) not in pairs_of(diff_texts(old, new, answer))


def test_reworded_moved_and_dropped_points_are_told_apart() -> None:
    old = (
        "# Why\n- retries look free to the client\n- the pager wakes somebody\n# How\n- measure tail latency"
    )
    new = "# Why\n- a client thinks that retries are free\n- measure tail latency\n# How\n- buy more memory"
    diff = diff_texts(old, new)
    kinds = {(link.old, link.new): link.kind for link in diff.links}
    assert kinds[1, 1] is LinkKind.REWORDED
    assert kinds[4, 2] is LinkKind.MOVED
    assert diff.dropped == (2,)
    assert diff.nearest(1) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("alpha", "beta", "gamma"), ("one", "two", "three")),
        (("zebra", "harbor", "violin"), ("tax", "pillow", "cement")),
        (("bread",), ("gravel",)),
    ],
)
def test_unrelated_lists_are_dropped_and_added_and_not_linked_by_place(
    old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    diff = diff_texts(as_list(*old), as_list(*new))
    assert diff.links == ()
    assert diff.dropped == tuple(range(len(old)))
    assert diff.added == tuple(range(len(new)))


def test_what_is_linked_between_unrelated_lists_is_nearly_always_asked_about() -> None:
    """Sentences that have nothing in common share a place. Such links must not pass in silence."""
    chance = random.Random(5)
    points = linked = silent = 0
    for _ in range(40):
        one, other = chance.sample([pair for pair in PAIRS if pair.get("iteration", 1) == 1], 2)
        old, new = (
            as_list(*(node["text"] for node in chance.sample(pair["old"], 8))) for pair in (one, other)
        )
        diff = diff_texts(old, new)
        points, linked = points + 8, linked + len(diff.links)
        silent += len(diff.links) - len(diff.doubtful)
    assert linked / points < 0.25
    assert silent / points < 0.02


@pytest.mark.parametrize("joint", [" and ", "; ", ", "])
def test_two_lines_joined_word_for_word_are_a_merge(joint: str) -> None:
    first, second, rest = "retries cost money", "alerts wake people", "measure the tail"
    apart, joined = as_list(first, second, rest), as_list(first + joint + second, rest)
    merge = {(link.old, link.new): link.kind for link in diff_texts(apart, joined).links}
    assert merge == {(0, 0): LinkKind.MERGED, (1, 0): LinkKind.MERGED, (2, 1): LinkKind.KEPT}
    split = {(link.old, link.new): link.kind for link in diff_texts(joined, apart).links}
    assert split == {(0, 0): LinkKind.SPLIT, (0, 1): LinkKind.SPLIT, (1, 2): LinkKind.KEPT}


@pytest.mark.parametrize("at", range(10))
def test_one_changed_word_in_a_list_of_ten_is_one_reworded_point(at: int) -> None:
    lines = [
        "why retries look free",
        "the pager wakes somebody",
        "measure tail latency",
        "always buy more memory",
        "queues hide the pain",
        "a budget per client",
        "cache the whole config",
        "rehearse the next outage",
        "delete the old cluster",
        "write the review yourself",
    ]
    first, _, rest = lines[at].partition(" ")
    changed = [*lines[:at], f"{first} certainly {rest.partition(' ')[2]}", *lines[at + 1 :]]
    diff = diff_texts(as_list(*lines), as_list(*changed))
    assert [(link.old, link.new) for link in diff.links] == [(index, index) for index in range(10)]
    assert [link.kind for link in diff.links if link.old == at] == [LinkKind.REWORDED]
    assert {link.kind for link in diff.links if link.old != at} == {LinkKind.KEPT}


def test_json_names_points_by_line() -> None:
    old, new = parse_outline("\n# A\n\n- b\n"), parse_outline("# A\n- b\n")
    assert diff_outlines(old, new).to_json(old, new) == {
        "old": {"points": 2},
        "new": {"points": 2},
        "links": [
            {"old": 2, "new": 1, "kind": "kept", "score": 1.0},
            {"old": 4, "new": 2, "kind": "kept", "score": 1.0},
        ],
        "dropped": [],
        "added": [],
        "settled": 1.0,
    }


def test_empty_outlines_compare() -> None:
    assert diff_texts("", "- a").added == (0,)
    assert diff_texts("- a", "").dropped == (0,)
    assert diff_texts("", "").links == ()


def test_time_grows_with_the_number_of_points_and_not_with_its_square() -> None:
    def seconds(count: int) -> float:
        chance = random.Random(3)
        words = [f"word{number}" for number in range(count)]
        texts = [[" ".join(chance.choices(words, k=5)) for _ in range(count)] for _ in range(2)]
        sides = [
            parse_outline("\n".join("  " * (n % 4) + f"- {text}" for n, text in enumerate(side)))
            for side in texts
        ]
        start = time.process_time()
        diff_outlines(*sides)
        return time.process_time() - start

    seconds(20)
    assert seconds(800) < 10 * seconds(200)


def test_importing_the_comparison_loads_no_heavy_module() -> None:
    code = "import sys, draftloop.loop.outline_diff; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"numpy", "json", "asyncio", "textual", "click", "yaml", "difflib", "random"} & set(loaded)
