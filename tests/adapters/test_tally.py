"""tally.json: kept for the user, counted by several programs at once."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from draftloop.adapters.tally import TallyFile
from draftloop.loop.errors import CannotWrite
from draftloop.loop.tally import RuleCount
from tests.loop.test_ignores import ALARM


def test_counts_are_there_again_in_another_program(tmp_path: Path) -> None:
    tally = TallyFile(str(tmp_path / "state"))
    assert tally.counts() == {}
    tally.count(ALARM, "sure", taken=0, ignored=1)
    tally.count(ALARM, "sure", taken=1, ignored=0)
    counts = TallyFile(str(tmp_path / "state")).counts()
    assert counts == {"harper:AnA": RuleCount(taken=1, ignored=1, tier="sure", kind="article")}
    assert tally.counts() == counts
    assert os.stat(tmp_path / "state/tally.json").st_mode & 0o777 == 0o600


def test_no_count_is_lost_when_several_count_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for _ in range(40):
            pool.submit(TallyFile(str(tmp_path)).count, ALARM, "sure", taken=1, ignored=0)
    assert TallyFile(str(tmp_path)).counts()["harper:AnA"].taken == 40


def test_a_rule_can_be_forgotten(tmp_path: Path) -> None:
    tally = TallyFile(str(tmp_path))
    assert not tally.forget("harper:AnA")
    tally.count(ALARM, "sure", taken=1, ignored=0)
    assert tally.forget("harper:AnA")
    assert tally.counts() == {}


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"version": 2, "rules": {}}', '{"version": 1, "rules": 3}', "[" * 9999]
)
def test_a_file_of_another_kind_counts_for_nothing_and_stays(text: str, tmp_path: Path) -> None:
    (tmp_path / "tally.json").write_text(text)
    tally = TallyFile(str(tmp_path))
    assert tally.counts() == {}
    with pytest.raises(CannotWrite):
        tally.count(ALARM, "sure", taken=1, ignored=0)
    assert (tmp_path / "tally.json").read_text() == text


def test_odd_values_in_a_record_are_nothing(tmp_path: Path) -> None:
    rows = {"a:B": {"taken": -4, "ignored": True, "tier": "loud", "kind": 3}, "c:D": 1}
    (tmp_path / "tally.json").write_text(json.dumps({"version": 1, "rules": rows}))
    assert TallyFile(str(tmp_path)).counts() == {"a:B": RuleCount()}


def test_a_state_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    tally = TallyFile(str(tmp_path / "state"))
    assert tally.counts() == {}
    with pytest.raises(CannotWrite):
        tally.count(ALARM, "sure", taken=1, ignored=0)
