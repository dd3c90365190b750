"""Words that were typed in a draft which has another name by now."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from draftloop.adapters.recovery import RecoveryFolder
from tests.doubles import FixedClock

OLD, NEW = "drafts/old/post.md", "drafts/new/post.md"
STANDS = "Retries are a loan. Nobody pays.\n"
TYPED = "Retries are a loan. Somebody pays, later. Nobody pays.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "work"
    write(root, OLD, STANDS)
    write(root, "drafts/another/post.md", "Something else altogether, with as many words.\n")
    return root


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def store(root: Path) -> RecoveryFolder:
    """As another start of the program has it."""
    return RecoveryFolder(str(root.parent / "state"), str(root), "ws", now=FixedClock())


def offered(root: Path) -> list[tuple[str, str, int | None]]:
    now = store(root)
    return [(kept.file, now.text(kept.id), kept.file_words) for kept in now.kept()]


def rename(root: Path) -> None:
    (root / "drafts/old").rename(root / "drafts/new")


def test_typed_words_are_offered_for_the_file_where_it_is_now(root: Path) -> None:
    store(root).keep_running(OLD, TYPED)
    rename(root)
    assert offered(root) == [(NEW, TYPED, 6)]


def test_a_refused_text_goes_with_its_draft_too(root: Path) -> None:
    store(root).keep(OLD, TYPED)
    rename(root)
    assert offered(root) == [(NEW, TYPED, 6)]


def test_a_draft_that_was_saved_and_renamed_and_edited_is_found_by_its_folder(root: Path) -> None:
    store(root).keep_running(OLD, TYPED)
    (root / OLD).unlink()
    write(root, OLD, STANDS)
    rename(root)
    (root / NEW).write_text(STANDS + "And on.\n")
    assert offered(root) == [(NEW, TYPED, 8)]


def test_a_checkout_of_the_renamed_draft_is_found_by_its_text(root: Path) -> None:
    store(root).keep_running(OLD, TYPED)
    shutil.copytree(root / "drafts/old", root / "drafts/new")
    shutil.rmtree(root / "drafts/old")
    assert offered(root) == [(NEW, TYPED, 6)]


def test_words_that_the_renamed_file_has_by_now_are_offered_no_more(root: Path) -> None:
    store(root).keep_running(OLD, TYPED)
    rename(root)
    (root / NEW).write_text(TYPED + "And on.\n")
    assert offered(root) == []


def test_a_number_that_the_disk_gave_to_another_draft_is_not_believed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, "drafts/blank/post.md", "\n")
    number = os.stat(root / "drafts/old").st_ino
    store(root).keep_running(OLD, TYPED)
    shutil.rmtree(root / "drafts/old")
    asked = os.stat

    def stat(path: str, *args: object, **kwargs: object) -> os.stat_result:
        found = list(asked(path, *args, **kwargs))  # type: ignore[arg-type] # as it was called
        found[1] = number if str(path).endswith(("another", "blank")) else found[1]
        return os.stat_result(found)

    monkeypatch.setattr("draftloop.adapters.moved.os.stat", stat)
    assert offered(root) == [(OLD, TYPED, None)]


def test_of_two_copies_none_is_chosen(root: Path) -> None:
    store(root).keep_running(OLD, TYPED)
    for name in ("one", "two"):
        shutil.copytree(root / "drafts/old", root / f"drafts/{name}")
    shutil.rmtree(root / "drafts/old")
    assert offered(root) == [(OLD, TYPED, None)]


def test_an_empty_draft_is_found_by_its_number_and_not_by_its_emptiness(root: Path) -> None:
    write(root, OLD, "")
    write(root, "drafts/empty/post.md", "")
    store(root).keep_running(OLD, TYPED)
    rename(root)
    assert offered(root) == [(NEW, TYPED, 0)]


def test_a_draft_that_is_where_it_was_keeps_its_offers(root: Path) -> None:
    store(root).keep_running(OLD, TYPED)
    shutil.copytree(root / "drafts/old", root / "drafts/new")
    (root / OLD).unlink()
    assert offered(root) == [(OLD, TYPED, None)]
