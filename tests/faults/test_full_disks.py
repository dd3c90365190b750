"""F6 on real disks: a few bytes or files left, a disk that turns read-only, a small share for git alone."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults.failing_sessions import MORE, TITLE
from tests.faults.harness import Case, Oracle, Session, Workspace, cases, needs, trying

FAULT = "a full disk, and one that turns read-only"
FIGURE = "0 words lost, 0 tracebacks; goes on when there is room"
WHERE = ("workspace", "state", "both", "git")
ROOM = 6 * 1024 * 1024


@contextlib.contextmanager
def disk_of_its_own(place: Path, *, inodes: int = 4000) -> Iterator[None]:
    """What stands at `place` moves to a small disk, mounted there."""
    aside = place.with_name(place.name + ".aside")
    place.mkdir(exist_ok=True)
    shutil.move(place, aside)
    place.mkdir()
    options = f"size={ROOM},nr_inodes={inodes}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(place)], check=True)
    try:
        shutil.copytree(aside, place, symlinks=True, dirs_exist_ok=True)
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path, *, bytes_left: int | None = None, files_left: int | None = None) -> None:
    """Leave so much on the disk below `place`, and no more."""
    if files_left is not None:
        folder = place / ".filler-files"
        folder.mkdir(exist_ok=True)
        for number in range(os.statvfs(place).f_ffree - files_left):
            (folder / str(number)).touch()
        return
    free = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize - (bytes_left or 0)
    with contextlib.suppress(OSError), (place / ".filler").open("wb") as filler:
        filler.write(bytes(max(0, free)))
        filler.flush()


def remounted(place: Path, how: str) -> bool:
    done = subprocess.run(["mount", "-o", f"remount,{how}", str(place)], check=False, capture_output=True)
    return done.returncode == 0


def make_room(place: Path) -> None:
    (place / ".filler").unlink(missing_ok=True)
    shutil.rmtree(place / ".filler-files", ignore_errors=True)


def places_of(workspace: Workspace, where: str) -> list[Path]:
    known = {"workspace": workspace.folder, "state": workspace.state, "git": workspace.folder / ".git"}
    return [known["workspace"], known["state"]] if where == "both" else [known[where]]


def try_all(check: Callable[[Case, Path], None], promises: str, name: str, base: Path, *, full: int) -> None:
    """Every case of this run, each below `base` in a folder of its own."""
    needs("linux", "root", "mounts", fault=FAULT)
    row = trying(promises, FAULT)
    for case in cases(name, fast=1, full=full, weight=2):
        place = base / str(case.number)
        check(case, place)
        shutil.rmtree(place, ignore_errors=True)
        row.note(figure=FIGURE)


def check_commands(case: Case, base: Path) -> None:
    """A day of commands on a disk with little or nothing left; then there is room again."""
    workspace = Workspace.make(base)
    where = WHERE[case.number % len(WHERE)]
    is_of_files = case.random.random() < 0.4
    left = case.random.choice(range(16)) if is_of_files else 4096 * case.random.choice(range(17))
    places = places_of(workspace, where)
    with contextlib.ExitStack() as disks:
        for place in places:
            disks.enter_context(disk_of_its_own(place))
        oracle = Oracle(workspace)
        workspace.write(workspace.post, workspace.read(workspace.post) + MORE)
        before = {path: workspace.read(path) for path in workspace.tree()}
        for place in places:
            fill(place, **({"files_left": left} if is_of_files else {"bytes_left": left}))
        told = f"{where}, {left} {'files' if is_of_files else 'bytes'} left: "
        for arguments in (
            ("idea", "add", TITLE),
            ("idea", "note", "exit-codes", "a thought at night"),
            ("done", workspace.slug),
            ("draft", "drop", workspace.other_outline.split("/")[1], "--because", "It says nothing."),
            ("teach", "frobnicate"),
        ):
            done = workspace.draftloop(*arguments)
            told += f"\n{arguments}: exit {done.returncode} {done.stdout}{done.stderr}"
            assert done.returncode in (0, 2, 3), told
            assert "a fault of its own" not in done.stderr, told
            assert done.returncode == 0 or done.stderr.strip(), told
            if arguments[0] == "idea" and done.returncode == 0:
                name = workspace.idea if arguments[1] == "note" else "ideas/" + done.stdout.strip() + ".md"
                assert arguments[-1] in workspace.read(name), f"said done, and is not: {told}"
        for path, text in before.items():
            now = workspace.read(path)
            assert all(line in now for line in text.splitlines()), f"{path} lost words: {now!r}\n{told}"
        for place in places:
            make_room(place)
        oracle.check_sound()
        assert workspace.draftloop("done", workspace.slug).returncode == 0, told
        workspace.draftloop("waiting", "commit")
        assert workspace.waiting() == [], told
        assert workspace.head(workspace.post) == workspace.read(workspace.post), told
        workspace.ok("idea", "add", TITLE + " but once more")


def test_commands_on_a_full_disk_lose_nothing_and_go_on_when_there_is_room(tmp_path: Path) -> None:
    try_all(check_commands, "P2 P5 P12 P22", "F6 full disks", tmp_path, full=200)


def check_typing(case: Case, base: Path) -> None:
    """Somebody types on while the disk is full or read-only; then it is not any more, and they type on."""
    workspace = Workspace.make(base)
    where = ("workspace", "state", "both")[case.number % 3]
    is_read_only = case.number % 2 == 1
    places = places_of(workspace, where)
    with contextlib.ExitStack() as disks:
        for place in places:
            disks.enter_context(disk_of_its_own(place))
        session = Session(workspace, "prose", workspace.slug)
        try:
            session.wait("loan")
            os.write(session.terminal._fd, b"\x1b[1;5F")  # ctrl+end
            session.type(" Before it happened.")
            session.pause(3)
            for place in places:
                # A disk with an open journal is never made read-only by hand: then it is full.
                if not is_read_only or not remounted(place, "ro"):
                    fill(place, bytes_left=0)
            session.type(" While it lasted.")
            session.pause(4)
            told = f"{where}, {'read-only' if is_read_only else 'full'}:\n{session.text}"
            assert session.process.is_running(), told
            kept = _everything(workspace)
            assert "Before it happened." in kept, told
            if where != "both":
                assert "While it lasted." in kept, f"one of the two could have taken it\n{told}"
            else:
                says = ("full", "only be read", "not saved", "cannot be")
                assert any(words in session.text for words in says), f"nothing is said\n{told}"
            for place in places:
                remounted(place, "rw")
                make_room(place)
            session.type(" Afterwards.")
            typed = "Before it happened. While it lasted. Afterwards."
            for _ in range(40):
                if typed in workspace.read(workspace.post):
                    break
                session.pause(1)
            told = f"{where}: {workspace.read(workspace.post)}\n{session.text}"
            assert typed in workspace.read(workspace.post), f"does not go on: {told}"
            assert b"Traceback" not in session.terminal.raw, told
        finally:
            session.kill()


def _everything(workspace: Workspace) -> str:
    """What is in files and in what the program would offer."""
    offers = "".join(offer["text"] for offer in workspace.offers())
    return workspace.read(workspace.post) + offers


def test_typing_goes_on_over_a_disk_that_takes_nothing(tmp_path: Path) -> None:
    try_all(check_typing, "P1 P2 P22", "F6 typing on a full disk", tmp_path, full=36)
