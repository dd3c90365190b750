from __future__ import annotations

import pytest

from draftloop.loop.errors import NotFound
from draftloop.steps.recover import take_kept
from tests.builders import Workbench


def test_a_kept_text_takes_its_place_and_what_stood_there_is_kept() -> None:
    bench = Workbench(files={"drafts/x/post.md": "on disk\n"})
    name = bench.recovery.keep("drafts/x/post.md", "typed\n")
    assert take_kept(bench.desk, name) == "drafts/x/post.md"
    assert bench.files["drafts/x/post.md"] == "typed\n"
    (other,) = bench.recovery.kept()
    assert bench.recovery.text(other.id) == "on disk\n"


def test_a_kept_text_comes_back_where_the_file_is_gone() -> None:
    bench = Workbench()
    name = bench.recovery.keep("drafts/x/post.md", "typed\n")
    take_kept(bench.desk, name)
    assert bench.files["drafts/x/post.md"] == "typed\n"
    assert bench.recovery.kept() == []


def test_an_unknown_name_lists_those_that_wait() -> None:
    bench = Workbench()
    name = bench.recovery.keep("drafts/x/post.md", "typed\n")
    with pytest.raises(NotFound) as caught:
        take_kept(bench.desk, "nothing")
    assert caught.value.near == (name,)
