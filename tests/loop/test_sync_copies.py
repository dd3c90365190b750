from __future__ import annotations

import pytest

from draftloop.loop.sync_copies import copies_of, original_of


@pytest.mark.parametrize(
    "name",
    [
        "post (conflicted copy).md",
        "post (Ann's conflicted copy 2026-11-21).md",
        "post (conflicted copy 2026-11-21 140233).md",
        "post (Conflict file 3).md",
        "post (SFConflict ann@example.org 2026-11-21-14-02-33).md",
        "post.sync-conflict-20261121-140233-ABCDEFG.md",
        "post_conflict-20261121-140233.md",
        "post.Conflict.md",
    ],
)
def test_copy_of_a_sync_program_names_its_original(name: str) -> None:
    assert original_of(name) == "post.md"


@pytest.mark.parametrize(
    "name",
    ["post.md", "conflict.md", "a-conflict-of-interest.md", "post (draft).md", "x", " (conflicted copy).md"],
)
def test_other_names_are_no_copies(name: str) -> None:
    assert original_of(name) is None


def test_copies_of_one_file() -> None:
    names = ["outline.md", "post (conflicted copy).md", "post.md", "post.sync-conflict-20261121-140233.md"]
    assert copies_of("post.md", names) == (names[1], names[3])
