"""How long a draft will probably be: by setting, by scaffold, by the author's last posts."""

from __future__ import annotations

from pathlib import Path

import pytest

from draftloop.adapters.scaffolds import Shelf
from draftloop.loop.settings import Settings, StageSettings
from draftloop.steps.bundle import read_bundle
from draftloop.steps.lengths import FIRST_TARGET, target_words
from tests.builders import Workbench


def words(kind: str = "", *, own_scaffolds: str = "/nowhere", settings: Settings | None = None) -> int:
    fields = f"kind: {kind}\n" if kind else ""
    bench = Workbench(
        files={"drafts/x/notes.md": f"---\ntitle: X\n{fields}---\n"},
        settings=settings or Settings(),
        others={"scaffolds": Shelf(own_scaffolds, "/nowhere")},
    )
    return target_words(bench.desk, read_bundle(bench.desk, "x"))


@pytest.mark.parametrize(("kind", "expected"), [("tutorial", 1500), ("issue", 700), ("interview", 2000)])
def test_a_kind_with_a_scaffold_has_its_words(kind: str, expected: int) -> None:
    assert words(kind) == expected


def test_a_plain_post_is_as_long_as_the_author_s_posts_are() -> None:
    assert words() == FIRST_TARGET


def test_a_length_in_the_settings_wins() -> None:
    assert words("tutorial", settings=Settings(length={"tutorial": 300})) == 300


def test_an_own_scaffold_says_how_long(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("---\nwords: 250\n---\n\n## Seen\n\n-\n")
    settings = Settings(stages=StageSettings(scaffold="note"))
    assert words(own_scaffolds=str(tmp_path), settings=settings) == 250


def test_a_scaffold_meant_for_another_kind_says_nothing() -> None:
    assert words("essay", settings=Settings(stages=StageSettings(scaffold="interview"))) == FIRST_TARGET
