"""Hostile files, names, places and repositories, by every command and on every screen (P8 to P11, P18)."""

from __future__ import annotations

import contextlib
import os
import random
import re
import stat
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from draftloop.adapters import files
from draftloop.adapters.swap import exchange
from draftloop.loop.errors import DraftloopError
from tests.bad_files import FILES, SECRET, by_id
from tests.bad_places import FOLDER_LINKS, INSTEAD, PLACES, make_names, put_instead
from tests.bad_repositories import repositories
from tests.faults import hostile
from tests.faults.harness import Case, Session, Workspace, cases, has_time, size, tier, trying
from tests.faults.notes import Row
from tests.faults.warm import Warm

T = TypeVar("T")
WALL_S = 8.0
"""A command on a small workspace; git may be asked several times."""


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    base = tmp_path_factory.mktemp("warm")
    found = Warm(Workspace.make(base).env)
    yield found
    found.close()


def chosen(case: Case, everything: Sequence[T]) -> T:
    """The case's own of all there is, in an order of the run's seed."""
    order = list(everything)
    random.Random(case.seed).shuffle(order)
    return order[case.number % len(order)]


def some(case: Case, fast: int) -> hostile.Choose:
    """In the fast tier a few commands, in their order; in the others all."""

    def choose(commands: list[list[str]]) -> list[list[str]]:
        if tier() != "fast":
            return commands
        numbers = sorted(case.random.sample(range(len(commands)), min(fast, len(commands))))
        return [commands[number] for number in numbers]

    return choose


def workspace_for(tmp_path: Path, case: Case, warm: Warm) -> Workspace:
    """A fresh one; the warm process works with its home and state."""
    workspace = Workspace.make(tmp_path / str(case.number))
    hostile.settings(workspace, hostile.HUGO if case.number % 2 else hostile.PLAIN)
    hostile.outside_of(workspace)
    return workspace


def tell(row: Row, outcome: hostile.Outcome, figure: str = "", samples: Sequence[float] = ()) -> None:
    """Every command is a case; any fault fails the test."""
    row.note(outcome.commands, max(0, outcome.commands - len(outcome.faults)), figure, samples)
    assert not outcome.faults, f"{outcome.id}:\n" + "\n".join(outcome.faults)


def test_a_bad_file_costs_itself(warm: Warm, tmp_path: Path) -> None:
    row = trying("P8 P9 P18", "bad files x commands")
    for case in cases("bad files", fast=7, full=len(FILES)):
        bad = chosen(case, [one for one in FILES if not one.is_big] if tier() == "fast" else FILES)
        workspace = workspace_for(tmp_path, case, warm)
        outcome = hostile.try_file(workspace, warm, bad, some(case, 3))
        tell(row, outcome, "slowest {max} s of processor time", [round(outcome.seconds, 2)])


def test_a_bad_name_is_shown_and_obeyed_by_nobody(warm: Warm, tmp_path: Path) -> None:
    row = trying("P9 P11", "bad names x commands")
    for case in cases("bad names", fast=1, full=1):
        workspace = workspace_for(tmp_path, case, warm)
        names = make_names(workspace.folder)
        outcome = hostile.Outcome("names")
        commands = [["idea", "list"], ["draft", "list"], ["doctor"], ["today"], ["search", "point"]]
        for command in commands:
            outcome.look_at(warm.run(workspace.folder, *command), 4)
            outcome.look_at(warm.run(workspace.folder, *command, "--json", pipe=True), 4)
        for name in case.random.sample(names, size(fast=6, full=len(names))):
            if not has_time():
                break
            slug = os.fsdecode(name).encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
            for words in (["idea", "show"], ["draft", "show"], ["done"], ["check", "--pass", "readability"]):
                if words[0] == "check" and slug == "-":
                    continue  # it would wait for a text to be typed, as everywhere
                outcome.look_at(warm.run(workspace.folder, *words, "--", slug), 4)
        outcome.look_at(warm.run(workspace.folder, "done", workspace.slug), 4)
        assert not hostile.sings(workspace)
        tell(row, outcome)


def test_what_is_no_file_is_never_opened(warm: Warm, tmp_path: Path) -> None:
    row = trying("P10 P18", "pipes, devices, links x commands")
    everything = [(place, kind) for place in PLACES for kind in INSTEAD]
    for case in cases("no files", fast=6, full=len(everything)):
        place, kind = chosen(case, everything)
        workspace = workspace_for(tmp_path, case, warm)
        draft = workspace.folder / "drafts" / "odd"
        draft.mkdir()
        (draft / "outline.md").write_text(hostile.GOOD_OUTLINE)
        (draft / "post.md").write_text("![a picture](picture.png)\n\nWords of a post.\n")
        put_instead(workspace.folder, place, kind)
        outcome = hostile.Outcome(f"{place} is {kind}")
        commands = [["idea", "list"], ["draft", "list"], ["draft", "show", "odd"], ["doctor"], ["today"]]
        commands += [["check", "odd", "--pass", "readability"], ["ship", "odd", "--to", "out", "--anyway"]]
        commands += [["search", "words"], ["done", "odd"], ["compare", "odd"], ["idea", "note", "odd", "x"]]
        commands += [["idea", "add", "One more"], ["search", "nobody"]]
        for command in some(case, 5)(commands):
            ran = warm.run(workspace.folder, *command)
            outcome.look_at(ran, hostile.SECONDS)
            if ran.wall_seconds > WALL_S:
                outcome.faults.append(f"waited {ran.wall_seconds:.1f} s: {ran.shown}")
        tell(row, outcome)


def test_links_of_folders_lead_nowhere(warm: Warm, tmp_path: Path) -> None:
    row = trying("P10", "links of folders x commands")
    everything = list(FOLDER_LINKS)
    for case in cases("links of folders", fast=3, full=len(everything)):
        name = chosen(case, everything)
        workspace = workspace_for(tmp_path, case, warm)
        FOLDER_LINKS[name](workspace.folder)
        before = hostile.tree_of(workspace.base / "outside")
        outcome = hostile.Outcome(name)
        commands = [*hostile.of_everything(workspace.slug), ["draft", "show", "away"], ["done", "away"]]
        commands += [["idea", "show", "farm-1"], ["show", "away"], ["check", "drafts/away/secret.md"]]
        for command in some(case, 8)(commands):
            outcome.look_at(warm.run(workspace.folder, *command), 4)
        assert hostile.tree_of(workspace.base / "outside") == before, name
        tell(row, outcome)


def test_a_hostile_repository_runs_nothing(warm: Warm, tmp_path: Path) -> None:
    row = trying("P10 P11", "hostile repositories x commands")
    everything = repositories()
    for case in cases("hostile repositories", fast=4, full=len(everything)):
        name = chosen(case, list(everything))
        workspace = workspace_for(tmp_path, case, warm)
        workspace.write(workspace.post, workspace.read(workspace.post) + "\nMore.\n")
        everything[name](workspace.folder)
        before = hostile.tree_of(workspace.base / "outside")
        outcome = hostile.Outcome(name)
        for command in some(case, 7)(hostile.of_everything(workspace.slug)):
            ran = warm.run(workspace.folder, *command)
            outcome.look_at(ran, hostile.SECONDS)
            if ran.wall_seconds > WALL_S:
                outcome.faults.append(f"waited {ran.wall_seconds:.1f} s: {ran.shown}")
            if hostile.sings(workspace):
                outcome.faults.append(f"the canary sings: {ran.shown}")
                break
        if hostile.tree_of(workspace.base / "outside") != before:
            outcome.faults.append("something outside was written")
        tell(row, outcome)


# -- on the screens ------------------------------------------------------------------------------------------

OWN = re.compile(rb"\x1b\[[0-9;:]*[mH]|\x1b\[[?<>=][0-9;]*\$?[a-z]|\x1b\]22;[a-z-]*\x07")
"""All that the driver of a full screen writes."""
OWN_MODES = {
    *(
        f"\x1b[?{mode}{end}".encode()
        for mode in (7, 25, 1000, 1003, 1004, 1006, 1015, 1049, 2004)
        for end in "hl"
    ),
    *(b"\x1b[?2026h", b"\x1b[?2026l", b"\x1b[?2026$p", b"\x1b[?2048$p", b"\x1b[?2048h", b"\x1b[?2048l"),
    *(b"\x1b[>25u", b"\x1b[<u", b"\x1b]22;default\x07", b"\x1b]22;pointer\x07", b"\x1b]22;text\x07"),
}
OF_TEXTS = (b"PWNED", b"\x1b[31;5m", b"\x1b[2J", b"\x1b[1A", b"\x1b[3J")
"""What texts of the corpus would write that looks like the driver's own."""
WALK = ("2", "down", "down", "enter", "esc", "3", "down", "p", "esc", "o", "esc", "h", "esc", "s", "esc", "4")


HOSTILE_HERE = ("a message of escapes", "a message that hides", "hooks of all names", "core.fsmonitor")
"""What the repository is like on these walks: its history is on the screens, and it would run something."""


def strange_in(raw: bytes) -> list[str]:
    """What in a recording was not made by the driver."""
    modes = {one for one in OWN.findall(raw) if one[-1:] not in b"mH"}
    found = [ascii(one) for one in modes - OWN_MODES]
    rest = OWN.sub(b"", raw)
    found += [
        ascii(one) for one in re.findall(rb"\x1b.{0,16}|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", rest, re.DOTALL)
    ]
    text = rest.decode("utf-8", "replace")
    found += [ascii(one) for one in {*re.findall("[\x80-\x9f]", text), *hostile.TURNED.findall(text)}]
    found += [ascii(one) for one in OF_TEXTS[1:] if one in raw]
    return found


def test_no_screen_obeys_a_text(tmp_path: Path) -> None:
    row = trying("P9", "screens full of hostile texts")
    armed = [one for one in by_id().values() if one.id.startswith("esc-")]
    everything = repositories()
    together = 12
    for case in cases("hostile screens", fast=1, full=-(-len(armed) // together)):
        workspace = Workspace.make(tmp_path / str(case.number))
        order = list(armed)
        random.Random(case.seed).shuffle(order)
        for bad in order[case.number * together : (case.number + 1) * together]:
            hostile.put(workspace, bad)
        for name in HOSTILE_HERE:
            everything[name](workspace.folder)
        session = Session(workspace, size=(120, 40))
        session.wait("Today", 60)
        before_s = time.monotonic()
        for key in WALK:
            session.press(key)
            session.terminal.rest(0.25, 10)
        _click_everywhere(session)
        session.press("/")
        session.type("heading")
        session.terminal.rest(0.5, 10)
        session.press("esc")
        assert session.process.is_running(), f"an action of a text ended the app:\n{session.text}"
        assert session.leave() == 0
        found = strange_in(bytes(session.terminal.raw))
        found += ["the canary sings"] if hostile.sings(workspace) else []
        took_s = round(time.monotonic() - before_s, 1)
        row.note(len(WALK), max(0, len(WALK) - len(found)), "{median} s a walk", [took_s])
        assert not found, found


STEPS: dict[str, tuple[str, ...]] = {
    "outline": ("down", "ctrl+r", "esc", "f1", "esc"),
    "rewrite": ("y", "enter", "ctrl+r", "esc"),
    "prose": ("ctrl+r", "down", "ctrl+f", "esc", "f2", "esc"),
    "edit": ("down", "tab", "down", "v", "esc"),
}
"""Screens of a draft, by the command that opens them, and some keys on each."""


def test_no_step_obeys_a_text(tmp_path: Path) -> None:
    row = trying("P9", "a hostile text on each step of a draft")
    armed = [one for one in by_id().values() if one.id.startswith("esc-")]
    everything = [(step, bad) for step in STEPS for bad in armed]
    for case in cases("hostile steps", fast=1, full=len(everything)):
        step, bad = chosen(case, everything)
        workspace = Workspace.make(tmp_path / str(case.number))
        hostile.put(workspace, bad)
        outline = workspace.folder / f"drafts/{bad.id}/outline.md"
        for text in (bad.data, b"- another\n" + bad.data[::-1].replace(b"\0", b""), bad.data + b"- more\n"):
            outline.write_bytes(text.decode("utf-8", "replace").encode())
            workspace.draftloop("done", bad.id)
        session = Session(workspace, step, bad.id, size=(100, 34))
        session.wait("esc leaves" if step == "rewrite" else "ship", 60)  # the question; the row of the stages
        session.terminal.rest(1, 30)
        for key in STEPS[step]:
            session.press(key)
            session.terminal.rest(0.4, 10)
        assert session.process.is_running(), f"{step} {bad.id}:\n{session.text}"
        assert session.leave() == 0, f"{step} {bad.id}:\n{session.text}"
        found = strange_in(bytes(session.terminal.raw))
        row.note(len(STEPS[step]), max(0, len(STEPS[step]) - len(found)))
        assert not found, f"{step} {bad.id}: {found}"


def _click_everywhere(session: Session) -> None:
    """The mouse on every second row of a list of hostile titles: none of them may be a link of ours."""
    for place in ("2", "3"):
        session.press(place)
        session.terminal.rest(0.3, 10)
        for row in range(3, 38, 2):
            for action in "Mm":
                os.write(session.terminal._fd, f"\x1b[<0;{14 + row};{row}{action}".encode())
            session.terminal.rest(0.05, 5)
        session.press("esc", "esc")


def test_secrets_stay_where_they_are(warm: Warm, tmp_path: Path) -> None:
    """What the environment knows is in no file of state, no log and no commit."""
    row = trying("P24", "a token in the environment and in a remote's address")
    for case in cases("secrets", fast=1, full=1):
        workspace = workspace_for(tmp_path, case, warm)
        token = "ghp_" + SECRET.replace("-", "") + "0123456789"
        workspace.git("remote", "add", "origin", f"https://ada:{token}@127.0.0.1:1/blog.git")
        for command in hostile.of_everything(workspace.slug):
            ran = warm.run(workspace.folder, *command, DEVTO_API_KEY=token, GITHUB_TOKEN=token)
            assert token not in ran.text, ran.shown
        found = [
            str(path)
            for path in workspace.base.rglob("*")
            if path.is_file() and path.name != "config" and token.encode() in path.read_bytes()
        ]
        assert not found, found
        row.note(2, 2)
        row = trying("P24", "files and folders of state readable by others")
        found = [f"{stat.S_IMODE(path.stat().st_mode):o} {path}" for path in open_to_others(workspace, warm)]
        assert not found, "\n".join(found)
        row.note()


def open_to_others(workspace: Workspace, warm: Warm) -> list[Path]:
    """Everything below state and configuration that anybody else may look into."""
    places = [Path(warm.env["DRAFTLOOP_STATE_DIR"]), Path(warm.env["HOME"]) / ".config" / "draftloop"]
    return [
        path
        for place in places
        for path in [place, *place.rglob("*")]
        if path.exists() and not path.is_symlink() and path.lstat().st_mode & 0o077
    ]


def test_a_folder_that_turns_into_a_link_leads_nowhere(tmp_path: Path) -> None:
    """A link put in the place of a folder between the look and the opening, over and over."""
    row = trying("P10", "a folder swapped for a link while it is read and written")
    workspace = Workspace.make(tmp_path / "w")
    outside = hostile.outside_of(workspace)
    root, draft = str(workspace.folder.resolve()), workspace.folder / "drafts" / "x"
    draft.mkdir()
    (draft / "secret.md").write_text("words of mine\n")
    (workspace.folder / "drafts" / "y").symlink_to(outside)
    drafts = os.open(workspace.folder / "drafts", os.O_RDONLY)
    if not exchange(drafts, "x", "y"):
        pytest.skip("this disk cannot exchange two names")
    is_over = threading.Event()

    def swap_about() -> None:
        while not is_over.is_set():
            exchange(drafts, "x", "y")

    swapper = threading.Thread(target=swap_about)
    swapper.start()
    tries = reads = writes = 0
    before = hostile.tree_of(outside)
    try:
        while tries < size(fast=120, full=20_000) and (has_time() or not reads):
            tries += 1
            with contextlib.suppress(DraftloopError):
                found = files.read_file(root, "drafts/x/secret.md")
                assert found in (None, b"words of mine\n")
                reads += 1
            with contextlib.suppress(DraftloopError):
                files.write_file(root, f"drafts/x/new-{tries}.md", b"mine\n", expected="")
                writes += 1
    finally:
        is_over.set()
        swapper.join()
        os.close(drafts)
    assert hostile.tree_of(outside) == before
    assert reads
    row.note(2 * tries, 2 * tries)
