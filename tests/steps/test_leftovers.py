"""Copies of killed saves go once every word of them stands somewhere else, and not before."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from draftloop.adapters.leftovers import LeftoverFiles
from draftloop.loop.errors import CannotWrite
from draftloop.steps.desk import Desk
from draftloop.steps.done import done
from draftloop.steps.leftovers import clear_leftovers
from tests.blog import Blog

POST = "drafts/retries/post.md"
COPY = "drafts/retries/.post.md.0a1b2c3d4e5f.tmp"
STANDS = "Retries are a loan.\n"


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    blog = Blog(tmp_path / "blog")
    blog.draft()
    blog.write(POST, STANDS)
    return blog


def desk_later(blog: Blog) -> Desk:
    """Two hours after what is on the disk was written."""
    root = str(blog.folder.resolve())
    return replace(blog.desk, leftovers=LeftoverFiles(root, clock=lambda: time.time() + 7_200))


def offers(blog: Blog) -> list[tuple[str, str]]:
    recovery = blog.desk.recovery
    return [(kept.file, recovery.text(kept.id)) for kept in recovery.kept()]


def is_there(blog: Blog) -> bool:
    return (blog.folder / COPY).exists()


def test_a_copy_of_what_stands_in_the_file_goes_without_a_word(blog: Blog) -> None:
    blog.write(COPY, STANDS)
    assert clear_leftovers(desk_later(blog)) == [COPY]
    assert not is_there(blog)
    assert offers(blog) == []


@pytest.mark.parametrize("left", ["", "Retries are", "\0" * 4_096, "Retries are a l\0\0\0"])
def test_a_copy_that_was_not_written_to_its_end_goes_too(blog: Blog, left: str) -> None:
    blog.write(COPY, left)
    desk_later(blog).recovery.remember(POST, STANDS)
    assert clear_leftovers(desk_later(blog)) == [COPY]
    assert offers(blog) == []


def test_a_copy_of_what_the_journal_has_goes_and_the_journal_offers_it(blog: Blog) -> None:
    text = STANDS + "Somebody pays, later.\n"
    blog.desk.recovery.keep_running(POST, text)
    blog.write(COPY, text[:-5])
    assert clear_leftovers(desk_later(blog)) == [COPY]
    assert offers(blog) == [(POST, text)]


def test_a_copy_of_a_text_that_was_kept_goes(blog: Blog) -> None:
    blog.desk.recovery.remember(POST, "Older words.\n")
    blog.write(COPY, "Older words.\n")
    assert clear_leftovers(desk_later(blog)) == [COPY]
    assert offers(blog) == []


def test_a_copy_of_a_version_in_git_goes(blog: Blog) -> None:
    blog.write(POST, "The first sentence.\n")
    blog.done()
    blog.write(POST, STANDS)
    blog.later()
    blog.done()
    blog.write(COPY, "The first sentence.\n")
    assert clear_leftovers(desk_later(blog)) == [COPY]
    assert offers(blog) == []


def test_words_that_are_nowhere_else_are_kept_and_offered_before_it_goes(blog: Blog) -> None:
    blog.write(COPY, "Somebody pays, later é\n")
    assert clear_leftovers(desk_later(blog)) == [COPY]
    assert offers(blog) == [(POST, "Somebody pays, later é\n")]
    assert blog.read(POST) == STANDS


def test_a_new_file_that_never_got_its_name_is_offered(blog: Blog) -> None:
    blog.write("ideas/.caches-lie.md.0a1b2c3d4e5f.tmp", "Caches lie\n")
    clear_leftovers(desk_later(blog))
    assert offers(blog) == [("ideas/caches-lie.md", "Caches lie\n")]


def test_a_text_whose_words_the_file_has_is_kept_and_not_offered(blog: Blog) -> None:
    blog.write(POST, "Retries are really a loan.\n")
    blog.write(COPY, "Retries are a loan.\n")
    assert clear_leftovers(desk_later(blog)) == [COPY]
    assert offers(blog) == []
    assert blog.desk.recovery.holds(POST, "Retries are a loan.\n")


def test_a_table_of_ours_is_kept_and_not_offered(blog: Blog) -> None:
    path = "drafts/retries/.ignores.toml.0a1b2c3d4e5f.tmp"
    blog.write(path, "[[ignore]]\n")
    assert clear_leftovers(desk_later(blog)) == [path]
    assert offers(blog) == []
    assert blog.desk.recovery.holds("drafts/retries/ignores.toml", "[[ignore]]\n")


@pytest.mark.parametrize("data", [b"\xff\xfe\xff", b"a\0b"])
def test_what_is_no_text_stays_and_doctor_names_it(blog: Blog, data: bytes) -> None:
    (blog.folder / COPY).write_bytes(data)
    assert clear_leftovers(desk_later(blog)) == []
    assert (blog.folder / COPY).read_bytes() == data


def test_a_copy_whose_words_cannot_be_kept_stays(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, text: str) -> str:
        raise CannotWrite(path, "the disk is full")

    blog.write(COPY, "Somebody pays, later.\n")
    desk = desk_later(blog)
    monkeypatch.setattr(desk.recovery, "keep", refuse)
    assert clear_leftovers(desk) == []
    assert is_there(blog)


def test_done_takes_them_away_and_not_those_of_this_hour(blog: Blog) -> None:
    blog.write(COPY, STANDS)
    done(blog.desk, "retries")
    assert is_there(blog)
    done(desk_later(blog), "retries")
    assert not is_there(blog)


def test_without_git_the_net_is_asked_alone(tmp_path: Path) -> None:
    blog = Blog(tmp_path / "blog", has_git=False)
    blog.write(POST, STANDS)
    blog.write(COPY, "Somebody pays, later.\n")
    assert clear_leftovers(desk_later(blog)) == [COPY]
    assert offers(blog) == [(POST, "Somebody pays, later.\n")]


def test_of_many_a_few_go_at_once_and_what_stays_does_not_hold_up_the_rest(blog: Blog) -> None:
    for number in range(6):
        (blog.folder / f"drafts/retries/.post.md.000000000a{number:02d}.tmp").write_bytes(b"\xff")
    for number in range(8):
        blog.write(f"drafts/retries/.post.md.0a1b2c3d4e5{number}.tmp", STANDS)
    assert len(clear_leftovers(desk_later(blog))) == 5
    assert len(clear_leftovers(desk_later(blog))) == 3
