"""How alarms on seeded posts are counted."""

from __future__ import annotations

from tools.prose_scores import Alarm, Scores, Slot, read_slots, score
from tools.seed_errors import Seeder, add_by_hand

POST = {"a.md": "We want to read the rest of the file before it is closed by somebody else.\n"}


def slot(right: str, wrong: str, kind: str = "real-word") -> Slot:
    start = POST["a.md"].index(right)
    return Slot(
        file="a.md",
        copy=1,
        start=start,
        end=start + len(right),
        right=right,
        wrong=wrong,
        kind=kind,
        by_hand=True,
    )


def scored(one: Slot, marked: str, fix: str | None) -> Scores:
    """The scores of a check that says one thing about the seeded copy and nothing about the post."""

    def check(text: str) -> list[Alarm]:
        if text == POST["a.md"]:
            return []
        start = text.index(marked)
        return [Alarm(start=start, end=start + len(marked), rule="engine:Rule", fix=fix)]

    return score(check, POST, [one])


def test_an_alarm_that_gives_the_post_back_is_a_right_fix() -> None:
    scores = scored(slot("read", "reed"), "reed", "read")

    assert (scores.recall, scores.precision, scores.total().right_fixes) == (1.0, 1.0, 1.0)


def test_an_alarm_may_take_in_more_than_the_slip() -> None:
    scores = scored(slot("read", "reed"), "to reed the", "to read the")

    assert scores.total().right_fixes == 1.0


def test_a_wrong_fix_has_still_found_the_slip() -> None:
    scores = scored(slot("read", "reed"), "reed", "red")

    assert (scores.recall, scores.total().right_fixes) == (1.0, 0.0)


def test_a_missing_word_is_found_at_the_word_before_it() -> None:
    scores = scored(slot(" to", ""), "want", "want to")

    assert (scores.recall, scores.total().right_fixes) == (1.0, 1.0)


def test_a_typo_is_not_found_at_the_word_before_it() -> None:
    scores = scored(slot("read", "raed", "typo-swap"), "to", None)

    assert (scores.recall, len(scores.false)) == (0.0, 1)


def test_an_alarm_elsewhere_is_false() -> None:
    scores = scored(slot("read", "reed"), "closed", "close")

    assert (scores.recall, scores.precision, len(scores.missed)) == (0.0, 0.0, 1)


def test_every_slip_made_by_hand_is_placed_or_said_not_to_be() -> None:
    seeder = Seeder(POST)

    trouble = add_by_hand(
        seeder, "# said\n\n[a.md]\nreal-word  want to {read=>reed} the\nreal-word  {write=>right}\n"
    )

    assert seeder.slots == [slot("read", "reed")]
    assert trouble == ["a.md: not there exactly once: {write=>right}"]


def test_no_slip_overlaps_another_of_its_copy() -> None:
    ends: dict[tuple[str, int], int] = {}
    for one in sorted(read_slots(), key=lambda one: one.start):
        assert one.start >= ends.get((one.file, one.copy), 0)
        ends[one.file, one.copy] = one.end
