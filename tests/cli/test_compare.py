"""`compare`, `park` and `parked` as commands."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from draftloop.cli.compare import COMMANDS
from draftloop.loop.errors import BadValue
from draftloop.loop.stage import Stage
from tests.writer import NOTES, Writer

OLD = """## Why

- people think retries are free
- jitter without a budget only spreads it
  - even full jitter does

## What

- what AWS does since 2015
"""
NEW = """## Why

- people think retries are free

## What

- quotas for every caller
"""
JITTER, FULL, AWS = 4, 5, 9
"""Lines in OLD."""


@pytest.fixture
def writer() -> Writer:
    writer = Writer()
    writer.files["drafts/x/notes.md"] = NOTES
    for number, text in enumerate((OLD, NEW), 1):
        writer.files["drafts/x/outline.md"] = text
        writer.turn(Stage.OUTLINE if number == 1 else Stage.REWRITE, number)
    return writer


def call(writer: Writer, *arguments: str, command: str = "compare") -> str:
    context = SimpleNamespace(desk=lambda: writer.desk)
    result = CliRunner().invoke(COMMANDS[command], ["x", *arguments], obj=context, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def as_json(writer: Writer, *arguments: str) -> Any:
    return json.loads(call(writer, *arguments, "--json"))


def test_what_waits_for_a_verdict_is_listed_with_its_line(writer: Writer) -> None:
    said = call(writer)
    assert "waiting for a verdict 3" in said
    assert f"{AWS}  what AWS does since 2015" in said
    assert "skeleton" in said


def test_two_points_are_made_one_by_their_lines_and_parted_again(writer: Writer) -> None:
    assert AWS not in as_json(writer, "--same", f"{AWS}:7")["waiting"]
    assert "same = true" in writer.files["drafts/x/corrections.toml"]
    assert AWS in as_json(writer, "--different", f"{AWS}:7")["waiting"]


def test_all_lists_the_matches_with_both_lines(writer: Writer) -> None:
    said = call(writer, "--all")
    assert "3:3  = people think retries are free" in said
    assert "+ quotas for every caller" in said


def test_a_pair_that_names_no_points_is_refused(writer: Writer) -> None:
    with pytest.raises(BadValue, match="14:9"):
        call(writer, "--same", "2:2")
    assert "drafts/x/corrections.toml" not in writer.files


def test_the_rest_leaves_what_comes_with_a_parked_point(writer: Writer) -> None:
    found = as_json(writer, "--park", str(JITTER), "--rest")
    assert found["waiting"] == []
    assert found["let_go"] == ["what AWS does since 2015"]
    assert found["parked"] == ["jitter without a budget only spreads it", "even full jitter does"]
    assert "even full jitter does" in call(writer, command="parked")


def test_a_child_can_be_let_go_while_its_parent_comes_back(writer: Writer) -> None:
    call(writer, "--restore", str(JITTER), "--let-go", str(FULL))
    assert "jitter without" in writer.files["drafts/x/outline.md"]
    assert "even full" not in writer.files["drafts/x/outline.md"]


def test_a_point_that_was_let_go_can_be_restored_later(writer: Writer) -> None:
    call(writer, "--rest")
    found = as_json(writer, "--restore", str(AWS))
    assert found["restored"] == ["what AWS does since 2015"]
    assert "what AWS does since 2015" in writer.files["drafts/x/outline.md"]


def test_the_parts_and_all_rounds_are_in_the_json(writer: Writer) -> None:
    found = as_json(writer)
    assert set(found["parts"]) == {"ideas", "place", "wording", "skeleton"}
    assert found["rounds"] == [found["settled"]]
