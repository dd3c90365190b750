"""What the sentence model behind the port does, and its stand-in: asked once, known from then on."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from draftloop.adapters.meaning.engine import MeaningEngine
from draftloop.loop.engine_ports import Meaning
from draftloop.loop.errors import MeaningUnavailable
from draftloop.loop.outline_meaning import MEANING_NAMES
from tests.doubles_meaning import MeaningDouble

OLD = (("retries are free", ""), ("measure them", "retries are free"))
NEW = (("a retry is a loan", ""),)
CHILD = """
import base64, json, sys
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    question = json.loads(line)
    table = bytes(22 * len(question["old"]) * len(question["new"]))
    print(json.dumps({"id": question["id"], "likeness": base64.b64encode(table).decode()}), flush=True)
"""
Make = Callable[[bool], Meaning]


@pytest.fixture(params=["real", "double"])
def make(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Makes one that is installed, or is not."""
    made: list[Meaning] = []

    def make_one(is_installed: bool) -> Meaning:
        folder = tmp_path / ("model" if is_installed else "empty")
        folder.mkdir(exist_ok=True)
        if is_installed:
            for name in ("model.onnx", "tokenizer.json"):
                (folder / name).touch()
        command = (sys.executable, "-I", "-S", "-c", CHILD)
        made.append(
            MeaningEngine(str(folder), str(tmp_path / "kept"), command=command)
            if request.param == "real"
            else MeaningDouble(is_installed=is_installed)
        )
        return made[-1]

    find = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name, package=None: find("json"))
    yield make_one
    for one in made:
        one.close()


def test_what_was_asked_is_known_from_then_on(make: Make) -> None:
    meaning = make(True)
    assert meaning.is_installed
    assert not meaning.knows(OLD, NEW)
    first = meaning.likeness(OLD, NEW)
    assert meaning.knows(list(OLD), list(NEW))
    assert not meaning.knows(NEW, OLD)
    assert meaning.likeness(OLD, NEW) == first


def test_every_pair_has_all_figures(make: Make) -> None:
    likeness = make(True).likeness(OLD, NEW)
    assert (likeness.old_count, likeness.new_count) == (2, 1)
    assert len(likeness(1, 0)) == len(MEANING_NAMES)


@pytest.mark.parametrize("is_installed", [True, False])
def test_outlines_without_points_are_no_question(make: Make, is_installed: bool) -> None:
    assert len(make(is_installed).likeness((), NEW).values) == 0


def test_what_is_not_installed_says_how_to_get_it(make: Make) -> None:
    meaning = make(False)
    assert not meaning.is_installed
    with pytest.raises(MeaningUnavailable) as caught:
        meaning.likeness(OLD, NEW)
    assert (caught.value.reason, caught.value.remedy) == (
        "its model is not installed",
        "draftloop meaning install",
    )


def test_results_can_be_remembered_by_model(make: Make) -> None:
    one, other = make(True), make(True)
    assert len({one, other, one}) == 2


def test_one_that_was_closed_can_be_asked_again(make: Make) -> None:
    meaning = make(True)
    meaning.likeness(OLD, NEW)
    meaning.close()
    assert meaning.knows(OLD, NEW)
    assert meaning.likeness(NEW, OLD).old_count == 1
