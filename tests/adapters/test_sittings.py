from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from draftloop.adapters.sittings import SittingFiles
from draftloop.loop.ports import Sitting

SITTING = Sitting(
    slug="caches-lie",
    stage="rewrite",
    began=datetime.fromisoformat("2026-11-10T07:00:00+01:00"),
    minutes=12.5,
    peeks=2,
    base_commit="abc",
    scanned="2026-11-10",
)


def test_kept_sitting_opens_again_and_closes(tmp_path: Path) -> None:
    sittings = SittingFiles(str(tmp_path / "state"), "ws")
    assert sittings.open("caches-lie") is None
    sittings.keep(SITTING)
    sittings.keep(SITTING)
    assert sittings.open("caches-lie") == SITTING
    sittings.close("caches-lie")
    sittings.close("caches-lie")
    assert sittings.open("caches-lie") is None


@pytest.mark.parametrize("slug", ["../../x", ".hidden", "日本語" * 50, "a b", "x\udcff"])
def test_any_slug_has_a_file_in_its_folder(tmp_path: Path, slug: str) -> None:
    sittings = SittingFiles(str(tmp_path / "state"), "ws")
    sittings.keep(Sitting(slug=slug, stage="prose", began=SITTING.began))
    kept = sittings.open(slug)
    assert kept is not None
    assert kept.slug == slug
    assert len(list((tmp_path / "state/sittings/ws").glob("*.json"))) == 1


@pytest.mark.parametrize("content", ["", "{", "[]", '{"stage": "prose"}', '{"began": 3, "stage": "x"}'])
def test_broken_file_is_no_sitting(tmp_path: Path, content: str) -> None:
    sittings = SittingFiles(str(tmp_path / "state"), "ws")
    sittings.keep(SITTING)
    (tmp_path / "state/sittings/ws/caches-lie.json").write_text(content)
    assert sittings.open("caches-lie") is None
