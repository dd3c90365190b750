"""Whether a state that a power cut could leave is one that a writer can live with.

Files are the old or the new ones, and never older than what was acknowledged; git is sound; what the program
keeps for itself can be read; a text that was said to be kept is somewhere. Equal parts of states are looked
at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from draftloop.loop.splice import missing_from
from tests.faults.power_disk import Cut, Cuts
from tests.faults.power_model import Disk, Op
from tests.faults.power_versions import passes, versions_of

GIT_ERRORS = ("error", "missing", "broken", "bad ", "fatal", "invalid")


class Broken(AssertionError):
    """A state that breaks a promise."""


@dataclass
class Tally:
    """What was looked at."""

    states: int = 0
    distinct: int = 0
    git: int = 0
    mended: int = 0
    """States with a damaged index, which the program built anew."""
    kept: int = 0
    broken: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


class Judge:
    """Looks at the states of one trace."""

    def __init__(self, disk: Disk, tally: Tally) -> None:
        """States are put where the trace was made: the net knows a workspace by its path."""
        self._disk, self._place, self._tally = disk, Path(disk.root), tally
        self._there = disk.tree()
        self._seen: set[tuple[bytes, int]] = set()
        self._judged: dict[tuple[str, bytes], object] = {}
        self._versions = versions_of(disk)
        self._marks = [
            (index, json.loads(line))
            for index, op in enumerate(disk.ops)
            if op.kind == "mark"
            for line in op.data.splitlines()
        ]

    def judge_all(self, cuts: Cuts) -> None:
        """Every state of both kinds of disk."""
        for cut in (*cuts.ordered(), *cuts.forgetful()):
            self._tally.states += 1
            digest = _digest(cut.tree)
            if (digest, cut.until) in self._seen:
                continue
            self._seen.add((digest, cut.until))
            self._tally.distinct += 1
            try:
                self._judge(cut)
            except Broken as broken:
                found = self._tally.lost if broken.args[1] else self._tally.broken
                found.append(f"{broken.args[0]}\n  {cut}\n{self._around(cut)}")

    def _judge(self, cut: Cut) -> None:
        self._judge_files(cut)
        self._judge_git(cut)
        self._judge_net(cut)

    # -- files -----------------------------------------------------------------------------------------

    def _judge_files(self, cut: Cut) -> None:
        for path, versions in self._versions.items():
            now = cut.tree.get(path)
            places = [
                index for index, (at, data) in enumerate(versions.known) if data == now and at < cut.until
            ]
            if path.startswith("second/") and self._acknowledged(path, cut) < 0:
                continue  # a workspace that is being made holds no words, and `init` makes the rest
            if not places:
                raise Broken(f"{path} is neither old nor new: {_short(now)}", False)
            wanted_from = versions.latest(self._acknowledged(path, cut) + 1)
            if path.startswith("state/queue/") and versions.known[wanted_from][1] is None:
                continue  # one that comes back is found to be committed, and goes again
            if places[-1] < wanted_from:
                raise Broken(f"{path} was acknowledged and is gone: now {_short(now)}", True)
            for index, mark in self._marks:
                if mark["event"] == "saved" and index < cut.until and path.endswith(f"blog/{mark['path']}"):
                    wanted = [i for i, (_, data) in enumerate(versions.known) if _sha(data) == mark["sha256"]]
                    if wanted and places[-1] < wanted[0]:
                        raise Broken(f"{path} was called saved and is gone", True)
        for path, data in cut.tree.items():
            is_known = path in self._versions or passes(path) or path.endswith("/")
            if not is_known and not path.startswith("second/"):
                raise Broken(f"{path} is left behind: {_short(data)}", False)

    def _acknowledged(self, path: str, cut: Cut) -> int:
        """The last operation by which somebody was told that this path is safe."""
        events = {"done"}
        if path.startswith("blog/.git/refs/"):
            events |= {"committed", "autosaved", "drained"}
        if path.startswith("state/queue/"):
            events |= {"queued"}
        is_new = path.startswith("second/")
        told = (
            index
            for index, mark in self._marks
            if mark["event"] in events and index < cut.until and (not is_new or mark.get("action") == "init")
        )
        return max(told, default=-1)

    # -- git -------------------------------------------------------------------------------------------

    def _judge_git(self, cut: Cut) -> None:
        own = {path: data for path, data in cut.tree.items() if path.startswith("blog/.git/")}
        own = {path: data for path, data in own.items() if not path.startswith("blog/.git/draftloop/")}
        # A disk that forgets names may keep half of what nothing refers to yet.
        is_whole = cut.data != "forgetful"
        key = ("git" if is_whole else "refs", _digest(own))
        if key not in self._judged:
            self.put(cut.tree)
            self._tally.git += 1
            self._judged[key] = _fsck(self._place / "blog", is_whole=is_whole)
            if self._judged[key] and self._mend():
                self._tally.mended += 1
                self._judged[key] = _fsck(self._place / "blog", is_whole=is_whole)
                self._forget("blog/.git/")
        if self._judged[key]:
            raise Broken(f"git is damaged: {self._judged[key]}", False)

    def _mend(self) -> bool:
        """Whether the program itself mends git, as it does before it records or lists anything."""
        from draftloop.adapters.history import GitHistory
        from draftloop.loop.errors import HistoryUnavailable

        try:
            GitHistory(str(self._place / "blog")).state()
        except HistoryUnavailable:
            return False
        return True

    def _forget(self, *prefixes: str) -> None:
        """Parts that were worked in are put again from nothing for the next state."""
        for prefix in prefixes:
            shutil.rmtree(self._place / prefix, ignore_errors=True)
        self._there = {path: data for path, data in self._there.items() if not path.startswith(prefixes)}

    # -- what the program keeps for itself -------------------------------------------------------------

    def _judge_net(self, cut: Cut) -> None:
        promised: dict[str, int] = {}
        texts: dict[str, list[str]] = {}
        for index, mark in self._marks:
            if mark["event"] in ("journal-synced", "saved"):
                texts.setdefault(mark["path"], []).append(mark["sha256"])
                if index < cut.until and mark["event"] == "journal-synced":
                    promised[mark["path"]] = len(texts[mark["path"]]) - 1
        net = {
            path: data
            for path, data in cut.tree.items()
            if path.startswith(("state/recovery/", "state/queue/", "blog/drafts/", "blog/ideas/"))
        }
        key = ("net", _digest(net))
        if key not in self._judged:
            self.put(cut.tree)
            self._tally.kept += 1
            self._judged[key] = _kept(self._place)
            self._forget("state/")
        found = self._judged[key]
        if isinstance(found, str):
            raise Broken(f"what is kept cannot be read: {found}", False)
        assert isinstance(found, set)
        files = {_sha(data) for path, data in cut.tree.items() if path.startswith("blog/")}
        for path, last in promised.items():
            wanted = texts[path][last:]
            if not found.union(files).intersection(wanted) and not self._goes_on(cut, path, wanted):
                raise Broken(f"a text of {path} was called kept and is nowhere", True)

    def _goes_on(self, cut: Cut, path: str, wanted: list[str]) -> bool:
        """Whether another editor went on from one of these texts: nothing of it is missing in the file."""
        now = cut.tree.get(f"blog/{path}")
        versions = self._versions.get(f"blog/{path}")
        if now is None or versions is None:
            return False
        saved = [data for _, data in versions.known if data is not None and _sha(data) in wanted]
        return any(not missing_from(now.decode(), data.decode()) for data in saved)

    # -- on the real disk ------------------------------------------------------------------------------

    def put(self, tree: dict[str, bytes]) -> None:
        """Make the folder hold just this tree; only what changed is written."""
        for path in self._there.keys() - tree.keys():
            place = self._place / path
            if path.endswith("/"):
                shutil.rmtree(place, ignore_errors=True)
            else:
                place.unlink(missing_ok=True)
                _prune(place.parent, self._place)
        for path, data in tree.items():
            if path in self._there and self._there[path] == data:
                continue
            place = self._place / path
            if path.endswith("/"):
                place.mkdir(parents=True, exist_ok=True)
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
        self._there = dict(tree)

    def _around(self, cut: Cut) -> str:
        ops = self._disk.ops[max(0, cut.until - 12) : cut.until + 1]
        return "\n".join(f"    {_said(op)}" for op in ops)


def _fsck(folder: Path, *, is_whole: bool) -> str:
    """What git finds wrong, in all it has or only in what its refs need; empty: nothing."""
    every = ["fsck", "--strict", "--no-dangling", "--no-progress"]
    needed = ["rev-list", "--objects", "--all", "--quiet"]
    done = subprocess.run(
        ["git", *(every if is_whole else needed)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = (done.stdout + done.stderr).strip()
    lines = [line for line in said.splitlines() if any(word in line for word in GIT_ERRORS)]
    return "; ".join(lines) or (f"exit {done.returncode}: {said}" if done.returncode else "")


def _kept(place: Path) -> set[str] | str:
    """The hashes of all texts that the program would offer; or what went wrong."""
    from draftloop.loop.errors import DraftloopError
    from draftloop.wiring import desk_for

    before = {name: os.environ.get(name) for name in ("DRAFTLOOP_STATE_DIR", "HOME")}
    os.environ |= {"DRAFTLOOP_STATE_DIR": str(place / "state"), "HOME": str(place / "home")}
    try:
        desk = desk_for(str(place / "blog"))
        queue = getattr(desk, "queue", None)
        if queue is not None:
            queue.waiting()
            if queue.damaged():
                return f"in the queue: {queue.damaged()}"
        return {_sha(desk.recovery.text(kept.id).encode()) for kept in desk.recovery.kept()}
    except (DraftloopError, ValueError, KeyError, OSError) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _prune(folder: Path, top: Path) -> None:
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _digest(tree: dict[str, bytes]) -> bytes:
    found = hashlib.blake2b(digest_size=16)
    for path in sorted(tree):
        found.update(path.encode("utf-8", "surrogateescape") + b"\0" + _sha(tree[path]).encode())
    return found.digest()


_hashes: dict[bytes, str] = {}


def _sha(data: bytes | None) -> str:
    if data is None:
        return ""
    if data not in _hashes:
        _hashes[data] = hashlib.sha256(data).hexdigest()
    return _hashes[data]


def _short(data: bytes | None) -> str:
    return "not there" if data is None else f"{len(data)} bytes, {data[:60]!r}"


def _said(op: Op) -> str:
    names = ", ".join(f"{one.name} -> {one.inode.number if one.inode else None}" for one in op.names)
    number = op.inode.number if op.inode else ""
    return f"{op.kind} {names}{number} {op.data[:60]!r}"


def judge(disk: Disk, tally: Tally) -> None:
    """Look at all states of a trace, adding to `tally`; the folder of the trace is changed by it."""
    Judge(disk, tally).judge_all(Cuts(disk))


def failures(tally: Tally) -> Iterator[str]:
    """The first of each kind, told in full."""
    for kind, found in (("broken", tally.broken), ("acknowledged, then lost", tally.lost)):
        if found:
            yield f"{len(found)} states {kind}, such as: {found[0]}"
