from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from draftloop.loop.instance import Holder
from draftloop.steps.beside import LOOKS, words_outside
from draftloop.steps.desk import Desk
from tests.builders import Workbench
from tests.doubles_instance import InstanceDouble

POST = "drafts/x/post.md"
APP = Holder(pid=4711, tty="pts/3")


@pytest.fixture
def bench() -> Workbench:
    return Workbench(files={POST: "One.\n"})


def beside(bench: Workbench, other: Holder | None) -> Desk:
    return replace(bench.desk, instance=InstanceDouble(other=other))


def test_words_that_never_came_are_named_with_who_has_them(bench: Workbench) -> None:
    bench.recovery.keep(POST, "One. Two three.\n")
    pauses: list[float] = []
    found = words_outside(beside(bench, APP), "x", pauses.append)
    assert found is not None
    assert len(pauses) == LOOKS - 1
    assert found.sentence == (
        f"{POST}: a text of 3 words, kept safe at {found.kept.when:%H:%M}, is not in the file; "
        "draftloop is open (process 4711, on pts/3): save there first"
    )


def test_an_app_gets_the_moment_it_needs_to_save(bench: Workbench) -> None:
    text = "One. Two three.\n"
    bench.recovery.keep(POST, text)

    def save(_: float) -> None:
        bench.files[POST] = text

    assert words_outside(beside(bench, APP), "x", save) is None


def test_nobody_waits_for_an_old_text(bench: Workbench) -> None:
    bench.recovery.keep(POST, "One. Two three.\n")
    later = bench.clock() + timedelta(hours=2)
    pauses: list[float] = []
    assert words_outside(replace(beside(bench, APP), now=lambda: later), "x", pauses.append) is not None
    assert pauses == []


def test_without_an_app_or_for_another_draft_there_is_nothing_to_say(bench: Workbench) -> None:
    bench.recovery.keep(POST, "One. Two three.\n")
    assert words_outside(beside(bench, None), "x", lambda _: None) is None
    assert words_outside(beside(bench, APP), "y", lambda _: None) is None
    assert words_outside(bench.desk, "x", lambda _: None) is None
