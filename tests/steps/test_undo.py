"""The last change of a file can be taken back, unless somebody else was there since."""

from __future__ import annotations

import pytest

from draftloop.loop.errors import ChangedOnDisk
from draftloop.steps.undo import take_back, watch_change
from tests.blog import Blog


def test_a_change_taken_back_leaves_the_bytes_from_before(blog: Blog) -> None:
    blog.write("ideas/a.md", "one\r\n")
    change = watch_change(blog.desk, "ideas/a.md", lambda: blog.write("ideas/a.md", "two\r\n"))
    take_back(blog.desk, change)
    assert blog.read("ideas/a.md") == "one\r\n"


def test_a_file_changed_since_is_left_alone(blog: Blog) -> None:
    blog.write("ideas/a.md", "one\n")
    change = watch_change(blog.desk, "ideas/a.md", lambda: blog.write("ideas/a.md", "two\n"))
    blog.write("ideas/a.md", "theirs\n")
    with pytest.raises(ChangedOnDisk):
        take_back(blog.desk, change)
    assert blog.read("ideas/a.md") == "theirs\n"
