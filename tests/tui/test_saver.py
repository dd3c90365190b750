"""The editor's words on their way to net and file, whichever thread comes first."""

from __future__ import annotations

import threading

import pytest

from draftloop.loop.document import Document
from draftloop.loop.errors import CannotWrite
from draftloop.tui.screens.body_saver import BodySaver
from draftloop.tui.screens.saver import Saver
from tests.tui.conftest import World

PATH = "drafts/d/post.md"
POST = '---\ntitle: "Retries"\n---\n\nA loan.\n'


@pytest.fixture
def saver(world: World) -> Saver:
    world.files[PATH] = POST
    return BodySaver(world.desk, world.library.open(PATH))


def typed(world: World) -> str:
    (running,) = [text for _, path, text, state in world.recovery.entries if state == "running"]
    return running


def test_a_thread_that_comes_late_does_not_put_an_older_text_last(world: World, saver: Saver) -> None:
    older, newer = saver.turn(), saver.turn()
    saver.keep("\nA loan, later.\n", newer)
    saver.keep("\nA loan, l\n", older)
    assert typed(world).endswith("A loan, later.\n")


def test_what_is_saved_is_in_the_net_before(world: World, saver: Saver) -> None:
    seen: list[str] = []
    save = world.library.save

    def watched(document: Document, text: str) -> Document:
        seen.append(typed(world))
        return save(document, text)

    world.library.save = watched  # type: ignore[method-assign]  # to look in between
    saver.save("\nA loan, later.\n")
    assert seen == [POST.replace("A loan.", "A loan, later.")]
    assert world.files[PATH] == seen[0]


def test_the_net_has_the_line_ends_that_the_file_will_have(world: World) -> None:
    world.files[PATH] = "one\r\ntwo\r\n"
    saver = Saver(world.desk, world.library.open(PATH))
    saver.keep("one\nand\ntwo\n")
    assert typed(world) == "one\r\nand\r\ntwo\r\n"


def test_a_change_of_the_front_matter_leaves_nothing_on_offer(world: World, saver: Saver) -> None:
    assert isinstance(saver, BodySaver)
    saver.keep("\nA loan, later.\n")
    saver.change_fields({"title": "Loans"}, "\nA loan, later.\n", seen={"title": "Retries"})
    assert "Loans" in world.files[PATH]
    world.recovery.files = world.files
    assert world.recovery.kept() == []


def test_a_net_that_is_gone_costs_no_save(world: World, saver: Saver) -> None:
    def full(path: str, text: str) -> str:
        raise CannotWrite("/state", "the disk is full", "make room")

    world.recovery.keep_running = full  # type: ignore[method-assign]  # a full disk
    with pytest.raises(CannotWrite):
        saver.keep("\nA loan, later.\n")
    saver.save("\nA loan, later.\n")
    assert world.files[PATH].endswith("A loan, later.\n")


def test_leaving_in_a_hurry_waits_for_no_thread_that_hangs(world: World, saver: Saver) -> None:
    hangs, may_go_on = threading.Event(), threading.Event()

    def hang(document: Document, text: str) -> Document:
        hangs.set()
        may_go_on.wait(10)
        return document

    save, world.library.save = world.library.save, hang  # type: ignore[method-assign]  # a disk that hangs
    thread = threading.Thread(target=lambda: saver.save("\nA loan, l\n"))
    thread.start()
    assert hangs.wait(10)
    world.library.save = save  # type: ignore[method-assign]  # for whoever gets there
    saver.flush("\nA loan, later.\n")
    assert typed(world).endswith("A loan, later.\n")
    may_go_on.set()
    thread.join(10)


async def test_a_long_file_is_written_less_often_and_the_net_says_so(world: World) -> None:
    from draftloop.tui.screens.base import SaveState
    from tests.tui.conftest import settled, type_in
    from tests.tui.passes_world import app_on

    world.draft("Retries", slug="d", outline="- one\n", post="A long line of words.\n" * 10_000)
    async with app_on(world, step="prose").run_test(notifications=True) as pilot:
        await settled(pilot)
        screen = pilot.app.screen
        now = screen.clock()  # type: ignore[attr-defined]  # of a writing screen
        screen.clock = lambda: now  # type: ignore[attr-defined]
        await type_in(pilot, "Words. ")
        for seconds, is_saved in ((1.5, False), (5.0, False), (12.0, True)):
            screen.clock = lambda at=now + seconds: at  # type: ignore[attr-defined]
            for _ in range(3):
                screen._tick()  # type: ignore[attr-defined]
                await settled(pilot)
            assert ("Words. " in world.files[PATH]) is is_saved
            state = screen.top_line.save_state  # type: ignore[attr-defined]
            assert state is (SaveState.SAVED if is_saved else SaveState.KEPT_SAFE)
