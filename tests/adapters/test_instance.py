from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from draftloop.adapters.instance import Instance
from draftloop.loop.instance import Holder

SINCE = datetime.fromisoformat("2026-11-21T14:02:00+01:00")
OTHER = """
import sys
from datetime import datetime
from draftloop.adapters.instance import Instance
since = datetime.fromisoformat("2026-11-21T14:02:00+01:00")
one = Instance(sys.argv[1], "ws", sys.argv[2], now=lambda: since)
print(one.acquire(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Instance]]:
    (tmp_path / "blog").mkdir()
    made: list[Instance] = []

    def one(*, state: str = "state", workspace: str = "ws", root: str = "blog") -> Instance:
        made.append(Instance(str(tmp_path / state), workspace, str(tmp_path / root), now=lambda: SINCE))
        return made[-1]

    yield one
    for instance in made:
        instance.release()


@contextmanager
def another_process(state: Path, root: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", OTHER, str(state), str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "None\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_first_has_it_and_the_second_learns_who(make: Callable[..., Instance]) -> None:
    first, second = make(), make()
    assert first.acquire() is None
    assert first.acquire() is None
    holder = second.acquire()
    assert holder is not None
    assert (holder.pid, holder.host, holder.since) == (os.getpid(), "", SINCE)
    first.release()
    assert second.acquire() is None
    assert first.acquire() is not None


def test_a_killed_draftloop_holds_nothing(make: Callable[..., Instance], tmp_path: Path) -> None:
    here = make()
    with another_process(tmp_path / "state", tmp_path / "blog") as other:
        holder = here.acquire()
        assert holder is not None
        assert holder.pid == other.pid
        assert make().holder() == holder
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert make().holder() is None
        assert here.acquire() is None


def test_the_same_folder_with_another_state_folder_is_the_same(
    make: Callable[..., Instance], tmp_path: Path
) -> None:
    with another_process(tmp_path / "elsewhere", tmp_path / "blog") as other:
        holder = make().acquire()
        assert holder is not None
        assert (holder.pid, holder.since) == (other.pid if Path("/proc/locks").exists() else 0, None)


def test_a_deleted_note_lets_nobody_in(make: Callable[..., Instance], tmp_path: Path) -> None:
    first, second = make(), make()
    assert first.acquire() is None
    (tmp_path / "state/locks/ws").unlink()
    assert second.acquire() is not None


def test_two_workspaces_do_not_meet(make: Callable[..., Instance], tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert make().acquire() is None
    assert make(workspace="ws2", root="other").acquire() is None


def test_a_note_of_one_who_is_dead_or_never_was_names_nobody(
    make: Callable[..., Instance], tmp_path: Path
) -> None:
    one = make()
    assert one.acquire() is None
    note = (tmp_path / "state/locks/ws").read_text()
    one.release()
    assert (tmp_path / "state/locks/ws").read_text() == ""
    host = os.uname().nodename
    for text in (note.replace(str(os.getpid()), "99999999", 1), "", "{", "[]", note.replace(host, "far")):
        (tmp_path / "state/locks/ws").write_text(text)
        assert make().holder() is None


def test_who_holds_it_on_another_machine_is_named_with_it(
    make: Callable[..., Instance], tmp_path: Path
) -> None:
    first = make()
    assert first.acquire() is None
    note = tmp_path / "state/locks/ws"
    note.write_text(note.read_text().replace(os.uname().nodename, "far"))
    for found in (make().acquire(), make().holder()):
        assert found is not None
        assert (found.host, found.since) == ("far", SINCE)


def test_a_state_folder_that_takes_nothing_leaves_the_folder_s_own_lock(
    make: Callable[..., Instance], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    first, second = make(state="file/state"), make(state="file/state")
    assert first.acquire() is None
    assert first.doubt == ""
    assert second.acquire() is not None


def test_where_nothing_can_be_locked_it_says_so_and_lets_both_in(
    make: Callable[..., Instance], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    first, second = make(), make()
    assert first.acquire() is None
    assert second.acquire() is None
    assert second.doubt == "No locks available"


def test_a_note_that_is_a_link_is_not_followed(make: Callable[..., Instance], tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("words")
    (tmp_path / "state/locks").mkdir(parents=True)
    (tmp_path / "state/locks/ws").symlink_to(tmp_path / "precious")
    assert make().acquire() is None
    assert (tmp_path / "precious").read_text() == "words"


def test_nobody_is_a_holder_before_anybody_came(make: Callable[..., Instance]) -> None:
    assert make().holder() is None
    assert Holder().pid == 0
