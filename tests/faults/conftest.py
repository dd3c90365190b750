"""Every test in here is marked `faults`, and has its part of the time the run may take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.faults import tiers

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


@pytest.fixture(autouse=True)
def share_of_the_time(request: pytest.FixtureRequest) -> None:
    """The tests of a part share its time evenly."""
    tiers.begin_test(request.node.nodeid, max(1, _tests_of[request.node.path]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    again = tiers.how_to_replay()
    if report.failed and item.path.parent == HERE and again:
        report.sections.append(("try this case again", again))
    return report
