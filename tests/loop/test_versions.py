"""Names of versions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from draftloop.loop.iteration import Turn
from draftloop.loop.stage import Stage
from draftloop.loop.versions import VersionName, find_turn, name_turns, parse_version


def turn(digit: str, stage: Stage, number: int | None = None) -> Turn:
    when = datetime(2026, 11, 10, tzinfo=UTC)
    return Turn(commit=digit * 40, when=when, stage=stage, subject="", iteration=number)


TURNS = [
    turn("a", Stage.PICK),
    turn("b", Stage.OUTLINE, 1),
    turn("c", Stage.REWRITE, 2),
    turn("d", Stage.COMPARE, 2),
    turn("e", Stage.PROSE, 1),
    turn("f", Stage.PROSE, 2),
]


@pytest.mark.parametrize(
    ("written", "kind", "detail"),
    [
        ("slug", "now", ""),
        ("slug@3", "round", 3),
        ("slug@prose", "sitting", None),
        ("slug@ship2", "sitting", 2),
        ("slug@1a2b3c4", "commit", "1a2b3c4"),
        ("slug@1234567", "commit", "1234567"),
        ("a@b@3", "round", 3),
        ("slug@20261114T203100Z", "autosave", ""),
        ("slug@trash-20261114T203100Z", "trash", ""),
        ("slug@12:30", "moment", ""),
        ("slug@2026-11-14T12:30", "moment", ""),
        ("slug@2026-11-14", "moment", ""),
    ],
)
def test_every_form_is_read_and_written_back(written: str, kind: str, detail: object) -> None:
    name = parse_version(written)
    assert name is not None
    assert name.kind == kind
    assert detail in ("", name.number, name.commit)
    assert str(name) == written


NONE = ["", "slug@", "@3", "slug@12345678901z", "slug@draft", "slug@-1", "s@٣"]
NO_MOMENT = ["s@24:00", "s@12:60", "s@2026-02-30", "s@2026-11-14T", "s@2026-11-14 ", "s@T12:30", "s@12:30:00"]


@pytest.mark.parametrize("written", [*NONE, *NO_MOMENT])
def test_what_is_no_version_is_none(written: str) -> None:
    assert parse_version(written) is None


def test_round_is_its_last_commit_with_what_the_compare_restored() -> None:
    assert find_turn(TURNS, VersionName(slug="s", kind="round", number=2)) is TURNS[3]


def test_sitting_without_a_number_is_the_last() -> None:
    assert find_turn(TURNS, VersionName(slug="s", kind="sitting", stage="prose")) is TURNS[5]


def test_rows_are_named_by_the_first_form_that_finds_them() -> None:
    assert name_turns("s", TURNS) == ["s@aaaaaaa", "s@1", "s@ccccccc", "s@2", "s@prose1", "s@prose"]


def test_names_lead_back_to_their_rows() -> None:
    for made, name in zip(TURNS, name_turns("s", TURNS), strict=True):
        parsed = parse_version(name)
        assert parsed is not None
        assert find_turn(TURNS, parsed) is made


def test_commits_with_one_beginning_are_named_whole() -> None:
    twins = [turn("a", Stage.PICK), turn("a", Stage.DROP)]
    assert all(len(name) == 2 + 40 for name in name_turns("s", twins))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12:30", "2026-11-14T12:30"),
        ("20:31", "2026-11-14T20:31"),
        ("20:32", "2026-11-13T20:32"),
        ("2026-11-20T09:00", "2026-11-20T09:00"),
        ("2026-11-10", "2026-11-10T23:59"),
    ],
)
def test_a_time_is_the_last_one_that_was(written: str, meant: str) -> None:
    name = parse_version(f"slug@{written}")
    assert name is not None
    moment = name.moment(datetime.fromisoformat("2026-11-14T20:31:20+01:00"))
    assert moment.isoformat() == f"{meant}:59.999999"
