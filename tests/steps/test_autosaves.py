"""Autosaves as the writer meets them: made once a minute, named by the clock, put back like any version."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from draftloop.loop.errors import BadValue, HistoryUnavailable, NotFound
from draftloop.loop.ports import ExternalEditor
from draftloop.steps.autosaves import Autosaver, autosave, list_autosaves, put_in_trash, texts_now
from draftloop.steps.history import resolve_version
from draftloop.steps.in_editor import edit_file
from draftloop.steps.restore import restore
from tests.blog import MONDAY, Blog
from tests.doubles_autosaves import AutosavesDouble

POST = "drafts/retries/post.md"


@pytest.fixture
def written(blog: Blog) -> Blog:
    """Monday, 20:14: the outline is recorded, then three autosaves of prose ten minutes apart."""
    blog.draft()
    blog.done()
    for number in range(1, 4):
        blog.now = MONDAY + timedelta(minutes=10 * number)
        blog.write(POST, f"Words, take {number}.\n")
        assert autosave(blog.desk, "retries")
    return blog


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


class Broken(AutosavesDouble):
    def save(self, slug: str, texts: object, when: object) -> str | None:
        raise HistoryUnavailable("failed", "git update-ref failed: no space", "make room")


def test_an_autosave_holds_every_text_of_the_draft(written: Blog) -> None:
    assert sorted(texts_now(written.desk, "retries")) == [
        "drafts/retries/notes.md",
        "drafts/retries/outline.md",
        POST,
    ]
    last = list_autosaves(written.desk, "retries")[-1]
    assert (last.path, last.changed, len(last.paths)) == (POST, (POST,), 3)


def test_they_are_named_by_the_clock_and_by_the_day_when_it_is_another(written: Blog) -> None:
    assert [view.name for view in list_autosaves(written.desk, "retries")] == [
        "retries@20:24",
        "retries@20:34",
        "retries@20:44",
    ]
    written.later()
    assert list_autosaves(written.desk, "retries")[0].name == "retries@2026-11-09T20:24"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("retries@20:34", "Words, take 2.\n"),
        ("retries@20:40", "Words, take 2.\n"),
        ("retries@2026-11-09T20:24", "Words, take 1.\n"),
        ("retries@2026-11-09", "Words, take 3.\n"),
        ("retries@20261109T194400Z", "Words, take 3.\n"),
        ("retr@20261109t194400z", "Words, take 3.\n"),
    ],
)
def test_a_name_gives_the_text_as_it_stood(written: Blog, name: str, text: str) -> None:
    assert resolve_version(written.desk, name).text == text


def test_what_was_recorded_later_stood_at_that_time(written: Blog) -> None:
    written.now = MONDAY + timedelta(minutes=45)
    written.write(POST, "Recorded.\n")
    written.done()
    written.now = MONDAY + timedelta(minutes=60)
    assert resolve_version(written.desk, "retries@21:00").text == "Recorded.\n"
    assert resolve_version(written.desk, "retries@20:44").text == "Words, take 3.\n"


def test_a_time_before_everything_names_what_there_is(written: Blog) -> None:
    with pytest.raises(NotFound) as caught:
        resolve_version(written.desk, "retries@2020-01-01")
    assert "retries@20:24" in caught.value.near


def test_without_git_the_reason_is_said(tmp_path: Path) -> None:
    blog = Blog(tmp_path / "blog", has_git=False)
    blog.draft()
    assert autosave(blog.desk, "retries") is None
    with pytest.raises(BadValue, match="git"):
        resolve_version(blog.desk, "retries@20:24")


def test_one_is_put_back_as_an_iteration_and_what_stood_there_is_recorded(written: Blog) -> None:
    done = restore(written.desk, "retries@20:24")
    assert written.read(POST) == "Words, take 1.\n"
    assert done.commit is not None
    assert "Draftloop-From: retries@20261109T192400Z" in written.git("log", "-1", "--format=%B")
    assert written.git("show", f"HEAD^:{POST}") == "Words, take 3.\n"


def test_a_text_about_encodings_is_put_back_too(written: Blog) -> None:
    written.write(POST, "What \ufffd means.\n")
    written.now += timedelta(minutes=1)
    id_ = autosave(written.desk, "retries")
    written.write(POST, "Other words.\n")
    restore(written.desk, f"retries@{id_}")
    assert written.read(POST) == "What \ufffd means.\n"


def test_a_file_that_cannot_be_read_costs_only_itself(written: Blog) -> None:
    (written.folder / "drafts/retries/notes.md").write_bytes(b"\xff\xfe")
    assert sorted(texts_now(written.desk, "retries")) == ["drafts/retries/outline.md", POST]


class Vim:
    """An editor that writes one line."""

    def __init__(self, blog: Blog) -> None:
        self.blog = blog

    def edit(self, path: str) -> bool:
        self.blog.write(path, "Typed in an editor.\n")
        return True


def test_closing_the_own_editor_leaves_an_autosave(written: Blog) -> None:
    desk = replace(written.desk, editor=cast("ExternalEditor", Vim(written)))
    assert edit_file(desk, desk.library.open(POST))
    assert resolve_version(desk, list_autosaves(desk, "retries")[-1].version).text == "Typed in an editor.\n"


def test_one_a_minute_and_only_after_a_change(blog: Blog) -> None:
    clock, double = Clock(), AutosavesDouble()
    keeper = Autosaver(replace(blog.desk, autosaves=double), clock)
    assert not keeper.claim("retries")
    keeper.note("retries")
    assert [keeper.claim("retries"), keeper.claim("retries")] == [True, False]
    clock.at = 60.0
    assert keeper.claim("retries")


def test_trouble_is_told_once_and_costs_no_more_than_one_try_in_ten_minutes(blog: Blog) -> None:
    blog.draft()
    clock = Clock()
    keeper = Autosaver(replace(blog.desk, autosaves=Broken()), clock)
    keeper.note("retries")
    assert "no space" in keeper.save("retries")
    assert keeper.save("retries") == ""
    keeper.note("retries")
    clock.at = 599.0
    assert not keeper.claim("retries")
    clock.at = 601.0
    assert keeper.claim("retries")


def test_the_trash_is_found_by_its_name_and_put_back(written: Blog) -> None:
    name = put_in_trash(written.desk, "retries", {POST: "Thrown away.\n"})
    assert resolve_version(written.desk, name).text == "Thrown away.\n"
    assert list_autosaves(written.desk, "retries")[-1].is_trash
    restore(written.desk, name)
    assert written.read(POST) == "Thrown away.\n"


def test_without_git_the_trash_is_the_recovery_store(tmp_path: Path) -> None:
    blog = Blog(tmp_path / "blog", has_git=False)
    blog.draft()
    id_ = put_in_trash(blog.desk, "retries", {POST: "Thrown away.\n"})
    assert blog.desk.recovery.text(id_) == "Thrown away.\n"
