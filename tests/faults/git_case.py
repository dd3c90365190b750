"""One case of "kill around git": iterations that are struck, each followed by one that is not."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil

from tests.faults import tiers
from tests.faults.git_states import PLAIN, STATES, GitState, age_locks, locks
from tests.faults.harness import Oracle, Session, Workspace
from tests.faults.pool import Outcome
from tests.faults.sessions import Death
from tests.faults.striking import Who, strike
from tests.faults.tiers import Case
from tests.faults.typing_script import word

MOST_DELAY_S = 0.2
_ROUNDS = {"fast": 1, "long": 3, "full": 3}
_KINDS = ("outline", "prose", "edit", "ship")
_SITE = '[target.site]\nkind = "hugo"\nroot = "../site"\nbase_url = "https://example.org"\n'


@dataclass
class Bench:
    """A workspace in a state of git, and what draftloop has acknowledged there."""

    workspace: Workspace
    state: GitState
    choose: random.Random
    rounds: int = 0
    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    """(file, text) of iterations that were told to be ended, in order."""
    unknown: int = 0
    """Iterations that were struck: each may be ended or not."""

    @property
    def program(self) -> Workspace:
        """The same workspace as draftloop sees it: with the state's own variables."""
        return replace(self.workspace, extra=dict(self.state.env))

    def write(self, kind: str) -> tuple[str, str]:
        """Change the file of an iteration, as the author would; its path and its text."""
        workspace = self.workspace
        path = workspace.outline if kind == "outline" else workspace.post
        self.rounds += 1
        new = word(self.rounds, self.choose)
        text = workspace.read(path) + (f"- {new}\n" if kind == "outline" else f"\n{new} goes on.\n")
        workspace.write(path, text)
        return path, text


_COMMANDS: dict[str, tuple[str, ...]] = {
    "outline": ("done", Workspace.slug),
    "prose": ("done", Workspace.slug),
    "edit": ("done", Workspace.slug, "--pass", "grammar"),
    "ship": ("ship", Workspace.slug, "--to", "site", "--anyway", "--overwrite"),
}


def kill_around_git(case: Case, folder: Path) -> Outcome:
    """Try one case: some rounds in one workspace, all with the same state."""
    who = list(Who)[case.number % len(Who)]
    choose = case.random
    is_plain = choose.random() < 0.35
    state = PLAIN if is_plain else choose.choice([state for state in STATES if state is not PLAIN])
    by_app = choose.random() < 0.3
    bench = set_up(folder, state, choose)
    strikes = 0
    try:
        for _ in range(_ROUNDS[tiers.tier()]):
            struck = one_round(bench, who, by_app=by_app)
            strikes += int(struck)
            Oracle(bench.workspace).check_git()
            check_now(bench, next_iteration(bench, who))
        end_state(bench)
    except AssertionError as error:
        where = f"{state.name}, {who} struck, {'app' if by_app else 'commands'}, {locks(bench.workspace)}"
        raise AssertionError(f"{where}: {error}") from error
    return Outcome(
        number=case.number,
        facts={f"strikes {who}": strikes, f"state {state.name}": 1, "by app": int(by_app)},
    )


def set_up(folder: Path, state: GitState, choose: random.Random) -> Bench:
    workspace = Workspace.make(folder)
    (workspace.base / "site" / "content").mkdir(parents=True)
    workspace.write("draftloop.toml", workspace.read("draftloop.toml") + "\n" + _SITE)
    workspace.git("commit", "-q", "-m", "A place to ship to", "draftloop.toml")
    state.make(workspace)
    return Bench(workspace=workspace, state=state, choose=choose)


def one_round(bench: Bench, who: Who, *, by_app: bool) -> bool:
    """An iteration that is struck; whether the blow fell before its end."""
    delay_s = bench.choose.uniform(0, MOST_DELAY_S)
    others = bench.workspace.index(bench.workspace.post, bench.workspace.outline)
    if by_app:
        is_struck = _by_app(bench, who, delay_s)
    else:
        is_struck = _by_command(bench, who, delay_s, bench.choose.choice(_KINDS))
    after = bench.workspace.index(bench.workspace.post, bench.workspace.outline)
    assert ours_alone(others) == ours_alone(after), f"other index entries changed: {others} -> {after}"
    return is_struck


def ours_alone(rows: list[str]) -> list[str]:
    """Without what shipping and ideas add: only draftloop's own folders may change."""
    return [row for row in rows if not row.partition("\t")[2].startswith(("drafts/", "ideas/"))]


def _by_command(bench: Bench, who: Who, delay_s: float, kind: str) -> bool:
    path, text = bench.write(kind)
    workspace = bench.workspace
    with subprocess.Popen(
        [sys.executable, "-m", "draftloop", *_COMMANDS[kind]],
        cwd=workspace.folder,
        env=bench.program.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        is_struck = strike(psutil.Process(process.pid), who, delay_s)
        out, err = process.communicate(timeout=120)
    assert "Traceback" not in out + err, out + err
    assert "fault of its own" not in out + err, out + err
    if process.returncode == 0:
        # Shipping writes the post's date and address into it, which the iteration holds then.
        bench.acknowledged.append((path, workspace.read(path) if kind == "ship" else text))
    else:
        bench.unknown += 1
    return is_struck


def _by_app(bench: Bench, who: Who, delay_s: float) -> bool:
    """Typed in the prose editor, ended with ctrl+g."""
    workspace = bench.workspace
    session = Session(bench.program, "prose", workspace.slug)
    try:
        session.wait("ctrl+r outline")
        session.pause(0.4)
        bench.rounds += 1
        session.terminal.send(f" {word(bench.rounds, bench.choose)}")
        session.pause(0.3)
        session.press("ctrl+g")
        session.wait("Done for now")
        session.pause(1.2)
        session.terminal.send("\r")
        is_struck = strike(session.process, who, delay_s)
        bench.unknown += 1
        if who is Who.GIT:
            session.pause(0.5)
    finally:
        session.kill(Death.KILL)
    return is_struck


def next_iteration(bench: Bench, who: Who) -> int:
    """An iteration that nobody strikes: committed, or counted among those that wait. How many of those."""
    workspace = bench.workspace
    path, text = bench.write("prose")
    done = bench.program.draftloop("done", workspace.slug)
    waiting = len(bench.program.json("waiting"))
    said = done.stdout + done.stderr
    bench.acknowledged.append((path, text))
    if bench.state.rewrites and not waiting:
        assert "hook" in said, f"a hook rewrote it, and it does not say so: {said}"
        assert Oracle(workspace).where(path, text), f"rewritten, and what was meant is nowhere: {said}"
        return waiting
    if is_committed(bench, path, text):
        assert waiting == 0, f"committed, but {waiting} wait: {said}"
        return waiting
    assert waiting > 0, f"neither committed nor waiting: {said}"
    assert "wait" in said, f"{waiting} wait, and it does not say so: {said}"
    if bench.state.takes_commits:
        assert who is not Who.ALONE, f"draftloop alone was killed, and the next one did not work: {said}"
        assert locks(workspace), f"nothing is locked, and it did not work: {said}"
        assert "lock" in said or "busy" in said, said
        age_locks(workspace)
        told = bench.program.draftloop("waiting", "unlock", "--yes")
        assert is_committed(bench, path, text) or _drained(bench), (
            f"unlock did not help: {told.stdout}{told.stderr}"
        )
        waiting = len(bench.program.json("waiting"))
    return waiting


def _drained(bench: Bench) -> bool:
    bench.program.draftloop("waiting", "commit")
    return not bench.program.json("waiting")


def is_committed(bench: Bench, path: str, text: str) -> bool:
    """Whether the branch has this text somewhere."""
    return bool(text) and _blob(text) in _reachable(bench.workspace)


def check_now(bench: Bench, waiting: int) -> None:
    """Git is sound; every iteration that was told to be ended is on the branch or among those that wait."""
    Oracle(bench.workspace).check_git()
    reachable = _reachable(bench.workspace)
    missing = [text for _, text in bench.acknowledged if _blob(text) not in reachable]
    if bench.state.rewrites:
        return  # what git stored is not what was meant; the end of the case looks for both
    assert len(missing) <= waiting <= len(missing) + bench.unknown, (
        f"{len(missing)} of {len(bench.acknowledged)} are not on the branch, {bench.unknown} unknown, "
        f"{waiting} said to wait"
    )


def end_state(bench: Bench) -> None:
    """The author settles it: then everything that waited is on the branch, and nothing waits any more."""
    workspace = bench.workspace
    bench.state.end(workspace)
    age_locks(workspace)
    if locks(workspace):
        bench.program.draftloop("waiting", "unlock", "--yes")
    told = bench.program.draftloop("waiting", "commit")
    waiting = bench.program.json("waiting")
    assert not waiting, f"{len(waiting)} still wait after the state has ended: {told.stdout}{told.stderr}"
    oracle = Oracle(workspace)
    oracle.check_sound()
    reachable = _reachable(workspace)
    for path, text in bench.acknowledged:
        is_there = _blob(text) in reachable
        assert is_there or (bench.state.rewrites and oracle.where(path, text)), (
            f"acknowledged and lost: {path} with {text[-60:]!r}"
        )


def _blob(text: str) -> str:
    data = text.encode()
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


def _reachable(workspace: Workspace) -> set[str]:
    listed = workspace.git("rev-list", "--objects", "main").splitlines()
    return {line.split(" ")[0] for line in listed}
