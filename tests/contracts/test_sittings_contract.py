"""What every Sittings does, on the double and on real files."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from draftloop.adapters.sittings import SittingFiles
from draftloop.loop.ports import Sitting, Sittings
from tests.doubles import SittingsDouble

SITTING = Sitting(
    slug="caches-lie",
    stage="rewrite",
    began=datetime.fromisoformat("2026-11-10T07:00:00+01:00"),
    minutes=12.5,
    peeks=2,
    pass_name="grammar",
    base_commit="abc",
    scanned="2026-11-10",
)


@pytest.fixture(params=["double", "files"])
def sittings(request: pytest.FixtureRequest, tmp_path: Path) -> Sittings:
    return SittingsDouble() if request.param == "double" else SittingFiles(str(tmp_path / "state"), "ws")


def test_nothing_is_open_at_first(sittings: Sittings) -> None:
    assert sittings.open("caches-lie") is None
    sittings.close("caches-lie")


def test_kept_sitting_opens_with_every_fact(sittings: Sittings) -> None:
    sittings.keep(SITTING)
    assert sittings.open("caches-lie") == SITTING


def test_later_facts_take_the_place_of_earlier_ones(sittings: Sittings) -> None:
    sittings.keep(SITTING)
    later = replace(SITTING, minutes=13.25, peeks=3)
    sittings.keep(later)
    assert sittings.open("caches-lie") == later


def test_closed_sitting_is_gone_and_others_stay(sittings: Sittings) -> None:
    other = replace(SITTING, slug="caches")
    sittings.keep(SITTING)
    sittings.keep(other)
    sittings.close("caches-lie")
    sittings.close("caches-lie")
    assert sittings.open("caches-lie") is None
    assert sittings.open("caches") == other


@pytest.mark.parametrize("slug", ["", "../../x", ".hidden", "日本語" * 80, "a b"])
def test_any_slug_will_do(sittings: Sittings, slug: str) -> None:
    sittings.keep(replace(SITTING, slug=slug))
    assert sittings.open(slug) == replace(SITTING, slug=slug)
