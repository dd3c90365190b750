"""Every test in here is marked `faults`, has its part of the time there is, and counts when it fails."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.faults import notes, tiers

HERE = Path(__file__).parent
_tests_of: Counter[Path] = Counter()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "faults: breaks something while the real program works")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.faults)
        _tests_of[item.path] += 1
    if tiers.tier() == "long":
        # Not all may have their turn: then they are others in every run.
        random.Random(tiers.seed()).shuffle(ours)
        ours.sort(key=lambda item: item.path)
        items[:] = [*(item for item in items if HERE not in item.path.parents), *ours]


@pytest.fixture(autouse=True)
def share_of_the_time(request: pytest.FixtureRequest) -> None:
    """The tests of a part share its time evenly; what is over it has to wait for another run."""
    notes.begin_test(request.node.nodeid)
    if not tiers.begin_test(request.node.nodeid, max(1, _tests_of[request.node.path])):
        pytest.skip("no time left in the share of this part")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed and item.path.parent == HERE:
        notes.note_failure(item.nodeid)
        if again := tiers.how_to_replay():
            report.sections.append(("try this case again", again))
    return report
