"""A workspace to break, the real program on it, and what must still be there afterwards.

    workspace = Workspace.make(tmp_path)
    session = Session(workspace, "prose", workspace.slug)
    oracle = Oracle(workspace)
    ...
    oracle.check_sound()

How many cases, with which seed, and what goes into the report: `cases`, `trying`, `note`, `needs`, which are
those of the modules `tiers`, `notes` and `permissions`.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tests.faults.notes import note, note_skip, trying
from tests.faults.permissions import needs
from tests.faults.sessions import DEATHS, Death, Session
from tests.faults.tiers import Case, cases, has_time, shrink, size, tier

__all__ = [
    "DEATHS",
    "Case",
    "Death",
    "Oracle",
    "Session",
    "Workspace",
    "cases",
    "has_time",
    "needs",
    "note",
    "note_skip",
    "shrink",
    "size",
    "tier",
    "trying",
]

SLUG, OTHER, IDEA = "retries-are-a-loan", "caches-lie", "exit-codes"
OUTLINES = (
    "## Why\n\n- people think retries are free\n- three layers with three tries make 27 calls\n",
    "## Why\n\n- people think that retries are free\n- layers multiply\n\n## How\n\n- measure the share\n",
    "## Because\n\n- a retry is never free\n  - layers multiply, three make 27\n- a budget, not a count\n",
)
PROSE = (
    "## A loan\n\nA retry is a loan taken from the service below.\n\n"
    "Three layers with three tries make 27 calls.\n"
)
SURROUNDINGS = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "TZ")
"""What of the environment a workspace inherits."""


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """A blog in a folder of its own, with home and state of its own: a picked draft with three outlines and
    prose (`SLUG`), another with an outline (`OTHER`), and an idea (`IDEA`), all recorded."""

    base: Path
    extra: Mapping[str, str] = field(default_factory=dict)
    """Environment of its own."""

    slug = SLUG
    post, outline, notes = (f"drafts/{SLUG}/{name}.md" for name in ("post", "outline", "notes"))
    other_outline, idea = f"drafts/{OTHER}/outline.md", f"ideas/{IDEA}.md"

    @classmethod
    def make(cls, base: Path, **extra: str) -> Workspace:
        """A fresh one below `base`, which is made; a copy of one made once, so that it costs little."""
        base.mkdir(parents=True, exist_ok=True)
        shutil.copytree(pattern(), base, symlinks=True, dirs_exist_ok=True)
        return cls(base=base, extra=extra)

    @property
    def folder(self) -> Path:
        return self.base / "blog"

    @property
    def state(self) -> Path:
        return self.base / "state"

    @property
    def home(self) -> Path:
        return self.base / "home"

    @property
    def trace_file(self) -> Path:
        return self.base / "trace.jsonl"

    @property
    def env(self) -> dict[str, str]:
        """The whole environment of a program that works on it."""
        kept = {name: os.environ[name] for name in SURROUNDINGS if name in os.environ}
        return {
            **kept,
            "HOME": str(self.home),
            "DRAFTLOOP_STATE_DIR": str(self.state),
            "DRAFTLOOP_MODEL_DIR": str(self.home / "no-model"),
            "DRAFTLOOP_TRACE": str(self.trace_file),
            "GIT_CONFIG_NOSYSTEM": "1",
            **self.extra,
        }

    # -- by commands -----------------------------------------------------------------------------------

    def draftloop(
        self, *arguments: str, stdin: str = "", timeout_s: float = 120, **extra: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command; its exit status is the caller's to look at, a traceback never is."""
        done = subprocess.run(
            [sys.executable, "-m", "draftloop", *arguments],
            cwd=self.folder,
            env={**self.env, **extra},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout_s,
        )
        shown = f"draftloop {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stdout + done.stderr, shown
        return done

    def ok(self, *arguments: str, **options: Any) -> str:
        """The same for a command that has to succeed; its standard output."""
        done = self.draftloop(*arguments, **options)
        assert done.returncode == 0, f"draftloop {' '.join(arguments)}: exit {done.returncode}\n{done.stderr}"
        return done.stdout

    def json(self, *arguments: str, **options: Any) -> Any:
        """What a command says with `--json`, whatever its exit status."""
        done = self.draftloop(*arguments, "--json", **options)
        assert done.stdout, f"draftloop {' '.join(arguments)} --json said nothing: {done.stderr}"
        return json.loads(done.stdout)

    def git(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0 or not check, f"git {' '.join(arguments)}: {done.stderr}"
        return done.stdout

    # -- what is there ---------------------------------------------------------------------------------

    def read(self, path: str) -> str:
        """A workspace file, bytes as they are but decoded; "" when it is not there."""
        try:
            return (self.folder / path).read_bytes().decode("utf-8", "surrogateescape")
        except FileNotFoundError:
            return ""

    def write(self, path: str, text: str) -> None:
        """As another program would: in place."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8", "surrogateescape"))

    def tree(self) -> dict[str, str]:
        """Every workspace file but git's own with its SHA-256."""
        found = {}
        for path in sorted(self.folder.rglob("*")):
            name = str(path.relative_to(self.folder))
            if not name.startswith(".git/") and path.is_file() and not path.is_symlink():
                found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found

    def head(self, path: str) -> str:
        """A file as the branch has it; "" when it does not."""
        return self.git("show", f"HEAD:{path}", check=False)

    def iterations(self) -> list[str]:
        """Subjects of the branch's commits, newest first."""
        return self.git("log", "--format=%s").splitlines()

    def index(self, *but: str) -> list[str]:
        """Rows of the index, without those of `but`: what must not change for other files."""
        rows = self.git("ls-files", "--stage", "-z").split("\0")
        return [row for row in rows if row and row.partition("\t")[2] not in but]

    def offers(self) -> list[dict[str, Any]]:
        """What `draftloop recover` offers, newest first, each with its `text`."""
        found = self.json("recover")
        return [{**offer, "text": self.ok("recover", "show", offer["id"])} for offer in found]

    def waiting(self) -> list[dict[str, Any]]:
        """Iterations that wait to be committed."""
        found: list[dict[str, Any]] = self.json("waiting")
        return found

    def events(self, event: str = "") -> list[dict[str, Any]]:
        """What the program traced: `journal-synced`, `saved`, `committed`, `queued`."""
        if not self.trace_file.exists():
            return []
        found = []
        for line in self.trace_file.read_text().splitlines():
            with contextlib.suppress(ValueError):  # the last line of a killed program may be short
                found.append(json.loads(line))
        return [row for row in found if not event or row["event"] == event]


@dataclass
class Oracle:
    """What was acknowledged before a fault, and where each of it must be afterwards."""

    workspace: Workspace
    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    """(file, text): texts that draftloop said were saved, kept or committed."""
    before: dict[str, str] = field(default_factory=dict)
    """The tree when the oracle was asked to remember it."""

    def remember_tree(self) -> None:
        self.before = self.workspace.tree()

    def acknowledge(self, path: str, text: str) -> None:
        self.acknowledged.append((path, text))

    def check(self, *may_change: str) -> None:
        """All of it: git is sound, nothing else changed, every acknowledged text is somewhere."""
        self.check_sound()
        self.check_nothing_else_changed(*may_change)
        self.check_acknowledged()

    def check_sound(self) -> None:
        """`git fsck` finds nothing, and `doctor` gives an answer."""
        self.check_git()
        self.workspace.json("doctor")

    def check_git(self) -> None:
        """`git fsck` finds nothing."""
        done = subprocess.run(
            ["git", "fsck", "--strict", "--no-dangling"],
            cwd=self.workspace.folder,
            env=self.workspace.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"git fsck: {done.stdout}{done.stderr}"

    def check_nothing_else_changed(self, *may_change: str) -> None:
        """But for `may_change`, the tree is what it was."""
        after = self.workspace.tree()
        names = {
            name for name in after.keys() | self.before.keys() if after.get(name) != self.before.get(name)
        }
        assert names <= set(may_change), f"changed or left behind: {sorted(names - set(may_change))}"

    def check_acknowledged(self) -> None:
        for path, text in self.acknowledged:
            assert self.where(path, text), f"nowhere: {text[-200:]!r} of {path}"

    def where(self, path: str, text: str) -> list[str]:
        """Which of file, recovery, git and queue have the text."""
        workspace = self.workspace
        places = ["file"] if workspace.read(path) == text else []
        if any(offer["file"] == path and offer["text"] == text for offer in workspace.offers()):
            places.append("recovery")
        blob = hashlib.sha1(b"blob %d\0" % len(text.encode()) + text.encode()).hexdigest()
        if workspace.git("cat-file", "-t", blob, check=False).strip() == "blob":
            places.append("git")
        return places


_PATTERN = "FAULTS_PATTERN"
"""Where the processes of a pool find what was made for all of them."""


@cache
def pattern() -> Path:
    """The folder every workspace is copied from, made once by the real commands."""
    if _PATTERN in os.environ:
        return Path(os.environ[_PATTERN])
    base = Path(tempfile.mkdtemp(prefix="draftloop-faults-"))
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    workspace = Workspace(base=base)
    workspace.home.mkdir()
    (workspace.home / ".gitconfig").write_text(
        "[user]\n\tname = Ada Writer\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n"
    )
    workspace.folder.mkdir()
    workspace.ok("init", ".")
    today = datetime.now(tz=UTC).replace(microsecond=0)

    def on(days_ago: int, *arguments: str) -> None:
        workspace.ok(*arguments, DRAFTLOOP_NOW=(today - timedelta(days=days_ago)).isoformat())

    for title in ("Retries are a loan", "Caches lie", "Exit codes"):
        on(9, "idea", "add", title)
    on(8, "pick", SLUG)
    on(8, "pick", OTHER)
    workspace.write(workspace.other_outline, OUTLINES[0])
    on(8, "done", OTHER)
    for number, text in enumerate(OUTLINES):
        workspace.write(workspace.outline, text)
        on(7 - number, "done", SLUG)
    workspace.write(workspace.post, '---\ntitle: "Retries are a loan"\n---\n\n' + PROSE)
    on(2, "done", SLUG)
    shutil.rmtree(workspace.state, ignore_errors=True)
    workspace.trace_file.unlink(missing_ok=True)
    return base
