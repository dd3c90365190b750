from __future__ import annotations

import errno
import os

import pytest

from draftloop.loop.trouble import cannot_write, refused_by_the_machine
from draftloop.steps.explain import explain


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.EMFILE, errno.ENOENT, errno.ENOSPC, 9999])
def test_whatever_the_machine_refuses_names_the_place_and_a_remedy(number: int) -> None:
    said = explain(refused_by_the_machine(OSError(number, os.strerror(number), "drafts/x/post.md")))
    place, _, remedy = said.partition(": ")
    assert place == "drafts/x/post.md"
    assert "; " in remedy


def test_place_in_odd_bytes_is_named_all_the_same() -> None:
    assert "a\ufffd" in explain(refused_by_the_machine(OSError(errno.EIO, "I/O error", b"a\xff")))


def test_call_without_a_place_is_told_too() -> None:
    assert explain(refused_by_the_machine(OSError(errno.EMFILE, "Too many"))).startswith("the system: ")


def test_lack_of_memory_is_no_fault_of_the_program() -> None:
    assert "no memory left; close other programs" in explain(refused_by_the_machine(MemoryError()))


def test_write_that_failed_in_an_unknown_way_says_what_the_system_says() -> None:
    assert explain(cannot_write("a.md", OSError(errno.ELOOP, "Too many links"))).startswith(
        "a.md: Too many links"
    )
