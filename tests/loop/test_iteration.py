"""Commit messages: built, read back, and closed against whatever a title or a note may hold."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.iteration import (
    MAX_SUBJECT,
    Iteration,
    Turn,
    commit_message,
    next_number,
    number_turns,
    subject,
    turn_from,
)
from draftloop.loop.stage import Stage
from draftloop.loop.trailers import fold, parse_trailers

WHEN = datetime(2026, 11, 10, 21, 30, tzinfo=UTC)
TITLE = "Retry storms are self-inflicted"


def iteration(stage: Stage = Stage.REWRITE, **facts: object) -> Iteration:
    return Iteration(stage=stage, when=WHEN, **{"title": TITLE, "draft": "retry-storms", **facts})  # type: ignore[arg-type]


def turn(stage: Stage, number: int | None = None) -> Turn:
    return Turn(commit="0" * 40, when=WHEN, stage=stage, subject="", iteration=number)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (iteration(Stage.PICK), f"Pick: {TITLE}"),
        (iteration(Stage.OUTLINE, number=1), f"Outline 1: {TITLE}"),
        (iteration(Stage.REWRITE, number=2), f"Rewrite 2: {TITLE}"),
        (iteration(Stage.COMPARE, number=2), f"Compare 1 with 2: {TITLE}"),
        (iteration(Stage.PROSE, number=3), f"Prose 3: {TITLE}"),
        (iteration(Stage.EDIT, number=1, pass_name="grammar"), f"Edit for grammar: {TITLE}"),
        (iteration(Stage.SHIP, target="site"), f"Ship to site: {TITLE}"),
        (iteration(Stage.RESTORE, source="retry-storms@1"), f"Restore outline 1: {TITLE}"),
        (iteration(Stage.RESTORE, source="retry-storms@prose2"), f"Restore prose 2: {TITLE}"),
        (iteration(Stage.RESTORE, source="retry-storms@1a2b3c4"), f"Restore 1a2b3c4: {TITLE}"),
        (iteration(Stage.DROP), f"Drop: {TITLE}"),
        (iteration(Stage.WORKSPACE, draft="", subject="Teach 3 words"), "Teach 3 words"),
        (
            iteration(
                Stage.IDEA, draft="", ideas=(("caches-lie", "Caches lie"), ("x", "What list[int] hides"))
            ),
            "Note 2 ideas: Caches lie; What list[int] hides",
        ),
        (iteration(Stage.IDEA, draft="", ideas=(("caches-lie", "Caches lie"),)), "Note an idea: Caches lie"),
    ],
)
def test_subject_reads_well_for_every_stage(made: Iteration, expected: str) -> None:
    assert subject(made) == expected


def test_long_title_is_cut_at_a_word() -> None:
    made = subject(iteration(number=2, title="word " * 40))
    assert len(made) <= MAX_SUBJECT
    assert made.endswith("word…")


def test_title_without_blanks_is_cut_where_it_must_be() -> None:
    made = subject(iteration(number=2, title="語" * 100))
    assert len(made) == MAX_SUBJECT


def test_message_is_the_one_of_the_format() -> None:
    made = commit_message(iteration(number=2, note="On the train.", minutes=41, peeks=1))
    assert made == (
        "Rewrite 2: Retry storms are self-inflicted\n\nOn the train.\n\n"
        "Draftloop-Draft: retry-storms\nDraftloop-Stage: rewrite\nDraftloop-Iteration: 2\n"
        "Draftloop-Minutes: 41\nDraftloop-Peeks: 1\n"
    )


def test_value_with_line_ends_cannot_add_a_trailer() -> None:
    made = iteration(muddy="queues\nDraftloop-Stage: ship\r\x0bDraftloop-Target: x", let_go=("a\u2028b\nc",))
    trailers = parse_trailers(commit_message(made))
    assert trailers["stage"] == ("rewrite",)
    assert "target" not in trailers
    assert trailers["dropped"] == ("a b c",)


def test_trailers_quoted_in_a_note_are_not_believed() -> None:
    made = iteration(note="Look:\n\nDraftloop-Stage: ship\nDraftloop-Minutes: 9", minutes=5)
    read = turn_from(commit="a" * 40, when=WHEN, message=commit_message(made))
    assert (read.stage, read.minutes) == (Stage.REWRITE, 5)
    assert read.note == made.note


def test_other_trailers_in_the_last_paragraph_do_no_harm() -> None:
    message = commit_message(iteration(minutes=5)) + "Signed-off-by: A <a@example.org>\n"
    assert parse_trailers(message + "(cherry picked from commit 123)\n")["minutes"] == ("5",)


def test_numbers_that_are_none_are_passed_over() -> None:
    message = "x\n\nDraftloop-Stage: prose\nDraftloop-Minutes: ٣\nDraftloop-Iteration: " + "9" * 5000
    read = turn_from(commit="a" * 40, when=WHEN, message=message)
    assert (read.minutes, read.iteration) == (None, None)


def test_commit_by_hand_has_the_stage_of_its_furthest_file() -> None:
    read = turn_from(
        commit="a" * 40, when=WHEN, message="wip", paths=("drafts/x/notes.md", "drafts/x/post.md")
    )
    assert (read.stage, read.is_recorded, read.subject) == (Stage.PROSE, False, "wip")


def test_unknown_stage_counts_as_made_by_hand() -> None:
    read = turn_from(
        commit="a" * 40, when=WHEN, message="x\n\nDraftloop-Stage: dance", paths=("drafts/x/outline.md",)
    )
    assert (read.stage, read.is_recorded) == (Stage.OUTLINE, False)


def test_rounds_of_commits_by_hand_are_counted_on() -> None:
    turns = [
        turn(Stage.OUTLINE, 1),
        turn(Stage.REWRITE),
        turn(Stage.OUTLINE),
        turn(Stage.PROSE),
        turn(Stage.PROSE),
    ]
    assert [t.iteration for t in number_turns(turns)] == [1, 2, 2, 1, 2]


@pytest.mark.parametrize(
    ("stage", "expected"),
    [(Stage.OUTLINE, 2), (Stage.REWRITE, 3), (Stage.COMPARE, 2), (Stage.PROSE, 1), (Stage.DROP, None)],
)
def test_next_number_follows_from_the_turns(stage: Stage, expected: int | None) -> None:
    assert next_number([turn(Stage.OUTLINE, 1), turn(Stage.REWRITE, 2)], stage) == expected


texts = st.text(max_size=80)


@given(
    title=texts, note=texts, muddy=texts, dropped=st.lists(texts, max_size=4), minutes=st.integers(0, 9999)
)
def test_facts_survive_the_message(
    title: str, note: str, muddy: str, dropped: list[str], minutes: int
) -> None:
    made = iteration(title=title, note=note, muddy=muddy, let_go=tuple(dropped), minutes=minutes, number=2)
    message = commit_message(made)
    read = turn_from(commit="a" * 40, when=WHEN, message=message)
    assert len(message.split("\n")[0]) <= MAX_SUBJECT
    assert (read.stage, read.iteration, read.minutes) == (Stage.REWRITE, 2, minutes)
    assert read.muddy == fold(muddy)
    assert read.let_go == tuple(filter(None, map(fold, dropped)))


def test_git_reads_the_same_trailers() -> None:
    message = commit_message(iteration(note="One.\n---\nTwo.", minutes=5, let_go=("a: b", "--- c")))
    parsed = subprocess.run(
        ["git", "interpret-trailers", "--parse"], input=message, capture_output=True, text=True, check=True
    )
    assert parsed.stdout == message.split("\n\n")[-1]
