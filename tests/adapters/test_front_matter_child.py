"""Front matter larger than what is read in place: by a child that may die of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from draftloop.adapters import front_matter_child
from draftloop.adapters.front_matter import read_fields
from draftloop.loop.errors import Unreadable
from draftloop.loop.front_matter import body_of, read_plain, set_field
from draftloop.loop.front_matter_block import Kind, find_block

FILLER = "long: |\n" + "  a line of words that says nothing new\n" * 2_000
LARGE = f'---\ntitle: "Large"\n{FILLER}tags: [a, b]\n---\n\nbody\n'


def test_a_large_block_is_read_apart_and_never_written() -> None:
    assert find_block(LARGE).is_large
    assert read_plain(LARGE) is None
    fields = read_fields(LARGE, "x.md")
    assert (fields["title"], fields["tags"]) == ("Large", ["a", "b"])
    assert body_of(LARGE) == "\nbody\n"
    with pytest.raises(Unreadable, match="larger than 64 kB"):
        set_field(LARGE, "title", "New", path="x.md")


def test_the_second_reading_costs_nothing() -> None:
    read_fields(LARGE, "x.md")
    before = front_matter_child.read_apart.cache_info().misses
    read_fields(LARGE, "y.md")
    assert front_matter_child.read_apart.cache_info().misses == before


BOMBS = {
    "50,000 keys": "".join(f"k{i}: 1\n" for i in range(50_000)),
    "brackets": "a: " + "[" * 400_000 + "\n",
    "open flow": "a: [" + "x, " * 200_000 + "\n",
    "aliases of a long text": f"a: &a {'word ' * 60_000}\n" + "".join(f"b{i}: *a\n" for i in range(90)),
    "a megabyte of anchors": "a:\n" + "".join(f"- &a{i} x\n" for i in range(60_000)),
    "merge keys": "a: &a {x: 1}\nb: {" + "<<: *a, " * 40_000 + "}\n",
}


READ = """
import resource, sys
from draftloop.adapters.front_matter import read_fields
from draftloop.loop.errors import Unreadable
try:
    read_fields(sys.stdin.read(), "x.md")
except Unreadable as error:
    print(error.path, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.mark.parametrize("name", BOMBS)
def test_a_large_bomb_costs_two_seconds_and_little_memory(name: str) -> None:
    before_s = time.monotonic()
    # In a process of its own: the figure is the largest of all its children, and pytest has many.
    done = subprocess.run(
        [sys.executable, "-c", READ],
        input=f"---\n{BOMBS[name]}---\nbody\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert time.monotonic() - before_s < 6
    path, megabytes = done.stdout.split()
    assert path == "x.md"
    assert int(megabytes) < 300


def test_more_than_a_megabyte_is_no_front_matter() -> None:
    text = f"---\ntitle: x\n{FILLER * 14}---\nbody\n"
    assert find_block(text).kind is Kind.UNTERMINATED


def test_a_child_that_cannot_start_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", os.devnull)
    front_matter_child.read_apart.cache_clear()
    with pytest.raises(Unreadable, match="cannot be read here"):
        read_fields(LARGE, "x.md")
    front_matter_child.read_apart.cache_clear()
